"""Lever: microclusters, small groups of organisations that meet regularly."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled
from foresight.config import Complaint, Number
from foresight.model.institutions import MOST_CLUSTERS, belonging
from foresight.model.institutions import Microcluster as Cluster
from foresight.model.pull import Pull
from foresight.model.uptake import chances, eligible
from foresight.population.columns import QUARTERS, Flags, Floats, Rows, Smalls
from foresight.randomness import Decision
from foresight.scenario.actions import Count, Lever
from foresight.scenario.eligibility import ClusterKind, Eligibility

FOUND = 1  # part of the uptake draws that decides who joins a microcluster
MANY = 64  # activities or groups of people in a county, at most


def _by_county(pull: Pull) -> Smalls:
    return pull.moment.baseline.county_of_district.take(pull.population.district)


Common = NDArray[np.int8] | NDArray[np.int32]

GROUPS: Mapping[str, Callable[[Pull], Common]] = {
    "place": lambda pull: pull.population.district,
    "activity": lambda pull: _by_county(pull).astype(np.int32) * MANY + pull.population.activity,
    "interest": lambda pull: pull.population.beneficiary,
    "bme-led": _by_county,
    "rural-by-ict": _by_county,
}
"""What the members of a microcluster have in common, by kind: one number an organisation; the largest groups come first."""

MEMBERS: Mapping[str, Eligibility] = {
    "place": Eligibility(),
    "activity": Eligibility(),
    "interest": Eligibility(),
    "bme-led": Eligibility(bme_led=True),
    "rural-by-ict": Eligibility(rural=True, ict=True),
}
"""Who can belong to a microcluster, by kind; a virtual one is nothing without ICT."""

STABLE: Mapping[str, int] = {kind: place * MANY * MANY for place, kind in enumerate(sorted(MEMBERS))}
"""What is added to what members have in common for a microcluster's key for random draws, whatever else is in the plan."""


class Microcluster(Lever):
    """Found microclusters and gather their members; what members gain is said by other levers of the action.

    Members have a place, an activity in a county, an interest (whom they serve) or BME leadership in common, or are rural and
    linked by ICT. An organisation belongs to one microcluster at most. A microcluster lapses by chance, or when it has too few
    members, and is started anew a year later while it is paid for.
    """

    kind: Literal["microcluster"]
    by: ClusterKind
    """what members have in common"""
    most_members: Number
    """how many members it takes at most"""
    fewest_members: Number
    """with fewer members it is not active"""
    lapse: Number
    """the chance a year that it lapses"""
    bridging: Number = Number(value=0)
    """how many ties across the line of town and country or of BME leadership a member needs to be served"""
    units: Count | None = None
    """how many microclusters; those of the action where none is given"""

    def faults(self) -> Iterable[Complaint]:
        """Check that a microcluster can hold the members that it needs."""
        if self.fewest_members.value > self.most_members.value:
            yield Complaint(("fewest_members",), f"{self.fewest_members.value:g}", "at most as many as most_members")

    def gather(self, pull: Pull) -> Flags:
        """Found, fill and lapse the microclusters of this kind; return the members of active ones, shape (n,)."""
        population, action = pull.population, pull.action
        mine, wanted = [cluster for cluster in action.clusters if cluster.kind == self.by], self._wanted(pull)
        running, members = pull.moment.step <= action.end, np.zeros(len(population), dtype=np.bool_)
        if not (running or wanted > len(mine) or any(cluster.active for cluster in mine)):
            return members  # none is started anew
        group, may = GROUPS[self.by](pull), eligible(population, MEMBERS[self.by], action.action.eligibility)
        mine += self._founded(pull, group, may, wanted - len(mine))
        invited = chances(population, min(action.coverage * action.scale * (1 + pull.group.support.joining), 1), action.odds)
        (likely,) = (may & (action.luck(pull) < invited)).nonzero()
        columns = Columns(group, population.cluster, population.weight, action.luck(pull, FOUND))
        growing = wanted if running else 0
        inside = [self._inside(cluster, likely, columns, growing=place < growing) for place, cluster in enumerate(mine)]
        population.cluster[belonging(population.cluster, mine)] = -1
        lapsing = self._lapsing(pull, mine)
        for place, (cluster, rows) in enumerate(zip(mine, inside, strict=True)):
            lives = running if not cluster.active else not lapsing[place]
            enough = float(population.weight.take(rows).sum()) >= self.fewest_members.value
            cluster.active = place < wanted and lives and enough
            if cluster.active:
                population.cluster[rows] = cluster.number
                members[rows] = True
        return members & (population.bridges >= self.bridging.value)

    def _inside(self, cluster: Cluster, likely: Rows, columns: "Columns", *, growing: bool) -> Rows:
        """Return who of the likely members is inside: those who were, and while it grows those who now find room."""
        inside, free = candidates(columns, likely, cluster.group, cluster.number)
        if not growing or not free.size:
            return inside
        taken = float(columns.weight.take(inside).sum())
        return filled(columns, inside, free, taken, self.most_members.value)

    def _wanted(self, pull: Pull) -> int:
        """Return how many microclusters of this kind there is money for."""
        if self.by in pull.action.reallotted:
            return pull.action.reallotted[self.by]
        return round((self.units or pull.action.units) * pull.action.scale)

    def _founded(self, pull: Pull, group: Common, may: Flags, more: int) -> list[Cluster]:
        """Found further microclusters in the largest groups that have none yet."""
        room = min(more, MOST_CLUSTERS - pull.group.clusters_founded)
        if room <= 0:
            return []
        weights = np.bincount(group, weights=pull.population.weight * may)
        taken = {cluster.group for cluster in pull.action.clusters if cluster.kind == self.by}
        best = [int(place) for place in np.argsort(-weights, kind="stable") if weights[place] > 0 and int(place) not in taken]
        founded = [Cluster(pull.group.model, pull.group.next_cluster(), self.by, place) for place in best[:room]]
        pull.action.clusters += founded
        return founded

    def _lapsing(self, pull: Pull, clusters: Sequence[Cluster]) -> Flags:
        """Return which microclusters lapse at the start of this year; their leaders hold out through the first."""
        if pull.action.began is None or pull.moment.step < pull.action.began + QUARTERS:
            return np.zeros(len(clusters), dtype=np.bool_)
        keys = np.array([STABLE[self.by] + cluster.group for cluster in clusters], dtype=np.int32)
        luck = pull.moment.draws.uniform(Decision.CLUSTER_LAPSE, pull.moment.step, keys, pull.action.stream % 256)
        return luck < self.lapse.value * (1 - pull.group.support.lapse_avoided)


class Columns(NamedTuple):
    """What decides who is in a microcluster: what organisations have in common, where they are now, their weight and luck."""

    group: Common
    cluster: Smalls
    weight: Floats
    luck: Floats


@compiled
def candidates(columns: Columns, likely: Rows, group: int, number: int) -> tuple[Rows, Rows]:
    """Return who of the likely members of a group is in the microcluster of a number, and who is in none, luckiest first."""
    mine = likely[columns.group[likely] == group]
    now = columns.cluster[mine]
    free = mine[now < 0]
    return mine[now == number], free[np.argsort(columns.luck[free], kind="mergesort")]  # the name of a stable sort


@compiled
def filled(columns: Columns, inside: Rows, free: Rows, taken: float, most: float) -> Rows:
    """Return who is inside once those without a microcluster have come in turn, as far as the places that are not taken go."""
    coming = 0
    for row in free:
        taken += columns.weight[row]
        if taken > most:
            break
        coming += 1
    return np.sort(np.concatenate((inside, free[:coming])))
