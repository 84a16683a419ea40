"""Answers of the analyses, quoted in a report."""

import pandas as pd

from foresight.presentation.answers.answer import Answer
from foresight.presentation.numbers import digits
from foresight.presentation.report.content import Block, Grid, Picture, Text
from foresight.presentation.report.drawing import specified
from foresight.presentation.report.plainly import plainly, ranged
from foresight.presentation.report.worded import in_words

MOST_ROWS = 12
"""Rows of an answer's table that a report shows; the rest is in the table's own file."""


def quoted(answer: Answer, *, headed: bool) -> list[Block]:
    """Return an answer as blocks: its chart with its sentence and numbers, then its notes; or all in a text, then its table.

    Parameters
    ----------
    headed : bool
        Whether the question stands before the answer.
    """
    said = f"{answer.question} {answer.sentence}" if headed else answer.sentence
    blocks: list[Block] = [Text(" ".join([said, *answer.notes]))]
    if answer.table.empty:
        return blocks
    grid = written(answer.question, answer.table, answer.unit)
    if answer.chart is None:
        return [*blocks, grid]
    sources = "Source: this model; the numbers are in the table."
    drawn = Picture(answer.id, answer.question, answer.sentence, specified(answer.chart), grid, sources, answer.series)
    return [drawn, *([Text(" ".join(answer.notes))] if answer.notes else [])]


def written(caption: str, table: pd.DataFrame, unit: str = "") -> Grid:
    """Return a table as text, its numbers in words or with three digits; a long one with its first rows only, and says so."""
    text = plainly(in_words(table.head(MOST_ROWS), unit))
    for name in text.columns:
        if pd.api.types.is_numeric_dtype(text[name]):
            whole = pd.api.types.is_integer_dtype(text[name])
            text[name] = [f"{value:,}" if whole else number(float(value)) for value in text[name]]
        text[name] = text[name].fillna("").astype(str)
    text = ranged(text)
    more = f" (the first {MOST_ROWS} of {len(table)} rows)" if len(table) > MOST_ROWS else ""
    columns = tuple(str(name).replace("_", " ") for name in text.columns)
    return Grid(caption + more, columns, tuple(tuple(row) for row in text.itertuples(index=False)))


def number(value: float) -> str:
    """Write a number with three digits, and `minus` for a negative one.

    >>> number(-12345.6)
    'minus 12,300'
    """
    if value != value or abs(value) == float("inf"):  # noqa: PLR0124 - not a number
        return ""
    whole = len(str(int(abs(value))))
    step = 10.0 ** (whole - 3) if abs(value) >= 1 else 0.001
    return f"{'minus ' if value < 0 else ''}{digits(value, step)}"
