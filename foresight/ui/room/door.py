"""The way in: the address that phones open, as a square code, and who somebody is to a room."""

import io
import socket

import segno
import streamlit as st

from foresight.rooms.room import Room, Rooms, person

PAGE = "room"
CODE, ME = "code", "me"
"""Names in the address: the room's code, and the random number that stands for a person."""
KEYS = "room keys"
ENTERED = "rooms entered"
SOMEWHERE = "192.0.2.1"  # an address that nobody has; nothing is sent to it


def rooms() -> Rooms:
    """Return the rooms of this machine."""
    return Rooms()


def enter(code: str) -> Room:
    """Return the room of a code in the address: it is tried as a typed one is, and not again once it was right.

    Raises
    ------
    RoomError
        For a code of no room, and where too many wrong ones were tried.
    """
    entered: set[str] = st.session_state.setdefault(ENTERED, set())
    room = rooms().look(code) if code in entered else rooms().join(code, here())
    entered.add(code)
    return room


def here() -> str:
    """Return the address of whoever is looking, as far as the server knows."""
    return st.context.ip_address or "this machine"


def address(code: str) -> str:
    """Return what a phone in the same network opens to join a room."""
    return f"http://{_machine()}:{st.get_option('server.port')}/{PAGE}?{CODE}={code}"


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


def key_of(code: str) -> str | None:
    """Return the key of a room that this browser opened."""
    held: dict[str, str] = st.session_state.setdefault(KEYS, {})
    return held.get(code)


def keep_key(code: str, key: str) -> None:
    """Keep a room's key for this browser session."""
    st.session_state.setdefault(KEYS, {})[code] = key


def forget_key(code: str) -> None:
    """Let a room's key go."""
    st.session_state.setdefault(KEYS, {}).pop(code, None)


def _machine() -> str:
    """Return this machine's address in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((SOMEWHERE, 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "localhost"
