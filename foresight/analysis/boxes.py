"""Patient rule induction (PRIM; Friedman and Fisher 1999): a box peeled, a little at a time, down to where a target is met.

Each step takes off the slice, of at most a twentieth of the cases in the box, whose loss raises the density most for the mass
that is lost (the lenient rule of Kwakkel and Jaxa-Rozen 2016). The box that is closest to perfect on the way is kept, with at
most three conditions.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from foresight.analysis.conditions import Box, Cases, Condition, Flags, fit, simplified

Side = tuple[str, str]  # a column, and its low or high end or its words
SIDES = ("low", "high")

SLICE = 0.05
LEAST = 0.05
"""The least share of the cases that a box holds."""


def prim(cases: Cases, met: Flags) -> Box:
    """Return the best box; without conditions where none is better than all cases together.

    Parameters
    ----------
    cases : Cases
        What was varied.
    met : bool array, shape (cases,)
        Which cases meet the target.
    """
    every = [(name, side) for name in cases for side in (("words",) if cases.of_words(name) else SIDES)]
    rough = simplified(_best(cases, met, every), cases, met)
    kept = [side for side in every if side in {_side(end) for condition in rough for end in condition.ends()}]
    return simplified(_best(cases, met, kept), cases, met)


def _side(end: Condition) -> Side:
    """Return the column and the side that a condition with one end closes."""
    return end.column, "words" if end.words is not None else "low" if np.isfinite(end.low) else "high"


def _best(cases: Cases, met: Flags, sides: Sequence[Side]) -> Box:
    """Return the box closest to perfect on the way of peeling at some sides."""
    best: Box = ()
    nearest = fit((), cases, met).distance
    for inside in _peeled(cases, met, sides):
        box = _box(cases, inside)
        distance = fit(box, cases, met).distance
        if distance < nearest:
            best, nearest = box, distance
    return best


def _peeled(cases: Cases, met: Flags, sides: Sequence[Side]) -> Iterator[Flags]:
    """Yield which cases are left after each peel, shape (cases,)."""
    inside, least = np.ones(len(cases), dtype=bool), max(1.0, LEAST * len(cases))
    while True:
        left = [inside & ~off for off in _slices(cases, inside, sides)]
        left = [one for one in left if least <= one.sum() < inside.sum()]
        if not left or met[inside].all():
            return
        before, size = met[inside].mean(), inside.sum()
        inside = max(left, key=lambda one: float((met[one].mean() - before) / (size - one.sum())))
        yield inside


def _slices(cases: Cases, inside: Flags, sides: Sequence[Side]) -> Iterator[Flags]:
    """Yield what could be taken off: the lowest or highest of a column of numbers, or one word of a column of words."""
    for name, side in sides:
        if side == "words":
            words = cases[name]
            yield from (words == word for word in np.unique(words[inside]))
        else:
            values = cases[name] * (1 if side == "low" else -1)
            yield values <= _end(np.sort(values[inside]))


def _end(ordered: NDArray[np.float64]) -> float:
    """Return the value up to which a slice goes, from the box's values in order; equal values go together."""
    return float(ordered[max(0, int(SLICE * len(ordered)) - 1)])


def _box(cases: Cases, inside: Flags) -> Box:
    """Return the conditions that hold the cases left, each end half-way to the nearest case that was taken off."""
    found = []
    for name in cases:
        values = cases[name]
        if cases.of_words(name):
            words = frozenset(np.unique(values[inside]).tolist())
            if len(words) < len(np.unique(values)):
                found.append(Condition(name, words=words))
        else:
            low, high = values[inside].min(), values[inside].max()
            below, above = values[values < low], values[values > high]
            if below.size or above.size:
                ends = ((low + below.max()) / 2 if below.size else -np.inf, (high + above.min()) / 2 if above.size else np.inf)
                found.append(Condition(name, float(ends[0]), float(ends[1])))
    return tuple(found)
