"""Rings: where organisations can be met this year, so that a meeting is found without looking at every pair.

Each year every organisation stands at a keyed place on the ring of each of its groups, and who meets picks the next open one
after a keyed point. When one organisation closes, only meetings that would have reached it change.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled
from foresight.model.moment import Moment
from foresight.population.columns import Flags, Ints, Population, Rows
from foresight.randomness import Decision

Groups = np.ndarray[tuple[int, int], np.dtype[np.int32]]
Places = NDArray[np.float64]

INTERPOLATIONS = 2  # steps of interpolation before a ring is searched place by place
NO_GROUP = -1


class Rings(NamedTuple):
    """Where organisations stand this year on the rings of their groups: one ring a group, some kinds of group side by side.

    Parameters
    ----------
    group : int32 array, shape (kinds, n)
        The group of each organisation, numbered through all kinds, or `NO_GROUP`.
    first : int32 array, shape (groups + 1,)
        Where each group's ring begins in `rows`.
    rows : int32 array, shape (standing,)
        The rows on the rings, in the order of `places`.
    places : float64 array, shape (standing,)
        Place on the own ring, 0-1, ascending within a group.
    """

    group: Groups
    first: Ints
    rows: Ints
    places: NDArray[np.float64]


def order(population: Population, moment: Moment, present: Flags) -> tuple[Rows, Places]:
    """Return the present rows in the order of their keyed places, and those places (0-1); equal draws stand by identity."""
    rows = np.flatnonzero(present)
    identity = population.identity.take(rows)
    luck = moment.draws.uniform(Decision.MEETING_PLACE, moment.step, identity).astype(np.float64)
    place = np.minimum(luck + identity * 2.0**-40, 1 - 2.0**-24)
    order = np.argsort(place)
    return rows.take(order), place.take(order)


@compiled
def rings_of(group: Groups, rows: Rows, places: Places) -> Rings:
    """Put rows, given in the order of their places, on the rings of their groups of each kind (a counting sort)."""
    first = np.zeros((group.max() if group.size else 0) + 3, dtype=np.int32)
    for kind in range(group.shape[0]):
        for row in rows:
            if group[kind, row] != NO_GROUP:
                first[group[kind, row] + 2] += 1
    first = np.cumsum(first).astype(np.int32)
    ringed, placed = np.empty(first[-1], dtype=np.int32), np.empty(first[-1])
    for kind in range(group.shape[0]):
        for at in range(rows.size):
            if group[kind, rows[at]] == NO_GROUP:
                continue
            slot = first[group[kind, rows[at]] + 1]
            first[group[kind, rows[at]] + 1] += 1
            ringed[slot], placed[slot] = rows[at], places[at]
    return Rings(group, first[:-1], ringed, placed)


@compiled
def nearest(rings: Rings, group: int, aim: float) -> int:
    """Return the row that stands next after `aim` on the ring of a group, -1 where nobody stands on it."""
    if group == NO_GROUP:
        return -1
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
def met_on(ring: Rings, rows: Rows, aim: NDArray[np.float32]) -> Rows:
    """Return whom some rows meet on the ring of their own group of the one kind there is, -1 for nobody."""
    partner = np.empty(rows.size, dtype=np.int64)
    for at, row in enumerate(rows):
        partner[at] = nearest(ring, ring.group[0, row], aim[at])
    return partner
