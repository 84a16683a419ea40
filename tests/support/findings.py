"""Findings made by hand, so that what a report says can be held against numbers that are known."""

from collections.abc import Sequence

import pandas as pd

from foresight.analysis.findings import Findings
from foresight.indicators.measures import INDICATORS
from foresight.scenario import library

Band = tuple[float, float, float]
YEARS = (2002, 2012, 2022)
GROUPS = (("all", "all"), ("size", "Under GBP 10k"), ("size", "Over GBP 1m"), ("place", "rural"), ("place", "urban"))


def row(indicator: str, group: tuple[str, str], year: int, without: Band, difference: Band, share: float) -> dict[str, object]:
    """Return one row of the tidy table."""
    made: dict[str, object] = {"indicator": indicator, "unit": INDICATORS[indicator].unit}
    made |= {"segment_kind": group[0], "segment": group[1], "year": year}
    with_plan = tuple(map(sum, zip(without, difference, strict=True)))
    for name, band in (("without", without), ("with", with_plan), ("difference", difference)):
        made |= {f"{name}_{end}": value for end, value in zip(("p10", "p50", "p90"), band, strict=True)}
    return made | {"share_better": share if INDICATORS[indicator].better != "none" else float("nan")}


def findings(difference: Band = (10.0, 20.0, 30.0), *, without: Band = (900.0, 1000.0, 1100.0), share: float = 0.9) -> Findings:
    """Return findings in which every indicator of every group has the same numbers in the last year, and none before."""
    nothing = (0.0, 0.0, 0.0)
    rows = [
        row(name, group, year, without, difference if year == YEARS[-1] else nothing, share if year == YEARS[-1] else 0.0)
        for name in INDICATORS
        for group in GROUPS
        for year in YEARS
    ]
    return of(rows)


def of(rows: Sequence[dict[str, object]]) -> Findings:
    """Return the findings of some rows of the tidy table."""
    record = {
        "pairs": 20,
        "seed": 1,
        "scale": 1.0,
        "strength": "central",
        "model_version": "9.9",
        "model_code": "c0de",
        "inputs": {},
    }
    return Findings(library.future("funding-cliff"), library.plan("first-steps"), pd.DataFrame(rows), record)
