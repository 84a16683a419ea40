"""Do plans and actions add up: dates, costs, reach?"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from foresight.config import Effect
from foresight.scenario import Action, Plan, PlanItem, library
from tests.support import scenarios
from tests.support.scenarios import Nudge


@pytest.fixture
def actions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Action]:
    scenarios.open_library(tmp_path, monkeypatch)
    return library.actions()


def item(**given: object) -> PlanItem:
    return PlanItem.model_validate({"action": "gentle-nudge", "start": 2004, **given})


def test_an_action_is_read_whole(actions: Mapping[str, Action]) -> None:
    action = actions["gentle-nudge"]
    assert (action.code, action.group, action.barriers) == ("T01", "regional", ("strategic-capacity", "funding"))
    assert (action.cost.value, action.delay.low, action.ramp.value, action.decay.value) == (100, 0.25, 1, 0.12)
    assert (action.eligibility.registered, action.eligibility.min_income, action.eligibility.rural) == (True, 10_000, None)
    assert action.uptake.coverage.value == 0.4
    assert {segment: odds.value for segment, odds in action.uptake.odds.items()} == {"small": 0.5, "rural": 0.5}
    (lever,) = action.levers
    assert isinstance(lever, Nudge)
    assert isinstance(lever.push, Effect)
    assert lever.push.at("high", 2) == 0.4


def test_an_action_is_written_out_as_it_was_read(actions: Mapping[str, Action]) -> None:
    for action in actions.values():
        assert Action.model_validate(action.model_dump()) == action


def test_dates_of_a_plan_mean_the_first_and_the_last_quarter() -> None:
    assert (item(end=2010).first_step, item(end=2010).last_step) == (5, 32)
    assert (item(start="2005-Q3").first_step, item(start="2005-Q3").last_step) == (11, 80)
    assert item(start=2004, end="2004-Q1").last_step == 5


def test_an_action_that_pays_for_itself_is_paid_for_three_years_only(actions: Mapping[str, Action]) -> None:
    assert list(item().spent(actions["gentle-nudge"])) == list(range(5, 17))
    assert list(item(end=2005).spent(actions["gentle-nudge"])) == list(range(5, 13))
    assert max(item(action="shared-table").spent(actions["shared-table"])) == 80


@pytest.mark.parametrize(
    ("given", "full", "cost", "reach"),
    [
        ({}, 100, 100, 0.4),
        ({"coverage": 0.8}, 200, 200, 0.8),
        ({"coverage": 0}, 0, 0, 0),
        ({"budget": 50}, 100, 50, 0.2),
        ({"budget": 500}, 100, 100, 0.4),
        ({"budget": 0}, 100, 0, 0),
        ({"budget": 50, "coverage": 0.8}, 200, 50, 0.2),
        ({"action": "shared-table"}, 180, 180, 0.25),
        ({"action": "shared-table", "units": 2}, 90, 90, 0.25),
        ({"action": "shared-table", "units": 2, "budget": 45}, 90, 45, 0.125),
    ],
)
def test_money_buys_reach(
    actions: Mapping[str, Action], given: dict[str, object], full: float, cost: float, reach: float
) -> None:
    planned = item(**given)
    action = actions[planned.action]
    found = (planned.full_cost(action), planned.cost(action), planned.reach(action))
    assert found == pytest.approx((full, cost, reach))


def test_a_plan_costs_what_its_actions_cost_in_each_quarter(actions: Mapping[str, Action]) -> None:
    costs = library.plan("nudge-then-meet").costs(actions)
    assert list(costs) == list(range(2003, 2023))
    assert costs[2003] == 0
    assert costs[2004] == pytest.approx(0.100)
    assert costs[2005] == pytest.approx(0.100 + 0.045)  # two tables for the second half of the year
    assert costs[2007] == pytest.approx(0.090)
    assert costs[2022] == pytest.approx(0.090)


def test_a_budget_that_is_just_enough_is_enough(actions: Mapping[str, Action]) -> None:
    del actions
    text = (library.shipped() / "plans" / "nudge-then-meet.yaml").read_text(encoding="utf-8")
    for budget, good in (("0.19", True), ("0.1899", False)):
        path = library.shipped() / "plans" / "budget.yaml"
        path.write_text(text.replace("budget: 0.3", f"budget: {budget}").replace("id: nudge", "id: budget"), encoding="utf-8")
        assert (library.validate(path) == []) is good


def test_the_empty_plan_costs_nothing() -> None:
    assert set(Plan.none().costs({}).values()) == {0.0}
    assert library.plan("none") == Plan.none()
