"""Does a batch in a process of its own survive Ctrl-C, kill -9, the death of a worker, and a second process on its folder?"""

import os
import signal
from pathlib import Path
from typing import Any

import psutil
import pytest

from foresight.ensemble.batch import batch
from foresight.ensemble.executors import Workforce
from tests.support.batches import at_work, counts, halt, rows, small, tables, wait_for, written
from tests.support.cli import call, start

SERIAL = Workforce("serial")
LONG: dict[str, Any] = {"replicates": 4, "keep": {"segments": ["all"], "years": [2022]}}
RUNS = 4 * 4


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the tables of a batch that nothing interrupted."""
    folder = tmp_path_factory.mktemp("undisturbed")
    batch(small(**LONG), folder, SERIAL)
    return tables(folder)


def ended(folder: Path) -> dict[int, tuple[str, int]]:
    """Return when the runs that are done ended, and how often each was tried."""
    found = rows(folder, "SELECT run, ended, attempts FROM runs WHERE status = 'done'")
    return {run: (when, attempts) for run, when, attempts in found}


def resumed(folder: Path, experiment: Path, before: dict[int, tuple[str, int]]) -> None:
    """Go on with a batch, and check that what was done is left as it is."""
    done = call("batch", str(experiment), "--out", str(folder), "--resume", "--executor", "serial")
    assert done.code == 0, done.err
    assert f"{len(before)} were there already" in done.out
    assert counts(folder) == {"done": RUNS}
    after = ended(folder)
    assert {run: after[run] for run in before} == before


def workers_of(process: psutil.Process) -> list[psutil.Process]:
    """Return the processes that work for one: they come from one that has loaded the model, or from itself."""
    found = process.children()
    afresh = [one for one in found if "spawn_main" in " ".join(one.cmdline())]
    return afresh + [child for one in found if "forkserver" in " ".join(one.cmdline()) for child in one.children()]


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["serial", "processes"])
def test_after_kill_9_nothing_is_lost_and_nothing_run_twice(executor: str, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    folder, experiment = tmp_path / "out", written(small(**LONG), tmp_path / "small.yaml")
    with at_work(str(experiment), "--out", str(folder), "--executor", executor, "--workers", "2") as process:
        halt(folder, 6, process)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    before = ended(folder)
    assert 6 <= len(before) < RUNS
    assert counts(folder).get("running", 0) > 0
    resumed(folder, experiment, before)
    assert tables(folder) == undisturbed


@pytest.mark.slow
def test_no_worker_outlives_a_batch_that_is_killed(tmp_path: Path) -> None:
    folder, experiment = tmp_path / "out", written(small(**LONG), tmp_path / "small.yaml")
    with at_work(str(experiment), "--out", str(folder), "--workers", "2") as process:
        wait_for(folder, 2, process)
        workers = workers_of(psutil.Process(process.pid))
        assert len(workers) == 2
        process.kill()
        process.wait()
        assert psutil.wait_procs(workers, timeout=60)[1] == []


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["processes", "dask"])
def test_ctrl_c_keeps_what_is_under_way_and_says_how_to_go_on(
    executor: str, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    folder, experiment = tmp_path / "out", written(small(**LONG), tmp_path / "small.yaml")
    with at_work(str(experiment), "--out", str(folder), "--executor", executor, "--workers", "2") as process:
        wait_for(folder, 6, process)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "--resume" in said
    assert "Traceback" not in said
    assert set(counts(folder)) == {"done", "waiting"}
    resumed(folder, experiment, ended(folder))
    assert rows(folder, "SELECT DISTINCT attempts FROM runs WHERE status = 'done' ORDER BY 1")[0] == (1,)
    assert tables(folder) == undisturbed


@pytest.mark.slow
def test_a_second_process_is_refused_while_the_first_is_at_work(tmp_path: Path) -> None:
    folder, experiment = tmp_path / "out", written(small(**LONG), tmp_path / "small.yaml")
    words = ("batch", str(experiment), "--out", str(folder), "--executor", "serial", "--resume")
    with at_work(*words[1:]) as process:
        halt(folder, 1, process)  # or it might be through before the second is there
        second = start(*words)
        assert process.poll() is None
    assert second.code == 2
    assert "another process is at work" in second.err
    assert second.err.count("\n") == 1
    assert call("runs", str(folder)).code == 0


@pytest.mark.slow
def test_the_death_of_a_worker_costs_the_runs_it_had_another_try(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    folder, experiment = tmp_path / "out", written(small(**LONG), tmp_path / "small.yaml")
    with at_work(str(experiment), "--out", str(folder), "--workers", "2") as process:
        wait_for(folder, 4, process)
        before = ended(folder)
        workers = workers_of(psutil.Process(process.pid))
        assert len(workers) == 2
        workers[0].kill()
        out, said = process.communicate(timeout=240)
    assert process.returncode == 0, said
    assert f"{RUNS} of {RUNS} are done" in out
    assert {run: ended(folder)[run] for run in before} == before
    assert rows(folder, "SELECT max(attempts) FROM runs") == [(2,)]
    assert tables(folder) == undisturbed
