"""Support: whom the support bodies reach, and how well what they offer fits (M8 of the model description)."""

from collections.abc import Sequence

import numpy as np

from foresight.model.institutions import SupportBody, reach_of
from foresight.model.moment import Moment
from foresight.model.passes import chosen
from foresight.population.columns import QUARTERS, SMALL_INCOME, Population, bounded
from foresight.randomness import Decision

NEW = 5 * QUARTERS  # steps: an organisation that started less long ago is new to its support body


def support(population: Population, moment: Moment, bodies: Sequence[SupportBody]) -> None:
    """Write whom support reaches this year and how well it fits, once a year.

    Reach grows with the square root of the budget and is uneven: rural, small and new organisations are reached less; a district
    that has lost its body is served from elsewhere.

    Parameters
    ----------
    bodies : sequence of SupportBody
        One a district, in the order of districts.
    """
    numbers, levers = moment.baseline.support, moment.levers
    chances = {is_open: reach_of(moment, is_open=is_open) for is_open in (False, True)}
    reach = np.array([chances[body.is_open] for body in bodies], dtype=np.float32).take(population.district)
    reach *= chosen(population.rural, numbers.reach_rural, 1.0)
    reach *= chosen(population.income_before < SMALL_INCOME, numbers.reach_small, 1.0)
    reach *= chosen(population.born > moment.step - NEW, numbers.reach_new, 1.0)
    luck = moment.draws.uniform(Decision.SUPPORTED, moment.step, population.identity)
    population.supported = population.open & (luck < reach + levers.reach_gain)
    fit = chosen(population.bme_led, numbers.match * numbers.match_special, numbers.match)
    population.match = (bounded(fit + levers.match_gain) * population.open).astype(np.float32)
