"""One indicator in one segment of a comparison, year by year: pages ask for many, so no whole table is made for one."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.indicators.measures import Indicator
from foresight.model.run import YEARS

QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
"""The shares of pairs that lie below the values of a band, by the ends of the names of their columns."""
COLUMNS = (
    "indicator", "unit", "segment_kind", "segment", "year", "without_p10", "without_p50", "without_p90",
    "with_p10", "with_p50", "with_p90", "difference_p10", "difference_p50", "difference_p90", "share_better",
)  # fmt: skip
"""Columns of the tidy table of a comparison."""
SIGNS = {"more": 1.0, "fewer": -1.0, "none": 0.0}
"""Which way is better: a difference times this is above 0 where the plan came out better; 0 where neither way is."""


def worded(table: pd.DataFrame, starts: str | tuple[str, ...], words: str) -> pd.DataFrame:
    """Return a table as it is written to a file: words for what is infinite in the columns that start so."""
    columns = [name for name in table.columns if name.startswith(starts)]
    return table.assign(**{name: table[name].astype(object).where(np.isfinite(table[name]), words) for name in columns})


class Cut(NamedTuple):
    """One indicator in one segment.

    Parameters
    ----------
    without, with_plan : float64 array, shape (pairs, years)
        Readings of both arms; not-a-number where the segment is empty.
    """

    indicator: Indicator
    kind: str
    segment: str
    without: NDArray[np.float64]
    with_plan: NDArray[np.float64]

    def bands(self) -> Mapping[str, NDArray[Any]]:
        """Return the numbers of `table` by column, each of shape (years,); years in which a run has no value are left out."""
        difference = self.with_plan - self.without
        told = ~np.isnan(difference).any(axis=0)
        columns = banded(self.without[:, told], self.with_plan[:, told])
        sign = SIGNS[self.indicator.better]
        better = (difference[:, told] * sign > 0).mean(axis=0) if sign else np.full(told.sum(), np.nan)
        return {"year": np.array(YEARS)[told], **columns, "share_better": better}

    def table(self) -> pd.DataFrame:
        """Return the rows of the comparison's table, in the order of the years, with the columns of `COLUMNS`."""
        names = {"indicator": self.indicator.id, "unit": self.indicator.unit, "segment_kind": self.kind, "segment": self.segment}
        return pd.DataFrame({**names, **self.bands()})[list(COLUMNS)]

    def pairs(self) -> pd.DataFrame:
        """Return the rows of the comparison's pairs: year, replicate, without, with."""
        pairs = len(self.without)
        table = pd.DataFrame(
            {
                "year": np.tile(YEARS, pairs),
                "replicate": np.repeat(np.arange(pairs), len(YEARS)),
                "without": self.without.ravel(),
                "with": self.with_plan.ravel(),
            }
        )
        return table.dropna(subset=["without", "with"], ignore_index=True)


def banded(without: NDArray[np.float64], with_plan: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return the 10, 50 and 90 % values over pairs of both arms and of the difference, by the names of their columns.

    Parameters
    ----------
    without, with_plan : float64 arrays, shape (pairs, ...)
        A cell without a value in any pair has none.
    """
    return {
        f"{name}_{end}": values
        for name, arm in (("without", without), ("with", with_plan), ("difference", with_plan - without))
        for end, values in zip(QUANTILES, np.quantile(arm, list(QUANTILES.values()), axis=0), strict=True)
    }
