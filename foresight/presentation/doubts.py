"""The numbers behind what people doubt most, in plain words, each with the marks of its slider."""

from collections.abc import Iterable

from foresight.config import Evidence
from foresight.presentation.naming import action_title, path_title
from foresight.presentation.tables import GRADES
from foresight.scenario.assumptions import Value, uncertain
from foresight.scenario.doubts import DOUBTS, UPTAKE
from foresight.scenario.plans import Plan

MOST_UPTAKES = 3
STEPS = 5
"""Marks on either side of the usual value."""


def doubted(plan: Plan) -> dict[str, dict[str, str]]:
    """Return the titles of the numbers that people distrust most, by doubt and path; those on taking part are the plan's own."""
    known = uncertain()
    paths = {f"actions.{item.action}.uptake.coverage": action_title(item.action) for item in plan.actions}
    taking_part = {path: f"Who takes part: {title}" for path, title in paths.items() if path in known}
    found = {one.id: dict(one.numbers) for one in DOUBTS} | {UPTAKE: dict(list(taking_part.items())[:MOST_UPTAKES])}
    return {doubt: each for doubt, each in found.items() if each}


def others(known: Iterable[str]) -> dict[str, str]:
    """Return the titles of all other numbers that have a range, by path, in the order of their titles."""
    left = {path: capital(path_title(path)) for path in uncertain().keys() - set(known)}
    return dict(sorted(left.items(), key=lambda one: (one[1], one[0])))


def ends(paths: Iterable[str], *, high: bool) -> dict[str, Value]:
    """Return the low or the high end of numbers, by path."""
    known = uncertain()
    return {path: known[path].high if high else known[path].low for path in paths}


def marks(number: Evidence, now: float) -> list[float]:
    """Return the marks of a slider from the low end to the high: the usual value and the present one are among them."""
    low, usual, high = number.low, number.value, number.high
    below = [low + (usual - low) * step / STEPS for step in range(1, STEPS)]
    above = [usual + (high - usual) * step / STEPS for step in range(1, STEPS)]
    return sorted({low, usual, high, now, *(float(f"{one:.4g}") for one in (*below, *above))})


def mark(value: float, usual: float) -> str:
    """Write a mark, and say which is the usual one.

    >>> mark(0.15, 0.15), mark(-0.4, 0.0)
    ('0.15 (usual)', 'minus 0.4')
    """
    size = f"{abs(value):,.0f}" if abs(value) >= 1000 else f"{abs(value):.3g}"  # noqa: PLR2004 - three digits
    return f"{'minus ' if value < 0 else ''}{size}{' (usual)' if value == usual else ''}"


def about(number: Evidence) -> str:
    """Say what a number is, how far it could go, and on what evidence."""
    note = f"{capital(number.note)}. " if number.note else ""
    grade = f"Grade {number.grade}: {GRADES[number.grade]}. " if number.grade else ""
    span = f"Usually {mark(number.value, number.value + 1)}, could be {mark(number.low, number.value + 1)} to "
    return f"{note}{span}{mark(number.high, number.value + 1)} ({unit(number)}). {grade}{number.source or ''}"


def unit(number: Evidence) -> str:
    """Return the unit of a number as people read it."""
    return (number.unit or "a number").replace("GBP", "£")


def capital(words: str) -> str:
    """Begin words with a capital letter."""
    return words[:1].upper() + words[1:]
