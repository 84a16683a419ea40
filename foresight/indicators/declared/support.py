"""Support bodies, ICT and the practices that spread."""

from foresight.indicators.measures import Measure, YearEnd, indicator
from foresight.population.columns import Practice

NEEDS = 0.5  # strategic capacity below which an organisation needs support


@indicator("support_reach", "Organisations that get the support they need", "% of those in need", "more")
def support_reach(year: YearEnd) -> Measure:
    """Registered organisations reached by a support body, as a share of those whose strategic capacity is below a half."""
    needs = year.registered & (year.capacity < NEEDS)
    return Measure(needs & year.population.supported, needs, 100)


@indicator("support_match", "Fit of support to need", "0-1", "more")
def support_match(year: YearEnd) -> Measure:
    """How well the support on offer fits the registered organisations that it reaches."""
    reached = year.registered & year.population.supported
    return Measure(reached * year.population.match, reached)


@indicator("ict", "Organisations that use ICT well", "% of organisations", "more")
def ict(year: YearEnd) -> Measure:
    """Registered organisations that use ICT well."""
    return Measure(year.registered & year.population.ict, year.registered, 100)


@indicator("back_office", "Practice: sharing the back office", "% of organisations", "more")
def back_office(year: YearEnd) -> Measure:
    """Registered organisations that share back-office work with others."""
    return _uses(year, Practice.BACK_OFFICE)


@indicator("transparency", "Practice: open reporting", "% of organisations", "more")
def transparency(year: YearEnd) -> Measure:
    """Registered organisations that report openly on what they do."""
    return _uses(year, Practice.TRANSPARENCY)


@indicator("involvement", "Practice: users who have a say", "% of organisations", "more")
def involvement(year: YearEnd) -> Measure:
    """Registered organisations whose users help to shape what they do."""
    return _uses(year, Practice.INVOLVEMENT)


@indicator("new_volunteering", "Practice: new forms of volunteering", "% of organisations", "more")
def new_volunteering(year: YearEnd) -> Measure:
    """Registered organisations that offer new forms of volunteering."""
    return _uses(year, Practice.NEW_VOLUNTEERING)


@indicator("trading", "Practice: trading", "% of organisations", "none")
def trading(year: YearEnd) -> Measure:
    """Registered organisations that have taken up trading as a way to earn income."""
    return _uses(year, Practice.TRADING)


def _uses(year: YearEnd, practice: Practice) -> Measure:
    """Return the share of registered organisations that have taken a practice up."""
    return Measure(year.registered & year.population.has(practice), year.registered, 100)
