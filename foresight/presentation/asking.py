"""What a plan asks of organisations: who may take part in each action, how many of them it is for, and how many days a year."""

from collections.abc import Mapping

import pandas as pd

from foresight.presentation.numbers import percent
from foresight.presentation.sentences import listed
from foresight.scenario.actions import Action
from foresight.scenario.eligibility import Eligibility
from foresight.scenario.plans import Plan, PlanItem

KINDS = {
    "registered": ("registered", "unregistered"),
    "small": ("small (under £25,000 a year)", "not small (£25,000 a year or more)"),
    "rural": ("rural", "in towns"),
    "bme_led": ("led by black and minority ethnic people", "led by others"),
}
WITH = {
    "paid_staff": ("with paid staff", "without paid staff"),
    "ict": ("that use computers well", "that do not use computers well"),
    "joint": ("in joint work", "not in joint work"),
    "supported": ("that a support body reaches", "that no support body reaches"),
    "partnered": ("with a joint project", "without a joint project"),
}
"""What is said of organisations where it is asked for, and where its opposite is."""
LIMITS = (
    ("min_income", "with £{:,.0f} a year or more"),
    ("max_income", "with at most £{:,.0f} a year"),
    ("max_staff", "with at most {:,.0f} paid staff"),
    ("max_reserves", "with reserves of at most {:g} months"),
    ("min_capacity", "that can plan ahead well enough"),
    ("min_ties", "with {:g} working ties or more"),
    ("min_bridges", "with {:g} ties or more between town and country or across who leads"),
    ("min_trust", "that trust those they work with enough"),
)
"""What is said of a limit that organisations are within."""
MEANT_FOR = {"bme-led": "bme_led", "rural-by-ict": "rural"}
"""Kinds of microcluster that only some organisations can be in."""
COLUMNS = ("Action", "Who may take part", "Of these it is for", "Days a year for each that takes part")


def asks(plan: Plan, actions: Mapping[str, Action]) -> pd.DataFrame:
    """Return what each action of a plan asks of whom, in words."""
    rows = [_row(item, actions[item.action]) for item in plan.actions]
    return pd.DataFrame(rows, columns=list(COLUMNS)).set_index(COLUMNS[0])


def who(eligible: Eligibility) -> str:
    """Say which organisations something is meant for.

    >>> who(Eligibility()), who(Eligibility(registered=True, paid_staff=False))
    ('all organisations', 'registered organisations without paid staff')
    """
    before, after = ([_said(eligible, name, words) for name, words in kinds.items()] for kinds in (KINDS, WITH))
    limits = [words.format(value) for name, words in LIMITS if (value := getattr(eligible, name)) is not None]
    led = [words for words in before if words.startswith(("led", "in towns", "not small"))]
    first = [words for words in before if words and words not in led]
    behind = [words for words in (*led, *after, *limits) if words]
    start = f"{', '.join(first)} organisations" if first else "organisations" if behind else "all organisations"
    return f"{start} {listed(behind)}" if behind else start


def days_asked(action: Action) -> float:
    """Return the days a year that an action asks of each who takes part; none where nobody joins."""
    return 0.0 if action.days is None or action.reaches == "everybody" else action.days.value


def _row(item: PlanItem, action: Action) -> tuple[str, ...]:
    everybody, eligible = action.reaches == "everybody", who(_eligible(action))
    days = days_asked(action)
    return (
        action.title,
        f"nobody joins; it reaches {eligible}" if everybody else eligible,
        _how_many(item, action),
        "none" if days == 0 else f"{days:g}",
    )


def _eligible(action: Action) -> Eligibility:
    """Return who may take part, those whom its microclusters are for considered."""
    kinds = {getattr(lever, "by", None) for lever in action.levers if hasattr(lever, "most_members")}
    only = {MEANT_FOR[kind]: True for kind in kinds if kind in MEANT_FOR}
    return action.eligibility.model_copy(update=only)


def _how_many(item: PlanItem, action: Action) -> str:
    """Say how large a part of them an action reaches, and how many places its microclusters have."""
    share = percent(item.reach(action))
    sizes = [lever.most_members.value for lever in action.levers if hasattr(lever, "most_members")]
    if not sizes:
        return share
    count = item.units_of(action)
    return f"{share}, at most {count * sizes[0]:,.0f} (in {count} microcluster{'' if count == 1 else 's'})"


def _said(eligible: Eligibility, name: str, words: tuple[str, str]) -> str:
    asked = getattr(eligible, name)
    return "" if asked is None else words[0] if asked else words[1]
