"""Meeting: organisations meet in circles, and some meetings become ties (M10, in a simple form).

A partner is found on a ring: each year every organisation stands at a keyed place on its circle's ring, and who meets picks the
next open one after a keyed point. When one organisation closes, only meetings that would have reached it change.
"""

import numpy as np
from numpy.typing import NDArray

from foresight.model.moment import Moment
from foresight.model.ties import Ties
from foresight.population.columns import SMALL_INCOME, Flags, Floats, Population, Rows
from foresight.randomness import Decision

CIRCLES = ("circle_place_activity", "circle_place", "circle_activity", "circle_friends")  # the rest meet anybody
FRIENDS = CIRCLES.index("circle_friends")
ANYBODY = len(CIRCLES)
MOST_ROUNDS = 16  # of meetings an organisation starts in a year


def meet(population: Population, moment: Moment, ties: Ties, rounds: float) -> Ties:
    """Return the ties after a year's meetings, each organisation starting `rounds` of them (a fraction is a chance)."""
    met = ties
    for part in range(min(int(np.ceil(rounds)), MOST_ROUNDS)):
        chance = min(rounds - part, 1.0)
        luck = moment.draws.uniform(Decision.MEETING_CIRCLE, moment.step, population.identity, part)
        shares = np.cumsum([getattr(moment.baseline.ties, circle) for circle in CIRCLES])
        circle = np.searchsorted(shares, luck, side="right")
        partner = _partners(population, moment, met, circle, part)
        starts = population.open & (partner >= 0)
        met = _formed(population, moment, met, np.where(starts, partner, -1), chance, part)
    return met


def meet_in_clusters(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after the further meetings inside microclusters that the plan pays for."""
    extra = moment.levers.cluster_meetings
    if not isinstance(extra, np.ndarray):
        return ties
    members = population.open & (population.cluster >= 0)
    met = ties
    for part in range(int(min(np.ceil(extra.max(initial=0)), MOST_ROUNDS))):
        partner = _next_on_ring(population, moment, population.cluster.astype(np.int64), members, Decision.CLUSTER_CONTACT, part)
        chance = np.clip(extra - part, 0, 1)
        met = _formed(population, moment, met, partner, chance, MOST_ROUNDS + part)
    return met


def _partners(population: Population, moment: Moment, ties: Ties, circle: Rows, part: int) -> Rows:
    """Return the row of whom each organisation meets, -1 for nobody; shape (n,)."""
    place = population.district.astype(np.int64)
    activity = population.activity.astype(np.int64)
    groups = {0: place * 128 + activity, 1: place, 2: activity, ANYBODY: np.zeros_like(place)}
    partner = np.full(len(population), -1, dtype=np.int64)
    for number, group in groups.items():
        chosen = circle == number
        found = _next_on_ring(population, moment, group, population.open, Decision.MEETING_PARTNER, part)
        partner[chosen] = found[chosen]
    friends = circle == FRIENDS
    partner[friends] = _partner_of_partner(population, moment, ties, part)[friends]
    return partner


def _next_on_ring(
    population: Population, moment: Moment, group: Rows, present: Flags, decision: Decision, part: int
) -> Rows:
    """Return, for each present organisation, the next present one on its group's ring after a keyed point; else -1."""
    rows = np.flatnonzero(present)
    found = np.full(len(population), -1, dtype=np.int64)
    if rows.size == 0:
        return found
    identity, groups = population.identity.take(rows), group.take(rows)
    place = groups + moment.draws.uniform(Decision.MEETING_PLACE, moment.step, identity).astype(np.float64)
    order = np.argsort(place, kind="stable")
    ring, sorted_groups = place.take(order), groups.take(order)
    aim = groups + moment.draws.uniform(decision, moment.step, identity, part).astype(np.float64)
    nearest = np.searchsorted(ring, aim)
    start = np.searchsorted(sorted_groups, groups)
    beyond = (nearest == rows.size) | (sorted_groups.take(np.minimum(nearest, rows.size - 1)) != groups)
    found[rows] = rows.take(order.take(np.where(beyond, start, nearest)))
    return found


def _partner_of_partner(population: Population, moment: Moment, ties: Ties, part: int) -> Rows:
    """Return the row of a keyed partner of a keyed partner, -1 for those without; closes triangles (NVSQ 2019: closure)."""
    matrix = ties.matrix(population)
    degree = np.diff(matrix.indptr)
    if matrix.nnz == 0:
        return np.full(len(population), -1, dtype=np.int64)
    luck = moment.draws.uniform(Decision.MEETING_PARTNER, moment.step, population.identity, MOST_ROUNDS + part)

    def choose(rows: Rows, luck: Floats) -> Rows:
        chosen = matrix.indptr.take(rows) + np.floor(luck * degree.take(rows)).astype(np.int64)
        return matrix.indices.take(np.minimum(chosen, matrix.nnz - 1)).astype(np.int64)

    friend = choose(np.arange(len(population)), luck)
    further = choose(friend, (luck * np.float32(997)) % 1)
    return np.where(degree > 0, further, -1)


def _formed(
    population: Population, moment: Moment, ties: Ties, partner: Rows, chance: float | Floats, part: int
) -> Ties:
    """Return the ties with those meetings that become ties; partner has the row met, -1 for nobody."""
    numbers = moment.baseline.ties
    met = np.maximum(partner, 0)
    reach = handicap(population, moment)
    across = population.bme_led != population.bme_led.take(met)
    likely = chance * numbers.tie_chance * reach * reach.take(met) * np.where(across, numbers.tie_bme, 1)
    luck = moment.draws.uniform(Decision.TIE_FORMS, moment.step, population.identity, part)
    forms = (partner >= 0) & (luck < likely)
    mine, theirs = population.identity[forms], population.identity.take(met)[forms]
    return ties.with_new(mine, theirs, numbers.trust_start)


def handicap(population: Population, moment: Moment) -> NDArray[np.float32]:
    """Return how easily each organisation makes a tie, shape (n,), 0-1: harder for rural and small ones; ICT helps rural ones."""
    numbers = moment.baseline.ties
    online = online_share(moment)
    rural = 1 - (1 - numbers.tie_rural) * (1 - numbers.online_reach * online)
    small = np.where(population.income_before < SMALL_INCOME, numbers.tie_small, 1)
    return (np.where(population.rural, rural, 1) * small).astype(np.float32)


def online_share(moment: Moment) -> float:
    """Return the share of rural organisations that use ICT well, 0-1: logistic from 0.42 in 2002, slowed by the ICT gap (M11)."""
    start, years = 0.42, moment.step / 4
    pace = moment.world.ict_pace * (1 - moment.world.ict_gap)
    return float(1 / (1 + (1 / start - 1) * np.exp(-pace * years)))
