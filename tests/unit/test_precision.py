"""Do intervals and the number of pairs agree?"""

import numpy as np
import pytest
from scipy.stats import t as student

from foresight.analysis.intervals import around, of_mean
from foresight.analysis.precision import needed, precision


def test_the_interval_is_that_of_the_textbook() -> None:
    known = of_mean(np.array([1.0, 2, 3, 4, 5]))
    reach = student.ppf(0.975, 4) * np.sqrt(2.5 / 5)
    assert [float(end) for end in known] == pytest.approx([3, 3 - reach, 3 + reach])


def test_of_one_case_nothing_is_known() -> None:
    known = of_mean(np.array([[3.0, 4.0]]))
    assert list(known.middle) == [3, 4]
    assert np.isneginf(known.low).all()
    assert np.isposinf(known.high).all()
    assert not known.away_from_zero().any()


def test_an_error_of_nothing_has_an_interval_of_nothing() -> None:
    known = around(2.0, 0.0, 5)
    assert [float(end) for end in known] == [2, 2, 2]
    assert known.away_from_zero()


def test_the_interval_narrows_as_pairs_are_added() -> None:
    found = precision(np.random.default_rng(1).normal(100, 20, size=400))
    width = (found.table["high"] - found.table["low"]).to_numpy()
    assert found.pairs == 400
    assert width[-1] == pytest.approx(width[98] / 2, rel=0.2)
    assert found.reach == pytest.approx(width[-1] / 2)


@pytest.mark.parametrize("wanted", [0.5, 1.3, 4.0])
def test_the_pairs_needed_are_just_enough(wanted: float) -> None:
    count = needed(10.0, wanted)
    reach = [student.ppf(0.975, pairs - 1) * 10 / np.sqrt(pairs) for pairs in (count, count - 1)]
    assert reach[0] <= wanted < reach[1]


def test_half_the_width_needs_some_four_times_the_pairs() -> None:
    found = precision(np.random.default_rng(2).normal(0, 5, size=100))
    assert 370 < found.needed < 410
    assert found.more == found.needed - 100


def test_without_spread_two_pairs_are_enough() -> None:
    found = precision(np.full(5, 7.0), 0.1)
    assert (found.needed, found.more, found.reach) == (2, 0, 0)


def test_enough_is_said_to_be_enough() -> None:
    found = precision(np.random.default_rng(3).normal(0, 1, size=50), 10.0)
    assert found.more == 0
