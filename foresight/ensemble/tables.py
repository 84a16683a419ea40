"""The table of one run of a batch: tidy columns as in `foresight compare`, as a Parquet file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import Segments
from foresight.model.run import YEARS, Values
from foresight.population.baseline import load

COLUMNS = ("indicator", "unit", "segment_kind", "segment", "year", "replicate", "without", "with", "difference")
LABELS = ("indicator", "unit", "segment_kind", "segment")


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
    grid, labels = _labels(keep)
    one, other = (np.moveaxis(values, 0, -1)[grid].ravel() for values in (without, with_plan))
    there = ~(np.isnan(one) | np.isnan(other))
    columns = {
        **labels,
        "replicate": pa.array(np.full(one.size, replicate, dtype=np.int32)),
        "without": pa.array(one),
        "with": pa.array(other),
        "difference": pa.array(other - one),
    }
    table = pa.table(columns).filter(pa.array(there))
    made = pa.BufferOutputStream()
    pq.write_table(table, made, compression="zstd", use_dictionary=[*LABELS, "year", "replicate"])
    return bytes(made.getvalue())


@lru_cache(maxsize=8)
def _labels(keep: Selection) -> tuple[tuple[NDArray[np.int64], ...], dict[str, pa.Array]]:
    """Return what is kept of arrays of shape (indicators, segments, years), and the columns that name each value."""
    names = Segments.of(load()).names
    ids = list(INDICATORS)
    kept = [place for place, name in enumerate(ids) if keep.indicators is None or name in keep.indicators]
    parts = [place for place, (kind, _) in enumerate(names) if keep.segments is None or kind in keep.segments]
    years = [place for place, year in enumerate(YEARS) if keep.years is None or year in keep.years]
    indicator, segment, year = (index.ravel() for index in np.indices((len(kept), len(parts), len(years))))
    columns = {
        "indicator": _words([ids[place] for place in kept], indicator),
        "unit": _words([INDICATORS[ids[place]].unit for place in kept], indicator),
        "segment_kind": _words([names[place][0] for place in parts], segment),
        "segment": _words([names[place][1] for place in parts], segment),
        "year": pa.array(np.take([YEARS[place] for place in years], year).astype(np.int16)),
    }
    return np.ix_(kept, parts, years), columns


def _words(words: Sequence[str], index: NDArray[np.int64]) -> pa.Array:
    """Return a column of words, each kept once."""
    distinct = list(dict.fromkeys(words))
    places = np.array([distinct.index(word) for word in words], dtype=np.int16)
    return pa.DictionaryArray.from_arrays(pa.array(places[index]), pa.array(distinct))
