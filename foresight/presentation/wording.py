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


def _counted(things: str) -> Wording:
    """Return the words of something that is counted."""
    return Wording(
        topic=f"the number of {things}",
        more=f"more {things}",
        less=f"fewer {things}",
        more_by=f"{{n}} more {things}",
        less_by=f"{{n}} fewer {things}",
    )


WORDINGS = {
    "organisations": _counted("organisations"),
    "jobs": _counted("jobs"),
    "volunteers": _counted("volunteers"),
    "closures": Wording(
        topic="closures",
        more="more closures",
        less="fewer closures",
        more_by="{n} more closures a year in every 100 organisations",
        less_by="{n} fewer closures a year in every 100 organisations",
    ),
    "income": Wording(
        topic="income",
        more="more income",
        less="less income",
        more_by="£{n} million more income",
        less_by="£{n} million less income",
    ),
    "capacity": Wording(
        topic="strategic capacity",
        more="more strategic capacity",
        less="less strategic capacity",
        more_by="{n} more strategic capacity, on a scale from 0 to 1",
        less_by="{n} less strategic capacity, on a scale from 0 to 1",
    ),
    "collaboration": Wording(
        topic="working together",
        more="more organisations working together",
        less="fewer organisations working together",
        more_by="{n} more in every 100 organisations working together",
        less_by="{n} fewer in every 100 organisations working together",
    ),
    "thin_reserves": Wording(
        topic="thin reserves",
        more="more organisations with thin reserves",
        less="fewer organisations with thin reserves",
        more_by="{n} more in every 100 organisations with thin reserves",
        less_by="{n} fewer in every 100 organisations with thin reserves",
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
