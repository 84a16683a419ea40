"""Mergers: a smaller organisation gives up its name to a partner that it knows (merger of the model description)."""

from typing import NamedTuple

import numpy as np

from foresight.compiling import compiled
from foresight.model.moment import Moment
from foresight.model.processes.awards import PLACED
from foresight.model.processes.closing import empty
from foresight.model.ties import Ties
from foresight.population.columns import QUARTERS, Award, Closure, Flags, Floats, Ints, Population, Rows, Smalls
from foresight.randomness import Decision, Stream, draw

CARRIED = (
    "giving", "earned", "endowment", "seeks", "income", "spending", "cost", "reserves", "restricted", "loan", "staff",
    "vacancies", "volunteers", "older", "core", "hours", "older_hours", "appeal", "output",
)  # fmt: skip
"""What goes over to the receiver, besides awards."""
BOARD = ("trustees", "young_trustees", "bme_trustees")


class Merged(NamedTuple):
    """How many mergers a year had, and in how many the one that gave up its name ran a deficit."""

    mergers: int = 0
    in_deficit: int = 0


class Couples(NamedTuple):
    """The ties as columns of shape (ties,): identities and rows of both ends, and the mean of both sides' trust."""

    first: Ints
    second: Ints
    one: Rows
    other: Rows
    trust: Floats


class Sides(NamedTuple):
    """What a merger looks at in an organisation, shape (n,) each."""

    registered: Flags
    deficit: Flags
    activity: Smalls
    spending: Floats


class Terms(NamedTuple):
    """The numbers of mergers, named as in the baseline, and the year's luck (one draw a pair)."""

    chance: float
    deficit: float
    trust: float
    same_activity: float
    luck: Stream


def merge(population: Population, moment: Moment, ties: Ties, counties: Smalls) -> Merged:
    """Let tied organisations merge, once a year; the smaller one closes as merged and hands over all that it has.

    Parameters
    ----------
    ties : Ties
        Ties between open organisations.
    counties : int8 array, shape (districts,)
        The county of each district: a grant of one county does not follow into another.
    """
    numbers = moment.baseline.mergers
    couples = Couples(ties.first, ties.second, *ties.ends(population), np.float32(0.5) * (ties.trust + ties.trust_back))
    deficit = population.cost > (1 + numbers.margin) * population.income
    sides = Sides(population.registered, deficit, population.activity, population.spending)
    luck = moment.draws.stream(Decision.MERGER, moment.step)
    terms = Terms(**{name: getattr(numbers, name) for name in Terms._fields[:-1]}, luck=luck)
    givers, takers = matches(couples, sides, terms)
    if givers.size:
        hand_over(population, moment, givers, takers, counties.take(population.district))
    return Merged(int(givers.size), int(deficit.take(givers).sum()))


@compiled
def matches(couples: Couples, sides: Sides, terms: Terms) -> tuple[Rows, Rows]:
    """Return who gives up its name and who takes it over; nobody merges twice in a year.

    Likelier where the smaller one runs a deficit, where both trust each other, and between organisations of one activity.
    """
    givers, takers, count = np.empty(couples.one.size, dtype=np.int64), np.empty(couples.one.size, dtype=np.int64), 0
    taken = np.zeros(sides.spending.size, dtype=np.bool_)
    for tie in range(couples.one.size):
        one, other = couples.one[tie], couples.other[tie]
        if taken[one] or taken[other] or not (sides.registered[one] and sides.registered[other]):
            continue
        giver, taker = (one, other) if sides.spending[one] < sides.spending[other] else (other, one)
        ratio = terms.trust * couples.trust[tie]
        if sides.deficit[giver]:
            ratio += terms.deficit
        if sides.activity[one] == sides.activity[other]:
            ratio += terms.same_activity
        if draw(terms.luck, couples.first[tie], couples.second[tie] + 1) < terms.chance * np.exp(ratio):
            givers[count], takers[count] = giver, taker
            taken[one] = taken[other] = True
            count += 1
    return givers[:count], takers[:count]


def hand_over(population: Population, moment: Moment, givers: Rows, takers: Rows, county: Smalls) -> None:
    """Let receivers take over income, money, posts and volunteers, pay for the integration, and close those that gave them up."""
    ratio = population.weight.take(givers) / population.weight.take(takers)
    mixed = {"posts_per_million": population.spending, "part_time": population.staff}
    for name, base in mixed.items():
        column, theirs = getattr(population, name), ratio * base.take(givers)
        whole = np.maximum(base.take(takers) + theirs, np.float32(1e-9))
        column[takers] += (column.take(givers) - column.take(takers)) * theirs / whole
    bill = np.float32(QUARTERS * moment.baseline.mergers.cost) * ratio * population.income.take(givers)
    _carry_awards(population, moment.step, givers, takers, county)
    for name in CARRIED:
        column = getattr(population, name)
        column[..., takers] += ratio * column.take(givers, axis=-1)
    larger = population.trustees.take(givers) > population.trustees.take(takers)
    for name in BOARD:
        column = getattr(population, name)
        column[takers] = np.where(larger, column.take(givers), column.take(takers))
    population.funder_trust[takers] = np.maximum(population.funder_trust.take(takers), population.funder_trust.take(givers))
    population.ict[takers] |= population.ict.take(givers)
    population.practices[takers] |= population.practices.take(givers)
    paid = np.minimum(bill, population.reserves.take(takers))
    population.reserves[takers] -= paid
    population.cost[takers] += paid
    population.closed[givers] = moment.step
    population.closure[givers] = Closure.MERGED
    empty(population, givers)


def _carry_awards(population: Population, step: int, givers: Rows, takers: Rows, county: Smalls) -> None:
    """Let awards that run on go over; where both hold one of a kind, their sum runs as long as the larger of the two.

    A county's grant stays in its county: it falls back to its pool.
    """
    ratio = population.weight.take(givers) / population.weight.take(takers)
    stays = county.take(givers) != county.take(takers)
    for kind in Award:
        award, end = population.award[kind], population.award_end[kind]
        theirs = np.where(end.take(givers) > step, ratio * award.take(givers), np.float32(0))
        if kind in PLACED:
            theirs[stays] = 0
        ours = np.where(end.take(takers) > step, award.take(takers), np.float32(0))
        comes = theirs > 0
        award[takers] = np.where(comes, ours + theirs, award.take(takers))
        end[takers] = np.where(comes & (theirs > ours), end.take(givers), end.take(takers))
