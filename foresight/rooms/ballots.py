"""What the people in a room send: predictions, and dots on actions and assumptions; nobody can be told from them."""

import hmac
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from foresight.errors import unknown
from foresight.rooms import database
from foresight.rooms.rules import SHUT, RoomError, Stage, Topic, allowed, find

DOTS = 5
"""Dots that each person has on each topic."""
LARGEST = 1e7
"""A prediction beyond it is a slip: the region has some four million people."""


@dataclass(frozen=True)
class Kept:
    """What one person has sent: a prediction, and dots by topic and choice."""

    prediction: float | None
    dots: Mapping[Topic, Mapping[str, int]]


class Ballots:
    """The predictions and dots in one database.

    Parameters
    ----------
    path : Path
        The database's file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def predict(self, code: str, person: str, value: float) -> None:
        """Keep a person's prediction; a second one takes the place of the first."""
        if not abs(value) <= LARGEST:
            msg = "Please look at the number again: expected a number, and none larger than the region has people."
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
            found = find(rows, code)
            if found["stage"] == Stage.PREDICTING:
                found = allowed(rows, code, key or "")
            told = rows.execute("select value from predictions where room = ? order by value", (found["id"],)).fetchall()
            return [row["value"] for row in told]

    def kept(self, code: str, person: str) -> Kept:
        """Return what a person has sent so far."""
        with database.read(self.path) as rows:
            found = find(rows, code)
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
            return {row["choice"]: row["total"] for row in rows.execute(query, (find(rows, code)["id"], topic))}

    def people(self, code: str) -> int:
        """Return how many people have answered what the room is asked now: predicted, or voted once it votes."""
        with database.read(self.path) as rows:
            found = find(rows, code)
            query = "select count(distinct person) from dots where room = ?"
            if found["stage"] in {Stage.PREDICTING, Stage.REVEALED}:
                query = "select count(*) from predictions where room = ?"
            count: int = rows.execute(query, (found["id"],)).fetchone()[0]
            return count


def _at(rows: sqlite3.Connection, code: str, stage: Stage) -> sqlite3.Row:
    """Return the room where it is at a stage."""
    found = find(rows, code)
    if found["stage"] != stage:
        msg = f"{SHUT[stage]}; the room is at another step now."
        raise RoomError(msg)
    return found


def _who(room: sqlite3.Row, token: str) -> bytes:
    """Return a person's digest in one room: of no use in another, and no way back to the browser."""
    return hmac.digest(room["key_hash"], token.encode(), "sha256")
