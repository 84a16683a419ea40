"""Intervals: how far a mean over runs can be trusted, from the spread of the runs."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

CONFIDENCE = 0.95
"""The share of such intervals that hold the true value."""

Values = NDArray[np.float64]


class Interval(NamedTuple):
    """A mean and the two ends of its interval, arrays of one shape."""

    middle: Values
    low: Values
    high: Values

    def away_from_zero(self) -> NDArray[np.bool_]:
        """Tell where the whole interval lies on one side of zero."""
        return np.asarray((self.low > 0) | (self.high < 0))


def around(middle: Any, error: Any, freedom: float) -> Interval:  # noqa: ANN401 - numbers or arrays of them
    """Return the interval around a mean whose standard error is known.

    Parameters
    ----------
    middle, error : arrays of one shape
    freedom : float
        Degrees of freedom of the error: one fewer than the cases it was measured on; below 1 the interval has no ends.
    """
    middle, error = np.asarray(middle, dtype=np.float64), np.asarray(error, dtype=np.float64)
    if freedom < 1:
        return Interval(middle, np.full_like(middle, -np.inf), np.full_like(middle, np.inf))
    reach = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
    return Interval(middle, middle - reach, middle + reach)


def of_mean(values: Values) -> Interval:
    """Return the mean over the first axis with its interval (Student's t); of one case the interval has no ends.

    Parameters
    ----------
    values : float64 array, shape (cases, ...)
        Cases that do not depend on each other, such as paired differences with other dice.
    """
    count = len(values)
    if count == 1:
        return around(values[0], np.zeros_like(values[0]), 0)
    return around(values.mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(count), count - 1)
