"""Events and wild cards: what strikes at one time in a future, and what a run expects of the agency otherwise."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, PlainValidator

from foresight.config import Complaint, Frozen, Number, complaint, show, within
from foresight.errors import either, nearest, quoted
from foresight.scenario.dates import Date, PlanDate

EventName = Literal["flood", "scandal", "pandemic", "agency-closes"]
EVENTS: dict[str, str] = {
    "flood": "a flood in Lincolnshire and along the Trent, or in the county that it names",
    "scandal": "a scandal that costs public trust in charities",
    "pandemic": "a pandemic: earned income and volunteering fall for some quarters",
    "agency-closes": "the regional development agency closes",
}
COUNTIES = (
    "Derby",
    "Derbyshire",
    "Leicester",
    "Leicestershire",
    "Lincolnshire",
    "Northamptonshire",
    "Nottingham",
    "Nottinghamshire",
    "Rutland",
)
AGENCY_CLOSES = Date(2012, 1)  # emda was abolished in March 2012


def _event(data: object) -> object:
    if isinstance(data, str) and data in EVENTS:
        return data
    hint = nearest(data, EVENTS) if isinstance(data, str) else None
    raise complaint(quoted(data) if isinstance(data, str) else show(data), either(EVENTS), hint)


def _county(name: str) -> str:
    if name in COUNTIES:
        return name
    raise complaint(f"the unknown county {quoted(name)}", either(COUNTIES), nearest(name, COUNTIES))


class Event(Frozen):
    """Something that strikes once, in both runs of a comparison alike."""

    event: Annotated[EventName, PlainValidator(_event, json_schema_input_type=EventName)]
    """flood, scandal, pandemic or agency-closes"""
    at: PlanDate
    """the quarter in which it strikes; a year means its first quarter"""
    county: Annotated[str, AfterValidator(_county)] | None = None
    """where a flood comes; in Lincolnshire and along the Trent where none is named"""
    size: Annotated[Number, within(0, 10)] | None = None
    """how large it is, as a multiple of a usual one; 1 where none is given"""

    def faults(self) -> Iterable[Complaint]:
        """Check that only a flood has a place, and that an end has no size."""
        if self.county is not None and self.event != "flood":
            yield Complaint(("county",), quoted(self.county), "no county here: only a flood strikes in a place")
        if self.size is not None and self.event == "agency-closes":
            yield Complaint(("size",), show(self.size.value), "no size here: an agency closes or it does not")

    @property
    def scale(self) -> float:
        """Return its size as a multiple of a usual one."""
        return 1.0 if self.size is None else self.size.value


def twice(events: Iterable[Event]) -> Iterable[Complaint]:
    """Say where an agency that has closed closes again."""
    closed: Event | None = None
    for place, one in enumerate(events):
        if one.event != "agency-closes":
            continue
        if closed is not None:
            yield Complaint(
                ("events", place, "event"), "'agency-closes' again", f"one end only: it closes in {closed.at} already"
            )
        closed = closed or one


def agency_ends(events: Iterable[Event]) -> int:
    """Return the first step without the regional development agency."""
    return next((one.at for one in events if one.event == "agency-closes"), AGENCY_CLOSES).first_step
