"""Charts of the analyses: a dot and its interval on a line, shares of a bar, a part of a range, and an interval that narrows."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from foresight.presentation import theme
from foresight.presentation.charts import finished, more_or_less, nought
from foresight.presentation.numbers import less_word, percent
from foresight.presentation.report.content import Series

ROW, TWO_LINED = 34, 50
"""Height of a row with its gap, in pixels, and that of one whose name takes two lines."""
TIED = "\N{NO-BREAK SPACE}"
NAME_ROOM = 300
LETTER = 9
"""Room for a letter written in a bar, in pixels."""


class Figure(NamedTuple):
    """A chart, and the same numbers for PowerPoint's own chart; None where it has none of that kind."""

    chart: alt.LayerChart
    series: Series | None


def spans(data: pd.DataFrame, title: str, *, unit: str | None = None, less: str = "", size: theme.Size = theme.PAGE) -> Figure:
    """Draw a dot with its interval for each row, names on the left.

    Parameters
    ----------
    data : DataFrame
        name (which may hold line breaks), low, middle, high, told (what hovering says), in the order to be shown; ends that are
        infinite are not drawn.
    title : str
        What is measured, with its unit.
    unit : str
        Of a difference, whose two sides the axis tells by words instead of signs.
    less : str
        The word for numbers below zero where they are no `unit`'s, such as `behind`.
    """
    closed = np.isfinite(data["low"]) & np.isfinite(data["high"])
    shown = data.assign(low=data["low"].where(closed, data["middle"]), high=data["high"].where(closed, data["middle"]))
    less = less_word(unit) if unit is not None else less
    numbers = _in_words(less) if less else alt.Axis(format=",~f", tickCount=5, domain=False, ticks=False)
    x = alt.X("low:Q", title=None, axis=numbers)
    tips = [alt.Tooltip("name:N", title=" "), alt.Tooltip("told:N", title=" ")]
    base = alt.Chart(shown).encode(y=_names())
    rule = base.mark_rule(strokeWidth=4, color=theme.WITH, opacity=0.55).encode(x=x, x2="high:Q", tooltip=tips)
    dot = base.mark_point(filled=True, size=110, color=theme.WITH, opacity=1).encode(x="middle:Q", tooltip=tips)
    chart = _titled([rule, dot, nought()], title, _height(data["name"]), size)
    ends, told = (list(data["low"]), list(data["high"])), zip(data["low"], data["high"], data["told"], strict=True)
    marks = [_undecided(*row) for row in told] if unit is not None else []
    return Figure(chart, Series("bars", "", list(data["name"]), {"Middle": list(data["middle"])}, ends, title, less, marks))


def parts(data: pd.DataFrame, title: str) -> Figure:
    """Draw shares of a whole as one bar a group, each part with its name written in it.

    Parameters
    ----------
    data : DataFrame
        group, part (at most four), share (0-1), told.
    title : str
        What the whole is.
    """
    start = data.groupby("group", sort=False)["share"].cumsum() - data["share"]
    shown = data.assign(start=start, end=start + data["share"], centre=start + data["share"] / 2)
    names = list(dict.fromkeys(data["part"]))
    fill, ink = (
        alt.Color("part:N", scale=alt.Scale(domain=names, range=list(colours[: len(names)])), legend=None)
        for colours in zip(*theme.SHARES, strict=True)
    )
    y = alt.Y("group:N", title=None, sort=None, axis=alt.Axis(labelLimit=NAME_ROOM, ticks=False, domain=False, labelPadding=8))
    x = alt.X("start:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5, domain=False))
    tips = [alt.Tooltip("part:N", title=" "), alt.Tooltip("told:N", title=" ")]
    bar = alt.Chart(shown).mark_bar(height=24, stroke=theme.PAPER).encode(x=x, x2="end:Q", y=y, color=fill, tooltip=tips)
    text = alt.Chart(shown).mark_text(fontSize=theme.PAGE.text).encode(x="centre:Q", y=y, text="part:N", color=ink)
    text = text.transform_filter(_fits("part"))
    groups = list(dict.fromkeys(data["group"]))
    chart = _titled([bar, text], title, 44 * max(len(groups), 1)).resolve_scale(color="independent")
    shares = data.pivot_table(index="group", columns="part", values="share", aggfunc="sum", fill_value=0.0)
    values = {_with_share(name, list(shares[name])): list(shares.loc[groups, name]) for name in names}
    return Figure(chart, Series("shares", "", groups, values, title=title))


def within(data: pd.DataFrame, title: str) -> Figure:
    """Draw what is allowed of a range as the dark part of a bar, names on the left.

    Parameters
    ----------
    data : DataFrame
        name (which may hold line breaks), start, end (0-1, places in the range), allowed, label (written where it fits), told;
        one row a part of a range, the whole range before what is allowed of it.
    title : str
        What is allowed.
    """
    y = _names()
    written = "datum.value == 0 ? ['lowest', 'tried'] : ['highest', 'tried']"
    ends = alt.Axis(values=[0, 1], labelExpr=written, labelFlush=True, grid=False, domain=False, ticks=False)
    x = alt.X("start:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=ends)
    colour = alt.condition(alt.datum.allowed, alt.value(theme.WITH), alt.value(theme.RULE))
    tips = [alt.Tooltip("name:N", title=" "), alt.Tooltip("told:N", title=" ")]
    bar = alt.Chart(data).mark_bar(height=24, stroke=theme.PAPER).encode(x=x, x2="end:Q", y=y, color=colour, tooltip=tips)
    ink = alt.condition(alt.datum.allowed, alt.value(theme.PAPER), alt.value(theme.INK))
    text = (
        alt.Chart(data.assign(centre=(data["start"] + data["end"]) / 2))
        .mark_text(fontSize=theme.PAGE.text)
        .encode(x="centre:Q", y=y, text="label:N", color=ink)
    )
    text = text.transform_filter(_fits("label"))
    return Figure(_titled([bar, text], title, _height(data["name"].unique())), None)


def narrowing(table: pd.DataFrame, title: str, unit: str) -> Figure:
    """Draw how the interval of a mean difference narrows as pairs are added.

    Parameters
    ----------
    table : DataFrame
        pairs, middle, low, high; the first rows, whose intervals dwarf the rest, are left out by the caller.
    unit : str
        Of the difference.
    """
    x = alt.X("pairs:Q", title="Pairs of runs", axis=alt.Axis(format="d", grid=False, tickMinStep=1))
    y = alt.Y("low:Q", title=None, axis=_in_words(less_word(unit)))
    base = alt.Chart(table).encode(x=x)
    band = base.mark_area(opacity=0.28, color=theme.WITH).encode(y=y, y2="high:Q")
    line = base.mark_line(strokeWidth=3, color=theme.WITH).encode(y="middle:Q")
    lines = {"Middle": list(table["middle"]), "Lower end": list(table["low"]), "Upper end": list(table["high"])}
    series = Series("lines", "", [f"{pairs}" for pairs in table["pairs"]], lines, title=title, less=less_word(unit))
    return Figure(_titled([band, nought("y"), line], title, 260), series)


def _in_words(less: str) -> alt.Axis:
    """Return the axis of a difference: words instead of signs."""
    return alt.Axis(labelExpr=more_or_less(less), tickCount=4, domain=False, ticks=False)


def _names() -> alt.Y:
    """Return the axis of the rows' names, each on as many lines as it has."""
    axis = alt.Axis(labelExpr="split(datum.value, '\\n')", labelLimit=NAME_ROOM, ticks=False, domain=False, labelPadding=8)
    return alt.Y("name:N", title=None, sort=None, axis=axis)


def _height(names: Iterable[str]) -> int:
    """Return how high rows of these names are together, in pixels."""
    told = list(names)
    return (TWO_LINED if any("\n" in name for name in told) else ROW) * max(len(told), 1)


def _fits(words: str) -> str:
    """Return what holds of a part of a bar in which its words find room, however wide the chart is."""
    return f"length(datum.{words}) * {LETTER} <= (datum.end - datum.start) * width"


def _undecided(low: float, high: float, told: str) -> str:
    """Return what to say beside the name of a difference that is undecided, in the words that are told of it."""
    if not np.isfinite(high - low):
        return "one pair cannot tell"
    words = told.split(" (", 1)[0]
    return words if low <= 0 <= high or words == "next to nothing" else ""


def _with_share(name: str, shares: list[float]) -> str:
    """Name a part with its share where there is one group only, so that the legend tells it, too."""
    return f"{name} ({percent(shares[0])})" if len(shares) == 1 else name


def _titled(layers: Sequence[alt.Chart], title: str, height: int, size: theme.Size = theme.PAGE) -> alt.LayerChart:
    """Put layers together, what is measured above them."""
    above = alt.Title(title, anchor="start", frame="bounds", fontSize=size.text, fontWeight="normal", color=theme.INK)
    chart: alt.LayerChart = finished(layers, height, size).properties(title=above)
    return chart
