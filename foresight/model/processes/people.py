"""Staff: posts, vacancies, turnover, redundancies, and competition for labour (M6 of the model description)."""

import numpy as np

from foresight.model.moment import Moment
from foresight.population.columns import MILLION, QUARTERS, Award, Floats, Population, chosen

ENDS_SOON = 2  # quarters: an award that ends within them unsettles staff


def employ(population: Population, moment: Moment) -> None:
    """Let staff leave, posts fall vacant and be filled, and surplus posts end (M6). Staff are full-time equivalents.

    Posts follow spending, and contracts pay for more posts a pound than other income, since services are people. Where pay falls
    behind pay outside, posts are harder to fill.
    """
    people, world, levers = moment.baseline.people, moment.world, moment.levers
    wage = (world.rgdp / moment.start.rgdp) ** people.wages_follow_economy
    staffed = population.spending + people.contract_staffing * population.award[Award.CONTRACT]
    needed = population.posts_per_million * staffed / np.float32(MILLION * wage)
    needed *= (population.spending >= people.smallest_employer) | (population.staff > 0)
    soon = (population.award_end >= moment.step) & (population.award_end < moment.step + ENDS_SOON)
    staff = population.staff
    turnover = people.turnover + people.turnover_size * np.log(np.maximum(staff, 0.5) / 100)
    turnover += np.float32(people.turnover_award_ends) * soon.any(axis=0) - levers.staff_staying
    staying = staff * (1 - np.clip(turnover, 0.02, 0.9) / QUARTERS)
    population.leavers += staff - staying
    gap = needed - staying
    fill = chosen(population.rural, people.fill_rate * people.fill_rural, people.fill_rate) * hiring(population, moment)
    fill = np.minimum(fill, 1)
    population.staff = staying + fill * np.maximum(gap, 0) + people.redundancy_rate * np.minimum(gap, 0)
    population.vacancies = np.maximum(needed - population.staff, 0)


def hiring(population: Population, moment: Moment) -> Floats:
    """Return how readily posts are filled, 1 as in 2002 without ICT: slower behind a pay gap, faster by ICT and careers work."""
    people, behind = moment.baseline.people, pay_gap(moment)
    eased = 1 + moment.levers.staff_fill * np.float32(behind <= people.pay_gap_stops)
    online = 1 + np.float32(people.ict_recruiting) * population.ict
    return np.asarray(max(1 - people.pay_gap_slows * behind, 0.0) * eased * online, dtype=np.float32)


def pay_gap(moment: Moment) -> float:
    """Return how far real pay has fallen behind pay outside since 2002, as a share of the latter, 0 where it has not."""
    outside = moment.world.rgdp / moment.start.rgdp
    return float(max(1 - outside ** (moment.baseline.people.wages_follow_economy - 1), 0.0))


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
