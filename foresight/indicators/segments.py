"""Segments: the kinds of organisation that indicators are told apart by."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import add

import numpy as np
from numpy.typing import NDArray

from foresight.indicators.measures import YearEnd
from foresight.population.baseline import Baseline
from foresight.population.columns import Flags, Smalls

MEMBERS = "members"
"""The kind of segment that tells members of the plan from others."""
MOVED_BY_PLANS = frozenset({"size", "support"})
"""Kinds of which a plan can move an organisation from one group to another, so that a group is not the same in both arms.

What an organisation is by birth stays as it is, and who takes part is known from the arm with the plan, in both arms.
"""
MOST_CELLS = 128  # of a bundle: its sums stay where a processor reaches them at once
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
    band = np.zeros(len(year.population), dtype=np.int8)
    for bound in SIZE_BANDS:
        band += year.population.income_before >= bound
    return band


@dataclass(frozen=True)
class Segments:
    """All segments of the region, numbered; the first is the whole sector."""

    kinds: tuple[SegmentKind, ...]

    @classmethod
    def of(cls, baseline: Baseline) -> "Segments":
        """Return the segments of a baseline's places and activities."""
        county = baseline.county_of_district
        activities = tuple(baseline.activities["activity"])
        beneficiaries = tuple(baseline.beneficiaries["beneficiary"])
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
                SegmentKind("beneficiary", beneficiaries, lambda year: year.population.beneficiary),
                SegmentKind("support", ("unsupported", "supported"), lambda year: year.population.supported),
                SegmentKind(MEMBERS, ("non-member", "member"), lambda year: year.member),
            )
        )

    @cached_property
    def starts(self) -> Mapping[str, int]:
        """Return the number of the first segment of each kind, and under "" how many segments there are."""
        return dict(zip([*(kind.id for kind in self.kinds), ""], accumulate(self._sizes, initial=0), strict=True))

    @property
    def _sizes(self) -> list[int]:
        return [len(kind.labels) for kind in self.kinds]

    @property
    def names(self) -> list[tuple[str, str]]:
        """Return kind and label of every segment, in order."""
        return [(kind.id, label) for kind in self.kinds for label in kind.labels]

    @cached_property
    def bundles(self) -> tuple[tuple[int, ...], ...]:
        """Return the kinds by their places, bundled so that few combinations of segments make a bundle's cells.

        Members make a bundle of their own: who is one is known from the other arm, and must not move the last bit of other sums.
        """
        alone = [place for place, kind in enumerate(self.kinds) if kind.id == MEMBERS]
        others = [place for place in range(len(self.kinds)) if place not in alone]
        made: list[list[int]] = []
        for place in sorted(others, key=lambda place: -len(self.kinds[place].labels)):
            size = len(self.kinds[place].labels)
            fits = [bundle for bundle in made if size * self._cells(bundle) <= MOST_CELLS]
            if fits:
                fits[0].append(place)
            else:
                made.append([place])
        return tuple(tuple(bundle) for bundle in [*made, *([place] for place in alone)])

    def _cells(self, bundle: Sequence[int]) -> int:
        return math.prod(len(self.kinds[place].labels) for place in bundle)

    @cached_property
    def of_cells(self) -> Smalls:
        """Return the segments that each cell belongs to, shape (cells, most kinds in a bundle); -1 where there is none more."""
        widest = max(len(bundle) for bundle in self.bundles)
        rows = []
        for bundle in self.bundles:
            sizes, starts = ([part[place] for place in bundle] for part in (self._sizes, list(self.starts.values())))
            none = [-1] * (widest - len(bundle))
            rows += [[*map(add, starts, labels), *none] for labels in np.ndindex(*sizes)]
        return np.array(rows, dtype=np.int8)

    def cells(self, codes: Smalls) -> NDArray[np.int16]:
        """Return the cell of each bundle that an organisation is in, shape (n, bundles), from its segments, shape (n, kinds)."""
        cells, sizes = np.empty((len(codes), len(self.bundles)), dtype=np.int16), self._sizes
        for column, (bundle, offset) in enumerate(zip(self.bundles, self._offsets, strict=True)):
            cell = codes[:, bundle[0]].astype(np.int16)
            for place in bundle[1:]:
                cell *= sizes[place]
                cell += codes[:, place]
            cells[:, column] = cell + offset
        return cells

    @cached_property
    def _offsets(self) -> list[int]:
        """Return how far each bundle's cells lie behind what its first segments come to."""
        starts, first, offsets = list(self.starts.values()), 0, []
        for bundle in self.bundles:
            lowest = 0
            for place in bundle:
                lowest = lowest * self._sizes[place] + starts[place]
            offsets.append(first - lowest)
            first += self._cells(bundle)
        return offsets

    def codes(self, year: YearEnd) -> Smalls:
        """Return the number of the segment of each kind that an organisation belongs to, shape (n, kinds)."""
        codes = np.empty((len(year.population), len(self.kinds)), dtype=np.int8)
        codes[:] = list(self.starts.values())[:-1]
        for place, kind in enumerate(self.kinds):
            codes[:, place] += kind.codes(year)
        return codes
