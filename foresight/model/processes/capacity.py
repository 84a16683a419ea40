"""Strategic capacity: training, support, learning from partners, and what its loss of leaders costs (M8)."""

import numpy as np
from numpy.typing import NDArray

from foresight.model.moment import Moment
from foresight.model.ties import Ties
from foresight.population.columns import Floats, Population
from foresight.randomness import Decision


def build_capacity(population: Population, moment: Moment, ties: Ties, support: NDArray[np.float64]) -> None:
    """Move each organisation's own capacity once a year (M8).

    Gains shrink with the distance to 1; a lost leader takes a share of what there is; what partners know better is learned over
    trusted ties. Short awards leave no time to plan, so training counts in proportion to the award length.

    Parameters
    ----------
    support : float64 array, shape (districts,)
        Expected reach times match of the district's support body, 0-1.
    """
    numbers = moment.baseline.capacity
    own = population.capacity
    planning = min(1.0, moment.world.grant_len / numbers.planning_horizon)
    trained = numbers.training + numbers.training_size * np.log(np.maximum(population.staff, 1))
    trained = planning * trained * (population.staff > 0)
    helped = numbers.support_gain * support.astype(np.float32).take(population.district)
    left = moment.draws.uniform(Decision.LEADER_LOSS, moment.step, population.identity) < numbers.leader_turnover
    lost = numbers.leader_loss * left + numbers.distress_loss * population.distress
    learned = numbers.learning * better_known(population, ties)
    moved = own + (trained + helped) * (1 - own) + learned - lost * own
    population.capacity = np.clip(moved, 0, 1).astype(np.float32)


def better_known(population: Population, ties: Ties) -> Floats:
    """Return how far trusted partners are ahead in capacity, on average over an organisation's ties, shape (n,), 0-1."""
    one, other = ties.ends(population)
    lead = population.capacity.take(other) - population.capacity.take(one)
    ends = np.concatenate([one, other])
    ahead = np.concatenate([ties.trust, ties.trust]) * np.maximum(np.concatenate([lead, -lead]), 0)
    total = np.bincount(ends, weights=ahead, minlength=len(population))
    return (total / np.maximum(population.degree, 1)).astype(np.float32)
