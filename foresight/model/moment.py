"""What every process is given: the step, the outside world, the numbers of the model, the draws and what the plan changes."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from foresight.model.adjustments import Adjustments
from foresight.model.shocks import Shocks
from foresight.population.baseline import Baseline
from foresight.population.columns import QUARTERS
from foresight.randomness import Draws


@dataclass(frozen=True)
class World:
    """The 22 drivers at one step, in the units of the driver registry (`foresight drivers`)."""

    pop65: float
    bme: float
    rgdp: float
    don_g: float
    regen_eu: float
    lottery: float
    inv_r: float
    vol_rate: float
    vol_hours: float
    trust: float
    ict_pace: float
    ict_gap: float
    env_conc: float
    env_cost: float
    la_fund: float
    contract_sh: float
    grant_len: float
    fcr: float
    consult: float
    field: float
    tax: float
    infra: float

    @classmethod
    def at(cls, trajectories: Mapping[str, NDArray[np.float64]], step: int) -> Self:
        """Return the world of a step from driver trajectories of shape (81,)."""
        return cls(**{driver.name: float(trajectories[driver.name][step]) for driver in fields(cls)})


@dataclass(frozen=True)
class Moment:
    """One quarter: its number (1 is the first quarter of 2003), the world now, a year ago and in 2002, and what is done in it.

    Parameters
    ----------
    shocks : Shocks
        What strikes from outside: floods, scandals, a pandemic, and whether the agency exists.
    public_trust : float
        How far people trust charities as the quarter begins, 0-10.
    """

    step: int
    world: World
    year_ago: World
    start: World
    baseline: Baseline
    draws: Draws
    levers: Adjustments
    shocks: Shocks
    public_trust: float

    @property
    def agency(self) -> bool:
        """Tell whether the regional development agency exists."""
        return self.shocks.agency

    @property
    def year(self) -> int:
        """Return the year that this quarter is in: 0 for 2002, 1 for 2003 and so on."""
        return -(-self.step // QUARTERS)

    @property
    def opens_year(self) -> bool:
        """Tell whether this is the first quarter of a year."""
        return self.step % QUARTERS == 1

    @property
    def closes_year(self) -> bool:
        """Tell whether this is the last quarter of a year."""
        return self.step % QUARTERS == 0

    @property
    def scarcity(self) -> float:
        """Return how much public money has shrunk since 2002, 0 (not at all) to 1 (all of it gone).

        The mean of statutory, regeneration and Lottery money, weighted by their part of that money in 2002.
        """
        money, world, start = self.baseline.money, self.world, self.start
        left = money.scarcity_statutory * world.la_fund / start.la_fund
        left += money.scarcity_regeneration * world.regen_eu / start.regen_eu
        left += money.scarcity_lottery * world.lottery / start.lottery
        return min(max(1 - left, 0.0), 1.0)
