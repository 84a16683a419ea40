"""Strategic capacity."""

from foresight.indicators.measures import Measure, YearEnd, indicator


@indicator("capacity", "Strategic capacity", "0-1", "more", headline=True)
def capacity(year: YearEnd) -> Measure:
    """Mean strategic capacity of registered organisations, the actions' help included.

    The scale from 0 to 1 is the model's own.
    """
    return Measure(year.registered * year.capacity, year.registered)
