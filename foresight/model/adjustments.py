"""What a plan changes in a step: neutral numbers, replaced by columns where a lever pulls.

Adjustments are written anew in every step from the plan's state, never added to the step before: an effect cannot compound by
accident. Effects on the same quantity combine as 1 - prod(1 - effect).
"""

from dataclasses import dataclass

import numpy as np

from foresight.population.columns import Floats, Rows

Change = Floats | np.float32
NOTHING = np.float32(0)  # a single-precision number, so that a column of zeros and no column round alike


@dataclass
class Adjustments:
    """Each field is 0 where the plan does nothing, else a number or a column of shape (n,)."""

    capacity_gain: Change = NOTHING  # share of the distance to full capacity, 0-1
    bought_in_saving: Change = NOTHING  # share of bought-in cost saved
    support_saving: Change = NOTHING  # share of all spending saved by sharing support costs
    bid_bonus: Change = NOTHING  # log odds of a bid made with partners
    bid_saving: Change = NOTHING  # share of the cost of a bid saved
    chair_filled: Change = NOTHING  # fall in the chance that the chair or treasurer's post is vacant
    trustees_gained: Change = NOTHING  # trustees
    recruitment: Change = NOTHING  # share more volunteers attracted
    volunteer_retention: Change = NOTHING  # share of leaving avoided
    fewer_hours: Change = NOTHING  # share fewer hours a volunteer gives
    cluster_meetings: Change = NOTHING  # further meetings a year inside the microcluster
    cluster_trust: Change = NOTHING  # trust added to each tie inside the microcluster in a year, 0-1


def stacked(present: Change, further: Floats) -> Floats:
    """Combine two effects on the same quantity: 1 - (1 - a)(1 - b)."""
    return np.asarray(1 - (1 - present) * (1 - further.astype(np.float32)), dtype=np.float32)


def added(present: Change, further: Floats) -> Floats:
    """Add two effects that are counted in the same unit."""
    return np.asarray(present + further.astype(np.float32), dtype=np.float32)


def of(change: Change, rows: Rows | slice) -> Change:
    """Return an adjustment for some rows, whether it is one number or a column."""
    return change[rows] if isinstance(change, np.ndarray) else change


def column_of(change: Change, size: int) -> Floats:
    """Return an adjustment as a column of shape (size,)."""
    return change if isinstance(change, np.ndarray) else np.full(size, change, dtype=np.float32)
