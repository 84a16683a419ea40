"""What a room thinks beside what the model says, in sentences and charts."""

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from foresight.presentation import theme
from foresight.presentation.charts import Axis, spoken_unit
from foresight.presentation.numbers import difference, less_word
from foresight.presentation.readings import Band, Reading
from foresight.presentation.sentences import Direction, direction

DOT, ROW = 14, 34
"""Size of a dot, and height of a bar with its gap, in pixels."""
FEW = 3
"""People below which a room's spread is no spread."""


def beside(predictions: Sequence[float], reading: Reading) -> str:
    """Say what the room predicted, what the model says, and how many people had the direction right.

    >>> beside([10, 20, 40], Reading("jobs", "people", 2022, Band(0, 0, 0), Band(9, 9, 9), Band(5, 9, 30), 1.0))
    'The room: from 10 more to 40 more; half of you at 20 more or beyond. The model: 9 more. 3 of 3 had the direction right.'
    """
    if not predictions:
        return f"Nobody has predicted anything yet. The model: {_told(reading)}."
    low, middle, high = float(min(predictions)), float(np.median(predictions)), float(max(predictions))
    unit = reading.unit
    if len(predictions) < FEW or low == high:
        room = f"{difference(middle, low, high, unit)} (the middle of {len(predictions)})"
    else:
        ends = (difference(value, low, high, unit) for value in (low, high, middle))
        room = "from {} to {}; half of you at {} or beyond".format(*ends)
    found = direction(reading)
    if found not in {Direction.MORE, Direction.LESS}:
        return f"The room: {room}. The model: {_told(reading)}: nobody is right or wrong."
    right = sum((value > 0) == (found is Direction.MORE) and value != 0 for value in predictions)
    return f"The room: {room}. The model: {_told(reading)}. {right} of {len(predictions)} had the direction right."


def _told(reading: Reading) -> str:
    """Write the model's difference in words."""
    if direction(reading) is Direction.OPEN:
        return "too close to call"
    low, middle, high = reading.difference
    return difference(middle, low, high, reading.unit) if direction(reading) is not Direction.NONE else "no difference"


def spread(predictions: Sequence[float], band: Band, axis: Axis, size: theme.Size = theme.PAGE) -> alt.LayerChart:
    """Draw one dot a prediction, and the model's band of eight in ten pairs with its middle."""
    data = pd.DataFrame({"value": np.asarray(predictions, dtype=float), "who": "The room"})
    model = pd.DataFrame({"low": [band.low], "middle": [band.middle], "high": [band.high], "who": ["The model"]})
    reach = float(np.abs([*predictions, band.low, band.high]).max()) * 1.1 or 1.0
    words = f"format(abs(datum.value), ',~f') + (datum.value > 0 ? ' more' : ' {less_word(axis.unit)}')"
    x = alt.X(
        "value:Q",
        title=f"Difference the plan makes by 2022: {axis.title.lower()} ({spoken_unit(axis.unit)})",
        scale=alt.Scale(domain=[-reach, reach]),
        axis=alt.Axis(labelExpr=f"datum.value == 0 ? 'no difference' : {words}", tickCount=4, domain=False, ticks=False),
    )
    y = alt.Y("who:N", title=None, sort=["The room", "The model"], axis=alt.Axis(ticks=False, domain=False, labelPadding=8))
    dots = alt.Chart(data).mark_point(size=DOT**2, filled=True, opacity=0.6, color=theme.WITHOUT).encode(x=x, y=y)
    line = alt.Chart(model).mark_rule(strokeWidth=6, color=theme.WITH).encode(x=alt.X("low:Q"), x2="high:Q", y=y)
    middle = alt.Chart(model).mark_tick(thickness=6, size=34, color=theme.INK).encode(x=alt.X("middle:Q"), y=y)
    nought = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeWidth=1.5, color=theme.ZERO).encode(x="zero:Q")
    layered = alt.LayerChart(layer=[nought, dots, line, middle]).properties(width="container", height=3 * ROW)
    chart: alt.LayerChart = layered.configure(**theme.chart_config(size))
    return chart


def dotted(dots: Mapping[str, int], titles: Mapping[str, str], size: theme.Size = theme.PAGE) -> alt.LayerChart:
    """Draw how many dots each choice has, most first, the number at the end of its bar."""
    data = pd.DataFrame({"choice": [titles.get(name, name) for name in dots], "dots": list(dots.values())})
    y = alt.Y("choice:N", title=None, sort=None, axis=alt.Axis(labelLimit=420, ticks=False, domain=False, labelPadding=8))
    base = alt.Chart(data).encode(y=y, x=alt.X("dots:Q", axis=None))
    bar = base.mark_bar(color=theme.WITH, height=0.6 * ROW)
    text = base.mark_text(align="left", dx=6, fontWeight="bold", fontSize=size.text).encode(text="dots:Q")
    layered = alt.LayerChart(layer=[bar, text]).properties(
        width="container", height=ROW * max(len(data), 1) * size.text / theme.PAGE.text
    )
    chart: alt.LayerChart = layered.configure(**theme.chart_config(size))
    return chart
