"""Which barrier gives way: how far a plan frees organisations of each of the four barriers, year by year."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.cut import COLUMNS, banded
from foresight.model.run import YEARS
from foresight.population.columns import Barrier


def spelt(barrier: Barrier) -> str:
    """Return a barrier's name as actions spell it."""
    return barrier.name.lower().replace("_", "-")


BARRIERS = tuple(map(spelt, Barrier))
"""The barriers, spelt as actions name them, in the order of their columns."""

FULL, UNIT = 100, "points of 100"

Values = NDArray[np.float64]


def freed(without: Values, with_plan: Values) -> pd.DataFrame:
    """Return how free of each barrier organisations are, in the columns of a comparison's tidy table; more is better.

    `indicator` is the barrier. States are means over registered organisations: 0 is a total barrier to all, 100 none to any.

    Parameters
    ----------
    without, with_plan : float64 arrays, shape (pairs, years, barriers), 0-1
    """
    parts = []
    for place, name in enumerate(BARRIERS):
        one, other = FULL * without[:, :, place], FULL * with_plan[:, :, place]
        names = {"indicator": name, "unit": UNIT, "segment_kind": "all", "segment": "all"}
        better = (other > one).mean(axis=0)
        parts.append(pd.DataFrame({**names, "year": YEARS, **banded(one, other), "share_better": better}))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]
