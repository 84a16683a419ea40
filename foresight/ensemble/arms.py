"""Arms: many plans run on the same random events, read for the whole sector."""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, as_completed

import numpy as np
from numpy.typing import NDArray

from foresight.ensemble.arm import WHOLE, run_arm
from foresight.ensemble.pairs import Pairing
from foresight.ensemble.spread import Progress

Values = NDArray[np.float64]


def run_whole(arm: Pairing, replicate: int) -> Values:
    """Return the readings of the whole sector in one run with the plan, shape (years, indicators)."""
    return run_arm(arm, replicate, longest=math.inf)[:, :, WHOLE].copy()


def run_arms(
    arms: Sequence[Pairing],
    replicates: int,
    *,
    read: Callable[[Pairing, int], Values] = run_whole,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Values:
    """Run the plan of every pairing in replicates 0 to `replicates` - 1; arms of one replicate share all random events.

    Parameters
    ----------
    arms : sequence of Pairing
        A plan without actions stands for no plan.
    read : callable
        What is run and read of an arm and a replicate, shape (years, columns).
    executor : Executor
        Where the runs are made; in line where none is given. The numbers do not depend on it.
    progress : callable
        Called with runs done and runs wanted.

    Returns
    -------
    float64 array, shape (arms, replicates, years, columns)
        Unless `read` is another, the readings of the whole sector, a column an indicator; not-a-number where there is no value.
    """
    found: dict[tuple[int, int], Values] = {}
    jobs = [(place, replicate) for replicate in range(replicates) for place in range(len(arms))]
    if executor is None:
        for done, (place, replicate) in enumerate(jobs, start=1):
            found[place, replicate] = read(arms[place], replicate)
            _tell(progress, done, len(jobs))
        return _stacked(found, len(arms), replicates)
    waiting = {executor.submit(read, arms[place], replicate): (place, replicate) for place, replicate in jobs}
    for done, future in enumerate(as_completed(waiting), start=1):
        found[waiting[future]] = future.result()
        _tell(progress, done, len(jobs))
    return _stacked(found, len(arms), replicates)


def _stacked(found: Mapping[tuple[int, int], Values], arms: int, replicates: int) -> Values:
    return np.stack([np.stack([found[arm, replicate] for replicate in range(replicates)]) for arm in range(arms)])


def _tell(progress: Progress | None, done: int, wanted: int) -> None:
    if progress is not None:
        progress(done, wanted)
