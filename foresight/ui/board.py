"""The board on the page: a component of ours that keeps its charts and is sent records only."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from foresight.presentation import board, library, theme
from foresight.presentation.readings import Segment
from foresight.presentation.view import View
from foresight.ui import session
from foresight.ui.session import Seen

SCRIPT = Path(__file__).parent / "static" / "board.js"
LOADED = """
window.foresightVega = vegaEmbed;
window.dispatchEvent(new Event("foresight-ready"));
export default function ({ data }) {
  window.foresightSpecs = data;
  window.dispatchEvent(new Event("foresight-ready"));
}
"""


def load(size: theme.Size) -> None:
    """Send the chart library and the specifications, once a page: nothing is fetched from anywhere else.

    The browser keeps what it was sent, so that a moving lever does not send it again.
    """
    st.components.v2.component("foresight_loader", js=script(), isolate_styles=False)(
        key="foresight-loader", data=board.specifications(size), height=1
    )


def show(data: dict[str, Any], key: str) -> None:
    """Show a board."""
    st.components.v2.component("foresight_board", js=SCRIPT.read_text(encoding="utf-8"), isolate_styles=False)(key=key, data=data)


@lru_cache(maxsize=64)
def data(seen: Seen, segment: Segment, charts: tuple[str, ...], *, single: bool) -> dict[str, Any]:
    """Return what a board shows; kept, so that what was seen before is there at once."""
    view = View(session.comparison(seen), segment, single)
    return board.board(view, [one.id for one in session.headlines()], charts)


def script() -> str:
    """Return the chart library as one script."""
    return library.script(LOADED)
