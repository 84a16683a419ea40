"""The folder of a batch: one writer at a time, tables that are whole or not there, and a catalogue of runs."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from foresight.ensemble.catalogue import FILE, Catalogue, Written
from foresight.ensemble.worlds import Outcome
from foresight.errors import ForesightError

TABLES = "results"  # a Parquet dataset, partitioned by design point
LOCK = "batch.lock"
PART = ".part"


class CannotWriteError(ForesightError):
    """The folder can no longer be written, for instance because the disk is full."""


class Store:
    """A folder that this process writes to, and no other."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder
        self.catalogue = catalogue

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, *, resume: bool) -> Iterator[Self]:
        """Open a folder for writing, and keep every other process out meanwhile.

        Raises
        ------
        ForesightError
            Where another process is at work there, where it holds a batch already and `resume` is not asked for, or where it
            cannot be written.
        """
        taken = [path for path in (folder, *folder.parents) if path.exists() and not path.is_dir()]
        if taken:
            msg = f"--out: found {taken[0]}, which is a file; expected a folder"
            raise ForesightError(msg)
        lock = FileLock(folder / LOCK)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            msg = f"--out: found {folder}, in which another process is at work; expected a folder of its own, or some patience"
            raise ForesightError(msg) from None
        except OSError as error:
            msg = f"--out: found {folder}, which cannot be written ({error.strerror}); expected a folder that can"
            raise ForesightError(msg) from error
        try:
            if (folder / FILE).exists() and not resume:
                msg = f"--out: found {folder}, which holds a batch already; expected a new folder, or --resume to continue it"
                raise ForesightError(msg)
            with Catalogue(folder) as catalogue, _told(folder):
                store = cls(folder, catalogue)
                store.tidy()
                yield store
        finally:
            lock.release()

    def tidy(self) -> None:
        """Clear what an earlier process left half done: unfinished files, runs under way, tables that went missing."""
        for part in (self.folder / TABLES).glob(f"*/*{PART}"):
            part.unlink()
        with self.catalogue.together():
            done = self.catalogue.link.execute("SELECT run, file, bytes FROM run_states WHERE status = 'done'").fetchall()
            lost = [(run,) for run, file, size in done if not self._is_whole(file, size)]
            self.catalogue.link.executemany("UPDATE run_states SET status = 'waiting', file = NULL WHERE run = ?", lost)
            self.catalogue.reopen(most_attempts=2**31)

    def keep(self, outcomes: list[tuple[Outcome, int, int]]) -> None:
        """Write what became of runs, each with its design point and replicate: first the tables, then the catalogue."""
        written = []
        for outcome, design_point, replicate in outcomes:
            if outcome.table is not None:
                file = f"{TABLES}/design_point={design_point}/replicate-{replicate}.parquet"
                self._write(self.folder / file, outcome.table)
                size = len(outcome.table)
                written.append(Written(outcome.run, file, size, outcome.seconds, outcome.twin_seconds, outcome.worker))
        with self.catalogue.together():
            self.catalogue.finish(written)
            for outcome, *_ in outcomes:
                if outcome.error is not None:
                    self.catalogue.fail(outcome.run, outcome.error, outcome.seconds, outcome.worker)

    def _is_whole(self, file: str, size: int) -> bool:
        path = self.folder / file
        return path.is_file() and path.stat().st_size == size

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file such that it is whole or not there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}{PART}")
        try:
            part.write_bytes(content)
            os.replace(part, path)  # noqa: PTH105 - as atomic as it gets, also over what is there
        except BaseException:
            part.unlink(missing_ok=True)
            raise


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say what it means that a folder can no longer be written."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        msg = f"{folder}: cannot be written any more ({reason}); what is done is safe, and --resume continues once there is room"
        raise CannotWriteError(msg) from error
