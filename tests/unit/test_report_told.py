"""What a report tells besides its numbers: at which strength, what was assumed, on what evidence, and what it asks of whom."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from foresight.analysis.findings import Findings
from foresight.analysis.further import LINKED
from foresight.population.baseline import load
from foresight.presentation.answers.answer import Answer
from foresight.presentation.naming import size
from foresight.presentation.readings import Segment
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Picture, Text
from foresight.presentation.report.doubt import BASELINE
from foresight.presentation.report.drawing import groups
from foresight.presentation.report.first import early_wins
from foresight.presentation.report.images import svg
from foresight.presentation.report.opening import BRIEF
from foresight.presentation.report.quoting import written
from foresight.presentation.sentences import segment_name
from foresight.presentation.spans import spans
from foresight.scenario import library
from foresight.scenario.assumptions import numbers
from foresight.scenario.drivers import DRIVERS
from foresight.scenario.events import EVENTS
from foresight.scenario.plans import Plan
from foresight.scenario.wild_cards import with_cards
from tests.support.findings import findings
from tests.support.told import blocks, grids, texts, with_record
from tests.support.words import jargon

PAIRS = 5
GRADED = "Numbers of this future and this plan by how good their evidence is"
FORCES = f"How the {len(DRIVERS)} outside forces move in this future"


def last_year(found: Findings, more: float) -> pd.DataFrame:
    """Return a further table in which everything is so many more for certain."""
    table = found.table[found.table["year"] == 2022].assign(**{f"difference_{end}": more for end in ("p10", "p50", "p90")})
    table.attrs["pairs"] = PAIRS
    return table


@pytest.mark.parametrize(
    ("strength", "head"), [("central", "Central effects"), ("high", "Strong effects"), (0.5, "Effects times 0.5")]
)
def test_weak_effects_stand_beside_the_same_runs(strength: object, head: str) -> None:
    made = with_record(findings(), strength=strength)
    report = compose(replace(made, parts={"as_is": last_year(made, 7.0), "low": last_year(made, 3.0)}))
    (grid,) = [one for caption, one in grids(report, "sure").items() if caption.endswith("with weak effects")]
    assert grid.columns == ("", head, "Weak effects")
    assert grid.rows[0] == ("Registered organisations open", "7 more organisations", "3 more organisations")
    assert "5 further pairs of runs (10% of the sector)" in texts(report, "sure")


@pytest.mark.parametrize(
    ("strength", "said"), [("low", "weak effects already"), (0, "without any effect"), ("0.0", "without any effect")]
)
def test_no_weaker_effects_are_set_beside_the_weakest(strength: object, said: str) -> None:
    made = with_record(findings(), strength=strength)
    report = compose(replace(made, parts={"as_is": last_year(made, 7.0), "low": last_year(made, 3.0)}))
    assert said in texts(report, "sure")
    assert not any("weak effects" in caption for caption in grids(report, "sure"))


def test_what_was_assumed_is_said_first_listed_last_and_in_the_outside_forces() -> None:
    usual, made = findings(), with_record(findings(), assumptions={"drivers.la_fund": 0.5, LINKED: True}, strength="low")
    (before,), (after,) = (
        [row for row in grids(compose(one), "future")[FORCES].rows if row[0] == DRIVERS["la_fund"].title] for one in (usual, made)
    )
    assert after[2] == before[2]
    assert float(after[3]) == pytest.approx(float(before[3]) / 2, rel=0.01)
    report = compose(made)
    said = texts(report, "question")
    assert "Assumed here: " in said
    assert "0.5 times what this future says instead of 1" in said
    assert "yes instead of no" in said
    assert said.endswith("effects: weak.")
    rows = grids(report, "limits")["Assumptions that were changed"].rows
    assert {row[1:3] for row in rows} == {("1", "0.5"), ("no", "yes")}
    assert not jargon(said)
    assert "Assumed here" not in texts(compose(usual), "question")


def test_what_strikes_a_future_is_told_in_it() -> None:
    future = library.future("funding-cliff")
    one, two = (with_cards(future, cards, library.wild_cards()) for cards in ({"flood": 2007}, {"scandal": 2010, "flood": 2007}))
    own = texts(compose(findings()), "future")
    assert "On top of this" not in own
    said, both = (texts(compose(replace(findings(), future=struck)), "future") for struck in (one, two))
    assert f"{future.summary} On top of this comes a great flood in 2007. No probability" in said
    assert "On top of this come a great flood in 2007 and a scandal in 2010." in both


@pytest.mark.parametrize("name", ["trend", "history-replay", "funding-cliff"])
def test_single_numbers_of_another_grade_are_told_beside_that_of_the_forces(name: str) -> None:
    made = replace(findings(), future=library.future(name), plan=Plan.none())
    report = compose(made)
    said = next(one.text for one in blocks(report, "limits") if isinstance(one, Text) and "Along their courses" in one.text)
    counted = {row[0]: int(row[2]) for row in grids(report, "sure")[GRADED].rows}
    usual = {one.grade for one in made.future.drivers.values()}
    assert f"have {sum(counted.values())} numbers" in said
    apart = {grade: int(count) for count, grade in re.findall(r"(\d+) ha\w+ grade (\w)", said)}
    assert apart == {grade: count for grade, count in counted.items() if count and grade not in usual}
    assert DRIVERS["contract_sh"].title in said


def test_every_event_has_its_wild_cards_title() -> None:
    assert {card.strikes.event for card in library.wild_cards().values()} == set(EVENTS)


def test_sources_are_listed_as_readers_understand_them() -> None:
    report = compose(findings())
    listed = grids(report, "limits")[BASELINE]
    known = {one.grade for path, one in numbers().items() if path.startswith("baseline.")}
    assert {row[1] for row in listed.rows} == known
    counted = [re.fullmatch(r"(\d+) numbers?", row[2]) for row in listed.rows]
    assert sum(int(one[1]) for one in counted if one) == sum(path.startswith("baseline.") for path in numbers())
    assert any("NCVO Almanac" in row[0] for row in listed.rows)
    for future, plan in (("funding-cliff", "whole-programme"), ("history-replay", "first-steps")):
        made = replace(findings(), future=library.future(future), plan=library.plan(plan))
        cells = [cell for one in grids(compose(made), "limits").values() for row in one.rows for cell in row]
        assert [cell for cell in cells if re.search(r"evidence pack|\.csv|GBP|: M\d", cell, re.IGNORECASE)] == []


def test_the_plan_says_what_taking_part_asks_of_whom() -> None:
    plan = library.plan("whole-programme")
    report = compose(replace(findings(), plan=plan))
    asked = {row[0]: row[1:] for row in grids(report, "plan")["What taking part asks of organisations"].rows}
    assert len(asked) == len(plan.actions)
    assert asked["Leadership programme"] == ("registered organisations with paid staff", "25%", "3")
    assert asked["Regional coordination"][0].startswith("nobody joins")
    assert asked["Regional coordination"][2] == "none"
    assert "at most 160 (in 4 microclusters)" in asked["Activity microclusters"][1]
    assert asked["Black and minority ethnic microclusters"][0].endswith("led by black and minority ethnic people")
    assert "What else it does:" in texts(report, "plan")


def test_what_an_action_is_assumed_to_cost_is_what_the_plan_says() -> None:
    made = with_record(findings(), assumptions={"actions.trustee-bank.cost": 77.0, "actions.trustee-bank.days": 2.0})
    report = compose(replace(made, plan=library.plan("whole-programme")))
    costs = {row[0]: row[-1] for row in grids(report, "plan")["What is done, from when, and for how much"].rows}
    assert costs["Trustee bank"].startswith("£77,000")
    assert {row[0]: row[-1] for row in grids(report, "plan")["What taking part asks of organisations"].rows}[
        "Trustee bank"
    ] == "2"


def test_undecided_bars_are_hollow_and_say_so_beside_their_names() -> None:
    for band, mark in (((-10.0, 5.0, 20.0), "(too close to call)"), ((10.0, 20.0, 30.0), "")):
        picture = groups(findings(band), "income", "size")
        assert picture is not None
        rows = picture.spec["layer"][0]["data"]["values"]
        assert {row["undecided"] for row in rows} == {bool(mark)}
        assert all(("(" in row["group"]) is bool(mark) and mark in row["group"] for row in rows)
        drawn = picture.spec["layer"][0]["encoding"]
        assert drawn["fillOpacity"]["condition"][0] == {"test": "datum.undecided", "value": 0.0}
        assert drawn["strokeDash"]["condition"][0]["test"] == "datum.undecided"
        assert svg(picture.spec).count("(too close to call)") >= (len(rows) if mark else 0)


@pytest.mark.parametrize(
    ("pairs", "luck", "brackets"),
    [
        (1, "there are no bands", ("nothing is in brackets",) * 2),
        (3, "3 pairs of runs tell that only roughly", ("what 3 pairs of runs show",) * 2),
        (5, "as far as 5 pairs can tell", ("8 in 10 runs", "8 in 10 pairs")),
        (20, "of ten pairs of runs, eight lie within", ("8 in 10 runs", "8 in 10 pairs")),
    ],
)
def test_what_bands_hold_fits_the_number_of_pairs(pairs: int, luck: str, brackets: tuple[str, str]) -> None:
    report = compose(with_record(findings(), pairs=pairs))
    assert luck in texts(report, "sure")
    path, difference = report.pictures[:2]
    assert brackets[0] in path.grid.caption
    assert brackets[1] in difference.grid.caption
    if pairs == 1:
        assert not any("brackets." in one.grid.caption and "8 in 10" in one.grid.caption for one in report.pictures)


def test_the_world_is_said_not_to_be_looked_at_in_one_future() -> None:
    assert "Not looked at here: this is one future" in texts(compose(findings()), "sure")
    assert "Not looked at" not in texts(compose(with_record(findings(), batch="quick-look")), "sure")


def test_the_models_own_setting_of_barriers_is_named() -> None:
    said = texts(compose(findings()), "why")
    assert f"the model's own setting: barriers are {'linked' if load().hypotheses.barriers_linked else 'not linked'}." in said


def test_what_to_do_first_says_why() -> None:
    plan, actions = library.plan("whole-programme"), library.actions()
    made = replace(findings(), plan=plan)
    found = early_wins([(item, actions[item.action]) for item in plan.actions])
    assert found
    by_title = {one.title: (item, one) for item in plan.actions for one in [actions[item.action]]}
    dearer = sorted(item.cost(actions[item.action]) for item in plan.actions)[len(plan.actions) // 2]
    for title in found:
        item, one = by_title[title]
        assert one.delay.value <= 1
        assert item.cost(one) <= dearer
        assert one.depends_on is None
    assert "Sector credit union" not in found  # which costs nothing a year, and much to set up
    report = compose(made)
    assert f"Early wins: {found[0]}" in texts(report, "first")
    order = grids(report, "first")["The plan's own order"]
    assert len(order.rows) == len(plan.actions)
    assert [row[0] for row in order.rows] == sorted(row[0] for row in order.rows)
    needs = {row[1]: row[-1] for row in order.rows}
    assert needs["Employer volunteering at the development agency"] == "the development agency"
    assert needs["Bank of expertise"].startswith("joint work")


def test_what_to_do_first_names_the_kinds_that_add_most() -> None:
    shares = pd.DataFrame(
        {
            "indicator": ["income"] * 2 + ["volunteers"] * 2, "kind": ["regional", "microcluster"] * 2, "unit": "people",
            "share": [3.0, 9.0, 5.0, 4.0], "low": [2.0, 8.0, -1.0, -2.0], "high": [4.0, 10.0, 6.0, 5.0],
        }
    )  # fmt: skip
    said = texts(compose(replace(findings(), parts={"kinds": shares})), "first")
    assert "income of the sector: Microclusters; volunteers: too close to call" in said
    assert "not worked out" in texts(compose(findings()), "first")


def test_no_kind_adds_most_where_the_reasons_say_that_none_adds_anything() -> None:
    kinds = ["regional", "microcluster"]
    nothing = pd.DataFrame(
        {"indicator": "income", "kind": kinds, "unit": "GBP m, 2002 prices", "share": 0.0, "low": 0.0, "high": 0.0}
    )
    little = pd.DataFrame(
        {"indicator": "volunteers", "kind": kinds, "unit": "people", "share": [0.1, 0.0], "low": [0.05, 0.0], "high": [0.2, 0.0]}
    )
    report = compose(replace(findings(), parts={"kinds": pd.concat([nothing, little], ignore_index=True)}))
    said = "income of the sector: none adds anything; volunteers: none adds more than next to nothing"
    assert said in texts(report, "first")
    cells = {cell for row in grids(report, "why")["What each kind of action adds in the last year"].rows for cell in row[1:]}
    assert cells == {"nothing", "next to nothing"}


def test_a_plan_of_many_actions_is_told_in_brief_with_the_numbers_of_its_table() -> None:
    plan, actions = library.plan("whole-programme"), library.actions()
    report = compose(replace(findings(), plan=plan))
    brief, asks = grids(report, "plan")[BRIEF], grids(report, "plan")["What taking part asks of organisations"]
    assert len(brief.rows) <= 7
    *kinds, whole = brief.rows
    assert sum(int(row[1]) for row in kinds) == int(whole[1]) == len(plan.actions)
    assert f"{whole[2]} planned over 20 years" in texts(report, "plan")
    titles = {row[0] for row in grids(report, "plan")["What is done, from when, and for how much"].rows}
    for row in brief.rows:
        assert sum(title in row[3] for title in titles) >= 2
    costs = {actions[item.action].title: sum(item.spent(actions[item.action]).values()) for item in plan.actions}
    assert whole[3].startswith(max(costs, key=lambda title: costs[title]))
    days = [float(row[3]) for row in asks.rows if row[3] != "none"]
    said = texts(report, "plan")
    assert f"{len(days)} of the 33 actions ask for days of those who take part. The most is {max(days):g} days a year" in said
    assert f"of each member, asked by {days.count(max(days))} of them" in said
    assert BRIEF not in grids(compose(findings()), "plan")


def test_tables_of_answers_are_in_percent_and_words_as_their_sentences() -> None:
    shares = pd.DataFrame({"part": ["world", "dice"], "share": [0.02454, 0.97546], "low": [0.0, 0.5], "high": [1.0, 1.0]})
    assert written("Shares", shares).rows == (("the world", "2% (0% to 100%)"), ("luck", "98% (50% to 100%)"))
    regret = pd.DataFrame(
        {
            "plan": ["none", "first-steps"], "most_regret": [0.0, 33.4], "most_regret_low": [0.0, 12.3],
            "most_regret_high": [float("inf"), 57.1], "harms": [0.0, 1.0], "worst_tenth": [0.0, -66.2],
        }
    )  # fmt: skip
    assert written("Regret", regret, "organisations").rows == (
        ("Doing nothing", "nothing (too few runs to tell)", "0%", "no difference"),
        ("First steps", "33 (12 to 57)", "100%", "66 worse"),
    )
    runs = pd.DataFrame({"pairs": [2], "middle": [-33.0], "wanted": [209.4]})
    assert written("Runs", runs, "organisations").rows == (("2", "33 fewer", size(209.4, 0, 209.4, "organisations")),)


def test_an_answer_with_a_chart_is_said_once() -> None:
    table = pd.DataFrame({"name": ["a"], "low": [1.0], "middle": [2.0], "high": [3.0], "told": ["2 more"]})
    figure = spans(table, "What is measured")
    answer = Answer("regret-jobs-central", "Which plan?", "First steps.", ("Over two futures.",), table, *figure)
    found = blocks(compose(findings(), [answer]), "regret")
    assert [type(one) for one in found] == [Picture, Text]
    assert found[1] == Text("Over two futures.")


@pytest.mark.parametrize(
    ("band", "said"),
    [
        ((0.0, 0.0, 0.0), "by income and by place: no difference in any group."),
        ((-10.0, 5.0, 20.0), "by income and by place: too close to call in every group."),
        ((10.0, 20.0, 30.0), "by income and by place: better in 2 of 2 groups."),
    ],
)
def test_kinds_of_group_of_which_the_same_holds_are_told_once(band: tuple[float, float, float], said: str) -> None:
    assert texts(compose(findings(band)), "whom").startswith(f"Income in the last year, {said}")


def test_groups_and_what_is_counted_have_plain_names() -> None:
    changes = next(iter(grids(compose(findings()), "changes").values()))
    names = [row[0] for row in changes.rows]
    assert {"Registered organisations open", "Volunteers", "Paid jobs"} <= set(names)
    assert "Strategic capacity (from 0, none, to 1, full)" in names
    made = findings((-30.0, -20.0, -10.0))
    renamed = made.table.replace({"segment_kind": {"place": "members"}, "segment": {"rural": "non-member", "urban": "member"}})
    said = texts(compose(replace(made, table=renamed)), "whom")
    assert "Non-members: 20 fewer volunteers." in said
    assert "By taking part" not in said
    assert segment_name(Segment("size", "GBP 10k-100k")) == "By income: £10k\N{EN DASH}100k"
