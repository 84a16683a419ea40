"""Does a plan's account add up, in every pair, and does it tell the truth where there is nothing to gain?"""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import foresight
from foresight.analysis.additionality import (
    NO_NET_GAIN,
    TERMS,
    account,
    accounts_by_pair,
    gain_of_lower_half,
    outcomes,
    price,
    shares_of_gain,
)
from foresight.indicators.measures import INDICATORS
from foresight.model.run import YEARS
from foresight.presentation.account import _net, account_lines, smaller_half
from foresight.presentation.scorecard import scorecard_lines, scorecard_rows
from tests.support.cli import call
from tests.support.runs import IDS, SCALE

LAST = str(YEARS[-1])


@pytest.fixture(scope="module")
def comparison() -> foresight.Comparison:
    return foresight.compare("funding-cliff", "whole-programme", pairs=4, scale=SCALE)


@pytest.fixture(scope="module")
def placebo() -> foresight.Comparison:
    return foresight.compare("funding-cliff", "whole-programme", pairs=2, scale=SCALE, strength=0)


def whole(comparison: foresight.Comparison, outcome: str, span: str) -> np.ndarray:
    years = slice(-1, None) if span == LAST else slice(1, None)
    difference = comparison.ensemble.with_plan - comparison.ensemble.without
    return np.asarray(difference[:, years, IDS.index(outcome), 0].sum(axis=1))


def test_gross_less_displacement_is_net_is_the_difference_of_the_whole_sector(comparison: foresight.Comparison) -> None:
    by_pair = accounts_by_pair(comparison.ensemble, comparison.segments)
    assert (by_pair["gross_gain"] - by_pair["displacement"] == by_pair["net_gain"]).all()
    for (outcome, span), pairs in by_pair.groupby(["outcome", "span"]):
        level = comparison.ensemble.without[:, -1, IDS.index(str(outcome)), 0].max()
        np.testing.assert_allclose(pairs["net_gain"], whole(comparison, str(outcome), str(span)), atol=1e-8 * level, rtol=1e-8)


def test_what_members_have_is_deadweight_and_gross_gain(comparison: foresight.Comparison) -> None:
    by_pair = accounts_by_pair(comparison.ensemble, comparison.segments)
    member = comparison.segments.names.index(("members", "member"))
    for outcome in outcomes():
        pairs = by_pair[(by_pair["outcome"] == outcome) & (by_pair["span"] == LAST)]
        with_plan = comparison.ensemble.with_plan[:, -1, IDS.index(outcome), member]
        np.testing.assert_allclose(pairs["gross_gain"] + pairs["deadweight"], with_plan)


def test_every_outcome_is_a_sum_over_organisations(comparison: foresight.Comparison) -> None:
    assert {"organisations", "income", "jobs", "volunteers", "partners"} <= set(outcomes())
    for outcome in outcomes():
        for values in (comparison.ensemble.without, comparison.ensemble.with_plan):
            found = values[:, 1:, IDS.index(outcome)]
            parts = [place for place, (kind, _) in enumerate(comparison.segments.names) if kind == "members"]
            np.testing.assert_allclose(found[..., parts].sum(axis=-1), found[..., 0])


def test_an_account_has_every_outcome_in_order_and_bands_in_order(comparison: foresight.Comparison) -> None:
    table = comparison.additionality
    assert list(dict.fromkeys(table["outcome"])) == outcomes()
    for term in TERMS:
        assert (table[f"{term}_p10"] <= table[f"{term}_p50"]).all()
        assert (table[f"{term}_p50"] <= table[f"{term}_p90"]).all()
    prices = table[[f"cost_per_net_gbp_{part}" for part in ("p10", "p50", "p90")]].to_numpy()
    assert (prices[:, 0] <= prices[:, 1]).all()
    assert (prices[:, 1] <= prices[:, 2]).all()


def test_costs_are_what_the_plan_pays_and_discounting_makes_them_less(comparison: foresight.Comparison) -> None:
    table = comparison.additionality
    paid = sum(comparison.plan.costs(foresight.actions()).values())
    assert table["cost_gbp_m"].between(0.9 * paid, paid * (1 + 1e-9)).all()  # a year of preparing can be shorter than planned
    assert (table["discounted_cost_gbp_m"] < table["cost_gbp_m"]).all()


def test_a_placebo_gains_and_displaces_nothing_and_has_no_price(placebo: foresight.Comparison) -> None:
    table = placebo.additionality
    for term in ("gross_gain", "displacement", "net_gain"):
        assert (table[[f"{term}_p10", f"{term}_p50", f"{term}_p90"]] == 0).all(axis=None)
    assert np.isinf(table["cost_per_net_gbp_p50"]).all()
    assert (placebo.losers[["worse_p90", "better_p90"]] == 0).all(axis=None)
    assert gain_of_lower_half(placebo.ensemble)["pairs"].tolist() == [0, 0]
    assert account_lines(placebo) == ["Nobody joins an action, since at strength 0 no action has any effect: nothing changes."]


def test_without_a_plan_there_is_no_account() -> None:
    found = foresight.compare("trend", "none", pairs=1, scale=SCALE)
    assert account_lines(found) == ["There is no plan here: nobody joins anything, nothing changes and nothing is spent."]


def told_of(outcome: str, unit: str, price: float, **gain: float) -> tuple[str, bool]:
    row = {"outcome": outcome, "title": outcome, "unit": unit, "cost_per_net_gbp_p50": price}
    return _net(row | {f"net_gain_{part}": value for part, value in gain.items()})


def test_a_gain_is_worded_by_its_sign_and_has_a_price_only_where_that_means_something() -> None:
    assert told_of("organisations", "organisations", 6_100_000, p10=-34, p50=-5, p90=51) == ("organisations", False)
    assert told_of("jobs", "people", 9e6, p10=-0.3, p50=0.2, p90=0.4) == ("paid jobs", False)
    assert told_of("partners", "organisations", 1e6, p10=1, p50=1, p90=1) == (
        "1 organisation in joint work, GBP 1,000,000 each",
        True,
    )
    assert told_of("jobs", "people", 1e5, p10=-4, p50=12, p90=30) == ("12 paid jobs (-4 to 30), too unsure for a price", True)
    small = told_of("income", "GBP m, 2002 prices", 66_000_000, p10=0.1, p50=0.1, p90=0.1)
    assert small == ("0.1 million pounds of income a year, too little for a price", True)


def test_a_known_account_is_drawn_up_as_by_hand() -> None:
    by_pair = pd.DataFrame(
        {
            "outcome": "jobs", "span": LAST, "replicate": range(3), "gross_gain": [12.0, 10.0, 2.0], "deadweight": 100.0,
            "displacement": [2.0, 5.0, 4.0], "net_gain": [10.0, 5.0, -2.0],
        }
    )  # fmt: skip
    row = account(by_pair, [{2003: 1.0, 2004: 1.0}] * 3, 10).iloc[0]
    assert row["cost_gbp_m"] == 2
    assert row["discounted_cost_gbp_m"] == pytest.approx(1 / 1.1 + 1 / 1.21)
    assert row["net_gain_p50"] == 5
    assert row["cost_per_net_gbp_p10"] == pytest.approx(2e6 / 9)  # net gains of 10 and 5: nine in ten pairs lie below 9
    assert row["cost_per_net_gbp_p50"] == pytest.approx(400_000)
    assert math.isinf(row["cost_per_net_gbp_p90"])


PAIRS = st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(0, 100)), min_size=1, max_size=41)


@given(PAIRS)
def test_only_what_is_gained_has_a_price(pairs: list[tuple[float, float]]) -> None:
    net, cost = (np.array(one) for one in zip(*pairs, strict=True))
    prices = [price(cost, net, share) for share in (0.1, 0.5, 0.9)]
    for found, place in zip(prices, (0.9, 0.5, 0.1), strict=True):
        assert found >= 0
        assert math.isinf(found) or np.quantile(net, place) > 0
    assert prices == sorted(prices)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=41), st.floats(0.1, 100))
def test_where_all_pairs_cost_the_same_the_price_is_the_cost_over_the_gain(gains: list[int], cost: float) -> None:
    net = np.array(gains, dtype=float)
    for share in (0.1, 0.5, 0.9):
        gained = float(np.quantile(net, 1 - share))
        if gained > 1e-9:
            assert price(np.full(net.size, cost), net, share) == pytest.approx(cost * 1e6 / gained)


def test_no_gain_has_no_price_and_what_costs_nothing_costs_nothing() -> None:
    assert math.isinf(price(np.ones(2), np.array([-34.0, 24.0]), 0.5))  # a middle of -5
    assert math.isinf(price(np.ones(1), np.zeros(1), 0.5))
    assert price(np.zeros(2), np.ones(2), 0.5) == pytest.approx(0, abs=1e-6)


def test_losers_and_winners_are_counted_by_segment(comparison: foresight.Comparison) -> None:
    table = comparison.losers
    assert (table["worse_p90"] + table["better_p10"] <= table["organisations"] + 1e-6).all()
    assert table["worse_p50"].iloc[0] > 0
    apart = [one.worse[0] - one.better[0] for one in comparison.ensemble.fortunes]
    assert table["balance_p50"].iloc[0] == pytest.approx(np.median(apart))
    for one in comparison.ensemble.fortunes:
        for kind in ("size", "county", "members"):
            parts = [place for place, (name, _) in enumerate(comparison.segments.names) if name == kind]
            assert one.worse[parts].sum() == pytest.approx(one.worse[0])
            assert one.everybody[parts].sum() == pytest.approx(one.everybody[0])
        assert abs(one.years_lower) <= one.everybody[0] * 20


def test_the_command_prints_and_writes_the_account(tmp_path: Path) -> None:
    words = ("compare", "trend", "--plan", "first-steps", "--pairs", "2", "--scale", "0.02", "--workers", "1")
    told = call(*words, "--out", str(tmp_path))
    assert told.code == 0
    assert "It costs GBP" in told.out
    assert sum("; target " in line for line in told.out.splitlines()) == 6
    assert "worse off" in told.out
    assert "the smaller half of organisations gets" in told.out
    written = pd.read_csv(tmp_path / "additionality.csv")
    assert set(written["outcome"]) == set(outcomes())
    assert NO_NET_GAIN in written["cost_per_net_gbp_p90"].to_numpy()
    assert len(pd.read_csv(tmp_path / "losers.csv")) > 10
    assert len(pd.read_csv(tmp_path / "aspirations.csv")) == 6
    found = json.loads(call(*words, "--json").out)
    assert set(found) == {"headline", "additionality", "losers", "lower_half", "aspirations", "manifest"}
    assert len(found["aspirations"]) == 6
    assert {row["outcome"] for row in found["additionality"]} == set(outcomes())


def test_what_the_smaller_half_gets_is_told_as_the_table_has_it() -> None:
    def told(**row: float) -> str:
        return smaller_half(pd.DataFrame([{"of": "income gained", **row}]))

    assert told(pairs=4, p10=2.0, p50=3.0, p90=5.0).endswith("the smaller half of organisations gets 3.0% (2.0% to 5.0%).")
    assert told(pairs=1, p10=3.0, p50=3.0, p90=3.0).endswith("the smaller half of organisations gets 3.0%.")
    assert told(pairs=4, p10=-9.0, p50=-4.0, p90=5.0).endswith("gets nothing; it loses as much as 4% of that.")
    assert told(pairs=4, p10=-0.04, p50=-0.01, p90=0.02).endswith("gets hardly anything (0.0% to 0.0%).")
    assert told(pairs=0, p10=math.nan, p50=math.nan, p90=math.nan).startswith("Those who take part gain hardly any income")


GAINS = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=41)


@given(GAINS)
def test_a_share_of_a_gain_is_within_bounds_and_of_something(halves: list[tuple[float, float]]) -> None:
    lower, upper = np.array([one for one, _ in halves]), np.array([one for _, one in halves])
    shares = shares_of_gain(lower + upper, lower)
    assert ((shares >= -50 - 1e-6) & (shares <= 150 + 1e-6)).all()
    both_gain = (lower > 0) & (upper > 0)
    assert both_gain.sum() <= shares.size <= (lower + upper > 0).sum()


def test_a_share_of_what_is_left_of_gain_and_loss_is_not_told() -> None:
    lower, upper = np.array([2.72, -0.12, 1.0, -1.0]), np.array([-1.72, 1.12, 3.0, -2.0])
    assert shares_of_gain(lower + upper, lower).tolist() == pytest.approx([-12, 25])


def test_more_of_every_outcome_is_better() -> None:
    assert all(INDICATORS[name].better == "more" for name in outcomes())


def test_the_scorecard_is_between_0_and_1_and_says_how_often_the_target_is_reached() -> None:
    found = foresight.compare("level-playing-field", "first-steps", pairs=2, scale=SCALE).aspirations.set_index("aspiration")
    assert list(found.index) == ["trust", "field", "tax", "consultation", "funding", "commissioning"]
    for name in ("without_p10", "without_p90", "with_p10", "with_p90", "confidence_without", "confidence_with"):
        assert found[name].between(0, 1).all(), name
    assert found["confidence_with"].to_list()[2] == 1  # tax: the future itself gets there
    assert found["without_p50"].to_list()[0] < 1
    lines = scorecard_lines(found, 2)
    assert len(lines) == 7
    assert lines[3].startswith("- ")
    assert lines[3].endswith("100%, with or without the plan; target always reached")


def test_an_aspiration_is_told_in_one_line() -> None:
    row = {"title": "public trust", "without_p50": 0.41, "difference_p50": 0.02}
    table = pd.DataFrame([row | {"confidence_without": 0.0, "confidence_with": 0.25}])
    assert scorecard_lines(table, 4)[1] == (
        "- public trust: 41% without the plan, 43% with it; target reached in 1 of 4 pairs, without the plan in 0"
    )
    assert scorecard_rows(table, 4) == [("Public trust", "41%", "43%", "in 1 of 4 pairs, without the plan in 0")]
    same = table.assign(difference_p50=0.0, confidence_with=0.0)
    assert scorecard_lines(same, 4)[1] == "- public trust: 41%, with or without the plan; target never reached"
