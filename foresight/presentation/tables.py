"""Tables for people: the numbers behind a chart, what a plan does, and where the numbers come from."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from foresight.config import evidence
from foresight.presentation.numbers import THOUSAND, banded, in_unit, signed, step_for, three_digits
from foresight.presentation.units import unit_in_words
from foresight.scenario.actions import Action
from foresight.scenario.assumptions import NOTHING_ASSUMED, Assumptions, assumed_paths
from foresight.scenario.drivers import DRIVERS
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan, PlanItem

GRADES = {"A": "official statistics", "B": "reviewed studies", "C": "surveys and reports", "D": "assumptions"}
MARKUP = re.compile(r"[\\`*_{}\[\]<>#$~|]|:(?!\s)")


def behind_chart(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the numbers behind a chart, each with what 8 in 10 runs show, as text with the digits that this supports.

    Parameters
    ----------
    rows
        One indicator and segment of the tidy table, in the order of the years.
    unit
        The indicator's unit.
    """
    columns: dict[str, list[str]] = {"Year": [str(year) for year in rows["year"]]}
    for name, title, write in (
        ("without", "Without", in_unit),
        ("with", "With the plan", in_unit),
        ("difference", "Difference", signed),
    ):
        bands = list(rows[[f"{name}_p10", f"{name}_p50", f"{name}_p90"]].itertuples(index=False, name=None))
        ends = [step_for(middle, low, high, unit) for low, middle, high in (bands[:1] + bands[-1:])]
        coarse = max(ends, default=0.0) if write is in_unit else 0.0  # a path is told from its first to its last level
        columns[title] = [_with_band(write, band, unit, coarse) for band in bands]
    return pd.DataFrame(columns).set_index("Year")


def _with_band(write: Callable[[float, float, str], str], band: tuple[float, float, float], unit: str, coarse: float) -> str:
    """Write a band to one step, that of its middle, and no finer than `coarse`: so a sentence on it says the same numbers."""
    low, middle, high = band
    step = max(step_for(middle, low, high, unit), coarse)
    return banded(middle, low, high, lambda value: write(value, step, unit))


def plan_actions(plan: Plan, actions: Mapping[str, Action]) -> pd.DataFrame:
    """Return what a plan does: each action with its start, cost and summary."""
    rows = [
        {
            "Action": actions[item.action].title,
            "What is done": actions[item.action].summary,
            "From": _years(item),
            "Cost a year": _cost(item, actions[item.action]),
        }
        for item in plan.actions
    ]
    return _by_action(rows, ("What is done", "From", "Cost a year"))


def plan_in_short(plan: Plan, actions: Mapping[str, Action]) -> str:
    """Say how many actions a plan has and what it costs at most."""
    costs = plan.costs(actions)
    peak = max(costs, key=lambda year: costs[year])
    count = f"{len(plan.actions)} action{'' if len(plan.actions) == 1 else 's'}"
    return f"{count}, at most £{costs[peak]:.2f} million a year (in {peak}, at 2002 prices)"


def plain(text: str) -> str:
    """Keep a text from being read as markup; a colon before a space is none, and is read aloud as it stands."""
    return MARKUP.sub(r"\\\g<0>", text)


def driver_sources(future: Future, assumptions: Assumptions = NOTHING_ASSUMED) -> pd.DataFrame:
    """Return how a future moves each driver, as it is assumed to, and where its numbers come from."""
    rows = []
    for name, course in assumed_paths(assumptions, future.trajectories()).items():
        info, driver = DRIVERS[name], future.drivers[name]
        rows.append(
            {
                "What moves": info.title,
                "In": unit_in_words(info.unit),
                "2002": three_digits(course[0]),
                "2022": three_digits(course[-1]),
                "Grade": driver.grade,
                "Source": driver.source,
            }
        )
    return pd.DataFrame(rows).set_index("What moves")


def action_sources(plan: Plan, actions: Mapping[str, Action]) -> pd.DataFrame:
    """Return where the numbers of a plan's actions come from, and what else the actions do."""
    chosen = [actions[item.action] for item in plan.actions]
    rows = [
        {
            "Action": f"{action.title} ({action.code})",
            "Grade": action.grade,
            "Source": action.source,
            "Side effects": action.side_effects,
        }
        for action in chosen
    ]
    return _by_action(rows, ("Grade", "Source", "Side effects"))


def grades(things: Iterable[object]) -> pd.DataFrame:
    """Count the numbers of scenario objects by evidence grade."""
    found = [number for thing in things for number in evidence(thing)]
    return pd.DataFrame(
        [
            {"Grade": grade, "Means": means, "Numbers": sum(number.grade == grade for number in found)}
            for grade, means in GRADES.items()
        ]
    ).set_index("Grade")


def _by_action(rows: list[dict[str, str]], columns: Sequence[str]) -> pd.DataFrame:
    """Return a table with a row for each action; a plan without any has the columns all the same."""
    return pd.DataFrame(rows, columns=["Action", *columns]).set_index("Action")


def _years(item: PlanItem) -> str:
    """Say when an action runs."""
    return f"{item.start}" if item.end is None else f"{item.start} to {item.end}"


def _cost(item: PlanItem, action: Action) -> str:
    """Say what an action costs a year, and what it costs once to set up."""
    until = "" if action.free_after is None else f", nothing after {action.free_after.value:g} years"
    yearly, set_up = _thousands(item.cost(action)), action.set_up.cost
    if set_up is None or set_up.value == 0 or item.reach(action) == 0:
        return f"{yearly}{until}" if item.cost(action) > 0 else "nothing"
    once = f"{_thousands(set_up.value)} once"
    return f"{yearly}{until}, and {once}" if item.cost(action) > 0 else once


def _thousands(money: float) -> str:
    """Write GBP thousand in pounds."""
    return f"£{THOUSAND * money:,.0f}"
