"""Lever: microclusters of organisations in one place."""

from typing import Literal

import numpy as np

from foresight.config import Effect, Number
from foresight.model.adjustments import added, stacked
from foresight.model.institutions import Microcluster
from foresight.model.programme import Pull
from foresight.population.columns import QUARTERS, Flags
from foresight.randomness import Decision
from foresight.scenario.actions import Lever


class LocalCluster(Lever):
    """Found microclusters in the largest districts; members meet more, trust more and share support costs (M10, M5)."""

    kind: Literal["local_cluster"]
    meetings: Effect
    trust: Effect
    saving: Effect
    support_cost_share: Number
    contacts: Number
    most_members: Number
    fewest_members: Number
    lapse: Number

    def apply(self, pull: Pull) -> None:
        """Found, fill and lapse clusters, then write what membership changes this quarter."""
        clusters = pull.action.clusters
        if not clusters:
            clusters.extend(self._found(pull))
        members = self._gather(pull)
        who = pull.who * members
        levers = pull.moment.levers
        gain = pull.size(self.trust) * self.contacts.value
        levers.cluster_meetings = added(levers.cluster_meetings, pull.size(self.meetings) * who)
        levers.cluster_trust = stacked(levers.cluster_trust, gain * who)
        shared = pull.size(self.saving) * self.support_cost_share.value
        levers.support_saving = stacked(levers.support_saving, shared * who)

    def _found(self, pull: Pull) -> list[Microcluster]:
        """Found one cluster a district, the districts with most people first; the chance to join limits its size."""
        places = pull.moment.baseline.places["population_2001"].to_numpy(float)
        weight = pull.population.weight * pull.population.registered
        registered = np.bincount(pull.population.district, weights=weight, minlength=places.size)
        largest = np.argsort(-places, kind="stable")[: pull.action.units]
        return [
            Microcluster(pull.model, number, int(district), min(1.0, self.most_members.value / max(registered[district], 1)))
            for number, district in enumerate(largest)
        ]

    def _gather(self, pull: Pull) -> Flags:
        """Write who belongs to which cluster and return the members of active ones, shape (n,).

        A cluster that has lapsed is started anew a year later, as long as the plan pays for it.
        """
        population, moment = pull.population, pull.moment
        luck = moment.draws.uniform(Decision.UPTAKE, pull.action.stream, population.identity, 1)
        members = np.zeros(len(population), dtype=np.bool_)
        for cluster in pull.action.clusters:
            if moment.opens_year:
                cluster.active = not self._lapses(pull, cluster) if cluster.active else moment.step <= pull.action.end
            here = (population.district == cluster.district) & (pull.who > 0) & (luck < cluster.join_chance)
            cluster.active &= float(population.weight[here].sum()) >= self.fewest_members.value
            population.cluster[here] = cluster.number if cluster.active else -1
            members |= here & cluster.active
        return members

    def _lapses(self, pull: Pull, cluster: Microcluster) -> bool:
        """Tell whether a cluster lapses at the start of this year."""
        number = np.array([cluster.number], dtype=np.int32)
        luck = pull.moment.draws.uniform(Decision.CLUSTER_LAPSE, pull.moment.step, number, pull.action.stream % 256)
        yearly = self.lapse.value
        return bool(luck[0] < yearly) and pull.moment.step >= pull.action.start + QUARTERS


__all__ = ["LocalCluster"]
