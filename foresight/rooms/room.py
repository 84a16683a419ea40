"""A room: who may open, reveal, close and delete it, and what its people predict and vote, without anybody's name.

The facilitator holds the room's key; everybody else knows its code only. A person is a random number that a browser keeps,
and the database keeps no more than a keyed digest of it, so that nobody can be told from a vote.
"""

import hashlib
import hmac
import secrets
import sqlite3
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from foresight.errors import ForesightError, unknown
from foresight.rooms import database

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look alike
CODE_LENGTH = 6
KEY_BYTES = 16
DOTS = 5
"""Dots that each person has on each topic."""
MINUTE = 60
TRIES, ALL_TRIES = 5, 60
"""Wrong codes a minute from one address, and from all together, before joining has to wait."""
LARGEST = 1e15  # a prediction beyond it is a slip


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


@dataclass(frozen=True)
class Room:
    """What everybody in the room may know of it."""

    code: str
    stage: Stage
    future: str
    plan: str
    indicator: str


@dataclass(frozen=True)
class Question:
    """What the room is asked to predict: what a plan changes in an indicator by the last year of a future."""

    future: str
    plan: str
    indicator: str


@dataclass(frozen=True)
class Kept:
    """What one person has sent: a prediction, and dots by topic and choice."""

    prediction: float | None
    dots: Mapping[Topic, Mapping[str, int]]


class Rooms:
    """The rooms in one database.

    Parameters
    ----------
    path : Path
        The database's file; it is made where it is not there yet.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or database.place()

    def open(self, question: Question) -> tuple[Room, str]:
        """Open a room and return it with its key, which is shown once and kept nowhere."""
        key = secrets.token_urlsafe(KEY_BYTES)
        with database.opened(self.path) as rows:
            code = _free_code(rows)
            asked = (question.future, question.plan, question.indicator)
            rows.execute(
                "insert into rooms (code, key_hash, stage, future, plan, indicator, opened) values (?, ?, ?, ?, ?, ?, ?)",
                (code, _digest(key), Stage.PREDICTING, *asked, int(time.time())),
            )
            return _room(_find(rows, code)), key

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
            count = "select count(*) from wrong_codes where address = ?"
            mine = rows.execute(count, (address,)).fetchone()[0]
            everybody = rows.execute("select count(*) from wrong_codes").fetchone()[0]
            if mine >= TRIES or everybody >= ALL_TRIES:
                msg = "Too many wrong codes. Please wait a minute, then try again."
                raise RoomError(msg)
            try:
                return _room(_find(rows, _typed(code)))
            except RoomError as error:
                wrong = error
                rows.execute("insert into wrong_codes (address, at) values (?, ?)", (address, now))
        raise wrong

    def look(self, code: str) -> Room:
        """Return the room of a known code as it is now."""
        with database.read(self.path) as rows:
            return _room(_find(rows, code))

    def move(self, code: str, key: str, stage: Stage, question: Question | None = None) -> Room:
        """Carry the room to a stage, and to another question where one is given; only the key opens this.

        A new question begins with no predictions.
        """
        with database.opened(self.path) as rows:
            found = _allowed(rows, code, key)
            rows.execute("update rooms set stage = ? where id = ?", (stage, found["id"]))
            if question is not None:
                asked = (question.future, question.plan, question.indicator)
                rows.execute("update rooms set future = ?, plan = ?, indicator = ? where id = ?", (*asked, found["id"]))
                rows.execute("delete from predictions where room = ?", (found["id"],))
            return _room(_find(rows, code))

    def delete(self, code: str, key: str) -> None:
        """Delete the room with everything that was predicted and voted in it; only the key opens this."""
        with database.opened(self.path) as rows:
            rows.execute("delete from rooms where id = ?", (_allowed(rows, code, key)["id"],))
        database.forget(self.path)

    def predict(self, code: str, person: str, value: float) -> None:
        """Keep a person's prediction; a second one takes the place of the first."""
        if not abs(value) <= LARGEST:
            msg = f"prediction: found {value:g}; expected a number"
            raise RoomError(msg)
        with database.opened(self.path) as rows:
            found = _at(rows, code, Stage.PREDICTING)
            rows.execute("insert or replace into predictions values (?, ?, ?)", (found["id"], _who(found, person), float(value)))

    def vote(self, code: str, person: str, topic: Topic, dots: Mapping[str, int], known: Collection[str]) -> None:
        """Keep a person's dots on a topic, in place of those before; at most `DOTS` of them, on what is `known`."""
        if strange := [choice for choice in dots if choice not in known]:
            raise RoomError(str(unknown(strange[0], known, "choice")))
        if any(count < 0 for count in dots.values()) or sum(dots.values()) > DOTS:
            msg = f"dots: found {sum(dots.values())}; expected at most {DOTS}, none of them negative"
            raise RoomError(msg)
        with database.opened(self.path) as rows:
            found = _at(rows, code, Stage.VOTING)
            who = _who(found, person)
            rows.execute("delete from dots where room = ? and person = ? and topic = ?", (found["id"], who, topic))
            given = [(found["id"], who, topic, choice, count) for choice, count in dots.items() if count > 0]
            rows.executemany("insert into dots values (?, ?, ?, ?, ?)", given)

    def predictions(self, code: str, key: str | None = None) -> list[float]:
        """Return the room's predictions, ascending: for everybody once revealed, before that with the key only."""
        with database.read(self.path) as rows:
            found = _find(rows, code)
            if found["stage"] == Stage.PREDICTING:
                found = _allowed(rows, code, key or "")
            told = rows.execute("select value from predictions where room = ? order by value", (found["id"],)).fetchall()
            return [row["value"] for row in told]

    def kept(self, code: str, person: str) -> "Kept":
        """Return what a person has sent so far."""
        with database.read(self.path) as rows:
            found = _find(rows, code)
            mine = (found["id"], _who(found, person))
            said = rows.execute("select value from predictions where room = ? and person = ?", mine).fetchone()
            given = rows.execute("select topic, choice, dots from dots where room = ? and person = ? order by choice", mine)
            dots: dict[Topic, dict[str, int]] = {topic: {} for topic in Topic}
            for row in given:
                dots[Topic(row["topic"])][row["choice"]] = row["dots"]
            return Kept(said["value"] if said else None, dots)

    def dots(self, code: str, topic: Topic) -> dict[str, int]:
        """Return how many dots each choice has, most first."""
        with database.read(self.path) as rows:
            query = "select choice, sum(dots) as total from dots where room = ? and topic = ? group by choice"
            query += " order by total desc, choice"
            return {row["choice"]: row["total"] for row in rows.execute(query, (_find(rows, code)["id"], topic))}

    def people(self, code: str) -> int:
        """Return how many people have predicted or voted."""
        with database.read(self.path) as rows:
            room = _find(rows, code)["id"]
            query = "select person from predictions where room = ? union select person from dots where room = ?"
            return len(rows.execute(query, (room, room)).fetchall())


def person() -> str:
    """Return a new random number for somebody's browser to keep."""
    return secrets.token_urlsafe(KEY_BYTES)


def _typed(code: str) -> str:
    """Return a code as people type it: in any case, with spaces or dashes."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[: 2 * CODE_LENGTH]


def _free_code(rows: sqlite3.Connection) -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if rows.execute("select 1 from rooms where code = ?", (code,)).fetchone() is None:
            return code


def _find(rows: sqlite3.Connection, code: str) -> sqlite3.Row:
    found: sqlite3.Row | None = rows.execute("select * from rooms where code = ?", (code,)).fetchone()
    if found is None:
        msg = f"There is no room with the code '{code[:CODE_LENGTH]}'. Please look at the screen again."
        raise RoomError(msg)
    return found


def _allowed(rows: sqlite3.Connection, code: str, key: str) -> sqlite3.Row:
    """Return the room where the key is its own."""
    found = _find(rows, code)
    if not hmac.compare_digest(found["key_hash"], _digest(key)):
        msg = "Only the person who opened this room can do that."
        raise RoomError(msg)
    return found


def _at(rows: sqlite3.Connection, code: str, stage: Stage) -> sqlite3.Row:
    """Return the room where it is at a stage."""
    found = _find(rows, code)
    if found["stage"] != stage:
        msg = f"{SHUT[stage]}; the room is at another step now."
        raise RoomError(msg)
    return found


def _room(row: sqlite3.Row) -> Room:
    return Room(row["code"], Stage(row["stage"]), row["future"], row["plan"], row["indicator"])


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _who(room: sqlite3.Row, token: str) -> bytes:
    """Return a person's digest in one room: of no use in another, and no way back to the browser."""
    return hmac.digest(room["key_hash"], token.encode(), "sha256")
