"""The scorecard of the six aspirations in words: how far each is on its way, without and with the plan, and who gets there."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from foresight.model.run import YEARS

HEADING = f"The six aspirations at the end of {YEARS[-1]}, 0% where the way begins, 100% at the target:"
ALWAYS, NEVER = "always", "never"
COLUMNS = ("", "Without", "With the plan", "Target reached")


def scorecard_lines(table: pd.DataFrame, pairs: int) -> list[str]:
    """Return a heading and one line an aspiration.

    Parameters
    ----------
    table
        As `foresight.analysis.aspirations.scorecard` returns it.
    pairs
        How many pairs of runs it was made of.
    """
    return [HEADING, *(f"- {_line(row, pairs)}" for row in table.to_dict("records"))]


def scorecard_rows(table: pd.DataFrame, pairs: int) -> list[tuple[str, ...]]:
    """Return the scorecard in the columns of `COLUMNS`."""
    return [
        (str(row["title"]).capitalize(), _way(row, "without"), _way(row, "with"), _reached(row, pairs))
        for row in table.to_dict("records")
    ]


def _line(row: Mapping[Hashable, Any], pairs: int) -> str:
    without, with_plan = _way(row, "without"), _way(row, "with")
    told = f"{without}, with or without the plan" if without == with_plan else f"{without} without the plan, {with_plan} with it"
    reached = _reached(row, pairs)
    return f"{row['title']}: {told}; target {f'{reached} reached' if reached in {ALWAYS, NEVER} else f'reached {reached}'}"


def _way(row: Mapping[Hashable, Any], arm: str) -> str:
    """Write how far it is on its way: the middle run without the plan, and that with the middle difference."""
    middle = float(row["without_p50"])
    return f"{middle if arm == 'without' else middle + float(row['difference_p50']):.0%}"


def _reached(row: Mapping[Hashable, Any], pairs: int) -> str:
    """Write in how many pairs the target is reached."""
    before, after = (round(float(row[f"confidence_{arm}"]) * pairs) for arm in ("without", "with"))
    if before == after:
        return f"in {after} of {pairs} pairs" if 0 < after < pairs else ALWAYS if after else NEVER
    return f"in {after} of {pairs} pairs, without the plan in {before}"
