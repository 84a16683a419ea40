"""Agreement: who says yes to a joint project, by one of two rival rules, and who still has room for it (M10).

By *value* a side weighs what it expects to save against what distrust, rivalry and the loss of its own way would cost it. By
*threshold* it joins in once enough of those it trusts do. Either way a project begins only where both sides say yes.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from foresight.compiling import compiled
from foresight.model.adjustments import column_of
from foresight.model.moment import Moment
from foresight.model.processes.awards import PLACED, able
from foresight.model.ties import NO_PROJECT
from foresight.population.columns import (
    QUARTERS,
    Award,
    Bytes,
    Flags,
    Floats,
    Ints,
    Population,
    Practice,
    Rows,
    Smalls,
    Steps,
    bounded,
)
from foresight.randomness import Decision, Stream, draw

EVERY_KIND = 2 ** len(Award) - 1  # a bit per kind of award
NOT_PLACED = EVERY_KIND - sum(2**kind for kind in PLACED)
PRACTICES = len(Practice)


Awards = NDArray[np.float32]  # shape (kinds, n)
Ready = NDArray[np.float32]  # shape (2, ties)


class Pairs(NamedTuple):
    """The ties as columns of shape (ties,): identities and rows of both ends, trust each way, and the joint project."""

    first: Ints
    second: Ints
    one: Rows
    other: Rows
    trust: Floats
    trust_back: Floats
    project_end: Steps
    mandated: Flags


class Sides(NamedTuple):
    """What each organisation is as a partner, shape (n,) each.

    Parameters
    ----------
    size : float32 array
        ln of spending in GBP a year.
    award : float32 array, shape (5, n)
        GBP a year.
    county : int8 array, shape (n,)
        Whose pool it draws on where pools are a county's own.
    distrust_cost, own_way : float32 arrays
        Value lost to distrust of 1, and to the loss of its own way.
    threshold : float32 array
        Share of trusted partners who work with others at which it joins in.
    working : bool array
        It worked with a partner, by agreement, at the end of the year before.
    room : int8 array
        Joint projects that it can carry at once.
    """

    able: Floats
    size: Floats
    activity: Smalls
    district: Smalls
    county: Smalls
    cluster: Smalls
    award: Awards
    practices: Bytes
    distrust_cost: Floats
    own_way: Floats
    threshold: Floats
    working: Flags
    room: Smalls
    bid_bonus: Floats
    cluster_trust: Floats


class Rules(NamedTuple):
    """The numbers of collaboration, named as in the baseline; which rule decides; and how scarce public money is (0-1)."""

    success_base: float
    success_trust: float
    success_capacity: float
    mandate_penalty: float
    trust_gain: float
    trust_loss: float
    trust_decay: float
    trust_floor: float
    stake_size: float
    blame: float
    fade_rate: float
    sharpness: float
    value_base: float
    value_saving: float
    value_same_activity: float
    value_novelty: float
    value_scarcity: float
    rivalry: float
    rivalry_scarcity: float
    rivalry_place: float
    threshold_trust: float
    threshold_pace: float
    project_quarters: float
    by_threshold: bool
    scarcity: float


def rules_of(moment: Moment) -> Rules:
    """Return the rules in force."""
    numbers = {name: getattr(moment.baseline.ties, name) for name in Rules._fields[:-2]}
    return Rules(**numbers, by_threshold=moment.baseline.hypotheses.collaboration_rule == "threshold", scarcity=moment.scarcity)


def sides_of(population: Population, moment: Moment) -> Sides:
    """Return what each organisation is as a partner this year."""
    numbers, levers, rows = moment.baseline.ties, moment.levers, len(population)
    size = np.log(np.maximum(population.spending, 1))
    formal = formality(population, moment, size)
    taste = moment.draws.uniform(Decision.AUTONOMY, 0, population.identity)
    return Sides(
        able=able(population, moment),
        size=size,
        activity=population.activity,
        district=population.district,
        county=moment.baseline.county_of_district.take(population.district),
        cluster=population.cluster,
        award=population.award,
        practices=population.practices,
        distrust_cost=np.float32(numbers.cost_of_distrust) * formal / (1 + column_of(levers.broker, rows)),
        own_way=np.float32(numbers.autonomy) * taste / formal,
        threshold=thresholds(population, moment),
        working=population.collaborations > 0,
        room=room(size, moment),
        bid_bonus=column_of(levers.bid_bonus, rows),
        cluster_trust=column_of(levers.cluster_trust, rows),
    )


def formality(population: Population, moment: Moment, size: Floats) -> Floats:
    """Return how formal each organisation's way of working together is, shape (n,); 1 is usual.

    It rises with size, age and public funding (Guo and Acar 2005).

    Parameters
    ----------
    size : float32 array, shape (n,)
        ln of spending in GBP a year.
    """
    numbers, award = moment.baseline.ties, population.award
    public = award[Award.STATUTORY_GRANT] + award[Award.CONTRACT] + award[Award.REGENERATION]
    public = public / np.maximum(population.spending, 1)
    years = (moment.step - population.born.astype(np.float32)) / QUARTERS
    grown = np.minimum(years / np.float32(numbers.formality_years), 1)
    formal = 1 + np.float32(numbers.formality_size) * (size - np.float32(moment.baseline.incomes.log_median))
    formal += np.float32(numbers.formality_age) * grown + np.float32(numbers.formality_public) * np.minimum(public, 1)
    return np.asarray(bounded(formal, 0.5, 2), dtype=np.float32)


def room(size: Floats, moment: Moment) -> Smalls:
    """Return how many joint projects each organisation can carry at once, shape (n,)."""
    numbers = moment.baseline.ties
    further = np.float32(numbers.projects_per_size) * (size - np.float32(np.log(numbers.projects_from)))
    there = bounded(np.floor(numbers.projects_fewest + further), numbers.projects_fewest, numbers.projects_most)
    return np.asarray(there, dtype=np.int8)


def thresholds(population: Population, moment: Moment) -> Floats:
    """Return the share of trusted partners in joint work at which each joins in (Granovetter 1978), shape (n,).

    Under the value rule nobody joins in by example.
    """
    numbers = moment.baseline.ties
    if moment.baseline.hypotheses.collaboration_rule != "threshold":
        return np.full(len(population), np.inf, dtype=np.float32)
    luck = moment.draws.uniform(Decision.THRESHOLD, 0, population.identity)
    spread = ndtri(np.clip(luck, np.float32(2**-25), np.float32(1 - 2**-24)))
    return np.asarray(numbers.threshold_mean + numbers.threshold_spread * spread, dtype=np.float32)


def agree(pairs: Pairs, sides: Sides, rules: Rules, lucks: tuple[Stream, Stream], step: int) -> None:
    """Begin joint projects, in place, on idle ties where both sides say yes by the rule in force and have room for them."""
    taken, share = taken_and_shared(pairs, sides, rules)
    ready = joining(pairs, sides, rules, share) if rules.by_threshold else weighing(pairs, sides, rules)
    begin(pairs, ready, (taken, sides.room), lucks, step + int(rules.project_quarters))


@compiled
def begin(pairs: Pairs, ready: Ready, work: tuple[Ints, Smalls], lucks: tuple[Stream, Stream], end: int) -> None:
    """Begin joint projects that last until `end` where both sides say yes, in the order of their luck while there is room.

    Parameters
    ----------
    ready : float32 array, shape (2, ties)
        The chance that each side says yes.
    work : int32 and int8 arrays, shape (n,)
        Projects under way, which is brought up to date, and the room for them.
    """
    taken, room = work
    willing, order = np.empty(pairs.first.size, dtype=np.int64), np.empty(pairs.first.size, dtype=np.float32)
    found = 0
    for tie in range(pairs.first.size):
        if ready[0, tie] == 0 or ready[1, tie] == 0:
            continue
        first, second = pairs.first[tie], pairs.second[tie] + 1
        luck = draw(lucks[0], first, second)
        if luck < ready[0, tie] and draw(lucks[1], first, second) < ready[1, tie]:
            willing[found], order[found] = tie, luck
            found += 1
    for place in np.argsort(order[:found], kind="mergesort"):
        tie = willing[place]
        one, other = pairs.one[tie], pairs.other[tie]
        if taken[one] < room[one] and taken[other] < room[other]:
            pairs.project_end[tie] = end
            taken[one] += 1
            taken[other] += 1


@compiled
def taken_and_shared(pairs: Pairs, sides: Sides, rules: Rules) -> tuple[Ints, Floats]:
    """Return each organisation's projects under way, and the share of those it trusts who work with others, shape (n,) each."""
    size = sides.size.size
    taken, trusted, working = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32)
    for tie in range(pairs.first.size):
        for mine, theirs, trust in (
            (pairs.one[tie], pairs.other[tie], pairs.trust[tie]),
            (pairs.other[tie], pairs.one[tie], pairs.trust_back[tie]),
        ):
            taken[mine] += pairs.project_end[tie] != NO_PROJECT
            if trust >= rules.threshold_trust:
                trusted[mine] += 1
                working[mine] += sides.working[theirs]
    return taken, (working / np.maximum(trusted, 1)).astype(np.float32)


@compiled
def joining(pairs: Pairs, sides: Sides, rules: Rules, share: Floats) -> Ready:
    """Return the chance that each side of an idle tie says yes by the threshold rule, shape (2, ties).

    Parameters
    ----------
    share : float32 array, shape (n,)
        Share of those it trusts who work with others.
    """
    ready = np.zeros((2, pairs.one.size), dtype=np.float32)
    for tie in range(pairs.one.size):
        if pairs.project_end[tie] == NO_PROJECT:
            for side, row in enumerate((pairs.one[tie], pairs.other[tie])):
                if share[row] >= sides.threshold[row]:
                    ready[side, tie] = rules.threshold_pace
    return ready


@compiled
def weighing(pairs: Pairs, sides: Sides, rules: Rules) -> Ready:
    """Return the chance that each side of an idle tie says yes by the value rule, shape (2, ties).

    It weighs savings and what is new against distrust, rivalry and the loss of its own way.
    """
    ready = np.zeros((2, pairs.one.size), dtype=np.float32)
    shared = rules.value_base + rules.value_saving + rules.value_scarcity * rules.scarcity
    rivalry = rules.rivalry + rules.rivalry_scarcity * rules.scarcity
    held = kinds_held(sides.award)
    for tie in range(pairs.one.size):
        if pairs.project_end[tie] != NO_PROJECT:
            continue
        one, other = pairs.one[tie], pairs.other[tie]
        worth = shared + rules.value_novelty * novelty(sides.practices[one], sides.practices[other])
        bonus = min(sides.bid_bonus[one], sides.bid_bonus[other])  # log odds
        alike = sides.activity[one] == sides.activity[other]
        place = rules.rivalry_place * int(sides.district[one] == sides.district[other])
        common = held[one] & held[other] & (EVERY_KIND if sides.county[one] == sides.county[other] else NOT_PLACED)
        for side in range(2):
            mine, trust = (one, pairs.trust[tie]) if side == 0 else (other, pairs.trust_back[tie])
            value = worth - sides.distrust_cost[mine] * (1 - trust) - sides.own_way[mine]
            if alike:
                funds = shared_funds(sides.award, mine, common) / np.exp(sides.size[mine]) if common else 0.0
                turf = place + (1 - rules.rivalry_place) * min(funds, 1)
                value += rules.value_same_activity - rivalry * turf
            ready[side, tie] = expit(rules.sharpness * value + bonus)
    return ready


@compiled
def novelty(mine: int, theirs: int) -> float:
    """Return how much two can learn from each other's practices, 0-1: most where half of them differ."""
    differing = 0
    for practice in range(PRACTICES):
        differing += (mine ^ theirs) >> practice & 1
    apart = differing / PRACTICES
    return float(4 * apart * (1 - apart))


@compiled
def kinds_held(award: Awards) -> Bytes:
    """Return which kinds of award each organisation holds, a bit per kind, shape (n,): one look tells what two have in common."""
    held = np.zeros(award.shape[1], dtype=np.uint8)
    for kind in range(award.shape[0]):
        for row in range(held.size):
            held[row] |= np.uint8(award[kind, row] > 0) << kind
    return held


@compiled
def shared_funds(award: Awards, mine: int, common: int) -> float:
    """Return one side's awards from pools on which both live, GBP a year.

    Parameters
    ----------
    common : int
        The kinds of award whose pools they share, a bit per kind: local pools only where both are of one county.
    """
    shared = 0.0
    for kind in range(award.shape[0]):
        if common >> kind & 1:
            shared += award[kind, mine]
    return shared


@compiled
def expit(odds: float) -> float:
    """Turn log odds into a chance."""
    return float(1 / (1 + np.exp(-odds)))
