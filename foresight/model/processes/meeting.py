"""Meeting: organisations meet in circles, and some meetings become ties (M10, in a simple form).

A partner is found on a ring: each year every organisation stands at a keyed place on its circle's ring, and who meets picks the
next open one after a keyed point. When one organisation closes, only meetings that would have reached it change.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from foresight.model.moment import Moment
from foresight.model.ties import Ties, rows_of
from foresight.population.columns import SMALL_INCOME, Floats, Ints, Population, Rows
from foresight.randomness import Decision

CIRCLES = ("circle_place_activity", "circle_place", "circle_activity", "circle_friends")  # the rest meet anybody
FRIENDS = CIRCLES.index("circle_friends")
ANYBODY = len(CIRCLES)
MOST_ROUNDS = 16  # of meetings an organisation starts in a year


def meet(population: Population, moment: Moment, ties: Ties, rounds: float) -> Ties:
    """Return the ties after a year's meetings, each organisation starting `rounds` of them (a fraction is a chance)."""
    met = ties
    rings = _rings(population, moment)
    shares = np.cumsum([getattr(moment.baseline.ties, circle) for circle in CIRCLES])
    for part in range(min(int(np.ceil(rounds)), MOST_ROUNDS)):
        luck = moment.draws.uniform(Decision.MEETING_CIRCLE, moment.step, population.identity, part)
        circle = np.searchsorted(shares, luck, side="right")
        aim = moment.draws.uniform(Decision.MEETING_PARTNER, moment.step, population.identity, part)
        partner = _partners_of_partners(population, met, aim)
        for number, ring in rings.items():
            chosen = np.flatnonzero(circle == number)
            partner[chosen] = ring.after(chosen, aim.take(chosen))
        met = _formed(population, moment, met, np.where(population.open, partner, -1), min(rounds - part, 1.0), part)
    return met


def meet_in_clusters(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after the further meetings inside microclusters that the plan pays for."""
    extra = moment.levers.cluster_meetings
    if not isinstance(extra, np.ndarray):
        return ties
    met = ties
    members = np.flatnonzero(population.open & (population.cluster >= 0))
    ring = Ring.of(population, moment, population.cluster.astype(np.int64), members)
    for part in range(int(min(np.ceil(extra.max(initial=0)), MOST_ROUNDS))):
        aim = moment.draws.uniform(Decision.CLUSTER_CONTACT, moment.step, population.identity.take(members), part)
        partner = np.full(len(population), -1, dtype=np.int64)
        partner[members] = ring.after(members, aim)
        met = _formed(population, moment, met, partner, np.clip(extra - part, 0, 1), MOST_ROUNDS + part)
    return met


@dataclass(frozen=True)
class Ring:
    """Where organisations stand this year on the rings of their groups (one ring a group).

    Parameters
    ----------
    group : int64 array, shape (n,)
        The group of each organisation.
    rows : int64 array, shape (present,)
        The rows on the rings, in the order of `places`.
    places : float64 array, shape (present,)
        Group number plus a place on its ring, ascending.
    """

    group: Rows
    rows: Rows
    places: NDArray[np.float64]

    @classmethod
    def of(cls, population: Population, moment: Moment, group: Rows, present: Rows) -> Self:
        """Place the present rows on their rings by a keyed draw; equal draws stand in the order of identity."""
        identity = population.identity.take(present)
        luck = moment.draws.uniform(Decision.MEETING_PLACE, moment.step, identity)
        place = group.take(present).astype(np.float64) + np.minimum(luck.astype(np.float64) + identity * 2.0**-40, 1 - 2.0**-24)
        order = np.argsort(place)
        return cls(group, present.take(order), place.take(order))

    def after(self, seekers: Rows, aim: Floats) -> Rows:
        """Return the row that stands next after `aim` (0-1) on each seeker's own ring, -1 where the ring is empty."""
        if self.rows.size == 0:
            return np.full(seekers.size, -1, dtype=np.int64)
        group = self.group.take(seekers)
        nearest = np.searchsorted(self.places, group + aim.astype(np.float64))
        inside = (nearest < self.rows.size) & (self.places.take(np.minimum(nearest, self.rows.size - 1)) < group + 1)
        if not inside.all():
            nearest = np.where(inside, nearest, np.searchsorted(self.places, group))
        found = self.rows.take(np.minimum(nearest, self.rows.size - 1))
        return np.where(self.group.take(found) == group, found, -1)


def _rings(population: Population, moment: Moment) -> dict[int, Ring]:
    """Return the rings of each circle but that of friends."""
    place, activity = population.district.astype(np.int64), population.activity.astype(np.int64)
    groups = {0: place * 16 + activity, 1: place, 2: activity, ANYBODY: np.zeros_like(place)}
    present = np.flatnonzero(population.open)
    return {number: Ring.of(population, moment, group, present) for number, group in groups.items()}


def _partners_of_partners(population: Population, ties: Ties, luck: Floats) -> Rows:
    """Return the row of a keyed partner of a keyed partner, -1 for those without.

    It closes triangles, as networks of organisations do (closure is preferred to brokerage).
    """
    if len(ties) == 0:
        return np.full(len(population), -1, dtype=np.int64)
    rows = rows_of(population)
    matrix = ties.matrix(rows.size)
    start, degree = matrix.indptr[:-1], np.diff(matrix.indptr)

    def choose(identity: Ints, luck: Floats) -> Ints:
        chosen = start.take(identity) + (luck * degree.take(identity)).astype(np.int32)
        return matrix.indices.take(np.minimum(chosen, matrix.nnz - 1))

    friend = choose(population.identity, luck)
    further = choose(friend, (luck * np.float32(997)) % 1)
    return np.where(degree.take(population.identity) > 0, rows.take(further), -1)


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
