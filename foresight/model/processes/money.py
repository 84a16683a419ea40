"""Giving, earned income, cost and reserves (M2, M5 of the model description)."""

import math

import numpy as np

from foresight.model.moment import Moment
from foresight.model.processes.awards import able
from foresight.model.processes.closing import Freed
from foresight.population.columns import QUARTERS, Award, Floats, Population, chosen
from foresight.randomness import Decision, laplace

LARGE_INCOME = 1_000_000  # GBP a year: above it incomes are steadier
MOST_MONTHS = 12  # months by which reserves off target can move spending


def change_giving(population: Population, moment: Moment, environmental: Floats, freed: Freed) -> None:
    """Move giving and earned income once a year by growth, a lasting and a passing random change (M2).

    The lasting level follows a random walk with drift in logs; the passing change multiplies this year's income only and is
    Laplace, as yearly changes of charity incomes are.

    Parameters
    ----------
    environmental : float32 array, shape (activities,)
        1 for environmental activities, else 0.
    freed : Freed
        What organisations that closed last year left behind; most of their donors and customers turn to others.
    """
    money, world = moment.baseline.money, moment.world
    size = np.log(np.maximum(population.giving + population.earned, 1))
    shared = money.growth_per_log_income * (size - moment.baseline.incomes.log_median) - money.giving_spread_lasting**2 / 2
    shared += money.giving_capacity * (able(population, moment) - 0.5)
    lasting = laplace(moment.draws.uniform(Decision.GIVING_LASTING, moment.step, population.identity))
    shared += money.giving_spread_lasting * lasting
    greener = money.giving_environment * (world.env_conc - moment.start.env_conc) * environmental.take(population.activity)
    older = money.legacies_follow_age * math.log(world.pop65 / moment.year_ago.pop65)
    returned = math.log1p(money.freed_returns * freed.giving / max(_total(population, population.giving), 1.0))
    given = returned + world.don_g / 100 + money.giving_trust * (moment.public_trust - moment.start.trust) + older
    economy = math.log1p(money.freed_returns * freed.earned / max(_total(population, population.earned), 1.0))
    economy += money.earned_follows_economy * math.log(world.rgdp / moment.year_ago.rgdp)
    population.giving *= np.exp(shared + greener + given)
    population.earned *= np.exp(shared + economy)
    spread = chosen(size > math.log(LARGE_INCOME), money.passing_spread_large, money.giving_spread_passing)
    passing = laplace(moment.draws.uniform(Decision.GIVING_PASSING, moment.step, population.identity))
    population.swing = np.exp(np.clip(spread * passing, -2, 2) - spread**2 / 2)


def _total(population: Population, amount: Floats) -> float:
    """Return the weighted sum of an amount over all organisations."""
    return float((population.weight * amount).sum(dtype=np.float64))


def receive(population: Population, moment: Moment) -> None:
    """Write the quarter's income: giving and earned income with this year's swing, investments, and the awards that run."""
    world = moment.world
    own = population.giving * (1 + world.tax / 100) + population.earned
    invested = population.endowment * (max(world.inv_r, 0.0) / 100)
    population.income = (own * population.swing + invested + population.award.sum(axis=0)) / QUARTERS
    population.income_year += population.income


def spend(population: Population, moment: Moment, bid_costs: Floats) -> None:
    """Write the quarter's cost, carry the balance to reserves and let spending follow income with a lag (M5).

    Cost is planned spending plus what contracts cost beyond their price, bids, and dearer energy, less what the plan
    saves. Nobody spends money that is not there: cost stops at income and reserves.

    Parameters
    ----------
    bid_costs : float32 array, shape (n,)
        GBP this quarter.
    """
    money, world, levers = moment.baseline.money, moment.world, moment.levers
    quarterly = population.spending / QUARTERS
    dearer = money.non_staff_share * world.env_cost / 100
    saved = money.bought_in_share * levers.bought_in_saving + levers.support_saving
    extra = bid_costs + population.award[Award.CONTRACT] * ((1 / world.fcr - 1) / QUARTERS) + quarterly * (dearer - saved)
    due = np.maximum(quarterly + extra, 0)
    there = population.reserves + population.income
    population.cost = np.minimum(due, there)
    population.reserves = there - population.cost
    fallen = QUARTERS * population.income < (1 - money.distress_fall) * population.income_before
    population.distress = (population.reserves <= 0) & fallen
    months = 12 * population.reserves / np.maximum(population.spending, 1)
    lean = money.reserve_pull * np.clip(months - population.reserve_target, -MOST_MONTHS, MOST_MONTHS)
    target = QUARTERS * np.maximum(population.income * (1 + lean) - extra, 0)
    follow = 1 - (1 - money.cost_adjustment) ** (1 / QUARTERS)
    population.spending += follow * (target - population.spending)
