"""Collaboration: joint projects end, each side learns from how its own went, and new ones begin where both sides agree (M10)."""

from typing import NamedTuple

import numpy as np

from foresight.compiling import compiled
from foresight.model.moment import Moment
from foresight.model.processes.agreement import Pairs, Rules, Sides, agree, expit, rules_of, sides_of
from foresight.model.ties import NO_PROJECT, Ties
from foresight.population.columns import Flags, Floats, Ints, Population, Smalls, bounded
from foresight.randomness import Decision, Stream, draw

MOST_TIES = 127  # that the columns can count


class Outcomes(NamedTuple):
    """How the joint projects that ended in a year went, in numbers of projects."""

    succeeded: int = 0
    failed: int = 0
    mandated_succeeded: int = 0
    mandated_failed: int = 0


class Lucks(NamedTuple):
    """The streams of a year's decisions, one draw a pair each."""

    success: Stream
    fades: Stream
    first_agrees: Stream
    second_agrees: Stream


def collaborate(population: Population, moment: Moment, ties: Ties) -> tuple[Ties, Outcomes]:
    """Return the ties after a year, and how its joint projects ended.

    Success gives trust, failure takes it (the trust loop of Huxham and Vangen), on each side by what it had at stake. Idle ties
    fade. A new project begins where both sides say yes, each for itself, and both have room for it (`agreement.py`).
    """
    pairs, sides, rules = _pairs(population, ties), sides_of(population, moment), rules_of(moment)
    decisions = (Decision.JOINT_SUCCESS, Decision.TIE_FADES, Decision.AGREES_FIRST, Decision.AGREES_SECOND)
    lucks = Lucks(*(moment.draws.stream(decision, moment.step) for decision in decisions))
    lasts, ended = settle(pairs, sides, rules, lucks, moment.step)
    ties = ties.kept(lasts)
    agree(_pairs(population, ties), sides, rules, (lucks.first_agrees, lucks.second_agrees), moment.step)
    count(population, ties)
    return ties, Outcomes(*ended.tolist())


def found_projects(population: Population, moment: Moment, ties: Ties) -> None:
    """Start the joint projects under way in 2002 and give all founding ties a history of trust.

    Projects that funders demand are there already; their ends are spread out like those of the others.
    """
    numbers = moment.baseline.ties
    luck = moment.draws.pair(Decision.AGREES_FIRST, moment.step, ties.first, ties.second)
    age = moment.draws.pair(Decision.AGREES_SECOND, moment.step, ties.first, ties.second)
    ends = 1 + np.floor(age * numbers.project_quarters)
    working = ties.mandated | (luck < numbers.founding_projects)
    ties.project_end = np.where(working, ends, NO_PROJECT).astype(np.int16)
    history = np.float32(numbers.trust_start - numbers.trust_floor) * age
    ties.trust, ties.trust_back = bounded(ties.trust + history), bounded(ties.trust_back + history)
    count(population, ties)


def _pairs(population: Population, ties: Ties) -> Pairs:
    return Pairs(ties.first, ties.second, *ties.ends(population), *ties.columns[2:])


@compiled
def settle(pairs: Pairs, sides: Sides, rules: Rules, lucks: Lucks, step: int) -> tuple[Flags, Ints]:
    """End projects that have run their time and move trust, in place; tell which ties last, and how projects ended.

    Returns
    -------
    bool array, shape (ties,); int32 array, shape (4,), in the order of `Outcomes`
    """
    lasts, ended = np.ones(pairs.first.size, dtype=np.bool_), np.zeros(4, dtype=np.int32)
    for tie in range(pairs.first.size):
        one, other = pairs.one[tie], pairs.other[tie]
        first, second = pairs.first[tie], pairs.second[tie] + 1  # a pair's draws stand apart from those of organisations
        mine, theirs, end = pairs.trust[tie], pairs.trust_back[tie], pairs.project_end[tie]
        if end != NO_PROJECT and end <= step:
            chance = hope((mine + theirs) / 2, min(sides.able[one], sides.able[other]), pairs.mandated[tie], rules)
            success = draw(lucks.success, first, second) < chance
            ended[2 * int(pairs.mandated[tie]) + int(not success)] += 1
            mine, theirs = (
                lesson(mine, (one, other), success, sides, rules),
                lesson(theirs, (other, one), success, sides, rules),
            )
            pairs.project_end[tie], pairs.mandated[tie] = NO_PROJECT, False
        mine += rules.trust_decay * (rules.trust_floor - mine)
        theirs += rules.trust_decay * (rules.trust_floor - theirs)
        if sides.cluster[one] >= 0 and sides.cluster[one] == sides.cluster[other]:
            nearer = min(sides.cluster_trust[one], sides.cluster_trust[other])
            mine, theirs = mine + nearer * (1 - mine), theirs + nearer * (1 - theirs)
        pairs.trust[tie], pairs.trust_back[tie] = mine, theirs
        if pairs.project_end[tie] == NO_PROJECT:
            lasts[tie] = draw(lucks.fades, first, second) >= rules.fade_rate
    return lasts, ended


@compiled
def hope(trust: float, weaker: float, mandated: bool, rules: Rules) -> float:  # noqa: FBT001 - compiled
    """Return the chance that a joint project ends well, 0-1: by mutual trust and the weaker side's capacity, less if mandated."""
    odds = rules.success_base + rules.success_trust * trust + rules.success_capacity * weaker
    return expit(odds - rules.mandate_penalty * int(mandated))


@compiled
def lesson(trust: float, ends: tuple[int, int], success: bool, sides: Sides, rules: Rules) -> float:  # noqa: FBT001
    """Return one side's trust in the other after a joint project: who has more at stake learns more from it, 0-1.

    A failure costs more trust where the partner is the less able of the two.
    """
    mine, theirs = ends
    stake = 2 * expit(rules.stake_size * (sides.size[theirs] - sides.size[mine]))
    if success:
        return float(trust + min(rules.trust_gain * stake, 1) * (1 - trust))
    fault = 1 + rules.blame * (sides.able[mine] - sides.able[theirs])
    return float(trust * (1 - min(rules.trust_loss * stake * fault, 1)))


def count(population: Population, ties: Ties) -> None:
    """Write what each organisation's ties come to: how many, across which lines, with what trust, projects and allies."""
    lines = population.rural.astype(np.int8) * 2 + population.bme_led
    made = counts(_pairs(population, ties), lines, population.spending)
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
