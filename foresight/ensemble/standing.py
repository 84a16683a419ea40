"""Processes that stand ready: where one dies, others take their place, and whoever waited for it is told."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

from foresight.ensemble import processes
from foresight.errors import ForesightError

MEMORY = 6_000_000_000
"""Bytes of address space that a worker may use, where the system can hold it to that."""

MOST_DEATHS = 2
"""How many workers may die over one piece of work before that is given up; `GIVEN_UP` says so in words."""

DIED = "A worker stopped unexpectedly; another has taken its place."
GIVEN_UP = "A worker stopped twice over the same run, which was given up. What was there before is still on screen."


class Standing:
    """So many processes, whatever becomes of each.

    Parameters
    ----------
    make
        Starts so many; `started` where none is given.
    """

    def __init__(self, size: int, make: "Callable[[int], Executor] | None" = None) -> None:
        self._make = make or started
        self._size = size
        self._pool = self._make(size)
        self._lock = threading.RLock()
        self._closed = False

    def submit(self, work: Callable[..., Any], *of: object) -> "Future[Any]":
        """Have some work done in one of the processes; the future of work over which one dies fails with `BrokenProcessPool`.

        Raises
        ------
        RuntimeError
            Where no work is taken any more, since the processes are stopped or the interpreter is about to end.
        """
        while True:
            pool = self._pool
            try:
                future = pool.submit(work, *of)
            except BrokenProcessPool:
                if not self._replaced(pool):
                    raise
                continue
            future.add_done_callback(partial(self._landed, pool))
            return future

    def close(self, *, wait: bool = True) -> None:
        """Stop all processes; what has not begun is not done."""
        with self._lock:
            self._closed = True
        self._pool.shutdown(wait=wait, cancel_futures=True)

    def _landed(self, pool: Executor, future: "Future[Any]") -> None:
        if not future.cancelled() and isinstance(future.exception(), BrokenProcessPool):
            self._replaced(pool)

    def _replaced(self, pool: Executor) -> bool:
        """Put others in the place of processes of which one died, unless that is done already; tell whether there are any."""
        with self._lock:
            if self._pool is pool and not self._closed:
                self._pool = self._make(self._size)
            return not self._closed


def started(workers: int) -> Executor:
    """Return processes that are started at once, with the model loaded."""
    pool = processes.workers(workers, _begin)
    with processes.no_main_module():
        for _ in range(workers):
            pool.submit(_nothing)  # each starts a process, as long as none is idle
    return pool


def told(error: BaseException) -> str:
    """Say in words what went wrong with work in another process."""
    if isinstance(error, ForesightError):
        return str(error)
    if isinstance(error, MemoryError):
        return "This run needs more memory than it may use. A smaller share of the sector would need less."
    return f"This run failed ({type(error).__name__}: {error}). What was there before is still on screen."


def _nothing() -> None:
    """Do nothing, in another process."""


def _begin() -> None:
    """Make a worker: kept to a size, and behind the page where both want the processor."""
    _bound_memory()
    if hasattr(os, "nice"):
        os.nice(5)


def _bound_memory(most: int = MEMORY) -> None:
    """Hold a worker to a size, where the system can."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
