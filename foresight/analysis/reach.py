"""How many organisations an action is open to, and why it would do nothing where it does nothing."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from foresight.model.levers.microcluster import MEMBERS, Microcluster
from foresight.model.uptake import eligible
from foresight.population.baseline import load
from foresight.population.columns import Population
from foresight.population.synthesis import founders
from foresight.randomness import Draws
from foresight.scenario.actions import Action
from foresight.scenario.dates import FIRST_YEAR, LAST_YEAR, QUARTERS, STEPS
from foresight.scenario.eligibility import Eligibility
from foresight.scenario.plans import PlanItem

COMING = ("ict", "joint", "supported", "partnered", "min_ties", "min_bridges", "min_trust")
"""Conditions that an organisation can come to meet in the years after 2002."""

SHARE = 0.1  # of the sector that is looked at to count


@lru_cache(maxsize=256)
def open_to(action: Action) -> float:
    """Return how many of the organisations and groups of 2002 an action is open to; what can still come to them is left out."""
    population = _founders()
    inside = eligible(population, _standing(action.eligibility))
    if clusters := _microclusters(action):
        inside = inside & np.logical_or.reduce([eligible(population, _standing(MEMBERS[one.by])) for one in clusters])
    return float((population.weight * inside).sum())


def taking_part(item: PlanItem, action: Action) -> float:
    """Return how many organisations of 2002 would take part in an action as the plan has it."""
    taking_part = open_to(action) * item.reach(action)
    clusters, full = _microclusters(action), item.full_cost(action)
    if not clusters:
        return taking_part
    paid = item.cost(action) / full if full > 0 else 1.0
    places = sum(round((one.units or item.units_of(action)) * paid) * one.most_members.value for one in clusters)
    return min(taking_part, places)


def why_nothing(item: PlanItem, action: Action) -> str | None:
    """Say why an action of a plan can have no effect, or nothing where it can."""
    begins = item.first_step + round(action.delay.value * QUARTERS)
    if begins > STEPS:
        year = FIRST_YEAR + 1 + (begins - 1) // QUARTERS
        return f"It takes effect only in {year}, after the last year looked at, {LAST_YEAR}."
    if begins > item.last_step:
        return f"It ends in {item.end} before it takes effect."
    if item.strength == 0:
        return "Its strength is nothing."
    if item.reach(action) == 0:
        return "No money is spent on it, so nobody takes part."
    if open_to(action) == 0:
        return "No organisation here meets its conditions."
    return None


def idle(items: Mapping[str, PlanItem], actions: Mapping[str, Action]) -> dict[str, str]:
    """Return the actions of a plan that can have no effect, each with the reason."""
    reasons = {name: why_nothing(item, actions[name]) for name, item in items.items()}
    return {name: reason for name, reason in reasons.items() if reason is not None}


def _microclusters(action: Action) -> list[Microcluster]:
    """Return the microclusters that an action founds: nobody takes part in it who cannot belong to one."""
    return [lever for lever in action.levers if isinstance(lever, Microcluster)]


def _standing(rule: Eligibility) -> Eligibility:
    """Return a rule without what an organisation can come to meet later."""
    return rule.model_copy(update=dict.fromkeys(COMING))


@lru_cache(maxsize=1)
def _founders() -> Population:
    return founders(load(), Draws(seed=1, replicate=0), SHARE)
