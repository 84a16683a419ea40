"""Conditions on what was varied, such as `gdp above 0.02 and future is trend`, and how well they tell where a target is met."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_numeric_dtype

Flags = NDArray[np.bool_]

MOST_CONDITIONS = 3
"""More than three conditions is no longer simple."""

DOUBT = 0.01
"""A condition goes when what it leaves out could be as good as what it keeps, by a one-sided test on the searched cases."""


class Cases:
    """What was varied: columns by name, each of numbers (float64) or of words (text), shape (cases,)."""

    def __init__(self, columns: Mapping[str, NDArray[Any]]) -> None:
        self._columns = columns

    @classmethod
    def of(cls, table: pd.DataFrame) -> "Cases":
        """Return the columns of a table; what is no number is a word."""
        return cls({str(name): _plain(table[name]) for name in table})

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._columns[name]

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    def of_words(self, name: str) -> bool:
        """Tell whether a column is one of words."""
        return self._columns[name].dtype.kind == "U"

    def only(self, kept: Flags) -> "Cases":
        """Return some of the cases."""
        return Cases({name: values[kept] for name, values in self._columns.items()})


def _plain(column: pd.Series) -> NDArray[Any]:
    return column.to_numpy(dtype=np.float64) if is_numeric_dtype(column) else column.astype(str).to_numpy(dtype=np.str_)


@dataclass(frozen=True)
class Condition:
    """One column kept between two ends (an end that is infinite does not hold), or within some of its words."""

    column: str
    low: float = -np.inf
    high: float = np.inf
    words: frozenset[str] | None = None

    def holds(self, cases: Cases) -> Flags:
        """Tell for which cases it holds, shape (cases,)."""
        values = cases[self.column]
        if self.words is not None:
            return np.isin(values, list(self.words))
        return np.asarray((values >= self.low) & (values <= self.high))

    def ends(self) -> "tuple[Condition, ...]":
        """Return it as conditions with one end each."""
        low, high = Condition(self.column, low=self.low), Condition(self.column, high=self.high)
        ends = [one for one, end in ((low, self.low), (high, self.high)) if np.isfinite(end)]
        return (*ends, *([Condition(self.column, words=self.words)] if self.words is not None else []))


Box = tuple[Condition, ...]


@dataclass(frozen=True)
class Fit:
    """How well a box tells where a target is met.

    Parameters
    ----------
    inside, hits : int
        Cases in the box, and those of them that meet the target.
    cases, met : int
        All cases, and those of them that meet the target.
    """

    inside: int
    hits: int
    cases: int
    met: int

    @property
    def coverage(self) -> float:
        """The share of what meets the target that lies in the box, 0-1."""
        return self.hits / self.met if self.met else 0.0

    @property
    def density(self) -> float:
        """The share of the box that meets the target, 0-1."""
        return self.hits / self.inside if self.inside else 0.0

    @property
    def usual(self) -> float:
        """The share of all cases that meets the target, 0-1."""
        return self.met / self.cases

    @property
    def distance(self) -> float:
        """How far it is from the perfect box, which holds all that meets the target and nothing else; 0 is perfect."""
        return float(np.hypot(1 - self.coverage, 1 - self.density))

    def of_every(self, count: int) -> "Fit":
        """Return the fit of a part of the cases, one of so many."""
        return Fit(self.inside // count, self.hits // count, self.cases // count, self.met // count)

    @property
    def luck(self) -> float:
        """The chance that as many cases, picked blindly, would meet the target as often."""
        from scipy.stats import hypergeom  # noqa: PLC0415 - half a second to load, and nothing else needs it

        return float(hypergeom.sf(self.hits - 1, self.cases, self.met, self.inside))


def holds(box: Iterable[Condition], cases: Cases) -> Flags:
    """Tell which cases meet all conditions, shape (cases,)."""
    found = np.ones(len(cases), dtype=bool)
    for condition in box:
        found &= condition.holds(cases)
    return found


def fit(box: Box, cases: Cases, met: Flags) -> Fit:
    """Return how well a box fits cases.

    Parameters
    ----------
    met : bool array, shape (cases,)
        Which cases meet the target.
    """
    inside = holds(box, cases)
    return Fit(int(inside.sum()), int((inside & met).sum()), len(cases), int(met.sum()))


def simplified(box: Box, cases: Cases, met: Flags) -> Box:
    """Return a box without what could be luck, on at most `MOST_CONDITIONS` columns; the least useful end or words go first."""
    box = tuple(end for condition in box for end in condition.ends())
    while box:
        smaller = [tuple(one for one in box if one is not condition) for condition in box]
        chances = [_luck_of_last(condition, rest, cases, met) for condition, rest in zip(box, smaller, strict=True)]
        worst = int(np.argmax(chances))
        if chances[worst] < DOUBT and len({condition.column for condition in box}) <= MOST_CONDITIONS:
            break
        box = smaller[worst]
    return merged(box)


def merged(box: Iterable[Condition]) -> Box:
    """Return one condition a column, each as narrow as all that are given for it."""
    found: dict[str, Condition] = {}
    for one in box:
        before = found.get(one.column, Condition(one.column))
        both = [words for words in (before.words, one.words) if words is not None]
        words = frozenset.intersection(*both) if both else None
        found[one.column] = Condition(one.column, max(before.low, one.low), min(before.high, one.high), words)
    return tuple(found.values())


def _luck_of_last(condition: Condition, rest: Box, cases: Cases, met: Flags) -> float:
    """Return the chance that a condition, added last, would do as well blindly."""
    around = holds(rest, cases)
    return fit((condition,), cases.only(around), met[around]).luck
