"""Who is there, who starts and who closes."""

import numpy as np
from numpy.typing import NDArray

from foresight.indicators.measures import START_UP, Measure, Variety, YearEnd, indicator
from foresight.indicators.reading import Ladder, quantiles_of
from foresight.indicators.segments import SIZE_LABELS, size_band
from foresight.population.columns import QUARTERS, Closure, Flags


@indicator("organisations", "Registered organisations open", "organisations", "more", headline=True, outcome=True)
def organisations(year: YearEnd) -> Measure:
    """Registered organisations that are open at the end of the year."""
    return Measure(year.registered)


@indicator("closures", "Organisations that close", "% a year", "fewer", headline=True, flow=True)
def closures(year: YearEnd) -> Measure:
    """Registered organisations that closed in the year, as a share of those open when it began; mergers are counted apart."""
    return Measure(year.lost & ~_ended(year, Closure.MERGED), year.began, 100)


@indicator("distress_closures", "Organisations that close in distress", "% a year", "fewer", flow=True)
def distress_closures(year: YearEnd) -> Measure:
    """Registered organisations that closed after a fall in income and without reserves, as a share of those open before."""
    return Measure(year.lost & _ended(year, Closure.DISTRESS), year.began, 100)


@indicator("avoidable_closures", "Closures that could be avoided", "% a year", "fewer", flow=True)
def avoidable_closures(year: YearEnd) -> Measure:
    """Registered organisations that closed in distress though a year ago they did more for people than most of their size.

    As a share of those open when the year began; compared with the middle of their size band.
    """
    before, began = year.figures.output_before, year.began
    band = size_band(year)
    middle = quantiles_of(Ladder.of(before, began, year.population.weight, band[:, None]), 0.5, len(SIZE_LABELS))
    avoidable = _ended(year, Closure.DISTRESS) & (before > middle.take(band))
    return Measure(year.lost & avoidable, began, 100)


@indicator("mergers", "Organisations that merge into others", "% a year", "none", flow=True)
def mergers(year: YearEnd) -> Measure:
    """Registered organisations that gave up their name to another in the year, as a share of those open when it began."""
    return Measure(year.lost & _ended(year, Closure.MERGED), year.began, 100)


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


@indicator("start_up_survival", "Start-ups that last five years", "% of start-ups", "more", flow=True)
def start_up_survival(year: YearEnd) -> Measure:
    """Registered start-ups that would last five years at the rate at which those under five closed in the year."""
    at_risk = year.population.registered & (year.population.born > year.step - START_UP - QUARTERS + 1)
    return Measure(at_risk & year.closed, at_risk, then=_lasts_five_years)


@indicator("variety", "Variety of activities", "activities", "more")
def variety(year: YearEnd) -> Variety:
    """How many activities there are in effect among registered organisations, if all were equally common.

    The exponential of the entropy of their shares.
    """
    return Variety(year.population.activity, year.registered)


def _ended(year: YearEnd, how: Closure) -> Flags:
    """Return which organisations ended in a way, shape (n,)."""
    return np.asarray(year.population.closure == how.value)


def _lasts_five_years(closing: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chance in % of lasting five years at a yearly chance of closing."""
    return np.asarray(100 * (1 - closing) ** 5)
