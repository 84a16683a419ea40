"""Are the patterns measured as their page says, and is every one that is recorded one that is measured?"""

import json

import numpy as np
import pandas as pd
import pytest

from docs.patterns import RECORD
from foresight.analysis import patterns
from foresight.analysis.network import NetworkShape
from foresight.indicators.measures import INDICATORS
from foresight.population.columns import Population
from tests.support.cli import call


def test_a_run_is_read_for_every_pattern() -> None:
    rows = patterns.measured([patterns.history(0, scale=0.1)])
    assert [(row["code"], row["what"]) for row in rows] == [(one.code, one.what) for one in patterns.PATTERNS]
    assert all(np.isfinite(row["p50"]) for row in rows)


def test_the_record_holds_the_patterns_that_are_measured() -> None:
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))
    wanted = [(one.code, one.what, one.low, one.high) for one in patterns.PATTERNS]
    assert [(row["code"], row["what"], row["low"], row["high"]) for row in recorded] == wanted


EDGE = patterns.EDGE
SHAPE = NetworkShape(2, 2, 2, 0.4, 0.1, 0.5, 0.5, 0.5)


def history(readings: dict[str, np.ndarray], economy: np.ndarray | None = None, mergers: int = 4) -> patterns.History:
    growing = 100 * np.exp(np.cumsum(np.resize([0.02, -0.01], 21))) if economy is None else economy
    return patterns.History(readings, growing, jumps=1, large_jumps=1, mergers=mergers, mergers_in_deficit=3, network=SHAPE)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(1, 2, "missed: too low"), (2, 4, "met"), (4, 5, "met"), (5, 9, EDGE), (1, 4, EDGE), (7, 9, "missed: too high")],
)
def test_a_pattern_is_met_where_its_band_overlaps_the_target(low: float, high: float, told: str) -> None:
    assert patterns.verdict({"code": "P7", "low": 3, "high": 6, "p10": low, "p50": (low + high) / 2, "p90": high}) == told


def test_a_pattern_that_cannot_fail_says_so() -> None:
    assert patterns.verdict({"code": "P1", "low": 3, "high": 6, "p10": 4, "p50": 4, "p90": 5}) == "met, by construction"


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
    run = history(read)
    assert run.growth("jobs", 2010) == pytest.approx(20)
    assert run.mean("jobs") == pytest.approx(10.25)
    assert min(run.volunteering()) == pytest.approx(24.3)


def test_entry_that_follows_the_economy_is_seen() -> None:
    economy = 100 * np.exp(np.cumsum(np.resize([0.02, -0.01], 21)))
    growth = np.concatenate([[0], 100 * np.diff(np.log(economy))])
    correlation, slope = history({"starts": 3 + 0.2 * growth}, economy).entry_and_economy
    assert correlation == pytest.approx(1)
    assert slope == pytest.approx(0.2)
    steady = history({"starts": 3 + 0.01 * np.arange(21.0)}, economy).entry_and_economy
    assert abs(steady[0]) < 0.44


def test_mergers_in_deficit_are_a_share_of_mergers() -> None:
    assert history({}).merged_in_deficit == 75
    assert np.isnan(history({}, mergers=0).merged_in_deficit)


def test_a_target_can_be_open_on_a_side() -> None:
    row = {"code": "P18", "p10": 1.5, "p50": 2, "p90": 3}
    assert patterns.verdict(row | {"low": 1.2, "high": None}) == "met"
    assert patterns.verdict(row | {"low": None, "high": 0.95}) == "missed: too high"
    assert patterns.verdict(row | {"low": 4, "high": float("nan")}) == "missed: too low"


def test_the_command_scores_every_pattern_also_where_it_fails() -> None:
    told = call("patterns", "--replicates", "2", "--scale", "0.1", "--workers", "1")
    assert told.code == 0
    assert "verdict" in told.out
    found = json.loads(call("patterns", "--replicates", "2", "--scale", "0.1", "--workers", "1", "--json").out)
    assert [(row["code"], row["what"]) for row in found] == [(one.code, one.what) for one in patterns.PATTERNS]
    assert {row["code"] for row in found} == {"P1", "P2", "P4", "P6", "P7", "P9", "P15", "P17", "P18", "P20", "P23", "P24"}
    for row in found:
        assert row["verdict"].startswith(("met", "missed"))
        assert row["what"] in told.out
    missed = sum(row["verdict"].startswith("missed") for row in found)
    assert f"{len(found) - missed} of {len(found)} rows are met, {missed} missed." in told.out


def test_no_replicate_is_no_score() -> None:
    told = call("patterns", "--replicates", "0")
    assert (told.code, told.out) == (2, "")


def test_processes_do_not_move_a_score() -> None:
    one, two = (patterns.patterns(2, scale=0.05, workers=workers) for workers in (1, 2))
    pd.testing.assert_frame_equal(one, two)
