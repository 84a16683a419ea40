"""Bars of the paired difference, one a group: who gains and who loses."""

import math
import textwrap
from collections.abc import Iterable, Sequence

import altair as alt
import numpy as np
import pandas as pd

from foresight.indicators.measures import INDICATORS
from foresight.presentation import theme
from foresight.presentation.charts import Axis, finished, more_or_less, nought, spoken_difference
from foresight.presentation.numbers import difference, less_word
from foresight.presentation.sentences import capital

BAR, ROW, TWO_LINED, LINE = 1.0, 2.125, 2.6, 1.2
"""Height of a bar, without and with its gap, of one whose name takes two lines, and of each more, by the size of the text."""
WHAT = "Difference the plan makes:"
NAME_ROOM = 14.375
"""Room kept for the groups' names, by the size of the text."""
NAME_LETTERS = 24
"""Letters of a name on one line: as many as there is room for."""


def group_differences(
    rows: pd.DataFrame, axis: Axis, better: str, size: theme.Size = theme.PAGE, marks: Sequence[str] = ()
) -> alt.LayerChart:
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
    marks
        What to say beside the name of each bar that is undecided, such as `too close to call`, and empty words for the
        others; undecided bars are hollow, with a dotted outline.
    """
    data = _bars(rows, axis.unit, marks)
    furthest = float(np.nanmax(data[["low", "high"]].abs().to_numpy(), initial=0.0))
    reach = furthest * 1.1 if furthest > 0 else 1.0
    x = _difference(axis, reach)
    y = alt.Y("group:N", title=None, sort=None, axis=names(size))
    base = alt.Chart(data).encode(y=y)
    wrong = {"more": alt.datum.middle < 0, "fewer": alt.datum.middle > 0}.get(better, alt.datum.middle != alt.datum.middle)
    worse = {"test": str(wrong), "value": theme.WORSE}
    tips = [alt.Tooltip("group:N", title="Group"), alt.Tooltip("told:N", title="Middle of the pairs")]
    bar = base.mark_bar(height=BAR * size.text, strokeWidth=2).encode(
        x=alt.X("zero:Q"), x2="middle:Q", tooltip=tips,
        color=alt.ColorValue(theme.WITH, condition=worse),
        stroke=alt.StrokeValue(theme.WITH, condition=worse),
        fillOpacity=alt.FillOpacityValue(0.75, condition=_first(wrong, 0.0, 0.2, marked=bool(marks))),
        strokeDash=alt.StrokeDashValue([1, 0], condition=_first(wrong, [2, 3], [5, 4], marked=bool(marks))),
    )  # fmt: skip
    bar = bar.transform_calculate(zero="0")
    band = base.mark_rule(strokeWidth=3, color=theme.INK).encode(x=x, x2="high:Q")
    return finished([bar, band, nought()], height(data["group"], size), size)


def _first(wrong: alt.Expr, undecided: object, worse: object, *, marked: bool) -> dict[str, object] | list[dict[str, object]]:
    """Return what holds of bars that are undecided, where they are marked, and then of those that go the wrong way."""
    against = {"test": str(wrong), "value": worse}
    return [{"test": "datum.undecided", "value": undecided}, against] if marked else against


def measured(indicator: str) -> str:
    """Say what the bars of an indicator show; it stands above them, where it has room for two lines."""
    one = INDICATORS[indicator]
    key = " Pale, with a dashed outline: for the worse." if one.better in {"more", "fewer"} else ""
    return f"{WHAT} {one.title.lower()} ({spoken_difference(one.unit)}).{key}"


def _bars(rows: pd.DataFrame, unit: str, marks: Sequence[str]) -> pd.DataFrame:
    """Return one row a bar: its name, whether it is undecided, the ends and the middle of its band, and what hovering says."""
    names = [lines(capital(name)) for name in rows["segment"].str.replace("GBP ", "£", regex=False)]
    said = list(marks) or [""] * len(names)
    data = pd.DataFrame(
        {
            "group": [f"{name}\n({mark})" if mark else name for name, mark in zip(names, said, strict=True)],
            "undecided": list(map(bool, said)),
            "low": rows["difference_p10"],
            "middle": rows["difference_p50"],
            "high": rows["difference_p90"],
        }
    )
    data["told"] = [difference(m, low, high, unit) for _, _, low, m, high in data.itertuples(index=False)]
    return data


def names(size: theme.Size) -> alt.Axis:
    """Return the axis of the groups' names, which may be `lines`."""
    return alt.Axis(
        labelExpr="split(datum.value, '\\n')", labelLimit=NAME_ROOM * size.text, ticks=False, domain=False, labelPadding=8
    )


def height(groups: Iterable[str], size: theme.Size) -> float:
    """Return how high a chart of these groups is, in pixels."""
    told = list(groups)
    more = max((name.count("\n") for name in told), default=0)
    row = TWO_LINED + LINE * (more - 1) if more else ROW
    return row * size.text * max(len(told), 1)


def lines(name: str) -> str:
    """Return a name as a label says it: on more lines where it is long."""
    return "\n".join(textwrap.wrap(name, NAME_LETTERS))


def _difference(axis: Axis, reach: float) -> alt.X:
    """Return the axis of the differences: zero in the middle, words instead of signs; three marks, for which there is room."""
    step = _round(reach)
    return alt.X(
        "low:Q",
        title=[WHAT, axis.title.lower(), f"({spoken_difference(axis.unit)})"] if axis.title else None,
        scale=alt.Scale(domain=[-reach, reach], nice=True),
        axis=alt.Axis(
            labelExpr=more_or_less(less_word(axis.unit)),
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
