"""Pools and awards: finite money, won in competition (M1, M3, M4 of the model description).

A pool pays each quarter at most a quarter of its year's budget. Awards run for their length and are cut in proportion when a pool
shrinks below what it has promised. What is free goes down the ranking of bids until it is spent, so that every win displaces
somebody else's.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled
from foresight.model.adjustments import column_of, of
from foresight.model.moment import Moment
from foresight.population.columns import QUARTERS, Award, Flags, Floats, Ints, Population, Rows, Smalls, Steps
from foresight.randomness import Decision, Stream, draw, gumbel

SHORT, MIDDLE, LONG = 4, 8, 12  # quarters: the usual lengths of statutory awards
LARGE_BIDDER = 100_000  # GBP a year: above it a bid costs the smaller share of the sum sought
PLACED = (Award.STATUTORY_GRANT,)  # kinds with a pool in each county; providers bid for contracts across the region


class Budgets(NamedTuple):
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


class Bidders(NamedTuple):
    """The columns that a competition reads, shape (n,) each: who bids, from where, and what counts for them."""

    identity: Ints
    weight: Floats
    pool: Smalls
    spending: Floats
    able: Floats
    rural: Flags
    bme_led: Flags
    partnered: Flags
    bid_bonus: Floats
    bid_saving: Floats


class Rules(NamedTuple):
    """The numbers of the competition, named as in the baseline."""

    track_bonus: float
    capacity_bonus: float
    size_bonus: float
    joint_bonus: float
    bme_penalty: float
    rural_penalty: float
    largest_lot: float
    smallest_lot: float
    bid_cost_large: float
    bid_cost_small: float


class Terms(NamedTuple):
    """How the awards of a kind run, and the luck of a quarter.

    Parameters
    ----------
    fixed, mean : float
        Length in quarters, fixed or on average; 0 where another rule holds.
    longer, three_year : float
        Chances that a statutory award runs longer than a year, and three years.
    luck, length : Stream
        Draws of the bids' luck and of new awards' lengths.
    """

    step: int
    fixed: float
    mean: float
    longer: float
    three_year: float
    luck: Stream
    length: Stream


class Held(NamedTuple):
    """The awards of one kind, shape (n,) each: what is held (GBP a year), until when, and what is sought."""

    award: Floats
    award_end: Steps
    seeks: Floats


def awards(population: Population, moment: Moment, budgets: dict[Award, Budgets], counties: Smalls) -> Floats:
    """End, cut and make awards for the quarter and return what bidding cost each organisation.

    Parameters
    ----------
    budgets : dict
        The pools' budgets by kind of award.
    counties : int8 array, shape (districts,)
        The county of each district; statutory grants are competed for within a county.

    Returns
    -------
    float32 array, shape (n,)
        Bid costs in GBP.
    """
    bid_costs = np.zeros(len(population), dtype=np.float32)
    rules = Rules(*(getattr(moment.baseline.money, name) for name in Rules._fields))
    rules = rules._replace(size_bonus=rules.size_bonus * (1 - moment.world.field))
    county = counties.take(population.district)
    bidders = _bidders(population, moment, county)
    for kind in Award:
        held = Held(population.award[kind], population.award_end[kind], population.seeks[kind])
        placed = bidders if kind in PLACED else bidders._replace(pool=np.zeros_like(county))
        limits = rules if kind is Award.CONTRACT else rules._replace(largest_lot=np.inf)
        compete(held, placed, limits, budgets[kind], _terms(kind, moment), bid_costs)
    return bid_costs


def _bidders(population: Population, moment: Moment, county: Smalls) -> Bidders:
    levers, size = moment.levers, len(population)
    return Bidders(
        identity=population.identity,
        weight=population.weight,
        pool=county,
        spending=population.spending,
        able=able(population, moment),
        rural=population.rural,
        bme_led=population.bme_led,
        partnered=population.collaborations > 0,
        bid_bonus=column_of(levers.bid_bonus, size),
        bid_saving=column_of(levers.bid_saving, size),
    )


def _terms(kind: Award, moment: Moment) -> Terms:
    """Return how the awards of a kind run; statutory lengths have the driver's mean (grant_len, in months)."""
    money, grant_length = moment.baseline.money, moment.world.grant_len
    longer_mean = 24 * money.two_year_part + 36 * (1 - money.two_year_part)
    longer = min(max((grant_length - 12) / (longer_mean - 12), 0.0), 1.0)
    return Terms(
        step=moment.step,
        fixed=money.lottery_length if kind is Award.LOTTERY else 0.0,
        mean=money.trust_length if kind is Award.TRUST else 0.0,
        longer=longer,
        three_year=longer * max(1 - money.two_year_part, (grant_length - 24) / 12),
        luck=moment.draws.stream(Decision.BID_LUCK, moment.step, kind),
        length=moment.draws.stream(Decision.AWARD_LENGTH, moment.step, kind),
    )


@compiled
def compete(held: Held, bidders: Bidders, rules: Rules, budgets: Budgets, terms: Terms, bid_costs: Floats) -> None:
    """End the awards that have run out, cut those that a pool cannot keep, and give what is free to the best bids.

    The last bid to be paid may get part of what it asked for. `held` and `bid_costs` are written.
    """
    committed = np.zeros(budgets.year.size)
    rows, asked, standing = np.empty(held.award.size, np.int64), np.empty(held.award.size), np.empty(held.award.size)
    count = 0
    for row in range(held.award.size):
        if held.award[row] > 0 and held.award_end[row] >= terms.step:
            committed[bidders.pool[row]] += held.award[row] * bidders.weight[row]
            continue
        held.award[row] = 0
        if bids(held, row, bidders.identity[row], terms.step):
            wanted = sought(held, bidders, rules, row, budgets.growth[bidders.pool[row]])
            if wanted > 0:
                share = rules.bid_cost_large if bidders.spending[row] >= LARGE_BIDDER else rules.bid_cost_small
                bid_costs[row] += wanted * share * (1 - bidders.bid_saving[row])
                rows[count], asked[count], standing[count] = row, wanted, score(held, bidders, rules, row, terms)
                count += 1
    free = cut(held, bidders, budgets, committed)
    for place in np.argsort(-standing[:count]):
        row, pool = rows[place], bidders.pool[rows[place]]
        paid = min(asked[place], free[pool] / bidders.weight[row])
        if paid >= rules.smallest_lot:
            free[pool] -= paid * bidders.weight[row]
            held.award[row] = paid
            held.award_end[row] = terms.step + quarters(terms, bidders.identity[row]) - 1


@compiled
def cut(held: Held, bidders: Bidders, budgets: Budgets, committed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cut awards in proportion where a pool has promised more than it has, and return what is free, shape (pools,)."""
    if (committed > budgets.year).any():
        kept = np.minimum(1, budgets.year / np.maximum(committed, 1e-9))
        for row in range(held.award.size):
            held.award[row] *= kept[bidders.pool[row]]
    return np.maximum(budgets.year - committed, 0)


@compiled
def bids(held: Held, row: int, identity: int, step: int) -> bool:
    """Tell whether one without an award bids: its award has just ended, or it seeks one and it is its quarter to bid."""
    return held.seeks[row] > 0 and (held.award_end[row] == step - 1 or (identity + step) % QUARTERS == 0)


@compiled
def sought(held: Held, bidders: Bidders, rules: Rules, row: int, growth: float) -> float:
    """Return the sum sought in GBP a year; 0 where it is too small to be worth a bid."""
    asked = min(held.seeks[row] * max(growth, 1.0), bidders.spending[row] * rules.largest_lot)
    return asked if asked >= rules.smallest_lot else 0.0


@compiled
def score(held: Held, bidders: Bidders, rules: Rules, row: int, terms: Terms) -> float:
    """Return the standing of a bid (M3): capacity, size, track record and partnership less access penalties, plus luck."""
    standing = rules.capacity_bonus * bidders.able[row] + rules.size_bonus * np.log(max(bidders.spending[row], 1.0))
    if held.award_end[row] >= terms.step - QUARTERS:
        standing += rules.track_bonus
    if bidders.partnered[row]:
        standing += rules.joint_bonus + bidders.bid_bonus[row]
    if bidders.bme_led[row]:
        standing -= rules.bme_penalty
    if bidders.rural[row]:
        standing -= rules.rural_penalty
    return float(standing + gumbel(draw(terms.luck, bidders.identity[row])))


@compiled
def quarters(terms: Terms, identity: int) -> int:
    """Return how many quarters a new award runs."""
    if terms.fixed > 0:
        return int(terms.fixed)
    luck = draw(terms.length, identity)
    if terms.mean > 0:
        return 1 + int(luck * (2 * terms.mean - 1))
    if luck < 1 - terms.longer:
        return SHORT
    return MIDDLE if luck < 1 - terms.three_year else LONG


def able(population: Population, moment: Moment, rows: Rows | slice = slice(None)) -> Floats:
    """Return strategic capacity as it works: with any action's help, and weaker while the chair's post is vacant (M6b, M8)."""
    own = population.capacity[rows]
    helped = own + (1 - own) * of(moment.levers.capacity_gain, rows)
    weaker = np.float32(moment.baseline.people.chair_vacancy_capacity)
    return np.where(population.chair_vacant[rows], helped * weaker, helped)
