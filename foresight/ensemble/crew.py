"""A crew of workers kept warm: comparisons run in the background, sharpen pair by pair, and stop when nobody wants them."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from foresight.ensemble.arm import pairing_key, run_arm, run_brief, without_plan
from foresight.ensemble.pairs import Ensemble, Pair, Pairing, run_pair
from foresight.ensemble.shelf import Kept, Shelf
from foresight.ensemble.standing import DIED, GIVEN_UP, MOST_DEATHS, Standing, told
from foresight.indicators.segments import MEMBERS, Segments
from foresight.model.run import check_call
from foresight.population.baseline import load

Work = Callable[[Pairing, int], Kept]


class Task(NamedTuple):
    """What is run for one replicate of a comparison: both arms together, or one; and the key that it is kept under."""

    key: str
    work: Work
    pairing: Pairing
    replicate: int


@dataclass(frozen=True)
class Ask:
    """A comparison that somebody wants.

    Parameters
    ----------
    pairs : int
        How many pairs of runs.
    whole : bool
        Whether pairs are run whole, so that members and non-members are told apart and it is known who loses; the arm without a
        plan cannot then be shared between plans.
    brief : bool
        Whether only the whole sector and the barriers are read, for many comparisons whose readings are held together.
    """

    pairing: Pairing
    pairs: int
    whole: bool = False
    brief: bool = False

    def tasks(self, replicate: int) -> list[Task]:
        """Return what has to be run for one replicate."""
        return [Task(f"{prefix} {replicate}", work, pairing, replicate) for prefix, work, pairing in self._parts]

    @cached_property
    def _parts(self) -> list[tuple[str, Work, Pairing]]:
        if self.whole:
            return [(f"both {pairing_key(self.pairing)}", run_pair, self.pairing)]
        alone = without_plan(self.pairing)
        with_plan = self.pairing if self.pairing.plan.actions else alone
        prefix, work = ("brief", run_brief) if self.brief else ("arm", run_arm)
        return [(f"{prefix} {pairing_key(one)}", work, one) for one in (alone, with_plan)]


class Inquiry:
    """A comparison under way: what is there of it, and what has gone wrong."""

    def __init__(self, ask: Ask, shelf: Shelf) -> None:
        self.ask = ask
        self.error: str | None = None
        self.note: str | None = None
        self._shelf = shelf
        self._tasks = [ask.tasks(replicate) for replicate in range(ask.pairs)]
        self._done: dict[int, Pair] = {}
        self._moved = threading.Condition()
        self._cancelled = False
        self.look()

    @property
    def done(self) -> int:
        """Return how many pairs are there."""
        return len(self._done)

    @property
    def over(self) -> bool:
        """Tell whether nothing more will come."""
        return self.done == self.ask.pairs or self.error is not None or self._cancelled

    @property
    def replicates(self) -> tuple[int, ...]:
        """Return the replicates whose pairs are there, in order."""
        return tuple(sorted(self._done.copy()))

    def stamp(self, replicates: tuple[int, ...]) -> str:
        """Return what tells these pairs from all others: the same stamp, the same numbers under the same names."""
        pairing = self.ask.pairing
        return f"{pairing.future.title} {pairing.plan.title} {[task.key for task in self._tasks[0]]} {replicates}"

    def ensemble(self, replicates: tuple[int, ...]) -> Ensemble:
        """Return the pairs of some replicates that are there, in their order; there must be at least one.

        Unless they were asked for whole, readings by membership are left out. Of what was asked for in brief both arms have the
        shape (pairs, years, indicators + 4).
        """
        found = Ensemble.of([self._done[replicate] for replicate in replicates])
        if not self.ask.whole and not self.ask.brief:
            by_membership = [kind == MEMBERS for kind, _ in Segments.of(load()).names]
            found.without[..., by_membership] = found.with_plan[..., by_membership] = np.nan
        return found

    def wait(self, more_than: int, timeout: float) -> bool:
        """Wait until there are more pairs than so many, or it is over; tell whether that came before the time ran out."""
        with self._moved:
            return self._moved.wait_for(lambda: self.done > more_than or self.over, timeout)

    def cancel(self) -> None:
        """Stop asking: runs that nobody else wants are not begun."""
        with self._moved:
            self._cancelled = True
            self._moved.notify_all()

    def missing(self) -> list[Task]:
        """Return the runs that are not there yet, pair by pair."""
        wanted = [task for replicate, tasks in enumerate(self._tasks) if replicate not in self._done for task in tasks]
        return [task for task in wanted if task.key not in self._shelf]

    def look(self) -> None:
        """Take from the shelf what has come."""
        with self._moved:
            for replicate, tasks in enumerate(self._tasks):
                if replicate in self._done:
                    continue
                match [self._shelf.get(task.key) for task in tasks]:
                    case [Pair() as pair]:
                        self._done[replicate] = pair
                    case [np.ndarray() as without, np.ndarray() as with_plan]:
                        self._done[replicate] = Pair(without, with_plan)
            self._moved.notify_all()

    def fail(self, error: str) -> None:
        """Give up, and say why."""
        with self._moved:
            self.error = error
            self._moved.notify_all()


class Crew:
    """Workers in processes of their own, and the comparisons that they work on, newest first."""

    def __init__(self, workers: int, *, make: Callable[[int], Executor] | None = None, shelf: Shelf | None = None) -> None:
        self._size = workers
        self._pool = Standing(workers, make)
        self._shelf = shelf or Shelf()
        self._open: list[Inquiry] = []
        self._flying: set[str] = set()
        self._deaths: Counter[str] = Counter()
        self._lock = threading.RLock()
        self._closed = False

    def ask(self, ask: Ask) -> Inquiry:
        """Begin a comparison; what is known of it already is there at once.

        Raises
        ------
        ForesightError
            For a scale, seed or strength with which no run can be made.
        """
        check_call(scale=ask.pairing.scale, seed=ask.pairing.seed, strength=ask.pairing.strength)
        inquiry = Inquiry(ask, self._shelf)
        if not inquiry.over:
            with self._lock:
                self._open.insert(0, inquiry)
            self._feed()
        return inquiry

    def knows(self, ask: Ask) -> bool:
        """Tell whether every run of a comparison is there already."""
        return all(task.key in self._shelf for replicate in range(ask.pairs) for task in ask.tasks(replicate))

    def close(self) -> None:
        """Stop all workers."""
        with self._lock:
            self._closed, self._open = True, []
        self._pool.close()

    def _feed(self) -> None:
        """Give every idle worker the next run."""
        with self._lock:
            while not self._closed and len(self._flying) < self._size and (task := self._next()) is not None:
                self._flying.add(task.key)
                try:
                    future = self._pool.submit(task.work, task.pairing, task.replicate)
                except RuntimeError:  # the interpreter is about to end
                    self._closed = True
                    return
                future.add_done_callback(partial(self._landed, task.key))

    def _next(self) -> Task | None:
        """Return a run that somebody wants and nobody is at."""
        self._open = [inquiry for inquiry in self._open if not inquiry.over]
        for inquiry in self._open:
            for task in inquiry.missing():
                if task.key not in self._flying:
                    return task
        return None

    def _landed(self, key: str, future: "Future[Kept]") -> None:
        """Take in a finished run, or what went wrong with it."""
        with self._lock:
            self._flying.discard(key)
            wanting = [inquiry for inquiry in self._open if key in {task.key for task in inquiry.missing()}]
            if future.cancelled():
                return
            error = future.exception()
            if error is None:
                self._shelf.put(key, future.result())
                for inquiry in self._open:
                    inquiry.look()
            elif isinstance(error, BrokenProcessPool):
                self._mourn(key, wanting)
            else:
                for inquiry in wanting:
                    inquiry.fail(told(error))
        self._feed()

    def _mourn(self, key: str, wanting: list[Inquiry]) -> None:
        """Say that a worker has died over a run, and give up what has killed `MOST_DEATHS`."""
        self._deaths[key] += 1
        for inquiry in wanting:
            inquiry.note = DIED
            if self._deaths[key] >= MOST_DEATHS:
                inquiry.fail(GIVEN_UP)
