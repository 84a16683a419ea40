"""Strategic capacity: training, support, learning from partners, and what its loss of leaders costs (M8)."""

import numpy as np

from foresight.compiling import compiled
from foresight.model.moment import Moment
from foresight.model.ties import Ties
from foresight.population.columns import Floats, Population, Rows, bounded
from foresight.randomness import Decision


def build_capacity(population: Population, moment: Moment, ties: Ties) -> None:
    """Move each organisation's own capacity once a year (M8).

    Gains shrink with the distance to 1 and with time lost to reporting; a lost leader takes a share of what there is; what
    partners know better is learned over trusted ties. Short awards leave no time to plan, so training counts in proportion to
    the award length, and support counts as far as it reaches and fits.
    """
    numbers, levers = moment.baseline.capacity, moment.levers
    own = population.capacity
    planning = bounded((moment.world.grant_len + levers.planning_months) / numbers.planning_horizon)
    trained = numbers.training + numbers.training_size * np.log(np.maximum(population.staff, 1))
    trained = planning * trained * (population.staff > 0)
    helped = np.float32(moment.baseline.support.gain) * population.supported * population.match
    left = moment.draws.uniform(Decision.LEADER_LOSS, moment.step, population.identity) < numbers.leader_turnover
    lost = numbers.leader_loss * left + numbers.distress_loss * population.distress
    learned = numbers.learning * better_known(population, ties)
    moved = own + (trained + helped) * (1 - levers.burden) * (1 - own) + learned - lost * own
    population.capacity = (bounded(moved) * population.open).astype(np.float32)


def better_known(population: Population, ties: Ties) -> Floats:
    """Return how far trusted partners are ahead in capacity, on average over an organisation's ties, shape (n,), 0-1."""
    return ahead_of(*ties.ends(population), ties.trust, ties.trust_back, population.capacity)


@compiled
def ahead_of(one: Rows, other: Rows, trust: Floats, trust_back: Floats, capacity: Floats) -> Floats:
    """Return how far the other ends of its ties are ahead of each organisation, weighted by its trust in them, shape (n,)."""
    ahead, ties = np.zeros(capacity.size), np.zeros(capacity.size, dtype=np.int32)
    for tie in range(one.size):
        lead = capacity[other[tie]] - capacity[one[tie]]
        ahead[one[tie]] += trust[tie] * max(lead, 0)
        ahead[other[tie]] += trust_back[tie] * max(-lead, 0)
        ties[one[tie]] += 1
        ties[other[tie]] += 1
    return (ahead / np.maximum(ties, 1)).astype(np.float32)
