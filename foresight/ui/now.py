"""What is on the screen now, always in view: future, plan, what differs from the plan it began as, and what it costs."""

from collections.abc import Mapping
from functools import lru_cache
from html import escape

import streamlit as st

from foresight.presentation import doubts
from foresight.presentation.overspending import overspending, pounds
from foresight.presentation.sentences import listed
from foresight.scenario.assumptions import Assumptions
from foresight.scenario.drivers import DRIVERS
from foresight.scenario.futures import Future
from foresight.scenario.library import USUAL_FUTURE
from foresight.scenario.plans import Plan
from foresight.ui import address, choice, levers, session
from foresight.ui.words import STRENGTHS

MOST_NAMED = 3
APART = 0.05  # of a driver's size: less is not worth telling


def show() -> None:
    """Show the bar with its buttons, and let the address follow the choice."""
    address.write()
    with st.container(key="now"):
        words, undo, again = st.columns([7.2, 1.4, 2.2], vertical_alignment="center")
        words.html(bar())
        undo.button("Undo", on_click=choice.undo, disabled=not choice.state().before, width="stretch", key="undo")
        again.button("Start again", on_click=choice.start_again, width="stretch", key="again")


def bar() -> str:
    """Return the bar's words."""
    now = choice.current()
    base, future = session.plans()[now.based_on], session.futures()[now.future]
    parts = [f"<strong>{escape(future.title)}</strong>"]
    if moved := unlike(future):
        parts[0] += f" <span>(unlike “{escape(usual().title)}”: {escape(moved)})</span>"
    if now.wild_cards:
        parts[0] += f" <span>(with {escape(listed(struck(now.wild_cards)))})</span>"
    differs = levers.changes(base.actions, now.plan.actions)
    plan = f"<strong>{escape(base.title)}</strong>"
    if differs:
        plan += f" <span>changed: {escape('; '.join(differs))}</span>"
    if now.strength != "central":
        plan += f" <span>(actions {STRENGTHS[now.strength].lower()})</span>"
    if now.assumptions:
        plan += f" <span>({escape(assumed(now.assumptions))})</span>"
    return f'<div class="fs-now" role="note" aria-label="What is shown">{" · ".join([*parts, plan, cost(now.plan)])}</div>'


def assumed(assumptions: Assumptions) -> str:
    """Say which assumptions are changed: the names of the first, and how many more."""
    words = [doubts.taken(path, value) for path, value in list(assumptions.items())[:MOST_NAMED]]
    more = len(assumptions) - MOST_NAMED
    return f"assumed: {'; '.join(words)} and {more} more" if more > 0 else f"assumed: {listed(words)}"


def struck(years: Mapping[str, int]) -> list[str]:
    """Name the wild cards that strike, each with its year."""
    return [f"{session.wild_cards()[name].title} in {year}" for name, year in sorted(years.items())]


def usual() -> Future:
    """Return the future that others are told apart from."""
    return session.futures()[USUAL_FUTURE]


def unlike(future: Future) -> str:
    """Say in a few words in which forces a future ends most unlike the usual one."""
    ends = ends_apart(future, usual())
    words = [f"{DRIVERS[name].title.lower()} {'higher' if apart > 0 else 'lower'}" for name, apart in ends[:MOST_NAMED]]
    more = len(ends) - MOST_NAMED
    return ", ".join(words) + (f" and {more} more" if more > 0 else "")


@lru_cache(maxsize=64)
def ends_apart(future: Future, other: Future) -> list[tuple[str, float]]:
    """Return the drivers that end apart by more than a twentieth of their size, furthest first, with the relative distance."""
    here, there = future.trajectories(), other.trajectories()
    apart = {name: (here[name][-1] - there[name][-1]) / max(abs(there[name][-1]), abs(there[name][0]), 1e-9) for name in here}
    return sorted(((name, far) for name, far in apart.items() if abs(far) > APART), key=lambda one: -abs(one[1]))


def cost(plan: Plan) -> str:
    """Return what a plan costs in the year in which that is most, or most above its budget, and what it may cost then."""
    actions = session.actions()
    costs, budgets, over = plan.costs(actions), plan.budgets(actions), overspending(plan, actions)
    year = over.worst if over else max(costs, key=lambda year: costs[year])
    if costs[year] == 0:
        return "costs nothing"
    words = f"{pounds(costs[year])} in {year}"
    if costs[year] == max(costs.values()):
        words += ", its dearest year"
    if plan.budget is None:
        return words
    limit, earned = f"{pounds(plan.budget.value)} a year", budgets[year] - plan.budget.value
    if earned > 0:
        limit += f" and {pounds(earned)} that it brings in"
    share = min(costs[year] / budgets[year], 1.0) if budgets[year] else 1.0
    mark = ' class="fs-over"' if over else ""
    meter = f'<span class="fs-meter" aria-hidden="true"><span{mark} style="width:{share:.0%}"></span></span>'
    return f"{words}, {'more than' if over else 'of'} {limit} {meter}"
