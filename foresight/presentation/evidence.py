"""Every number that goes in, as a table that people can search, and how much of it is weak."""

import math
from collections.abc import Iterable

import pandas as pd

from foresight.config import Evidence, evidence
from foresight.presentation.naming import spelt_out
from foresight.presentation.numbers import three_digits
from foresight.presentation.sentences import capital
from foresight.presentation.tables import GRADES
from foresight.presentation.units import in_pounds, unit_in_words
from foresight.scenario.actions import Action
from foresight.scenario.assumptions import numbers
from foresight.scenario.drivers import DRIVERS
from foresight.scenario.futures import Future

KINDS = {"baseline": "The region and how organisations act", "actions": "Actions", "drivers": "Outside forces"}
WEAK = "D"

NOT_FOR = (
    "**Not for forecasts.** It compares what could happen without and with a plan. It does not say what will happen.",
    "**Not for judging one organisation.** Every organisation in it is made up. None may be funded, closed or praised by it.",
    "**Not for a sum of money to the pound.** The sizes of effects are guesses. Read directions and orders of size.",
    "**Not for a choice that is too close to call.** Where the runs disagree, choose by something else.",
    "**Not outside its place and time.** It is built for the East Midlands from 2002 to 2022, with what was known in 2002.",
    "**Not in place of the people concerned.** Ask those who would lose. The model knows only how many there are.",
)
"""What the model must not be used for."""


def every_number(future: Future) -> pd.DataFrame:
    """Return every number of the baseline, the actions and a future: what it is, value, range, unit, grade, source."""
    known = [one for path, one in numbers().items() if not path.startswith("drivers.")]
    rows = [_row(one, one.path.partition(".")[0], spelt_out(one.path, one.note)) for one in known]
    rows += [_row(one, "drivers", _driver(one.path)) for one in evidence(future) if one.path.startswith("drivers.")]
    return pd.DataFrame(rows)


def found(table: pd.DataFrame, words: str, grades: Iterable[str]) -> pd.DataFrame:
    """Return the rows that hold all the words anywhere, and have one of the grades; any grade where none is named."""
    wanted = list(grades)
    kept = table[table["Grade"].isin(wanted)] if wanted else table
    text = kept.astype(str).agg(" ".join, axis=1).str.lower()
    for word in words.lower().split():
        kept, text = kept[text.str.contains(word, regex=False)], text[text.str.contains(word, regex=False)]
    return kept


def counts(table: pd.DataFrame) -> pd.DataFrame:
    """Count the numbers by grade and part of the model."""
    parts = list(KINDS.values())
    rows = []
    for grade, means in GRADES.items():
        here = table[table["Grade"] == grade]
        told: dict[str, object] = {"Grade": f"{grade}: {means}", **{part: int((here["Part"] == part).sum()) for part in parts}}
        rows.append({**told, "All": len(here)})
    return pd.DataFrame(rows)


def how_weak(table: pd.DataFrame, actions: Iterable[Action]) -> str:
    """Say how much rests on weak evidence: of all numbers, and of the effects of the chosen actions.

    Parameters
    ----------
    actions
        The actions of the chosen plan.
    """
    weak = int((table["Grade"] == WEAK).sum())
    whole = f"Of the {len(table):,} numbers that go in, {weak:,} ({weak / len(table):.0%}) are assumptions (grade D)."
    effects = [one for action in actions for one in evidence(action) if one.effect]
    if not effects:
        return f"{whole} The chosen plan has no actions, so no effect of an action is in the result."
    guessed = sum(one.grade == WEAK for one in effects)
    return (
        f"{whole} The difference that the plan makes rests on the sizes of {len(effects)} effects of its actions; "
        f"{guessed} of these are assumptions ({guessed / len(effects):.0%})."
    )


def _row(one: Evidence, kind: str, name: str) -> dict[str, str]:
    return {
        "Part": KINDS[kind],
        "What it is": in_pounds(capital(name)),
        "Value": _written(one.value),
        "Could be": f"{_written(one.low)} to {_written(one.high)}" if one.low < one.high else "",
        "Unit": unit_in_words(one.unit) if one.unit else "",
        "Grade": one.grade or "",
        "Source": one.source or "",
    }


def _driver(path: str) -> str:
    _, name, *rest = path.split(".")
    title = DRIVERS[name].title
    return f"{title}: {' '.join(rest).replace('_', ' ').replace('profile points', 'in')}" if rest else title


def _written(value: float) -> str:
    return three_digits(value) if math.isfinite(value) else "no limit"
