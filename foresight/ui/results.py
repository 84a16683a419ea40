"""What a comparison shows: one sentence, the cards, the charts with their tables, and how sure we are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import pandas as pd
import streamlit as st

from foresight import Comparison
from foresight.presentation import charts, sentences, tables
from foresight.presentation.readings import WHOLE_SECTOR, Segment, reading, select
from foresight.presentation.sentences import Told
from foresight.ui import cards, session

CHARTS = ("organisations", "income", "volunteers", "collaboration")
"""The indicators drawn at first."""

HONESTY = (
    "<strong>Before you trust a number:</strong> nobody has ever measured how much joint actions like these achieve. "
    "Studies support the direction of some of them; every size is an assumption. Set the actions to Weak and see what is left."
)


@dataclass(frozen=True)
class View:
    """What part of a comparison is looked at, and how."""

    comparison: Comparison
    segment: Segment
    single: bool = False

    @property
    def pairs(self) -> int:
        """The number of pairs of runs."""
        return int(self.comparison.manifest["pairs"])

    @property
    def plan(self) -> str:
        """The plan's name in sentences."""
        return self.comparison.plan.title

    def holds(self, indicator: str) -> bool:
        """Tell whether there is anybody in this segment to read the indicator off."""
        return len(self.rows(indicator)) > 0

    def rows(self, indicator: str) -> pd.DataFrame:
        """Return the indicator's rows, year by year."""
        return select(self.comparison.table, indicator, self.segment)

    def told(self, indicator: str) -> Told:
        """Return the last year of an indicator, ready to be told."""
        declared = session.indicators()[indicator]
        return Told(reading(self.rows(indicator)), declared.title, declared.better, self.pairs)


def show(comparison: Comparison, segment: Segment) -> None:
    """Show everything that a comparison says of a segment."""
    view = View(comparison, segment)
    told = [view.told(one.id) for one in session.headlines() if view.holds(one.id)]
    st.html(f'<div class="fs-summary" role="status">{escape(_in_short(told, view))}</div>')
    cards.show(told)
    st.html(f'<div class="fs-note" role="note">{HONESTY}</div>')
    view = replace(view, single=_how_sure(view))
    drawn = [name for name in _choose_charts() if view.holds(name)]
    for start in range(0, len(drawn), 2):
        for column, indicator in zip(st.columns(2, gap="large"), drawn[start : start + 2], strict=False):
            with column:
                _chart(view, indicator)


def _choose_charts() -> list[str]:
    """Choose which headline indicators are drawn, and return them in their order."""
    declared = session.headlines()
    chosen = st.pills(
        "Charts",
        [one.id for one in declared],
        selection_mode="multi",
        default=CHARTS,
        format_func=lambda name: session.indicators()[name].title,
        key="charts",
    )
    return [one.id for one in declared if one.id in chosen]


def _in_short(told: Sequence[Told], view: View) -> str:
    """Say in a sentence or two what the plan changes by the last year."""
    if not told:
        return "There is no organisation of this kind in these runs."
    year = told[0].reading.year
    who = "" if view.segment == WHOLE_SECTOR else f", {sentences.segment_name(view.segment)}"
    return f"{view.comparison.future.title}, {year}{who}. {sentences.summary(told, view.plan)}"


def _how_sure(view: View) -> bool:
    """Explain the bands, and let people see the single runs instead; return whether they do."""
    with st.expander("How sure are we?"):
        st.markdown(
            f"A pair is one course of events lived through twice, **without** and **with** the plan, with the same luck. "
            f"What differs between the two is the plan. There are {view.pairs} pairs here. "
            "A shaded band holds 8 in 10 of them. Where the band of a difference lies on both sides of zero, the result is "
            "**too close to call**. The difference is taken pair by pair, so it can differ a little from the gap between "
            "the two lines. All this is about luck. Whether the assumptions are right is another matter: "
            "try weak and strong actions, and other futures too."
        )
        return st.toggle("Show every single run instead of the bands", key="single")


def _chart(view: View, indicator: str) -> None:
    """Show one indicator: what happened in a sentence, the two paths, their difference, and the numbers."""
    told = view.told(indicator)
    rows = view.rows(indicator)
    axis = charts.Axis(told.title, told.reading.unit)
    st.html(
        f'<h2 class="fs-headline">{escape(sentences.headline(told, view.plan))}</h2>'
        f'<div class="fs-path">{escape(sentences.path(reading(rows, 0), told.reading))}</div>'
    )
    if view.single:
        pairs = select(view.comparison.pairs, indicator, view.segment)
        drawn = [charts.single_paths(pairs, axis), charts.single_differences(pairs, axis)]
    else:
        drawn = [charts.paths(rows, axis), charts.differences(rows, axis)]
    for name, chart in zip(("paths", "difference"), drawn, strict=True):
        st.altair_chart(chart, width="stretch", theme=None, key=f"{indicator}-{name}")
    with st.expander(f"The numbers: {told.title.lower()}"):
        st.caption(f"{session.indicators()[indicator].definition} In brackets: from where to where 8 in 10 runs lie.")
        st.table(tables.behind_chart(rows, told.reading.unit))
