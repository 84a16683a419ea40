"""What a room is, and who may do what in it: its stages, and the key that only the facilitator holds."""

import hashlib
import hmac
import sqlite3
from enum import StrEnum

from foresight.errors import ForesightError

CODE_LENGTH = 6


class Stage(StrEnum):
    """How far a room is."""

    PREDICTING = "predicting"
    REVEALED = "revealed"
    VOTING = "voting"
    CLOSED = "closed"


SHUT = {Stage.PREDICTING: "Predictions are closed", Stage.VOTING: "Voting is closed"}
"""What people are told who send something that the room does not ask for now."""


class Topic(StrEnum):
    """What dots are put on."""

    ACTIONS = "actions"
    ASSUMPTIONS = "assumptions"


class RoomError(ForesightError):
    """Something that a room does not allow; the message says what and why."""


def find(rows: sqlite3.Connection, code: str) -> sqlite3.Row:
    """Return the room of a code, or say that there is none."""
    found: sqlite3.Row | None = rows.execute("select * from rooms where code = ?", (code,)).fetchone()
    if found is None:
        msg = f"There is no room with the code '{code[:CODE_LENGTH]}'. Please look at the screen again."
        raise RoomError(msg)
    return found


def allowed(rows: sqlite3.Connection, code: str, key: str) -> sqlite3.Row:
    """Return the room where the key is its own."""
    found = find(rows, code)
    if not hmac.compare_digest(found["key_hash"], digest(key)):
        msg = "Only the person who opened this room can do that."
        raise RoomError(msg)
    return found


def digest(key: str) -> bytes:
    """Return what is kept of a key: enough to know it again, and no way back to it."""
    return hashlib.sha256(key.encode()).digest()
