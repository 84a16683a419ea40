"""Bars of the paired difference, one a group: who gains and who loses."""

import math
import textwrap
from collections.abc import Iterable

import altair as alt
import numpy as np
import pandas as pd

from foresight.presentation import theme
from foresight.presentation.charts import Axis, spoken_unit
from foresight.presentation.numbers import difference, less_word

BAR, ROW, TWO_LINED = 1.0, 2.125, 2.6
"""Height of a bar, without and with its gap, and that of one whose name takes two lines, by the size of the text."""
WHAT = "Difference the plan makes:"
NAME_ROOM = 14.375
"""Room kept for the groups' names, by the size of the text."""
NAME_LETTERS = 24
"""Letters of a name on one line: as many as there is room for."""


def group_differences(rows: pd.DataFrame, axis: Axis, better: str, size: theme.Size = theme.PAGE) -> alt.LayerChart:
    """Draw the difference in each group with the band of eight in ten pairs; words on the axis, no signs.

    Parameters
    ----------
    rows
        One indicator and year of the tidy table, one row a group, in the order to be shown.
    axis
        Title and unit; without a title none is drawn, where `measured` says above the bars what they show.
    better
        Which way is better: `more`, `fewer` or `none`; bars that go the other way are rust, pale, and have a
        dashed outline, which a grey printer shows as well.
    """
    data = _bars(rows, axis.unit)
    furthest = float(np.nanmax(data[["low", "high"]].abs().to_numpy(), initial=0.0))
    reach = furthest * 1.1 if furthest > 0 else 1.0
    x = _difference(axis, reach)
    y = alt.Y("group:N", title=None, sort=None, axis=names(size))
    base = alt.Chart(data).encode(y=y)
    wrong = {"more": alt.datum.middle < 0, "fewer": alt.datum.middle > 0}.get(better, alt.datum.middle != alt.datum.middle)
    worse = alt.condition(wrong, alt.value(theme.WORSE), alt.value(theme.WITH))
    tips = [alt.Tooltip("group:N", title="Group"), alt.Tooltip("told:N", title="Middle of the pairs")]
    bar = base.mark_bar(height=BAR * size.text, strokeWidth=2).encode(
        x=alt.X("zero:Q"), x2="middle:Q", color=worse, stroke=worse, tooltip=tips,
        fillOpacity=alt.condition(wrong, alt.value(0.2), alt.value(0.75)),
        strokeDash=alt.condition(wrong, alt.value([5, 4]), alt.value([1, 0])),
    )  # fmt: skip
    bar = bar.transform_calculate(zero="0")
    band = base.mark_rule(strokeWidth=3, color=theme.INK).encode(x=x, x2="high:Q")
    nought = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeWidth=1.5, color=theme.ZERO).encode(x="zero:Q")
    layered = alt.LayerChart(layer=[bar, band, nought]).properties(width="container", height=height(data["group"], size))
    chart: alt.LayerChart = layered.configure(**theme.chart_config(size))
    return chart


def measured(axis: Axis, better: str) -> str:
    """Say what the bars show; it stands above them, where it has room for two lines."""
    key = " Pale, with a dashed outline: for the worse." if better in {"more", "fewer"} else ""
    return f"{WHAT} {axis.title.lower()} ({spoken_unit(axis.unit)}).{key}"


def _bars(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return one row a bar: its name, the ends and the middle of its band, and what hovering says."""
    data = pd.DataFrame(
        {
            "group": [lines(f"{name[:1].upper()}{name[1:]}") for name in rows["segment"].str.replace("GBP ", "£", regex=False)],
            "low": rows["difference_p10"],
            "middle": rows["difference_p50"],
            "high": rows["difference_p90"],
        }
    )
    data["told"] = [difference(m, low, high, unit) for _, low, m, high in data.itertuples(index=False)]
    return data


def names(size: theme.Size) -> alt.Axis:
    """Return the axis of the groups' names, which may be `lines`."""
    return alt.Axis(
        labelExpr="split(datum.value, '\\n')", labelLimit=NAME_ROOM * size.text, ticks=False, domain=False, labelPadding=8
    )


def height(groups: Iterable[str], size: theme.Size) -> float:
    """Return how high a chart of these groups is, in pixels."""
    told = list(groups)
    row = TWO_LINED if any("\n" in name for name in told) else ROW
    return row * size.text * max(len(told), 1)


def lines(name: str) -> str:
    """Return a name as a label says it: on more lines where it is long."""
    return "\n".join(textwrap.wrap(name, NAME_LETTERS))


def _difference(axis: Axis, reach: float) -> alt.X:
    """Return the axis of the differences: zero in the middle, words instead of signs; three marks, for which there is room."""
    step = _round(reach)
    words = f"format(abs(datum.value), ',~f') + (datum.value > 0 ? ' more' : ' {less_word(axis.unit)}')"
    return alt.X(
        "low:Q",
        title=[WHAT, axis.title.lower(), f"({spoken_unit(axis.unit)})"] if axis.title else None,
        scale=alt.Scale(domain=[-reach, reach], nice=True),
        axis=alt.Axis(
            labelExpr=f"datum.value == 0 ? 'no difference' : {words}",
            values=[-step, 0, step],
            domain=False,
            ticks=False,
            titlePadding=10,
            labelOverlap="greedy",
            labelSeparation=8,
        ),
    )


def _round(reach: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not beyond `reach`."""
    power = float(10.0 ** math.floor(math.log10(reach)))
    return power * max((times for times in (2, 5) if times * power <= reach), default=1)
