"""What is chosen: the future, the plan in every detail, and how it is computed; with a way back from every step."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from foresight.config import FrozenMap, Level, Number
from foresight.scenario.assumptions import Assumptions
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan, PlanItem
from foresight.scenario.wild_cards import with_cards
from foresight.ui import session

FIRST_FUTURE = "funding-cliff"
FIRST_PLAN = "first-steps"
QUICK, FULL = "Quick look", "Full"
THOROUGHNESS: dict[str, tuple[int, float]] = {QUICK: (20, 0.2), FULL: (40, 1.0)}
"""Pairs of runs, and the share of the sector simulated."""

FIRST_LOOK = (5, 0.1)
"""Pairs of runs, and share of the sector, for each plan where many plans are ranked: the fewest that can rank at all."""

MAX_SEED = 999_999
"""The largest seed that the app takes; the model takes larger ones."""
STEPS_BACK = 50
STATE = "choice"


@dataclass(frozen=True)
class Choice:
    """Everything that a comparison depends on.

    Parameters
    ----------
    future
        The id of a future that is known here.
    based_on
        The id of the plan from which the plan was made.
    wild_cards
        The years of the wild cards that strike the future besides, by id.
    """

    future: str
    plan: Plan
    based_on: str
    strength: Level = "central"
    thoroughness: str = QUICK
    seed: int = 1
    assumptions: Assumptions = field(default_factory=lambda: FrozenMap({}))
    wild_cards: FrozenMap[str, int] = field(default_factory=lambda: FrozenMap({}))


@dataclass
class State:
    """The choice of one browser session, and the ones before it.

    `edition` grows whenever something else than a control changes the choice, so that the controls are made anew.
    """

    choice: Choice
    before: list[Choice] = field(default_factory=list)
    edition: int = 0


def current() -> Choice:
    """Return what is chosen."""
    return state().choice


def future() -> Future:
    """Return the chosen future with the wild cards that strike it."""
    chosen = current()
    return with_cards(session.futures()[chosen.future], chosen.wild_cards, session.wild_cards())


def state() -> State:
    """Return the state of this browser session; a new one begins with the first comparison."""
    if STATE not in st.session_state:
        st.session_state[STATE] = State(first())
    found: State = st.session_state[STATE]
    return found


def first() -> Choice:
    """Return what a new session begins with: a choice that is already worth looking at."""
    return Choice(FIRST_FUTURE, session.plans()[FIRST_PLAN], FIRST_PLAN)


def change(*, renew: bool = False, **changes: Any) -> None:  # noqa: ANN401 - the fields of a choice
    """Choose something else; `renew` makes the controls anew, where it was not they that changed it."""
    now = state()
    chosen = replace(now.choice, **changes)
    if chosen == now.choice:
        return
    now.before = [*now.before, now.choice][-STEPS_BACK:]
    now.choice = chosen
    now.edition += renew


def undo() -> None:
    """Take the last step back."""
    now = state()
    if now.before:
        now.choice = now.before.pop()
        now.edition += 1


def start_again() -> None:
    """Go back to the first comparison; that too can be undone."""
    change(renew=True, **vars(first()))


def take(plan: str) -> None:
    """Take a plan that is known here as it stands."""
    change(renew=True, plan=session.plans()[plan], based_on=plan)


def edit(action: str, put: Callable[[PlanItem], PlanItem] | None, usual: PlanItem, *, renew: bool = False) -> None:
    """Change one action of the plan.

    Parameters
    ----------
    put
        Makes the new item of the old one (or of the usual one, where the plan has none); None takes the action out.
    """
    chosen = current()
    items = {item.action: item for item in chosen.plan.actions}
    old = items.pop(action, usual)
    if put is not None:
        items[action] = put(old)
    change(renew=renew, plan=_made(session.plans()[chosen.based_on], items, chosen.plan.budget))


def afford(budget: float, *, renew: bool = False) -> None:
    """Give the plan another budget, in GBP m a year."""
    chosen = current()
    told = Number(value=budget, unit="GBP m a year, 2002 prices", source="Chosen in the app", grade="D")
    base = session.plans()[chosen.based_on]
    items = {item.action: item for item in chosen.plan.actions}
    change(renew=renew, plan=_made(base, items, base.budget if base.budget is not None and base.budget.value == budget else told))


def _made(base: Plan, items: dict[str, PlanItem], budget: Number | None) -> Plan:
    """Return a plan of these items, in one order whatever the order of the clicks; the base itself where nothing differs."""
    order = [*(item.action for item in base.actions), *session.actions()]
    found = tuple(sorted(items.values(), key=lambda item: order.index(item.action)))
    if found == base.actions and budget == base.budget:
        return base
    return base.model_copy(
        update={"id": f"{base.id}-changed", "title": f"{base.title}, changed", "actions": found, "budget": budget}
    )
