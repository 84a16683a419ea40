"""Arms: many plans run on the same random events, read for the whole sector."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from foresight.ensemble.arm import WHOLE, run_arm
from foresight.ensemble.pairs import Pairing
from foresight.ensemble.spread import Progress, called

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
    calls = {(place, replicate): (arm, replicate) for replicate in range(replicates) for place, arm in enumerate(arms)}
    found = called(read, calls, executor=executor, progress=progress)
    return np.stack([np.stack([found[arm, replicate] for replicate in range(replicates)]) for arm in range(len(arms))])
