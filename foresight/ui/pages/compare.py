"""Choose and see: one future, one plan in every detail, and what the plan changes."""

from functools import partial

import streamlit as st

from foresight.indicators.segments import MEMBERS
from foresight.presentation import sentences, tables, theme
from foresight.presentation.readings import Segment
from foresight.presentation.sentences import segment_name
from foresight.ui import asking, board, choice, levers, now, parts, session, sharpening, sides, style
from foresight.ui.session import Seen
from foresight.ui.words import HONESTY, HOW_SURE

TITLE = "Choose and see"
ORDER = 1
PAGE = "compare"
CHARTS = ("organisations", "income")
"""The indicators drawn at first."""


def show() -> None:
    """Show the page: the choices, then the comparison."""
    where = "" if style.size() is theme.PROJECTOR else " The East Midlands' voluntary sector, 2002 to 2022"
    st.title(f"What would acting together change?{where}", anchor=False)
    board.load(style.size())
    _workspace()


def _workspace() -> None:
    """Show everything that moves with a lever."""
    sides.show()
    now.show()
    left, right = st.columns([1, 2.4], gap="large")
    with right:
        place, above = st.empty(), st.container()
        segment = _segment()
        charts = _charts()
        single = _how_sure()
        with above:  # before the many levers, so that it is there the sooner
            looked = _comparison(segment, charts, single=single)
        st.html(f'<div class="fs-note" role="note">{HONESTY}</div>')
        _sources()
    with left:
        levers.show()
        sides.thoroughness()
    sharpening.wait(looked, place)


def _comparison(segment: Segment, charts: list[str], *, single: bool) -> sharpening.Looked:
    """Show the comparison as far as it is known."""
    looked = sharpening.look(PAGE, partial(asking.question, whole=segment.kind == MEMBERS))
    if looked.seen is not None:
        _board(looked.seen, segment, charts, single=single, old=looked.old)
    return looked


def _board(found: Seen, segment: Segment, charts: list[str], *, single: bool, old: bool) -> None:
    """Draw the board, and say how much computing stands behind it."""
    ask, pairs = found.inquiry.ask, found.pairs
    data = board.data(found, segment, tuple(charts), single=single)
    board.show({**data, "old": old, "shown": f"{ask.pairing.plan.title}: {pairs}"}, key="board")
    st.caption(f"Shown: {sentences.shown(pairs, ask.pairing.scale, ask.pairing.seed)}.")


def _segment() -> Segment:
    """Choose whose figures are looked at."""
    chosen: Segment = st.selectbox(
        "Whose figures: find organisations like yours",
        session.segments(),
        format_func=segment_name,
        key=parts.kept("segment"),
    )
    return chosen


def _charts() -> list[str]:
    """Choose which headline indicators are drawn, and return them in their order."""
    declared = session.headlines()
    chosen = st.pills(
        "Charts",
        [one.id for one in declared],
        selection_mode="multi",
        format_func=lambda name: session.indicators()[name].title,
        key=parts.kept("charts", list(CHARTS)),
    )
    return [one.id for one in declared if one.id in chosen]


def _how_sure() -> bool:
    """Explain the bands, and let people see the single futures instead; return whether they do."""
    with st.expander("How sure are we?"):
        st.markdown(HOW_SURE)
    return st.toggle("Show every single future instead of the bands", key=parts.kept("single"))


def _sources() -> None:
    """Show where the numbers of the future and the plan come from, once somebody asks."""
    if not st.toggle("Show where these numbers come from", key=parts.kept("sources")):
        return
    future, plan, actions = choice.future(), choice.current().plan, session.actions()
    st.markdown(
        "Every number that goes in has a source and a grade, from A to D. "
        "This many of each are in the future and the plan on this page."
    )
    st.table(tables.grades([future, *(actions[item.action] for item in plan.actions)]))
    if plan.actions:
        st.markdown(f"**The actions of {tables.plain(plan.title)}**")
        st.table(tables.action_sources(plan, actions))
    st.markdown(f"**The outside forces of {tables.plain(future.title)}**")
    st.table(tables.driver_sources(future))


show()
