"""Running one arm: a future, a plan or none, one replicate, to a table of indicators by year and segment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.config import Strength, combine_strength, strength_from_text
from foresight.errors import ForesightError
from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import Segments
from foresight.model.programme import Programme
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel, Setting
from foresight.model.ties import Ties
from foresight.model.underway import ActionUnderway
from foresight.population.baseline import Baseline
from foresight.population.columns import QUARTERS, Organisation, Population
from foresight.randomness import MAX_REPLICATE, MAX_SEED, Draws
from foresight.scenario import library
from foresight.scenario.actions import Action
from foresight.scenario.assumptions import NOTHING_ASSUMED, Assumptions, assumed_actions, assumed_baseline, assumed_paths, checked
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan

FIRST_YEAR = 2002
YEARS = tuple(range(FIRST_YEAR, FIRST_YEAR + QUARTERS_SIMULATED // QUARTERS + 1))

LARGEST = 100.0  # times the sector: a million rows, which fit into memory

Values = NDArray[np.float64]  # shape (years, indicators, segments)


@dataclass(frozen=True, repr=False)
class Run:
    """One future with one plan (or none) in one replicate.

    Parameters
    ----------
    values : float64 array, shape (years, indicators, segments)
        Indicators in the order of `INDICATORS`; not-a-number where there is no value.
    population : Population
        The organisations at the end of 2022.
    ties : Ties
        Who is tied to whom at the end of 2022.
    """

    future: str
    plan: str
    seed: int
    replicate: int
    values: Values
    segments: Segments
    population: Population
    ties: Ties

    def __repr__(self) -> str:
        """Return what was run, not its numbers."""
        return f"Run(future={self.future!r}, plan={self.plan!r}, seed={self.seed}, replicate={self.replicate})"

    @property
    def table(self) -> pd.DataFrame:
        """Return the run as a tidy table: indicator, unit, segment_kind, segment, year, value."""
        return frame(self.segments, {"value": self.values}).dropna(subset="value", ignore_index=True)

    def organisation(self, identity: int) -> Organisation:
        """Return the state of one organisation at the end of 2022; KeyError where it is not there (any more)."""
        return Organisation.find(self.population, identity)


def simulate(  # noqa: PLR0913 - the public call: what it is about, then how
    future: Future | str,
    plan: Plan | str | None = None,
    *,
    replicate: int = 0,
    scale: float = 1.0,
    seed: int = 1,
    strength: Strength = "central",
    assumptions: Mapping[str, object] | None = None,
) -> Run:
    """Run one future with one plan (or none) once.

    Parameters
    ----------
    future, plan : Future, Plan or str
        A shipped name, the path of a file, or the object itself.
    scale : float
        Share of the sector simulated, weighted back up; above 0.
    strength : str or float
        low, central, high, or a number from 0 to 10 that multiplies every central effect.
    assumptions : mapping
        Numbers, switches and drivers' paths taken to be something else, by path (see `foresight.scenario.assumptions`).

    Raises
    ------
    ForesightError
        For anything a user can get wrong; the message says what and where.
    """
    future = library.future(future) if isinstance(future, str) else future
    plan = Plan.none() if plan is None else library.plan(plan) if isinstance(plan, str) else plan
    check_call(scale=scale, seed=seed, replicate=replicate, strength=strength)
    assumed = checked(assumptions)
    setting = settle(assumed_baseline(assumed), future, scale=scale, seed=seed, replicate=replicate, assumptions=assumed)
    sector = SectorModel(setting, underway(plan, strength, assumed_actions(assumed)))
    sector.run_to_end()
    return Run(future.id, plan.id, seed, replicate, readings(sector), sector.segments, sector.population, sector.ties)


def check_call(*, scale: float, seed: int, replicate: int = 0, strength: Strength = "central") -> None:
    """Refuse what no run can be made with.

    Raises
    ------
    ForesightError
        Names the argument, what was found and what is allowed.
    """
    if not 0 < scale <= LARGEST:
        msg = f"scale: found {scale:g}; expected a share above 0, such as 0.1 for a tenth of the sector, and at most {LARGEST:g}"
        raise ForesightError(msg)
    for name, found, most in (("seed", seed, MAX_SEED), ("replicate", replicate, MAX_REPLICATE)):
        if int(found) != found or not 0 <= found <= most:
            msg = f"{name}: found {found}; expected a whole number from 0 to {most}"
            raise ForesightError(msg)
    strength_from_text(str(strength))


def settle(
    baseline: Baseline,
    future: Future,
    *,
    scale: float,
    seed: int,
    replicate: int,
    assumptions: Assumptions = NOTHING_ASSUMED,
) -> Setting:
    """Return what both arms of a replicate share: draws, drivers' paths (as they are assumed) and the founding organisations."""
    paths = assumed_paths(assumptions, future.trajectories())
    return Setting.of(baseline, paths, Draws(seed=seed, replicate=replicate), scale, future.events)


def underway(plan: Plan, strength: Strength, actions: Mapping[str, Action] | None = None) -> Programme:
    """Return a plan, ready to act at a strength, with the actions that ship unless others are given."""
    actions = library.actions() if actions is None else actions
    made = []
    for number, item in enumerate(plan.actions):
        action = actions[item.action]
        level, factor = combine_strength(strength, item.strength)
        made.append(
            ActionUnderway(
                action,
                number,
                item.first_step,
                item.end_of(action),
                level,
                factor,
                coverage=item.reach(action),
                units=item.units_of(action),
                odds={name: tilt.value for name, tilt in {**action.uptake.odds, **item.odds}.items()},
                money=item.spent(action),
                room=max(item.growth(action), 1.0),
                taper=item.taper.value if item.taper is not None else 0.0,
            )
        )
    limits = {year: most * 1_000 for year, most in plan.budgets(actions, strength).items() if plan.budget is not None}
    return Programme(made, plan.rule, limits)


def readings(sector: SectorModel) -> Values:
    """Return what Mesa's collector kept, shape (years, indicators, segments)."""
    return np.stack(sector.datacollector.model_vars["indicators"])


def frame(segments: Segments, columns: dict[str, Values], years: Sequence[int] = YEARS) -> pd.DataFrame:
    """Return arrays of shape (years, indicators, segments) as a tidy table, indicator first and year last."""
    names = segments.names
    shape = (len(INDICATORS), len(names), len(years))
    indicator, segment, year = (index.ravel() for index in np.indices(shape))
    ids, units = list(INDICATORS), [entry.unit for entry in INDICATORS.values()]
    table = pd.DataFrame(
        {
            "indicator": np.take(ids, indicator),
            "unit": np.take(units, indicator),
            "segment_kind": np.take([kind for kind, _ in names], segment),
            "segment": np.take([label for _, label in names], segment),
            "year": np.take(years, year),
        }
    )
    for name, values in columns.items():
        table[name] = np.moveaxis(values, 0, -1).ravel()
    return table
