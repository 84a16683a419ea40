"""The numbers behind what people doubt most, in plain words, each with the marks of its slider."""

from collections.abc import Iterable, Mapping

from foresight.config import Evidence
from foresight.presentation.naming import action_title, path_title, spelt_out
from foresight.presentation.numbers import three_digits
from foresight.presentation.sentences import capital
from foresight.presentation.tables import GRADES
from foresight.presentation.units import in_pounds, unit_in_words
from foresight.scenario.assumptions import Value, numbers, uncertain
from foresight.scenario.doubts import DOUBTS, UPTAKE
from foresight.scenario.plans import Plan

MOST_UPTAKES = 3
TAKES_PART = "Who takes part"
COVERAGE = ".uptake.coverage"
RIVALS: Mapping[str, str] = {
    "baseline.hypotheses.barriers_linked": "The weakest of the four barriers holds back every action",
    "baseline.hypotheses.collaboration_rule": "Organisations agree to joint work …",
}
RULES: Mapping[str, str] = {"value": "by weighing its value", "threshold": "when enough partners do"}
STEPS = 5
"""Marks on either side of the usual value."""


def doubted(plan: Plan) -> dict[str, dict[str, str]]:
    """Return the titles of the numbers that people distrust most, by doubt and path; those on taking part are the plan's own."""
    known = uncertain()
    paths = {f"actions.{item.action}.uptake.coverage": action_title(item.action) for item in plan.actions}
    taking_part = {path: f"{TAKES_PART}: {title}" for path, title in paths.items() if path in known}
    found = {one.id: dict(one.numbers) for one in DOUBTS} | {UPTAKE: dict(list(taking_part.items())[:MOST_UPTAKES])}
    return {doubt: each for doubt, each in found.items() if each}


def others(known: Iterable[str]) -> dict[str, str]:
    """Return the titles of all other numbers that have a range, by path, in the order of their titles."""
    left = {path: capital(in_pounds(spelt_out(path, one.note))) for path, one in uncertain().items() if path not in set(known)}
    return dict(sorted(left.items(), key=lambda one: (one[1], one[0])))


def title(path: str) -> str:
    """Return the title of a number or a rival account: of one that people distrust in their own words."""
    named = {**RIVALS, **{path: words for doubt in DOUBTS for path, words in doubt.numbers.items()}}
    if path in named:
        return named[path]
    if path.startswith("actions.") and path.endswith(COVERAGE):
        return f"{TAKES_PART}: {action_title(path.removeprefix('actions.').removesuffix(COVERAGE))}"
    return capital(path_title(path))


def taken(path: str, value: Value) -> str:
    """Say in a few words what is assumed.

    >>> taken("baseline.ties.trust_gain", 0.0), taken("baseline.hypotheses.barriers_linked", True)
    ('“Trust gained when joint work succeeds” lower', '“The weakest of the four barriers holds back every action”')
    """
    named, number = f"“{title(path)}”", numbers().get(path)
    if isinstance(value, bool):
        return named if value else f"not {named}"
    if isinstance(value, str) or number is None:
        return f"“{title(path).removesuffix(' …')} {RULES.get(str(value), str(value))}”"
    return f"{named} {'higher' if value > number.value else 'lower'}"


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


def mark(value: float, number: Evidence) -> str:
    """Write a mark, and say which is the usual one, and which are the ends."""
    named = (("usual", number.value), ("low", number.low), ("high", number.high))
    word = next((f" ({name})" for name, place in named if value == place), "")
    return f"{written(value)}{word}"


def written(value: float) -> str:
    """Write a number with three digits or more, and a word for a negative sign.

    >>> written(0.15), written(-0.4), written(12345.6)
    ('0.15', 'minus 0.4', '12,346')
    """
    return f"{'minus ' if value < 0 else ''}{three_digits(abs(value))}"


def about(number: Evidence) -> str:
    """Say what a number is, how far it could go, and on what evidence."""
    note = f"{capital(in_pounds(number.note))}. " if number.note else ""
    grade = f"Grade {number.grade}: {GRADES[number.grade]}. " if number.grade else ""
    span = f"Usually {written(number.value)}, could be {written(number.low)} to {written(number.high)} ({unit(number)})."
    return f"{note}{span} {grade}{number.source or ''}"


def unit(number: Evidence) -> str:
    """Return the unit of a number as people read it."""
    return unit_in_words(number.unit)
