"""What charts are drawn from: rows of one indicator as records, with everything that depends on the numbers in them.

A chart itself knows no numbers (see `foresight.presentation.charts`), so that it is built once and only records change.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from foresight.presentation.numbers import amount, difference

WITHOUT_LABEL = "Without"
WITH_LABEL = "With plan"
APART = 10
"""Pixels by which the names of two lines keep from their ends."""

Records = list[dict[str, Any]]


def path_rows(rows: pd.DataFrame, unit: str) -> Records:
    """Return both arms' bands year by year; the last year carries the names of the lines, and the reach of the axis.

    Parameters
    ----------
    rows
        One indicator and segment of the tidy table, in the order of the years.
    unit
        The indicator's unit.
    """
    records = _arm(rows, "without", WITHOUT_LABEL, unit) + _arm(rows, "with", WITH_LABEL, unit)
    _name_lines(records, "middle")
    return _reaching(records, *_level_reach(record[end] for record in records for end in ("low", "high")))


def difference_rows(rows: pd.DataFrame, unit: str) -> Records:
    """Return the paired difference and its band; the axis reaches as far up as down, so that zero is in the middle."""
    years = [int(year) for year in rows["year"]]
    bands = rows[["difference_p10", "difference_p50", "difference_p90"]].itertuples(index=False, name=None)
    records: Records = [
        {
            "year": year,
            "low": low,
            "middle": middle,
            "high": high,
            "told": difference(middle, low, high, unit),
            "band": f"{difference(low, low, high, unit)} to {difference(high, low, high, unit)}",
        }
        for year, (low, middle, high) in zip(years, bands, strict=True)
    ]
    return _reaching(records, *_difference_reach(record[end] for record in records for end in ("low", "high")))


def single_path_rows(pairs: pd.DataFrame) -> Records:
    """Return every single run of both arms.

    Parameters
    ----------
    pairs
        One indicator and segment of the table of pairs.
    """
    records: Records = []
    for name, label in (("without", WITHOUT_LABEL), ("with", WITH_LABEL)):
        table = pairs[["year", "replicate", name]].itertuples(index=False, name=None)
        records += [
            {"year": int(year), "replicate": f"{name} {replicate}", "arm": label, "value": float(value)}
            for year, replicate, value in table
        ]
    _name_middles(records)
    return _reaching(records, *_level_reach(record["value"] for record in records))


def single_difference_rows(pairs: pd.DataFrame) -> Records:
    """Return the difference of every single pair."""
    table = pairs[["year", "replicate", "without", "with"]].itertuples(index=False, name=None)
    records: Records = [
        {"year": int(year), "replicate": int(replicate), "difference": float(with_plan - without)}
        for year, replicate, without, with_plan in table
    ]
    return _reaching(records, *_difference_reach(record["difference"] for record in records))


def _arm(rows: pd.DataFrame, arm: str, label: str, unit: str) -> Records:
    """Return one arm's band with what is told on hovering."""
    bands = rows[["year", f"{arm}_p10", f"{arm}_p50", f"{arm}_p90"]].itertuples(index=False, name=None)
    return [
        {
            "year": int(year),
            "arm": label,
            "low": low,
            "middle": middle,
            "high": high,
            "told": amount(middle, low, high, unit),
            "band": f"{amount(low, low, high, unit)} to {amount(high, low, high, unit)}",
        }
        for year, low, middle, high in bands
    ]


def _name_lines(records: Records, field: str) -> None:
    """Write the names of the two lines at their ends, the upper one above its end and the lower one below."""
    last = max(record["year"] for record in records)
    ends = [record for record in records if record["year"] == last]
    ends.sort(key=lambda record: (record[field], record["arm"] == WITH_LABEL))
    for record, shift in zip(ends, (APART, -APART), strict=False):
        record.update(label=record["arm"], shift=shift)


def _name_middles(records: Records) -> None:
    """Write the names of the two bundles of lines at the middle run of each."""
    last = max(record["year"] for record in records)
    middles: Records = []
    for label in (WITHOUT_LABEL, WITH_LABEL):
        ends = sorted(
            (one for one in records if one["year"] == last and one["arm"] == label), key=lambda one: float(one["value"])
        )
        middles.append(ends[len(ends) // 2])
    _name_lines(middles, "value")


def _level_reach(values: Iterable[float]) -> tuple[float, float]:
    """Return how far a level's axis goes: fitted to the data so that small differences can be seen, and not below nothing."""
    found = np.fromiter(values, dtype=np.float64)
    low, high = float(found.min()), float(found.max())
    margin = (high - low) * 0.08 or abs(high) * 0.05 or 1.0
    return (max(0.0, low - margin) if low >= 0 else low - margin), high + margin


def _difference_reach(values: Iterable[float]) -> tuple[float, float]:
    """Return how far a difference's axis goes: as far down as up."""
    reach = float(np.abs(np.fromiter(values, dtype=np.float64)).max()) * 1.1 or 1.0
    return -reach, reach


def _reaching(records: Records, bottom: float, top: float) -> Records:
    """Let the last record carry how far the axis goes."""
    records[-1].update(bottom=bottom, top=top)
    return records
