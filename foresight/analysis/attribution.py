"""Attribution: what each action of a plan adds, and which pairs of actions do more, or less, together than apart."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis import shares
from foresight.analysis.direction import sign
from foresight.analysis.intervals import Interval, around, of_mean
from foresight.ensemble.arms import run_arms
from foresight.ensemble.pairs import Pairing
from foresight.ensemble.spread import Progress
from foresight.errors import ForesightError
from foresight.indicators.measures import INDICATORS
from foresight.model.run import YEARS

Values = NDArray[np.float64]
Verdict = Literal["synergy", "additive", "overlap", "too close to call"]

MOST_EXACT = 6
"""Actions up to which all 2 ** k arms are run; with more, orders are sampled."""

ORDERS = 12
"""Sampled orders, each with its reverse, of a plan with more actions."""

SMALL = 0.05
"""What a pair adds is nothing to speak of while it stays below this part of the whole plan's effect."""


@dataclass(frozen=True)
class Attribution:
    """What a plan's actions add, in every year.

    Parameters
    ----------
    parts : DataFrame
        indicator, unit, year, action, share, low, high, alone, last: an action's share of the plan's effect with its interval,
        its effect when it is the only action, and what it adds when all others are there (both empty where orders were
        sampled).
    pairs : DataFrame
        indicator, unit, year, first, second, extra, low, high, verdict: what two actions do together beyond the sum of the two.
    whole : DataFrame
        indicator, unit, year, effect, low, high: the plan's effect, which the shares add up to.
    exact : bool
        Whether all arms were run.
    arms : int
        How many were.
    """

    parts: pd.DataFrame
    pairs: pd.DataFrame
    whole: pd.DataFrame
    exact: bool
    arms: int


@dataclass(frozen=True)
class Split:
    """Shares of one array of effects, shapes (actions, ...), (pairs, ...) and (...)."""

    parts: Interval
    pairs: Interval
    whole: Interval
    alone: Values
    last: Values


def attribute(
    pairing: Pairing, replicates: int, *, orders: int = ORDERS, executor: Executor | None = None, progress: Progress | None = None
) -> Attribution:
    """Run a plan's actions in all combinations (or in sampled orders) on the same random events, and say what each adds.

    Parameters
    ----------
    pairing : Pairing
        The future and the plan, with seed, scale and strength.
    replicates : int
        At least two, or intervals have no ends.
    orders : int
        Sampled orders, each with its reverse, of a plan with more than `MOST_EXACT` actions.
    executor : Executor
        Where the runs are made; in line where none is given.

    Raises
    ------
    ForesightError
        Where the plan has fewer than two actions.
    """
    division = Division.of(pairing, orders)
    return division.attribution(run_arms(division.pairings(), replicates, executor=executor, progress=progress))


@dataclass(frozen=True)
class Division:
    """Which arms are run to tell a plan's actions apart.

    Parameters
    ----------
    arms : tuple of int
        Sets of actions, each a number whose bits say which actions are in it; the first is no action, the last all of them.
    taken : tuple of orders
        The sampled orders; none where all sets are run.
    """

    pairing: Pairing
    arms: tuple[int, ...]
    taken: tuple[shares.Order, ...] = ()

    @classmethod
    def of(cls, pairing: Pairing, orders: int = ORDERS) -> Self:
        """Return the arms of a plan: all sets of up to `MOST_EXACT` actions, those of sampled orders of more.

        Raises
        ------
        ForesightError
            Where the plan has fewer than two actions.
        """
        count = len(pairing.plan.actions)
        if count < 2:  # noqa: PLR2004 - there is nothing to share out
            msg = f"plan '{pairing.plan.id}': found {count} of the two or more actions that can be told apart"
            raise ForesightError(msg)
        if count <= MOST_EXACT:
            return cls(pairing, tuple(range(1 << count)))
        taken = shares.orders(count, orders, seed=1)
        return cls(pairing, tuple(shares.arms_of(taken)), tuple(taken))

    @property
    def exact(self) -> bool:
        """Tell whether all sets of actions are run."""
        return not self.taken

    def pairings(self) -> list[Pairing]:
        """Return what is run, arm by arm."""
        return [only(self.pairing, arm) for arm in self.arms]

    def attribution(self, values: Values) -> Attribution:
        """Return what each action adds.

        Parameters
        ----------
        values : float64 array, shape (arms, replicates, years, indicators)
            Readings of the whole sector in each arm.
        """
        split = exactly(values) if self.exact else by_orders(dict(zip(self.arms, values, strict=True)), self.taken)
        return _told(split, [item.action for item in self.pairing.plan.actions], exact=self.exact, arms=len(self.arms))


def only(pairing: Pairing, arm: int) -> Pairing:
    """Return a pairing with only those of its plan's actions whose bits are set in the arm."""
    kept = tuple(item for place, item in enumerate(pairing.plan.actions) if arm >> place & 1)
    return replace(pairing, plan=pairing.plan.model_copy(update={"actions": kept}))


def exactly(values: Values) -> Split:
    """Return exact shares with intervals over replicates.

    Parameters
    ----------
    values : float64 array, shape (2 ** actions, replicates, ...)
    """
    arms = len(values)
    alone = [1 << place for place in range(arms.bit_length() - 1)]
    return Split(
        of_mean(np.moveaxis(shares.shapley(values), 1, 0)),
        of_mean(np.moveaxis(shares.interactions(values), 1, 0)),
        of_mean(values[-1] - values[0]),
        np.stack([values[bit] - values[0] for bit in alone]).mean(axis=1),
        np.stack([values[-1] - values[arms - 1 - bit] for bit in alone]).mean(axis=1),
    )


def by_orders(values: dict[int, Values], taken: Sequence[shares.Order]) -> Split:
    """Return sampled shares; their intervals hold both the error of the sampled orders and that of the replicates.

    Parameters
    ----------
    values : mapping from arm to float64 array, shape (replicates, ...)
    """
    found = shares.sampled(values, taken)
    both = found.shares.reshape(-1, 2, *found.shares.shape[1:]).mean(axis=1)  # an order and its reverse are one draw
    parts = _two_errors(np.moveaxis(both, 2, 1))
    pairs = [_two_errors(seen) for seen in found.pairs]
    stacked = Interval(*(np.stack([np.asarray(one[end]) for one in pairs]) for end in range(3)))
    whole = of_mean(values[max(values)] - values[0])
    empty = np.full_like(parts.middle, np.nan)
    return Split(parts, stacked, whole, empty, empty)


def verdict(low: float, high: float, small: float) -> Verdict:
    """Say what a pair of actions is: two and two make more than four (synergy), four (additive), or less (overlap).

    Parameters
    ----------
    low, high : float
        The interval of what the pair adds beyond the sum of its actions, turned so that more is better.
    small : float
        The size below which that is nothing to speak of.
    """
    if -small <= low and high <= small:
        return "additive"
    if low > 0:
        return "synergy"
    return "overlap" if high < 0 else "too close to call"


def _two_errors(values: Values) -> Interval:
    """Return the mean over draws and replicates, shape (draws, replicates, ...), with the errors of both."""
    draws, replicates = values.shape[:2]
    if draws == 0:
        nothing = np.full(values.shape[2:], np.nan)
        return Interval(nothing, np.full_like(nothing, -np.inf), np.full_like(nothing, np.inf))
    middle = values.mean(axis=(0, 1))
    if min(draws, replicates) == 1:
        return around(middle, np.zeros_like(middle), 0)
    variance = values.mean(axis=1).var(axis=0, ddof=1) / draws + values.mean(axis=0).var(axis=0, ddof=1) / replicates
    return around(middle, np.sqrt(variance), min(draws, replicates) - 1)


def _told(split: Split, actions: Sequence[str], *, exact: bool, arms: int) -> Attribution:
    """Return the shares as tables."""
    parts = _table(split.parts, {"action": actions}, "share")
    parts["alone"], parts["last"] = split.alone.ravel(), split.last.ravel()
    couples = list(combinations(actions, 2))
    pairs = _table(split.pairs, {"first": [one for one, _ in couples], "second": [other for _, other in couples]}, "extra")
    whole = _table(Interval(*(end[None] for end in split.whole)), {}, "effect")
    small = SMALL * whole.set_index(["indicator", "year"])["effect"].abs()
    limits = small.loc[pd.MultiIndex.from_frame(pairs[["indicator", "year"]])].to_numpy()
    signs = pairs["indicator"].map(sign).to_numpy()
    ends = np.sort(pairs[["low", "high"]].to_numpy() * signs[:, None], axis=1)
    pairs["verdict"] = [verdict(*row) for row in zip(ends[:, 0], ends[:, 1], limits, strict=True)]
    parts, pairs, whole = (table.dropna(subset=["low"]) for table in (parts, pairs, whole.dropna(subset=["effect"])))
    parts, pairs, whole = (table.reset_index(drop=True) for table in (parts, pairs, whole))
    return Attribution(parts, pairs, whole, exact, arms)


def _table(found: Interval, names: dict[str, Sequence[str]], value: str) -> pd.DataFrame:
    """Return an interval of shape (things, years, indicators) as a table, with the names of the things."""
    thing, year, indicator = (index.ravel() for index in np.indices(found.middle.shape))
    units = [one.unit for one in INDICATORS.values()]
    table = pd.DataFrame(
        {"indicator": np.take(list(INDICATORS), indicator), "unit": np.take(units, indicator), "year": np.take(YEARS, year)}
    )
    for name, words in names.items():
        table[name] = np.take(list(words), thing)
    return table.assign(**{value: found.middle.ravel(), "low": found.low.ravel(), "high": found.high.ravel()})
