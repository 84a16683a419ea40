"""Who is there, who starts and who closes."""

from foresight.indicators.measures import Measure, YearEnd, indicator
from foresight.population.columns import Closure


@indicator("organisations", "Registered organisations open", "organisations", "more", headline=True)
def organisations(year: YearEnd) -> Measure:
    """Registered organisations that are open at the end of the year."""
    return Measure(year.registered)


@indicator("closures", "Organisations that close", "% a year", "fewer", headline=True, flow=True)
def closures(year: YearEnd) -> Measure:
    """Registered organisations that closed in the year, as a share of those open when it began."""
    return Measure(year.closed & year.began, year.began, 100)


@indicator("distress_closures", "Organisations that close in distress", "% a year", "fewer", flow=True)
def distress_closures(year: YearEnd) -> Measure:
    """Registered organisations that closed after a fall in income and without reserves, as a share of those open before."""
    return Measure(year.closed & year.began & (year.population.closure == Closure.DISTRESS), year.began, 100)


@indicator("starts", "Organisations that start", "% a year", "more", flow=True)
def starts(year: YearEnd) -> Measure:
    """Registered organisations that started in the year, as a share of those open when it began."""
    return Measure(year.population.registered & ~year.began, year.began, 100)


@indicator("young", "Organisations under five years old", "% of organisations", "none")
def young(year: YearEnd) -> Measure:
    """Registered organisations that started less than five years ago."""
    return Measure(year.registered & year.young, year.registered, 100)


@indicator("groups", "Unregistered groups active", "groups", "more")
def groups(year: YearEnd) -> Measure:
    """Unregistered groups that are active at the end of the year."""
    return Measure(year.open & ~year.population.registered)
