"""The levers: every action as a switch, grouped by the barrier it works on first, with start, strength and budget."""

from collections.abc import Sequence
from functools import partial
from typing import get_args

import streamlit as st

from foresight.analysis import reach
from foresight.config import Number
from foresight.presentation.naming import BARRIERS
from foresight.presentation.overspending import pounds
from foresight.presentation.tables import plain
from foresight.scenario.actions import Action, Barrier
from foresight.scenario.dates import FIRST_YEAR, LAST_YEAR, Date
from foresight.scenario.plans import THOUSANDS_IN_A_MILLION, PlanItem
from foresight.ui import choice, money, parts, session
from foresight.ui.words import BUDGETS, STRENGTHS

USUAL_START = 2003
WORKS = {"low": "weak", "central": "works as expected", "high": "strong"}
"""How well an action works, where that is one part of a sentence."""


def show() -> None:
    """Show the levers of one barrier, and how many are pulled under each."""
    chosen = choice.current()
    pulled = {item.action: item for item in chosen.plan.actions}
    groups = by_barrier()
    counts = {barrier: sum(action.id in pulled for action in group) for barrier, group in groups.items()}
    first = next((barrier for barrier in groups if counts[barrier]), next(iter(groups)))
    barrier = st.radio(
        "Actions by the barrier they lower",
        list(groups),
        format_func=BARRIERS.__getitem__,  # with counts in the names, the browser would take each for another one
        captions=[f"{counts[one]} of {len(groups[one])} on" for one in groups],
        key=parts.kept("barrier", first),
        help="The study names four barriers to the sector's development. An action that lowers several stands under the first.",
    )
    budget()
    newest = money.newest()
    below = newest is not None and newest in groups[barrier]
    if not below:
        money.warn("levers")
    for action in groups[barrier]:
        _lever(action, pulled.get(action.id))
        if below and action is newest:
            money.warn("levers")


def budget() -> None:
    """Choose what may be spent in a year; a plan that overspends is refused."""
    now, key = choice.current().plan.budget, f"plan budget {choice.state().edition}"
    amounts = sorted({*BUDGETS, *([now.value] if now is not None else [])})
    st.selectbox(
        "The budget (£ million a year, 2002 prices)",
        amounts,
        index=amounts.index(now.value) if now is not None else None,
        format_func=lambda amount: f"£{amount:.2f} million",
        placeholder="no limit",
        key=key,
        on_change=lambda: choice.afford(st.session_state[key]),
        help="Three sizes of initiative: early wins, a programme, and everything that the study recommends.",
    )


def by_barrier() -> dict[str, list[Action]]:
    """Return the actions by the barrier that each lowers first."""
    groups: dict[str, list[Action]] = {barrier: [] for barrier in get_args(Barrier)}
    for action in sorted(session.actions().values(), key=lambda action: action.code):
        groups[action.barriers[0]].append(action)
    return {barrier: group for barrier, group in groups.items() if group}


def usual(action: Action) -> PlanItem:
    """Return an action as it stands when it is switched on."""
    return PlanItem(action=action.id, start=Date(USUAL_START))


def _lever(action: Action, item: PlanItem | None) -> None:
    """Show one switch and, where it is on, its settings in short and a place to change them."""
    edition = choice.state().edition
    key = f"{action.id} on {edition}"
    st.toggle(action.title, value=item is not None, key=key, help=_help(action), on_change=partial(_switch, action, key))
    if item is None:
        return
    reason = reach.why_nothing(item, action)
    st.caption(f":material/warning: This does nothing: {plain(reason)}" if reason else _in_short(action, item))
    with st.popover("Change"):
        _settings(action, item, edition)


def _help(action: Action) -> str:
    """Say what an action is, whom it is open to, what it costs and how good the evidence is."""
    others = [BARRIERS[barrier].lower() for barrier in action.barriers[1:]]
    lines = [
        plain(action.summary),
        f"Open to {_about(reach.open_to(action))} {_whom(action)} of 2002; {_money(action.cost.value, action)}"
        + (f" each, {action.units} of them" if action.units else "")
        + f" (2002 prices). Evidence: grade {action.grade}.",
        f"Also: {plain(action.side_effects)}",
    ]
    if others:
        lines.append(f"It also works on {' and '.join(others)}.")
    return "\n\n".join(lines)


def _in_short(action: Action, item: PlanItem) -> str:
    """Say how an action stands in the plan."""
    until = f" to {item.end}" if item.end is not None else ""
    count = f"{item.units or action.units} of them, " if action.units else ""
    return (
        f"From {item.start}{until}, {works(item)}, {count}{_money(item.cost(action), action)}, "
        f"about {_about(reach.taking_part(item, action))} take part"
    )


def _money(yearly: float, action: Action) -> str:
    """Say what an action costs a year, given in GBP thousand, and what it costs once to set it up."""
    once = action.set_up.cost.value if action.set_up.cost is not None else 0.0
    told = [f"{pounds(yearly / THOUSANDS_IN_A_MILLION)} a year"] if yearly > 0 else []
    told += [f"{pounds(once / THOUSANDS_IN_A_MILLION)} once to set it up"] if once > 0 else []
    return " and ".join(told) or "no money"


def _whom(action: Action) -> str:
    """Say of whom there are so many: groups that are not registered may be among them."""
    return "organisations" if action.eligibility.registered else "organisations and groups, registered or not,"


def _about(number: float) -> str:
    """Write a count of organisations to two digits: the sector is known no better."""
    return f"{float(f'{number:.2g}'):,.0f}"


def _settings(action: Action, item: PlanItem, edition: int) -> None:
    """Let people set start, strength, budget and number."""

    def changed(field: str, key: str) -> None:
        choice.edit(action.id, lambda old: _with(old, field, st.session_state[key]), usual(action))

    def key_of(field: str) -> str:
        return f"{action.id} {field} {edition}"

    st.markdown(f"**{plain(action.title)}**")
    st.number_input(
        "Starts in (year)", FIRST_YEAR + 1, LAST_YEAR, item.start.year, key=key_of("start"), on_change=changed,
        args=("start", key_of("start")), help="The first quarter of that year.",
    )  # fmt: skip
    st.segmented_control(
        "How well it works", list(STRENGTHS), default=item.strength if item.strength in STRENGTHS else None,
        format_func=lambda level: STRENGTHS[level],
        key=key_of("strength"), on_change=changed, args=("strength", key_of("strength")),
    )  # fmt: skip
    if action.units:
        st.number_input(
            "How many",
            1,
            max(100, item.units or action.units),
            item.units or action.units,
            key=key_of("units"),
            on_change=changed,
            args=("units", key_of("units")),
        )
    full = item.full_cost(action)
    if full == 0:
        st.caption(f"It takes {_money(full, action)}: there is nothing a year to set a budget for.")
        return
    st.number_input(
        f"Budget (£ thousand a year, 2002 prices; {pounds(full / THOUSANDS_IN_A_MILLION)} pays for all of it)", 0.0,
        max(100_000.0, full), float(item.cost(action)),
        step=5.0, format="%.0f", key=key_of("budget"), on_change=changed, args=("budget", key_of("budget")),
        help="Where it does not pay for everybody, it buys a part.",
    )  # fmt: skip


def _with(item: PlanItem, field: str, value: object) -> PlanItem:
    """Return an item with one setting changed; an empty choice leaves it."""
    if value is None:
        return item
    if field == "budget":
        return item.model_copy(update={"budget": Number(value=float(str(value)))})
    if field != "start":
        return item.model_copy(update={field: value})
    start = Date(int(str(value)))
    ended = item.end is not None and item.end.step < start.first_step
    return item.model_copy(update={"start": start, "end": None if ended else item.end})


def _switch(action: Action, key: str) -> None:
    """Put an action into the plan, or take it out."""
    base = {item.action: item for item in session.plans()[choice.current().based_on].actions}
    begin = base.get(action.id, usual(action))
    choice.edit(action.id, (lambda _: begin) if st.session_state[key] else None, begin)


def changes(before: Sequence[PlanItem], now: Sequence[PlanItem]) -> list[str]:
    """Say in a few words how a plan differs from the one it was made from."""
    titles = session.actions()
    old, new = ({item.action: item for item in items} for items in (before, now))
    words = [f"with {titles[name].title}" for name in new if name not in old]
    words += [f"without {titles[name].title}" for name in old if name not in new]
    words += [otherwise(titles[name], old[name], new[name]) for name in new if name in old and new[name] != old[name]]
    return words


def otherwise(action: Action, before: PlanItem, now: PlanItem) -> str:
    """Say how an action stands in a plan where that is not as before, such as `Trustee bank from 2008, weak`."""
    said = [
        (before.start != now.start, f"from {now.start}"),
        (before.end != now.end, f"until {now.end}" if now.end is not None else "without an end"),
        (before.strength != now.strength, works(now)),
        (before.units_of(action) != now.units_of(action), f"{now.units_of(action)} of them"),
        (before.cost(action) != now.cost(action), f"for {pounds(now.cost(action) / THOUSANDS_IN_A_MILLION)} a year"),
        (before.coverage != now.coverage, f"for {now.reach(action):.0%} of those it is open to"),
        (before.odds != now.odds, "open to others"),
        (before.taper != now.taper, "withdrawn otherwise"),
    ]
    told = [words for differs, words in said if differs] or ["with another budget"]
    return f"{action.title} {', '.join(told)}"


def works(item: PlanItem) -> str:
    """Say how well an action works: as expected, or otherwise."""
    return WORKS.get(str(item.strength), f"{item.strength} times as well as expected")
