"""Enough runs? The interval of a difference against the number of pairs, and how many more a stated precision needs."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from foresight.analysis.intervals import CONFIDENCE, of_mean

MOST = 10**9


@dataclass(frozen=True)
class Precision:
    """How well a mean difference is known.

    Parameters
    ----------
    table : DataFrame
        pairs, middle, low, high: the mean difference and its interval had the runs stopped there.
    reach : float
        Half the width of the interval with all pairs.
    wanted : float
        The half-width asked for.
    needed : int
        The pairs that it takes in all, as far as these pairs can tell.
    counted : str
        What a pair is here: `pairs`, or `samples` where the pairs of a sample of numbers count once.
    """

    table: pd.DataFrame
    reach: float
    wanted: float
    needed: int
    counted: str = "pairs"

    @property
    def pairs(self) -> int:
        """The pairs there are."""
        return int(self.table["pairs"].iloc[-1])

    @property
    def more(self) -> int:
        """How many pairs are still missing."""
        return max(0, self.needed - self.pairs)


def precision(differences: NDArray[np.float64], wanted: float | None = None) -> Precision:
    """Return how well a mean difference is known, and what a precision needs.

    Parameters
    ----------
    differences : float64 array, shape (pairs,)
        At least two.
    wanted : float
        Half the width that the interval should have; without one, half of what it is now.
    """
    rows = []
    for count in range(2, len(differences) + 1):
        known = of_mean(differences[:count])
        rows.append({"pairs": count, "middle": float(known.middle), "low": float(known.low), "high": float(known.high)})
    table = pd.DataFrame(rows)
    reach = float(table["high"].iloc[-1] - table["low"].iloc[-1]) / 2
    wanted = reach / 2 if wanted is None else wanted
    return Precision(table, reach, wanted, needed(float(differences.std(ddof=1)), wanted))


def needed(spread: float, wanted: float) -> int:
    """Return how many pairs an interval of a half-width takes, at least two.

    Parameters
    ----------
    spread : float
        Standard deviation of the differences.
    wanted : float
        Half the width that the interval should have, above 0 unless there is no spread.
    """
    if spread == 0:
        return 2
    low, high = 2, 2
    while _reach(spread, high) > wanted and high < MOST:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _reach(spread, middle) <= wanted else (middle + 1, high)
    return high


def _reach(spread: float, count: int) -> float:
    return float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) * spread / float(np.sqrt(count))
