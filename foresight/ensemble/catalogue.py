"""The catalogue of a batch: which runs there are, what they are made of and what became of them, in SQLite."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Self

from foresight.ensemble.schema import SCHEMA
from foresight.errors import ForesightError

FILE = "runs.sqlite"
GIVEN_UP = "Its worker died, or its cluster lost it, each time it was tried."
STATUSES = ("waiting", "running", "done", "failed")


class Made(NamedTuple):
    """What the numbers of a design point were made with."""

    seed: int
    scale: float
    inputs: str
    model_version: str
    model_code: str


class Point(NamedTuple):
    """One design point: all that its runs share; `identity` is the hash of it."""

    identity: str
    future: str
    plan: str
    strength: str
    assumptions: Mapping[str, Any]
    made: Made


class Place(NamedTuple):
    """Where an experiment has a design point."""

    experiment: str
    sample: int
    future: str
    plan: str
    strength: str


class Waiting(NamedTuple):
    """A run that is still to be made."""

    run: int
    design_point: int
    replicate: int
    turn: int
    future: str
    plan: str
    strength: str
    assumptions: str


class Written(NamedTuple):
    """Where the table of a run stands, and how long it took."""

    run: int
    file: str
    size: int
    seconds: float
    twin_seconds: float
    worker: str


class Catalogue:
    """The catalogue of one folder. Whoever writes must hold the folder's lock."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.path = folder / FILE
        if read_only and not self.path.is_file():
            msg = f"{folder}: found no {FILE}; expected the folder of a batch (foresight batch ... --out {folder})"
            raise ForesightError(msg)
        self.link = sqlite3.connect(self.path, isolation_level=None)
        try:
            if not read_only:
                self.link.execute("PRAGMA journal_mode = WAL")
                self.link.execute("PRAGMA synchronous = NORMAL")
                self.link.executescript(SCHEMA)
            self.link.execute("SELECT 1 FROM runs LIMIT 1")
        except sqlite3.DatabaseError as error:
            self.link.close()
            msg = f"{self.path}: found a file that is not the catalogue of a batch ({error})"
            raise ForesightError(msg) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.link.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write all of what follows, or nothing of it."""
        self.link.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.link.in_transaction:
                self.link.execute("ROLLBACK")
            raise
        self.link.execute("COMMIT")

    def enter_point(self, point: Point, place: Place) -> int:
        """Enter a design point, unless it is there, and where it stands in its experiment; return its number."""
        assumed = json.dumps(dict(point.assumptions), sort_keys=True)
        row = (point.identity, point.future, point.plan, point.strength, assumed, *point.made)
        self.link.execute("INSERT OR IGNORE INTO design_points VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        known = self.link.execute("SELECT design_point FROM design_points WHERE identity = ?", (point.identity,)).fetchone()
        number = int(known[0])
        self.link.execute("INSERT OR REPLACE INTO layout VALUES (?, ?, ?, ?, ?, ?)", (*place, number))
        return number

    def enter_run(self, design_point: int, replicate: int, turn: int) -> None:
        """Enter a run, unless it is there; what is still to be made takes its turn in the newest order."""
        self.link.execute(
            "INSERT INTO run_states (design_point, replicate, turn) VALUES (?, ?, ?) "
            "ON CONFLICT (design_point, replicate) DO UPDATE SET turn = excluded.turn",
            (design_point, replicate, turn),
        )

    def next_turn(self, after: int) -> list[Waiting]:
        """Return the waiting runs of the first turn after a given one; none where nothing waits."""
        found = self.link.execute(
            "SELECT run, design_point, replicate, turn, future, plan, strength, assumptions "
            "FROM run_states JOIN design_points USING (design_point) WHERE status = 'waiting' AND turn = "
            "(SELECT min(turn) FROM run_states WHERE status = 'waiting' AND turn > ?) ORDER BY run",
            (after,),
        )
        return [Waiting(*row) for row in found]

    def begin(self, runs: Iterable[int]) -> None:
        """Note that runs have been handed out."""
        change = "UPDATE run_states SET status = 'running', attempts = attempts + 1 WHERE run = ?"
        self.link.executemany(change, [(run,) for run in runs])

    def finish(self, written: Iterable[Written]) -> None:
        """Note that runs are done and where their tables stand."""
        self.link.executemany(
            "UPDATE run_states SET status = 'done', file = ?, bytes = ?, seconds = ?, twin_seconds = ?, worker = ?, ended = ?, "
            "error = NULL WHERE run = ?",
            [(one.file, one.size, one.seconds, one.twin_seconds, one.worker, now(), one.run) for one in written],
        )

    def fail(self, run: int, error: str, seconds: float, worker: str) -> None:
        """Note that a run failed, and how."""
        change = "UPDATE run_states SET status = 'failed', error = ?, seconds = ?, worker = ?, ended = ? WHERE run = ?"
        self.link.execute(change, (error, seconds, worker, now(), run))

    def reopen(self, *, most_attempts: int) -> None:
        """Let runs under way that nobody will answer for any more wait again, unless that has happened too often."""
        self.link.execute(
            "UPDATE run_states SET status = 'failed', error = ?, ended = ? WHERE status = 'running' AND attempts >= ?",
            (GIVEN_UP, now(), most_attempts),
        )
        self.link.execute("UPDATE run_states SET status = 'waiting' WHERE status = 'running'")

    def counts(self) -> dict[str, int]:
        """Return how many of the runs that are asked for there are of each status."""
        asked = "SELECT status, count(*) FROM run_states WHERE turn >= 0 GROUP BY status"
        found = dict(self.link.execute(asked).fetchall())
        return {status: int(found.get(status, 0)) for status in STATUSES}


def now() -> str:
    """Return the moment, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
