"""A room: who may open, reveal, close and delete it, and what its people predict and vote, without anybody's name.

The facilitator holds the room's key; everybody else knows its code only. A person is a random number that a browser keeps,
and the database keeps no more than a keyed digest of it, so that nobody can be told from a vote.
"""

import hmac
import json
import secrets
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from foresight.rooms import database
from foresight.rooms.ballots import Ballots
from foresight.rooms.question import Question
from foresight.rooms.rules import CODE_LENGTH, RoomError, Stage, allowed, digest, find

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look alike
KEY_BYTES = 16
MINUTE = 60
TRIES, ALL_TRIES = 5, 60
"""Wrong codes a minute from one address, and from all together, before joining has to wait."""
_SALT = secrets.token_bytes(32)
"""With it addresses of wrong codes are made unreadable, for as long as the server runs; no address is stored."""


@dataclass(frozen=True)
class Room:
    """What everybody in the room may know of it."""

    code: str
    stage: Stage
    question: Question


class Rooms:
    """The rooms in one database.

    Parameters
    ----------
    path : Path
        The database's file; it is made where it is not there yet.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or database.place()
        self.ballots = Ballots(self.path)

    def open(self, question: Question) -> tuple[Room, str]:
        """Open a room and return it with its key, which is shown once and kept nowhere."""
        key = secrets.token_urlsafe(KEY_BYTES)
        with database.opened(self.path) as rows:
            code = _free_code(rows)
            columns = "code, key_hash, stage, future, plan, indicator, brought, opened"
            rows.execute(
                f"insert into rooms ({columns}) values (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - ours
                (code, digest(key), Stage.PREDICTING, *_columns(question), int(time.time())),
            )
            return _room(find(rows, code)), key

    def join(self, code: str, address: str) -> Room:
        """Return the room of a code that somebody typed; too many wrong ones have to wait.

        Raises
        ------
        RoomError
            For a code of no room, and for the impatient.
        """
        wrong = None
        with database.opened(self.path) as rows:
            now = int(time.time())
            rows.execute("delete from wrong_codes where at <= ?", (now - MINUTE,))
            guesser = hmac.digest(_SALT, address.encode(), "sha256")
            count = "select count(*) from wrong_codes where who = ?"
            mine = rows.execute(count, (guesser,)).fetchone()[0]
            everybody = rows.execute("select count(*) from wrong_codes").fetchone()[0]
            if mine >= TRIES or everybody >= ALL_TRIES:
                msg = "Too many wrong codes. Please wait a minute, then try again."
                raise RoomError(msg)
            try:
                return _room(find(rows, typed(code)))
            except RoomError as error:
                wrong = error
                rows.execute("insert into wrong_codes values (?, ?)", (guesser, now))
        raise wrong

    def look(self, code: str) -> Room:
        """Return the room of a known code as it is now."""
        with database.read(self.path) as rows:
            return _room(find(rows, code))

    def move(self, code: str, key: str, stage: Stage, question: Question | None = None) -> Room:
        """Carry the room to a stage, and to another question where one is given; only the key opens this.

        A new question begins with no predictions.
        """
        with database.opened(self.path) as rows:
            found = allowed(rows, code, key)
            rows.execute("update rooms set stage = ? where id = ?", (stage, found["id"]))
            if question is not None:
                columns = "future = ?, plan = ?, indicator = ?, brought = ?"
                rows.execute(f"update rooms set {columns} where id = ?", (*_columns(question), found["id"]))  # noqa: S608 - ours
                rows.execute("delete from predictions where room = ?", (found["id"],))
            return _room(find(rows, code))

    def delete(self, code: str, key: str) -> None:
        """Delete the room with everything that was predicted and voted in it; only the key opens this."""
        with database.opened(self.path) as rows:
            rows.execute("delete from rooms where id = ?", (allowed(rows, code, key)["id"],))
        database.forget(self.path)

    def opens(self, code: str, key: str) -> bool:
        """Tell whether a key is the room's own."""
        with database.read(self.path) as rows:
            try:
                allowed(rows, code, key)
            except RoomError:
                return False
            return True


def person() -> str:
    """Return a new random number for somebody's browser to keep."""
    return secrets.token_urlsafe(KEY_BYTES)


def typed(code: str) -> str:
    """Return the code that somebody meant who typed it in any case, with spaces or dashes."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[: 2 * CODE_LENGTH]


def _free_code(rows: sqlite3.Connection) -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if rows.execute("select 1 from rooms where code = ?", (code,)).fetchone() is None:
            return code


def _room(row: sqlite3.Row) -> Room:
    brought = tuple(json.loads(row["brought"]))
    return Room(row["code"], Stage(row["stage"]), Question(row["future"], row["plan"], row["indicator"], brought))


def _columns(question: Question) -> tuple[str, str, str, str]:
    """Return a question as the columns of a room."""
    return question.future, question.plan, question.indicator, json.dumps(question.brought)
