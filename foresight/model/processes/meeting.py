"""Meeting: organisations meet in circles, and some meetings become ties (M10, in a simple form).

A partner is found on a ring: each year every organisation stands at a keyed place on its circle's ring, and who meets picks the
next open one after a keyed point. When one organisation closes, only meetings that would have reached it change.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled
from foresight.model.moment import Moment
from foresight.model.ties import Ties, rows_of
from foresight.population.columns import SMALL_INCOME, Flags, Floats, Ints, Population, Rows
from foresight.randomness import Decision

CIRCLES = ("circle_place_activity", "circle_place", "circle_activity", "circle_friends")  # the rest meet anybody
FRIENDS = CIRCLES.index("circle_friends")
MOST_ROUNDS = 16  # of meetings an organisation starts in a year


class Ring(NamedTuple):
    """Where organisations stand this year on the rings of their groups (one ring a group).

    Parameters
    ----------
    group : int32 array, shape (n,)
        The group of each organisation.
    first : int64 array, shape (groups + 1,)
        Where each group's ring begins in `rows`.
    rows : int64 array, shape (present,)
        The rows on the rings, in the order of `places`.
    places : float64 array, shape (present,)
        Place on the own ring, 0-1, ascending within a group.
    """

    group: Ints
    first: Rows
    rows: Rows
    places: NDArray[np.float64]


class Partners(NamedTuple):
    """Who is tied to whom, by identity: a compressed sparse row matrix's `indptr` and `indices`, and the row of each identity."""

    first: Ints
    identities: Ints
    rows: Rows


def meet(population: Population, moment: Moment, ties: Ties, rounds: float) -> Ties:
    """Return the ties after a year's meetings, each organisation starting `rounds` of them (a fraction is a chance)."""
    met, known = ties, _partners(population, ties)
    rings = _rings(population, moment)
    shares = np.cumsum([getattr(moment.baseline.ties, circle) for circle in CIRCLES])
    for part in range(min(int(np.ceil(rounds)), MOST_ROUNDS)):
        circle = moment.draws.uniform(Decision.MEETING_CIRCLE, moment.step, population.identity, part)
        aim = moment.draws.uniform(Decision.MEETING_PARTNER, moment.step, population.identity, part)
        partner = found(rings, known, population.identity, np.searchsorted(shares, circle, side="right"), aim)
        met = _formed(population, moment, met, np.where(population.open, partner, -1), min(rounds - part, 1.0), part)
    return met


def meet_in_clusters(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after the further meetings inside microclusters that the plan pays for."""
    extra = moment.levers.cluster_meetings
    if not isinstance(extra, np.ndarray):
        return ties
    met = ties
    members = population.open & (population.cluster >= 0)
    ring = ring_of(np.maximum(population.cluster, 0).astype(np.int32), *_order(population, moment, members))
    for part in range(int(min(np.ceil(extra.max(initial=0)), MOST_ROUNDS))):
        aim = moment.draws.uniform(Decision.CLUSTER_CONTACT, moment.step, population.identity, part)
        partner = np.where(members, next_on_ring(ring, aim), -1)
        met = _formed(population, moment, met, partner, np.clip(extra - part, 0, 1), MOST_ROUNDS + part)
    return met


def _order(population: Population, moment: Moment, present: Flags) -> tuple[Rows, NDArray[np.float64]]:
    """Return the present rows in the order of their keyed places, and those places (0-1); equal draws stand by identity."""
    rows = np.flatnonzero(present)
    identity = population.identity.take(rows)
    luck = moment.draws.uniform(Decision.MEETING_PLACE, moment.step, identity).astype(np.float64)
    place = np.minimum(luck + identity * 2.0**-40, 1 - 2.0**-24)
    order = np.argsort(place)
    return rows.take(order), place.take(order)


@compiled
def ring_of(group: Ints, rows: Rows, places: NDArray[np.float64]) -> Ring:
    """Put rows, given in the order of their places, on the rings of their groups (a counting sort)."""
    first = np.zeros((group.max() if group.size else 0) + 2, dtype=np.int64)
    for row in rows:
        first[group[row] + 1] += 1
    first = np.cumsum(first)
    end = first.copy()
    ringed, placed = np.empty_like(rows), np.empty_like(places)
    for at in range(rows.size):
        slot = end[group[rows[at]]]
        end[group[rows[at]]] += 1
        ringed[slot], placed[slot] = rows[at], places[at]
    return Ring(group, first, ringed, placed)


def _rings(population: Population, moment: Moment) -> tuple[Ring, ...]:
    """Return the rings of each circle in the order of `CIRCLES`; friends have none, and meet on everybody's."""
    order = _order(population, moment, population.open)
    place, activity = population.district.astype(np.int32), population.activity.astype(np.int32)
    everybody = ring_of(np.zeros_like(place), *order)
    return (ring_of(place * 16 + activity, *order), ring_of(place, *order), ring_of(activity, *order), everybody, everybody)


def _partners(population: Population, ties: Ties) -> Partners:
    rows = rows_of(population)
    matrix = ties.matrix(rows.size)
    return Partners(matrix.indptr, matrix.indices, rows)


@compiled
def found(rings: tuple[Ring, ...], partners: Partners, identity: Ints, circle: Rows, aim: Floats) -> Rows:
    """Return the row of whom each organisation meets in its circle, -1 for nobody; shape (n,)."""
    met = np.empty(identity.size, dtype=np.int64)
    for row in range(identity.size):
        if circle[row] == FRIENDS:
            met[row] = partner_of_partner(partners, identity[row], aim[row])
        else:
            met[row] = nearest(rings[circle[row]], row, aim[row])
    return met


@compiled
def next_on_ring(ring: Ring, aim: Floats) -> Rows:
    """Return the row that stands next after `aim` (0-1) on each organisation's own ring, -1 where it is empty; shape (n,)."""
    met = np.empty(aim.size, dtype=np.int64)
    for row in range(aim.size):
        met[row] = nearest(ring, row, aim[row])
    return met


@compiled
def nearest(ring: Ring, row: int, aim: float) -> int:
    """Return the row that stands next after `aim` on the ring of an organisation's group, -1 where the ring is empty."""
    first, end = ring.first[ring.group[row]], ring.first[ring.group[row] + 1]
    if first == end:
        return -1
    at = first + int(aim * (end - first))  # places are spread evenly: the search begins close to its end
    while at > first and ring.places[at - 1] >= aim:
        at -= 1
    while at < end and ring.places[at] < aim:
        at += 1
    return int(ring.rows[at if at < end else first])


@compiled
def partner_of_partner(partners: Partners, identity: int, luck: float) -> int:
    """Return the row of a keyed partner of a keyed partner, -1 for those without.

    It closes triangles, as networks of organisations do (closure is preferred to brokerage).
    """
    first, end = partners.first[identity], partners.first[identity + 1]
    if first == end:
        return -1
    friend = partners.identities[first + int(luck * (end - first))]
    first, end = partners.first[friend], partners.first[friend + 1]
    return int(partners.rows[partners.identities[first + int((luck * 997) % 1 * (end - first))]])


def _formed(population: Population, moment: Moment, ties: Ties, partner: Rows, chance: float | Floats, part: int) -> Ties:
    """Return the ties with those meetings that become ties; partner has the row met, -1 for nobody."""
    numbers = moment.baseline.ties
    met = np.maximum(partner, 0)
    reach = handicap(population, moment)
    across = population.bme_led != population.bme_led.take(met)
    likely = chance * numbers.tie_chance * reach * reach.take(met) * np.where(across, np.float32(numbers.tie_bme), 1)
    luck = moment.draws.uniform(Decision.TIE_FORMS, moment.step, population.identity, part)
    forms = np.flatnonzero((partner >= 0) & (luck < likely))
    return ties.with_new(population.identity.take(forms), population.identity.take(met.take(forms)), numbers.trust_start)


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
