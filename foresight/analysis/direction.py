"""Which way is better: readings turned so that more of them is always the better."""

import numpy as np
from numpy.typing import NDArray

from foresight.analysis.cut import SIGNS
from foresight.indicators.measures import INDICATORS


def sign(indicator: str) -> float:
    """Return 1 where more of an indicator is better, or neither way is, and -1 where less of it is."""
    return SIGNS[INDICATORS[indicator].better] or 1.0


def turned(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return readings, whose last axis is the indicators, so that more is better."""
    signs = np.array([sign(indicator) for indicator in INDICATORS])
    return np.asarray(values * signs)
