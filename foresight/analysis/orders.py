"""Orders of a plan's actions: when each can start under a budget, which order gains most, and which cannot be told from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.intervals import of_mean
from foresight.scenario.actions import Action
from foresight.scenario.dates import FIRST_YEAR, LAST_YEAR, Date
from foresight.scenario.plans import Plan, PlanItem

Values = NDArray[np.float64]
Order = tuple[int, ...]
Gains = Callable[[Sequence[Order]], Values]


@dataclass(frozen=True)
class Rules:
    """What an order must keep to.

    Parameters
    ----------
    budget : float
        The most that may be spent in a year, GBP m (2002 prices).
    gap : int
        Years from one start to the next at the earliest; 0 lets all start together when the budget allows.
    """

    budget: float
    gap: int = 1


def schedule(plan: Plan, order: Order, rules: Rules, actions: Mapping[str, Action]) -> Plan:
    """Return a plan whose actions start in an order, each as soon as gap and budget allow.

    What can never be paid for is left out. Each action runs as long as it did in the plan; the first starts in the plan's first
    year.
    """
    year = min((item.start.year for item in plan.actions), default=FIRST_YEAR + 1)
    kept: list[PlanItem] = []
    for place in order:
        found = _earliest(plan, kept, plan.actions[place], (year, rules.budget), actions)
        if found is not None:
            kept.append(found)
            year = found.start.year + rules.gap
    known = [item.action for item in plan.actions]
    return plan.model_copy(update={"actions": tuple(sorted(kept, key=lambda item: known.index(item.action)))})


def greedy(actions: int, gains: Gains) -> Order:
    """Return the order that takes, step by step, the action that gains most with those before it.

    Parameters
    ----------
    gains : callable
        Gives the gains of orders (whole ones or beginnings), shape (orders, replicates).
    """
    taken: Order = ()
    while len(taken) < actions:
        candidates = [(*taken, action) for action in range(actions) if action not in taken]
        taken = candidates[int(np.argmax(gains(candidates).mean(axis=1)))]
    return taken


def ranked(orders: Sequence[Order], gains: Values) -> pd.DataFrame:
    """Return orders by gain: order, gain, low, high, behind, behind_low, behind_high, close; the best first.

    Parameters
    ----------
    gains : float64 array, shape (orders, replicates)
        With the same random events in each replicate.
    """
    best = int(np.argmax(gains.mean(axis=1)))
    known, behind = of_mean(gains.T), of_mean((gains[best] - gains).T)
    table = pd.DataFrame(
        {
            "order": list(orders),
            "gain": known.middle,
            "low": known.low,
            "high": known.high,
            "behind": behind.middle,
            "behind_low": behind.low,
            "behind_high": behind.high,
            "close": behind.low <= 0,
        }
    )
    return table.sort_values("behind", kind="stable", ignore_index=True)


def _earliest(
    plan: Plan, kept: Sequence[PlanItem], item: PlanItem, limits: tuple[int, float], actions: Mapping[str, Action]
) -> PlanItem | None:
    """Return an item that starts as early as the budget allows, or None where it never does."""
    first, budget = limits
    for year in range(first, LAST_YEAR + 1):
        moved = _moved(item, year)
        costs = plan.model_copy(update={"actions": (*kept, moved)}).costs(actions)
        if max(costs.values()) <= budget * (1 + 1e-9):
            return moved
    return None


def _moved(item: PlanItem, year: int) -> PlanItem:
    """Return an item that starts in another year and runs as long as before, or to the last year."""
    end = item.end
    if end is not None:
        end = Date(min(end.year + year - item.start.year, LAST_YEAR), end.quarter)
    return item.model_copy(update={"start": Date(year), "end": end})
