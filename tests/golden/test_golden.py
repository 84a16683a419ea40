"""Did any number move? One pair at a small scale, held against the file that `python -m tests.golden.renew` writes.

Readings must agree to one part in ten thousand. Processors and releases of NumPy differ in the last digit of exp, log and sums in
single precision: sixteen pairs of runs with NumPy's vector instructions on and off (NPY_DISABLE_CPU_FEATURES) differed by 4e-6 at
most. More can come only of a decision that tips because its draw lies that close to its chance, which none of the sixteen saw. A
change of a rule or of a number moves many readings by per cents.
"""

import pandas as pd
import pytest

from foresight.indicators.measures import INDICATORS
from tests.golden.renew import GOLDEN, YEARS, golden

TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def kept() -> pd.DataFrame:
    return pd.read_csv(GOLDEN)


@pytest.fixture(scope="module")
def run() -> pd.DataFrame:
    return golden()


def test_no_number_has_moved(kept: pd.DataFrame, run: pd.DataFrame) -> None:
    """If you meant to move them: renew the file, and give the reason under Results in CHANGELOG.md."""
    pd.testing.assert_frame_equal(run, kept, check_exact=False, rtol=TOLERANCE, atol=1e-9)


def test_the_file_covers_every_indicator_and_both_arms(kept: pd.DataFrame) -> None:
    assert set(kept["indicator"]) == set(INDICATORS)
    for name, rows in kept.groupby("indicator"):
        assert set(rows["year"]) == set(YEARS) - ({2002} if INDICATORS[str(name)].flow else set()), name
    later = kept[kept["year"] == YEARS[-1]]
    assert (later["without"] != later["with"]).sum() > len(later) / 2


def test_the_comparison_would_see_a_small_move(kept: pd.DataFrame, run: pd.DataFrame) -> None:
    moved = run.copy()
    moved.loc[moved.index[-1], "with"] *= 1 + 3 * TOLERANCE
    with pytest.raises(AssertionError, match="are different"):
        pd.testing.assert_frame_equal(moved, kept, check_exact=False, rtol=TOLERANCE, atol=1e-9)
