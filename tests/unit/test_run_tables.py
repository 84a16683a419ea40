"""Does the table of a run hold its values, whatever they are, wherever it is written?"""

import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from foresight.ensemble.tables import encoded
from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import Segments
from foresight.model.run import YEARS, Values
from foresight.population.baseline import load
from foresight.scenario.experiments import Kept

SEGMENTS = Segments.of(load()).names
SHAPE = (len(YEARS), len(INDICATORS), len(SEGMENTS))
EVERYTHING = Kept()


def noise(seed: int) -> Values:
    """Return values that no packing makes smaller, a tenth of them missing."""
    draws = np.random.default_rng(seed)
    return np.where(draws.random(SHAPE) < 0.1, np.nan, draws.normal(size=SHAPE))


def opened(table: bytes) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(table))


def test_every_value_stands_beside_its_names_and_what_is_missing_has_no_row() -> None:
    one, other = noise(1), noise(2)
    found = opened(encoded(EVERYTHING, 7, one, other))
    assert len(found) == np.sum(~np.isnan(one) & ~np.isnan(other))
    assert set(found["replicate"]) == {7}
    segment = {names: place for place, names in enumerate(SEGMENTS)}
    indicator, year = {id_: place for place, id_ in enumerate(INDICATORS)}, {year: place for place, year in enumerate(YEARS)}
    places = (
        found["year"].map(year).to_numpy(),
        found["indicator"].astype(str).map(indicator).to_numpy(),
        [segment[names] for names in zip(found["segment_kind"], found["segment"], strict=True)],
    )
    np.testing.assert_array_equal(found["without"], one[places])
    np.testing.assert_array_equal(found["with"], other[places])
    np.testing.assert_array_equal(found["difference"], other[places] - one[places])
    assert np.all(np.diff(np.ravel_multi_index((places[1], places[2], places[0]), (SHAPE[1], SHAPE[2], SHAPE[0]))) > 0)
    assert list(found["unit"]) == [INDICATORS[id_].unit for id_ in found["indicator"]]


@pytest.mark.parametrize(
    "keep",
    [
        EVERYTHING,
        Kept(segments=("all",), years=(2022,)),
        Kept(indicators=("jobs",), segments=("all",), years=(2022,)),
        Kept(indicators=("jobs", "closures"), years=(2022, 2002)),
    ],
)
def test_there_is_room_for_values_that_cannot_be_packed_and_only_what_is_kept_is_there(keep: Kept) -> None:
    bits = np.random.default_rng(3).integers(1, 2**62, SHAPE).view(np.float64)
    found = opened(encoded(keep, 2**31 - 1, bits, bits[::-1]))
    assert len(found) == np.prod(
        [
            len(keep.years or YEARS),
            len(keep.indicators or INDICATORS),
            sum(keep.segments is None or kind in keep.segments for kind, _ in SEGMENTS),
        ]
    )
    for name in ("indicator", "segment_kind", "year"):
        wanted = {"indicator": keep.indicators, "segment_kind": keep.segments, "year": keep.years}[name]
        assert wanted is None or set(found[name]) == set(wanted)


def test_threads_that_write_at_the_same_time_do_not_write_into_each_others_tables() -> None:
    values = [noise(seed) for seed in range(8)]
    alone = [encoded(EVERYTHING, 0, one, one) for one in values]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda one: encoded(EVERYTHING, 0, one, one), values * 4))
    assert together == alone * 4
