"""Institutions as Mesa agents: funding pools, support bodies and microclusters; the leadership group is with its programme."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import ClassVar, NamedTuple
from weakref import WeakKeyDictionary

import mesa
import numpy as np

from foresight.model.moment import Moment, World
from foresight.population.columns import MILLION, QUARTERS, Award, Flags, Smalls
from foresight.randomness import Decision

MOST_CLUSTERS = 127  # that the `cluster` column can count
LINES = 10  # steps in which lines of credit shrink as the capital is lent


class Numbers(WeakKeyDictionary[mesa.Model, Iterator[int]]):
    """Counts the agents of each model, and holds no model in memory that nobody else holds."""

    def __getitem__(self, model: mesa.Model) -> Iterator[int]:
        """Return a model's own counter."""
        return self.setdefault(model, count(1))


class Institution(mesa.Agent):  # type: ignore[misc]  # mesa ships no types
    """An agent of Mesa that lets its model go: Mesa 3.3 counts agents in a dictionary that keeps every model for ever."""

    _ids: ClassVar[Numbers] = Numbers()


class FundingPool(Institution):
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

    def open_year(self, factor: float, given: float) -> None:
        """Depart from its path by a factor this year (M1), and follow what is given, relative to the year before."""
        self.year_factor = factor
        self.giving_index *= given

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


class SupportBody(Institution):
    """An infrastructure body that supports the organisations of one district, until it closes for want of money."""

    def __init__(self, model: mesa.Model, district: int) -> None:
        super().__init__(model)
        self.district = district
        self.is_open, self.largest_budget = True, 0.0

    def open_year(self, moment: Moment, luck: np.float32) -> None:
        """Close for good where luck (0-1) will have it, the likelier the deeper the budget lies below its highest so far."""
        numbers, budget = moment.baseline.support, moment.world.infra
        self.largest_budget = max(self.largest_budget, budget, numbers.budget)
        chance = numbers.body_closing * (1 - budget / self.largest_budget)
        self.is_open = self.is_open and bool(luck >= chance)

    def reach(self, moment: Moment) -> float:
        """Return the chance that it reaches an established, larger, urban organisation in a year, 0-1 (M8)."""
        return reach_of(moment, is_open=self.is_open)


def reach_of(moment: Moment, *, is_open: bool) -> float:
    """Return the chance that support reaches an established, larger, urban organisation in a year, 0-1 (M8).

    It grows with the square root of the budget; a district without a body is served by its neighbours.
    """
    numbers = moment.baseline.support
    money = max(moment.world.infra - moment.levers.support_diverted / MILLION, 0.0)
    chance = numbers.reach * math.sqrt(money / numbers.budget)
    return min(chance if is_open else chance * numbers.reach_closed, 1.0)


def open_year(pools: Sequence[FundingPool], bodies: Sequence[SupportBody], moment: Moment) -> None:
    """Let pools and support bodies open their year, each with a keyed draw of its own."""
    numbers = np.array([pool.number for pool in pools], dtype=np.int32)
    luck = moment.draws.uniform(Decision.POOL_NOISE, moment.step, numbers)
    spread = moment.baseline.money.pool_noise * np.sqrt(12)  # a uniform draw of width 1 has spread 1/sqrt(12)
    given = float(np.exp(moment.world.don_g / 100))
    for pool, factor in zip(pools, np.exp(spread * (luck - 0.5)).tolist(), strict=True):
        pool.open_year(factor, given)
    districts = np.array([body.district for body in bodies], dtype=np.int32)
    for body, fate in zip(bodies, moment.draws.uniform(Decision.BODY_CLOSES, moment.step, districts), strict=True):
        body.open_year(moment, fate)


class Terms(NamedTuple):
    """The terms on which a credit union lends; see `CreditUnion`."""

    leverage: float
    margin: float
    provision: float


class Microcluster(Institution):
    """A small group of organisations that meet, active while it has members and its leaders last.

    Parameters
    ----------
    number : int
        Its number in the `cluster` column.
    kind : str
        What its members have in common: place, activity, interest, bme-led or rural-by-ict.
    group : int
        Which place, activity and so on.
    """

    def __init__(self, model: mesa.Model, number: int, kind: str, group: int) -> None:
        super().__init__(model)
        self.number, self.kind, self.group = number, kind, group
        self.active = True


def belonging(cluster: Smalls, clusters: Iterable[Microcluster]) -> Flags:
    """Return which entries of the `cluster` column, shape (n,), name one of some microclusters."""
    wanted = np.zeros(MOST_CLUSTERS + 1, dtype=np.bool_)  # the last is for those without: -1
    wanted[[one.number for one in clusters]] = True
    return wanted.take(cluster)


class CreditUnion(Institution):
    """A mutual lender: it lends its members' deposits on a stock of capital, which it can lose.

    Parameters
    ----------
    capital : float
        GBP.
    leverage : float
        What it may lend for each pound of its capital, GBP.
    margin : float
        Share of what is lent that it earns a year beyond its cost.
    provision : float
        Share of what is lent to members in distress that it must count as lost.
    """

    def __init__(self, model: mesa.Model, capital: float, terms: Terms) -> None:
        super().__init__(model)
        self.capital, self.lent = capital, 0.0
        self.leverage, self.margin, self.provision = terms
        self.solvent = True

    @property
    def free(self) -> float:
        """Return the share of what it may lend that is not lent, in tenths: as it falls, lines of credit shrink."""
        if not self.solvent:
            return 0.0
        return max(math.ceil(LINES * (1 - self.lent / (self.leverage * self.capital))) / LINES, 0.0)

    def book(self, lost: float, lent: float, doubtful: float) -> None:
        """Book a quarter, and end where no capital is left beside what must be counted as lost.

        Parameters
        ----------
        lost, lent, doubtful : float
            GBP that closed members left unpaid, that members owe, and that those in distress among them owe.
        """
        if self.solvent:
            self.capital += self.margin * (lent - doubtful) / QUARTERS - lost
            self.lent, self.solvent = lent, self.capital > self.provision * doubtful
