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
from foresight.model.passes import chosen
from foresight.population.baseline import Baseline, once
from foresight.population.columns import QUARTERS, Award, Flags, Floats, Ints, Population, Rows, Smalls, Steps, bounded
from foresight.randomness import Decision, Stream, draw, gumbel, part_of

SHORT, MIDDLE, LONG = 4, 8, 12  # quarters: the usual lengths of statutory awards
LARGE_BIDDER = 100_000  # GBP a year: above it a bid costs the smaller share of the sum sought
CONTRACT, LOTTERY, TRUST = Award.CONTRACT.value, Award.LOTTERY.value, Award.TRUST.value  # as compiled loops know them
PLACED = (Award.STATUTORY_GRANT.value,)  # kinds with a pool in each county; providers bid for contracts across the region


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
    """The columns that a competition reads, shape (n,) each: who bids, from where, and what counts for them.

    `county` is whose pool it draws on where pools are a county's own, `turnover` counts partners' where a consortium may bid, and
    `access` is the share of the access penalties that is left.
    """

    identity: Ints
    weight: Floats
    county: Smalls
    spending: Floats
    turnover: Floats
    able: Floats
    funder_trust: Floats
    rural: Flags
    bme_led: Flags
    access: Floats
    partnered: Flags
    bid_bonus: Floats
    bid_saving: Floats


class Rules(NamedTuple):
    """The numbers of the competition, named as in the baseline."""

    track_bonus: float
    capacity_bonus: float
    size_bonus: float
    joint_bonus: float
    funder_bonus: float
    bme_penalty: float
    rural_penalty: float
    largest_lot: float
    smallest_lot: float
    bid_cost_large: float
    bid_cost_small: float


class Terms(NamedTuple):
    """By which rules bids are judged, how awards run, and the luck of a quarter.

    Parameters
    ----------
    rules : tuple of Rules
        Those for grants, and those for contracts.
    lottery, trust : float
        Length in quarters of Lottery awards, and on average of trusts' awards.
    longer, three_year : float
        Chances that a statutory award runs longer than a year, and three years.
    luck, length : Stream
        Draws of the bids' luck and of new awards' lengths, one part a kind.
    """

    rules: tuple[Rules, Rules]
    step: int
    lottery: float
    trust: float
    longer: float
    three_year: float
    luck: Stream
    length: Stream


class Outcome(NamedTuple):
    """What a quarter's competitions come to for each organisation, shape (n,): bid costs in GBP, new grants in GBP a year."""

    bid_costs: Floats
    new_grants: Floats


class Held(NamedTuple):
    """The awards: what is held (GBP a year), until when, and what is sought, shape (5, n) or, of one kind, (n,) each."""

    award: Floats
    award_end: Steps
    seeks: Floats


class Bids(NamedTuple):
    """Who bids for awards of a kind: its number, the rows that bid, and the pool that every organisation draws on, shape (n,)."""

    kind: int
    rows: Rows
    pool: Smalls


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
    money = moment.baseline.money
    outcome = Outcome(*np.zeros((len(Outcome._fields), len(population)), dtype=np.float32))
    held = Held(population.award, population.award_end, population.seeks)
    committed = end(held, population.weight, moment.step).sum(axis=1, dtype=np.float64)
    bidders = _bidders(population, moment, counties.take(population.district))
    compete(held, bidders, tuple(budgets.values()), committed, _terms(moment), outcome)
    drawn = chosen(population.spending < LARGE_BIDDER, money.grant_draws_giving_small, money.grant_draws_giving)
    population.giving = np.maximum(population.giving + drawn * outcome.new_grants, 0)
    return outcome.bid_costs


def _rules(moment: Moment) -> tuple[Rules, Rules]:
    """Return the rules for grants, and those for contracts (M4).

    A provider's turnover must be twice the contract, and small lots are not let. Where government designs contracts with the
    sector (consultation), lots fit smaller providers.
    """
    money, world = moment.baseline.money, moment.world
    grants = _usual_rules(moment.baseline)._replace(size_bonus=money.size_bonus * (1 - world.field), largest_lot=np.inf)
    fitting = 1 + moment.baseline.voice.commissioning * (world.consult - moment.start.consult)
    return grants, grants._replace(largest_lot=money.largest_lot * fitting, smallest_lot=money.smallest_contract / fitting)


@once
def _usual_rules(baseline: Baseline) -> Rules:
    """Return the rules as they are in the baseline."""
    numbers = {name: getattr(baseline.money, name) for name in Rules._fields if name != "funder_bonus"}
    return Rules(**numbers, funder_bonus=baseline.standing.funder_bonus)


def _bidders(population: Population, moment: Moment, county: Smalls) -> Bidders:
    levers, size = moment.levers, len(population)
    return Bidders(
        identity=population.identity,
        weight=population.weight,
        county=county,
        spending=population.spending,
        turnover=population.spending + levers.consortium * population.allies,
        able=able(population, moment),
        funder_trust=bounded(population.funder_trust + levers.funder_trust_gain),
        rural=population.rural,
        bme_led=population.bme_led,
        access=column_of(1 - levers.access_gap_closed, size),
        partnered=population.collaborations > 0,
        bid_bonus=column_of(levers.bid_bonus, size),
        bid_saving=column_of(levers.bid_saving, size),
    )


def _terms(moment: Moment) -> Terms:
    """Return the rules, and how awards run; statutory lengths have the driver's mean (grant_len, in months)."""
    money, grant_length = moment.baseline.money, moment.world.grant_len
    longer_mean = 24 * money.two_year_part + 36 * (1 - money.two_year_part)
    longer = min(max((grant_length - 12) / (longer_mean - 12), 0.0), 1.0)
    return Terms(
        rules=_rules(moment),
        step=moment.step,
        lottery=money.lottery_length,
        trust=money.trust_length,
        longer=longer,
        three_year=longer * max(1 - money.two_year_part, (grant_length - 24) / 12),
        luck=moment.draws.stream(Decision.BID_LUCK, moment.step),
        length=moment.draws.stream(Decision.AWARD_LENGTH, moment.step),
    )


@compiled
def end(held: Held, weight: Floats, step: int) -> Floats:
    """End the awards that have run out, and return what the others promise, weighted, GBP a year, shape (5, n)."""
    award, award_end = held.award, held.award_end
    promised = np.empty_like(award)
    for kind in range(award.shape[0]):
        for row in range(weight.size):
            if award_end[kind, row] < step:
                award[kind, row] = 0
            promised[kind, row] = award[kind, row] * weight[row]
    return promised


@compiled
def compete(
    held: Held,
    bidders: Bidders,
    budgets: tuple[Budgets, ...],
    committed: NDArray[np.float64],
    terms: Terms,
    outcome: Outcome,
) -> None:
    """Carry the pools of every kind through a quarter: cut what they cannot pay, and give what is free to the best bids.

    Parameters
    ----------
    budgets : tuple of Budgets
        The pools' budgets, one a kind.
    committed : float64 array, shape (5,)
        GBP a year that the pools of each kind have promised.
    """
    anywhere = np.zeros_like(bidders.county)
    for kind in range(committed.size):
        mine = Held(held.award[kind], held.award_end[kind], held.seeks[kind])
        bids = Bids(kind, bidding(mine, bidders.identity, terms.step), bidders.county if kind in PLACED else anywhere)
        budget = budgets[kind].year
        promised = promised_by(mine.award, bidders, budget.size) if kind in PLACED else committed[kind : kind + 1]
        free = cut(mine.award, bids.pool, budget, promised)
        give(mine, bids, bidders, Budgets(free, budgets[kind].growth), terms, outcome)


@compiled
def bidding(held: Held, identity: Ints, step: int) -> Rows:
    """Return who bids for awards of a kind.

    Those who seek an award and hold none bid when their last award has just ended, and else one quarter in four.
    """
    rows, count = np.empty(identity.size, dtype=np.int64), 0
    for row in range(identity.size):
        turn = held.award_end[row] == step - 1 or (identity[row] + step) & (QUARTERS - 1) == 0  # the remainder by four
        if turn and held.seeks[row] > 0 and held.award[row] == 0:
            rows[count] = row
            count += 1
    return rows[:count]


@compiled
def promised_by(award: Floats, bidders: Bidders, counties: int) -> NDArray[np.float64]:
    """Return what the pool of each county has promised, GBP a year, shape (counties,)."""
    promised = np.zeros(counties)
    for row in range(award.size):
        promised[bidders.county[row]] += award[row] * bidders.weight[row]
    return promised


@compiled
def cut(award: Floats, pool: Smalls, budget: NDArray[np.float64], committed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cut awards in proportion where a pool has promised more than it has, and return what is free, shape (pools,)."""
    free, kept, over = np.empty_like(budget), np.ones(budget.size, dtype=np.float32), False
    for number in range(budget.size):
        free[number] = max(budget[number] - committed[number], 0.0)
        if committed[number] > budget[number]:
            kept[number] = budget[number] / max(committed[number], 1e-9)
            over = True
    if over:
        for row in range(award.size):
            award[row] *= kept[pool[row]]
    return free


@compiled
def give(held: Held, bids: Bids, bidders: Bidders, budgets: Budgets, terms: Terms, outcome: Outcome) -> None:
    """Give what is free (`budgets.year`) to the best bids, writing new awards, and add up costs of bids and new grants.

    The last bid to be paid may get part of what it asked for.
    """
    asked, free, rules = np.empty(bids.rows.size), budgets.year, terms.rules[int(bids.kind == CONTRACT)]
    for place, row in enumerate(bids.rows):
        asked[place] = sought(held.seeks[row], budgets.growth[bids.pool[row]], bidders.turnover[row], rules)
        share = rules.bid_cost_large if bidders.spending[row] >= LARGE_BIDDER else rules.bid_cost_small
        outcome.bid_costs[row] += asked[place] * share * (1 - bidders.bid_saving[row])
    for place in ranking(held, bids, bidders, terms, asked, free):
        row = bids.rows[place]
        pool = bids.pool[row]
        paid = min(asked[place], free[pool] / bidders.weight[row])
        if paid >= rules.smallest_lot:
            free[pool] -= paid * bidders.weight[row]
            held.award[row] = paid
            if bids.kind != CONTRACT and held.award_end[row] < terms.step - QUARTERS:
                outcome.new_grants[row] += paid
            held.award_end[row] = terms.step + quarters(terms, bids.kind, bidders.identity[row]) - 1


@compiled
def ranking(
    held: Held,
    bids: Bids,
    bidders: Bidders,
    terms: Terms,
    asked: NDArray[np.float64],
    free: NDArray[np.float64],
) -> Rows:
    """Return the bids' places from the best to the worst; bids at a pool with nothing to give are left out.

    The standing of a bid (M3) is capacity, size, track record, partnership and funders' trust less access penalties, plus luck.
    """
    places, standing, count = np.empty(asked.size, np.int64), np.empty(asked.size), 0
    rules, luck = terms.rules[int(bids.kind == CONTRACT)], part_of(terms.luck, bids.kind)
    for place, row in enumerate(bids.rows):
        if asked[place] == 0 or free[bids.pool[row]] < rules.smallest_lot * bidders.weight[row]:
            continue
        score = rules.capacity_bonus * bidders.able[row] + rules.size_bonus * np.log(max(bidders.spending[row], 1.0))
        if held.award_end[row] >= terms.step - QUARTERS:
            score += rules.track_bonus
        if bidders.partnered[row]:
            score += rules.joint_bonus + bidders.bid_bonus[row]
        score += rules.funder_bonus * bidders.funder_trust[row]
        if bidders.bme_led[row]:
            score -= rules.bme_penalty * bidders.access[row]
        if bidders.rural[row]:
            score -= rules.rural_penalty * bidders.access[row]
        places[count], standing[count] = place, score + gumbel(draw(luck, bidders.identity[row]))
        count += 1
    return places[np.argsort(-standing[:count])]


@compiled
def sought(seeks: float, growth: float, turnover: float, rules: Rules) -> float:
    """Return the sum sought in GBP a year; 0 where it is too small to be worth a bid."""
    asked = min(seeks * max(growth, 1.0), turnover * rules.largest_lot)
    return asked if asked >= rules.smallest_lot else 0.0


@compiled
def quarters(terms: Terms, kind: int, identity: int) -> int:
    """Return how many quarters a new award of a kind runs."""
    if kind == LOTTERY:
        return int(terms.lottery)
    luck = draw(part_of(terms.length, kind), identity)
    if kind == TRUST:
        return 1 + int(luck * (2 * terms.trust - 1))
    if luck < 1 - terms.longer:
        return SHORT
    return MIDDLE if luck < 1 - terms.three_year else LONG


def able(population: Population, moment: Moment, rows: Rows | slice = slice(None)) -> Floats:
    """Return strategic capacity as it works: with any action's help, and weaker while the chair's post is vacant (M6b, M8)."""
    own = population.capacity[rows]
    helped = own + (1 - own) * of(moment.levers.capacity_gain, rows)
    return np.asarray(helped * chosen(population.chair_vacant[rows], moment.baseline.boards.chair_vacancy_capacity, 1.0))
