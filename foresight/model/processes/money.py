"""Giving, earned income, cost, reserves, restricted funds and loans (M2, M5 of the model description)."""

import math
from typing import NamedTuple

import numpy as np

from foresight.compiling import compiled
from foresight.model.adjustments import column_of
from foresight.model.moment import Moment
from foresight.model.passes import chosen
from foresight.model.processes.awards import LARGE_BIDDER, able
from foresight.model.processes.closing import Freed
from foresight.model.processes.practising import back_office_saving, trading_growth
from foresight.population.columns import QUARTERS, Award, Flags, Floats, Ints, Population, bounded
from foresight.randomness import Decision, Stream, draw, laplace

LARGE_INCOME = 1_000_000  # GBP a year: above it incomes are steadier
MOST_MONTHS = 12  # months by which reserves off target can move spending
RARE_RECOVERY = 0.5  # of full cost: where contracts pay less on average, fewer holders recover it in full
MONTHS_IN_A_YEAR = 12


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
    money, world, levers = moment.baseline.money, moment.world, moment.levers
    size = np.log(np.maximum(population.giving + population.earned, 1))
    shared = money.growth_per_log_income * (size - moment.baseline.incomes.log_median) - money.giving_spread_lasting**2 / 2
    lasting = laplace(moment.draws.uniform(Decision.GIVING_LASTING, moment.step, population.identity))
    shared += money.giving_spread_lasting * lasting
    gained = money.giving_capacity * (able(population, moment) - 0.5)
    greener = money.giving_environment * (world.env_conc - moment.start.env_conc) * environmental.take(population.activity)
    older = money.legacies_follow_age * math.log(world.pop65 / moment.year_ago.pop65)
    returned = math.log1p(money.freed_returns * freed.giving / max(_total(population, population.giving), 1.0))
    given = returned + world.don_g / 100 + money.giving_trust * (moment.public_trust - moment.start.trust) + older
    economy = math.log1p(money.freed_returns * freed.earned / max(_total(population, population.earned), 1.0))
    economy += money.earned_follows_economy * math.log(world.rgdp / moment.year_ago.rgdp)
    population.giving *= np.exp(shared + greener + given)
    _attract(population, gained + levers.giving_growth, money.giving_displaced)
    population.earned *= np.exp(shared + gained + economy + levers.earned_growth + trading_growth(population, moment))
    spread = chosen(size > math.log(LARGE_INCOME), money.passing_spread_large, money.giving_spread_passing)
    passing = laplace(moment.draws.uniform(Decision.GIVING_PASSING, moment.step, population.identity))
    population.swing = np.exp(bounded(spread * passing, -2, 2) - spread**2 / 2)


def _attract(population: Population, pull: Floats, displaced: float) -> None:
    """Let organisations attract giving (or lose it); a share of what all of them gain is taken from everybody's giving.

    Parameters
    ----------
    pull : float32 array, shape (n,)
        Growth of giving in logarithms that an organisation owes to its capacity or to the plan.
    displaced : float
        Share of the gain that donors would have given to others, 0-1.
    """
    before = _total(population, population.giving)
    population.giving *= np.exp(pull)
    after = _total(population, population.giving)
    population.giving *= np.float32(1 - displaced * (after - before) / max(after, 1.0))


def _total(population: Population, amount: Floats) -> float:
    """Return the weighted sum of an amount over all organisations."""
    return float((population.weight * amount).sum(dtype=np.float64))


def receive(population: Population, moment: Moment) -> None:
    """Write the quarter's income: giving and earned income with this year's swing, investments, and the awards that run.

    In a pandemic part of earned income stays away.
    """
    world = moment.world
    open_for_business = max(1 - moment.baseline.shocks.pandemic_earned * moment.shocks.pandemic, 0.0)
    own = population.giving * (1 + world.tax / 100) + population.earned * open_for_business
    invested = population.endowment * (max(world.inv_r, 0.0) / 100)
    population.income = (own * population.swing + invested + population.award.sum(axis=0)) / QUARTERS
    population.income_year += population.income


class Accounts(NamedTuple):
    """The columns of an organisation's accounts, shape (n,) each (awards: (5, n)), and what the plan and luck change in them.

    Parameters
    ----------
    one_off : float32 array, shape (n,)
        GBP this quarter: bids, disputes, floods, failed ventures.
    saved : float32 array, shape (n,)
        Share of spending that a shared back office and the plan save.
    credit_months : float32 array, shape (n,)
        Months of spending that the credit union would bridge.
    """

    identity: Ints
    award: Floats
    income: Floats
    income_before: Floats
    spending: Floats
    cost: Floats
    reserves: Floats
    restricted: Floats
    loan: Floats
    reserve_target: Floats
    distress: Flags
    one_off: Floats
    saved: Floats
    credit_months: Floats


class Habits(NamedTuple):
    """The numbers of cost and reserves, named as in the baseline; `dearer`, `fcr` and `follow` are those of the quarter."""

    restricted_part: float
    restricted_pace: float
    full_recovery: float
    recovery_spread: float
    distress_fall: float
    reserve_pull: float
    governance_small: float
    governance_large: float
    dearer: float
    fcr: float
    follow: float
    recovery: Stream


def spend(population: Population, moment: Moment, one_off: Floats) -> None:
    """Write the quarter's cost, carry the balance to reserves and let spending follow income with a lag (M5).

    Parameters
    ----------
    one_off : float32 array, shape (n,)
        GBP this quarter beside planned spending: bids, disputes, floods, failed ventures.
    """
    money, world, levers, size = moment.baseline.money, moment.world, moment.levers, len(population)
    bought_in = 1 - (1 - levers.bought_in_saving) * (1 - back_office_saving(population, moment))
    saved = money.bought_in_share * bought_in + levers.support_saving
    given = {name: getattr(population, name) for name in Accounts._fields[: Accounts._fields.index("one_off")]}
    accounts = Accounts(
        **given, one_off=one_off, saved=column_of(saved, size), credit_months=column_of(levers.credit_months, size)
    )
    numbers = {name: getattr(money, name) for name in Habits._fields[: Habits._fields.index("dearer")]}
    habits = Habits(
        **numbers,
        dearer=money.non_staff_share * world.env_cost / 100,
        fcr=world.fcr,
        follow=1 - (1 - money.cost_adjustment) ** (1 / QUARTERS),
        recovery=moment.draws.stream(Decision.COST_RECOVERY, 0),
    )
    settle(accounts, habits)


@compiled
def settle(accounts: Accounts, habits: Habits) -> None:
    """Settle everybody's accounts of a quarter.

    What is due is planned spending, what contracts cost beyond their price, one-off costs and dearer energy, less what the plan
    saves. Purposes of grants are paid from restricted funds, all else from free money, then from credit; what is not there is not
    spent.
    """
    award, one_off, saved, months = accounts.award, accounts.one_off, accounts.saved, accounts.credit_months
    identity, income, before = accounts.identity, accounts.income, accounts.income_before
    spending, cost, usual = accounts.spending, accounts.cost, accounts.reserve_target
    reserves, restricted, loan, distress = accounts.reserves, accounts.restricted, accounts.loan, accounts.distress
    for row in range(income.size):
        quarterly = spending[row] / QUARTERS
        extra = one_off[row] + quarterly * (habits.dearer - saved[row])
        contract = award[Award.CONTRACT.value, row]
        if contract > 0:
            extra += contract * (1 / recovered(draw(habits.recovery, identity[row]), habits) - 1) / QUARTERS
        due = max(quarterly + extra, 0.0)
        held = award[0, row]
        for kind in range(1, award.shape[0]):
            held += award[kind, row]
        earmarked = habits.restricted_part * (held - contract) / QUARTERS
        fund = restricted[row] + earmarked
        purposes = min(fund * habits.restricted_pace, due)
        free, line = reserves[row] + income[row] - earmarked, months[row] / MONTHS_IN_A_YEAR * spending[row]
        paid, reserves[row], loan[row], credit = pay(free, due - purposes, reserves[row], loan[row], line)
        restricted[row], cost[row] = fund - purposes, paid + purposes
        fallen = QUARTERS * income[row] < (1 - habits.distress_fall) * before[row]
        distress[row] = reserves[row] <= 0 and credit <= 0 and fallen
        spending[row] = next_spending(spending[row], income[row], extra, reserves[row], usual[row], habits)


@compiled
def recovered(luck: float, habits: Habits) -> float:
    """Return how much of its full cost an organisation's contracts pay: some recover all, the others about the rest's mean."""
    full = habits.full_recovery * min(habits.fcr / RARE_RECOVERY, 1.0)
    if luck < full:
        return 1.0
    mean = (habits.fcr - full) / (1 - full)
    spread = min(habits.recovery_spread, abs(1 - mean), mean / 2)
    return float(mean + spread * (2 * (luck - full) / (1 - full) - 1))


@compiled
def pay(free: float, asked: float, reserves: float, owed: float, line: float) -> tuple[float, float, float, float]:
    """Pay from free money and then from credit; return what was paid, the reserves left, what is owed then and the credit left.

    A loan reaches up to `line` and is paid back from the surplus of a quarter, without interest. Credit that is used up is
    exactly 0, so that no rounding decides on distress.
    """
    if asked > free:
        room = max(line - owed, 0.0)
        borrowed = min(asked - free, room)
        return free + borrowed, 0.0, owed + borrowed, room - borrowed
    repaid = min(owed, max(free - reserves - asked, 0.0))
    return asked, max(free - asked - repaid, 0.0), owed - repaid, line - (owed - repaid)


@compiled
def next_spending(spending: float, income: float, extra: float, reserves: float, usual: float, habits: Habits) -> float:
    """Return how spending follows income, leaning on reserves that are off their usual level.

    Governance is a fixed cost: that part of spending does not follow a fall.

    Parameters
    ----------
    income, reserves : float
        GBP of the quarter.
    usual : float
        Months of spending that it is used to holding as reserves.
    """
    months = MONTHS_IN_A_YEAR * reserves / max(spending, 1.0) - usual
    lean = habits.reserve_pull * min(max(months, -MOST_MONTHS), MOST_MONTHS)
    target = QUARTERS * max(income * (1 + lean) - extra, 0.0)
    follow = habits.follow
    if target < spending:
        follow *= 1 - (habits.governance_small if spending < LARGE_BIDDER else habits.governance_large)
    return spending + follow * (target - spending)
