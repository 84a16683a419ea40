"""Batches: all runs of an experiment, over as many workers as there are, into a folder that survives whatever interrupts them."""

import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from foresight.config import strength_from_text
from foresight.ensemble.asked import Asked
from foresight.ensemble.catalogue import Catalogue, Waiting
from foresight.ensemble.executors import Hired, Workforce
from foresight.ensemble.store import Store
from foresight.ensemble.worlds import Arm, Outcome, World, failed, run_world
from foresight.scenario.experiments import Experiment, experiment

MOST_ATTEMPTS = 3  # of a run whose worker dies under it
LOST = (BrokenExecutor, CancelledError)
"""What a call ends with that nobody will answer any more: its pool is broken, or its cluster has lost it."""


@dataclass(frozen=True)
class Reached:
    """How far a batch is.

    Parameters
    ----------
    done, failed, wanted : int
        Runs with a plan that are done and that failed, earlier ones included, and all that are asked for.
    here : int
        Those that this process has brought to an end.
    seconds : float
        Wall time since it began.
    """

    done: int
    failed: int
    wanted: int
    here: int
    seconds: float

    @property
    def rate(self) -> float:
        """Return how many runs are made in a second."""
        return self.here / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Return how long the rest takes at that rate; None where that cannot be known yet."""
        left = self.wanted - self.done - self.failed
        return left / self.rate if self.rate > 0 else None


Progress = Callable[[Reached], None]


def batch(
    asked: Experiment | str | Path,
    out: str | Path,
    workforce: Workforce | None = None,
    *,
    resume: bool = False,
    retry: bool = False,
    progress: Progress | None = None,
) -> Reached:
    """Make all runs of an experiment, and keep them in a folder.

    What is in the folder already, with the same inputs and the same version of the model, is not run again. After Ctrl-C the runs
    under way are brought to their end and kept before `KeyboardInterrupt` is raised.

    Parameters
    ----------
    asked : Experiment, str or Path
        A shipped name, the path of a file, or the object itself.
    workforce : Workforce
        Who does the work; a process for each core where nothing is said.
    resume, retry : bool
        Whether to go on in a folder that holds a batch, and whether to try again what failed.

    Raises
    ------
    ForesightError
        For anything a user can get wrong, and where the folder can no longer be written.
    """
    plan = Asked.of(asked if isinstance(asked, Experiment) else experiment(asked))
    workforce = workforce or Workforce()
    workforce.check()  # a mistyped address leaves no folder behind
    with Store.opened(Path(out), resume=resume) as store:
        plan.enter(store.catalogue, retry=retry)
        work = _Work(store, plan, progress)
        work.through(workforce)
        return work.so_far()


class _Work:
    """The runs of a batch, handed out turn by turn, so that never more are held than are under way."""

    def __init__(self, store: Store, plan: Asked, progress: Progress | None) -> None:
        self._store, self._plan, self._progress = store, plan, progress
        self._began, self._here = time.perf_counter(), 0
        self._counts = store.catalogue.counts()
        self._under_way: dict[Future[list[Outcome]], list[Waiting]] = {}

    def through(self, workforce: Workforce) -> None:
        """Make all runs; where the executor is gone or has lost what it was given, open another and go on."""
        catalogue = self._store.catalogue
        while catalogue.counts()["waiting"]:
            try:
                with workforce.hired() as hired:
                    self.go_on(hired)
            except LOST:
                with catalogue.together():
                    catalogue.reopen(most_attempts=MOST_ATTEMPTS)
                self._counts = catalogue.counts()

    def so_far(self) -> Reached:
        """Return how far the batch is."""
        done, failed_, wanted = self._counts["done"], self._counts["failed"], sum(self._counts.values())
        return Reached(done, failed_, wanted, self._here, time.perf_counter() - self._began)

    def go_on(self, hired: Hired) -> None:
        """Hand out runs and keep what comes back, until nothing waits."""
        self._under_way = {}
        turns = self._turns()
        try:
            while self._hand_out(hired, turns):
                ended, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
                self._keep(ended)
        except KeyboardInterrupt:
            self._bring_to_an_end()
            raise

    def _turns(self) -> Iterator[list[Waiting]]:
        last = -1
        while found := self._store.catalogue.next_turn(last):
            yield found
            last = found[0].turn

    def _hand_out(self, hired: Hired, turns: Iterator[list[Waiting]]) -> bool:
        """Fill up what is under way; tell whether anything is."""
        while len(self._under_way) < hired.under_way() and (turn := next(turns, None)):
            with self._store.catalogue.together():
                self._store.catalogue.begin(one.run for one in turn)
            self._under_way[hired.executor.submit(run_world, self._world(turn))] = turn
        return bool(self._under_way)

    def _world(self, turn: list[Waiting]) -> World:
        first = turn[0]
        arms = tuple(Arm(one.run, one.plan, strength_from_text(one.strength)) for one in turn)
        return self._plan.world(first.future, first.assumptions, first.replicate, arms)

    def _keep(self, ended: set[Future[list[Outcome]]]) -> None:
        """Keep what became of the worlds that have come to an end."""
        lost: BrokenExecutor | CancelledError | None = None
        for future in ended:
            turn = self._under_way[future]
            try:
                outcomes = future.result()
            except LOST as error:
                lost = error
                continue
            except Exception:  # noqa: BLE001 - the worker is gone or could not answer: the runs failed, the rest goes on
                outcomes = [failed(one.run, traceback.format_exc()) for one in turn]
            del self._under_way[future]
            whose = {one.run: one for one in turn}
            self._store.keep([(one, whose[one.run].design_point, whose[one.run].replicate) for one in outcomes])
            self._count(outcomes)
        if lost is not None:
            raise lost

    def _count(self, outcomes: list[Outcome]) -> None:
        lost = sum(one.error is not None for one in outcomes)
        self._here += len(outcomes)
        self._counts["failed"] += lost
        self._counts["done"] += len(outcomes) - lost
        self._counts["waiting"] -= len(outcomes)
        if self._progress is not None:
            self._progress(self.so_far())

    def _bring_to_an_end(self) -> None:
        """Drop what has not begun, and keep what is under way."""
        begun = {future for future in self._under_way if not future.cancel()}
        with suppress(*LOST):  # those runs wait again, and whoever stopped the batch is not kept waiting for them
            self._keep(wait(begun).done)
        catalogue: Catalogue = self._store.catalogue
        with catalogue.together():
            catalogue.reopen(most_attempts=2**31)
