"""The table of one run of a batch: tidy columns as in `foresight compare`, as a Parquet file.

A batch writes one for every run, so what is the same in all of them is made once in a process: the columns that name each value.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache
from threading import get_ident
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import Segments
from foresight.model.run import YEARS, Values
from foresight.population.baseline import load
from foresight.scenario.experiments import Kept

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
FRAME, ROOM = 2**16, 64  # bytes, more than enough: for all of a file but its rows, and for a row that cannot be packed
HOW = {
    "compression": "snappy",
    "use_dictionary": list(LABELS),
    "write_batch_size": 2**16,
    "write_statistics": False,  # they would let readers skip parts of a file, and a file this small has one part
}
"""How a table is written: as quickly as it goes without becoming much larger."""


def encoded(keep: Kept, replicate: int, without: Values, with_plan: Values) -> bytes:
    """Return a pair of runs as the bytes of a Parquet file; where there is no value in one of them, there is no row.

    Parameters
    ----------
    without, with_plan : float64 arrays, shape (years, indicators, segments)
    """
    names = _names(keep)
    one, other = (values.ravel().take(names.places) for values in (without, with_plan))
    known = ~(np.isnan(one) | np.isnan(other))
    one, other = one[known], other[known]
    numbers = (np.full(one.size, replicate, np.int32), one, other, other - one)
    rows = pa.array(known)
    columns = [*[column.filter(rows) for column in names.columns], *map(pa.array, numbers)]
    desk = _desk(get_ident(), FRAME + ROOM * len(names.places))
    made = pa.FixedSizeBufferWriter(desk)
    pq.write_table(pa.Table.from_arrays(columns, schema=SCHEMA), made, **HOW)
    return memoryview(desk)[: made.tell()].tobytes()


class Names(NamedTuple):
    """What names each value that is kept, in the order of the rows: by indicator, then segment, then year.

    Parameters
    ----------
    places : int64 array
        Where the value stands among those of a run, shape (years, indicators, segments), taken as one long array.
    columns : list of arrays
        In the order of `LABELS`, and then the year.
    """

    places: NDArray[np.int64]
    columns: list[pa.Array]


@lru_cache(maxsize=8)
def _desk(thread: int, room: int) -> pa.Buffer:  # noqa: ARG001 - each thread has its own
    """Return memory to write a file in, kept from run to run, since it costs as much as writing to ask for it each time."""
    return pa.allocate_buffer(room)


@lru_cache(maxsize=8)
def _names(keep: Kept) -> Names:
    """Return what names each value that is kept."""
    segments, units = Segments.of(load()).names, [one.unit for one in INDICATORS.values()]
    kinds, labels = ([segment[part] for segment in segments] for part in range(2))
    kept = (_among(INDICATORS, keep.indicators), _among(kinds, keep.segments), _among(YEARS, keep.years))
    indicator, segment, year = (place.ravel() for place in np.meshgrid(*kept, indexing="ij"))
    places = np.ravel_multi_index((year, indicator, segment), (len(YEARS), len(INDICATORS), len(segments)))
    words = ((list(INDICATORS), indicator), (units, indicator), (kinds, segment), (labels, segment))
    columns = [*[pa.array(np.take(each, place)).dictionary_encode() for each, place in words], pa.array(np.take(YEARS, year))]
    return Names(places, [column.cast(type_) for column, type_ in zip(columns, SCHEMA.types, strict=False)])


def _among(every: Iterable[object], wanted: Collection[object] | None) -> NDArray[np.int64]:
    """Return the places of what is wanted."""
    return np.array([place for place, one in enumerate(every) if wanted is None or one in wanted], dtype=np.int64)
