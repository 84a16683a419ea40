"""What an indicator is: a declared function from the year's organisations to a measure, which any segment can be read off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresight.errors import Problem, unknown
from foresight.indicators.finances import Finances
from foresight.population.baseline import Baseline
from foresight.population.columns import OPEN, QUARTERS, Flags, Floats, Population, Smalls, bounded

Better = Literal["more", "fewer", "none"]
Columns = NDArray[np.float32] | NDArray[np.bool_] | NDArray[np.float64]
START_UP = 5 * QUARTERS  # steps: how long an organisation counts as young


@dataclass(frozen=True)
class Figures:
    """What the sector as a whole comes to at the end of a year, beside what its organisations hold.

    Parameters
    ----------
    public_trust : float
        How far the public trusts voluntary organisations, 0-10.
    need, output : float64 arrays, shape (districts, beneficiaries)
        Service units a year, by the district where need arises and by whom it is for.
    joint_success : float
        Share of the joint projects that ended in the year which succeeded, 0-1; not-a-number where none ended.
    output_before : float32 array, shape (n,)
        Service units a year that each organisation delivered at the end of the year before.
    """

    public_trust: float
    need: NDArray[np.float64]
    output: NDArray[np.float64]
    joint_success: float
    output_before: Floats


@dataclass(frozen=True)
class YearEnd:
    """The organisations at the end of a year; rows of those that closed in the year are still there.

    Parameters
    ----------
    step : int
        The year's last step; 0 is the baseline.
    capacity : float32 array, shape (n,)
        Strategic capacity with the help of the plan's actions, 0-1.
    member : bool array, shape (n,)
        Who has joined an action of the plan by now; in the arm without a plan, who has in the other arm.
    world, start : mapping
        The 22 drivers now and in 2002, in the units of the driver registry.
    levers : mapping
        What the plan changes now, by name: a number or a column.
    """

    population: Population
    step: int
    capacity: Floats
    member: Flags
    world: Mapping[str, float]
    start: Mapping[str, float]
    levers: Mapping[str, Floats | np.float32]
    baseline: Baseline
    figures: Figures

    @cached_property
    def open(self) -> Flags:
        """Return who is open at the end of the year, shape (n,)."""
        return self.population.open

    @cached_property
    def registered(self) -> Flags:
        """Return which registered organisations are open at the end of the year, shape (n,)."""
        return self.open & self.population.registered

    @cached_property
    def closed(self) -> Flags:
        """Return which registered organisations closed in the year, shape (n,)."""
        return np.asarray(self.population.closed != OPEN) & self.population.registered

    @cached_property
    def began(self) -> Flags:
        """Return which registered organisations were open when the year began, shape (n,)."""
        return self.population.registered & (self.population.born <= self.step - QUARTERS)

    @cached_property
    def lost(self) -> Flags:
        """Return which registered organisations that were open when the year began closed in it, shape (n,)."""
        return self.closed & self.began

    @cached_property
    def young(self) -> Flags:
        """Return which organisations and groups started less than five years ago, shape (n,)."""
        return np.asarray(self.population.born > self.step - START_UP)

    @cached_property
    def finances(self) -> Finances:
        """Return what the organisations live on."""
        return Finances(self.population, self.registered, self.world)

    @cached_property
    def partnered(self) -> Flags:
        """Return which registered organisations have a joint project that both sides agreed to, shape (n,)."""
        return self.registered & (self.population.collaborations > 0)

    @cached_property
    def consulted(self) -> Floats | np.float32:
        """Return how well government consults each organisation, 0-1: one number for all, or shape (n,)."""
        access = np.float32(self.world["consult"]) + self.levers["consult_access"]
        return bounded(access)

    @property
    def income(self) -> Floats:
        """Return the year's income in GBP, shape (n,)."""
        return self.population.income_before if self.step == 0 else self.population.income_year


class Measure(NamedTuple):
    """A weighted sum over organisations, or the ratio of two, times a factor.

    Parameters
    ----------
    top, bottom : arrays of shape (n,)
        Per organisation; without `bottom` the measure is the weighted sum of `top`.
    against : str
        For a ratio that is told against that of the whole sector: "ratio" divides by it, "gap" takes it off.
    then : callable
        What is done with the values of all segments at the end, such as turning a yearly rate into one of five years.
    """

    top: Columns
    bottom: Columns | None = None
    factor: float = 1.0
    against: Literal["ratio", "gap"] | None = None
    then: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None


@dataclass(frozen=True)
class Quantile:
    """The value that a share of the organisations kept lie below.

    Parameters
    ----------
    values : float32 array, shape (n,)
    keep : bool array, shape (n,)
        Which organisations are looked at.
    share : float
        0.5 for the median.
    """

    values: Floats
    keep: Flags
    share: float = 0.5


@dataclass(frozen=True)
class Inequality:
    """The Gini coefficient of an amount over the organisations kept: 0 all alike, 1 one has everything."""

    values: Floats
    keep: Flags


@dataclass(frozen=True)
class Top:
    """The share in % of an amount that the largest `share` of the organisations kept hold; for the whole sector only."""

    values: Floats
    keep: Flags
    share: float


@dataclass(frozen=True)
class Variety:
    """How many categories there are in effect: the exponential of the entropy of their shares of the organisations kept.

    Parameters
    ----------
    category : int8 array, shape (n,)
    """

    category: Smalls
    keep: Flags


@dataclass(frozen=True)
class Told:
    """Numbers that are known for the whole and for the parts of some segment kinds, in the order of their labels."""

    whole: float
    parts: Mapping[str, NDArray[np.float64]]


Single = Quantile | Inequality | Top | Variety | Told | float  # read one by one; measures are read all at once
Read = Measure | Single
Reads = Callable[[YearEnd], Read]


@dataclass(frozen=True)
class Indicator:
    """A number that people ask for, read off the organisations once a year.

    Parameters
    ----------
    better : str
        Which way is better: "more", "fewer", or "none" where neither is.
    flow : bool
        Something that happens during a year, so that the baseline has none.
    outcome : bool
        A sum over organisations that a plan's account is drawn up for.
    """

    id: str
    title: str
    unit: str
    better: Better
    definition: str
    read: Reads
    headline: bool = False
    flow: bool = False
    outcome: bool = False


INDICATORS: dict[str, Indicator] = {}


def indicator(
    id: str,  # noqa: A002 - the field's word
    title: str,
    unit: str,
    better: Better,
    **options: bool,
) -> Callable[[Reads], Reads]:
    """Declare an indicator; its definition is the function's docstring.

    Parameters
    ----------
    options : bool
        `headline` for those the leadership group sees first, `flow` for those that happen during a year, `outcome` for sums that
        a plan's account is drawn up for.
    """

    def register(read: Reads) -> Reads:
        if id in INDICATORS:
            msg = f"two indicators are called {id!r}"
            raise ValueError(msg)
        definition = " ".join((read.__doc__ or "").split())
        INDICATORS[id] = Indicator(id, title, unit, better, definition, read, **options)
        return read

    return register


def unknown_indicator(name: str) -> Problem:
    """Describe a name that is no indicator's; there are too many to name them all."""
    return unknown(name, INDICATORS, "known indicator", listed="foresight indicators")
