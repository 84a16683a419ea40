"""The keys of rooms that this browser opened: held by the session, and kept by the browser itself for after a reload."""

from functools import cache
from pathlib import Path

import streamlit as st

SCRIPT = Path(__file__).parents[1] / "static" / "keyring.js"
CODE = "code"
"""The room's code in the address."""
KEYS, LOST = "room keys", "room keys to forget"


def follows() -> bool:
    """Tell whether this browser follows somebody else's room: the address names one that it does not lead."""
    code = st.query_params.get(CODE)
    return code is not None and key_of(code) is None


def key_of(code: str) -> str | None:
    """Return the key of a room that this browser session leads."""
    held: dict[str, str] = st.session_state.setdefault(KEYS, {})
    return held.get(code)


def keep(code: str, key: str) -> None:
    """Keep a room's key."""
    st.session_state.setdefault(KEYS, {})[code] = key


def forget(code: str) -> None:
    """Let a room's key go, here and in the browser."""
    st.session_state.setdefault(KEYS, {}).pop(code, None)
    st.session_state.setdefault(LOST, set()).add(code)


def ask(code: str | None) -> str | None:
    """Let the browser keep the keys of this session, and return the one that it kept for a room before; call it once a page.

    The browser answers after the page was drawn; the page is drawn again then.
    """
    data = {"keep": st.session_state.get(KEYS, {}), "forget": sorted(st.session_state.get(LOST, ())), "ask": code}
    found = st.components.v2.component("foresight_keyring", js=_script())(
        key="keyring", data=data, default={"key": None}, on_key_change=lambda: None, height=1
    )
    key: str | None = found.key
    return key


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")
