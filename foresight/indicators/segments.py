"""Segments: the kinds of organisation that indicators are told apart by."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foresight.population.baseline import Baseline
from foresight.population.columns import Population, Smalls

Codes = NDArray[np.int64]
WHOLE = ("all", "all")
SIZE_BANDS = (10_000, 100_000, 1_000_000)  # GBP of the year before
SIZE_LABELS = ("Under GBP 10k", "GBP 10k-100k", "GBP 100k-1m", "Over GBP 1m")


@dataclass(frozen=True)
class SegmentKind:
    """A way to tell organisations apart: its labels, and the code of each organisation."""

    id: str
    labels: tuple[str, ...]
    codes: Callable[[Population], Codes]


def size_band(population: Population) -> Codes:
    """Return the size band of each organisation: how many of the bounds its income has reached."""
    return np.asarray(np.sum([population.income_before >= bound for bound in SIZE_BANDS], axis=0))


@dataclass(frozen=True)
class Segments:
    """All segments of the region, numbered; the first is the whole sector."""

    kinds: tuple[SegmentKind, ...]

    @classmethod
    def of(cls, baseline: Baseline) -> "Segments":
        """Return the segments of a baseline's places and activities."""
        county = baseline.county_of_district.astype(np.int64)
        activities = tuple(baseline.activities["activity"])
        return cls(
            (
                SegmentKind("all", ("all",), lambda population: np.zeros(len(population), dtype=np.int64)),
                SegmentKind("size", SIZE_LABELS, size_band),
                SegmentKind("county", baseline.counties, lambda population: county.take(population.district)),
                SegmentKind("place", ("urban", "rural"), lambda population: population.rural.astype(np.int64)),
                SegmentKind("leadership", ("other", "BME-led"), lambda population: population.bme_led.astype(np.int64)),
                SegmentKind("activity", activities, lambda population: population.activity.astype(np.int64)),
                SegmentKind(
                    "population",
                    ("unregistered groups", "registered organisations"),
                    lambda population: population.registered.astype(np.int64),
                ),
            )
        )

    @property
    def names(self) -> list[tuple[str, str]]:
        """Return kind and label of every segment, in order."""
        return [(kind.id, label) for kind in self.kinds for label in kind.labels]

    def codes(self, population: Population) -> Smalls:
        """Return the number of the segment of each kind that an organisation belongs to, shape (n, kinds)."""
        codes = np.empty((len(population), len(self.kinds)), dtype=np.int8)
        start = 0
        for place, kind in enumerate(self.kinds):
            codes[:, place] = kind.codes(population) + start
            start += len(kind.labels)
        return codes
