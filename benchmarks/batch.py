"""How well batches use the machine, in one run: `python -m benchmarks.batch`. What is measured: docs/explanation/speed.md.

What a machine gives changes from minute to minute, so everything is set against a ceiling that is measured in turns with it: the
same worlds, run by bare processes that do nothing else.
"""

import argparse
import gc
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import psutil

from benchmarks.speed import Finding, machine, table, write_into
from foresight.config import strength_from_text
from foresight.ensemble import worlds
from foresight.ensemble.asked import Asked
from foresight.ensemble.batch import Reached, batch
from foresight.ensemble.catalogue import Catalogue
from foresight.ensemble.executors import Hired, Workforce
from foresight.ensemble.worlds import Arm, Outcome, World, run_world
from foresight.scenario.experiments import Experiment

WORKERS = 2
SCALE = 0.02  # runs as short as they get, where whatever a batch adds weighs most
WORLDS = 60  # of one measurement; each is run without a plan and with one
ROUNDS = 3
MANY = 10_000
EFFICIENCY, OVERHEAD, GROWTH = 0.9, 5.0, 1.1  # the targets: share of the ceiling, milliseconds, times
MARKS = ("<!-- batches measured -->", "<!-- end of batches measured -->")

Folder = Callable[[], Path]


def asked(replicates: int = WORLDS, **changes: object) -> Experiment:
    """Return an experiment of so many worlds with one plan, every segment and year kept."""
    given = {"kind": "experiment", "id": "bench", "title": "Bench", "summary": "A benchmark.", "futures": ["trend"]}
    return Experiment.model_validate({**given, "plans": ["first-steps"], "scale": SCALE, "replicates": replicates, **changes})


def world(replicate: int) -> World:
    """Return one of the worlds of that experiment."""
    return Asked.of(asked()).world("trend", "{}", replicate, (Arm(1, "first-steps", strength_from_text("central")),))


def bare(ready: Any, go: Any, told: Any) -> None:  # noqa: ANN401 - of the standard library's processes
    """Run worlds and nothing else, and tell how long that took."""
    work = [world(replicate) for replicate in range(WORLDS // WORKERS)]
    run_world(work[0])
    ready.release()
    go.wait()
    start = time.perf_counter()
    for one in work:
        run_world(one)
    told.put(time.perf_counter() - start)


def ceiling(processes: int) -> float:
    """Return how many worlds so many bare processes run in a second, all at once."""
    spawn = get_context("spawn")
    ready, go, told = spawn.Semaphore(0), spawn.Event(), spawn.SimpleQueue()
    running = [spawn.Process(target=bare, args=(ready, go, told)) for _ in range(processes)]
    for one in running:
        one.start()
    for _ in running:
        ready.acquire()
    go.set()
    longest: float = max(told.get() for _ in running)
    for one in running:
        one.join()
    return processes * (WORLDS // WORKERS) / longest


def batched(folder: Folder) -> float:
    """Return how many worlds a batch over two processes makes in a second, once its workers are warm."""
    seen: list[tuple[float, int]] = []
    warm = 4 * WORKERS
    experiment = asked(WORLDS + warm)
    batch(
        experiment, folder(), Workforce("processes", WORKERS), progress=lambda now: seen.append((time.perf_counter(), now.here))
    )
    first, last = next(one for one in seen if one[1] >= warm), seen[-1]
    return (last[1] - first[1]) / (last[0] - first[0])


def efficiency(folder: Folder) -> list[Finding]:
    """Set a batch over two processes against what two bare processes give, in turns."""
    rounds = [(ceiling(1), ceiling(WORKERS), batched(folder)) for _ in range(ROUNDS)]
    one, two, ours = (statistics.median(found) for found in zip(*rounds, strict=True))
    share = statistics.median(batched_ / bare_ for _, bare_, batched_ in rounds)
    met = share >= EFFICIENCY
    return [
        Finding("one bare process", one, "worlds a second"),
        Finding("two bare processes at once: the ceiling", two, "worlds a second"),
        Finding("... of what twice one process would be", 100 * two / (2 * one), "%"),
        Finding("a batch with two workers", ours, "worlds a second"),
        Finding("parallel efficiency against the ceiling", share, "of 1", f">= {EFFICIENCY:g}", met),
    ]


class Processor(worlds.Timer):
    """Tells laps of this process's own time, which other work on the machine does not lengthen by making it wait."""

    def __init__(self) -> None:
        self._last = time.process_time()

    def lap(self) -> float:
        """Return the seconds that this process has worked since it was last asked."""
        last, self._last = self._last, time.process_time()
        return self._last - last


def overhead(folder: Folder) -> list[Finding]:
    """Measure what a batch adds to a run beyond the model: the table, its file, the catalogue, handing out and taking in."""
    seen: list[float] = []
    where = folder()
    with patch.object(worlds, "Timer", Processor):
        batch(asked(), where, Workforce("serial"), progress=lambda _: seen.append(time.process_time()))
    with Catalogue(where, read_only=True) as catalogue:
        spent = catalogue.link.execute("SELECT seconds + twin_seconds FROM run_states ORDER BY turn").fetchall()
        sizes = catalogue.link.execute("SELECT avg(bytes) FROM run_states").fetchone()
    laps = [1e3 * (after - before - model) for before, after, (model,) in zip(seen, seen[1:], spent[1:], strict=False)]
    middle = statistics.median(laps)
    return [
        Finding("a run with its twin", 1e3 * statistics.median(one for (one,) in spent), "ms"),
        Finding("overhead beyond the model, everything kept", middle, "ms a run", f"< {OVERHEAD:g}", middle < OVERHEAD),
        Finding("the table of a run", sizes[0] / 1e3, "kB"),
    ]


class Canned(Executor):
    """Answers every world at once with the same table, so that what is left is the batch itself."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        """Return what became of a world's runs without running them."""
        (asked_for,) = args
        assert isinstance(asked_for, World)  # noqa: S101 - for the type
        assert (fn, kwargs) == (run_world, {})  # noqa: S101 - nothing else is ever asked for
        done: Future[Any] = Future()
        done.set_result([Outcome(arm.run, self.answer, None, 0.0, 0.0, "canned") for arm in asked_for.arms])
        return done


class Bottled(Workforce):
    """A workforce that only pretends."""

    def hired(self) -> Any:  # noqa: ANN401 - as its base
        """Open the executor that answers at once."""
        (outcome,) = run_world(world(0))
        assert outcome.table is not None  # noqa: S101 - for the type
        return nullcontext(Hired(Canned(outcome.table), lambda: 2 * WORKERS))


class Mark(NamedTuple):
    """The memory of all processes after so many runs, in MB, and the seconds they took."""

    runs: int
    held: float
    seconds: float

    def __str__(self) -> str:
        """Return the mark as a line."""
        return f"{self.runs:>8,} runs {self.held:>8,.0f} MB {self.seconds:>8,.0f} s"


def memory(some: Experiment, workforce: Workforce, folder: Folder, tell: Callable[[Mark], None]) -> tuple[Mark, Mark]:
    """Tell the memory at every twentieth of a batch; return it after a tenth of the runs and after all of them."""
    mine, marks = psutil.Process(), []

    def look(now: Reached) -> None:
        if now.here % max(now.wanted // 20, 1) == 0:
            gc.collect()
            held = sum(one.memory_info().rss for one in [mine, *mine.children(recursive=True)])
            marks.append(Mark(now.here, held / 1e6, now.seconds))
            tell(marks[-1])

    whole = batch(some, folder(), workforce, progress=look)
    if whole.failed:
        msg = f"{whole.failed} of {whole.wanted} runs failed, so that their memory says nothing"
        raise RuntimeError(msg)
    return next(one for one in marks if one.runs >= whole.wanted // 10), marks[-1]


def many(runs: int, samples: int) -> Experiment:
    """Return an experiment of many runs, at many samples, that keep little."""
    over = {"kind": "latin-hypercube", "size": samples, "over": [{"path": "drivers.la_fund"}]}
    return asked(runs // samples, samples=over, keep={"segments": ["all"]})


def flatness(folder: Folder) -> list[Finding]:
    """Weigh the loop and the store by themselves."""
    early, late = memory(many(MANY, 1_000), Bottled(), folder, lambda _: None)
    return [
        Finding(f"the loop and the store, after {early.runs:,} of {late.runs:,} runs that cost nothing", early.held, "MB"),
        Finding(f"... after {late.runs:,}", late.held, "MB", f"<= {GROWTH:g} times", late.held <= GROWTH * early.held),
        Finding("... handed out, written and entered", late.runs / late.seconds, "runs a second"),
    ]


def real(runs: int, folder: Folder, tell: Callable[[Mark], None] = lambda _: None) -> list[Finding]:
    """Weigh all processes of a batch over two workers that run the model."""
    early, late = memory(many(runs, runs // 10), Workforce("processes", WORKERS), folder, tell)
    return [
        Finding(f"all processes of a batch over two workers, after {early.runs:,} of {late.runs:,} runs", early.held, "MB"),
        Finding(f"... after {late.runs:,}", late.held, "MB", f"<= {GROWTH:g} times", late.held <= GROWTH * early.held),
        Finding("... made", late.runs / late.seconds, "runs a second"),
    ]


def everything(folder: Folder, runs: int) -> dict[str, list[Finding]]:
    """Measure everything, with so many real runs in the test of memory."""
    return {
        f"Two workers, runs of {SCALE:.0%} of the sector": efficiency(folder),
        "What a batch adds to a run": overhead(folder),
        "Memory": [*flatness(folder), *real(runs, folder)],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description="Measure how well batches use the machine.")
    parser.add_argument("--real", type=int, default=500, help="runs of the model in the memory test (default %(default)s)")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the figures into a page, between its markers")
    parser.add_argument("--night", type=int, metavar="RUNS", help="only make so many runs, and print the memory as it goes")
    chosen = parser.parse_args(arguments)
    if chosen.night and chosen.write:
        parser.error("--night measures too little for a page: give one of --night and --write")
    top = Path(tempfile.mkdtemp(prefix="batches-"))
    numbered = iter(range(1_000))

    def folder() -> Path:
        return top / str(next(numbered))

    run_world(world(0))  # compiles what has to be compiled
    print(", ".join(f"{name} {value}" for name, value in machine().items()), f"({os.getloadavg()[0]:.1f} busy before)")
    try:
        if chosen.night:
            findings = {"Memory": real(chosen.night, folder, lambda mark: print(mark, flush=True))}
        else:
            findings = everything(folder, chosen.real)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    for title, found in findings.items():
        print(f"\n{title}", *found, sep="\n")
    missed = [one.name for found in findings.values() for one in found if one.met is False]
    print("\nEvery target is met." if not missed else "\nMissed:", *missed, sep="\n  ")
    if chosen.write:
        write_into(chosen.write, table(findings), MARKS)


if __name__ == "__main__":
    main()
