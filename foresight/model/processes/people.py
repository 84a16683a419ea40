"""Staff: posts, vacancies, turnover, redundancies, and competition for labour (M6 of the model description)."""

from typing import NamedTuple

import numpy as np

from foresight.compiling import compiled
from foresight.model.moment import Moment
from foresight.model.passes import chosen
from foresight.population.columns import MILLION, QUARTERS, Award, Floats, Population

NOBODY, ALL, FOUR = np.float32(0), np.float32(1), np.float32(QUARTERS)
LEAST_TURNOVER, MOST_TURNOVER = np.float32(0.02), np.float32(0.9)  # a year
ENDS_SOON = 2  # quarters: an award that ends within them unsettles staff


class Staff(NamedTuple):
    """The columns of staff, shape (n,) each, and what a quarter brings.

    Parameters
    ----------
    needed : float32 array, shape (n,)
        Posts that spending pays for.
    turnover : float32 array, shape (n,)
        Share of staff who leave in a year.
    fill : float32 array, shape (n,)
        Share of a gap that is filled in the quarter, where it is not above 1.
    """

    staff: Floats
    leavers: Floats
    vacancies: Floats
    needed: Floats
    turnover: Floats
    fill: Floats


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
    turnover = people.turnover + people.turnover_size * np.log(np.maximum(population.staff, 0.5) / 100)
    turnover += np.float32(people.turnover_award_ends) * soon.any(axis=0) - levers.staff_staying
    fill = chosen(population.rural, people.fill_rate * people.fill_rural, people.fill_rate) * hiring(population, moment)
    leaving = np.asarray(turnover, dtype=np.float32)
    staff = Staff(population.staff, population.leavers, population.vacancies, needed, leaving, fill)
    a_quarter(staff, np.float32(people.redundancy_rate))


@compiled
def a_quarter(staff: Staff, redundancy: np.float32) -> None:
    """Carry everybody's staff through a quarter, in single precision, writing posts filled, left and vacant."""
    for row in range(staff.staff.size):
        there, needed = staff.staff[row], staff.needed[row]
        turnover = min(max(staff.turnover[row], LEAST_TURNOVER), MOST_TURNOVER)
        remaining = there * (ALL - turnover / FOUR)
        gap = needed - remaining
        fill = min(staff.fill[row], ALL)
        filled = remaining + fill * max(gap, NOBODY) + redundancy * min(gap, NOBODY)
        staff.leavers[row] += there - remaining
        staff.staff[row] = filled
        staff.vacancies[row] = max(needed - filled, NOBODY)


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
