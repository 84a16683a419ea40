"""Reading all indicators off a year, for every segment at once."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled
from foresight.indicators.measures import INDICATORS, Indicator, Inequality, Measure, Quantile, Read, Variety, YearEnd
from foresight.indicators.segments import Segments
from foresight.population.columns import Floats, Rows, Smalls

Values = NDArray[np.float64]  # shape (segments,)


def read_all(year: YearEnd, segments: Segments) -> dict[str, Values]:
    """Return each indicator's value in every segment, shape (segments,); not-a-number where a segment is empty.

    A flow has no value in the baseline year; an indicator that is a plain number has a value for the whole sector only.
    """
    read = {indicator.id: indicator.read(year) for indicator in INDICATORS.values() if year.step > 0 or not indicator.flow}
    measures = [measure for measure in read.values() if isinstance(measure, Measure)]
    columns = {id(column): column for measure in measures for column in measure.columns}  # several share a column
    stack = np.empty((len(columns), len(year.population)), dtype=np.float32)
    for place, column in enumerate(columns.values()):
        stack[place] = column
    codes, count = segments.codes(year), len(segments.names)
    sums = dict(zip(columns, sums_of(stack, year.population.weight, codes, count), strict=True))
    empty = np.full(count, np.nan)
    return {
        name: empty.copy() if name not in read else _values(read[name], sums, year.population.weight, codes, count)
        for name in INDICATORS
    }


def _values(read: Read, sums: Mapping[int, Values], weight: Floats, codes: Smalls, count: int) -> Values:
    """Return one indicator's values in every segment."""
    match read:
        case Measure():
            return _measured(read, sums)
        case Quantile():
            return quantiles_of(read.values, _ordered(read), weight, codes, read.share, count)
        case Inequality():
            return inequality_of(read.values, _ordered(read), weight, codes, count)
        case Variety():
            kept = np.flatnonzero(read.keep)
            return variety_of(read.category, kept, weight, codes, count)
        case _:
            values = np.full(count, np.nan)
            values[0] = read
            return values


def _measured(measure: Measure, sums: Mapping[int, Values]) -> Values:
    """Return a measure's values from the sums of its columns."""
    values = top = sums[id(measure.top)] * measure.factor
    if measure.bottom is not None:
        bottom = sums[id(measure.bottom)]
        values = np.divide(top, bottom, out=np.full(top.size, np.nan), where=bottom > 0)
    if measure.against == "ratio":
        values = values / values[0] if values[0] != 0 else np.full(top.size, np.nan)
    elif measure.against == "gap":
        values = values - values[0]
    return values if measure.then is None else measure.then(values)


def _ordered(read: Quantile | Inequality) -> Rows:
    """Return the rows kept in ascending order of their values."""
    kept = np.flatnonzero(read.keep)
    return kept.take(np.argsort(read.values.take(kept)))


@compiled
def sums_of(stack: Floats, weight: Floats, codes: Smalls, segments: int) -> NDArray[np.float64]:
    """Return weighted sums of columns by segment, shape (columns, segments).

    Parameters
    ----------
    stack : float32 array, shape (columns, n)
    codes : int8 array, shape (n, kinds)
        The segment of each kind that an organisation belongs to.
    """
    columns = stack.shape[0]
    sums, amounts = np.zeros((segments, columns)), np.empty(columns)
    for row in range(weight.size):
        for column in range(columns):
            amounts[column] = np.float64(stack[column, row]) * weight[row]
        for kind in range(codes.shape[1]):
            segment = codes[row, kind]
            for column in range(columns):
                sums[segment, column] += amounts[column]
    return sums.T


@compiled
def quantiles_of(values: Floats, order: Rows, weight: Floats, codes: Smalls, share: float, segments: int) -> Values:
    """Return the weighted quantile of each segment: the first value at which at least `share` of the weight is reached."""
    wanted, found = np.zeros(segments), np.full(segments, np.nan)
    for row in order:
        for kind in range(codes.shape[1]):
            wanted[codes[row, kind]] += weight[row] * share
    reached = np.zeros(segments)
    for row in order:
        for kind in range(codes.shape[1]):
            segment = codes[row, kind]
            if np.isnan(found[segment]):
                reached[segment] += weight[row]
                if reached[segment] >= wanted[segment]:
                    found[segment] = values[row]
    return found


@compiled
def inequality_of(values: Floats, order: Rows, weight: Floats, codes: Smalls, segments: int) -> Values:
    """Return the Gini coefficient of each segment: 1 less twice the area under the Lorenz curve."""
    people, money, under = np.zeros(segments), np.zeros(segments), np.zeros(segments)
    for row in order:
        amount = np.float64(values[row]) * weight[row]
        for kind in range(codes.shape[1]):
            segment = codes[row, kind]
            under[segment] += weight[row] * (money[segment] + amount / 2)
            people[segment] += weight[row]
            money[segment] += amount
    found = np.full(segments, np.nan)
    for segment in range(segments):
        if money[segment] > 0:
            found[segment] = 1 - 2 * under[segment] / (people[segment] * money[segment])
    return found


@compiled
def variety_of(category: Smalls, rows: Rows, weight: Floats, codes: Smalls, segments: int) -> Values:
    """Return the effective number of categories in each segment, exp(-sum of p ln p)."""
    most = 0
    for row in rows:
        most = max(most, category[row] + 1)
    counts = np.zeros((segments, most))
    for row in rows:
        for kind in range(codes.shape[1]):
            counts[codes[row, kind], category[row]] += weight[row]
    found = np.full(segments, np.nan)
    for segment in range(segments):
        whole = counts[segment].sum()
        if whole > 0:
            entropy = 0.0
            for place in range(most):
                part = counts[segment, place] / whole
                entropy -= part * np.log(part) if part > 0 else 0.0
            found[segment] = np.exp(entropy)
    return found


def headline() -> list[Indicator]:
    """Return the indicators that the leadership group sees first, in the order declared."""
    return [indicator for indicator in INDICATORS.values() if indicator.headline]
