"""Voice, gagging and mission drift (M12 of the model description)."""

import numpy as np

from foresight.model.moment import Moment
from foresight.model.passes import chosen
from foresight.model.processes.awards import able
from foresight.population.columns import QUARTERS, Award, Floats, Population, Practice, bounded

FAINTEST = -0.99  # of `voice_gain`: nobody is silenced for good


def raise_voices(population: Population, moment: Moment) -> None:
    """Write how far each organisation is heard by those who decide (M12).

    Unrestricted money, ties, consultation, capacity and users who have a say give voice; living on public money, and contracts
    that forbid criticism, cost it.
    """
    numbers, levers = moment.baseline.voice, moment.levers
    year, award = _year(population, moment), population.award
    contract = award[Award.CONTRACT] / year
    public = contract + (award[Award.STATUTORY_GRANT] + award[Award.REGENERATION]) / year
    tied = moment.baseline.money.restricted_part * (award.sum(axis=0) / year - contract) + contract
    odds = numbers.base + numbers.unrestricted * np.maximum(1 - tied, 0)
    odds += numbers.network * np.minimum(population.degree / np.float32(numbers.network_ties), 1)
    odds += numbers.consultation * bounded(np.float32(moment.world.consult) + levers.consult_access)
    odds += numbers.capacity * able(population, moment)
    odds -= numbers.public * np.maximum(np.minimum(public, 1) - numbers.public_from, 0)
    odds -= numbers.gagging * np.minimum(contract, 1)
    odds += chosen(population.has(Practice.INVOLVEMENT), moment.baseline.practices.involvement_voice, 0.0)
    odds += np.log1p(np.maximum(levers.voice_gain, np.float32(FAINTEST)))
    population.voice = (population.open / (1 + np.exp(-odds))).astype(np.float32)


def drift(population: Population, moment: Moment) -> None:
    """Let organisations drift from their mission over a year: with contracts, the more the less they are heard."""
    contract = np.minimum(population.award[Award.CONTRACT] / _year(population, moment), 1)
    pull = moment.baseline.voice.drift * contract * (1 - population.voice) + moment.levers.drift_more
    moved = population.drift + np.maximum(pull, 0) * (1 - population.drift)
    population.drift = (bounded(moved) * population.open).astype(np.float32)


def _year(population: Population, moment: Moment) -> Floats:
    """Return income at the present rate in GBP a year, at least one pound; in 2002 that of the baseline year."""
    rate = population.income_before if moment.step == 0 else QUARTERS * population.income
    return np.maximum(rate, np.float32(1))
