"""The page that says why: what each action adds in one line, and the numbers behind its charts as people read them."""

from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from foresight.analysis.barriers import BARRIERS, UNIT
from foresight.presentation.answers.answer import Answer, Row, rows
from foresight.presentation.answers.causes import TOGETHER
from foresight.presentation.answers.reasons import case, freer
from foresight.presentation.chart_rows import difference_rows
from foresight.presentation.charts import Axis, filled
from foresight.presentation.naming import BARRIERS as NAMES
from foresight.presentation.naming import action_title, in_words, spoken
from foresight.presentation.readings import reading, select
from foresight.presentation.sentences import TOO_CLOSE, TOO_EARLY, Direction, Told, band, capital, listed
from foresight.presentation.tables import GRADES, behind_chart
from foresight.presentation.theme import Size

BEYOND_LUCK = {True: "moves it", False: "no difference beyond luck"}
RANGE = "95 of 100 such studies"


class Drawn(NamedTuple):
    """A chart with what it says, and the numbers behind it."""

    headline: str
    chart: alt.LayerChart
    table: pd.DataFrame
    name: str


def most(shares: pd.DataFrame, topic: str) -> str:
    """Say which actions move an indicator for certain, the strongest first.

    Parameters
    ----------
    shares : DataFrame
        The table of the answer on what each action adds, the largest share first.
    """
    found = rows(shares)
    clear = [row for row in found if row["low"] > 0 or row["high"] < 0]
    nothing = [action_title(row["action"]) for row in found if row["low"] == row["high"] == 0]
    if len(nothing) == len(found):
        return f"No action changes anything in {topic}."
    if not clear:
        return f"{TOO_CLOSE} which action does what for {topic}."
    first, *others = [f"{action_title(row['action'])} ({_share(row)})" for row in clear]
    left = len(found) - len(clear) - len(nothing)
    said = [f"{first} does most for {topic}"]
    said += [f"Certain, too: {listed(others)}"] if others else []
    said += [f"Nothing: {listed(nothing)}"] if nothing else []
    return ". ".join([*said, *([f"{TOO_CLOSE} for the other {left}"] if left else [])]) + "."


def adds(answer: Answer) -> pd.DataFrame:
    """Return what each action adds, in words; alone and last where all combinations were run."""
    told = []
    for row in rows(answer.table):
        one = {"Action": action_title(row["action"]), f"Adds ({RANGE})": _spoken(row, "share")}
        if not np.isnan(row["alone"]):
            one |= {name: in_words(row[name.lower()], row["low"], row["high"], row["unit"]) for name in ("Alone", "Last")}
        told.append(one)
    return pd.DataFrame(told).rename(columns={"Alone": "As the only action", "Last": "When all others are there"})


def together(answer: Answer) -> pd.DataFrame:
    """Return what each pair of actions does beyond the sum of its two, in words."""
    return pd.DataFrame(
        [
            {
                "Two actions": f"{action_title(row['first'])} and {action_title(row['second'])}",
                f"Beyond the sum of the two ({RANGE})": _spoken(row, "extra"),
                "They do": TOGETHER[row["verdict"]],
            }
            for row in rows(answer.table)
        ]
    )


def moves(answer: Answer) -> pd.DataFrame:
    """Return by how much each thing moves a plan's difference, in words, with the grade of its evidence."""
    return pd.DataFrame(
        [
            {
                "What is changed": capital(case(row)),
                f"Moves the plan's difference by ({RANGE})": _spoken(row, "move"),
                "That is": BEYOND_LUCK[bool(row["clear"])],
                "Grade": f"{row['grade']}: {GRADES[row['grade']]}",
            }
            for row in rows(answer.table)
        ]
    )


def freed(table: pd.DataFrame, pairs: int, size: Size) -> list[Drawn]:
    """Return the difference a plan makes to each barrier, year by year, drawn to one scale.

    Parameters
    ----------
    table : DataFrame
        As `foresight.analysis.barriers.freed` returns it.
    """
    ends = ["difference_p10", "difference_p90"]
    reach = float(table[ends].abs().to_numpy().max()) * 1.1 or 1.0
    found = []
    for name in BARRIERS:
        part = select(table, name)
        records = difference_rows(part, UNIT)
        records[-1].update(bottom=-reach, top=reach)
        told = Told(reading(part), NAMES[name], "more", pairs)
        moved = TOO_EARLY.lower() if told.direction is Direction.EARLY else f"{freer(told.reading)} in {told.reading.year}"
        headline = f"{NAMES[name]}: {moved}. {band(told)}"
        chart = filled("differences", Axis(NAMES[name], UNIT), records, size)
        found.append(Drawn(headline, chart, behind_chart(part, UNIT).reset_index(), NAMES[name].lower()))
    return found


def _share(row: Row) -> str:
    return in_words(row["share"], row["low"], row["high"], row["unit"])


def _spoken(row: Row, value: str) -> str:
    return spoken(row[value], row["low"], row["high"], row["unit"])
