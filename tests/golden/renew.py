"""One small run kept as a file; `python -m tests.golden.renew` writes it again after a wanted change of numbers."""

import sys
from pathlib import Path

import pandas as pd

from foresight.analysis.comparison import compare
from foresight.scenario import library

GOLDEN = Path(__file__).parent / "funding-cliff-whole-programme.csv"
FUTURE, PLAN = "funding-cliff", "whole-programme"
SCALE, SEED = 0.05, 1
YEARS = (2002, 2003, 2007, 2012, 2022)
DIGITS = 8  # significant ones: more than the test compares, few enough to read


def golden() -> pd.DataFrame:
    """Return every indicator of the whole sector in a few years of one pair: indicator, year, without, with."""
    made = compare(library.future(FUTURE), library.plan(PLAN), pairs=1, scale=SCALE, seed=SEED).pairs
    whole = made[(made["segment_kind"] == "all") & made["year"].isin(YEARS)]
    return whole[["indicator", "year", "without", "with"]].reset_index(drop=True)


def renew() -> None:
    """Write the file."""
    golden().to_csv(GOLDEN, index=False, float_format=f"%.{DIGITS}g", lineterminator="\n")


if __name__ == "__main__":
    renew()
    sys.stdout.write(f"Written: {GOLDEN.name}. Say under Results in CHANGELOG.md why the numbers moved.\n")
