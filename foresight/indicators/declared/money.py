"""Income, where it comes from, and reserves."""

import numpy as np

from foresight.indicators.measures import Measure, YearEnd, indicator
from foresight.population.columns import QUARTERS, Award

LARGEST = 0.01  # of registered organisations, for concentration
MAIN = 0.5  # share of income above which an organisation depends on a source
MONTHS = 3  # of free reserves below which they are thin


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


def _rate(year: YearEnd) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return income at the present rate, GBP a year: that of the last quarter, or of the baseline year."""
    return year.population.income_before if year.step == 0 else QUARTERS * year.population.income
