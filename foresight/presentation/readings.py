"""One row of a comparison's table as a typed object, and the selections that charts and sentences start from."""

import math
from dataclasses import dataclass
from typing import NamedTuple

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

    @property
    def known(self) -> bool:
        """Whether there is a value in both arms: a segment can be empty."""
        return not any(math.isnan(value) for value in (*self.without, *self.with_plan, *self.difference))


def select(table: pd.DataFrame, indicator: str, segment: Segment = WHOLE_SECTOR) -> pd.DataFrame:
    """Return one indicator's rows for one segment in the order of the years.

    Works for the tidy table and for the table of single pairs.
    """
    here = (table["indicator"] == indicator) & (table["segment_kind"] == segment.kind) & (table["segment"] == segment.name)
    return table[here].sort_values("year", kind="stable").reset_index(drop=True)


def segments(table: pd.DataFrame) -> list[Segment]:
    """Return the segments that a table holds, the whole sector first, then as the table has them."""
    pairs = table[["segment_kind", "segment"]].drop_duplicates()
    found = [Segment(str(kind), str(name)) for kind, name in pairs.itertuples(index=False)]
    return sorted(found, key=lambda segment: segment != WHOLE_SECTOR)


def reading(rows: pd.DataFrame, position: int = -1) -> Reading:
    """Return one row of `select`'s result, the last year unless told otherwise."""
    row = rows.iloc[position]

    def band(name: str) -> Band:
        return Band(*(float(row[f"{name}_{part}"]) for part in ("p10", "p50", "p90")))

    return Reading(
        indicator=str(row["indicator"]),
        unit=str(row["unit"]),
        year=int(row["year"]),
        without=band("without"),
        with_plan=band("with"),
        difference=band("difference"),
        share_better=float(row["share_better"]),
    )
