"""Two lives of one organisation: its history with and without the plan, side by side, quarter by quarter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

import numpy as np
import pandas as pd

from foresight.analysis.portraits import portrait
from foresight.config import Strength
from foresight.ensemble.pairs import Pairing, Twins
from foresight.errors import ForesightError
from foresight.model.processes.awards import able
from foresight.model.run import check_call
from foresight.model.sector import SectorModel, Setting
from foresight.population.columns import Barrier, Closure, Population
from foresight.scenario import library
from foresight.scenario.assumptions import checked
from foresight.scenario.dates import quarter
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan

ENDINGS = {
    Closure.OPEN: "",
    Closure.WOUND_UP: "wound up in order",
    Closure.FADED: "faded silently",
    Closure.DISTRESS: "closed in distress",
    Closure.MERGED: "merged into another",
}
ARMS = ("without", "with")


class How(TypedDict, total=False):
    """How a pair of runs is made, as in `foresight.compare`."""

    scale: float
    seed: int
    strength: Strength
    assumptions: Mapping[str, object] | None


@dataclass(frozen=True)
class TwoLives:
    """One organisation in both arms of a replicate.

    Parameters
    ----------
    description : str
        What it is, in a few words, as it stood in 2002 or when it started.
    table : DataFrame
        One row a quarter in which it is open in either arm; every column but `quarter` comes twice, `..._without` and `..._with`:
        open, income (GBP a quarter), reserves (GBP), staff (full-time equivalents), volunteers, capacity (0-1, with the plan's
        help), ties, awards (GBP a year), projects (joint projects under way), actions (those it has joined), one column a barrier
        (0-1, 1 = no barrier), and ending (how it closed, in the quarter in which it did). Empty where it is not open.
    """

    organisation: int
    description: str
    table: pd.DataFrame

    def ending(self, arm: str) -> str:
        """Say how its life in an arm ("without" or "with") ended."""
        told = self.table[["quarter", f"ending_{arm}"]].dropna()
        closed = told[told[f"ending_{arm}"] != ""]
        if len(closed):
            return f"{closed[f'ending_{arm}'].iloc[0]} in {closed['quarter'].iloc[0]}"
        return "open at the end of 2022" if self.table[f"open_{arm}"].any() else "never started"


def two_lives(future: Future | str, plan: Plan | str, identity: int, replicate: int = 0, **how: Unpack[How]) -> TwoLives:
    """Return the history of one organisation in both arms, run in lockstep.

    Parameters
    ----------
    identity : int
        Which organisation; `fates` lists those whose end differs, and `Run.population.identity` holds everybody's.

    Raises
    ------
    ForesightError
        Where nobody of that identity lives in either arm, and for all that `foresight.compare` refuses.
    """
    pairing = pairing_of(future, plan, replicate, **how)
    twins = Twins.of(pairing, replicate)
    rows = []
    for step in twins.quarters():
        states = [_state(sector, identity, step) for sector in (twins.without, twins.with_plan)]
        if any(state is not None for state in states):
            row: dict[str, Any] = {"quarter": quarter(step)}
            for arm, state in zip(ARMS, states, strict=True):
                row |= {f"{name}_{arm}": value for name, value in (state or {"open": False}).items()}
            rows.append(row)
    if not rows:
        msg = f"organisation: found {identity}, who lives in neither arm; expected an identity such as `foresight lives` lists"
        raise ForesightError(msg)
    table = pd.DataFrame(rows)
    columns = [f"{name}_{arm}" for name in _columns() for arm in ARMS]
    return TwoLives(identity, described(twins.without.setting, identity), table.reindex(columns=["quarter", *columns]))


def pairing_of(future: Future | str, plan: Plan | str, replicate: int, **how: Unpack[How]) -> Pairing:
    """Return what a pair is made of, from names or objects, with everything checked."""
    future = library.future(future) if isinstance(future, str) else future
    plan = library.plan(plan) if isinstance(plan, str) else plan
    scale, seed, strength = how.get("scale", 1.0), how.get("seed", 1), how.get("strength", "central")
    check_call(scale=scale, seed=seed, replicate=replicate, strength=strength)
    return Pairing(future, plan, seed, scale, strength, checked(how.get("assumptions")))


def described(setting: Setting, identity: int) -> str:
    """Describe an organisation as it stood in 2002 or when it started."""
    for population in (setting.founders, setting.entrants):
        rows = np.flatnonzero(population.identity == identity)
        if rows.size:
            return portrait(population, int(rows[0]), setting.baseline)
    raise KeyError(identity)


def barrier_column(barrier: Barrier) -> str:
    """Return the name of a barrier's column."""
    return f"barrier_{barrier.name.lower()}"


def _columns() -> tuple[str, ...]:
    barriers = [barrier_column(barrier) for barrier in Barrier]
    stock = ("open", "income", "reserves", "staff", "volunteers", "capacity", "ties", "awards", "projects", "actions")
    return (*stock, *barriers, "ending")


def _state(sector: SectorModel, identity: int, step: int) -> dict[str, Any] | None:
    """Return how an organisation stands in an arm after a quarter, or nothing where it is not there (any more)."""
    population = sector.population
    found = np.flatnonzero(population.identity == identity)
    if found.size == 0:
        return None
    row = int(found[0])
    if population.closed[row] < step:
        return None
    if population.closed[row] == step:
        return {"open": False, "ending": ENDINGS[Closure(int(population.closure[row]))]}
    state: dict[str, Any] = {"open": True, "ending": ""}
    state |= {name: float(getattr(population, name)[row]) for name in ("income", "reserves", "staff", "volunteers")}
    state["capacity"] = float(able(population, sector.moment, np.array([row]))[0])
    state |= {"ties": int(population.degree[row]), "awards": float(population.award[:, row].sum())}
    state |= {"projects": _projects(population, row), "actions": ", ".join(_joined(sector, row))}
    return state | {barrier_column(barrier): float(population.barriers[barrier, row]) for barrier in Barrier}


def _projects(population: Population, row: int) -> int:
    return int(population.collaborations[row]) + int(population.mandated[row])


def _joined(sector: SectorModel, row: int) -> list[str]:
    """Return the actions that an organisation has joined."""
    bits = int(sector.population.joined[row])
    return [action.action.id for action in sector.leadership.actions if bits >> action.number & 1]
