"""Does the command line print nothing that its own numbers gainsay?"""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresight.presentation.account import hardest_hit
from foresight.presentation.listing import _difference
from foresight.presentation.numbers import step_for

UNITS = st.sampled_from(["organisations", "% a year", "GBP m, 2002 prices", "0-1"])
SIZES = st.one_of(st.just(0.0), st.floats(1e-6, 1e6), st.floats(-1e6, -1e-6))


def losers(*rows: tuple[str, float, float], sure: bool = True, kind: str = "size") -> pd.DataFrame:
    made = [(part, kind, 100.0, worse, better, 1.0 if sure else -1.0) for part, worse, better in rows]
    return pd.DataFrame(made, columns=["segment", "segment_kind", "organisations", "worse_p50", "better_p50", "balance_p10"])


def test_parts_in_which_as_many_are_better_off_as_worse_are_not_said_to_lose() -> None:
    found = hardest_hit(losers(("Over GBP 1m", 6.4, 5.6), ("GBP 10k-100k", 31.0, 12.5), ("Under GBP 10k", 8.0, 9.0)))
    assert found == ["GBP 10k-100k at the start (31 worse off, 12 better off)"]


def test_parts_on_which_the_pairs_do_not_agree_are_not_said_to_lose() -> None:
    assert hardest_hit(losers(("Health", 21.0, 17.0), sure=False, kind="activity")) == []
    assert hardest_hit(losers(("Health", 21.0, 17.0), kind="activity")) == ["Health (21 worse off, 17 better off)"]


def test_those_hit_hardest_are_named_first_and_no_more_than_three() -> None:
    found = hardest_hit(losers(*((f"part {number}", 10.0 + number, 10.0) for number in range(5)), kind="county"))
    assert found == [f"part {number} ({10 + number} worse off, 10 better off)" for number in (4, 3, 2)]


@pytest.mark.parametrize(
    ("band", "unit", "told"),
    [
        ((-0.0042, 0.0011, 0.0123), "% a year", ("hardly any", "-0.004 to +0.012")),
        ((0.21, 0.21, 0.21), "organisations", ("hardly any", "+0.210 to +0.210")),
        ((0.0, 0.0, 0.0), "organisations", ("none", "0 to 0")),
        ((-2.0, 31.4, 60.0), "organisations", ("+31", "-2 to +60")),
    ],
)
def test_a_band_is_printed_also_where_there_is_hardly_any_difference(
    band: tuple[float, float, float], unit: str, told: tuple[str, str]
) -> None:
    low, middle, high = band
    assert _difference(*band, step_for(middle, low, high, unit)) == told


@given(st.tuples(SIZES, SIZES, SIZES).map(sorted), UNITS)
def test_a_band_is_nothing_to_nothing_only_where_it_is_nothing(band: list[float], unit: str) -> None:
    low, middle, high = band
    _, told = _difference(low, middle, high, step_for(middle, low, high, unit))
    ends = [float(end.replace(",", "")) for end in told.split(" to ")]
    assert any(ends) is bool(low or high)
