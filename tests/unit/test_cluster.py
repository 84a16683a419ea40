"""Does a batch over a Dask cluster give what a batch in line gives, also when a worker is killed half-way?"""

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

import pytest

from foresight.ensemble.batch import Reached, batch
from foresight.ensemble.executors import AHEAD, NO_DASK, Cluster, Seats, Workforce
from foresight.errors import ForesightError
from tests.support.batches import counts, rows, small, tables
from tests.support.paths import ROOT

LONG: dict[str, Any] = {"replicates": 5, "keep": {"segments": ["all"], "years": [2022]}}
RUNS = 5 * 4
PATIENCE = 60.0  # seconds


@pytest.fixture(scope="module")
def in_line(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the tables of the same batch made in line."""
    folder = tmp_path_factory.mktemp("in-line")
    batch(small(**LONG), folder, Workforce("serial"))
    return tables(folder)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[Popen[bytes]]]]:
    """Yield the address of a scheduler, and its two worker processes, started as the how-to page says."""
    told = tmp_path / "scheduler.json"
    nowhere: dict[str, Any] = {"cwd": ROOT, "stdout": DEVNULL, "stderr": DEVNULL}
    scheduler = Popen(
        [sys.executable, "-m", "dask", "scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1",
         "--scheduler-file", str(told)],
        **nowhere,
    )  # fmt: skip
    worker = [sys.executable, "-m", "dask", "worker", "--scheduler-file", str(told), "--nthreads", "1",
              "--no-nanny", "--no-dashboard"]  # fmt: skip
    workers = [Popen([*worker, "--name", name], **nowhere) for name in ("one", "two")]
    try:
        yield address_in(told), workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_worker_killed_half_way_costs_nothing(
    cluster: tuple[str, list[Popen[bytes]]], tmp_path: Path, in_line: dict[str, bytes]
) -> None:
    address, workers = cluster
    await_workers(address, 2)
    seen: set[str] = set()

    def kill_one(now: Reached) -> None:
        if now.here >= RUNS // 2 and workers[0].poll() is None:
            seen.update(worker for (worker,) in rows(tmp_path / "out", "SELECT DISTINCT worker FROM runs WHERE status = 'done'"))
            workers[0].kill()
            workers[0].wait()

    reached = batch(small(**LONG), tmp_path / "out", Workforce("dask", scheduler=address), progress=kill_one)
    assert workers[0].poll() is not None
    assert len(seen) == 2
    assert (reached.done, reached.failed) == (RUNS, 0)
    assert counts(tmp_path / "out") == {"done": RUNS}
    assert rows(tmp_path / "out", "SELECT max(attempts) FROM runs") == [(1,)]
    assert tables(tmp_path / "out") == in_line


@pytest.mark.slow
def test_a_local_cluster_is_started_where_no_address_is_given(tmp_path: Path, in_line: dict[str, bytes]) -> None:
    assert batch(small(**LONG), tmp_path / "out", Workforce("dask", 2)).done == RUNS
    assert tables(tmp_path / "out") == in_line


class Call:
    """A call over a cluster, as Dask gives it: it tells when it has ended, and then answers or says what went wrong."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.told: list[Any] = []

    def add_done_callback(self, told: Any) -> None:
        self.told.append(told)

    def end(self) -> None:
        for one in self.told:
            one(self)

    def result(self) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Client:
    """A client of a cluster with some workers, whose calls end as they are told to."""

    def __init__(self, *answers: Any, workers: int = 0) -> None:
        self.calls = [Call(answer) for answer in answers]
        self.waiting = list(self.calls)
        self.workers = workers

    def submit(self, *_: Any, **how: Any) -> Call:
        assert how == {"pure": False}
        return self.waiting.pop(0)

    def ncores(self) -> dict[str, int]:
        return {str(place): 1 for place in range(self.workers)}


@pytest.mark.parametrize("error", [CancelledError(), KeyError("planted")])
def test_a_call_over_a_cluster_counts_as_under_way_and_comes_to_an_end(error: Exception) -> None:
    client = Client(7, error)
    good, bad = [Cluster(client).submit(int, "7") for _ in range(2)]
    assert not good.cancel()
    assert not good.done()
    for call in client.calls:
        call.end()
    assert good.result(timeout=0) == 7
    assert bad.exception(timeout=0) is error


def test_workers_that_join_get_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(workers=0)
    seats = Seats(client)
    assert seats() == AHEAD
    client.workers = 5
    assert seats() == AHEAD
    monkeypatch.setattr("foresight.ensemble.executors.time.monotonic", lambda: 1e12)
    assert seats() == AHEAD * 5


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("foresight.ensemble.executors.WAIT", 1)
    with pytest.raises(ForesightError, match="where no Dask scheduler answers"):
        batch(small(), tmp_path / "out", Workforce("dask", scheduler="tcp://127.0.0.1:9"))
    assert not (tmp_path / "out").exists()


def test_a_scheduler_without_workers_is_told_once() -> None:
    from distributed import LocalCluster  # noqa: PLC0415 - slow to load

    told: list[str] = []
    with LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", processes=False) as cluster:
        address = cluster.scheduler_address
        with Workforce("dask", scheduler=address, notice=told.append).hired() as crew:
            assert crew.under_way() == AHEAD
        with Workforce("dask", scheduler=address).hired():
            pass
    assert told == [f"The scheduler {address} has no worker yet: waiting for the first."]


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ForesightError, match="the extra `cluster`") as told:
        batch(small(), tmp_path / "out", Workforce("dask"))
    assert str(told.value) == NO_DASK
    assert not (tmp_path / "out").exists()


def address_in(file: Path) -> str:
    """Return the address that a scheduler writes to a file, as soon as all of it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(FileNotFoundError, json.JSONDecodeError):  # not there yet, or in the middle of writing
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        time.sleep(0.1)
    raise AssertionError(f"no scheduler in {PATIENCE:.0f} s")


def await_workers(address: str, count: int) -> None:
    """Wait until a scheduler has its workers."""
    from distributed import Client  # noqa: PLC0415 - slow to load

    with Client(address, timeout=PATIENCE) as client:
        client.wait_for_workers(count, timeout=PATIENCE)
