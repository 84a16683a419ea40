"""What part of a comparison is looked at, and how: the rows and the words of each indicator."""

from dataclasses import dataclass

import pandas as pd

from foresight.analysis.comparison import Comparison
from foresight.analysis.manifest import alike
from foresight.indicators.measures import INDICATORS
from foresight.presentation.readings import WHOLE_SECTOR, Segment, read
from foresight.presentation.sentences import Told


@dataclass(frozen=True)
class View:
    """A part of the sector in a comparison.

    Parameters
    ----------
    single
        Whether single runs are shown in place of bands.
    """

    comparison: Comparison
    segment: Segment = WHOLE_SECTOR
    single: bool = False

    @property
    def pairs(self) -> int:
        """The number of pairs of runs."""
        return len(self.comparison.ensemble.without)

    @property
    def plan(self) -> str:
        """The plan's name in sentences."""
        return self.comparison.plan.title

    def rows(self, indicator: str) -> pd.DataFrame:
        """Return the indicator's rows, year by year; none where there is nobody to read it off."""
        return self.comparison.cut(indicator, *self.segment).table()

    def told(self, indicator: str) -> Told | None:
        """Return the last year of an indicator, ready to be told; None where there is nobody to read it off."""
        bands = self.comparison.cut(indicator, *self.segment).bands()
        if not len(bands["year"]):
            return None
        last = {name: column[-1] for name, column in bands.items()}
        now = read({"indicator": indicator, "unit": INDICATORS[indicator].unit, **last})
        return Told.of(now, self.pairs, alike=alike(self.comparison.plan, self.comparison.manifest))
