"""Pools and awards: finite money, won in competition (M1, M3, M4 of the model description).

A pool pays each quarter at most a quarter of its year's budget. Awards run for their length and are cut in proportion when a pool
shrinks below what it has promised. What is free goes down the ranking of bids until it is spent, so that every win displaces
somebody else's.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foresight.model.adjustments import Change
from foresight.model.moment import Moment
from foresight.population.columns import QUARTERS, Award, Floats, Population, Rows
from foresight.randomness import Decision, gumbel

SHORT, MIDDLE, LONG = 4, 8, 12  # quarters: the usual lengths of statutory awards
MIDDLE_PART = 0.6  # of the awards longer than a year, those of two years (2002)
LARGE_BIDDER = 100_000  # GBP a year: above it a bid costs the smaller share of the sum sought
PLACED = (Award.STATUTORY_GRANT,)  # kinds with a pool in each county; providers bid for contracts across the region


@dataclass(frozen=True)
class Budgets:
    """What the pools of one kind can pay.

    Parameters
    ----------
    year : float64 array, shape (pools,)
        GBP a year at the present rate.
    growth : float64 array, shape (pools,)
        Budget relative to 2002; bids grow with a pool, they do not shrink with it.
    """

    year: NDArray[np.float64]
    growth: NDArray[np.float64]


@dataclass(frozen=True)
class Bids:
    """The bids of one kind in a quarter: who bids, for how much (GBP a year) and at which pool; shape (bids,) each."""

    kind: Award
    rows: Rows
    asked: Floats
    pool: Rows


def awards(population: Population, moment: Moment, budgets: dict[Award, Budgets], counties: NDArray[np.int64]) -> Floats:
    """End, cut and make awards for the quarter and return what bidding cost each organisation.

    Parameters
    ----------
    budgets : dict
        The pools' budgets by kind of award.
    counties : int64 array, shape (districts,)
        The county of each district; statutory grants are competed for within a county.

    Returns
    -------
    float32 array, shape (n,)
        Bid costs in GBP.
    """
    bid_costs = np.zeros(len(population), dtype=np.float32)
    county = counties.take(population.district)
    for kind in Award:
        pool = county if kind in PLACED else np.zeros_like(county)
        budget = budgets[kind]
        award = population.award[kind]
        award *= population.award_end[kind] >= moment.step
        committed = _by_pool(pool, award * population.weight, budget.year.size)
        cut = np.minimum(1, budget.year / np.maximum(committed, 1e-9))
        if (cut < 1).any():
            award *= cut.astype(np.float32).take(pool)
        free = np.maximum(budget.year - committed, 0)
        bidders = _bidders(population, moment, kind)
        if bidders.size:
            asked = _asked(population, moment, kind, bidders, budget.growth.take(pool.take(bidders)))
            bid_costs[bidders] += _bid_cost(population, moment, bidders, asked)
            _decide(population, moment, Bids(kind, bidders, asked, pool.take(bidders)), free)
    return bid_costs


def _by_pool(pool: Rows, amount: Floats, pools: int) -> NDArray[np.float64]:
    """Return the sum of an amount in each pool, shape (pools,)."""
    if pools == 1:
        return np.array([amount.sum(dtype=np.float64)])
    return np.bincount(pool, weights=amount, minlength=pools).astype(np.float64, copy=False)


def _bidders(population: Population, moment: Moment, kind: Award) -> Rows:
    """Return the rows that bid: those whose award has just ended, and a quarter of the others that seek one."""
    ended = population.award_end[kind] == moment.step - 1
    turn = ((population.identity + moment.step) % QUARTERS) == 0
    return np.flatnonzero((population.seeks[kind] > 0) & (population.award[kind] == 0) & (ended | turn))


def _asked(population: Population, moment: Moment, kind: Award, bidders: Rows, growth: NDArray[np.float64]) -> Floats:
    """Return the sums sought in GBP a year, shape (bidders,)."""
    money = moment.baseline.money
    asked = population.seeks[kind].take(bidders) * np.maximum(growth, 1).astype(np.float32)
    if kind is Award.CONTRACT:
        asked = np.minimum(asked, population.spending.take(bidders) * money.largest_lot)
    return np.where(asked >= money.smallest_lot, asked, 0).astype(np.float32)


def _bid_cost(population: Population, moment: Moment, bidders: Rows, asked: Floats) -> Floats:
    money = moment.baseline.money
    share = np.where(population.spending.take(bidders) >= LARGE_BIDDER, money.bid_cost_large, money.bid_cost_small)
    return (asked * share * (1 - of(moment.levers.bid_saving, bidders))).astype(np.float32)


def _decide(population: Population, moment: Moment, bids: Bids, free: NDArray[np.float64]) -> None:
    """Rank the bids of each pool and pay down the ranking; the last to be paid may get part of what it asked for."""
    kind = bids.kind
    score = _score(population, moment, kind, bids.rows)
    order = np.lexsort((population.identity.take(bids.rows), -score, bids.pool))
    order = order[bids.asked.take(order) > 0]
    ranked, pools = bids.rows.take(order), bids.pool.take(order)
    need = bids.asked.take(order).astype(np.float64) * population.weight.take(ranked)
    spent = np.cumsum(need)
    first = np.flatnonzero(np.diff(pools, prepend=-1))
    before = np.zeros(free.size)
    before[pools[first]] = spent[first] - need[first]
    left = free.take(pools) - (spent - need - before.take(pools))
    paid = np.minimum(need, left) / population.weight.take(ranked)
    won = paid >= moment.baseline.money.smallest_lot
    winners = ranked[won]
    population.award[kind][winners] = paid[won]
    population.award_end[kind][winners] = moment.step + _lengths(population, moment, kind, winners) - 1


def _score(population: Population, moment: Moment, kind: Award, bidders: Rows) -> Floats:
    """Return the standing of each bid (M3): capacity, size, track record and partnership less access penalties, plus luck."""
    money, levers = moment.baseline.money, moment.levers
    capacity = able(population, moment, bidders)
    size = np.log(np.maximum(population.spending.take(bidders), 1))
    held = population.award_end[kind].take(bidders) >= moment.step - QUARTERS
    partnered = population.collaborations.take(bidders) > 0
    unequal = moment.baseline.money.size_bonus * (1 - moment.world.field)
    score: Floats = (
        money.capacity_bonus * capacity
        + unequal * size
        + money.track_bonus * held
        + partnered * (money.joint_bonus + of(levers.bid_bonus, bidders))
        - money.bme_penalty * population.bme_led.take(bidders)
        - money.rural_penalty * population.rural.take(bidders)
        + gumbel(moment.draws.uniform(Decision.BID_LUCK, moment.step, population.identity.take(bidders), kind))
    ).astype(np.float32)
    return score


def _lengths(population: Population, moment: Moment, kind: Award, winners: Rows) -> NDArray[np.int16]:
    """Return how many quarters each new award runs; statutory lengths have the driver's mean (grant_len, in months)."""
    money = moment.baseline.money
    if kind is Award.LOTTERY:
        return np.full(winners.size, money.lottery_length, dtype=np.int16)
    luck = moment.draws.uniform(Decision.AWARD_LENGTH, moment.step, population.identity.take(winners), kind)
    if kind is Award.TRUST:
        return np.asarray(1 + np.floor(luck * (2 * money.trust_length - 1)), dtype=np.int16)
    longer_mean = 24 * MIDDLE_PART + 36 * (1 - MIDDLE_PART)
    longer = min(max((moment.world.grant_len - 12) / (longer_mean - 12), 0.0), 1.0)
    three_year = longer * max(1 - MIDDLE_PART, (moment.world.grant_len - 24) / 12)
    lengths = np.where(luck < 1 - longer, SHORT, np.where(luck < 1 - three_year, MIDDLE, LONG))
    return np.asarray(lengths, dtype=np.int16)


def able(population: Population, moment: Moment, rows: Rows | slice = slice(None)) -> Floats:
    """Return strategic capacity as it works: with any action's help, and weaker while the chair's post is vacant (M6b, M8)."""
    own = population.capacity[rows]
    helped = own + (1 - own) * of(moment.levers.capacity_gain, rows)
    weaker = np.float32(moment.baseline.people.chair_vacancy_capacity)
    return np.where(population.chair_vacant[rows], helped * weaker, helped)


def of(change: Change, rows: Rows | slice) -> Change:
    """Return an adjustment for some rows, whether it is one number or a column."""
    return change[rows] if isinstance(change, np.ndarray) else change
