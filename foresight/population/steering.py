"""The baseline's numbers on the four barriers, and on how an initiative is led."""

from foresight.config import Frozen
from foresight.population.quantity import Quantity


class Barriers(Frozen):
    """When a barrier is total, and when there is none."""

    vacancies_total: Quantity
    chair_empty: Quantity
    months_enough: Quantity
    award_quarters: Quantity


class Leadership(Frozen):
    """What a leadership group sees, hopes for and can take in (M14)."""

    noise: Quantity
    expected_gain: Quantity
    review_years: Quantity
    scale_above: Quantity
    stop_below: Quantity
    largest_step: Quantity
    smallest: Quantity
    largest: Quantity
    absorbed_growth: Quantity
    absorbed_start: Quantity
    wasted: Quantity
