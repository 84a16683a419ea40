"""Reads single numbers off tables."""

from collections.abc import Hashable
from typing import Any, cast

import pandas as pd


def number(table: pd.DataFrame, row: Hashable, column: str) -> float:
    """Return one number of a table, by its row's name and its column."""
    return float(cast("Any", table[column].loc[cast("Any", row)]))
