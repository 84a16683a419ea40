"""A plan that costs more than its budget is not run: what is said of it instead, and the ways out at one click."""

from functools import partial

import streamlit as st

from foresight.errors import ForesightError
from foresight.presentation import overspending
from foresight.presentation.tables import plain
from foresight.scenario.actions import Action
from foresight.scenario.plans import Plan
from foresight.ui import choice, session
from foresight.ui.words import BUDGETS

REST = "It is not run as it is; what is shown is what was there before."


class Overspent(ForesightError):  # noqa: N818 - the name says what the plan has done
    """A plan costs more than its budget."""


def check(plan: Plan) -> None:
    """Let a plan pass that pays its way.

    Raises
    ------
    Overspent
        For a plan that spends more than it has.
    """
    if said := over(plan):
        raise Overspent(said)


def over(plan: Plan) -> str:
    """Say what is wrong with a plan that costs more than its budget; nothing of another."""
    found = overspending.overspending(plan, session.actions())
    return "" if found is None else overspending.told(found)


def newest() -> Action | None:
    """Return the action that was switched on last and still is, as far as the steps back go."""
    items = {item.action for item in choice.current().plan.actions}
    for before in reversed(choice.state().before):
        added = items - {item.action for item in before.plan.actions}
        if added:
            return session.actions()[added.pop()] if len(added) == 1 else None
    return None


def warn(name: str, rest: str = "") -> None:
    """Say that the chosen plan costs too much, with buttons that mend it; `name` tells them from their twins on the same page."""
    plan = choice.current().plan
    said = over(plan)
    if not said:
        return
    with st.container(key=f"over budget {name}", border=True):
        st.warning(plain(f"{said} {rest}".rstrip()))
        enough = overspending.pays(plan, session.actions(), BUDGETS)
        with st.container(horizontal=True):
            st.button(
                f"Raise the budget to {overspending.pounds(enough)}",
                key=f"raise {name}",
                type="primary",
                on_click=partial(choice.afford, enough, renew=True),
            )
            if (action := newest()) is not None:
                st.button(f"Take “{plain(action.title)}” out again", key=f"out {name}", on_click=_out, args=(action.id,))
            elif choice.state().before:
                st.button("Take the last step back", key=f"back {name}", on_click=choice.undo)


def _out(action: str) -> None:
    """Take an action out of the plan."""
    (item,) = (one for one in choice.current().plan.actions if one.action == action)
    choice.edit(action, None, item, renew=True)
