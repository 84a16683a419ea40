"""How a driver moves over time: one class for each `kind` of profile, each its own schema."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, PrivateAttr, ValidationInfo, model_validator

from foresight.config import Complaint, Mapped, Number, PlugIn, Text, complaints, within
from foresight.scenario.dates import QUARTERS, STEPS, Date, ProfileDate
from foresight.scenario.table import ColumnError, Points, read_column

Floats = NDArray[np.float64]


class Profile(PlugIn):
    """A course over time. A bare year means its last quarter; numbers take unit, source and grade from their driver."""

    @abstractmethod
    def values(self, steps: int = STEPS) -> Floats:
        """Return the value at the end of each step, shape (steps + 1,), in the driver's unit; step 0 is the end of 2002."""


class Constant(Profile):
    """The same value all the time."""

    kind: Literal["constant"]
    value: Number
    """the value"""

    def values(self, steps: int = STEPS) -> Floats:
        """Return the value at every step, shape (steps + 1,)."""
        return np.full(steps + 1, self.value.value)


class Linear(Profile):
    """Straight lines between dated points; flat before the first and after the last."""

    kind: Literal["linear"]
    points: Annotated[Mapped[ProfileDate, Number], Field(min_length=2)]
    """values by date, two at least"""

    def faults(self) -> Iterable[Complaint]:
        """Check that no two dates mean the same step."""
        return _same_step(self.points, "points")

    def values(self, steps: int = STEPS) -> Floats:
        """Return the value at every step, shape (steps + 1,)."""
        return _between({date.step: number.value for date, number in self.points.items()}, steps)


class Step(Profile):
    """One level until a date, another from then on, as often as needed."""

    kind: Literal["step"]
    before: Number
    """the level before the first date"""
    steps: Annotated[Mapped[ProfileDate, Number], Field(min_length=1)]
    """the new levels by the date from which they hold, one at least"""

    def faults(self) -> Iterable[Complaint]:
        """Check that no two dates mean the same step."""
        return _same_step(self.steps, "steps")

    def values(self, steps: int = STEPS) -> Floats:
        """Return the value at every step, shape (steps + 1,)."""
        levels = {date.step: number.value for date, number in self.steps.items()}
        starts = sorted(levels)
        heights = np.array([self.before.value, *(levels[start] for start in starts)])
        return heights[np.searchsorted(starts, np.arange(steps + 1), side="right")]


class PhaseOut(Profile):
    """A level that runs down in a straight line between two dates, and leaves a share of itself."""

    kind: Literal["phase_out"]
    start: ProfileDate
    """the date at which it starts to run down"""
    end: ProfileDate
    """the date at which it has run down"""
    level: Number = Field(alias="from")
    """the level before"""
    remaining: Annotated[Number, within(0, 1)]
    """the share of the level that is left after the end, from 0 to 1"""

    def faults(self) -> Iterable[Complaint]:
        """Check that the end comes after the start."""
        return _backwards(self.start, self.end, same_allowed=False)

    def values(self, steps: int = STEPS) -> Floats:
        """Return the value at every step, shape (steps + 1,)."""
        left = self.level.value * self.remaining.value
        return _between({self.start.step: self.level.value, self.end.step: left}, steps)


class Pulse(Profile):
    """A base level, and something added to it from one date to another, both included."""

    kind: Literal["pulse"]
    base: Number
    """the level before and after"""
    height: Number
    """what is added to it in between"""
    start: ProfileDate
    """the date from which it is added"""
    end: ProfileDate
    """the last date at which it is added"""

    def faults(self) -> Iterable[Complaint]:
        """Check that the end comes after the start."""
        return _backwards(self.start, self.end, same_allowed=True)

    def values(self, steps: int = STEPS) -> Floats:
        """Return the value at every step, shape (steps + 1,)."""
        time = np.arange(steps + 1)
        inside = (time >= self.start.step) & (time <= self.end.step)
        return np.where(inside, self.base.value + self.height.value, self.base.value)


class Logistic(Profile):
    """An S-shaped course from one level to another."""

    kind: Literal["logistic"]
    start: Number = Field(alias="from")
    """the level that it comes from"""
    target: Number = Field(alias="to")
    """the level that it goes to"""
    midpoint: ProfileDate
    """the date at which it is half way"""
    rate: Annotated[Number, within(0, 100)]
    """how fast, a year: about 4.4 divided by the years from a tenth to nine tenths of the way"""

    def values(self, steps: int = STEPS) -> Floats:
        """Return the value at every step, shape (steps + 1,): from + (to - from) / (1 + exp(-rate (years - midpoint)))."""
        years = (np.arange(steps + 1) - self.midpoint.step) / QUARTERS
        done = 0.5 * (1.0 + np.tanh(0.5 * self.rate.value * years))  # the same curve, without overflow
        return self.start.value * (1.0 - done) + self.target.value * done


class Csv(Profile):
    """A column of a CSV file, with straight lines between its rows, those before 2002 and after 2022 included."""

    kind: Literal["csv"]
    file: Text
    """the CSV file, as seen from the folder of the YAML file"""
    column: Text
    """the column with the values"""
    year: Text = "year"
    """the column with the years or quarters"""
    _points: Points = PrivateAttr(())

    @model_validator(mode="after")
    def _load(self, info: ValidationInfo) -> Self:
        folder = (info.context or {}).get("folder", Path())
        try:
            self._points = read_column(self.file, folder, self.year, self.column)
        except ColumnError as error:
            raise complaints("csv", error.complaints) from None
        return self

    def values(self, steps: int = STEPS) -> Floats:
        """Return the value at every step, shape (steps + 1,)."""
        return _between(dict(self._points), steps)


def _between(points: Mapping[int, float], steps: int) -> Floats:
    """Draw straight lines between points (step: value), flat outside them; shape (steps + 1,)."""
    known = sorted(points)
    return np.interp(np.arange(steps + 1), known, [points[step] for step in known])


def _same_step(points: Iterable[Date], key: str) -> Iterable[Complaint]:
    first: dict[int, Date] = {}
    for date in points:
        if date.step in first:
            found = f"{date}, the same quarter as {first[date.step]} (a year means its last quarter)"
            yield Complaint((key, date.written()), found, "each date once")
        first.setdefault(date.step, date)


def _backwards(start: Date, end: Date, *, same_allowed: bool) -> Iterable[Complaint]:
    if end.step < start.step or (end.step == start.step and not same_allowed):
        yield Complaint(("end",), str(end), f"a date after the start, {start}")
