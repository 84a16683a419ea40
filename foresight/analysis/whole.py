"""Tables of a comparison that are read back, checked: a file may have been cut off, or another put in its place."""

from io import BytesIO

import pandas as pd

from foresight.analysis.additionality import AT_THE_END, TERMS
from foresight.analysis.additionality import QUANTILES as ENDS
from foresight.analysis.cut import COLUMNS
from foresight.errors import ForesightError
from foresight.indicators.reading import headline
from foresight.model.run import YEARS

WRITES = "`foresight compare --out` writes"
NUMBERS = ("year", *(name for name in COLUMNS if name.startswith(("without", "with", "difference"))))


def _bands(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{end}" for name in names for end in ENDS)


COUNTED = ("organisations", *_bands("worse", "better"))
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "additionality": (("outcome", "title", "unit", "span", "cost_per_net_gbp_p50"), (*_bands(*TERMS), "cost_gbp_m")),
    "losers": (("segment_kind", "segment"), COUNTED),
    "lower_half": (("of", *ENDS), ("pairs",)),
    "aspirations": (("title",), (*_bands("without", "with", "difference"), "confidence_without", "confidence_with")),
}
"""Further tables that a folder may hold, each in a file of its name: the columns that a report needs, and those in which
every row has a number."""
ROWS = {"additionality": ("span", str(AT_THE_END)), "losers": ("segment_kind", "all")}
"""Of some of them, a column and what at least one of its rows says."""


def comparison(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a tidy table whose columns are known to be there, checked for its rows.

    Raises
    ------
    ForesightError
        Where a row lacks a number, or the whole sector lacks a headline indicator in the last year.
    """
    table = _numbers(table, NUMBERS, name)
    there = set(table.loc[(table["segment_kind"] == "all") & (table["year"] == YEARS[-1]), "indicator"])
    lacking = [one.id for one in headline() if one.id not in there]
    if lacking:
        what = f"no '{lacking[0]}' of the whole sector in {YEARS[-1]}"
        msg = f"{name}: found {what}; expected the whole table that {WRITES}"
        raise ForesightError(msg)
    return table


def part(raw: bytes, kind: str, name: str) -> pd.DataFrame:
    """Return one of `PARTS` that a file called `name` holds.

    Raises
    ------
    ForesightError
        Where it is no table, or lacks a column, a row or a number that a report needs.
    """
    try:
        table = pd.read_csv(BytesIO(raw))
    except ValueError as error:
        msg = f"{name}: found no table; expected the one that {WRITES}"
        raise ForesightError(msg) from error
    texts, numbers = PARTS[kind]
    missing = [column for column in (*texts, *numbers) if column not in table]
    if missing:
        msg = f"{name}: found no column '{missing[0]}'; expected the table that {WRITES}"
        raise ForesightError(msg)
    table = _numbers(table, numbers, name)
    column, value = ROWS.get(kind, ("", ""))
    if not len(table) or (column and value not in set(table[column].astype(str))):
        msg = f"{name}: found no row{f' of {value}' if value else ''}; expected the whole table that {WRITES}"
        raise ForesightError(msg)
    return table


def _numbers(table: pd.DataFrame, columns: tuple[str, ...], name: str) -> pd.DataFrame:
    """Return a table with numbers in some columns; refuse it where a row has none."""
    names = list(columns)
    made = table.copy()
    made[names] = made[names].apply(pd.to_numeric, errors="coerce")
    lacking = made[names].isna().any(axis=1)
    if lacking.any():
        line = int(lacking.to_numpy().argmax()) + 2  # the first line has the names
        msg = f"{name}: found line {line} without all of its numbers; expected the whole table that {WRITES}"
        raise ForesightError(msg)
    return made
