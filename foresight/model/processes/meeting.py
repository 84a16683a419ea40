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
from foresight.population.columns import SMALL_INCOME, Flags, Floats, Ints, Population, Rows, chosen
from foresight.randomness import Decision

Groups = np.ndarray[tuple[int, int], np.dtype[np.int32]]

CIRCLES = ("circle_place_activity", "circle_place", "circle_activity", "circle_friends")  # the rest meet anybody
FRIENDS = CIRCLES.index("circle_friends")
INTERPOLATIONS = 2  # steps of interpolation before a ring is searched place by place
MOST_ROUNDS = 16  # of meetings an organisation starts in a year


class Rings(NamedTuple):
    """Where organisations stand this year on the rings of their groups: one ring a group, some kinds of group side by side.

    Parameters
    ----------
    group : int32 array, shape (kinds, n)
        The group of each organisation, numbered through all kinds.
    first : int32 array, shape (groups + 1,)
        Where each group's ring begins in `rows`.
    rows : int32 array, shape (kinds * present,)
        The rows on the rings, in the order of `places`.
    places : float64 array, shape (kinds * present,)
        Place on the own ring, 0-1, ascending within a group.
    """

    group: Groups
    first: Ints
    rows: Ints
    places: NDArray[np.float64]


class Partners(NamedTuple):
    """Who is tied to whom, by identity: a compressed sparse row matrix's `indptr` and `indices`, and the row of each identity."""

    first: Ints
    identities: Ints
    rows: Rows


def meet(population: Population, moment: Moment, ties: Ties, rounds: float) -> Ties:
    """Return the ties after a year's meetings, each organisation starting `rounds` of them (a fraction is a chance)."""
    known, rings, manners = _partners(population, ties), _rings(population, moment), _manners(population, moment)
    shares = np.cumsum([getattr(moment.baseline.ties, circle) for circle in CIRCLES])
    everybody, met = np.arange(len(population)), []
    for part in range(min(int(np.ceil(rounds)), MOST_ROUNDS)):
        chance = np.full(len(population), min(rounds - part, 1.0), dtype=np.float32)
        rows, luck = _hopeful(manners, moment, everybody, chance, part)
        identity = population.identity.take(rows)
        circle = moment.draws.uniform(Decision.MEETING_CIRCLE, moment.step, identity, part)
        aim = moment.draws.uniform(Decision.MEETING_PARTNER, moment.step, identity, part)
        partner = partners_of(rows, identity, (shares, rings, known), circle, aim)
        met.append(tied(manners, rows, partner, chance, luck))
    return _formed(moment, ties, met)


def meet_in_clusters(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after the further meetings inside microclusters that the plan pays for."""
    extra = moment.levers.cluster_meetings
    if not isinstance(extra, np.ndarray):
        return ties
    manners = _manners(population, moment)
    members = population.open & (population.cluster >= 0)
    ring = rings_of(np.maximum(population.cluster, 0).astype(np.int32)[np.newaxis], *_order(population, moment, members))
    met = []
    for part in range(int(min(np.ceil(extra.max(initial=0)), MOST_ROUNDS))):
        chance = np.clip(extra - part, 0, 1).astype(np.float32)
        rows, luck = _hopeful(manners, moment, np.flatnonzero(members), chance, MOST_ROUNDS + part)
        aim = moment.draws.uniform(Decision.CLUSTER_CONTACT, moment.step, population.identity.take(rows), part)
        met.append(tied(manners, rows, members_met(rows, ring, aim), chance, luck))
    return _formed(moment, ties, met)


def _hopeful(manners: "Manners", moment: Moment, rows: Rows, chance: Floats, part: int) -> tuple[Rows, Floats]:
    """Return those of the rows whose luck could make a tie with somebody, and their luck: the others need not meet anybody."""
    best = np.float32(manners.tie_chance * max(manners.tie_bme, 1) * manners.ease.max(initial=0) * 1.000001)
    luck = moment.draws.uniform(Decision.TIE_FORMS, moment.step, manners.identity.take(rows), part)
    hopeful = manners.is_open.take(rows) & (luck < best * chance.take(rows) * manners.ease.take(rows))
    return rows.compress(hopeful), luck.compress(hopeful)


def _order(population: Population, moment: Moment, present: Flags) -> tuple[Rows, NDArray[np.float64]]:
    """Return the present rows in the order of their keyed places, and those places (0-1); equal draws stand by identity."""
    rows = np.flatnonzero(present)
    identity = population.identity.take(rows)
    luck = moment.draws.uniform(Decision.MEETING_PLACE, moment.step, identity).astype(np.float64)
    place = np.minimum(luck + identity * 2.0**-40, 1 - 2.0**-24)
    order = np.argsort(place)
    return rows.take(order), place.take(order)


@compiled
def rings_of(group: Groups, rows: Rows, places: NDArray[np.float64]) -> Rings:
    """Put rows, given in the order of their places, on the rings of their groups of each kind (a counting sort)."""
    size = group.shape[0] * rows.size
    first = np.zeros((group.max() if group.size else 0) + 3, dtype=np.int32)
    for kind in range(group.shape[0]):
        for row in rows:
            first[group[kind, row] + 2] += 1
    first = np.cumsum(first).astype(np.int32)
    ringed, placed = np.empty(size, dtype=np.int32), np.empty(size)
    for kind in range(group.shape[0]):
        for at in range(rows.size):
            slot = first[group[kind, rows[at]] + 1]
            first[group[kind, rows[at]] + 1] += 1
            ringed[slot], placed[slot] = rows[at], places[at]
    return Rings(group, first[:-1], ringed, placed)


def _rings(population: Population, moment: Moment) -> Rings:
    """Return the rings of each circle in the order of `CIRCLES`; in the friends' place stands that of those who meet anybody."""
    place, activity = population.district.astype(np.int32), population.activity.astype(np.int32)
    kinds, base = [place * 16 + activity, place, activity, np.zeros_like(place)], 0
    for number, group in enumerate(kinds):
        kinds[number] = group + np.int32(base)
        base += int(group.max(initial=-1)) + 1
    return rings_of(np.stack(kinds), *_order(population, moment, population.open))


def _partners(population: Population, ties: Ties) -> Partners:
    rows = rows_of(population)
    matrix = ties.matrix(rows.size)
    return Partners(matrix.indptr, matrix.indices, rows)


@compiled
def partners_of(
    rows: Rows, identity: Ints, where: tuple[NDArray[np.float64], Rings, Partners], luck: Floats, aim: Floats
) -> Rows:
    """Return whom some organisations meet, -1 for nobody: luck chooses the circle, aim the place on its ring or the friend."""
    shares, rings, known = where
    partner = np.empty(rows.size, dtype=np.int64)
    for at, row in enumerate(rows):
        circle = 0
        while circle < shares.size and luck[at] >= shares[circle]:
            circle += 1
        if circle == FRIENDS:
            partner[at] = partner_of_partner(known, identity[at], aim[at])
        else:
            partner[at] = nearest(rings, rings.group[min(circle, FRIENDS), row], aim[at])
    return partner


@compiled
def members_met(rows: Rows, ring: Rings, aim: Floats) -> Rows:
    """Return whom some members of microclusters meet in their own."""
    partner = np.empty(rows.size, dtype=np.int64)
    for at, row in enumerate(rows):
        partner[at] = nearest(ring, ring.group[0, row], aim[at])
    return partner


@compiled
def nearest(rings: Rings, group: int, aim: float) -> int:
    """Return the row that stands next after `aim` on the ring of a group, -1 where the ring is empty."""
    first, end = rings.first[group], rings.first[group + 1]
    if first == end:
        return -1
    at = first + int(aim * (end - first))
    for _ in range(INTERPOLATIONS):  # places are spread evenly: each of these takes the root of what is left to go
        at = min(max(at + int((aim - rings.places[at]) * (end - first)), first), end - 1)
    while at > first and rings.places[at - 1] >= aim:
        at -= 1
    while at < end and rings.places[at] < aim:
        at += 1
    return int(rings.rows[at if at < end else first])


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
    return int(partners.rows[partners.identities[first + int((luck * 997 - np.floor(luck * 997)) * (end - first))]])


class Manners(NamedTuple):
    """What decides whether a meeting becomes a tie: how easily each makes ties, whose leaders are BME people, and who is open."""

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


@compiled
def tied(manners: Manners, rows: Rows, partner: Rows, chance: Floats, luck: Floats) -> tuple[Ints, Ints]:
    """Return the identities of both ends of new ties: by chance, both sides' ease, and less often across the BME line."""
    mine, theirs, count = np.empty(rows.size, dtype=np.int32), np.empty(rows.size, dtype=np.int32), 0
    for at, row in enumerate(rows):
        other = partner[at]
        if other < 0:
            continue
        likely = chance[row] * manners.tie_chance * manners.ease[row] * manners.ease[other]
        if manners.bme_led[row] != manners.bme_led[other]:
            likely *= manners.tie_bme
        if luck[at] < likely:
            mine[count], theirs[count] = manners.identity[row], manners.identity[other]
            count += 1
    return mine[:count], theirs[:count]


def _formed(moment: Moment, ties: Ties, met: list[tuple[Ints, Ints]]) -> Ties:
    """Return the ties with those that some rounds of meetings made."""
    if not met:
        return ties
    mine, theirs = (np.concatenate(ends) for ends in zip(*met, strict=True))
    trust = np.full(mine.size, moment.baseline.ties.trust_start, dtype=np.float32)
    return ties.with_new(Ties.between(mine, theirs, trust, trust))


def handicap(population: Population, moment: Moment) -> NDArray[np.float32]:
    """Return how easily each organisation makes a tie, shape (n,), 0-1: harder for rural and small ones; ICT helps rural ones."""
    numbers = moment.baseline.ties
    rural = 1 - (1 - numbers.tie_rural) * (1 - numbers.online_reach * moment.online)
    return chosen(population.income_before < SMALL_INCOME, numbers.tie_small, 1) * chosen(population.rural, rural, 1)
