"""Meeting: organisations meet in circles, and some meetings become ties (M10).

Circles are those of place, work, people served, funders and friends; a partner is found on a ring (`rings.py`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled
from foresight.model.adjustments import Change, column_of
from foresight.model.moment import Moment
from foresight.model.passes import chosen
from foresight.model.processes.rings import NO_GROUP, Groups, Rings, met_on, nearest, order, rings_of
from foresight.model.ties import Ties, rows_of
from foresight.population.baseline import Baseline, once
from foresight.population.columns import SMALL_INCOME, Flags, Floats, Ints, Population, Rows, Smalls, bounded
from foresight.randomness import Decision, Stream, each

CIRCLES = ("circle_place_activity", "circle_place", "circle_activity", "circle_beneficiary", "circle_funder", "circle_friends")
"""In this order; the rest of the meetings are with anybody."""
FRIENDS = CIRCLES.index("circle_friends")
MOST = 128  # districts, activities, groups of people and counties that there may be: they are kept as int8
BASES = (0, MOST**2, MOST**2 + MOST, MOST**2 + 2 * MOST, MOST**2 + 3 * MOST, MOST**2 + 11 * MOST)
MOST_ROUNDS = 16  # of meetings an organisation starts in a year
NONE, ALL, TWO = np.float32(0), np.float32(1), np.float32(2)

Ends = tuple[Ints, Ints]  # the identities of both ends of new ties


class Partners(NamedTuple):
    """Who is tied to whom, by identity: a compressed sparse row matrix's `indptr` and `indices`, and the row of each identity."""

    first: Ints
    identities: Ints
    rows: Rows


class Manners(NamedTuple):
    """What decides whether a meeting becomes a tie.

    Parameters
    ----------
    ease : float32 array, shape (n,)
        How easily each makes ties, 0-1.
    contacts : float32 array, shape (n,)
        New contacts, more by this share.
    distance_saving : float32 array, shape (n,)
        Share of distance's cost that an action removes between users of ICT.
    kilometres : float32 array, shape (districts, districts)
        Distance between districts.
    best : float32
        No meeting of those whose ease is 1 has a better chance to become a tie.
    """

    identity: Ints
    ease: Floats
    contacts: Floats
    bme_led: Flags
    rural: Flags
    is_open: Flags
    district: Smalls
    ict: Flags
    distance_saving: Floats
    kilometres: Floats
    tie_chance: float
    tie_bme: float
    rural_distance: float
    distance_decay: float
    ict_saving: float
    best: np.float32


Where = tuple[NDArray[np.float64], Rings, Partners]
"""Shares of meetings in the circles, added up, the rings, and who is tied to whom."""


def meet(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after a year's meetings; forums and brokers give an organisation more of them."""
    numbers, levers = moment.baseline.ties, moment.levers
    rounds = np.float32(numbers.meetings) * (1 + levers.meetings_more) + np.float32(numbers.broker_meetings) * levers.broker
    known, rings, manners = _partners(population, ties), _rings(population, moment), _manners(population, moment)
    parts = range(min(int(np.ceil(np.max(rounds))), MOST_ROUNDS))
    met = [_round(moment, (rings, known), manners, part, _chance(population, rounds, part)) for part in parts]
    return _formed(population, moment, ties, met)


def first_meetings(population: Population, moment: Moment) -> Ties:
    """Return the network of 2002: rounds of meetings, one after the other, so that friends' friends are known."""
    ties, rings, manners = Ties(), _rings(population, moment), _manners(population, moment)
    rounds = moment.baseline.ties.founding_meetings
    for part in range(min(int(np.ceil(rounds)), MOST_ROUNDS)):
        where = (rings, _partners(population, ties))
        met = _round(moment, where, manners, part, _chance(population, np.float32(rounds), part))
        ties = _formed(population, moment, ties, [met])
    return ties


def meet_in_clusters(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after the further meetings inside microclusters that the plan pays for."""
    extra = moment.levers.cluster_meetings
    if not isinstance(extra, np.ndarray):
        return ties
    manners = _manners(population, moment)
    members = population.open & (population.cluster >= 0)
    ring = rings_of(np.maximum(population.cluster, 0).astype(np.int32)[np.newaxis], *order(population, moment, members))
    met = []
    for part in range(int(min(np.ceil(extra.max(initial=0)), MOST_ROUNDS))):
        chance = _chance(population, extra, part)
        forms = moment.draws.stream(Decision.TIE_FORMS, moment.step, MOST_ROUNDS + part)
        rows, luck = hopeful(manners, members.nonzero()[0], chance, forms)
        aim = moment.draws.uniform(Decision.CLUSTER_CONTACT, moment.step, population.identity.take(rows), part)
        met.append(tied(manners, rows, met_on(ring, rows, aim), chance, luck))
    return _formed(population, moment, ties, met)


def meet_by_ict(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after the further, weak contacts among users of ICT that the plan pays for, wherever they are."""
    extra = moment.levers.weak_ties
    if not isinstance(extra, np.ndarray):
        return ties
    users = population.open & population.ict
    ring = rings_of(np.zeros((1, len(population)), dtype=np.int32), *order(population, moment, users))
    met = []
    for part in range(int(min(np.ceil(extra.max(initial=0)), MOST_ROUNDS))):
        luck = moment.draws.uniform(Decision.WEAK_CONTACT, moment.step, population.identity, part)
        rows = np.flatnonzero(users & (luck < extra - part))
        identity = population.identity.take(rows)
        aim = moment.draws.uniform(Decision.WEAK_PARTNER, moment.step, identity, part)
        partner = met_on(ring, rows, aim)
        met.append((identity.compress(partner >= 0), population.identity.take(partner.compress(partner >= 0))))
    numbers = moment.baseline.ties
    less = (1 - numbers.weak_trust) * (numbers.trust_start - numbers.trust_floor)
    return _formed(population, moment, ties, met, less)


def _round(moment: Moment, where: tuple[Rings, Partners], manners: Manners, part: int, chance: Floats) -> Ends:
    """Return the ends of new ties from one round of meetings; a chance below 1 lets some stay away."""
    decisions = (Decision.TIE_FORMS, Decision.MEETING_CIRCLE, Decision.MEETING_PARTNER)
    forms, circle, partner = (moment.draws.stream(decision, moment.step, part) for decision in decisions)
    return a_round(manners, (shares_of_circles(moment.baseline), *where), chance, (forms, circle, partner))


@once
def shares_of_circles(baseline: Baseline) -> NDArray[np.float64]:
    """Return the shares of meetings in the circles, in the order of `CIRCLES`, added up."""
    return np.cumsum([getattr(baseline.ties, circle) for circle in CIRCLES])


def _chance(population: Population, rounds: Change, part: int) -> Floats:
    """Return the chance that each organisation starts its meeting of this number, shape (n,)."""
    return bounded(column_of(rounds, len(population)) - part)


@compiled
def a_round(manners: Manners, where: Where, chance: Floats, lucks: tuple[Stream, Stream, Stream]) -> Ends:
    """Return the ends of new ties from one round of meetings; the lucks are those of ties, of circles and of partners."""
    rows, luck = hopeful(manners, np.arange(chance.size), chance, lucks[0])
    identity = manners.identity[rows]
    partner = partners_of(rows, identity, where, each(lucks[1], identity), each(lucks[2], identity))
    return tied(manners, rows, partner, chance, luck)


@compiled
def hopeful(manners: Manners, rows: Rows, chance: Floats, stream: Stream) -> tuple[Rows, Floats]:
    """Return those of the rows that are open and whose luck could make a tie with somebody, and their luck.

    The others need not meet anybody.
    """
    kept, lucks, count = np.empty(rows.size, dtype=np.int64), each(stream, manners.identity[rows]), 0
    for at, row in enumerate(rows):
        if manners.is_open[row] and lucks[at] < manners.best * chance[row] * manners.ease[row]:
            kept[count], lucks[count] = row, lucks[at]
            count += 1
    return kept[:count], lucks[:count]


def _rings(population: Population, moment: Moment) -> Rings:
    """Return the rings of each circle in the order of `CIRCLES`; in the friends' place stands that of those who meet anybody."""
    return rings_of(groups(population, moment), *order(population, moment, population.open))


def groups(population: Population, moment: Moment) -> Groups:
    """Return the group of each organisation on each kind of ring, shape (kinds, n), numbered through all kinds.

    Funders bring those of a county together whose largest award is of one kind.
    """
    county = moment.baseline.county_of_district
    return _groups(population.district, population.activity, population.beneficiary, population.award, county)


@compiled
def _groups(district: Smalls, activity: Smalls, beneficiary: Smalls, award: Floats, county: Smalls) -> Groups:
    """Return the groups, each kind numbered from where the kind before it ends (`BASES`)."""
    made = np.empty((len(BASES), district.size), dtype=np.int32)
    for row in range(district.size):
        main = 0
        for kind in range(1, award.shape[0]):
            main = kind if award[kind, row] > award[main, row] else main
        made[0, row] = district[row] * MOST + activity[row]
        made[1, row] = BASES[1] + district[row]
        made[2, row] = BASES[2] + activity[row]
        made[3, row] = BASES[3] + beneficiary[row]
        made[4, row] = BASES[4] + main * MOST + county[district[row]] if award[main, row] > 0 else NO_GROUP
        made[5, row] = BASES[5]
    return made


def _partners(population: Population, ties: Ties) -> Partners:
    rows = rows_of(population)
    first, identities, _ = ties.by_identity(rows.size)
    return Partners(first, identities, rows)


@compiled
def partners_of(rows: Rows, identity: Ints, where: Where, luck: Floats, aim: Floats) -> Rows:
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


def _manners(population: Population, moment: Moment) -> Manners:
    numbers, levers, size = moment.baseline.ties, moment.levers, len(population)
    ease, contacts = chosen(population.income_before < SMALL_INCOME, numbers.tie_small, 1.0), column_of(levers.contacts_new, size)
    most = 1 + contacts.max(initial=0)
    return Manners(
        identity=population.identity,
        ease=ease,
        contacts=contacts,
        bme_led=population.bme_led,
        rural=population.rural,
        is_open=population.open,
        district=population.district,
        ict=population.ict,
        distance_saving=column_of(levers.distance_saving, size),
        kilometres=moment.baseline.kilometres,
        tie_chance=numbers.tie_chance,
        tie_bme=numbers.tie_bme,
        rural_distance=numbers.rural_distance,
        distance_decay=numbers.distance_decay,
        ict_saving=numbers.ict_saving,
        best=np.float32(numbers.tie_chance * most * max(numbers.tie_bme, 1) * ease.max(initial=0) * 1.000001),
    )


@compiled
def tied(manners: Manners, rows: Rows, partner: Rows, chance: Floats, luck: Floats) -> Ends:
    """Return the identities of both ends of new ties.

    By chance and both sides' ease; less often over distance, which ICT shortens for those who use it, and across the BME line.
    """
    mine, theirs, count = np.empty(rows.size, dtype=np.int32), np.empty(rows.size, dtype=np.int32), 0
    for at, row in enumerate(rows):
        other = partner[at]
        if other < 0:
            continue
        likely = chance[row] * manners.tie_chance * manners.ease[row] * manners.ease[other]
        likely *= 1 + max(manners.contacts[row], manners.contacts[other])
        km = manners.kilometres[manners.district[row], manners.district[other]]
        km += manners.rural_distance * (int(manners.rural[row]) + int(manners.rural[other]))
        if manners.ict[row] and manners.ict[other]:
            km *= (1 - manners.ict_saving) * (1 - min(manners.distance_saving[row], manners.distance_saving[other]))
        likely *= np.exp(-manners.distance_decay * km)
        if manners.bme_led[row] != manners.bme_led[other]:
            likely *= manners.tie_bme
        if luck[at] < likely:
            mine[count], theirs[count] = manners.identity[row], manners.identity[other]
            count += 1
    return mine[:count], theirs[:count]


def _formed(population: Population, moment: Moment, ties: Ties, met: list[Ends], less: float = 0) -> Ties:
    """Return the ties with those that some rounds of meetings made; weak ties begin with less trust."""
    if not met:
        return ties
    mine, theirs = (np.concatenate(ends) for ends in zip(*met, strict=True))
    return ties.with_new(first_impressions(population, moment, Ties.between(mine, theirs), less))


def first_impressions(population: Population, moment: Moment, new: Ties, less: float = 0) -> Ties:
    """Return new ties with the trust that each side begins with: by the luck of the first impression, and with brokers' help."""
    numbers, prior = moment.baseline.ties, column_of(moment.levers.trust_prior, len(population))
    usual = np.float32(numbers.trust_start - less), np.float32(numbers.trust_spread)
    decisions = (Decision.IMPRESSION_FIRST, Decision.IMPRESSION_SECOND)
    new.trust, new.trust_back = (
        impressions(moment.draws.pair(decision, moment.step, new.first, new.second), prior, side, usual)
        for decision, side in zip(decisions, new.ends(population), strict=True)
    )
    return new


@compiled
def impressions(luck: Floats, prior: Floats, rows: Rows, usual: tuple[np.float32, np.float32]) -> Floats:
    """Return the trust with which some rows begin ties, in single precision; what is usual are its mean and its spread."""
    made = np.empty_like(luck)
    for tie in range(luck.size):
        trust = usual[0] + usual[1] * (TWO * luck[tie] - ALL) + prior[rows[tie]]
        made[tie] = min(max(trust, NONE), ALL)
    return made
