"""Income, where it comes from, and reserves."""

import numpy as np

from foresight.indicators.finances import MAIN
from foresight.indicators.measures import Inequality, Measure, Quantile, Top, YearEnd, indicator
from foresight.population.columns import Award

LARGEST = 0.01  # of registered organisations, for concentration
THIN, EMPTY = 3, 1  # months of free reserves below which they are thin, and all but gone
QUARTER = 3  # months


@indicator("income", "Income of the sector", "GBP m, 2002 prices", "more", headline=True, outcome=True)
def income(year: YearEnd) -> Measure:
    """Income of the year of all organisations and groups, those that closed included, in 2002 prices."""
    return Measure(year.income, None, 1e-6)


@indicator("median_income", "Income of the organisation in the middle", "GBP a year, 2002 prices", "more")
def median_income(year: YearEnd) -> Quantile:
    """Income of the year that half of the registered organisations lie below, in 2002 prices."""
    return Quantile(year.income, year.registered)


@indicator("top_share", "Income held by the largest 1 %", "% of income", "none")
def top_share(year: YearEnd) -> Top:
    """Share of the income of registered organisations that the largest 1 % of them hold."""
    return Top(year.income, year.registered, LARGEST)


@indicator("income_gini", "Inequality of incomes", "0-1", "none")
def income_gini(year: YearEnd) -> Inequality:
    """Gini coefficient of the incomes of registered organisations: 0 if all are alike, 1 if one has everything."""
    return Inequality(year.income, year.registered)


@indicator("statutory_contracts", "Contracts as a part of public money", "% of statutory income", "none")
def statutory_contracts(year: YearEnd) -> Measure:
    """Contracts as a share of grants and contracts from local and central government."""
    award = year.population.award
    return Measure(award[Award.CONTRACT], award[Award.CONTRACT] + award[Award.STATUTORY_GRANT], 100)


@indicator("public_share", "Public money as a part of income", "% of income", "none")
def public_share(year: YearEnd) -> Measure:
    """Grants, contracts and regeneration money as a share of all income, at the rate of the year's end."""
    return Measure(year.finances.public, year.finances.rate, 100)


@indicator("public_dependence", "Organisations that depend on public money", "% of organisations", "fewer")
def public_dependence(year: YearEnd) -> Measure:
    """Registered organisations that get more than half their income from grants, contracts and regeneration money."""
    return Measure(year.finances.publicly_funded, year.registered, 100)


@indicator("single_source", "Organisations that depend on one source", "% of organisations", "fewer")
def single_source(year: YearEnd) -> Measure:
    """Registered organisations that get more than half their income from one source.

    The sources are giving, earned income, investments, and each of five kinds of award.
    """
    return Measure(year.registered & (year.finances.sources.max(axis=0) > MAIN * year.finances.rate), year.registered, 100)


@indicator("diversification", "Diversification of income", "0-1", "more")
def diversification(year: YearEnd) -> Quantile:
    """One less the sum of the squared shares of eight sources, in the middle organisation: 0 if all comes from one source."""
    squares = np.einsum("sn,sn->n", year.finances.sources, year.finances.sources)
    return Quantile(1 - squares / np.maximum(year.finances.rate, 1) ** 2, year.registered & (year.finances.rate >= 1))


@indicator("funding_horizon", "How far ahead funding is committed", "months of spending", "more")
def funding_horizon(year: YearEnd) -> Measure:
    """Money still to come from the awards held, in months of spending, weighted by spending."""
    population = year.population
    left = np.maximum(population.award_end - np.int16(year.step), 0) * np.float32(QUARTER / 12)
    return Measure((population.award * left).sum(axis=0), population.spending * year.open, 12)


@indicator("cost_recovery_gap", "What contracts cost beyond their price", "GBP m a year, 2002 prices", "fewer")
def cost_recovery_gap(year: YearEnd) -> Measure:
    """Full cost of the contracts held less what is paid for them, at the mean rate of cost recovery, in 2002 prices."""
    return Measure(year.population.award[Award.CONTRACT], None, 1e-6 * (1 / year.world["fcr"] - 1))


@indicator("award_holders", "Organisations that hold an award", "% of organisations", "more")
def award_holders(year: YearEnd) -> Measure:
    """Registered organisations that hold a grant or contract of any kind."""
    return Measure(year.registered & (year.population.award.max(axis=0) > 0), year.registered, 100)


@indicator("thin_reserves", "Organisations with thin reserves", "% of organisations", "fewer", headline=True)
def thin_reserves(year: YearEnd) -> Measure:
    """Registered organisations with free reserves for less than three months of spending."""
    return Measure(year.registered & (year.finances.months < THIN), year.registered, 100)


@indicator("empty_reserves", "Organisations with hardly any reserves", "% of organisations", "fewer")
def empty_reserves(year: YearEnd) -> Measure:
    """Registered organisations with free reserves for less than one month of spending."""
    return Measure(year.registered & (year.finances.months < EMPTY), year.registered, 100)


@indicator("distressed", "Organisations in distress", "% of organisations", "fewer")
def distressed(year: YearEnd) -> Measure:
    """Registered organisations without reserves and with income a quarter or more below that of the year before."""
    return Measure(year.registered & year.population.distress, year.registered, 100)


@indicator("restricted_funds", "Funds that are restricted", "% of funds", "none")
def restricted_funds(year: YearEnd) -> Measure:
    """Restricted funds as a share of restricted funds and free reserves."""
    return Measure(year.population.restricted, year.population.restricted + year.population.reserves, 100)


@indicator("credit", "Owed to the sector's credit union", "GBP m, 2002 prices", "none")
def credit(year: YearEnd) -> Measure:
    """What organisations owe to the sector's credit union."""
    return Measure(year.population.loan, None, 1e-6)


@indicator("funder_trust", "Trust of funders", "0-1", "more")
def funder_trust(year: YearEnd) -> Measure:
    """How far funders trust registered organisations, whatever their bids."""
    return Measure(year.registered * year.population.funder_trust, year.registered)
