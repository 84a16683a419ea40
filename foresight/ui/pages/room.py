"""The room: people predict before they see, vote with dots, and run their own plan."""

import streamlit as st

from foresight.ui.room import door, facilitator, keyring, participant

TITLE = "Room"
ORDER = 5


def show() -> None:
    """Show the side of the room that this browser is on."""
    st.title("The room: predict, look, vote", anchor=False)
    code = door.inside()
    key = keyring.key_of(code) if code else None
    kept = keyring.ask(code if key is None else None)
    if code and key:
        facilitator.show(code, key)
    elif code and kept and door.rooms().opens(code, kept):
        keyring.keep(code, kept)
        st.rerun()
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
