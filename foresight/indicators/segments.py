"""Segments: the kinds of organisation that indicators are told apart by."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from foresight.indicators.measures import YearEnd
from foresight.population.baseline import Baseline
from foresight.population.columns import Flags, Smalls

WHOLE = ("all", "all")
SIZE_BANDS = (10_000, 100_000, 1_000_000)  # GBP of the year before
SIZE_LABELS = ("Under GBP 10k", "GBP 10k-100k", "GBP 100k-1m", "Over GBP 1m")


@dataclass(frozen=True)
class SegmentKind:
    """A way to tell organisations apart: its labels, and the code of each organisation."""

    id: str
    labels: tuple[str, ...]
    codes: Callable[[YearEnd], Flags | Smalls]


def size_band(year: YearEnd) -> Smalls:
    """Return the size band of each organisation: how many of the bounds its income has reached."""
    return np.asarray(np.sum([year.population.income_before >= bound for bound in SIZE_BANDS], axis=0, dtype=np.int8))


@dataclass(frozen=True)
class Segments:
    """All segments of the region, numbered; the first is the whole sector."""

    kinds: tuple[SegmentKind, ...]

    @classmethod
    def of(cls, baseline: Baseline) -> "Segments":
        """Return the segments of a baseline's places and activities."""
        county = baseline.county_of_district
        activities = tuple(baseline.activities["activity"])
        groups = ("unregistered groups", "registered organisations")
        return cls(
            (
                SegmentKind("all", ("all",), lambda year: np.zeros(len(year.population), dtype=np.int8)),
                SegmentKind("size", SIZE_LABELS, size_band),
                SegmentKind("county", baseline.counties, lambda year: county.take(year.population.district)),
                SegmentKind("place", ("urban", "rural"), lambda year: year.population.rural),
                SegmentKind("leadership", ("other", "BME-led"), lambda year: year.population.bme_led),
                SegmentKind("activity", activities, lambda year: year.population.activity),
                SegmentKind("population", groups, lambda year: year.population.registered),
                SegmentKind("age", ("five years and over", "under five years"), lambda year: year.young),
                SegmentKind("members", ("non-member", "member"), lambda year: year.member),
            )
        )

    @property
    def names(self) -> list[tuple[str, str]]:
        """Return kind and label of every segment, in order."""
        return [(kind.id, label) for kind in self.kinds for label in kind.labels]

    def codes(self, year: YearEnd) -> Smalls:
        """Return the number of the segment of each kind that an organisation belongs to, shape (n, kinds)."""
        codes = np.empty((len(year.population), len(self.kinds)), dtype=np.int8)
        start = 0
        for place, kind in enumerate(self.kinds):
            codes[:, place] = kind.codes(year) + np.int8(start)
            start += len(kind.labels)
        return codes
