"""Small runs of the sector, for tests that look inside one."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from foresight.indicators.measures import INDICATORS
from foresight.model.run import YEARS, Values, readings, settle, underway
from foresight.model.sector import SectorModel, Setting
from foresight.population.baseline import load
from foresight.population.columns import Population
from foresight.scenario import library
from foresight.scenario.plans import Plan

SCALE = 0.05  # a twentieth of the sector: about 550 rows, a quarter of a second a run
SMALL = (3, 0.03)  # pairs and share of the sector in tests of the app: enough to see numbers, and quick
IDS = tuple(INDICATORS)
Paths = Mapping[str, NDArray[np.float64]]


def plan(*items: Mapping[str, object]) -> Plan:
    """Return a plan of these items; what the tests write is checked as a file would be."""
    return Plan.model_validate(
        {"kind": "plan", "id": "made", "title": "Made", "summary": "Made for a test.", "actions": list(items)}
    )


def setting(future: str = "funding-cliff", *, scale: float = SCALE, seed: int = 1, replicate: int = 0) -> Setting:
    """Return what both arms of a replicate share."""
    return settle(load(), library.future(future), scale=scale, seed=seed, replicate=replicate)


def moved(shared: Setting, paths: Paths) -> Setting:
    """Return a setting of the same dice and scale in which some drivers take other paths, arrays of shape (81,)."""
    scale = 1 / shared.layout.registered_weight
    return Setting.of(shared.baseline, {**shared.trajectories, **paths}, shared.draws, scale)


def sector(shared: Setting, actions: Plan | None = None, strength: float | str = "central") -> SectorModel:
    """Return a sector at the end of 2002 with a plan, or none, ahead of it."""
    return SectorModel(shared, underway(actions or Plan.none(), strength))  # type: ignore[arg-type]


def carried(shared: Setting, actions: Plan | None = None, strength: float | str = "central") -> SectorModel:
    """Return a sector at the end of 2022."""
    made = sector(shared, actions, strength)
    made.run_to_end()
    return made


def run(shared: Setting, actions: Plan | None = None, strength: float | str = "central") -> Values:
    """Return the readings of a run, shape (years, indicators, segments)."""
    return readings(carried(shared, actions, strength))


@cache
def trend() -> Setting:
    """Return the setting of most tests: the Trend future at a small scale."""
    return setting("trend")


@cache
def undisturbed() -> Values:
    """Return the readings of the Trend future without a plan at a small scale."""
    return run(trend())


def same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Tell whether two sets of readings are the same to the last bit, empty cells included."""
    return one.shape == other.shape and one.tobytes() == other.tobytes()


def whole(values: Values, indicator: str, year: int = YEARS[-1]) -> float:
    """Return an indicator of the whole sector in a year."""
    return float(values[YEARS.index(year), IDS.index(indicator), 0])


def changed(one: Values, other: Values) -> list[str]:
    """Return the indicators whose readings differ anywhere."""
    return [name for place, name in enumerate(IDS) if not same(one[:, place].copy(), other[:, place].copy())]


def by_identity(population: Population) -> Population:
    """Return the rows in the order of identity."""
    return population.rows(np.argsort(population.identity))
