"""What would have to be true: simple conditions under which a target is met, found on half of the cases, tried on the other."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from foresight.analysis.boxes import prim
from foresight.analysis.conditions import Box, Fit, Flags, fit
from foresight.analysis.trees import cart
from foresight.errors import ForesightError

FEWEST = 10
"""Cases on either side of the target, in each half, below which nothing is searched."""

LUCK = 0.01
"""The chance that conditions which mean nothing pass the trial."""

LEAST_COVERAGE = 0.25
LEAST_GAIN = 0.25
"""The part of the way from the usual density to certainty that conditions must go."""

Method = Literal["prim", "cart"]
METHODS: Mapping[Method, Callable[[pd.DataFrame, Flags], Box]] = {"prim": prim, "cart": cart}
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
    """

    best: Found | None
    tried: tuple[Found, ...]
    cases: int
    met: int
    reason: str = ""


def discover(cases: pd.DataFrame, met: Flags, *, seed: int = 1) -> Discovery:
    """Search for simple conditions with PRIM and CART in one half of the cases, and try them on the other.

    Conditions pass when the held-out cases that meet them also meet the target more often than luck would have it (one chance
    in a hundred), hold at least a quarter of all that meets it, and go at least a quarter of the way to certainty.

    Parameters
    ----------
    cases : DataFrame
        What was varied, a column each: numbers or words; one row a design point.
    met : bool array, shape (cases,)
        Which cases meet the target.
    seed : int
        Of the split into halves.
    """
    cases = cases.loc[:, [len(set(cases[name])) > 1 for name in cases]].reset_index(drop=True)
    half = _split(met, seed)
    fewest = min(int(part.sum()) for part in (met[half], ~met[half], met[~half], ~met[~half]))
    reason = "nothing was varied" if cases.empty else _too_few(met) if fewest < FEWEST else ""
    if reason:
        return Discovery(None, (), len(met), int(met.sum()), reason)
    tried = tuple(_tried(method, cases, met, half) for method in METHODS)
    passed = [found for found in tried if found.passed]
    best = min(passed, key=lambda found: found.searched.distance, default=None)
    return Discovery(best, tried, len(met), int(met.sum()))


def _split(met: Flags, seed: int) -> Flags:
    """Return which cases are searched: a random half of those that meet the target and of those that do not."""
    rng = np.random.default_rng(seed)
    half = np.zeros(len(met), dtype=bool)
    for side in (np.flatnonzero(met), np.flatnonzero(~met)):
        half[rng.permutation(side)[: len(side) // 2]] = True
    return half


def _too_few(met: Flags) -> str:
    """Say why there is too little to search."""
    return f"the target is met in {int(met.sum())} of {len(met)} cases; at least {2 * FEWEST} each way are needed"


def _tried(method: Method, cases: pd.DataFrame, met: Flags, half: Flags) -> Found:
    """Search one half and try what was found on the other."""
    box = METHODS[method](cases[half], met[half])
    searched, trial = fit(box, cases[half], met[half]), fit(box, cases[~half], met[~half])
    gain = (trial.density - trial.usual) / (1 - trial.usual)
    passed = bool(box) and trial.luck < LUCK and trial.coverage >= LEAST_COVERAGE and gain >= LEAST_GAIN
    return Found(method, box, searched, trial, passed)
