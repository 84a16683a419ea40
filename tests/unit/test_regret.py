"""Is regret what a person works out by hand, and are close plans left unranked?"""

import numpy as np
import pytest

from foresight.analysis.regret import NOTHING, regret, worst_tenth
from tests.support.tables import number


def test_the_table_equals_one_worked_out_by_hand() -> None:
    # Means by future: bold 30, -10; careful 12, 6; nothing 0, 0. Best: 30 and 6.
    gains = np.array([[[28.0, 32], [-12, -8]], [[11, 13], [5, 7]]])
    found = regret(gains, ["bold", "careful"], ["boom", "cliff"])
    by_future = found.by_future.set_index(["plan", "future"])
    assert by_future["regret"].to_dict() == {
        ("bold", "boom"): 0, ("bold", "cliff"): 16, ("careful", "boom"): 18, ("careful", "cliff"): 0,
        (NOTHING, "boom"): 30, (NOTHING, "cliff"): 6,
    }  # fmt: skip
    table = found.table.set_index("plan")
    assert list(found.table["plan"]) == ["bold", "careful", NOTHING]
    assert table["most_regret"].to_dict() == {"bold": 16, "careful": 18, NOTHING: 30}
    assert table["most_regret_in"].to_dict() == {"bold": "cliff", "careful": "boom", NOTHING: "boom"}
    assert table["mean_regret"].to_dict() == {"bold": 8, "careful": 9, NOTHING: 18}
    assert table["harms"].to_dict() == {"bold": 0.5, "careful": 0, NOTHING: 0}
    assert table["harms_clearly"].to_dict() == {"bold": 0, "careful": 0, NOTHING: 0}  # two runs cannot tell
    assert table["mean_gain"].to_dict() == {"bold": 10, "careful": 9, NOTHING: 0}
    assert table["worst_tenth"].to_dict() == {"bold": -12, "careful": 5, NOTHING: 0}


def test_plans_whose_intervals_overlap_are_not_ranked() -> None:
    rng = np.random.default_rng(1)
    luck = rng.normal(0, 10, size=(3, 2, 30))
    gains = np.array([50, 51, 200])[:, None, None] + luck
    table = regret(gains, ["one", "other", "best"], ["boom", "cliff"]).table.set_index("plan")
    assert list(table.loc["best", ["rank", "rank_high", "too_close_to"]]) == [1, 1, ""]
    assert list(table.loc["one", ["rank", "rank_high", "too_close_to"]]) == [2, 3, "other"]
    assert list(table.loc["other", ["rank", "rank_high", "too_close_to"]]) == [2, 3, "one"]
    assert number(table, "best", "same_rank") == 1
    assert number(table, "one", "same_rank") < 0.95


def test_plans_far_apart_are_ranked() -> None:
    gains = np.array([10.0, 500])[:, None, None] + np.random.default_rng(2).normal(0, 1, size=(2, 3, 20))
    table = regret(gains, ["small", "large"], ["a", "b", "c"]).table
    assert list(table["plan"]) == ["large", "small", NOTHING]
    assert (table["rank"] == table["rank_high"]).all()
    assert (table["too_close_to"] == "").all()
    assert (table["same_rank"] == 1).all()


def test_a_plan_that_harms_everywhere_is_worse_than_nothing() -> None:
    table = regret(np.full((1, 4, 5), -3.0), ["harm"], list("abcd")).table.set_index("plan")
    assert number(table, "harm", "harms") == 1
    assert number(table, NOTHING, "most_regret") == 0
    assert number(table, "harm", "most_regret") == 3


def test_doing_nothing_is_not_counted_twice() -> None:
    gains = np.stack([np.full((2, 5), 4.0), np.zeros((2, 5))])
    assert list(regret(gains, ["some", NOTHING], ["a", "b"]).table["plan"]) == ["some", NOTHING]


def test_the_interval_holds_the_value_it_is_about() -> None:
    table = regret(np.random.default_rng(3).normal(size=(4, 3, 12)), list("pqrs"), list("abc")).table
    assert (table["most_regret_low"] <= table["most_regret"]).all()
    assert (table["most_regret"] <= table["most_regret_high"]).all()


@pytest.mark.parametrize(("runs", "worst"), [(range(20), 0.5), (range(5), 0), ([3.0], 3)])
def test_the_worst_tenth_is_the_mean_of_the_worst_runs(runs: list[float], worst: float) -> None:
    assert worst_tenth(np.array(runs, dtype=float)) == worst
