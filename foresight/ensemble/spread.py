"""Many calls of one function, in line or spread over processes; what comes out is the same either way."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import Executor, as_completed
from typing import Any, TypeVar

from foresight.ensemble.executors import Workforce
from foresight.errors import ForesightError

Progress = Callable[[int, int], None]  # called with how many are done and how many are wanted
Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


def over_replicates(
    work: Callable[[int], Made], count: int, *, workers: int = 1, progress: Progress | None = None, what: str = "pairs"
) -> list[Made]:
    """Return what `work` makes of the replicates 0 to `count` - 1, in their order.

    Parameters
    ----------
    work : callable
        A function of the replicate that other processes can be handed.
    workers : int
        1 works in line; more start that many processes.
    what : str
        What is counted, for messages.

    Raises
    ------
    ForesightError
        For fewer than one replicate or one worker.
    """
    for name, found in ((what, count), ("workers", workers)):
        if int(found) != found or found < 1:
            msg = f"{name}: found {found}; expected a whole number of at least 1"
            raise ForesightError(msg)
    calls = {replicate: (replicate,) for replicate in range(count)}
    if min(workers, count) == 1:
        made = called(work, calls, progress=progress)
    else:
        with Workforce("processes", min(workers, count)).hired() as hired:
            made = called(work, calls, executor=hired.executor, progress=progress)
    return [made[replicate] for replicate in range(count)]


def called(
    work: Callable[..., Made],
    calls: Mapping[Key, tuple[Any, ...]],
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> dict[Key, Made]:
    """Return what `work` makes of the arguments of each call, in the order in which they came back; in line without executor."""
    found: dict[Key, Made] = {}
    for key, result in _results(work, calls, executor):
        found[key] = result
        if progress is not None:
            progress(len(found), len(calls))
    return found


def _results(
    work: Callable[..., Made], calls: Mapping[Key, tuple[Any, ...]], executor: Executor | None
) -> Iterator[tuple[Key, Made]]:
    if executor is None:
        yield from ((key, work(*call)) for key, call in calls.items())
        return
    waiting = {executor.submit(work, *call): key for key, call in calls.items()}
    for future in as_completed(waiting):
        yield waiting[future], future.result()
