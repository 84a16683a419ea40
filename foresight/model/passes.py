"""Compiled passes over columns that several processes share."""

import numpy as np

from foresight.compiling import compiled
from foresight.population.columns import Flags, Floats


@compiled
def chosen(flags: Flags, yes: float, no: float) -> Floats:
    """Return one of two numbers for each flag, in single precision."""
    made = np.empty(flags.size, dtype=np.float32)
    for row in range(flags.size):
        made[row] = yes if flags[row] else no
    return made
