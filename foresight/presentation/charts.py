"""Charts as pure functions: grey dashes are without, solid green-blue is with.

A chart is built without numbers and drawn from records (`foresight.presentation.chart_rows`): its axes fit themselves. So a page
builds it once and sends only records afterwards; `filled` gives a whole chart, numbers included.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import pandas as pd

from foresight.presentation import theme
from foresight.presentation.chart_rows import WITH_LABEL, WITHOUT_LABEL, Records
from foresight.presentation.numbers import COUNTED, less_word
from foresight.presentation.theme import PAGE, Size
from foresight.scenario.dates import FIRST_YEAR, LAST_YEAR

ROWS = "rows"
"""The name of the records in a chart that is built without them."""

HEIGHT = 300
DIFFERENCE_HEIGHT = 200
DIFFERENCE_TITLE = "Difference the plan makes, pair by pair"
POINTS = "percentage points"
LABEL_ROOM = 5.8
"""Room kept free on the right for the direct labels, by the size of the text."""


@dataclass(frozen=True)
class Axis:
    """What a chart measures: its title and unit, in words."""

    title: str
    unit: str


def filled(kind: str, axis: Axis, records: Records, size: Size = PAGE) -> alt.LayerChart:
    """Return a chart with its numbers in it."""
    chart: alt.LayerChart = built(kind, axis, size).copy()
    chart["datasets"] = {ROWS: records}  # `properties` would check every record against the schema
    return chart


@lru_cache(maxsize=256)
def built(kind: str, axis: Axis, size: Size = PAGE) -> alt.LayerChart:
    """Return a chart without numbers, which it expects under the name `ROWS`.

    Parameters
    ----------
    kind
        One of `KINDS`.
    """
    return KINDS[kind](axis, size)


def _paths(axis: Axis, size: Size) -> alt.LayerChart:
    x, y = _year(size), _level(axis, size)
    base = _rows().encode(x=x)
    band = base.mark_area(opacity=0.22).encode(y=y, y2="high:Q", color=colour())
    line = base.mark_line(strokeWidth=3.5).encode(y=alt.Y("middle:Q"), color=colour(), strokeDash=dash())
    return finished([_reach(y), band, line, _hover(size, arms=True), _labels("middle", size)], HEIGHT, size)


def _single_paths(axis: Axis, size: Size) -> alt.LayerChart:
    y = _level(axis, size, field="value")
    lines = (
        _rows()
        .mark_line(strokeWidth=1.8, opacity=0.65)
        .encode(x=_year(size), y=y, color=colour(), strokeDash=dash(), detail="replicate:N")
    )
    return finished([_reach(y), lines, _labels("value", size)], HEIGHT, size)


def _differences(axis: Axis, size: Size) -> alt.LayerChart:
    x, y = _year(size), _difference(axis, size)
    base = _rows().encode(x=x)
    band = base.mark_area(opacity=0.28, color=theme.WITH).encode(y=y, y2="high:Q")
    line = base.mark_line(strokeWidth=3.5, color=theme.WITH).encode(y="middle:Q")
    return finished([_reach(y), band, _zero(), line, _hover(size, arms=False)], DIFFERENCE_HEIGHT, size)


def _single_differences(axis: Axis, size: Size) -> alt.LayerChart:
    y = _difference(axis, size, field="difference")
    lines = _rows().mark_line(strokeWidth=1.5, opacity=0.6, color=theme.WITH)
    lines = lines.encode(x=_year(size), y=y, detail="replicate:N")
    return finished([_reach(y), lines, _zero()], DIFFERENCE_HEIGHT, size)


KINDS: Mapping[str, Callable[[Axis, Size], alt.LayerChart]] = {
    "paths": _paths,
    "differences": _differences,
    "single_paths": _single_paths,
    "single_differences": _single_differences,
}
"""The charts that a page draws over and over again, by name."""


def _rows() -> alt.Chart:
    """Return a chart over the records that will be there."""
    chart: alt.Chart = alt.Chart(alt.NamedData(ROWS))
    return chart


def _year(size: Size) -> alt.X:
    """Return the axis of the years: no commas, and room on the right for the labels, however wide the chart is."""
    end = alt.expr(f"width - {LABEL_ROOM * size.text:g}")
    return alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[FIRST_YEAR, LAST_YEAR], nice=False, rangeMax=end),
        axis=alt.Axis(
            format="d", values=list(range(LAST_YEAR, FIRST_YEAR - 1, -5))[::-1], grid=False, labelPadding=6, labelFlush=False
        ),
    )


def _level(axis: Axis, size: Size, *, field: str = "low") -> alt.Y:
    """Return the axis of the levels, unit in its title; without one where the page writes it itself."""
    title = f"{axis.title} ({spoken_unit(axis.unit)})" if axis.title else None
    upright = _upright(title, "format(datum.value, ',~f')", size)
    return alt.Y(f"{field}:Q", scale=alt.Scale(zero=False, nice=True), axis=upright)


def _difference(axis: Axis, size: Size, *, field: str = "low") -> alt.Y:
    """Return the axis of the differences: `more` and `fewer` instead of signs."""
    title = f"{DIFFERENCE_TITLE} ({spoken_difference(axis.unit)})" if axis.title else None
    upright = _upright(title, more_or_less(less_word(axis.unit)), size, ticks=4)
    return alt.Y(f"{field}:Q", scale=alt.Scale(nice=True), axis=upright)


def more_or_less(less: str) -> str:
    """Return the labels of an axis of differences, as a Vega expression: words instead of signs."""
    words = f"format(abs(datum.value), ',~f') + (datum.value > 0 ? ' more' : ' {less}')"
    return f"datum.value == 0 ? 'no difference' : {words}"


def _upright(title: str | None, labels: str, size: Size, ticks: int = 5) -> alt.Axis:
    """Return a y axis, its labels a Vega expression, whose title stands upright above it: no head needs tilting."""
    return alt.Axis(
        title=title,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="start",
        titleBaseline="bottom",
        titleX=-size.axis_room,
        titleY=-12,
        minExtent=size.axis_room,
        maxExtent=size.axis_room,
        domain=False,
        ticks=False,
        labelPadding=8,
        labelExpr=labels,
        tickCount=ticks,
    )


def spoken_unit(unit: str) -> str:
    """Return a unit as people say it."""
    if unit == "people":
        return "number of people"
    if unit in COUNTED:
        return "number"
    if unit == "0-1":
        return "from 0, none, to 1, full"
    return unit.replace("GBP m", "£ million").replace("GBP", "£")


def spoken_difference(unit: str) -> str:
    """Return what a difference is counted in: that of two shares is told in percentage points.

    >>> spoken_difference("% of organisations"), spoken_difference("GBP m, 2002 prices")
    ('percentage points', '£ million, 2002 prices')
    """
    return POINTS if unit.startswith("%") else spoken_unit(unit)


def colour() -> alt.Color:
    """Return the two colours, grey for `without` and green-blue for `with`."""
    return alt.Color("arm:N", scale=alt.Scale(domain=[WITHOUT_LABEL, WITH_LABEL], range=[theme.WITHOUT, theme.WITH]), legend=None)


def dash() -> alt.StrokeDash:
    """Return dashes for `without`, a solid line for `with`."""
    return alt.StrokeDash("arm:N", scale=alt.Scale(domain=[WITHOUT_LABEL, WITH_LABEL], range=[[7, 5], [1, 0]]), legend=None)


def nought(along: str = "x") -> alt.Chart:
    """Return the line of no difference through a whole chart, whose numbers lie along x or y."""
    line: alt.Chart = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeWidth=1.5, color=theme.ZERO)
    return line.encode(**{along: "zero:Q"})


def _zero() -> alt.Chart:
    """Return the line of no difference, as long as the axis of the years."""
    ends = {"x": alt.XDatum(FIRST_YEAR, type="quantitative"), "x2": alt.X2Datum(LAST_YEAR)}
    line: alt.Chart = _rows().mark_rule(strokeWidth=1.5, color=theme.ZERO).encode(y=alt.YDatum(0), **ends)
    return line


def _reach(y: alt.Y) -> alt.Chart:
    """Return an unseen mark from the bottom to the top of the axis, which makes the axis go that far."""
    bottom = y.copy()
    bottom["shorthand"] = "bottom:Q"
    ends: alt.Chart = _rows().transform_filter("isValid(datum.top)").mark_rule(opacity=0).encode(y=bottom, y2="top:Q")
    return ends


def _hover(size: Size, *, arms: bool) -> alt.Chart:
    """Return broad, unseen points on the middle line, or on that of each arm, that tell year and values on hovering."""
    tips = [alt.Tooltip("year:Q", title="Year", format="d")]
    tips += [alt.Tooltip("arm:N", title=" ")] if arms else []
    tips += [alt.Tooltip("told:N", title="Middle of the runs")]
    tips += [alt.Tooltip("band:N", title="8 in 10 runs")] if arms else []
    broad = _rows().mark_point(size=260, opacity=0, filled=True)
    points: alt.Chart = broad.encode(x=_year(size), y="middle:Q", tooltip=tips)
    return points


def _labels(field: str, size: Size) -> alt.Chart:
    """Return the names of the two lines, written at their ends and kept apart."""
    shift = alt.expr(f"datum.shift * {size.text / PAGE.text:g}")
    text: alt.Chart = (
        _rows()
        .transform_filter("isValid(datum.label)")
        .mark_text(align="left", dx=8, dy=shift, fontSize=size.text, fontWeight="bold")
        .encode(x=_year(size), y=f"{field}:Q", text="label:N", color=colour())
    )
    return text


def finished(layers: Sequence[alt.Chart], height: float, size: Size) -> alt.LayerChart:
    """Put layers together, as wide as the page and so many pixels high, with the settings that all charts share."""
    sized = alt.LayerChart(layer=list(layers)).properties(width="container", height=height)
    chart: alt.LayerChart = sized.configure(**theme.chart_config(size))
    return chart
