"""Institutions as Mesa agents: funding pools, support bodies and microclusters; the leadership group is with its programme."""

import math

import mesa
import numpy as np

from foresight.model.moment import Moment, World
from foresight.population.columns import Award
from foresight.randomness import Decision


class FundingPool(mesa.Agent):  # type: ignore[misc]  # mesa ships no types
    """A finite pot of money for one kind of award, in one county or the whole region.

    Parameters
    ----------
    base : float
        GBP a year that the pool paid in 2002.
    number : int
        Its key for random draws.
    """

    def __init__(self, model: mesa.Model, kind: Award, base: float, number: int) -> None:
        super().__init__(model)
        self.kind, self.base, self.number = kind, base, number
        self.year_factor = 1.0
        self.giving_index = 1.0

    def open_year(self, moment: Moment) -> None:
        """Draw how far this year's pool departs from its path (M1)."""
        luck = moment.draws.uniform(Decision.POOL_NOISE, moment.step, np.array([self.number], dtype=np.int32))
        spread = moment.baseline.money.pool_noise * np.sqrt(12)  # a uniform draw of width 1 has spread 1/sqrt(12)
        self.year_factor = float(np.exp(spread * (luck[0] - 0.5)))
        self.giving_index *= float(np.exp(moment.world.don_g / 100))

    def growth(self, moment: Moment) -> float:
        """Return the pool's budget relative to 2002."""
        return self.year_factor * self._path(moment.world, moment.start, moment.baseline.money.forprofit_share)

    def _path(self, world: World, start: World, forprofit: float) -> float:
        """Return the pool's path relative to 2002, from the drivers that move it."""
        match self.kind:
            case Award.STATUTORY_GRANT:
                return world.la_fund / start.la_fund * (100 - world.contract_sh) / (100 - start.contract_sh)
            case Award.CONTRACT:
                parity = (1 - forprofit * (1 - world.field)) / (1 - forprofit * (1 - start.field))
                return world.la_fund / start.la_fund * world.contract_sh / start.contract_sh * parity
            case Award.REGENERATION:
                return world.regen_eu / start.regen_eu
            case Award.LOTTERY:
                return world.lottery / start.lottery
            case Award.TRUST:
                return self.giving_index


class SupportBody(mesa.Agent):  # type: ignore[misc]
    """An infrastructure body that supports the organisations of one district."""

    def __init__(self, model: mesa.Model, district: int) -> None:
        super().__init__(model)
        self.district = district

    def support(self, moment: Moment) -> float:
        """Return the expected reach times match of its support, 0-1; reach grows with the square root of the budget (M8)."""
        numbers = moment.baseline.capacity
        reach = min(numbers.support_reach * math.sqrt(moment.world.infra / numbers.support_budget), 1.0)
        return reach * numbers.support_match


class Microcluster(mesa.Agent):  # type: ignore[misc]
    """A small cluster of organisations in one district, active while it has members and its leaders last."""

    def __init__(self, model: mesa.Model, number: int, district: int, join_chance: float) -> None:
        super().__init__(model)
        self.number, self.district, self.join_chance = number, district, join_chance
        self.active = True
