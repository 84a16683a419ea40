"""Who gets a fair share: of money, of joint work, of the plan."""

import numpy as np

from foresight.indicators.measures import Measure, YearEnd, indicator
from foresight.population.columns import Award, Flags


@indicator("bme_award_share", "Regeneration and trust money held by BME-led organisations", "% of the money", "more")
def bme_award_share(year: YearEnd) -> Measure:
    """Share of regeneration and trust awards that BME-led organisations hold."""
    money = year.population.award[Award.REGENERATION] + year.population.award[Award.TRUST]
    return Measure(money * year.population.bme_led, money, 100)


@indicator("joined", "Organisations that have joined an action", "% of organisations", "more")
def joined(year: YearEnd) -> Measure:
    """Registered organisations that have joined at least one action of the plan."""
    return Measure(year.registered & (year.population.joined > 0), year.registered, 100)


@indicator("participation", "Organisations that take part", "% of organisations", "more")
def participation(year: YearEnd) -> Measure:
    """Registered organisations that have joined an action of the plan or have a joint project under way."""
    return Measure(_takes_part(year), year.registered, 100)


@indicator("inclusion_gap", "Taking part, against all organisations", "points", "more")
def inclusion_gap(year: YearEnd) -> Measure:
    """Share of a segment's organisations that take part less the share of all; below 0 the segment is left behind."""
    return Measure(_takes_part(year), year.registered, 100, against="gap")


@indicator("funding_parity", "Funding against need", "ratio, 1 is parity", "more")
def funding_parity(year: YearEnd) -> Measure:
    """A segment's share of all grants, contracts and other awards over its share of need; below 1 it gets less than its part.

    The need of a district's people of a kind is shared equally among the organisations and groups that serve them there.
    """
    population, need = year.population, year.figures.need
    cell = population.district.astype(np.int64) * need.shape[1] + population.beneficiary
    serving = np.bincount(cell, population.weight * year.open, need.size)
    each = np.divide(need.ravel(), serving, out=np.zeros(need.size), where=serving > 0).astype(np.float32)
    return Measure(population.award.sum(axis=0), year.open * each.take(cell), against="ratio")


def _takes_part(year: YearEnd) -> Flags:
    """Return which registered organisations have joined an action or work with others, shape (n,)."""
    return year.partnered | (year.registered & (year.population.joined > 0))
