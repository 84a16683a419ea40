"""Processes that work for many tests: starting one and loading the model there takes longer than most of what it is asked."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

from foresight.ensemble import executors, processes

COUNT = 2


def pool() -> ProcessPoolExecutor:
    """Return processes like those that a command hires, of which each is started when there is work for it."""
    return processes.workers(COUNT, executors._leave_interrupts_to_the_parent)


@contextmanager
def working(kept: ProcessPoolExecutor) -> Iterator[None]:
    """Let whoever hires processes meanwhile, however many, have these, and leave them to the next."""

    def hired(_: int) -> Iterator[executors.Hired]:
        with processes.one_thread_each():
            yield executors.Hired(kept, lambda: executors.AHEAD * COUNT)

    with patch.object(executors, "_processes", hired):
        yield
