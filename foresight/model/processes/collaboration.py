"""Collaboration: joint projects that both sides agree to, and the trust that success and failure leave (M10, simple form)."""

from typing import NamedTuple

import numpy as np

from foresight.compiling import compiled
from foresight.model.adjustments import column_of
from foresight.model.moment import Moment
from foresight.model.processes.awards import able
from foresight.model.ties import NO_PROJECT, Ties
from foresight.population.columns import Flags, Floats, Ints, Population, Rows, Smalls, Steps
from foresight.randomness import Decision, Stream, draw

MOST_TIES = 127  # that the columns can count


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


class Partners(NamedTuple):
    """What a partner brings, shape (n,) each; the last two are what the plan adds to bids, and to trust inside a microcluster.

    Parameters
    ----------
    size : float32 array
        ln of spending in GBP a year.
    """

    able: Floats
    size: Floats
    activity: Smalls
    district: Smalls
    cluster: Smalls
    bid_bonus: Floats
    cluster_trust: Floats


class Rules(NamedTuple):
    """The numbers of collaboration, named as in the baseline, and how scarce public money is (0-1)."""

    success_base: float
    success_trust: float
    success_capacity: float
    trust_gain: float
    trust_loss: float
    stake_size: float
    blame: float
    trust_decay: float
    trust_floor: float
    fade_rate: float
    sharpness: float
    value_base: float
    value_saving: float
    value_same_activity: float
    value_scarcity: float
    cost_of_distrust: float
    rivalry: float
    rivalry_scarcity: float
    project_quarters: float
    scarcity: float


class Lucks(NamedTuple):
    """The streams of a year's decisions, one draw a pair each."""

    success: Stream
    fades: Stream
    first_agrees: Stream
    second_agrees: Stream


def collaborate(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after a year: projects end and leave trust, idle ties fade, and new projects are agreed.

    Success gives trust, failure takes it (the trust loop of Huxham and Vangen). Both sides must see value in a project: what it
    saves, less the cost of distrust and the rivalry of neighbours who live on the same funders (transaction cost: Williamson).
    """
    levers, size = moment.levers, len(population)
    pairs = Pairs(ties.first, ties.second, *ties.ends(population), *ties.columns[2:])
    partners = Partners(
        able(population, moment),
        np.log(np.maximum(population.spending, 1)),
        population.activity,
        population.district,
        population.cluster,
        column_of(levers.bid_bonus, size),
        column_of(levers.cluster_trust, size),
    )
    rules = Rules(**{name: getattr(moment.baseline.ties, name) for name in Rules._fields[:-1]}, scarcity=moment.scarcity)
    decisions = (Decision.JOINT_SUCCESS, Decision.TIE_FADES, Decision.AGREES_FIRST, Decision.AGREES_SECOND)
    lucks = Lucks(*(moment.draws.stream(decision, moment.step) for decision in decisions))
    ties = ties.kept(year_together(pairs, partners, rules, lucks, moment.step))
    count(population, ties)
    return ties


def found_projects(population: Population, moment: Moment, ties: Ties) -> None:
    """Start the joint projects under way in 2002 and give all founding ties a history of trust."""
    numbers = moment.baseline.ties
    luck = moment.draws.pair(Decision.AGREES_FIRST, moment.step, ties.first, ties.second)
    age = moment.draws.pair(Decision.AGREES_SECOND, moment.step, ties.first, ties.second)
    ends = 1 + np.floor(age * numbers.project_quarters)
    ties.project_end = np.where(luck < numbers.founding_projects, ends, NO_PROJECT).astype(np.int16)
    back = moment.draws.pair(Decision.TRUST_BEFORE, moment.step, ties.first, ties.second)
    further = numbers.trust_start - numbers.trust_floor
    ties.trust, ties.trust_back = ((numbers.trust_floor + further * (1 + past)).astype(np.float32) for past in (age, back))
    count(population, ties)


@compiled
def year_together(pairs: Pairs, partners: Partners, rules: Rules, lucks: Lucks, step: int) -> Flags:
    """Carry each tie through a year, writing its trust and the end of its project, and tell which ties last, shape (ties,)."""
    lasts = np.ones(pairs.first.size, dtype=np.bool_)
    for tie in range(pairs.first.size):
        one, other = pairs.one[tie], pairs.other[tie]
        first, second = pairs.first[tie], pairs.second[tie] + 1  # a pair's draws stand apart from those of organisations
        mine, theirs, end = pairs.trust[tie], pairs.trust_back[tie], pairs.project_end[tie]
        if end != NO_PROJECT and end <= step:
            weaker = min(partners.able[one], partners.able[other])
            success = draw(lucks.success, first, second) < hope((mine + theirs) / 2, weaker, rules)
            mine, theirs = (
                lesson(mine, one, other, success, (partners, rules)),
                lesson(theirs, other, one, success, (partners, rules)),
            )
            end = NO_PROJECT
        mine += rules.trust_decay * (rules.trust_floor - mine)
        theirs += rules.trust_decay * (rules.trust_floor - theirs)
        if partners.cluster[one] >= 0 and partners.cluster[one] == partners.cluster[other]:
            nearer = min(partners.cluster_trust[one], partners.cluster_trust[other])
            mine, theirs = mine + nearer * (1 - mine), theirs + nearer * (1 - theirs)
        if end == NO_PROJECT:
            lasts[tie] = draw(lucks.fades, first, second) >= rules.fade_rate
            alike = int(partners.activity[one] == partners.activity[other])
            rivals = alike * int(partners.district[one] == partners.district[other])
            bonus = min(partners.bid_bonus[one], partners.bid_bonus[other])  # log odds
            yes = draw(lucks.first_agrees, first, second) < expit(rules.sharpness * value(mine, alike, rivals, rules) + bonus)
            if yes and draw(lucks.second_agrees, first, second) < expit(
                rules.sharpness * value(theirs, alike, rivals, rules) + bonus
            ):
                end = step + int(rules.project_quarters)
        pairs.trust[tie], pairs.trust_back[tie], pairs.project_end[tie] = mine, theirs, end
    return lasts


@compiled
def lesson(trust: float, mine: int, theirs: int, success: bool, known: tuple[Partners, Rules]) -> float:  # noqa: FBT001
    """Return one side's trust in the other after a joint project: who has more at stake learns more from it, 0-1.

    A failure costs more trust where the partner is the less able of the two.
    """
    partners, rules = known
    stake = 2 * expit(rules.stake_size * (partners.size[theirs] - partners.size[mine]))
    if success:
        return float(trust + min(rules.trust_gain * stake, 1) * (1 - trust))
    fault = 1 + rules.blame * (partners.able[mine] - partners.able[theirs])
    return float(trust * (1 - min(rules.trust_loss * stake * fault, 1)))


@compiled
def hope(trust: float, weaker: float, rules: Rules) -> float:
    """Return the chance that a joint project ends well, 0-1: it rises with trust and the weaker side's capacity."""
    return expit(rules.success_base + rules.success_trust * trust + rules.success_capacity * weaker)


@compiled
def value(trust: float, alike: int, rivals: int, rules: Rules) -> float:
    """Return what a joint project is worth to two organisations; 1 where they are of one activity (and place), else 0."""
    worth = rules.value_base + rules.value_saving + rules.value_scarcity * rules.scarcity
    worth += rules.value_same_activity * alike - (rules.rivalry + rules.rivalry_scarcity * rules.scarcity) * rivals
    return float(worth - rules.cost_of_distrust * (1 - trust))


@compiled
def expit(odds: float) -> float:
    """Turn log odds into a chance."""
    return float(1 / (1 + np.exp(-odds)))


def count(population: Population, ties: Ties) -> None:
    """Write what each organisation's ties come to: how many, across which lines, with what trust, projects and allies."""
    lines = population.rural.astype(np.int8) * 2 + population.bme_led
    pairs = Pairs(ties.first, ties.second, *ties.ends(population), *ties.columns[2:])
    made = counts(pairs, lines, population.spending)
    population.degree, population.bridges, population.collaborations, population.mandated, population.trust, population.allies = (
        made
    )


@compiled
def counts(pairs: Pairs, lines: Smalls, spending: Floats) -> tuple[Smalls, Smalls, Smalls, Smalls, Floats, Floats]:
    """Return, shape (n,) each: ties, bridging ties, agreed and mandated projects (127 stands for more), mean trust and allies."""
    size = spending.size
    degree, bridges = np.zeros(size, dtype=np.int8), np.zeros(size, dtype=np.int8)
    agreed, mandated = np.zeros(size, dtype=np.int8), np.zeros(size, dtype=np.int8)
    trust, allies, known = np.zeros(size), np.zeros(size), np.zeros(size, dtype=np.int32)
    for tie in range(pairs.one.size):
        one, other = pairs.one[tie], pairs.other[tie]
        for mine, theirs, faith in ((one, other, pairs.trust[tie]), (other, one, pairs.trust_back[tie])):
            known[mine] += 1
            trust[mine] += faith
            working = pairs.project_end[tie] != NO_PROJECT
            if working and not pairs.mandated[tie]:
                allies[mine] += spending[theirs]
            if degree[mine] < MOST_TIES:
                degree[mine] += 1
                bridges[mine] += lines[mine] != lines[theirs]
                mandated[mine] += working and pairs.mandated[tie]
                agreed[mine] += working and not pairs.mandated[tie]
    trusting = (trust / np.maximum(known, 1)).astype(np.float32)
    return degree, bridges, agreed, mandated, trusting, allies.astype(np.float32)
