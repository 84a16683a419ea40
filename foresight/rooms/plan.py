"""The room's own plan: the actions with most dots that its budget pays for."""

from collections.abc import Mapping

from foresight.scenario.actions import Action
from foresight.scenario.dates import FIRST_YEAR
from foresight.scenario.plans import Plan

TITLE = "The room's own plan"


def rooms_plan(dots: Mapping[str, int], actions: Mapping[str, Action], budget: float) -> Plan:
    """Return a plan of the actions with most dots, each taken where the budget still pays for it.

    Parameters
    ----------
    dots : mapping
        Dots by the id of the action; those of equal dots go by id.
    budget : float
        The most that may be spent in any year, GBP m at 2002 prices.
    """
    chosen: list[dict[str, object]] = []
    for name in sorted((name for name in dots if dots[name] > 0 and name in actions), key=lambda name: (-dots[name], name)):
        tried: list[dict[str, object]] = [*chosen, {"action": name, "start": FIRST_YEAR + 1}]
        if max(_plan(tried, budget).costs(actions).values()) <= budget * (1 + 1e-9):
            chosen = tried
    return _plan(chosen, budget)


def _plan(items: list[dict[str, object]], budget: float) -> Plan:
    return Plan.model_validate(
        {
            "kind": "plan",
            "id": "rooms-own-plan",
            "title": TITLE,
            "summary": "What the people in the room gave most dots, as far as the budget goes.",
            "budget": {"value": budget, "unit": "GBP m a year, 2002 prices", "source": "The choice of the room", "grade": "D"},
            "actions": items,
            "source": "The votes of the people in the room",
            "grade": "D",
        }
    )
