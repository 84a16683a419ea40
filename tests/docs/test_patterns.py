"""Are the patterns measured as their page says, and is every one that is recorded one that is measured?"""

import json

import numpy as np
import pytest

from docs import parts, patterns
from foresight.indicators.measures import INDICATORS
from foresight.population.columns import Population


def test_a_run_is_read_for_every_pattern() -> None:
    rows = patterns.measured([patterns.history(0, scale=0.1)])
    assert [(row["code"], row["what"]) for row in rows] == [(one.code, one.what) for one in patterns.PATTERNS]
    assert all(np.isfinite(row["p50"]) for row in rows)


def test_the_record_holds_the_patterns_that_are_measured() -> None:
    recorded = json.loads(patterns.RECORD.read_text(encoding="utf-8"))
    wanted = [(one.code, one.what, one.low, one.high) for one in patterns.PATTERNS]
    assert [(row["code"], row["what"], row["low"], row["high"]) for row in recorded] == wanted


EDGE = "met at the edge: the median lies outside"


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(1, 2, "**missed: too low**"), (2, 4, "met"), (4, 5, "met"), (5, 9, EDGE), (1, 4, EDGE), (7, 9, "**missed: too high**")],
)
def test_a_pattern_is_met_where_its_band_overlaps_the_target(low: float, high: float, told: str) -> None:
    assert parts.verdict({"code": "P7", "low": 3, "high": 6, "p10": low, "p50": (low + high) / 2, "p90": high}) == told


def test_a_pattern_that_cannot_fail_says_so() -> None:
    assert parts.verdict({"code": "P1", "low": 3, "high": 6, "p10": 4, "p50": 4, "p90": 5}) == "met, by construction"


def test_the_usual_change_is_that_of_organisations_with_two_full_years() -> None:
    made = Population.blank(5)
    made.registered[:] = [True, True, True, True, False]
    made.born[:] = [-40, 1, 5, -40, -40]  # the third started in the second year and has only one
    made.income_before[:] = [100_000, 100_000, 100_000, 2_000_000, 100_000]
    made.income_year[:] = [110_000, 70_000, 500_000, 1_900_000, 900_000]
    assert patterns.usual_changes(made, step=8) == pytest.approx((20, 5))


def test_growth_and_volunteering_are_read_against_2002() -> None:
    read = {name: np.full(21, 10.0) for name in INDICATORS}
    read["jobs"][8], read["volunteers"][5] = 12, 9
    run = patterns.History(read, jumps=1, large_jumps=1)
    assert run.growth("jobs", 2010) == pytest.approx(20)
    assert run.mean("jobs") == pytest.approx(10.25)
    assert min(run.volunteering()) == pytest.approx(24.3)
