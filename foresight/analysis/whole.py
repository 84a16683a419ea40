"""Tables of a comparison that are read back, checked: a file may have been cut off, or another put in its place."""

from io import BytesIO

import pandas as pd

from foresight.analysis.additionality import AT_THE_END, TERMS
from foresight.analysis.cut import COLUMNS
from foresight.analysis.cut import QUANTILES as ENDS
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
ROWS = {"additionality": ("span", AT_THE_END), "losers": ("segment_kind", "all")}
"""Of some of them, a column and what at least one of its rows says."""


def comparison(raw: bytes, name: str) -> pd.DataFrame:
    """Return the tidy table that a file called `name` holds, with the columns of `COLUMNS`.

    Raises
    ------
    ForesightError
        Where it is no table, lacks a column or a number, or lacks a headline indicator of the whole sector in the last year.
    """
    table = _table(raw, COLUMNS, NUMBERS, name)
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
    texts, numbers = PARTS[kind]
    table = _table(raw, (*texts, *numbers), numbers, name)
    column, value = ROWS.get(kind, ("", ""))
    if not len(table) or (column and value not in set(table[column].astype(str))):
        msg = f"{name}: found no row{f' of {value}' if value else ''}; expected the whole table that {WRITES}"
        raise ForesightError(msg)
    return table


def _table(raw: bytes, columns: tuple[str, ...], numbers: tuple[str, ...], name: str) -> pd.DataFrame:
    """Return a table, refused where it lacks one of its columns, or a row one of its numbers."""
    try:
        table = pd.read_csv(BytesIO(raw))
    except ValueError as error:
        msg = f"{name}: found no table; expected the one that {WRITES}"
        raise ForesightError(msg) from error
    missing = [column for column in columns if column not in table]
    if missing:
        msg = f"{name}: found no column '{missing[0]}'; expected the table that {WRITES}"
        raise ForesightError(msg)
    names = list(numbers)
    table[names] = table[names].apply(pd.to_numeric, errors="coerce")
    lacking = table[names].isna().any(axis=1)
    if lacking.any():
        line = int(lacking.to_numpy().argmax()) + 2  # the first line has the names
        msg = f"{name}: found line {line} without all of its numbers; expected the whole table that {WRITES}"
        raise ForesightError(msg)
    return table
