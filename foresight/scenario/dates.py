"""Years and quarters as people write them, and the steps of the model that they mean.

Step 0 is the end of 2002, where the model starts; steps 1 to 80 are the quarters from 2003-Q1 to 2022-Q4.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, PlainSerializer, PlainValidator

from foresight.config import complaint, show

FIRST_YEAR = 2002
LAST_YEAR = 2022
QUARTERS, MONTHS = 4, 12
STEPS = (LAST_YEAR - FIRST_YEAR) * QUARTERS

_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_LOOSE = re.compile(r"([0-9]{4})[ -/]?[qQ]([1-4])")
_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Date:
    """A year, or one quarter of it."""

    year: int
    quarter: int | None = None

    @property
    def first_step(self) -> int:
        """The step of its (first) quarter."""
        return (self.year - FIRST_YEAR - 1) * QUARTERS + (self.quarter or 1)

    @property
    def step(self) -> int:
        """The step of its (last) quarter; a profile's value for a year is the value at the end of that year."""
        return (self.year - FIRST_YEAR - 1) * QUARTERS + (self.quarter or QUARTERS)

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Read 2005 or 2005-Q2; None where it is neither."""
        if match := _QUARTER.fullmatch(text):
            return cls(int(match[1]), int(match[2]))
        return cls(int(text)) if _YEAR.fullmatch(text) else None

    def written(self) -> int | str:
        """Return the date as it stands in a file."""
        return self.year if self.quarter is None else str(self)

    def __str__(self) -> str:
        return str(self.year) if self.quarter is None else f"{self.year}-Q{self.quarter}"


def quarter(step: int) -> str:
    """Return the quarter of a step, such as 2003-Q1 for step 1."""
    return f"{FIRST_YEAR + (step + 3) // QUARTERS}-Q{(step + 3) % QUARTERS + 1}"


def parse(data: object) -> Date:
    """Read a date: 2005, or 2005-Q2."""
    if isinstance(data, Date):
        return data
    if isinstance(data, int) and not isinstance(data, bool):
        return Date(data)
    match = _QUARTER.fullmatch(data) if isinstance(data, str) else None
    if match:
        return Date(int(match[1]), int(match[2]))
    raise complaint(show(data), "a year such as 2005, or a quarter such as 2005-Q2", _hint(data))


def _hint(data: object) -> str | None:
    text = data.isoformat() if isinstance(data, dt.date) else str(data)
    if (day := _DAY.fullmatch(text)) and 1 <= int(day[2]) <= MONTHS:
        return f"{day[1]}-Q{(int(day[2]) + 2) // 3}"
    if loose := _LOOSE.fullmatch(text):
        return f"{loose[1]}-Q{loose[2]}"
    if isinstance(data, float) and FIRST_YEAR <= data <= LAST_YEAR:
        if data.is_integer():
            return f"{data:.0f}"
        return f"{int(data)}-Q{int(data % 1 * QUARTERS) + 1}"
    return text if _YEAR.fullmatch(text) else None


def _of_the_model(data: object) -> Date:
    date = parse(data)
    if 0 <= date.step <= STEPS:
        return date
    raise complaint(str(date), f"a date from the end of {FIRST_YEAR} to {LAST_YEAR}, the years of the model")


def _of_a_plan(data: object) -> Date:
    date = parse(data)
    if FIRST_YEAR < date.year <= LAST_YEAR:
        return date
    raise complaint(str(date), f"a date from {FIRST_YEAR + 1} to {LAST_YEAR}, the years in which a plan can act")


_Written = int | Annotated[str, Field(pattern=_QUARTER.pattern)]
_AS_WRITTEN = PlainSerializer(Date.written)

ProfileDate = Annotated[Date, PlainValidator(_of_the_model, json_schema_input_type=_Written), _AS_WRITTEN]
PlanDate = Annotated[Date, PlainValidator(_of_a_plan, json_schema_input_type=_Written), _AS_WRITTEN]
