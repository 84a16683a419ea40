"""Parts that several pages share: a chart with its sentence and its table, and a table that a keyboard can scroll."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from foresight.presentation.tables import plain

FIT = {"type": "fit-x", "contains": "padding"}
"""A drawing as wide as there is room, and as high as its axes ask for."""


def heading(words: str) -> None:
    """Begin a part of the page."""
    st.html(f'<h2 class="fs-part">{escape(words)}</h2>')


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


def chart(headline: str, drawing: Any, table: pd.DataFrame, name: str) -> None:  # noqa: ANN401 - only presentation knows altair
    """Show a drawing under what it says, and the numbers behind it below."""
    st.markdown(f"**{plain(headline)}**")
    st.altair_chart(drawing.properties(description=headline, autosize=FIT), theme=None, width="stretch")
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
