"""The indicators, one short declared function each. A new one is one more function here."""

import numpy as np

from foresight.indicators.measures import Measure, YearEnd, indicator
from foresight.population.columns import QUARTERS, Award

LARGEST = 0.01  # of registered organisations, for concentration
MAIN = 0.5  # share of income above which an organisation depends on a source
MONTHS = 3  # of free reserves below which they are thin
START_UP = 5 * QUARTERS  # steps


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
    return Measure(year.closed & year.began & (year.population.closure == 3), year.began, 100)  # noqa: PLR2004


@indicator("starts", "Organisations that start", "% a year", "more", flow=True)
def starts(year: YearEnd) -> Measure:
    """Registered organisations that started in the year, as a share of those open when it began."""
    return Measure(year.population.registered & ~year.began, year.began, 100)


@indicator("young", "Organisations under five years old", "% of organisations", "none")
def young(year: YearEnd) -> Measure:
    """Registered organisations that started less than five years ago."""
    return Measure(year.registered & (year.population.born > year.step - START_UP), year.registered, 100)


@indicator("groups", "Unregistered groups active", "groups", "more")
def groups(year: YearEnd) -> Measure:
    """Unregistered groups that are active at the end of the year."""
    return Measure(year.open & ~year.population.registered)


@indicator("income", "Income of the sector", "GBP m, 2002 prices", "more", headline=True)
def income(year: YearEnd) -> Measure:
    """Income of the year of all organisations and groups, those that closed included, in 2002 prices."""
    return Measure(year.income, None, 1e-6)


@indicator("top_share", "Income held by the largest 1 %", "% of income", "none")
def top_share(year: YearEnd) -> float:
    """Share of the income of registered organisations that the largest 1 % of them hold."""
    keep = year.registered
    money = year.income[keep].astype(np.float64)
    weight = year.population.weight[keep].astype(np.float64)
    order = np.argsort(-money)
    above = np.cumsum(weight[order]) - weight[order] / 2 <= LARGEST * weight.sum()
    return float(100 * (money * weight)[order][above].sum() / max((money * weight).sum(), 1e-9))


@indicator("statutory_contracts", "Contracts as a part of public money", "% of statutory income", "none")
def statutory_contracts(year: YearEnd) -> Measure:
    """Contracts as a share of grants and contracts from local and central government."""
    award = year.population.award
    return Measure(award[Award.CONTRACT], award[Award.CONTRACT] + award[Award.STATUTORY_GRANT], 100)


@indicator("public_dependence", "Organisations that depend on public money", "% of organisations", "fewer")
def public_dependence(year: YearEnd) -> Measure:
    """Registered organisations that get more than half their income from grants, contracts and regeneration money."""
    award = year.population.award
    public = award[Award.STATUTORY_GRANT] + award[Award.CONTRACT] + award[Award.REGENERATION]
    return Measure(year.registered & (public > MAIN * _rate(year)), year.registered, 100)


@indicator("award_holders", "Organisations that hold an award", "% of organisations", "more")
def award_holders(year: YearEnd) -> Measure:
    """Registered organisations that hold a grant or contract of any kind."""
    return Measure(year.registered & (year.population.award.max(axis=0) > 0), year.registered, 100)


@indicator("bme_award_share", "Regeneration and trust money held by BME-led organisations", "% of the money", "more")
def bme_award_share(year: YearEnd) -> Measure:
    """Share of regeneration and trust awards that BME-led organisations hold."""
    money = year.population.award[Award.REGENERATION] + year.population.award[Award.TRUST]
    return Measure(money * year.population.bme_led, money, 100)


@indicator("thin_reserves", "Organisations with thin reserves", "% of organisations", "fewer", headline=True)
def thin_reserves(year: YearEnd) -> Measure:
    """Registered organisations with free reserves for less than three months of spending."""
    thin = year.population.reserves < MONTHS / 12 * year.population.spending
    return Measure(year.registered & thin, year.registered, 100)


@indicator("jobs", "Paid jobs", "people", "more", headline=True)
def jobs(year: YearEnd) -> Measure:
    """People in paid work in voluntary organisations, full-time and part-time."""
    return Measure(year.population.heads)


@indicator("part_time", "Part-time jobs", "% of jobs", "none")
def part_time(year: YearEnd) -> Measure:
    """Paid jobs that are part-time."""
    return Measure(year.population.heads * year.population.part_time, year.population.heads, 100)


@indicator("vacancies", "Paid posts vacant", "% of posts", "fewer")
def vacancies(year: YearEnd) -> Measure:
    """Vacant posts as a share of all posts, in full-time equivalents."""
    return Measure(year.population.vacancies, year.population.vacancies + year.population.staff, 100)


@indicator("turnover", "Staff who leave their post", "% a year", "fewer", flow=True)
def turnover(year: YearEnd) -> Measure:
    """Posts that staff left in the year, as a share of the posts filled at its end, in full-time equivalents."""
    return Measure(year.population.leavers, year.population.staff, 100)


@indicator("volunteers", "Volunteers", "people", "more", headline=True)
def volunteers(year: YearEnd) -> Measure:
    """Volunteers of all organisations and groups."""
    return Measure(year.population.volunteers)


@indicator("chair_vacancies", "Boards without chair or treasurer", "% of organisations", "fewer")
def chair_vacancies(year: YearEnd) -> Measure:
    """Registered organisations whose chair's or treasurer's post stood vacant this year."""
    return Measure(year.registered & year.population.chair_vacant, year.registered, 100)


@indicator("capacity", "Strategic capacity", "0-1", "more", headline=True)
def capacity(year: YearEnd) -> Measure:
    """Mean strategic capacity of registered organisations, the actions' help included.

    The scale from 0 to 1 is the model's own.
    """
    return Measure(year.registered * year.capacity, year.registered)


@indicator("collaboration", "Organisations that work together", "% of organisations", "more", headline=True)
def collaboration(year: YearEnd) -> Measure:
    """Registered organisations with at least one joint project under way."""
    return Measure(year.registered & (year.population.collaborations > 0), year.registered, 100)


@indicator("ties", "Working ties of an organisation", "ties", "more")
def ties(year: YearEnd) -> Measure:
    """Mean number of working ties of registered organisations."""
    return Measure(year.registered * year.population.degree.astype(np.float32), year.registered)


@indicator("isolated", "Organisations without any tie", "% of organisations", "fewer")
def isolated(year: YearEnd) -> Measure:
    """Registered organisations that have no working tie to another."""
    return Measure(year.registered & (year.population.degree == 0), year.registered, 100)


def _rate(year: YearEnd) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return income at the present rate, GBP a year: that of the last quarter, or of the baseline year."""
    return year.population.income_before if year.step == 0 else QUARTERS * year.population.income
