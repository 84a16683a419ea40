"""What strikes from outside: floods, scandals, a pandemic, the end of the agency. One calendar serves both arms of a pair."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from foresight.population.baseline import Baseline
from foresight.population.columns import QUARTERS, Floats
from foresight.randomness import Decision, Draws
from foresight.scenario.events import Event, agency_ends

WHETHER, WHEN, WHERE = 0, 1, 2  # the draws of a year's flood or scandal


@dataclass(frozen=True, eq=False)
class Flood:
    """One flood.

    Parameters
    ----------
    step : int
        The quarter in which the water comes.
    reach : float32 array, shape (districts,)
        Share of each district's organisations that it reaches, 0-1.
    """

    step: int
    reach: Floats


@dataclass(frozen=True, eq=False)
class Shocks:
    """What strikes, or still works, in one quarter.

    Parameters
    ----------
    agency : bool
        Whether the regional development agency exists.
    scandal : float
        Points of public trust that scandals of this quarter cost.
    pandemic : float
        How hard a pandemic bites: 1 in the first quarter of a usual one, then fading to 0.
    floods : tuple of Flood
        Floods of this quarter and of those before whose traces last.
    """

    agency: bool
    scandal: float
    pandemic: float
    floods: tuple[Flood, ...]


def calendar(baseline: Baseline, events: Iterable[Event], draws: Draws, steps: int) -> tuple[Shocks, ...]:
    """Return the shocks of every step from 0 to `steps`: those of the future, and floods and scandals by chance."""
    events = tuple(events)
    numbers, ends = baseline.shocks, agency_ends(events)
    floods = [*_named_floods(baseline, events), *_chance_floods(baseline, draws, steps)]
    scandals = [*_scandals(baseline, draws, steps), *((one.at.first_step, one.scale) for one in events if one.event == "scandal")]
    pandemics = [(one.at.first_step, one.scale) for one in events if one.event == "pandemic"]
    return tuple(
        Shocks(
            agency=step < ends,
            scandal=baseline.standing.scandal_fall * sum(size for at, size in scandals if at == step),
            pandemic=sum(size * max(1 - (step - at) / numbers.pandemic_quarters, 0) for at, size in pandemics if at <= step),
            floods=tuple(flood for flood in floods if 0 <= step - flood.step < numbers.flood_quarters),
        )
        for step in range(steps + 1)
    )


def _named_floods(baseline: Baseline, events: Iterable[Event]) -> list[Flood]:
    named = [one for one in events if one.event == "flood"]
    return [Flood(one.at.first_step, _sized(baseline.flooded(one.county), one.scale)) for one in named]


def _sized(reach: Floats, size: float) -> Floats:
    made: Floats = np.minimum(reach * size, 1).astype(np.float32)
    return made


def _chance_floods(baseline: Baseline, draws: Draws, steps: int) -> list[Flood]:
    """Return the floods that come by chance, at most one a year, each in one of the flood plains."""
    plains = list(dict.fromkeys(baseline.floods["plain"]))
    floods = []
    for year in range(steps // QUARTERS):
        luck = draws.uniform(Decision.FLOOD, QUARTERS * year, np.arange(3, dtype=np.int32))
        if luck[WHETHER] < baseline.shocks.flood_chance:
            plain = plains[int(luck[WHERE] * len(plains))]
            floods.append(Flood(QUARTERS * year + 1 + int(luck[WHEN] * QUARTERS), baseline.flooded(plain=plain)))
    return floods


def _scandals(baseline: Baseline, draws: Draws, steps: int) -> list[tuple[int, float]]:
    """Return the quarters in which a scandal comes by chance, at most one a year, each of the usual size."""
    found = []
    for year in range(steps // QUARTERS):
        luck = draws.uniform(Decision.SCANDAL, QUARTERS * year, np.arange(2, dtype=np.int32))
        if luck[WHETHER] < baseline.standing.scandal_chance:
            found.append((QUARTERS * year + 1 + int(luck[WHEN] * QUARTERS), 1.0))
    return found
