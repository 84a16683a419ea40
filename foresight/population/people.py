"""Volunteers by age, boards, and habits at the start: as many of each as the rules would keep in an unchanging world."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from foresight.population.baseline import Baseline, once
from foresight.population.columns import SMALLEST_INCOME, Flags, Floats, Population, Practice
from foresight.randomness import Decision, Draws

MEDIAN_LOG_SIZE = 8.6  # ln GBP; at this size a board has the baseline's number of trustees
SEATS_PER_LOG = 0.4  # further trustees for each ln GBP
BOARD_SPREAD = 4  # trustees between the smallest and the largest board of one size
FEWEST, MOST = 1, 20  # trustees
STARTS = {
    Practice.BACK_OFFICE: "back_office_start",
    Practice.TRANSPARENCY: "transparency_start",
    Practice.INVOLVEMENT: "involvement_start",
    Practice.NEW_VOLUNTEERING: "new_volunteering_start",
    Practice.TRADING: "trading_start",
}


def older_volunteers(baseline: Baseline) -> NDArray[np.float64]:
    """Return the share of volunteers who are 65 and over, shape (districts,), where coming, ageing and leaving balance."""
    numbers = baseline.volunteering
    coming = older_newcomers(baseline, 1.0)
    younger = (1 - coming) / (numbers.leaving + numbers.ageing)
    older = (coming + numbers.ageing * younger) / (numbers.leaving * numbers.older_leaving)
    return np.asarray(older / (older + younger))


def older_newcomers(baseline: Baseline, growth: float) -> NDArray[np.float64]:
    """Return the share of newcomers who are 65 and over in each district, shape (districts,).

    Parameters
    ----------
    growth : float
        The region's share of people over 65 relative to 2002.
    """
    weight = baseline.volunteering.older_weight
    older = weight * older_adults(baseline, growth)
    return older / (older + 1 - older_adults(baseline, growth))


def older_adults(baseline: Baseline, growth: float) -> NDArray[np.float64]:
    """Return the share of adults who are 65 and over in each district, shape (districts,)."""
    share = baseline.districts["pop65_share"] * growth / baseline.volunteering.adults
    return np.minimum(share, 1.0)


@once
def core_renewal(baseline: Baseline) -> float:
    """Return the share of other volunteers who join the core in a year, so that in 2002 the core neither grows nor shrinks."""
    numbers = baseline.volunteering
    population = baseline.districts["population_2001"]
    older = float(np.average(older_volunteers(baseline), weights=population))
    leaving = numbers.core_leaving + numbers.core_retiring * min(numbers.core_older * older, 1.0)
    return leaving * numbers.core_share / (1 - numbers.core_share)


def usual_board(population: Population, baseline: Baseline, draws: Draws) -> Floats:
    """Return how many trustees an organisation of its size and kind usually has, whole numbers of shape (n,)."""
    size = np.log(np.maximum(population.spending.astype(np.float64), 1))
    extra = BOARD_SPREAD * (draws.uniform(Decision.TRUSTEES, 0, population.identity) - 0.5)
    usual = baseline.boards.trustees + extra + SEATS_PER_LOG * (size - MEDIAN_LOG_SIZE)
    return np.round(np.clip(usual, FEWEST, MOST)).astype(np.float32)


def bme_trustee_share(population: Population, baseline: Baseline, growth: float) -> Floats:
    """Return the share of new trustees who are BME people, shape (n,): as in the district, but fewer unless BME-led.

    Parameters
    ----------
    growth : float
        The region's share of BME people relative to 2002.
    """
    usual = baseline.boards.bme_odds * community_bme(population, baseline, growth)
    return np.where(population.bme_led, np.float32(baseline.boards.bme_led_share), usual).astype(np.float32)


def community_bme(population: Population, baseline: Baseline, growth: float) -> Floats:
    """Return the share of BME people in each organisation's district, shape (n,)."""
    share = np.minimum(baseline.districts["bme_share"] * growth, 1).astype(np.float32)
    return share.take(population.district)


def lagging(population: Population) -> Flags:
    """Return who stands on the far side of the digital gap, shape (n,): rural, BME-led and very small organisations."""
    return np.asarray(population.rural | population.bme_led | (population.income_before < SMALLEST_INCOME))


def online(population: Population, baseline: Baseline, draws: Draws) -> Flags:
    """Return which founders use ICT well in 2002, shape (n,)."""
    numbers = baseline.ict
    chance = np.where(lagging(population), numbers.start * (1 - numbers.founding_gap), numbers.start)
    return np.asarray(draws.uniform(Decision.ICT_START, 0, population.identity) < chance)


def absorb(capacity: Floats, baseline: Baseline) -> Floats:
    """Return absorptive capacity, 0-1, from strategic capacity (Cohen and Levinthal)."""
    base = np.float32(baseline.practices.absorb_base)
    return np.asarray(base + (1 - base) * capacity)


def settle(made: Population, baseline: Baseline, draws: Draws) -> None:
    """Give organisations volunteers by age with a core, their hours, boards by age and ethnicity, and practices."""
    numbers, boards = baseline.volunteering, baseline.boards
    older = older_volunteers(baseline).astype(np.float32).take(made.district)
    made.older[:] = older * made.volunteers
    made.core[:] = numbers.core_share * made.volunteers
    made.hours[:] = numbers.hours * made.volunteers
    core_older = np.minimum(numbers.core_older * older, 1)
    made.older_hours[:] = made.hours * (numbers.core_hours * core_older)
    others_older = np.maximum(older - numbers.core_share * core_older, 0) / (1 - numbers.core_share)
    made.older_hours[:] += made.hours * ((1 - numbers.core_hours) * others_older)
    staying = (1 - 1 / boards.tenure) * (1 - 1 / boards.years_under_40)
    made.young_trustees[:] = made.trustees * (boards.under_40 / boards.tenure / (1 - staying))
    made.bme_trustees[:] = made.trustees * bme_trustee_share(made, baseline, 1.0)
    able = absorb(made.capacity, baseline) / absorb(np.full(1, 0.5, dtype=np.float32), baseline)
    for practice, start in STARTS.items():
        luck = draws.uniform(Decision.PRACTICE_START, 0, made.identity, practice)
        made.practices[:] |= (luck < getattr(baseline.practices, start) * able).astype(np.uint8) << np.uint8(practice)


def back_office_thresholds(population: Population, baseline: Baseline, draws: Draws) -> Floats:
    """Return the share of partners who must share a back office before an organisation joins them, shape (n,) (Granovetter)."""
    luck = draws.uniform(Decision.PRACTICE_THRESHOLD, 0, population.identity).astype(np.float64)
    spread = ndtri(np.clip(luck, 1e-7, 1 - 1e-7))
    return np.asarray(baseline.practices.threshold + baseline.practices.threshold_spread * spread, dtype=np.float32)
