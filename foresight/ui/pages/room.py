"""The room: people predict before they see, vote with dots, and run their own plan."""

import streamlit as st

from foresight.ui.room import door, facilitator, participant

TITLE = "Room"
ORDER = 5


def show() -> None:
    """Show the side of the room that this browser is on."""
    st.title("The room: predict, look, vote", anchor=False)
    code = st.query_params.get(door.CODE)
    key = door.key_of(code) if code else None
    if code and key:
        facilitator.show(code, key)
    elif code:
        participant.show(code)
    else:
        left, right = st.columns(2, gap="large")
        with left:
            st.subheader("I want to join", anchor=False)
            participant.join()
        with right:
            st.subheader("I lead the session", anchor=False)
            facilitator.begin()


show()
