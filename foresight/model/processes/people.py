"""Staff, trustees and volunteers (M6, M6b, M7 of the model description)."""

import numpy as np
from numpy.typing import NDArray

from foresight.model.moment import Moment
from foresight.model.processes.awards import able
from foresight.population.columns import MILLION, QUARTERS, Award, Floats, Population, chosen
from foresight.randomness import Decision

ENDS_SOON = 2  # quarters: an award that ends within them unsettles staff


def employ(population: Population, moment: Moment) -> None:
    """Let staff leave, posts fall vacant and be filled, and surplus posts end (M6). Staff are full-time equivalents.

    Posts follow spending, and contracts pay for more posts a pound than other income, since services are people.
    """
    people, world = moment.baseline.people, moment.world
    wage = (world.rgdp / moment.start.rgdp) ** people.wages_follow_economy
    staffed = population.spending + people.contract_staffing * population.award[Award.CONTRACT]
    needed = population.posts_per_million * staffed / np.float32(MILLION * wage)
    needed *= (population.spending >= people.smallest_employer) | (population.staff > 0)
    soon = (population.award_end >= moment.step) & (population.award_end < moment.step + ENDS_SOON)
    staff = population.staff
    turnover = people.turnover + people.turnover_size * np.log(np.maximum(staff, 0.5) / 100)
    turnover += np.float32(people.turnover_award_ends) * soon.any(axis=0)
    staying = staff * (1 - np.clip(turnover, 0.02, 0.9) / QUARTERS)
    population.leavers += staff - staying
    gap = needed - staying
    fill = chosen(population.rural, people.fill_rate * people.fill_rural, people.fill_rate)
    population.staff = staying + fill * np.maximum(gap, 0) + people.redundancy_rate * np.minimum(gap, 0)
    population.vacancies = np.maximum(needed - population.staff, 0)


def resize_posts(population: Population, moment: Moment) -> None:
    """Let the posts that a pound pays for drift, once a year, towards what is usual at an organisation's size (M6).

    Larger organisations employ fewer people per pound; one that grows keeps its own ways for years.
    """
    people = moment.baseline.people
    usual = people.posts_per_million * (np.maximum(population.spending, people.smallest_employer) / MILLION) ** np.float32(
        people.staff_size_slope
    )
    drift = people.posts_follow_size * (usual - population.posts_per_million)
    population.posts_per_million += np.where(population.registered, drift, 0)


def seat_trustees(population: Population, moment: Moment) -> None:
    """Decide once a year whose chair or treasurer's post is vacant (M6b); a trustee bank lowers the chance."""
    chance = moment.baseline.people.chair_vacancy - moment.levers.chair_filled
    luck = moment.draws.uniform(Decision.CHAIR_VACANT, moment.step, population.identity)
    population.chair_vacant = luck < np.maximum(chance, 0)


def volunteer(population: Population, moment: Moment, region: NDArray[np.float64], environmental: Floats) -> None:
    """Let volunteers leave, and share each district's newcomers out by attraction (M7).

    Newcomers go by the appeal that organisations began with, so that a lasting help levels off and does not feed on itself. A
    district recruits as many people as its organisations would lose in 2002, moved by the volunteering rate and the age of its
    people: a finite number, so that one organisation's gain is partly its neighbours' loss.

    Parameters
    ----------
    region : float64 array, shape (districts,)
        Volunteers of each district in 2002.
    environmental : float32 array, shape (activities,)
        1 for environmental activities, else 0.
    """
    people, world, start, levers = moment.baseline.people, moment.world, moment.start, moment.levers
    supply = world.vol_rate / start.vol_rate * (world.pop65 / start.pop65) ** people.volunteer_age_pull
    greener = people.environment_pull * (world.env_conc - start.env_conc)
    pull = 1 + people.volunteer_capacity * (able(population, moment) - 0.5) + levers.recruitment
    pull = pull * (1 + greener * environmental).take(population.activity)
    weight = (population.appeal * pull).astype(np.float32)
    total = np.bincount(population.district, weights=weight * population.weight, minlength=region.size)
    coming = region * (supply * people.volunteer_leaving / QUARTERS) / np.maximum(total, 1e-9)
    fewer_hours = 1 - world.vol_hours / start.vol_hours * (1 - levers.fewer_hours)
    leaving = people.volunteer_leaving * (1 - levers.volunteer_retention) * (1 + people.episodic_leaving * fewer_hours)
    stay = 1 - np.clip(leaving, 0, 1) / QUARTERS
    population.volunteers = (population.volunteers * stay + weight * coming.take(population.district)).astype(np.float32)
