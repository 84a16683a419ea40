"""The database of rooms: SQLite in write-ahead mode, so that thirty people can vote while the facilitator reads."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_data_path

FOLDER = "FORESIGHT_ROOMS"  # the environment variable that names another folder
PATIENCE = 10.0  # seconds to wait for another writer
TABLES = """
create table if not exists rooms (
    id integer primary key,
    code text not null unique,
    key_hash blob not null,
    stage text not null,
    future text not null,
    plan text not null,
    indicator text not null,
    brought text not null default '[]',
    opened integer not null
);
create table if not exists predictions (
    room integer not null references rooms (id) on delete cascade,
    person blob not null,
    value real not null,
    primary key (room, person)
) without rowid;
create table if not exists dots (
    room integer not null references rooms (id) on delete cascade,
    person blob not null,
    topic text not null,
    choice text not null,
    dots integer not null check (dots > 0),
    primary key (room, person, topic, choice)
) without rowid;
create table if not exists wrong_codes (
    who blob not null,
    at integer not null
);
create index if not exists wrong_codes_at on wrong_codes (at);
"""
VERSION = 2
RENEWED = """
alter table rooms add column brought text not null default '[]';
drop table wrong_codes;
"""
"""What makes a database of version 1 one of version 2: the tables are completed after it."""


def place() -> Path:
    """Return the file that holds the rooms of this machine."""
    named = os.environ.get(FOLDER)
    folder = Path(named) if named else user_data_path("third-sector-foresight", appauthor=False)
    return folder / "rooms.sqlite"


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection whose changes are kept when all goes well, and undone when anything fails.

    Deleted rows are overwritten with zeros, so that what is deleted is gone.
    """
    with _connected(path) as connection:
        connection.execute("begin immediate")
        try:
            yield connection
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")


@contextmanager
def read(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that sees the rooms as they are now; it waits for no writer and none waits for it."""
    with _connected(path) as connection:
        connection.execute("begin")
        yield connection


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a database that has its tables."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma secure_delete = on")
        connection.row_factory = sqlite3.Row
        _prepare(connection)
        yield connection
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection) -> None:
    """Create the tables where they are not there yet, and complete those of an earlier version."""
    found = connection.execute("pragma user_version").fetchone()[0]
    if found >= VERSION:
        return
    connection.execute("begin immediate")
    found = connection.execute("pragma user_version").fetchone()[0]  # somebody may have been here first
    if found < VERSION:
        for statement in (TABLES if found == 0 else RENEWED + TABLES).split(";"):
            connection.execute(statement)
        connection.execute(f"pragma user_version = {VERSION}")
    connection.execute("commit")


def forget(path: Path) -> None:
    """Carry the write-ahead log over and empty it, so that nothing deleted is left in it."""
    connection = sqlite3.connect(path, timeout=PATIENCE)
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
