"""One row of a comparison's table as a typed object, and the selections that charts and sentences start from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd


class Band(NamedTuple):
    """The lower end, middle and upper end of what eight in ten runs show."""

    low: float
    middle: float
    high: float


class Segment(NamedTuple):
    """A part of the sector: the kind of division and the part."""

    kind: str = "all"
    name: str = "all"


WHOLE_SECTOR = Segment()


@dataclass(frozen=True)
class Reading:
    """One indicator in one year for one segment: without, with and the paired difference."""

    indicator: str
    unit: str
    year: int
    without: Band
    with_plan: Band
    difference: Band
    share_better: float


def select(table: pd.DataFrame, indicator: str, segment: Segment = WHOLE_SECTOR) -> pd.DataFrame:
    """Return one indicator's rows for one segment in the order of the years.

    Works for the tidy table and for the table of single pairs. Years in which either arm has nobody to read it off are left out.
    """
    here = (table["indicator"] == indicator) & (table["segment_kind"] == segment.kind) & (table["segment"] == segment.name)
    values = [name for name in table.columns if name.startswith(("without", "with", "difference"))]
    return table[here].dropna(subset=values).sort_values("year", kind="stable").reset_index(drop=True)


def reading(rows: pd.DataFrame, position: int = -1) -> Reading:
    """Return one row of `select`'s result, the last year unless told otherwise."""
    return read(rows.iloc[position])


def band_of(row: "Mapping[Any, Any] | pd.Series[Any]", name: str) -> Band:
    """Return the band of what a row holds under a name, in columns that end in `_p10`, `_p50` and `_p90`."""
    return Band(*(float(row[f"{name}_{part}"]) for part in ("p10", "p50", "p90")))


def read(row: "Mapping[Any, Any] | pd.Series[Any]") -> Reading:
    """Return one row, whatever holds it, as a typed object."""
    return Reading(
        indicator=str(row["indicator"]),
        unit=str(row["unit"]),
        year=int(row["year"]),
        without=band_of(row, "without"),
        with_plan=band_of(row, "with"),
        difference=band_of(row, "difference"),
        share_better=float(row["share_better"]),
    )
