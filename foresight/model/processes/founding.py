"""Founding: organisations that start in a year (entry of the model description)."""

import numpy as np
from numpy.typing import NDArray

from foresight.model.moment import Moment
from foresight.population.columns import Population
from foresight.population.synthesis import Layout, newcomers


def births(moment: Moment, layout: Layout, registered: float, groups: float) -> tuple[int, int]:
    """Return how many rows of registered organisations and of groups start this year.

    Entry follows the number of organisations already there (density dependence: Hannan and Freeman) and need; it does not follow
    recessions, as the register shows.

    Parameters
    ----------
    registered, groups : float
        Organisations open now, weighted.
    """
    numbers, facts, world, start = moment.baseline.demography, moment.baseline.facts, moment.world, moment.start
    crowd = max(registered / facts.registered, 1e-6)
    density = np.exp(numbers.density_legitimacy * np.log(crowd) - numbers.density_crowding * (crowd - 1))
    need = (world.pop65 / start.pop65) ** numbers.need_age
    green = 1 + numbers.birth_environment * (world.env_conc - start.env_conc)
    born = numbers.birth_rate * facts.registered * density * need * green / layout.registered_weight
    grouped = numbers.group_birth_rate * groups / layout.group_weight
    return min(round(born), layout.cohort_registered), min(round(grouped), layout.cohort_groups)


def found(moment: Moment, layout: Layout, numbers: tuple[int, int]) -> Population:
    """Return the year's entrants, their identities given by cohort and rank."""
    cohort = (moment.step - 1) // 4
    identity = layout.entrants(cohort, *numbers)
    registered: NDArray[np.bool_] = np.arange(identity.size) < numbers[0]
    growth = (moment.world.bme / moment.start.bme) ** moment.baseline.demography.need_bme
    made = newcomers(moment.baseline, moment.draws, identity, registered=registered, step=moment.step, bme_growth=growth)
    made.weight[:] = np.where(registered, layout.registered_weight, layout.group_weight)
    return made
