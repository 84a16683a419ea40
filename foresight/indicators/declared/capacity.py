"""Strategic capacity."""

from foresight.indicators.measures import Measure, Quantile, YearEnd, indicator


@indicator("capacity", "Strategic capacity", "0-1", "more", headline=True)
def capacity(year: YearEnd) -> Measure:
    """Mean strategic capacity of registered organisations, the actions' help included.

    The scale from 0 to 1 is the model's own.
    """
    return Measure(year.registered * year.capacity, year.registered)


@indicator("weak_capacity", "Strategic capacity of the weakest tenth", "0-1", "more")
def weak_capacity(year: YearEnd) -> Quantile:
    """Strategic capacity that nine in ten registered organisations exceed, the actions' help included."""
    return Quantile(year.capacity, year.registered, 0.1)
