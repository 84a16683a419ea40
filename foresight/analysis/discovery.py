"""What would have to be true: simple conditions under which a target is met, found on half of the cases, tried on the other."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.boxes import prim
from foresight.analysis.conditions import Box, Cases, Fit, Flags, fit
from foresight.analysis.trees import cart
from foresight.errors import ForesightError

FEWEST = 10
"""Cases on either side of the target, in each half, below which nothing is searched."""

LUCK = 0.01
"""The chance that conditions which mean nothing pass the trial."""

LEAST_COVERAGE = 0.25
LEAST_GAIN = 0.25
"""The part of the way from the usual density to certainty that conditions must go."""

Places = NDArray[np.int64]
Extent = tuple[float, float] | frozenset[str]
Method = Literal["prim", "cart"]
METHODS: Mapping[Method, Callable[[Cases, Flags], Box]] = {"prim": prim, "cart": cart}
TARGET = re.compile(r"^\s*(?P<indicator>\w+)\s*(?P<sign>>=|<=|>|<)\s*(?P<value>[-+]?\d+(?:\.\d+)?)\s*$")


@dataclass(frozen=True)
class Target:
    """What a paired difference should be, such as `jobs >= 500`."""

    indicator: str
    sign: str
    value: float

    @classmethod
    def from_text(cls, text: str) -> "Target":
        """Read a target.

        Raises
        ------
        ForesightError
            Where it is not an indicator, a sign and a number.
        """
        found = TARGET.match(text)
        if found is None:
            msg = f"target: found '{text}'; expected an indicator, a sign and a number, such as 'jobs >= 500'"
            raise ForesightError(msg)
        return cls(found["indicator"], found["sign"], float(found["value"]))

    def met(self, differences: pd.Series) -> Flags:
        """Tell where it is met, shape (cases,)."""
        compared = {">=": differences.ge, "<=": differences.le, ">": differences.gt, "<": differences.lt}[self.sign]
        return np.asarray(compared(self.value), dtype=bool)


@dataclass(frozen=True)
class Found:
    """What one method found.

    Parameters
    ----------
    box : tuple of Condition
        At most three; empty where the method found none.
    searched, trial : Fit
        How well it fits the half that was searched, and the half that was held out.
    passed : bool
        Whether the trial bears it out.
    """

    method: Method
    box: Box
    searched: Fit
    trial: Fit
    passed: bool


@dataclass(frozen=True)
class Discovery:
    """Conditions under which a target is met, or why there are none.

    Parameters
    ----------
    best : Found or None
        Of what passed the trial, that which fitted the searched half best.
    tried : tuple of Found
        What each method found; empty where nothing could be searched.
    reason : str
        In a few words why nothing was searched; empty where it was.
    extent : mapping
        What was tried of each column that was varied: its lowest and its highest number, or its words.
    """

    best: Found | None
    tried: tuple[Found, ...]
    cases: int
    met: int
    reason: str = ""
    extent: Mapping[str, Extent] = field(default_factory=dict)


def discover(cases: pd.DataFrame, met: Flags, *, samples: Places | None = None, seed: int = 1) -> Discovery:
    """Search for simple conditions with PRIM and CART in one half of the cases, and try them on the other.

    Conditions pass when the held-out cases that meet them also meet the target more often than luck would have it (one chance
    in a hundred), hold at least a quarter of all that meets it, and go at least a quarter of the way to certainty.

    Parameters
    ----------
    cases : DataFrame
        What was varied, a column each: numbers or words; one row a design point.
    met : bool array, shape (cases,)
        Which cases meet the target.
    samples : int array, shape (cases,)
        Which sample each case belongs to, where one sample was run in several futures or at several strengths; those cases share
        what luck there is in a sample, so that they are searched or held out together, and count once in the trial.
    seed : int
        Of the split into halves.
    """
    samples = np.arange(len(met)) if samples is None else np.unique(samples, return_inverse=True)[1]
    cases = cases.loc[:, [len(set(cases[name])) > 1 for name in cases]].reset_index(drop=True)
    half = _split(met, samples, seed)
    fewest = min(int(part.sum()) for part in (met[half], ~met[half], met[~half], ~met[~half]))
    reason = "nothing was varied" if cases.empty else _too_few(met, samples) if fewest < FEWEST else ""
    if reason:
        return Discovery(None, (), len(met), int(met.sum()), reason)
    columns = Cases.of(cases)
    tried = tuple(_tried(method, columns, met, half, samples) for method in METHODS)
    passed = [found for found in tried if found.passed]
    best = min(passed, key=lambda found: found.searched.distance, default=None)
    return Discovery(best, tried, len(met), int(met.sum()), extent={name: _extent(columns, name) for name in columns})


def _extent(cases: Cases, name: str) -> Extent:
    """Return what was tried of a column."""
    values = cases[name]
    return frozenset(np.unique(values).tolist()) if cases.of_words(name) else (float(values.min()), float(values.max()))


def _split(met: Flags, samples: Places, seed: int) -> Flags:
    """Return which cases are searched: those of a random half of the samples, as many of each kind as are held out.

    Samples are of a kind when they meet the target in as many of their cases.
    """
    rng = np.random.default_rng(seed)
    counts = np.bincount(samples, weights=met)
    half, odd = np.zeros(len(counts), dtype=bool), 0
    for count in np.unique(counts)[::-1]:
        alike = rng.permutation(np.flatnonzero(counts == count))
        half[alike[: (len(alike) + odd) // 2]] = True
        odd ^= len(alike) % 2
    return half[samples]


def _too_few(met: Flags, samples: Places) -> str:
    """Say why there is too little to search."""
    if min(met.sum(), (~met).sum()) >= 2 * FEWEST:
        return f"samples are too few, {len(set(samples.tolist()))}, to hold half of them out"
    return f"the target is met in {int(met.sum())} of {len(met)} cases; at least {2 * FEWEST} each way are needed"


def _tried(method: Method, cases: Cases, met: Flags, half: Flags, samples: Places) -> Found:
    """Search one half and try what was found on the other."""
    seen, held_out = cases.only(half), cases.only(~half)
    box = METHODS[method](seen, met[half])
    searched, trial = fit(box, seen, met[half]), fit(box, held_out, met[~half])
    gain = (trial.density - trial.usual) / (1 - trial.usual)
    luck = trial.of_every(_counted(box, held_out, samples[~half])).luck
    passed = bool(box) and luck < LUCK and trial.coverage >= LEAST_COVERAGE and gain >= LEAST_GAIN
    return Found(method, box, searched, trial, passed)


def _counted(box: Box, cases: Cases, samples: Places) -> int:
    """Return how many cases count as one: all of a sample, unless the conditions only tell apart what was run of one sample."""
    varied = pd.DataFrame({one.column: cases[one.column] for one in box}, index=range(len(cases)))
    drawn = varied.groupby(samples).nunique().max() == 1
    return int(np.ceil(len(cases) / len(set(samples.tolist())))) if drawn.any() else 1
