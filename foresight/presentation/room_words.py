"""What a room thinks beside what the model says, in sentences and charts."""

from collections import Counter
from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from foresight.presentation import bars, theme
from foresight.presentation.charts import Axis, finished, more_or_less, nought, spoken_difference
from foresight.presentation.naming import NO_DIFFERENCE, spoken
from foresight.presentation.numbers import difference, in_money, less_word
from foresight.presentation.readings import Band, Reading
from foresight.presentation.sentences import Direction, direction, listed

DOT = 14
"""Size of a dot, in pixels."""
MOST_NAMED = 3
"""Choices that are named where several have most dots."""
FAR = 10
"""How many times as far out as is usual a prediction may lie to be drawn."""
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


def measured(axis: Axis) -> str:
    """Say what the spread is drawn along; it stands above the drawing, where it has room for two lines."""
    return f"Difference the plan makes by 2022: {axis.title.lower()} ({spoken_difference(axis.unit)})"


def predicted(predictions: Sequence[float], reading: Reading) -> pd.DataFrame:
    """Return the numbers behind the spread: how many predicted what, then what the model says.

    >>> predicted([7, 7, 40], Reading("jobs", "people", 2022, Band(0, 0, 0), Band(9, 9, 9), Band(5, 9, 30), 1.0)).values.tolist()
    [['7 more', '2 of 3 people'], ['40 more', '1 of 3 people'], ['9 more (5 more to 30 more)', 'the model, 8 in 10 pairs']]
    """
    unit, people = reading.unit, len(predictions)
    rows = [(_predicted(value, unit), f"{count} of {people} people") for value, count in sorted(Counter(predictions).items())]
    low, middle, high = reading.difference
    model = (spoken(middle, low, high, unit), "the model, 8 in 10 pairs")
    return pd.DataFrame([*rows, model], columns=["Difference by 2022", "Who says so"])


def _predicted(value: float, unit: str) -> str:
    """Write a prediction as it was made."""
    if value == 0:
        return NO_DIFFERENCE
    return f"{in_money(f'{abs(value):,.10g}', unit)} {'more' if value > 0 else less_word(unit)}"


def spread(predictions: Sequence[float], band: Band, axis: Axis, size: theme.Size = theme.PAGE) -> alt.LayerChart:
    """Draw one dot a prediction, and the model's band of eight in ten pairs with its middle; `measured` says along what.

    A prediction far beyond all others is left out, so that the rest can be read; `beyond` counts them.
    """
    edge = _edge(predictions, band)
    drawn = [value for value in predictions if abs(value) <= edge]
    data = pd.DataFrame({"value": np.asarray(drawn, dtype=float), "who": "The room"})
    model = pd.DataFrame({"low": [band.low], "middle": [band.middle], "high": [band.high], "who": ["The model"]})
    reach = float(np.abs([*drawn, band.low, band.high]).max()) * 1.1 or 1.0
    x = alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[-reach, reach]),
        axis=alt.Axis(labelExpr=more_or_less(less_word(axis.unit)), tickCount=4, domain=False, ticks=False),
    )
    y = alt.Y("who:N", title=None, sort=["The room", "The model"], axis=alt.Axis(ticks=False, domain=False, labelPadding=8))
    dots = alt.Chart(data).mark_point(size=DOT**2, filled=True, opacity=0.6, color=theme.WITHOUT).encode(x=x, y=y)
    line = alt.Chart(model).mark_rule(strokeWidth=6, color=theme.WITH).encode(x=alt.X("low:Q"), x2="high:Q", y=y)
    middle = alt.Chart(model).mark_tick(thickness=6, size=bars.ROW * size.text, color=theme.INK).encode(x=alt.X("middle:Q"), y=y)
    return finished([nought(), dots, line, middle], 3 * bars.ROW * size.text, size)


def beyond(predictions: Sequence[float], band: Band) -> str:
    """Say how many predictions lie too far out to be drawn beside the others; nothing where none does.

    >>> beyond([10, 20, 30, 9_000_000], Band(5, 9, 30))
    '1 prediction lies far beyond the chart; the table has it.'
    """
    count = sum(abs(value) > _edge(predictions, band) for value in predictions)
    if not count:
        return ""
    who, them = ("1 prediction lies", "it") if count == 1 else (f"{count} predictions lie", "them")
    return f"{who} far beyond the chart; the table has {them}."


def _edge(predictions: Sequence[float], band: Band) -> float:
    """Return how far out a prediction is drawn: some times as far as the model's band and half of the room go."""
    sizes = sorted(map(abs, predictions)) or [0.0]
    usual = max(sizes[(len(sizes) - 1) // 2], abs(band.low), abs(band.high))
    return FAR * usual or sizes[-1]


def leading(dots: Mapping[str, int], titles: Mapping[str, str]) -> str:
    """Say which choice has most dots, or which of them are level.

    >>> leading({"a": 3, "b": 3, "c": 1}, {"a": "Trustee bank", "b": "Pooled expertise"})
    'Level, with 3 of 7 dots each: Trustee bank and Pooled expertise.'
    """
    every, most = sum(dots.values()), max(dots.values())
    first = [titles.get(name, name) for name, count in dots.items() if count == most]
    if len(first) == 1:
        return f"Most dots: {first[0]}, with {most} of {every}."
    return f"Level, with {most} of {every} dots each: {listed(first, MOST_NAMED)}."


def counted(dots: Mapping[str, int], titles: Mapping[str, str]) -> pd.DataFrame:
    """Return the numbers behind the dots, most first."""
    return pd.DataFrame([(titles.get(name, name), str(count)) for name, count in dots.items()], columns=["Choice", "Dots"])


def dotted(dots: Mapping[str, int], titles: Mapping[str, str], size: theme.Size = theme.PAGE) -> alt.LayerChart:
    """Draw how many dots each choice has, most first, the number at the end of its bar."""
    names = [bars.lines(titles.get(name, name)) for name in dots]
    data = pd.DataFrame({"choice": names, "dots": list(dots.values())})
    y = alt.Y("choice:N", title=None, sort=None, axis=bars.names(size))
    base = alt.Chart(data).encode(y=y, x=alt.X("dots:Q", axis=None))
    bar = base.mark_bar(color=theme.WITH, height=bars.BAR * size.text)
    text = base.mark_text(align="left", dx=6, fontWeight="bold", fontSize=size.text).encode(text="dots:Q")
    return finished([bar, text], bars.height(names, size), size)
