"""A plan that costs more than its budget, in pounds and years, and what would pay for it."""

import pytest

from foresight.presentation.overspending import Overspending, overspending, pays, told
from foresight.scenario import library
from foresight.scenario.plans import Plan, mistakes
from foresight.ui import now

SIZES = (0.25, 1.0, 2.8)


def with_budget(plan: Plan, budget: float) -> Plan:
    assert plan.budget is not None
    return plan.model_copy(update={"budget": plan.budget.model_copy(update={"value": budget})})


@pytest.mark.parametrize("name", [name for name, plan in library.plans().items() if plan.budget is not None])
@pytest.mark.parametrize("budget", [0.01, 0.2, 1.0, 5.0])
def test_a_plan_is_over_budget_where_the_files_say_so_and_what_is_offered_pays(name: str, budget: float) -> None:
    plan, actions = with_budget(library.plan(name), budget), library.actions()
    found = overspending(plan, actions)
    assert (found is None) == (not any(mistakes(plan, actions)))
    if found is not None:
        enough = with_budget(plan, pays(plan, actions, SIZES))
        assert overspending(enough, actions) is None
        assert enough.budget is not None
        assert enough.budget.value > budget


def test_no_budget_is_no_limit() -> None:
    assert overspending(library.plan("first-steps").model_copy(update={"budget": None}), library.actions()) is None


def test_the_sum_the_years_and_what_is_missing_are_told() -> None:
    one = {2003: 0.29, 2004: 0.29}
    words = "This plan costs £290,000 in 2003 and 2004; the budget is £250,000 a year: £40,000 too much."
    assert told(Overspending(one, dict.fromkeys(one, 0.25), 0.25)) == words
    many = {**dict.fromkeys(range(2005, 2023), 1.2), 2003: 1.1}
    words = "This plan costs £1.2 million in each of the years 2005 to 2022; the budget is £1 million a year: £200,000 too much. "
    assert told(Overspending(many, dict.fromkeys(many, 1.0), 1.0)) == words + "It is over budget in 2003, too."


@pytest.mark.parametrize("budget", [0.1, 2.3, 2.5, 2.8])
def test_the_bar_calls_a_plan_dear_where_it_is_over_budget_and_tells_what_it_brings_in(budget: float) -> None:
    plan = with_budget(library.plan("whole-programme"), budget)
    words = now.cost(plan)
    assert "that it brings in" in words
    assert ("more than" in words) == ("fs-over" in words) == (overspending(plan, library.actions()) is not None)


def test_the_bar_tells_a_plain_plan_s_dearest_year() -> None:
    assert now.cost(library.plan("first-steps")).startswith("£245,000 in 2007, its dearest year, of £250,000 a year <span")
    assert now.cost(library.plan("none")) == "costs nothing"
