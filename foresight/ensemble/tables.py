"""The table of one run of a batch: tidy columns as in `foresight compare`, as a Parquet file.

A batch writes one for every run, so what is the same in all of them is made once in a process: the columns that name each value.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import Segments
from foresight.model.run import YEARS, Values
from foresight.population.baseline import load

LABELS = ("indicator", "unit", "segment_kind", "segment")
SCHEMA = pa.schema(
    [
        *[pa.field(name, pa.dictionary(pa.int16(), pa.string()), nullable=False) for name in LABELS],
        pa.field("year", pa.int16(), nullable=False),
        pa.field("replicate", pa.int32(), nullable=False),
        *[pa.field(name, pa.float64(), nullable=False) for name in ("without", "with", "difference")],
    ]
)
COLUMNS = tuple(SCHEMA.names)
HOW = {
    "compression": "snappy",
    "use_dictionary": list(LABELS),
    "column_encoding": {"year": "DELTA_BINARY_PACKED", "replicate": "DELTA_BINARY_PACKED"},
    "write_statistics": False,  # they would let readers skip parts of a file, and a file this small has one part
}
"""How a table is written: as quickly as it goes without becoming much larger."""


@dataclass(frozen=True)
class Selection:
    """Which indicators, kinds of segment and years of a run are kept; None keeps all of them."""

    indicators: tuple[str, ...] | None = None
    segments: tuple[str, ...] | None = None
    years: tuple[int, ...] | None = None


def encoded(keep: Selection, replicate: int, without: Values, with_plan: Values) -> bytes:
    """Return a pair of runs as the bytes of a Parquet file; where there is no value in one of them, there is no row.

    Parameters
    ----------
    without, with_plan : float64 arrays, shape (years, indicators, segments)
    """
    names = _names(keep)
    one, other = (np.moveaxis(values, 0, -1).ravel() for values in (without, with_plan))
    rows = names.kept & ~np.isnan(one) & ~np.isnan(other)
    one, other = one[rows], other[rows]
    numbers = (names.years[rows], np.full(one.size, replicate, np.int32), one, other, other - one)
    columns = [*[words.taken(rows) for words in names.words], *map(pa.array, numbers)]
    made = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays(columns, schema=SCHEMA), made, **HOW)
    return bytes(made.getvalue())


class Words(NamedTuple):
    """A column with a word for each value of a run, by its place among the distinct ones."""

    places: NDArray[np.int16]
    distinct: pa.Array

    def taken(self, rows: NDArray[np.bool_]) -> pa.Array:
        """Return the words of some values."""
        return pa.DictionaryArray.from_arrays(pa.array(self.places[rows]), self.distinct)


class Names(NamedTuple):
    """What names each value of a run, values of shape (indicators, segments, years) taken as one long array.

    Parameters
    ----------
    kept : bool array
        Whether the value is kept.
    words : list of Words
        In the order of `LABELS`.
    years : int16 array
    """

    kept: NDArray[np.bool_]
    words: list[Words]
    years: NDArray[np.int16]


@lru_cache(maxsize=8)
def _names(keep: Selection) -> Names:
    """Return what names each value, and which values are kept."""
    segments, units = Segments.of(load()).names, [one.unit for one in INDICATORS.values()]
    indicator, segment, year = np.indices((len(INDICATORS), len(segments), len(YEARS)))
    kinds = [kind for kind, _ in segments]
    kept = (
        _among(INDICATORS, keep.indicators)[indicator] & _among(kinds, keep.segments)[segment] & _among(YEARS, keep.years)[year]
    )
    columns = ((list(INDICATORS), indicator), (units, indicator), (kinds, segment), ([label for _, label in segments], segment))
    words = [_words(each, index[kept], index.ravel()) for each, index in columns]
    return Names(kept.ravel(), words, np.take(YEARS, year.ravel()).astype(np.int16))


def _among(every: Iterable[object], wanted: Collection[object] | None) -> NDArray[np.bool_]:
    return np.array([wanted is None or one in wanted for one in every])


def _words(words: Sequence[str], kept: NDArray[np.int64], index: NDArray[np.int64]) -> Words:
    """Return a column of words; those of values that are not kept are not among the distinct ones."""
    distinct = list(dict.fromkeys(np.take(words, kept).tolist()))
    places = {word: place for place, word in enumerate(distinct)}
    return Words(np.array([places.get(word, 0) for word in words], dtype=np.int16)[index], pa.array(distinct))
