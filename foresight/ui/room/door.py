"""The way in: the addresses that phones open, as a square code, and who somebody is to a room."""

import io

import segno
import streamlit as st

from foresight.rooms.room import Room, Rooms, person, typed
from foresight.ui import visitor
from foresight.ui.room.keyring import CODE

PAGE = "room"
ME = "me"
"""The name in the address of the random number that stands for a person."""
ENTERED, INSIDE = "rooms entered", "room inside"
"""Where the session keeps the rooms that it was let into, and the one it is in."""


def rooms() -> Rooms:
    """Return the rooms of this machine."""
    return Rooms()


def inside() -> str | None:
    """Return the code of the room that this browser is in: the address names it, or it was in it before it turned the page."""
    code = typed(st.query_params.get(CODE, "")) or st.session_state.get(INSIDE)
    if code and st.query_params.get(CODE) != code:
        st.query_params[CODE] = code
    return code or None


def enter(code: str) -> Room:
    """Return the room of a code in the address: it is tried as a typed one is, and not again once it was right.

    Raises
    ------
    RoomError
        For a code of no room, and where too many wrong ones were tried.
    """
    entered: set[str] = st.session_state.setdefault(ENTERED, set())
    room = rooms().look(code) if code in entered else rooms().join(code, guest())
    entered.add(code)
    st.session_state[INSIDE] = code
    return room


def guest() -> str:
    """Return what tells whoever looks from others who try codes."""
    return visitor.address() or "this computer"


def leave() -> None:
    """Leave the room; it goes on without this browser."""
    st.session_state.pop(INSIDE, None)
    for name in (CODE, ME):
        st.query_params.pop(name, None)


def link(host: str, code: str) -> str:
    """Return what a phone in the same network opens to join a room."""
    return f"http://{host}:{st.get_option('server.port')}/{PAGE}?{CODE}={code}"


def reachable() -> bool:
    """Tell whether the app listens to other machines at all."""
    return str(st.get_option("server.address") or "0.0.0.0") not in {"localhost", "127.0.0.1", "::1"}  # noqa: S104 - a comparison


def square(text: str) -> str:
    """Return a text as a square code (QR), drawn as SVG."""
    made = io.BytesIO()
    segno.make(text, error="m").save(made, kind="svg", scale=6, border=2, xmldecl=False, title="The way into the room")
    return made.getvalue().decode()


def me() -> str:
    """Return the random number that stands for this browser; it is kept in the address, so that a reload keeps it."""
    found = st.query_params.get(ME)
    if not found:
        found = person()
        st.query_params[ME] = found
    return found
