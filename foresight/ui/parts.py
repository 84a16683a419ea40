"""Parts that several pages share: a chart with its sentence and its table, and a table that a keyboard can scroll."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from foresight.presentation import gains, theme
from foresight.presentation.tables import plain
from foresight.ui import session, style

FIT = {"type": "fit-x", "contains": "padding"}
"""A drawing as wide as there is room, and as high as its axes ask for."""
FILL = {"type": "fit", "contains": "padding"}
"""A drawing as wide and as high as there is room."""
SHARP = {"embedOptions": {"renderer": "svg"}}
"""Drawn as SVG: sharp however it is enlarged, and its words can be measured."""


def heading(words: str) -> None:
    """Begin a part of the page."""
    st.html(f'<h2 class="fs-part">{escape(words)}</h2>')


def summary(words: str) -> None:
    """Say the most important thing of a part of the page."""
    st.html(f'<p class="fs-summary">{escape(words)}</p>')


def counted(page: str) -> str:
    """Choose the indicator that a page tells of, and return its id; each page keeps its own."""
    ids = [one.id for one in session.headlines()]
    chosen: str = st.selectbox("What is counted", ids, format_func=gains.axis_words, key=kept(f"{page} indicator"))
    return chosen


def columns(shares: Sequence[int]) -> Sequence[DeltaGenerator]:
    """Return columns side by side; with large text there is room for one, and they stand one under another."""
    if style.size() is theme.PROJECTOR:
        return [st.container() for _ in shares]
    return st.columns(shares, gap="large")


def kept(key: str, first: object = None) -> str:
    """Let a control be as it was when its page was left, or as it is at first; return its key."""
    name = f"kept {key}"
    if key in st.session_state:
        st.session_state[name] = st.session_state[key]
    elif name in st.session_state:
        st.session_state[key] = st.session_state[name]
    elif first is not None:
        st.session_state[key] = first
    return key


def chart(headline: str, drawing: Any, table: pd.DataFrame, name: str, measured: str = "") -> None:  # noqa: ANN401 - only presentation knows altair
    """Show a drawing under what it says and what it measures, and the numbers behind it below."""
    st.markdown(f"**{plain(headline)}**")
    if measured:
        st.caption(plain(measured))
    picture(headline, drawing)
    numbers(table, name)


def picture(headline: str, drawing: Any, key: str | None = None) -> None:  # noqa: ANN401 - only presentation knows altair
    """Show a drawing, what it says having been said already; one with a key keeps its place when it is drawn again."""
    whole = drawing.properties(description=headline, autosize=FIT, usermeta=SHARP)
    st.altair_chart(whole, theme=None, width="stretch", key=key)


def staged(headline: str, drawing: Any, key: str) -> None:  # noqa: ANN401 - only presentation knows altair
    """Show a drawing as high as its place, whose height the page sets, and which it keeps when it is drawn again."""
    whole = drawing.properties(description=headline, autosize=FILL, usermeta=SHARP)
    with st.container(key=f"{key}-room"):
        st.altair_chart(whole, theme=None, width="stretch", height="stretch", key=key)


def numbers(table: pd.DataFrame, name: str) -> None:
    """Offer the numbers behind a drawing."""
    with st.expander(f"The numbers: {name}"):
        listing(table, name)


def listing(table: pd.DataFrame, name: str) -> None:
    """Show a table as one that can be read aloud, and scrolled with the keyboard."""
    head = "".join(f'<th scope="col">{escape(str(column))}</th>' for column in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in table.itertuples(index=False)
    )
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    st.html(f'<div class="fs-table" tabindex="0" role="region" aria-label="{escape(name)}">{body}</div>')
