"""Reading all indicators off a year, for every segment at once."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled
from foresight.indicators.measures import INDICATORS, Indicator, Measure, YearEnd
from foresight.indicators.segments import Segments
from foresight.population.columns import Floats, Smalls


def read_all(year: YearEnd, segments: Segments) -> dict[str, NDArray[np.float64]]:
    """Return each indicator's value in every segment, shape (segments,); not-a-number where a segment is empty.

    A flow has no value in the baseline year; an indicator that is a plain number has a value for the whole sector only.
    """
    read = {indicator.id: indicator.read(year) for indicator in INDICATORS.values() if year.step > 0 or not indicator.flow}
    measures = [measure for measure in read.values() if isinstance(measure, Measure)]
    columns = {id(column): column for measure in measures for column in measure.columns}  # several share a column
    stack = np.empty((len(columns), len(year.population)), dtype=np.float32)
    for place, column in enumerate(columns.values()):
        stack[place] = column
    sums = sums_of(stack, year.population.weight, segments.codes(year), len(segments.names))
    found = dict(zip(columns, sums, strict=True))
    return {indicator: _value(read.get(indicator), found, len(segments.names)) for indicator in INDICATORS}


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


def _value(measure: Measure | float | None, sums: Mapping[int, NDArray[np.float64]], count: int) -> NDArray[np.float64]:
    """Return one indicator's values in every segment from the sums of its columns."""
    values = np.full(count, np.nan)
    if isinstance(measure, Measure):
        top = sums[id(measure.top)] * measure.factor
        if measure.bottom is None:
            return top
        bottom = sums[id(measure.bottom)]
        np.divide(top, bottom, out=values, where=bottom > 0)
    elif measure is not None:
        values[0] = measure
    return values


def headline() -> list[Indicator]:
    """Return the indicators that the leadership group sees first, in the order declared."""
    return [indicator for indicator in INDICATORS.values() if indicator.headline]
