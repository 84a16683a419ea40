"""The result of a comparison as a few lines of text, for the command line."""

from typing import Any

import pandas as pd

from foresight.analysis.comparison import Comparison
from foresight.presentation.numbers import digits, step_for, step_however_fine

HEADINGS = ("", "without", "with", "difference", "10-90 % band", "better in")

CAUTIONS = (
    "Middle values of all pairs. Differences are taken within each pair; 'with' is 'without' and the difference together.",
    "The size of every action's effect is an assumption: none has been measured. See docs/explanation/assumptions.md.",
)


def headline_lines(comparison: Comparison) -> list[str]:
    """Return the headline indicators as aligned lines, with what they are and where the caution lies."""
    found, pairs = comparison.headline(), int(comparison.manifest["pairs"])
    year = int(found["year"].iloc[0])
    rows = [HEADINGS, *(_row(row, pairs) for _, row in found.iterrows())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        f"{comparison.future.title}, with and without the plan '{comparison.plan.title}', in {year}",
        f"{pairs} {'pair' if pairs == 1 else 'pairs'} of runs; {comparison.manifest['scale']:.0%} of the sector simulated\n",
    ]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return [*lines, "", *CAUTIONS]


def _row(row: "pd.Series[Any]", pairs: int) -> tuple[str, ...]:
    """Return the cells of one indicator; no more digits than the band supports."""
    read = row.to_dict().__getitem__
    unit, low, middle, high = read("unit"), read("difference_p10"), read("difference_p50"), read("difference_p90")
    step = step_for(middle, low, high, unit)
    better = "" if read("better") == "none" else f"{round(read('share_better') * pairs)} of {pairs}"
    return (
        f"{read('title')} ({unit})",
        digits(read("without_p50"), step),
        digits(read("without_p50") + middle, step),
        *_difference(low, middle, high, step),
        better,
    )


def _difference(low: float, middle: float, high: float, step: float) -> tuple[str, str]:
    """Return the cells of a difference and its band.

    One that rounds to nothing throughout is said to be hardly any; its band then has the digits that it takes to see it.
    """
    if low == high == 0:
        return "none", "0 to 0"
    texts = [_signed(value, step) for value in (low, middle, high)]
    if any(text.startswith(("+", "-")) for text in texts):
        return texts[1], f"{texts[0]} to {texts[2]}"
    fine = step_however_fine(middle, low, high)
    return "hardly any", f"{_signed(low, fine)} to {_signed(high, fine)}"


def _signed(value: float, step: float) -> str:
    """Write a difference with its sign; a rounded zero has none."""
    text = digits(value, step)
    if float(text.replace(",", "")) == 0:
        return text
    return f"{'+' if value > 0 else '-'}{text}"
