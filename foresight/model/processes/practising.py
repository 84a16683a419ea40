"""What two of the practices do to money (M11); what the others do stands where it happens."""

from foresight.model.moment import Moment
from foresight.model.passes import chosen
from foresight.population.columns import Floats, Population, Practice


def back_office_saving(population: Population, moment: Moment) -> Floats:
    """Return the share of bought-in cost that sharing a back office saves, shape (n,)."""
    return chosen(population.has(Practice.BACK_OFFICE), moment.baseline.practices.back_office_saving, 0.0)


def trading_growth(population: Population, moment: Moment) -> Floats:
    """Return the further growth of earned income a year, shape (n,): that of traders, against the usual share of 2002."""
    numbers = moment.baseline.practices
    usual = numbers.trading_growth * numbers.trading_start
    return chosen(population.has(Practice.TRADING), numbers.trading_growth - usual, -usual)
