"""Meeting: organisations meet in circles, and some meetings become ties (M10, in a simple form).

A partner is found on a ring: each year every organisation stands at a keyed place on its circle's ring, and who meets picks the
next open one after a keyed point. When one organisation closes, only meetings that would have reached it change.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled
from foresight.model.moment import Moment
from foresight.model.ties import Ties, rows_of
from foresight.population.columns import SMALL_INCOME, Flags, Floats, Ints, Population, Rows
from foresight.randomness import Decision, Stream, draw

CIRCLES = ("circle_place_activity", "circle_place", "circle_activity", "circle_friends")  # the rest meet anybody
FRIENDS = CIRCLES.index("circle_friends")
ANYBODY = len(CIRCLES)
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
    rings, manners = _rings(population, moment), _manners(population, moment)
    shares = np.cumsum([getattr(moment.baseline.ties, circle) for circle in CIRCLES])
    for part in range(min(int(np.ceil(rounds)), MOST_ROUNDS)):
        luck = moment.draws.uniform(Decision.MEETING_CIRCLE, moment.step, population.identity, part)
        circle = np.searchsorted(shares, luck, side="right")
        aim = moment.draws.uniform(Decision.MEETING_PARTNER, moment.step, population.identity, part)
        partner = np.full(len(population), -1, dtype=np.int64)
        for number, ring in rings.items():
            find_on_ring(partner, ring, circle, number, aim)
        find_friends(partner, known, population.identity, circle, aim)
        met = _formed(manners, moment, met, partner, np.full(len(population), min(rounds - part, 1.0)), part)
    return met


def meet_in_clusters(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after the further meetings inside microclusters that the plan pays for."""
    extra = moment.levers.cluster_meetings
    if not isinstance(extra, np.ndarray):
        return ties
    met, manners = ties, _manners(population, moment)
    members = population.open & (population.cluster >= 0)
    ring = ring_of(np.maximum(population.cluster, 0).astype(np.int32), *_order(population, moment, members))
    for part in range(int(min(np.ceil(extra.max(initial=0)), MOST_ROUNDS))):
        aim = moment.draws.uniform(Decision.CLUSTER_CONTACT, moment.step, population.identity, part)
        partner = np.full(len(population), -1, dtype=np.int64)
        find_on_ring(partner, ring, members.astype(np.int64), 1, aim)
        met = _formed(manners, moment, met, partner, np.clip(extra - part, 0, 1), MOST_ROUNDS + part)
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


def _rings(population: Population, moment: Moment) -> dict[int, Ring]:
    """Return the rings of each circle by its number; friends need none."""
    order = _order(population, moment, population.open)
    place, activity = population.district.astype(np.int32), population.activity.astype(np.int32)
    groups = {0: place * 16 + activity, 1: place, 2: activity, ANYBODY: np.zeros_like(place)}
    return {number: ring_of(group, *order) for number, group in groups.items()}


def _partners(population: Population, ties: Ties) -> Partners:
    rows = rows_of(population)
    matrix = ties.matrix(rows.size)
    return Partners(matrix.indptr, matrix.indices, rows)


@compiled
def find_on_ring(partner: Rows, ring: Ring, circle: Rows, number: int, aim: Floats) -> None:
    """Write whom those whose circle has this number meet on its ring: the next after `aim` (0-1), -1 for nobody."""
    for row in range(partner.size):
        if circle[row] == number:
            partner[row] = nearest(ring, row, aim[row])


@compiled
def find_friends(partner: Rows, partners: Partners, identity: Ints, circle: Rows, aim: Floats) -> None:
    """Write whom those in the circle of friends meet: a partner's partner, -1 for nobody."""
    for row in range(partner.size):
        if circle[row] == FRIENDS:
            partner[row] = partner_of_partner(partners, identity[row], aim[row])


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


class Manners(NamedTuple):
    """What decides whether a meeting becomes a tie: who they are, how easily they make ties, and whose leaders are BME people."""

    identity: Ints
    ease: Floats
    bme_led: Flags
    is_open: Flags
    tie_chance: float
    tie_bme: float


def _manners(population: Population, moment: Moment) -> Manners:
    numbers = moment.baseline.ties
    ease = handicap(population, moment)
    return Manners(population.identity, ease, population.bme_led, population.open, numbers.tie_chance, numbers.tie_bme)


def _formed(manners: Manners, moment: Moment, ties: Ties, partner: Rows, chance: NDArray[np.floating[Any]], part: int) -> Ties:
    """Return the ties with those meetings that become ties; partner has the row met, -1 for nobody."""
    luck = moment.draws.stream(Decision.TIE_FORMS, moment.step, part)
    rows = np.flatnonzero(becomes_tie(manners, partner, chance.astype(np.float32), luck))
    mine, theirs = manners.identity.take(rows), manners.identity.take(partner.take(rows))
    return ties.with_new(mine, theirs, moment.baseline.ties.trust_start)


@compiled
def becomes_tie(manners: Manners, partner: Rows, chance: Floats, luck: Stream) -> Flags:
    """Tell which meetings become ties, shape (n,): by chance, both sides' ease, and less often across the BME line."""
    made = np.zeros(partner.size, dtype=np.bool_)
    for row in range(partner.size):
        other = partner[row]
        if other >= 0 and manners.is_open[row]:
            likely = chance[row] * manners.tie_chance * manners.ease[row] * manners.ease[other]
            if manners.bme_led[row] != manners.bme_led[other]:
                likely *= manners.tie_bme
            made[row] = draw(luck, manners.identity[row]) < likely
    return made


def handicap(population: Population, moment: Moment) -> NDArray[np.float32]:
    """Return how easily each organisation makes a tie, shape (n,), 0-1: harder for rural and small ones; ICT helps rural ones."""
    numbers = moment.baseline.ties
    rural = 1 - (1 - numbers.tie_rural) * (1 - numbers.online_reach * moment.online)
    small = np.where(population.income_before < SMALL_INCOME, numbers.tie_small, 1)
    return (np.where(population.rural, rural, 1) * small).astype(np.float32)
