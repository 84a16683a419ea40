"""Worlds for tests: drivers moved alone, within what the shipped futures span or beyond it."""

from collections.abc import Mapping

import numpy as np

from foresight.model.sector import QUARTERS_SIMULATED
from foresight.scenario import DRIVERS, library
from tests.support.runs import Paths, trend

_PATHS = [future.trajectories() for future in library.futures().values()]
PLAUSIBLE = {
    name: (min(float(path[name].min()) for path in _PATHS), max(float(path[name].max()) for path in _PATHS)) for name in DRIVERS
}
"""The lowest and the highest value that any shipped future gives each driver."""


def from_2003(levels: Mapping[str, float]) -> Paths:
    """Return paths that leave 2002 as it was and hold a level from the first quarter of 2003 on."""
    start = trend().trajectories
    return {name: np.concatenate([start[name][:1], np.full(QUARTERS_SIMULATED, float(level))]) for name, level in levels.items()}
