"""Charts as pure functions: rows of one indicator in, an Altair chart out; grey dashes are without, solid green-blue is with."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from foresight.presentation import theme
from foresight.presentation.numbers import COUNTED, amount, difference, less_word
from foresight.scenario.dates import FIRST_YEAR

WITHOUT_LABEL = "Without"
WITH_LABEL = "With plan"
HEIGHT = 300
DIFFERENCE_HEIGHT = 200
AXIS_ROOM = 110
"""Room kept for the y axis, in pixels, so that stacked charts share their left edge."""
LABEL_ROOM = 0.3
"""Share of the years' span kept free on the right for the direct labels."""


@dataclass(frozen=True)
class Axis:
    """What a chart measures: its title and unit, in words."""

    title: str
    unit: str


def paths(rows: pd.DataFrame, axis: Axis) -> alt.LayerChart:
    """Draw the level without and with the plan, each with the band of eight in ten runs.

    Parameters
    ----------
    rows
        One indicator and segment of the tidy table, in the order of the years.
    axis
        Title and unit.
    """
    data = pd.concat([_arm(rows, "without", WITHOUT_LABEL, axis.unit), _arm(rows, "with", WITH_LABEL, axis.unit)])
    x, y = _year(rows), _level(data[["low", "high"]], axis)
    base = alt.Chart(data).encode(x=x)
    band = base.mark_area(opacity=0.22).encode(y=y, y2="high:Q", color=_colour())
    line = base.mark_line(strokeWidth=3.5).encode(y=alt.Y("middle:Q"), color=_colour(), strokeDash=_dash())
    return _finish([band, line, _hover(data, x, "middle", ["band"]), *_labels(data, "middle", x)], HEIGHT)


def single_paths(pairs: pd.DataFrame, axis: Axis) -> alt.LayerChart:
    """Draw every single run without and with the plan.

    Parameters
    ----------
    pairs
        One indicator and segment of the table of pairs.
    axis
        Title and unit.
    """
    data = pairs.melt(["year", "replicate"], ["without", "with"], "arm", "value")
    data["arm"] = data["arm"].map({"without": WITHOUT_LABEL, "with": WITH_LABEL})
    x = _year(pairs)
    lines = (
        alt.Chart(data)
        .mark_line(strokeWidth=1.8, opacity=0.65)
        .encode(
            x=x,
            y=_level(data[["value"]].rename(columns={"value": "low"}), axis, field="value"),
            color=_colour(),
            strokeDash=_dash(),
            detail="replicate:N",
        )
    )
    middles = data.groupby(["year", "arm"], sort=False)["value"].median().reset_index()
    return _finish([lines, *_labels(middles, "value", x)], HEIGHT)


def differences(rows: pd.DataFrame, axis: Axis) -> alt.LayerChart:
    """Draw the paired difference with its band, zero in the middle and words for its two sides."""
    data = pd.DataFrame(
        {
            "year": rows["year"],
            "low": rows["difference_p10"],
            "middle": rows["difference_p50"],
            "high": rows["difference_p90"],
            "told": [
                difference(middle, low, high, axis.unit)
                for low, middle, high in rows[["difference_p10", "difference_p50", "difference_p90"]].itertuples(index=False)
            ],
        }
    )
    x, y = _year(rows), _difference(data[["low", "high"]], axis)
    base = alt.Chart(data).encode(x=x)
    band = base.mark_area(opacity=0.28, color=theme.WITH).encode(y=y, y2="high:Q")
    line = base.mark_line(strokeWidth=3.5, color=theme.WITH).encode(y="middle:Q")
    return _finish([band, _zero(), line, _hover(data, x, "middle", [])], DIFFERENCE_HEIGHT)


def single_differences(pairs: pd.DataFrame, axis: Axis) -> alt.LayerChart:
    """Draw the difference of every single pair."""
    data = pairs[["year", "replicate"]].assign(difference=pairs["with"] - pairs["without"])
    lines = (
        alt.Chart(data)
        .mark_line(strokeWidth=1.5, opacity=0.6, color=theme.WITH)
        .encode(x=_year(pairs), y=_difference(data[["difference"]], axis, field="difference"), detail="replicate:N")
    )
    return _finish([lines, _zero()], DIFFERENCE_HEIGHT)


def _arm(rows: pd.DataFrame, arm: str, label: str, unit: str) -> pd.DataFrame:
    """Return one arm's band in long form, with what is told on hovering."""
    names = [f"{arm}_p10", f"{arm}_p50", f"{arm}_p90"]
    bands = rows[names].set_axis(["low", "middle", "high"], axis=1)
    written = [
        (amount(middle, low, high, unit), f"{amount(low, low, high, unit)} to {amount(high, low, high, unit)}")
        for low, middle, high in bands.itertuples(index=False)
    ]
    return bands.assign(
        year=rows["year"], arm=label, told=[value for value, _ in written], band=[between for _, between in written]
    )


def _year(rows: pd.DataFrame) -> alt.X:
    """Return the axis of the years: no commas, and room on the right for the labels."""
    first, last = min(FIRST_YEAR, int(rows["year"].min())), int(rows["year"].max())
    ticks = list(range(last, first - 1, -5))[::-1]
    room = (last - first) * LABEL_ROOM
    return alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[first, last + room], nice=False),
        axis=alt.Axis(format="d", values=ticks, grid=False, labelPadding=6, labelFlush=False),
    )


def _level(ends: pd.DataFrame, axis: Axis, *, field: str = "low") -> alt.Y:
    """Return the axis of the levels, unit in its title, fitted to the data so that small differences can be seen."""
    low, high = float(ends.to_numpy().min()), float(ends.to_numpy().max())
    margin = (high - low) * 0.08 or abs(high) * 0.05 or 1.0
    floor = 0.0 if low >= 0 else low - margin
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(domain=[max(floor, low - margin), high + margin], zero=False, nice=True),
        axis=_upright(f"{axis.title} ({spoken_unit(axis.unit)})", "format(datum.value, ',~f')"),
    )


def _difference(ends: pd.DataFrame, axis: Axis, *, field: str = "low") -> alt.Y:
    """Return the axis of the differences: zero in the middle, `more` and `fewer` instead of signs."""
    reach = float(np.abs(ends.to_numpy()).max()) * 1.1 or 1.0
    words = f"format(abs(datum.value), ',~f') + (datum.value > 0 ? ' more' : ' {less_word(axis.unit)}')"
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(domain=[-reach, reach], nice=True),
        axis=_upright(
            f"Difference the plan makes, pair by pair ({spoken_unit(axis.unit)})",
            f"datum.value == 0 ? 'no difference' : {words}",
            ticks=4,
        ),
    )


def _upright(title: str, labels: str, ticks: int = 5) -> alt.Axis:
    """Return a y axis, its labels a Vega expression, whose title stands upright above it: no head needs tilting."""
    return alt.Axis(
        title=title,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="start",
        titleBaseline="bottom",
        titleX=-AXIS_ROOM,
        titleY=-12,
        minExtent=AXIS_ROOM,
        maxExtent=AXIS_ROOM,
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


def _colour() -> alt.Color:
    """Return the two colours."""
    return alt.Color("arm:N", scale=alt.Scale(domain=[WITHOUT_LABEL, WITH_LABEL], range=[theme.WITHOUT, theme.WITH]), legend=None)


def _dash() -> alt.StrokeDash:
    """Return dashes for `without`, a solid line for `with`."""
    return alt.StrokeDash("arm:N", scale=alt.Scale(domain=[WITHOUT_LABEL, WITH_LABEL], range=[[7, 5], [1, 0]]), legend=None)


def _zero() -> alt.Chart:
    """Return the line of no difference."""
    nought = pd.DataFrame({"zero": [0.0]})
    line: alt.Chart = alt.Chart(nought).mark_rule(strokeWidth=1.5, color=theme.ZERO).encode(y="zero:Q")
    return line


def _hover(data: pd.DataFrame, x: alt.X, field: str, more: Sequence[str]) -> alt.Chart:
    """Return broad, unseen points that tell year and values on hovering."""
    tips = [alt.Tooltip("year:Q", title="Year", format="d")]
    tips += [alt.Tooltip("arm:N", title=" ")] if "arm" in data else []
    tips += [alt.Tooltip("told:N", title="Middle of the runs")]
    tips += [alt.Tooltip(f"{name}:N", title="8 in 10 runs") for name in more]
    points: alt.Chart = alt.Chart(data).mark_point(size=260, opacity=0, filled=True).encode(x=x, y=f"{field}:Q", tooltip=tips)
    return points


def _labels(data: pd.DataFrame, field: str, x: alt.X) -> list[alt.Chart]:
    """Return the names of the two lines, written at their ends and kept apart."""
    last = data["year"].max()
    ends = data[data["year"] == last].set_index("arm")[field]
    above = WITH_LABEL if ends[WITH_LABEL] >= ends[WITHOUT_LABEL] else WITHOUT_LABEL
    marks = []
    for label, colour in ((WITHOUT_LABEL, theme.WITHOUT), (WITH_LABEL, theme.WITH)):
        end = pd.DataFrame({"year": [last], "value": [ends[label]], "label": [label]})
        shift = -10 if label == above else 10
        text = alt.Chart(end).mark_text(align="left", dx=8, dy=shift, color=colour, fontSize=theme.CHART_TEXT, fontWeight="bold")
        marks.append(text.encode(x=x, y="value:Q", text="label:N"))
    return marks


def _finish(layers: Sequence[alt.Chart], height: int) -> alt.LayerChart:
    """Put the layers together at the page's width, with the common settings."""
    sized = alt.LayerChart(layer=list(layers)).properties(width="container", height=height)
    chart: alt.LayerChart = sized.configure(**theme.chart_config())
    return chart
