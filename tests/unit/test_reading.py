"""Is every kind of measure read as it says, in every segment?"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresight.indicators import reading
from foresight.indicators.measures import INDICATORS, Inequality, Measure, Quantile, Told, Top, Variety, indicator
from foresight.indicators.presence import heard
from foresight.indicators.segments import Segments
from foresight.population.baseline import load

WEIGHT = np.array([1, 1, 2, 1], dtype=np.float32)
CODES = np.array([[0, 1], [0, 1], [0, 2], [0, 2]], dtype=np.int8)  # the whole, then two segments, and a third that is empty
EVERYBODY = np.ones(4, dtype=np.bool_)
COUNT = 4


def column(*values: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


NO_FLAGS = np.empty((0, 4), dtype=np.bool_)
STARTS = {"all": 0, "kind": 1, "": COUNT}


def read(measure: Any) -> list[float]:
    if isinstance(measure, Measure):
        return together(measure)[0]
    values = np.full(COUNT, np.nan)
    reading.fill(values, measure, reading.Ranked(WEIGHT, CODES, STARTS))
    return list(values)


def together(*measures: Measure) -> list[list[float]]:
    columns = {id(one): one for measure in measures for one in (measure.top, measure.bottom) if one is not None}
    stack = np.stack([one.astype(np.float32) for one in columns.values()])
    cells = reading.cell_sums(NO_FLAGS, stack, WEIGHT, CODES[:, 1:].astype(np.int16) - 1, 3)
    of_cells = np.array([[0, 1], [0, 2], [0, 3]], dtype=np.int8)
    return list(map(list, reading.measured(measures, reading.segment_sums(cells, of_cells, COUNT), list(columns))))


def test_a_sum_counts_weights_and_an_empty_segment_is_0() -> None:
    assert read(Measure(column(1, 2, 3, 4), factor=10)) == [130, 30, 100, 0]


def test_a_ratio_of_an_empty_segment_has_no_value() -> None:
    assert read(Measure(column(1, 2, 3, 4), column(2, 4, 3, 2))) == pytest.approx([13 / 14, 0.5, 10 / 8, np.nan], nan_ok=True)


def test_a_gap_is_taken_against_the_whole() -> None:
    measure = Measure(column(1, 0, 1, 0), column(1, 1, 1, 1), 100, against="gap")
    assert read(measure) == pytest.approx([0, 50 - 60, 200 / 3 - 60, np.nan], nan_ok=True)


def test_parity_is_1_for_the_whole() -> None:
    measure = Measure(column(1, 0, 1, 0), column(1, 1, 1, 1), against="ratio")
    assert read(measure) == pytest.approx([1, 0.5 / 0.6, (2 / 3) / 0.6, np.nan], nan_ok=True)
    nothing = Measure(column(0, 0, 0, 0), column(1, 1, 1, 1), against="ratio")
    assert np.isnan(read(nothing)).all()


def test_values_can_be_turned_at_the_end() -> None:
    assert read(Measure(column(1, 2, 3, 4), then=np.sqrt))[:3] == pytest.approx(np.sqrt([13, 3, 10]))


def test_measures_are_read_together_as_each_is_alone() -> None:
    some, most, nothing = column(1, 2, 3, 4), column(2, 4, 3, 2), column(0, 0, 0, 0)
    measures = [
        Measure(some, factor=10),
        Measure(some, most, 100, against="gap"),
        Measure(nothing, most, against="ratio"),
        Measure(most, some, then=np.sqrt),
        Measure(some, nothing),
        Measure(some, some),
    ]
    assert np.array_equal(together(*measures), [read(measure) for measure in measures], equal_nan=True)


def test_a_quantile_is_the_first_value_that_reaches_its_share_of_the_weight() -> None:
    assert read(Quantile(column(4, 1, 3, 2), EVERYBODY)) == pytest.approx([3, 1, 3, np.nan], nan_ok=True)
    assert read(Quantile(column(4, 1, 3, 2), EVERYBODY, 0.1))[0] == 1
    assert read(Quantile(column(4, 1, 3, 2), np.array([True, False, False, False])))[:2] == [4, 4]


def test_one_that_has_everything_makes_inequality_and_equals_make_none() -> None:
    assert read(Inequality(column(5, 5, 5, 5), EVERYBODY))[:3] == pytest.approx([0, 0, 0])
    assert read(Inequality(column(0, 8, 0, 0), EVERYBODY))[0] == pytest.approx(0.8)  # one in five has it all
    assert np.isnan(read(Inequality(column(0, 0, 0, 0), EVERYBODY))).all()


def test_variety_counts_what_is_equally_common_and_discounts_what_is_rare() -> None:
    category = np.array([0, 1, 1, 2], dtype=np.int8)
    found = read(Variety(category, EVERYBODY))
    shares = np.array([1, 3, 1]) / 5
    assert found == pytest.approx(
        [np.exp(-(shares * np.log(shares)).sum()), 2, np.exp(np.log(3) - 2 / 3 * np.log(2)), np.nan], nan_ok=True
    )


def test_a_plain_number_is_one_of_the_whole_sector() -> None:
    assert read(3.5) == pytest.approx([3.5, np.nan, np.nan, np.nan], nan_ok=True)


def test_the_largest_hold_what_they_hold() -> None:
    amounts = column(1, 2, 3, 10)  # the third counts twice
    assert read(Top(amounts, EVERYBODY, 0.2))[0] == pytest.approx(100 * 10 / 19)
    assert read(Top(amounts, EVERYBODY, 1.0))[0] == pytest.approx(100)
    assert read(Top(column(0, 0, 0, 0), EVERYBODY, 0.2))[0] == 0


def test_what_is_known_by_part_is_told_as_it_is_known() -> None:
    assert read(Told(7.0, {"kind": np.array([1.0, 2.0, 3.0])})) == [7, 1, 2, 3]


@pytest.mark.parametrize("size", [1, 31, 32, 33, 500])
def test_sums_by_cells_are_the_sums_by_segments(size: int) -> None:
    random = np.random.default_rng(size)
    segments = Segments.of(load())
    sizes = [len(kind.labels) for kind in segments.kinds]
    labels = np.stack([random.integers(0, most, size) for most in sizes], axis=1)
    codes = (labels + np.array([segments.starts[kind.id] for kind in segments.kinds])).astype(np.int8)
    stack, weight = random.random((5, size), dtype=np.float32), random.random(size, dtype=np.float32)
    flags = random.random((3, size)) < 0.5
    cells = reading.cell_sums(flags, stack, weight, segments.cells(codes), len(segments.of_cells))
    found = reading.segment_sums(cells, segments.of_cells, len(segments.names))
    for segment in range(len(segments.names)):
        here = (codes == segment).any(axis=1)
        whole = np.concatenate([flags, stack]).astype(float)[:, here]
        np.testing.assert_allclose(found[:, segment], (whole * weight[here]).sum(axis=1), atol=1e-12)


def test_a_consultation_hears_those_with_most_voice() -> None:
    voice, district = column(0.9, 0.8, 0.7, 0.6), np.array([0, 0, 0, 1], dtype=np.int8)
    quiet = np.array([[False, False, True, False]])  # one group, in the first district only
    assert heard(voice, district, quiet, 2, 2) == 0.5
    assert heard(voice, district, quiet, 2, 3) == 1
    assert heard(voice, district, np.zeros((1, 4), dtype=np.bool_), 2, 1) == 1  # nobody is missed where nobody is


@given(st.lists(st.floats(0, 1e6, width=32), min_size=4, max_size=4), st.floats(0.01, 1))
def test_quantiles_lie_among_the_values_and_inequality_between_0_and_1(values: list[float], share: float) -> None:
    amounts = column(*values)
    found = read(Quantile(amounts, EVERYBODY, share))
    assert found[0] in amounts
    gini = read(Inequality(amounts, EVERYBODY))
    assert all(np.isnan(one) or -1e-9 <= one < 1 for one in gini)


def test_two_indicators_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two indicators are called 'income'"):
        indicator("income", "Income", "GBP", "more")(lambda _: 1.0)
    assert INDICATORS["income"].headline
