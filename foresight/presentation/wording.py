"""The words of each indicator: what more of it is called, and what less of it is called."""

from dataclasses import dataclass

from foresight.presentation.numbers import with_unit


@dataclass(frozen=True)
class Wording:
    """How people speak of a difference in one indicator.

    `more` and `less` name the direction; `more_by` and `less_by` put a written number, `{n}`, into it; `topic` is what
    stays open when a difference is too close to call.
    """

    topic: str
    more: str
    less: str
    more_by: str
    less_by: str


def _of(things: str, *, topic: str = "", less: str = "fewer", by: str = "", number: str = "{n}") -> Wording:
    """Return the words of things of which there are more or fewer.

    Parameters
    ----------
    by
        What a number of them is followed by, where that is not their name.
    number
        How a number of them is written.
    """
    return Wording(
        topic=topic or f"the number of {things}",
        more=f"more {things}",
        less=f"{less} {things}",
        more_by=f"{number} more {by or things}",
        less_by=f"{number} {less} {by or things}",
    )


WORDINGS = {
    "organisations": _of("organisations"),
    "jobs": _of("jobs"),
    "volunteers": _of("volunteers"),
    "closures": _of("closures", topic="closures", by="closures a year in every 100 organisations"),
    "income": _of("income", topic="income", less="less", number="£{n} million"),
    "capacity": _of(
        "strategic capacity", topic="strategic capacity", less="less", by="strategic capacity, on a scale from 0 to 1"
    ),
    "collaboration": _of(
        "organisations working together", topic="working together", by="in every 100 organisations working together"
    ),
    "thin_reserves": _of(
        "organisations with thin reserves", topic="thin reserves", by="in every 100 organisations with thin reserves"
    ),
}


def wording(indicator: str, title: str, unit: str) -> Wording:
    """Return an indicator's words, made from its title and unit where it has none of its own.

    >>> wording("turnover", "Staff turnover", "% a year").less_by
    'staff turnover {n} points lower'
    """
    if indicator in WORDINGS:
        return WORDINGS[indicator]
    name = title[:1].lower() + title[1:]
    by = "{n} points" if unit.startswith("%") else with_unit("{n}", unit)
    return Wording(
        topic=name,
        more=f"higher {name}",
        less=f"lower {name}",
        more_by=f"{name} {by} higher",
        less_by=f"{name} {by} lower",
    )
