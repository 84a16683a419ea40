"""Does a batch make every run once, keep what it made, tell what failed, and go on where it was stopped?"""

import errno
import sqlite3
from collections import Counter
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from filelock import FileLock

from foresight.analysis.comparison import compare
from foresight.ensemble import results, worlds
from foresight.ensemble.asked import Asked
from foresight.ensemble.batch import MOST_ATTEMPTS, Reached, batch
from foresight.ensemble.catalogue import GIVEN_UP, Catalogue
from foresight.ensemble.executors import Hired, Inline, Workforce
from foresight.ensemble.store import CannotWriteError, Store
from foresight.ensemble.tables import COLUMNS
from foresight.ensemble.worlds import Arm, run_world
from foresight.errors import ForesightError
from foresight.indicators.measures import INDICATORS
from foresight.model import run
from foresight.model.membership import Membership
from foresight.model.run import settle
from foresight.population.baseline import load
from foresight.presentation.batches import telling_line
from foresight.scenario import library
from foresight.scenario.plans import Plan
from tests.support.batches import counts, rows, small, tables
from tests.support.cli import call

SERIAL = Workforce("serial")
FAILED = "SELECT run, error FROM runs WHERE status = 'failed' ORDER BY run"
ONE = {"futures": ["trend"], "plans": ["first-steps", "regional-only"], "replicates": 2}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small batch that was made in line."""
    folder = tmp_path_factory.mktemp("batch") / "made"
    reached = batch(small(), folder, SERIAL)
    assert (reached.done, reached.failed, reached.wanted, reached.here) == (12, 0, 12, 12)
    return folder


def stop_after(runs: int) -> Callable[[Reached], None]:
    def stop(now: Reached) -> None:
        if now.here >= runs:
            raise KeyboardInterrupt

    return stop


def test_every_run_is_what_a_comparison_gives_to_the_last_bit(made: Path) -> None:
    found = results.read(made)
    for future in ("trend", "funding-cliff"):
        for plan in ("first-steps", "regional-only"):
            pairs = compare(future, plan, pairs=3, scale=0.02).pairs
            mine = found[(found["future"] == future) & (found["plan"] == plan)]
            keys = ["indicator", "segment_kind", "segment", "year", "replicate"]
            both = mine.astype(dict.fromkeys(keys[:3], str)).merge(pairs, on=keys, suffixes=("", "_compared"))
            assert len(both) == len(mine) > 0
            np.testing.assert_array_equal(both["without"], both["without_compared"])
            np.testing.assert_array_equal(both["with"], both["with_compared"])
            np.testing.assert_array_equal(mine["difference"], mine["with"] - mine["without"])


def test_the_arm_without_a_plan_runs_once_for_all_plans_of_a_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made_twins = []

    class Counted(worlds.Twin):
        def __init__(self, *given: Any) -> None:
            made_twins.append(1)
            super().__init__(*given)

    monkeypatch.setattr(worlds, "Twin", Counted)
    batch(small(**ONE), tmp_path / "out", SERIAL)
    assert len(made_twins) == 2
    assert counts(tmp_path / "out") == {"done": 4}


def test_reading_the_arm_without_a_plan_more_than_once_changes_nothing() -> None:
    setting = settle(load(), library.future("trend"), scale=0.02, seed=1, replicate=0)
    twin = worlds.Twin(setting, [Membership.none(setting.layout.identities(20)) for _ in range(3)])
    twin.run_to_end()
    alone = run.simulate("trend", scale=0.02).values
    assert [one.tobytes() == alone.tobytes() for one in twin.for_each()] == [True] * 3


def test_processes_give_the_same_as_in_line_to_the_last_bit(made: Path, tmp_path: Path) -> None:
    batch(small(), tmp_path / "out", Workforce("processes", 2))
    assert tables(tmp_path / "out") == tables(made)


def test_results_are_read_by_pandas_duckdb_and_sqlite_without_us(made: Path) -> None:
    read = pd.read_parquet(made / "results")
    assert set(read) == {*COLUMNS, "design_point"}
    assert len(read) == len(results.read(made))
    found = duckdb.read_parquet(f"{made}/results/*/*.parquet", hive_partitioning=True)
    assert len(found.aggregate("design_point, count(*)").fetchall()) == 4
    done = rows(made, "SELECT status, seed, inputs, model_version, model_code, seconds, worker, file FROM runs")
    assert len(done) == 12
    assert all(
        row[0] == "done" and row[1] == 1 and len(row[2]) == 64 and row[5] > 0 and (made / row[7]).is_file() for row in done
    )


def test_only_what_is_kept_is_kept(made: Path) -> None:
    read = results.read(made)
    assert set(read["segment_kind"]) == {"all", "place", "members"}
    assert set(read["year"]) == {2002, 2010, 2022}
    assert set(read["indicator"]) == set(INDICATORS)
    some = results.read(made, indicators=["jobs"], segments=["all"], years=[2022])
    assert len(some) == 12
    assert set(some["indicator"]) == {"jobs"}


def test_the_design_has_a_column_for_each_number_varied_in_the_order_of_the_sampler(tmp_path: Path) -> None:
    over = [{"path": "drivers.la_fund"}, {"path": "baseline.demography.exit_public"}]
    asked = small(**{**ONE, "replicates": 1, "samples": {"kind": "morris", "trajectories": 2, "over": over}})
    batch(asked, tmp_path, SERIAL, progress=None)
    design = results.design(tmp_path)
    assert asked.samples is not None
    for _, part in design.groupby("plan"):
        assert list(part["sample"]) == list(range(6))
        assert list(part[[one["path"] for one in over]].itertuples(index=False, name=None)) == list(asked.samples.points())
    assert results.asked(tmp_path).samples == asked.settled().samples
    assert results.read(tmp_path)["design_point"].nunique() == design["design_point"].nunique()


def test_a_run_that_fails_is_told_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = run.underway

    def fails(plan: Plan, *given: Any) -> Any:
        if plan.id == "regional-only":
            raise ZeroDivisionError("planted\nand told in two lines")
        return usual(plan, *given)

    monkeypatch.setattr(worlds, "underway", fails)
    reached = batch(small(**ONE), tmp_path, SERIAL)
    assert (reached.done, reached.failed) == (2, 2)
    ((_, error), *_) = rows(tmp_path, FAILED)
    assert error.startswith("Traceback")
    assert "ZeroDivisionError: planted" in error
    told = call("runs", str(tmp_path))
    assert told.code == 0
    assert "2 failed: ZeroDivisionError: planted" in told.out
    assert "regional-only at central, replicate 0, seed 1" in told.out
    assert f'File "{__file__}", line ' in told.out
    assert f"column `error` of run {rows(tmp_path, FAILED)[0][0]}, view `runs` in {tmp_path / 'runs.sqlite'}" in told.out
    assert "Traceback" not in told.out
    monkeypatch.setattr(worlds, "underway", usual)
    assert batch(small(**ONE), tmp_path, SERIAL, resume=True).failed == 2
    again = batch(small(**ONE), tmp_path, SERIAL, resume=True, retry=True)
    assert (again.done, again.failed, again.here) == (4, 0, 2)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ('Traceback:\n  File "a.py", line 1, in b\n    c()\nmodule.Wrong: first\nsecond\n', "module.Wrong: first"),
        (
            '  File "a.py", line 1\nKeyError: 1\n\nDuring ...\n\n  File "b.py", line 2\n    d\nValueError: 2',
            "ValueError: 2",
        ),
        (GIVEN_UP, GIVEN_UP),
        ("", "no reason was given"),
    ],
)
def test_the_line_that_names_an_error_is_the_one_that_is_told(error: str, told: str) -> None:
    assert telling_line(error) == told


def test_a_failure_before_any_plan_is_told_of_every_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise MemoryError("planted")

    monkeypatch.setattr(worlds, "settle", fails)
    assert batch(small(**ONE), tmp_path, SERIAL).failed == 4


def test_a_worker_with_another_model_refuses_the_work() -> None:
    asked = Asked.of(small())
    other = worlds.Supplies(asked.supplies.futures, asked.supplies.plans, asked.supplies.keep, ("another", "model"))
    world = asked.world("trend", "{}", 0, (Arm(7, "first-steps", "central"),))
    (outcome,) = run_world(replace(world, supplies=other.packed()))
    assert outcome.run == 7
    assert "another version of the model" in str(outcome.error)


def test_after_an_interruption_nothing_is_lost_and_nothing_run_twice(tmp_path: Path, made: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        batch(small(), tmp_path, SERIAL, progress=stop_after(4))
    before = rows(tmp_path, "SELECT run, ended, attempts FROM runs WHERE status = 'done' ORDER BY run")
    assert counts(tmp_path) == {"done": 4, "waiting": 8}
    reached = batch(small(), tmp_path, SERIAL, resume=True)
    assert (reached.done, reached.here) == (12, 8)
    assert rows(tmp_path, "SELECT max(attempts) FROM runs") == [(1,)]
    kept = [
        row
        for row in rows(tmp_path, "SELECT run, ended, attempts FROM runs ORDER BY run")
        if row[0] in {one[0] for one in before}
    ]
    assert kept == before
    assert tables(tmp_path) == tables(made)


def test_however_early_it_is_stopped_it_is_balanced(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        batch(small(), tmp_path, SERIAL, progress=stop_after(6))
    done = rows(tmp_path, "SELECT future, plan FROM runs WHERE status = 'done'")
    assert len(done) == 6
    assert sorted(Counter(future for future, _ in done).values()) == [2, 4]
    assert set(Counter(plan for _, plan in done).values()) == {3}


def test_what_is_known_is_not_run_again_and_more_is_added(tmp_path: Path) -> None:
    asked = small(**ONE)
    batch(asked, tmp_path, SERIAL)
    assert batch(asked, tmp_path, SERIAL, resume=True).here == 0
    assert batch(small(**{**ONE, "title": "Another title"}), tmp_path, SERIAL, resume=True).here == 0
    more = batch(small(**{**ONE, "replicates": 3}), tmp_path, SERIAL, resume=True)
    assert (more.here, more.done) == (2, 6)
    other = batch(small(**{**ONE, "seed": 2}), tmp_path, SERIAL, resume=True)
    assert (other.here, other.done) == (4, 4)
    assert rows(tmp_path, "SELECT max(attempts), count(*) FROM runs") == [(1, 10)]
    assert results.read(tmp_path)["design_point"].nunique() == 2


def test_a_changed_model_is_run_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    batch(small(**ONE), tmp_path, SERIAL)
    for module in ("asked", "worlds"):
        monkeypatch.setattr(f"foresight.ensemble.{module}.model_code", lambda: "changed")
    assert batch(small(**ONE), tmp_path, SERIAL, resume=True).here == 4
    assert {code for (code,) in rows(tmp_path, "SELECT DISTINCT model_code FROM runs")} > {"changed"}


def test_a_lost_table_is_made_again(tmp_path: Path) -> None:
    batch(small(**ONE), tmp_path, SERIAL)
    lost, cut, *_ = sorted((tmp_path / "results").rglob("*.parquet"))
    whole = {path: path.read_bytes() for path in (lost, cut)}
    lost.unlink()
    cut.write_bytes(whole[cut][:100])
    assert batch(small(**ONE), tmp_path, SERIAL, resume=True).here == 2
    assert {path: path.read_bytes() for path in (lost, cut)} == whole


def test_a_table_that_cannot_be_read_is_told_and_can_be_made_again(tmp_path: Path) -> None:
    batch(small(**ONE), tmp_path, SERIAL)
    broken, *_ = sorted((tmp_path / "results").rglob("*.parquet"))
    whole = broken.read_bytes()
    for spoil in (lambda: broken.write_bytes(bytes(len(whole))), broken.unlink):
        spoil()
        told = call("analyse", str(tmp_path), "--indicator", "jobs")
        assert (told.code, told.err.count("\n")) == (2, 1)
        assert broken.name in told.err
    assert batch(small(**ONE), tmp_path, SERIAL, resume=True).here == 1
    assert broken.read_bytes() == whole


def test_a_catalogue_without_an_experiment_is_told(tmp_path: Path) -> None:
    with Store.opened(tmp_path, resume=False):
        pass
    with pytest.raises(ForesightError, match="found no experiment"):
        results.read(tmp_path)


def test_a_full_disk_stops_the_batch_and_loses_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, made: Path) -> None:
    usual, written = Path.write_bytes, []

    def full(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) == 6:
            usual(path, content[:50])
            raise OSError(errno.ENOSPC, "No space left on device")
        return usual(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CannotWriteError, match=r"No space left on device.*what is done is safe, and --resume continues"):
        batch(small(), tmp_path, SERIAL)
    monkeypatch.setattr(Path, "write_bytes", usual)
    assert counts(tmp_path)["done"] == 4
    assert list(tmp_path.rglob("*.part")) == []
    assert batch(small(), tmp_path, SERIAL, resume=True).done == 12
    assert tables(tmp_path) == tables(made)


def test_a_full_disk_under_the_catalogue_is_told_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Catalogue, "finish", full)
    with pytest.raises(CannotWriteError, match="database or disk is full"):
        batch(small(**ONE), tmp_path, SERIAL)
    monkeypatch.undo()
    assert batch(small(**ONE), tmp_path, SERIAL, resume=True).done == 4


class Forgetful(Inline):
    """Loses some of what it is given: those calls end as cancelled, as over a cluster, though nobody has cancelled them."""

    def __init__(self, loses: Callable[[int], bool]) -> None:
        self.given = 0
        self.loses = loses

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given += 1
        if not self.loses(self.given):
            return super().submit(fn, *args, **kwargs)
        lost: Future[Any] = Future()
        lost.cancel()
        lost.set_running_or_notify_cancel()
        return lost


@dataclass(frozen=True)
class Lent(Workforce):
    """A workforce that hires the same executor each time."""

    executor: Executor = field(default_factory=Inline)

    def hired(self) -> Any:
        return nullcontext(Hired(self.executor, lambda: 2))


def test_what_a_cluster_has_lost_is_handed_out_again(tmp_path: Path, made: Path) -> None:
    executor = Forgetful(lambda given: given in {1, 4})
    reached = batch(small(), tmp_path, Lent(executor=executor))
    assert (reached.done, reached.failed) == (12, 0)
    assert rows(tmp_path, "SELECT max(attempts) FROM runs") == [(2,)]
    assert tables(tmp_path) == tables(made)


def test_what_is_lost_each_time_is_given_up(tmp_path: Path) -> None:
    executor = Forgetful(lambda _: True)
    reached = batch(small(**ONE), tmp_path, Lent(executor=executor))
    assert (reached.done, reached.failed) == (0, 4)
    assert rows(tmp_path, "SELECT DISTINCT attempts, error FROM runs") == [(MOST_ATTEMPTS, GIVEN_UP)]


class Dying(Inline):
    """Answers its first call, and dies over the second when it is stopped."""

    def __init__(self, error: Exception) -> None:
        self.second: Future[Any] = Future()
        self.second.set_running_or_notify_cancel()
        self.error = error
        self.given = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given += 1
        return super().submit(fn, *args, **kwargs) if self.given == 1 else self.second

    def stop(self, _: Reached) -> None:
        self.second.set_exception(self.error)
        raise KeyboardInterrupt


@pytest.mark.parametrize("error", [BrokenExecutor(), CancelledError()])
def test_what_is_lost_while_a_batch_is_stopped_waits_again(error: Exception, tmp_path: Path) -> None:
    executor = Dying(error)
    with pytest.raises(KeyboardInterrupt):
        batch(small(**ONE), tmp_path, Lent(executor=executor), progress=executor.stop)
    assert counts(tmp_path) == {"done": 2, "waiting": 2}


def test_another_process_on_the_folder_is_refused(tmp_path: Path) -> None:
    with FileLock(tmp_path / "batch.lock"), pytest.raises(ForesightError, match="another process is at work"):
        batch(small(), tmp_path, SERIAL)


def test_a_folder_with_a_batch_is_not_begun_anew_by_mistake(made: Path) -> None:
    with pytest.raises(ForesightError, match="holds a batch already; expected a new folder, or --resume"):
        batch(small(), made, SERIAL)


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ForesightError, match="which is a file"):
        batch(small(), tmp_path / "file" / "out", SERIAL)
    (tmp_path / "runs.sqlite").write_text("not a catalogue" * 100, encoding="utf-8")
    with pytest.raises(ForesightError, match="not the catalogue of a batch"):
        batch(small(), tmp_path, SERIAL, resume=True)
    with pytest.raises(ForesightError, match="found no runs"):
        results.read(tmp_path / "nowhere")


def test_half_done_files_are_cleared(tmp_path: Path) -> None:
    left = tmp_path / "results" / "design_point=1" / ".replicate-0.parquet.part"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    with Store.opened(tmp_path, resume=False):
        assert not left.exists()


def test_in_line_work_is_an_executor() -> None:
    with Inline() as executor:
        assert executor.submit(divmod, 7, 2).result() == (3, 1)
        assert isinstance(executor.submit(divmod, 7, 0).exception(), ZeroDivisionError)


def test_progress_has_rate_and_time_left(tmp_path: Path) -> None:
    told: list[Reached] = []
    batch(small(**ONE), tmp_path, SERIAL, progress=told.append)
    assert [(now.done, now.wanted, now.here) for now in told] == [(2, 4, 2), (4, 4, 4)]
    assert told[0].rate > 0
    assert told[0].seconds_left == pytest.approx(2 / told[0].rate)
    assert told[-1].seconds_left == 0


def test_the_command_line_says_what_it_did_and_what_is_wrong(tmp_path: Path) -> None:
    done = call("batch", "quick-look", "--out", str(tmp_path / "out"), "--executor", "serial")
    assert done.code == 0, done.err
    assert "8 of 8 are done" in done.out
    assert "Where the numbers came from" in call("runs", str(tmp_path / "out")).out
    assert call("batch", "quick-loko", "--out", str(tmp_path)).err.strip().endswith("Did you mean quick-look?")
    refused = call("batch", "quick-look", "--out", str(tmp_path / "out"))
    assert (refused.code, "--resume" in refused.err) == (2, True)
    strange = call("batch", "quick-look", "--out", str(tmp_path / "x"), "--scheduler", "tcp://nowhere:1")
    assert (strange.code, "expected --executor dask" in strange.err) == (2, True)
    assert call("runs", str(tmp_path / "nowhere")).code == 2
