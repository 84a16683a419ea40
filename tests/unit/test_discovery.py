"""Are planted conditions found, and is nothing found where there is nothing?"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from foresight.analysis.boxes import prim
from foresight.analysis.conditions import Box, Cases, Condition, Fit, Flags, fit, holds, merged
from foresight.analysis.discovery import Target, discover
from foresight.analysis.trees import cart
from foresight.errors import ForesightError


def cases(count: int, seed: int) -> pd.DataFrame:
    """Return cases in which six numbers and a future vary."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.random((count, 6)), columns=[f"x{place}" for place in range(6)])
    return table.assign(future=rng.choice(["trend", "cliff", "boom"], count))


@pytest.mark.parametrize("method", [prim, cart])
def test_a_planted_box_is_recovered(method: Callable[[Cases, Flags], Box]) -> None:
    table = cases(800, 1)
    met = np.asarray((table["x1"] > 0.6) & (table["x4"] < 0.5) & (table["future"] != "boom"))
    box = {condition.column: condition for condition in method(Cases.of(table), met)}
    assert set(box) == {"x1", "x4", "future"}
    assert box["x1"].low == pytest.approx(0.6, abs=0.05)
    assert np.isinf(box["x1"].high)
    assert box["x4"].high == pytest.approx(0.5, abs=0.05)
    assert np.isinf(box["x4"].low)
    assert box["future"].words == frozenset({"trend", "cliff"})


def test_a_box_closed_on_both_sides_is_recovered() -> None:
    table = cases(800, 2)
    met = np.asarray(table["x0"].between(0.3, 0.6))
    (found,) = prim(Cases.of(table), met)
    assert found.column == "x0"
    assert [found.low, found.high] == pytest.approx([0.3, 0.6], abs=0.03)


def test_what_is_found_holds_on_the_cases_that_were_held_out() -> None:
    table = cases(600, 3)
    met = np.asarray((table["x1"] > 0.6) & (table["x4"] < 0.5)) ^ (np.random.default_rng(3).random(600) < 0.05)
    found = discover(table, met)
    assert found.best is not None
    assert {condition.column for condition in found.best.box} == {"x1", "x4"}
    assert found.best.trial.density > 0.75
    assert found.best.trial.coverage > 0.6
    assert found.best.searched.cases + found.best.trial.cases == 600


def test_never_more_than_three_conditions() -> None:
    table = cases(3_000, 4)
    met = np.asarray((table[[f"x{place}" for place in range(5)]] > 0.25).all(axis=1))
    tried = discover(table, met).tried
    assert [len(one.box) for one in tried] == [3, 3]


@pytest.mark.slow
def test_on_null_data_nothing_is_found() -> None:
    found = 0
    for seed in range(100):
        usual = (0.1, 0.3, 0.5, 0.7, 0.9)[seed % 5]
        met = np.random.default_rng(10_000 + seed).random(400) < usual
        found += discover(cases(400, seed), met, seed=seed).best is not None
    assert found <= 5


def in_futures(count: int, futures: int, seed: int) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return samples, each run in so many futures, and which sample each case is."""
    numbers = pd.DataFrame(np.random.default_rng(seed).random((count, 6)), columns=[f"x{place}" for place in range(6)])
    samples = np.repeat(np.arange(count), futures)
    table = numbers.loc[samples].reset_index(drop=True)
    return table.assign(future=[f"f{place % futures}" for place in range(len(table))]), samples


@pytest.mark.slow
def test_luck_that_is_common_to_the_futures_of_a_sample_is_not_taken_for_a_condition() -> None:
    found = 0
    for seed in range(100):
        table, samples = in_futures(60, 8, seed)
        met = np.random.default_rng(20_000 + seed).random(60) < (0.3, 0.5, 0.7)[seed % 3]
        found += discover(table, met[samples], samples=samples, seed=seed).best is not None
    assert found <= 5


def test_planted_conditions_are_found_over_several_futures() -> None:
    table, samples = in_futures(200, 3, 7)
    met = np.asarray((table["x2"] > 0.4) & (table["future"] != "f0"))
    best = discover(table, met, samples=samples).best
    assert best is not None
    assert {one.column for one in best.box} == {"x2", "future"}


def test_futures_that_decide_alone_are_found_with_few_samples() -> None:
    table, samples = in_futures(20, 8, 8)
    best = discover(table, np.asarray(table["future"].isin(["f1", "f2"])), samples=samples).best
    assert best is not None
    assert best.box == (Condition("future", words=frozenset({"f1", "f2"})),)


def test_few_samples_cannot_be_held_out() -> None:
    table, samples = in_futures(1, 60, 9)
    assert "too few, 1, to hold" in discover(table, np.arange(60) < 30, samples=samples).reason


@pytest.mark.parametrize(("met", "reason"), [(0, "0 of 100"), (12, "12 of 100"), (100, "100 of 100")])
def test_too_few_cases_are_not_searched(met: int, reason: str) -> None:
    found = discover(cases(100, 5), np.arange(100) < met)
    assert found.best is None
    assert found.tried == ()
    assert reason in found.reason


def test_nothing_varied_is_said() -> None:
    table = pd.DataFrame({"future": ["trend"] * 100})
    assert discover(table, np.arange(100) < 50).reason == "nothing was varied"


def test_a_fit_is_counted_by_hand() -> None:
    table = Cases.of(pd.DataFrame({"x": [1.0, 2, 3, 4, 5], "future": list("aabbb")}))
    met = np.array([False, True, True, True, False])
    box = (Condition("x", low=2, high=4), Condition("future", words=frozenset({"b"})))
    assert list(holds(box, table)) == [False, False, True, True, False]
    found = fit(box, table, met)
    assert found == Fit(inside=2, hits=2, cases=5, met=3)
    assert [found.density, found.coverage, found.usual] == pytest.approx([1, 2 / 3, 0.6])
    assert found.luck == pytest.approx(3 / 10)


def test_conditions_on_one_column_become_one() -> None:
    box = (Condition("x", low=1), Condition("x", high=4), Condition("x", low=2))
    assert merged(box) == (Condition("x", 2, 4),)


@pytest.mark.parametrize(
    ("text", "met"), [("jobs >= 5", [False, True, True]), ("jobs>5", [False, False, True]), ("jobs < -1.5", [False] * 3)]
)
def test_a_target_is_read_as_it_is_written(text: str, met: list[bool]) -> None:
    assert list(Target.from_text(text).met(pd.Series([0.0, 5, 6]))) == met


@pytest.mark.parametrize("text", ["jobs", "jobs >= many", ">= 5", "jobs = 5", ""])
def test_a_target_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ForesightError, match="such as 'jobs >= 500'"):
        Target.from_text(text)
