"""What a plan's difference hangs on, one thing at a time: each outside force of the future, and each much doubted assumption.

An outside force is given the path that it has in the usual future, all others as they are; an assumption is taken to be low and
then high. All runs share their random events. What counts is how far the plan's difference moves, pair by pair.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.intervals import of_mean
from foresight.config import FrozenMap, evidence
from foresight.ensemble.arm import without_plan
from foresight.ensemble.arms import run_arms
from foresight.ensemble.pairs import Pairing
from foresight.ensemble.spread import Progress
from foresight.indicators.measures import INDICATORS
from foresight.scenario import library
from foresight.scenario.assumptions import checked, choices, numbers
from foresight.scenario.doubts import DOUBTED, EFFECTS, UPTAKE
from foresight.scenario.drivers import DRIVERS
from foresight.scenario.futures import Future

Kind = Literal["driver", "assumption"]
Values = NDArray[np.float64]
WEAKEST_LAST = "ABCD"
COLUMNS = ("indicator", "unit", "kind", "name", "to", "grade", "difference", "move", "low", "high", "clear")


@dataclass(frozen=True)
class Change:
    """One thing taken to be different.

    Parameters
    ----------
    name : str
        A driver, or an assumption's id among `foresight.scenario.doubts.DOUBTED`.
    to : str
        What it is taken to be: usual (a driver), low or high (a switch that is off is low).
    grade : str
        Of the weakest number that is changed, A to D.
    """

    kind: Kind
    name: str
    to: str
    grade: str
    pairing: Pairing


def changes(pairing: Pairing, usual: Future) -> list[Change]:
    """Return everything that is tried: the drivers that do not move as in the usual future, and the much doubted assumptions."""
    return [*_drivers(pairing, usual), *_assumptions(pairing)]


def influences(
    pairing: Pairing, tried: Sequence[Change], pairs: int, *, executor: Executor | None = None, progress: Progress | None = None
) -> pd.DataFrame:
    """Run all that is tried without and with the plan, and say how far each moves the plan's difference (see `moved`)."""
    wanted = [pairing, *(one.pairing for one in tried)]
    arms = list(dict.fromkeys(arm for one in wanted for arm in (without_plan(one), one)))
    values = dict(zip(arms, run_arms(arms, pairs, executor=executor, progress=progress), strict=True))
    base, *others = [values[one] - values[without_plan(one)] for one in wanted]
    return moved(base, tried, others)


def moved(base: Values, tried: Sequence[Change], others: Sequence[Values]) -> pd.DataFrame:
    """Return how far each change moves the plan's difference in the last year: a row a change and indicator.

    Columns are `COLUMNS`: `difference` is the plan's as it is, `move` what the change adds to it, with its interval over pairs,
    and `clear` tells whether the interval leaves out zero.

    Parameters
    ----------
    base : float64 array, shape (pairs, years, indicators)
        The plan's difference as things are.
    others : sequence of such arrays
        The same after each change.
    """
    parts, columns = [], len(INDICATORS)
    names = {"indicator": list(INDICATORS), "unit": [one.unit for one in INDICATORS.values()]}
    for change, values in zip(tried, others, strict=True):
        found = of_mean((values - base)[:, -1, :columns])
        told = {"kind": change.kind, "name": change.name, "to": change.to, "grade": change.grade}
        mean, clear = base[:, -1, :columns].mean(axis=0), found.away_from_zero()
        ends = {"difference": mean, "move": found.middle, "low": found.low, "high": found.high, "clear": clear}
        parts.append(pd.DataFrame({**names, **told, **ends}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))


def ranked(table: pd.DataFrame, indicator: str, kind: Kind) -> pd.DataFrame:
    """Return one row a thing, the change of it that moves the difference most: the clear ones first, the largest first."""
    here = table[(table["indicator"] == indicator) & (table["kind"] == kind)].dropna(subset=["move"])
    here = here.assign(size=here["move"].abs()).sort_values(["clear", "size"], ascending=False, kind="stable")
    return here.drop_duplicates("name").drop(columns="size").reset_index(drop=True)


def weak_share(table: pd.DataFrame, indicator: str) -> float | None:
    """Return which part of all clear moves rests on assumptions (grade D), 0-1; None where nothing moves clearly."""
    found = pd.concat([ranked(table, indicator, "driver"), ranked(table, indicator, "assumption")])
    sizes = found.loc[found["clear"].astype(bool), ["grade", "move"]].assign(size=lambda rows: rows["move"].abs())
    whole = float(sizes["size"].sum())
    return float(sizes.loc[sizes["grade"] == "D", "size"].sum()) / whole if whole else None


def _drivers(pairing: Pairing, usual: Future) -> Iterator[Change]:
    """Yield the future with one driver as it is usually."""
    future = pairing.future
    here, there = future.trajectories(), usual.trajectories()
    for name in DRIVERS:
        if not np.array_equal(here[name], there[name]):
            drivers = FrozenMap({**future.drivers, name: usual.drivers[name]})
            other = replace(pairing, future=future.model_copy(update={"drivers": drivers}))
            yield Change("driver", name, "usual", future.drivers[name].grade, other)


def _assumptions(pairing: Pairing) -> Iterator[Change]:
    """Yield the pairing with one assumption low, and high."""
    known = numbers()
    for doubted in DOUBTED.values():
        if doubted.path == EFFECTS:
            for level in ("low", "high"):
                yield Change("assumption", doubted.id, level, _weakest_effect(pairing), replace(pairing, strength=level))
        elif doubted.path == UPTAKE:
            paths = [f"actions.{item.action}.uptake.coverage" for item in pairing.plan.actions]
            yield from _ends(pairing, doubted.id, [path for path in paths if path in known])
        elif doubted.path in choices():
            switch = choices()[doubted.path]
            now = pairing.assumptions.get(doubted.path, switch.value)
            for option in switch.options:
                if option != now:
                    to = "high" if option is True else "low"
                    yield Change("assumption", doubted.id, to, "D", _assuming(pairing, {doubted.path: option}))
        else:
            yield from _ends(pairing, doubted.id, [doubted.path])


def _ends(pairing: Pairing, name: str, paths: Sequence[str]) -> Iterator[Change]:
    """Yield the pairing with some numbers at the low, and at the high end of their ranges."""
    known = [numbers()[path] for path in paths]
    grade = max((one.grade or "D" for one in known), key=WEAKEST_LAST.index, default="D")
    for to in ("low", "high"):
        ends = {one.path: getattr(one, to) for one in known}
        if any(one.low < one.high for one in known):
            yield Change("assumption", name, to, grade, _assuming(pairing, ends))


def _assuming(pairing: Pairing, more: Mapping[str, object]) -> Pairing:
    return replace(pairing, assumptions=checked({**pairing.assumptions, **more}))


def _weakest_effect(pairing: Pairing) -> str:
    """Return the grade of the weakest effect of the plan's actions."""
    actions = library.actions()
    effects = [one for item in pairing.plan.actions for one in evidence(actions[item.action]) if one.effect]
    return max((one.grade or "D" for one in effects), key=WEAKEST_LAST.index, default="D")
