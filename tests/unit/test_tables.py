"""Tables for people hold what the scenario objects and the rows hold."""

import re

import pytest

from foresight.presentation import tables
from foresight.presentation.readings import select
from foresight.scenario import library
from tests.support import synthetic


def test_the_numbers_behind_a_chart_are_its_rows() -> None:
    rows = select(synthetic.table(), "organisations")
    shown = tables.behind_chart(rows, "organisations")
    assert list(shown.index) == [str(year) for year in rows["year"]]
    last = {title: str(shown.loc["2022", title]) for title in shown.columns}
    for name, title in (("without", "Without"), ("with", "With the plan"), ("difference", "Difference")):
        said = [float(number.replace(",", "")) for number in re.findall(r"[\d,]+(?:\.\d+)?", last[title])]
        middle, low, high = (rows[f"{name}_{part}"].iloc[-1] for part in ("p50", "p10", "p90"))
        assert said == pytest.approx([middle, low, high], abs=max(5.0, (high - low) / 20))
    assert last["Difference"].count("more") == 3
    assert shown.loc["2002", "Without"] == "9,000"
    assert shown.loc["2002", "Difference"] == "none"


def test_a_plan_is_listed_with_start_and_cost() -> None:
    plan, actions = library.plan("first-steps"), library.actions()
    shown = tables.plan_actions(plan, actions)
    assert list(shown.index) == [actions[item.action].title for item in plan.actions]
    assert list(shown["From"]) == [str(item.start) for item in plan.actions]
    costs = [float(text.split()[0].strip("£,").replace(",", "")) for text in shown["Cost a year"]]
    assert costs == pytest.approx([1000 * item.cost(actions[item.action]) for item in plan.actions], rel=0.01)
    peak = max(plan.costs(actions).values())
    assert f"{len(plan.actions)} actions, at most £{peak:.2f} million a year" in tables.plan_in_short(plan, actions)


def test_what_is_paid_once_is_told_beside_what_is_paid_each_year() -> None:
    plan, actions = library.plan("whole-programme"), library.actions()
    shown = tables.plan_actions(plan, actions)["Cost a year"]
    assert shown[actions["feasibility-studies"].title] == "£60,000 once"
    assert shown[actions["credit-union"].title] == "£580,000 once"
    for item in plan.actions:
        once = actions[item.action].set_up.cost
        assert ("once" in shown[actions[item.action].title]) == (once is not None and once.value > 0)
    assert not any(text.startswith("£0") for text in shown)


def test_sources_are_those_of_the_files() -> None:
    future, plan, actions = library.future("funding-cliff"), library.plan("first-steps"), library.actions()
    drivers = tables.driver_sources(future)
    assert list(drivers["Source"]) == [future.drivers[name].source for name in future.trajectories()]
    assert list(drivers["Grade"]) == [future.drivers[name].grade for name in future.trajectories()]
    sources = tables.action_sources(plan, actions)
    assert list(sources["Source"]) == [actions[item.action].source for item in plan.actions]
    assert list(sources["Side effects"]) == [actions[item.action].side_effects for item in plan.actions]


def test_grades_are_counted() -> None:
    counted = tables.grades([library.actions()["trustee-bank"]])
    assert list(counted.index) == ["A", "B", "C", "D"]
    assert counted["Numbers"].sum() > 0
    assert tables.grades([])["Numbers"].sum() == 0


def test_text_is_kept_from_being_markup() -> None:
    assert tables.plain("a_b *c* $d$") == "a\\_b \\*c\\* \\$d\\$"
    assert tables.plain("Who: all :red[x] end:") == "Who: all \\:red\\[x\\] end\\:"
