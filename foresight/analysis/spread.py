"""Three uncertainties apart: how much of the spread of a difference comes from dice, from our numbers and from the world.

The spread of y(future, numbers, dice) is split by what two runs share (the law of total variance). Two runs that share all but
their dice differ by dice alone; those that share nothing differ by everything. With C(s) the mean of y y' over pairs of runs that
share exactly s, the parts of the variance are

- dice: C(all) - C(future, numbers);
- world: C(future) - C(nothing), and half of what future and numbers do only together;
- numbers: C(numbers) - C(nothing), and the other half.

Each is unbiased, so that a part that is nothing can come out slightly below nothing; it is then shown as nothing. Intervals
come from leaving out one sample of numbers, or one throw of the dice, at a time (jackknife). Futures are few and chosen, not
drawn: the interval does not speak of futures that nobody wrote.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.intervals import around

Values = NDArray[np.float64]
PARTS = ("world", "numbers", "dice")
AXES = {"world": 0, "numbers": 1, "dice": 2}


def split(values: Values) -> pd.DataFrame:
    """Return the parts of the variance: part, varied, variance, share, low, high (shares and their interval from 0 to 1).

    Parameters
    ----------
    values : float64 array, shape (futures, samples, replicates)
        Paired differences; an axis of length 1 was not varied and gets no share.
    """
    shares = _shares(values)
    errors, freedom = _errors(values)
    known = around(shares, errors, freedom)
    varied = [values.shape[AXES[part]] > 1 for part in PARTS]
    return pd.DataFrame(
        {
            "part": PARTS,
            "varied": varied,
            "variance": np.maximum(_parts(values), 0),
            "share": shares,
            "low": np.where(varied, np.clip(known.low, 0, 1), 0.0),
            "high": np.where(varied, np.clip(known.high, 0, 1), 0.0),
        }
    )


def _shares(values: Values) -> Values:
    """Return the three parts as shares of their sum; all 0 where nothing varies."""
    parts: Values = np.maximum(_parts(values), 0)
    total = float(parts.sum())
    return parts / total if total > 0 else np.zeros(len(PARTS))


def _parts(values: Values) -> Values:
    """Return the variance due to world, numbers and dice, shape (3,)."""
    centred = values - values.mean()
    sharing = {axes: _product(centred, axes) for size in range(4) for axes in combinations(range(3), size)}
    nothing, both = sharing[()], sharing[0, 1]
    world, numbers = sharing[0,] - nothing, sharing[1,] - nothing
    together = both - nothing - world - numbers
    dice = sharing[0, 1, 2] - both
    world, numbers = (world + together / 2, numbers + together / 2)
    varied = [size > 1 for size in values.shape]
    parts: Values = np.array([world, numbers, dice]) * varied
    return parts


def _product(values: Values, shared: tuple[int, ...]) -> float:
    """Return the mean of y y' over pairs of runs that share exactly these axes; an axis of length 1 is always shared."""
    kept = {axis for axis in range(3) if axis in shared or values.shape[axis] == 1}
    free = [axis for axis in range(3) if axis not in kept]
    total = 0.0
    for size in range(len(free) + 1):
        for equal in combinations(free, size):  # pairs that may differ, less those that do not
            summed = tuple(axis for axis in free if axis not in equal)
            total += (-1) ** size * float((values.sum(axis=summed) ** 2).sum())
    count = float(np.prod([values.shape[axis] for axis in kept])) if kept else 1.0
    count *= float(np.prod([values.shape[axis] * (values.shape[axis] - 1) for axis in free])) if free else 1.0
    return total / count


def _errors(values: Values) -> tuple[Values, float]:
    """Return the standard error of the shares, shape (3,), and its degrees of freedom, by leaving one sample or throw out."""
    variance, freedom = np.zeros(len(PARTS)), []
    for axis in (1, 2):
        count = values.shape[axis]
        if count < 3:  # noqa: PLR2004 - leaving one of two out leaves nothing to vary
            continue
        left = np.array([_shares(np.delete(values, place, axis=axis)) for place in range(count)])
        variance += (count - 1) * left.var(axis=0)
        freedom.append(count - 1)
    return np.sqrt(variance), float(min(freedom, default=0))


def world_part(table: pd.DataFrame, varied: pd.DataFrame, drivers: Sequence[str], means: Values) -> pd.DataFrame:
    """Return a split in which what drivers do among the samples counts as the world.

    Where drivers and numbers were drawn together, how much is the drivers' doing is told by straight lines through the samples:
    the mean of what the drivers explain by themselves and of what they explain beyond the numbers.

    Parameters
    ----------
    table : DataFrame
        As `split` returns it, with everything that was drawn counted as numbers.
    varied : DataFrame
        What was drawn, one row a sample; words are taken apart.
    drivers : sequence of str
        Which columns are the world's.
    means : float64 array, shape (samples,)
        The mean difference at each sample.
    """
    columns = pd.get_dummies(varied.reset_index(drop=True), drop_first=True, dtype=float)
    part = _drivers_part(columns, drivers, means)
    left = [_drivers_part(columns.drop(index=row), drivers, np.delete(means, row)) for row in range(len(means))]
    error = np.sqrt((len(means) - 1) * np.var(left))
    amounts = ["variance", "share", "low", "high"]
    shared = table[amounts].to_numpy(dtype=float, copy=True)
    moved = part * shared[AXES["numbers"]]
    shared[AXES["world"]] += moved
    shared[AXES["numbers"]] -= moved
    reach = float(around(part, error, len(means) - 1).high - part) * table["share"].to_numpy()[AXES["numbers"]]
    both = [AXES["world"], AXES["numbers"]]
    shared[both, 2] = np.clip(shared[both, 2] - reach, 0, 1)
    shared[both, 3] = np.clip(shared[both, 3] + reach, 0, 1)
    return table.assign(varied=table["varied"] | (table["part"] == "world"), **dict(zip(amounts, shared.T, strict=True)))


def _drivers_part(columns: pd.DataFrame, drivers: Sequence[str], means: Values) -> float:
    """Return the drivers' part of what straight lines explain, 0-1."""
    world = [str(name) for name in columns if name in set(drivers)]
    others = [str(name) for name in columns if name not in set(drivers)]
    own, rest, both = (_explained(columns[names], means) for names in (world, others, [*world, *others]))
    return float(np.clip((own + both - rest) / 2 / both, 0, 1)) if both > 0 else 0.0


def _explained(columns: pd.DataFrame, means: Values) -> float:
    """Return the share of the variance of means that straight lines through some columns explain, 0-1."""
    if columns.empty or means.var() == 0:
        return 0.0
    spread = columns - columns.mean()
    fitted = spread.to_numpy() @ np.linalg.lstsq(spread.to_numpy(), means - means.mean(), rcond=None)[0]
    return float(fitted.var() / means.var())
