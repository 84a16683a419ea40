"""Numbers that say where they come from, effects that can be weak or strong, and how strongly a plan acts."""

import contextlib
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, PlainValidator, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from foresight.config.frozen import Frozen
from foresight.config.problems import Complaint, as_number, complaint
from foresight.config.source import show
from foresight.errors import InvalidInput, Problem, nearest

Grade = Literal["A", "B", "C", "D"]  # A official statistic, B reviewed study, C survey or grey literature, D assumption
Level = Literal["low", "central", "high"]
LEVELS: tuple[Level, ...] = ("low", "central", "high")

UNSEEN = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")
"""Characters that no report can show, or that turn the writing round."""


def _seen(text: str) -> str:
    if unseen := UNSEEN.search(text):
        raise complaint(
            f"text with the character U+{ord(unseen[0]):04X}, which cannot be shown", "text of letters, digits and signs"
        )
    return text


Text = Annotated[str, Field(min_length=1, max_length=5_000), AfterValidator(_seen)]
Title = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_seen)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

_LARGEST = 1e15  # no number of ours comes near it, and sums of such numbers stay finite
_MEASURED = "a finite number, alone or as a value with low, high, unit, source, grade and note"
_EFFECT = "a weak, a central and a strong effect in one direction, each at least as large as the one before"
MOST_STRENGTH = 10.0
"""What central effects can be multiplied by at most: effects ten times what is assumed say nothing about the sector."""
_STRENGTH = f"low, central, high or a number from 0 to {MOST_STRENGTH:g}"


_Real = Annotated[float, Field(ge=-_LARGEST, le=_LARGEST)]


class _Measured(Frozen):
    """A value with its range and its evidence; a bare number in a file is a value without either."""

    value: _Real
    """a number"""
    low: _Real = Field(default_factory=lambda known: known["value"])
    """the low end of its range, or the weak effect; the value itself where none is given"""
    high: _Real = Field(default_factory=lambda known: known["value"])
    """the high end of its range, or the strong effect; the value itself where none is given"""
    unit: Text | None = None
    """the unit"""
    source: Text | None = None
    """where it comes from"""
    grade: Grade | None = None
    """how good the evidence is, from A to D"""
    note: Text | None = None
    """what a reader should know"""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, data: Any) -> Any:  # noqa: ANN401 - anything may be written
        if isinstance(data, int | float) and not isinstance(data, bool) and abs(data) <= _LARGEST:
            return {"value": data}
        if isinstance(data, dict | _Measured):
            return data
        raise complaint(show(data), _MEASURED, as_number(data))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "number"}, handler(schema)]}

    def at(self, level: Level) -> float:
        """Return the number at one level of its range."""
        return {"low": self.low, "central": self.value, "high": self.high}[level]

    def _spelt(self) -> str:
        return f"low {self.low:g}, value {self.value:g} and high {self.high:g}"


class Number(_Measured):
    """A number from evidence or judgement, with `low <= value <= high`."""

    def faults(self) -> Iterable[Complaint]:
        """Check the order of the range."""
        if not self.low <= self.value <= self.high:
            yield Complaint((), self._spelt(), "low <= value <= high")


class Effect(_Measured):
    """How much an action changes something: weak, central and strong, all in one direction.

    It is what strength scales, so 0 means no change; a multiplier of 1.2 is an effect of 0.2.
    """

    def faults(self) -> Iterable[Complaint]:
        """Check that it grows in one direction."""
        sign = 1 if self.value + self.high >= 0 else -1
        weak, central, strong = (sign * one for one in (self.low, self.value, self.high))
        if not 0 <= weak <= central <= strong:
            yield Complaint((), self._spelt(), _EFFECT)

    def at(self, level: Level, factor: float = 1.0) -> float:
        """Return the effect at one level, multiplied by a factor; a factor of 0 makes it a placebo."""
        return factor * super().at(level) + 0.0  # adding 0 turns -0.0 into 0.0


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a field whose numbers need not repeat it."""

    name: str


def within(minimum: float = float("-inf"), maximum: float = float("inf")) -> AfterValidator:
    """Require that a number lies, with its whole range, between two limits."""
    if maximum < float("inf"):
        allowed = f"a number from {minimum:g} to {maximum:g}, with its whole range"
    else:
        allowed = f"a number of at least {minimum:g}, with its whole range"

    def inside(number: _Measured) -> _Measured:
        for one in (number.value, number.low, number.high):
            if not minimum <= one <= maximum:
                raise complaint(show(one), allowed)
        return number

    return AfterValidator(inside)


def _strength(data: object) -> Level | float:
    if data in LEVELS and isinstance(data, str):
        return data
    if isinstance(data, int | float) and not isinstance(data, bool) and 0 <= data <= MOST_STRENGTH:
        return float(data)
    hint = nearest(data, LEVELS) or as_number(data) if isinstance(data, str) else None
    raise complaint(show(data), _STRENGTH, hint)


Strength = Annotated[
    Level | float, PlainValidator(_strength, json_schema_input_type=Level | Annotated[float, Field(ge=0, le=MOST_STRENGTH)])
]


def strength_from_text(text: str) -> Level | float:
    """Read a strength typed on the command line: `low`, `central`, `high` or a number from 0 to 10.

    Raises
    ------
    InvalidInput
        Where it is neither.
    """
    with contextlib.suppress(ValueError):
        if 0 <= float(text) <= MOST_STRENGTH:
            return float(text)
    if text in LEVELS:
        return text
    raise InvalidInput(Problem(show(text), _STRENGTH, path="strength", suggestion=nearest(text, LEVELS)))


def combine_strength(run: Level | float, item: Level | float) -> tuple[Level, float]:
    """Combine the strength of a whole run with that of one action in its plan.

    A level named for the run replaces the item's, unless it is `central`, which leaves the item its own. A number given for the
    run stands for every central effect times that number; a number given for the item multiplies whatever level holds.

    Returns
    -------
    tuple
        The level at which effects are taken, and the factor that multiplies them.
    """
    level: Level = item if run == "central" and isinstance(item, str) else "central"
    if isinstance(run, str) and run != "central":
        level = run
    factors = [strength for strength in (run, item) if not isinstance(strength, str)]
    return level, math.prod(factors, start=1.0)
