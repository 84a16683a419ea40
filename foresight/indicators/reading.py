"""Reading all indicators off a year, for every segment at once."""

import numpy as np
from numpy.typing import NDArray

from foresight.indicators.measures import INDICATORS, Indicator, Measure, YearEnd
from foresight.indicators.segments import Segments


def read_all(year: YearEnd, segments: Segments) -> dict[str, NDArray[np.float64]]:
    """Return each indicator's value in every segment, shape (segments,); not-a-number where a segment is empty.

    A flow has no value in the baseline year; an indicator that is a plain number has a value for the whole sector only.
    """
    read = {indicator.id: indicator.read(year) for indicator in INDICATORS.values() if year.step > 0 or not indicator.flow}
    columns = []
    for measure in read.values():
        if isinstance(measure, Measure):
            columns.append(measure.top)
            columns.append(np.ones(0) if measure.bottom is None else measure.bottom)
    stack = np.stack([column for column in columns if column.size], axis=1).astype(np.float64)
    sums = iter((segments.membership(year.population).T @ stack).T)
    count = len(segments.names)
    return {indicator: _value(read.get(indicator), sums, count) for indicator in INDICATORS}


def _value(measure: Measure | float | None, sums: "object", count: int) -> NDArray[np.float64]:
    """Return one indicator's values from the segment sums that come next."""
    values = np.full(count, np.nan)
    if isinstance(measure, Measure):
        top = next(sums)  # type: ignore[call-overload]
        if measure.bottom is None:
            return np.asarray(top * measure.factor)
        bottom = next(sums)  # type: ignore[call-overload]
        np.divide(top * measure.factor, bottom, out=values, where=bottom > 0)
    elif measure is not None:
        values[0] = measure
    return values


def headline() -> list[Indicator]:
    """Return the indicators that the leadership group sees first, in the order declared."""
    return [indicator for indicator in INDICATORS.values() if indicator.headline]
