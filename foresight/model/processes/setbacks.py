"""Setbacks: one-off costs by bad luck, and what floods and a pandemic do to closing and volunteering."""

from typing import NamedTuple

import numpy as np

from foresight.compiling import compiled
from foresight.model.adjustments import column_of
from foresight.model.moment import Moment
from foresight.model.shocks import Flood
from foresight.population.columns import PART_TIME_SHORTFALL, QUARTERS, Flags, Floats, Ints, Population
from foresight.randomness import Decision, Stream, draw

MOST_LOST = 0.25  # share of a year's spending that one dispute can cost
ALL, SHORTFALL, CAP = np.float32(1), np.float32(PART_TIME_SHORTFALL), np.float32(MOST_LOST)


class Employers(NamedTuple):
    """What a dispute depends on, shape (n,) each; `left` is the share of disputes that the plan does not avoid."""

    identity: Ints
    staff: Floats
    part_time: Floats
    spending: Floats
    left: Floats


def setbacks(population: Population, moment: Moment) -> Floats:
    """Return what disputes, floods and failed ventures cost each organisation this quarter, GBP, shape (n,)."""
    numbers, size = moment.baseline.shocks, len(population)
    luck = moment.draws.stream(Decision.DISPUTE, moment.step)
    left = column_of(1 - moment.levers.disputes_avoided, size)
    employers = Employers(population.identity, population.staff, population.part_time, population.spending, left)
    costs = disputes(employers, numbers.dispute_rate, np.float32(numbers.dispute_cost), luck, moment.step)
    for flood in moment.shocks.floods:
        if flood.step == moment.step:
            costs += np.float32(numbers.flood_cost) * population.spending * reached(population, moment, flood)
    failure = moment.levers.earned_failure
    if moment.opens_year and isinstance(failure, np.ndarray):
        fails = moment.draws.uniform(Decision.VENTURE_FAILS, moment.step, population.identity) < failure
        costs += np.float32(QUARTERS * numbers.venture_loss) * population.income * fails
    return costs


@compiled
def disputes(employers: Employers, rate: float, cost: np.float32, luck: Stream, step: int) -> Floats:
    """Return what an employment dispute costs those who have one this quarter, else 0, GBP, shape (n,).

    Each employer has its turn once a year. The more people it employs, the likelier is a dispute; it cannot cost more than
    `MOST_LOST` of a year's spending.
    """
    identity, staff = employers.identity, employers.staff
    costs = np.zeros(identity.size, dtype=np.float32)
    for row in range(identity.size):
        if staff[row] > 0 and (identity[row] + step) & (QUARTERS - 1) == 0:
            heads = staff[row] / (ALL - SHORTFALL * employers.part_time[row])
            chance = 1 - np.exp(-rate * heads * employers.left[row])
            if draw(luck, identity[row]) < chance:
                costs[row] = min(cost, CAP * employers.spending[row])
    return costs


def reached(population: Population, moment: Moment, flood: Flood) -> Flags:
    """Return which organisations a flood reaches, shape (n,)."""
    luck = moment.draws.uniform(Decision.FLOOD_HIT, flood.step, population.identity)
    return np.asarray(luck < flood.reach.take(population.district))


def flooded(population: Population, moment: Moment) -> Flags:
    """Return which organisations bear the traces of a flood, shape (n,)."""
    hit = np.zeros(len(population), dtype=np.bool_)
    for flood in moment.shocks.floods:
        hit |= reached(population, moment, flood)
    return hit


def coming_forward(moment: Moment, districts: int) -> Floats:
    """Return the factor on volunteers who come forward, shape (districts,).

    More come where the water was, while its traces fade; fewer in a pandemic.
    """
    numbers = moment.baseline.shocks
    factor = np.full(districts, max(1 - numbers.pandemic_volunteers * moment.shocks.pandemic, 0.0), dtype=np.float32)
    for flood in moment.shocks.floods:
        fading = 1 - (moment.step - flood.step) / numbers.flood_quarters
        factor *= 1 + np.float32(numbers.flood_volunteers * fading) * (flood.reach > 0)
    return factor
