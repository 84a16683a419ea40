"""Who may take part in an action, and who does."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from foresight.model.passes import chosen
from foresight.population.columns import SMALL_INCOME, Flags, Floats, Population, Smalls
from foresight.scenario.eligibility import Eligibility

MONTHS = np.float32(12)

FLAGS: Mapping[str, Callable[[Population], Flags]] = {
    "registered": lambda population: population.registered,
    "paid_staff": lambda population: population.staff > 0,
    "small": lambda population: population.income_before < SMALL_INCOME,
    "rural": lambda population: population.rural,
    "bme_led": lambda population: population.bme_led,
    "ict": lambda population: population.ict,
    "supported": lambda population: population.supported,
    "partnered": lambda population: population.collaborations > 0,
    "joint": lambda population: (population.cluster >= 0) | (population.collaborations > 0),
}
"""What is so or not; the rule's `true` or `false` must be met."""

LEAST: Mapping[str, Callable[[Population], Floats | Smalls]] = {
    "min_income": lambda population: population.income_before,
    "min_capacity": lambda population: population.capacity,
    "min_ties": lambda population: population.degree,
    "min_bridges": lambda population: population.bridges,
    "min_trust": lambda population: population.trust,
}
"""What must reach the rule's number."""

MOST: Mapping[str, Callable[[Population], Floats]] = {
    "max_income": lambda population: population.income_before,
    "max_staff": lambda population: population.heads,
    "max_reserves": lambda population: (MONTHS * population.reserves / np.maximum(population.spending, 1)).astype(np.float32),
}
"""What must not pass the rule's number."""


@lru_cache(maxsize=1_000)
def conditions(*rules: Eligibility) -> tuple[Callable[[Population], Flags], ...]:
    """Return what some rules ask for, each condition as a function that tells who meets it."""
    return tuple(_condition(name, wanted) for rule in rules for name, wanted in rule if wanted is not None)


def _condition(name: str, wanted: float) -> Callable[[Population], Flags]:
    if name in FLAGS:
        return lambda population: FLAGS[name](population) == wanted
    if name in LEAST:
        return lambda population: LEAST[name](population) >= wanted
    return lambda population: MOST[name](population) <= wanted


def eligible(population: Population, *rules: Eligibility) -> Flags:
    """Return which open organisations all of some rules let in, shape (n,)."""
    found = population.open
    for met in conditions(*rules):
        found &= met(population)
    return found


def chances(population: Population, coverage: float, odds: Mapping[str, float]) -> Floats | np.float32:
    """Return the chance that each eligible organisation takes an action up, from 0 to 1.

    Parameters
    ----------
    coverage : float
        Share of the eligible that take it up where nothing tilts their odds.
    odds : mapping
        What multiplies the odds of small, rural and BME-led organisations.
    """
    if coverage >= 1:
        return np.float32(1)
    tilted: Floats | np.float32 = np.float32(coverage / (1 - coverage))
    for name, tilt in odds.items():
        tilted = tilted * chosen(FLAGS[name](population), tilt, 1)
    return tilted / (1 + tilted)
