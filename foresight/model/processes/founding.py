"""Founding: organisations that start in a year (entry of the model description)."""

import numpy as np
from numpy.typing import NDArray

from foresight.model.moment import Moment
from foresight.population.baseline import Baseline
from foresight.population.columns import QUARTERS, Population
from foresight.population.synthesis import Layout, newcomers
from foresight.randomness import Draws


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


def entrants(baseline: Baseline, draws: Draws, layout: Layout, bme: NDArray[np.float64]) -> Population:
    """Return everybody who could start in any year; who does depends on the year's births.

    Parameters
    ----------
    bme : float64 array, shape (81,)
        The driver's path: the share of BME people moves the share of BME-led entrants.
    """
    growth = (bme[1::QUARTERS] / bme[0]) ** baseline.demography.need_bme
    return newcomers(baseline, draws, layout, growth)
