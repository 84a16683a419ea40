"""Evidence and limits: every number with its source, how much rests on weak evidence, and what not to use the model for."""

import pandas as pd
import streamlit as st

from foresight.presentation import evidence
from foresight.presentation.tables import GRADES
from foresight.ui import choice, now, parts, session
from foresight.ui.words import HONESTY

TITLE = "Evidence and limits"
ORDER = 6
MOST_ROWS = 150
SOURCES = (
    "What the sources and grades mean is told in the file *docs/explanation/evidence.md*, which comes with the app. The evidence "
    "pack is the collection of facts, surveys and papers that the project began with: it is not part of the app, and what was "
    "taken from it stands, number by number, in the folder *scenarios*."
)


def show() -> None:
    """Show the page."""
    st.title("Where the numbers come from, and what they cannot carry", anchor=False)
    now.show()
    chosen = choice.current()
    table = evidence.every_number(choice.future())
    actions = [session.actions()[item.action] for item in chosen.plan.actions]
    parts.summary(evidence.how_weak(table, actions))
    st.html(f'<div class="fs-note" role="note">{HONESTY}</div>')
    left, right = parts.columns([1, 1])
    with left:
        parts.heading("What the model must not be used for")
        st.markdown("\n".join(f"- {one}" for one in evidence.NOT_FOR))
    with right:
        parts.heading("How good the evidence is")
        parts.listing(evidence.counts(table), "Numbers by grade")
    _search(table)


def _search(table: pd.DataFrame) -> None:
    """Let people look up any number."""
    parts.heading("Every number, with its source")
    words = st.text_input("Search the numbers", placeholder="such as: volunteers, turnover, trustee bank", key="search numbers")
    grades = st.pills(
        "Grades",
        list(GRADES),
        selection_mode="multi",
        format_func=lambda grade: f"{grade}: {GRADES[grade]}",
        key="grades",
    )
    st.caption(SOURCES)
    kept = evidence.found(table, words, grades)
    shown = min(len(kept), MOST_ROWS)
    rest = "" if shown == len(kept) else "; search to see the others"
    st.markdown(f"{shown:,} of {len(kept):,} numbers found are shown{rest}.")
    parts.listing(kept.head(MOST_ROWS), "Every number, with its source")


show()
