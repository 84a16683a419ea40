"""The four barriers to development, as states that can be read for every organisation at the end of each year."""

import numpy as np

from foresight.model.adjustments import Change
from foresight.model.moment import Moment
from foresight.model.passes import chosen
from foresight.model.processes.awards import able
from foresight.population.columns import Barrier, Floats, Population, bounded

MONTHS = 12


def write_barriers(population: Population, moment: Moment) -> None:
    """Write how free each organisation is of each barrier, 0 (it is wholly one) to 1 (it is none).

    Strategic capacity is taken as it works. Human resources are the mean of posts filled, the board's chair and the volunteers
    that are left of those it began with. Support is how far it fits the needs of those it reaches. Funding is the mean of months
    of free reserves, income that does not hang on awards about to end, and access to funders.
    """
    states = population.barriers
    states[Barrier.STRATEGIC_CAPACITY] = able(population, moment)
    states[Barrier.HUMAN_RESOURCES] = _human_resources(population, moment)
    states[Barrier.SUPPORT] = population.supported * population.match
    states[Barrier.FUNDING] = _funding(population, moment)
    states[:] = bounded(states)


def weakest(population: Population) -> Floats:
    """Return how free each organisation is of the barrier that holds it back most, shape (n,), 0-1.

    Of support it is the fit that counts here, for all: whom it happens to reach this year changes from year to year.
    """
    held = population.barriers.copy()
    held[Barrier.SUPPORT] = bounded(population.match)
    return np.asarray(held.min(axis=0))


def write_for_the_last(population: Population, moment: Moment, newcomers: int) -> None:
    """Write the states of the last rows, those who have just started."""
    first = len(population) - newcomers
    started = Population(**{name: array[..., first:] for name, array in population.arrays().items()})  # the same columns
    write_barriers(started, moment)


def _human_resources(population: Population, moment: Moment) -> Floats:
    """Return the mean of posts filled, the chair and the volunteers left, over what an organisation has, shape (n,), 0-1."""
    numbers = moment.baseline.barriers
    posts = population.vacancies + population.staff
    employer = posts > 0
    filled = 1 - population.vacancies / np.maximum(posts, np.float32(1e-6)) / np.float32(numbers.vacancies_total)
    filled = bounded(filled) * employer
    chair = chosen(population.chair_vacant, numbers.chair_empty, 1.0)
    left = np.minimum(population.volunteers / np.maximum(population.appeal, np.float32(1e-6)), 1)
    volunteered = population.appeal > 0
    return np.asarray((filled + chair + left * volunteered) / (1 + employer.astype(np.float32) + volunteered))


def _funding(population: Population, moment: Moment) -> Floats:
    """Return the mean of free reserves, lasting income and access to funders, shape (n,), 0-1."""
    numbers = moment.baseline.barriers
    months = MONTHS * population.reserves / np.maximum(population.spending, 1)
    ending = population.award_end < moment.step + np.int16(numbers.award_quarters)
    short = (population.award * ending).sum(axis=0)
    income = population.award.sum(axis=0) + population.giving + population.earned
    lasting = 1 - short / np.maximum(income, 1)
    enough = np.minimum(months / np.float32(numbers.months_enough), 1)
    return np.asarray((enough + lasting + _access(population, moment)) / 3)


def _access(population: Population, moment: Moment) -> Floats:
    """Return an organisation's odds in a competition for awards relative to others without a handicap, shape (n,), 0-1."""
    money, closed = moment.baseline.money, moment.levers.access_gap_closed
    handicap: Change = chosen(population.bme_led, money.bme_penalty, 0.0) + chosen(population.rural, money.rural_penalty, 0.0)
    return np.exp(-handicap * (1 - closed))
