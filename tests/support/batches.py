"""Small batches, for tests of what happens to them."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from foresight.config import Frozen
from foresight.scenario.experiments import Experiment
from tests.support.paths import ROOT

SMALL: dict[str, Any] = {
    "kind": "experiment",
    "id": "small",
    "title": "Small",
    "summary": "Made for a test.",
    "futures": ["trend", "funding-cliff"],
    "plans": ["first-steps", "regional-only"],
    "replicates": 3,
    "scale": 0.02,
    "keep": {"segments": ["all", "place", "members"], "years": [2002, 2010, 2022]},
}
PATIENCE = 240.0  # seconds


def small(**changes: Any) -> Experiment:
    """Return a small experiment of twelve runs with some keys changed, checked as a file would be."""
    return Experiment.model_validate({**SMALL, **changes})


def written(experiment: Frozen, path: Path) -> Path:
    """Write an experiment to a file; JSON is YAML."""
    path.write_text(experiment.model_dump_json(exclude_none=True), encoding="utf-8")
    return path


def rows(folder: Path, query: str = "SELECT status, count(*) FROM runs GROUP BY status") -> list[Any]:
    """Ask the catalogue of a folder something."""
    link = sqlite3.connect(folder / "runs.sqlite")
    try:
        return link.execute(query).fetchall()
    finally:
        link.close()


def counts(folder: Path) -> dict[str, int]:
    """Return how many runs of each status a folder has."""
    return dict(rows(folder))


def tables(folder: Path) -> dict[str, bytes]:
    """Return every file of results, by what it holds: design points are numbered as they were asked for."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted((folder / "results").rglob("*.parquet"))}


@contextmanager
def at_work(*words: str) -> Iterator[subprocess.Popen[str]]:
    """Run a batch in a process of its own; it ends with the test, and with it all that it has started, halted or not."""
    command = [sys.executable, "-m", "foresight.cli", "batch", *words]
    pipe = subprocess.PIPE
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def halt(folder: Path, done: int, process: subprocess.Popen[str]) -> None:
    """Stop a batch and its workers in their tracks, with so many runs done and at least one under way: there they stay."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        wait_for(folder, done, process)
        os.killpg(process.pid, signal.SIGSTOP)
        with suppress(sqlite3.OperationalError):  # in the middle of writing
            if counts(folder).get("running", 0) > 0:
                return
        os.killpg(process.pid, signal.SIGCONT)  # between two runs
    raise AssertionError(f"no run under way in {PATIENCE:.0f} s: {counts(folder)}")


def wait_for(folder: Path, done: int, process: subprocess.Popen[str]) -> None:
    """Wait until a batch has brought so many runs to an end."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (folder / "runs.sqlite").exists():
            try:
                if counts(folder).get("done", 0) >= done:
                    return
            except sqlite3.OperationalError:
                pass  # the tables are being made
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    raise AssertionError(f"not {done} runs in {PATIENCE:.0f} s: {counts(folder)}")
