"""How a page in a room keeps up with it: a short look every second that draws nothing, and the page again where that is due."""

from collections.abc import Callable

import streamlit as st

from foresight.rooms.rules import RoomError

EVERY = 1
"""Seconds between two looks."""


@st.fragment(run_every=EVERY)
def follow(drawn: object, now: Callable[[], object]) -> None:
    """Draw the page again once what is there now is no longer what was drawn, or the room is gone.

    Drawing every second what has not changed would keep the server, and forty phones, busy with nothing.
    """
    try:
        found = now()
    except RoomError:
        found = None
    if found != drawn:
        st.rerun()
