"""Work on many replicates, in line or spread over processes; what comes out is the same either way."""

from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from typing import TypeVar

from foresight.ensemble.executors import Workforce
from foresight.errors import ForesightError

Progress = Callable[[int, int], None]  # called with how many are done and how many are wanted
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
    results: dict[int, Made] = {}
    for replicate, result in _results(work, count, min(workers, count)):
        results[replicate] = result
        if progress is not None:
            progress(len(results), count)
    return [results[replicate] for replicate in range(count)]


def _results(work: Callable[[int], Made], count: int, workers: int) -> Iterator[tuple[int, Made]]:
    if workers == 1:
        for replicate in range(count):
            yield replicate, work(replicate)
        return
    with Workforce("processes", workers).hired() as crew:
        waiting = {crew.executor.submit(work, replicate): replicate for replicate in range(count)}
        for future in as_completed(waiting):
            yield waiting[future], future.result()
