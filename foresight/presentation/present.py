"""Presenting a comparison step by step: the question, then each chart without, with, and the difference."""

from dataclasses import dataclass

import altair as alt
import pandas as pd

from foresight.presentation import charts, sentences, theme
from foresight.presentation.chart_rows import WITH_LABEL, Records, difference_rows, path_rows
from foresight.presentation.charts import Axis
from foresight.presentation.readings import reading
from foresight.presentation.sentences import UNDECIDED
from foresight.presentation.tables import behind_chart
from foresight.presentation.view import View

SHOWN = ("organisations", "income", "volunteers", "collaboration")
"""Indicators that are presented, in this order."""
GUESS = "Before we look: more, fewer, or no difference? Raise your hands."
SURPRISE = "Is this what you expected? Where were you surprised?"
NEXT = "Who would have to do what for this to happen?"
OPEN = "By what else would you choose, where the runs do not tell?"
"""Asked where a difference is undecided: nothing has been shown that could be made to happen."""


@dataclass(frozen=True)
class Step:
    """One thing on the screen: a headline, a chart with its numbers or none, a sentence, and the question for the room."""

    headline: str
    sentence: str
    ask: str
    chart: alt.LayerChart | None = None
    table: pd.DataFrame | None = None


def steps(view: View) -> list[Step]:
    """Return the steps of a presentation; indicators without a value are left out."""
    comparison = view.comparison
    made = [
        Step(
            f"What if “{comparison.future.title}” comes, and we do “{comparison.plan.title}”?",
            f"{comparison.future.summary}\n\n{comparison.plan.summary}",
            "What do you expect to change by 2022, and for whom? Write down one thing.",
        )
    ]
    for name in SHOWN:
        made += _of(view, name)
    return made


def _of(view: View, name: str) -> list[Step]:
    """Return the three steps of an indicator: without the plan, with it, and the difference."""
    rows = view.rows(name)
    told = view.told(name)
    if told is None:
        return []
    axis, unit = Axis(told.title, told.reading.unit), told.reading.unit
    levels, path = path_rows(rows, unit), sentences.path(reading(rows, 0), told.reading)
    alone = _alone(levels)
    agreed, table = sentences.agreement(told), behind_chart(rows, unit).reset_index()
    year, without, both, apart = table.columns
    return [
        Step(f"{told.title}: without the plan", path, GUESS, _drawn("paths", axis, alone), table[[year, without]]),
        Step(
            sentences.headline(told, view.plan),
            f"Grey dashes: without. The solid line: with the plan. {_shaded(told.pairs)}".rstrip(),
            SURPRISE,
            _drawn("paths", axis, levels),
            table[[year, without, both]],
        ),
        Step(
            f"The difference: {sentences.change(told).lower()}",
            f"{sentences.band(told)}.{f' {agreed}.' if agreed else ''}",
            OPEN if told.direction in UNDECIDED else NEXT,
            _drawn("differences", axis, difference_rows(rows, unit)),
            table[[year, apart]],
        ),
    ]


def _shaded(pairs: int) -> str:
    """Say what the bands are; of a single pair there is none."""
    return "Shaded: 8 in 10 runs." if pairs > 1 else ""


def _alone(levels: Records) -> Records:
    """Return the records without the plan, with the reach of both: no scale moves when the plan is shown."""
    kept = [record for record in levels if record["arm"] != WITH_LABEL]
    reach = {name: levels[-1][name] for name in ("bottom", "top")}
    return [*kept[:-1], {**kept[-1], **reach}]


def _drawn(kind: str, axis: Axis, records: Records) -> alt.LayerChart:
    """Return a chart for a projector, with its numbers in it."""
    chart: alt.LayerChart = charts.filled(kind, axis, records, theme.PROJECTOR).properties(height="container")
    return chart
