"""The first page, run by Streamlit without a browser: what it shows is what the model says."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import foresight
from foresight.config import Number
from foresight.ensemble.crew import Ask
from foresight.errors import ForesightError, InvalidInput, Problem
from foresight.presentation import sentences
from foresight.presentation.readings import Segment, reading, select
from foresight.presentation.sentences import Told
from foresight.scenario.dates import Date
from foresight.ui import levers, money, navigation, session
from tests.support.paths import ROOT
from tests.support.runs import SMALL

pytestmark = pytest.mark.usefixtures("small")

TIMEOUT = 240
JARGON = re.compile(r"\bp10\b|\bp90\b|percentile|confidence interval|monte carlo|p-value|replicate|stochastic", re.IGNORECASE)


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT).run()


def board(page: AppTest) -> dict[str, Any]:
    """Return what the browser is sent for the board."""
    (found,) = (one.proto for one in page.get("bidi_component") if one.proto.component_name == "foresight_board")
    data: dict[str, Any] = json.loads(found.json)
    return data


def cards(page: AppTest) -> dict[str, str]:
    """Return the text of each card by indicator."""
    found = re.findall(r'<div class="fs-card" data-indicator="(\w+)">(.*?)</div></div>', board(page)["cards"])
    return {name: unescape(re.sub(r"<[^>]+>", " ", html)) for name, html in found}


def bar(page: AppTest) -> str:
    """Return the words of the bar that is always in view."""
    (found,) = (str(one.proto.body) for one in page.get("html") if "fs-now" in one.proto.body and "<style>" not in one.proto.body)
    return unescape(re.sub(r"<[^>]+>", "", found))


def control(kind: Any, label: str) -> Any:
    """Return the control of a kind whose label begins so."""
    (found,) = (one for one in kind if one.label.startswith(label))
    return found


def test_the_first_screen_is_a_comparison(page: AppTest) -> None:
    assert not page.exception
    assert not page.error
    assert control(page.selectbox, "A future").value == "funding-cliff"
    assert control(page.selectbox, "A plan").value == "first-steps"
    assert page.selectbox(key="segment").value == Segment()
    assert list(cards(page)) == [name for name, declared in session.indicators().items() if declared.headline]
    assert [chart["id"] for chart in board(page)["charts"]] == ["organisations", "income"]
    assert "First steps" in board(page)["summary"]
    assert "The funding cliff" in bar(page)
    assert "First steps" in bar(page)


def test_everything_that_ships_can_be_chosen(page: AppTest) -> None:
    assert set(control(page.selectbox, "A future").options) == {future.title for future in foresight.futures().values()}
    plans = {plan.title for plan in foresight.plans().values()}
    assert set(control(page.selectbox, "A plan").options) == plans | {"No plan"}


def test_cards_and_charts_show_the_models_numbers(page: AppTest) -> None:
    pairs, scale = SMALL
    truth = foresight.compare("funding-cliff", "first-steps", pairs=pairs, scale=scale, seed=1)
    for name, text in cards(page).items():
        declared = session.indicators()[name]
        told = Told(reading(select(truth.table, name)), declared.title, declared.better, pairs)
        without, with_plan = sentences.levels(told)
        assert f"Without {without} , with {with_plan}" in re.sub(r"\s+", " ", text)
        assert sentences.band(told) in text
        assert sentences.change(told) in text
    for chart in board(page)["charts"]:
        rows = select(truth.table, chart["id"])
        shown = [row["middle"] for row in chart["plots"][1]["rows"]]
        assert shown == pytest.approx(rows["difference_p50"].tolist(), rel=1e-5)


def test_another_plan_and_no_plan(page: AppTest) -> None:
    before = cards(page)
    control(page.selectbox, "A plan").select("whole-programme").run()
    assert not page.exception
    assert cards(page) != before
    assert "the whole programme" in board(page)["summary"]
    control(page.selectbox, "A plan").select("none").run()
    assert not page.exception
    assert all("No difference" in text for text in cards(page).values())


def test_another_future_and_strength_and_segment_work(page: AppTest) -> None:
    before = cards(page)
    control(page.selectbox, "A future").select("trend").run()
    assert cards(page) != before
    (strength,) = (group for group in page.button_group if group.label == "How well the actions work")
    strength.set_value("high").run()
    assert "(actions strong)" in bar(page)
    for segment in (Segment("size", "Under GBP 10k"), Segment("members", "member")):
        page.selectbox(key="segment").select(segment).run()
        assert not page.exception
        assert not page.error
        assert cards(page)


def test_a_lever_changes_the_plan_and_undo_brings_it_back(page: AppTest) -> None:
    control(page.selectbox, "The budget").select(2.8).run()
    open_barrier(page, "strategic-capacity")
    before, words = cards(page), bar(page)
    control(page.toggle, "Leadership programme").set_value(True).run()
    assert not page.exception
    assert "with Leadership programme" in bar(page)
    assert cards(page) != before
    page.button(key="undo").click().run()
    assert bar(page) == words
    assert cards(page) == before
    assert not control(page.toggle, "Leadership programme").value


def test_what_differs_from_the_plan_that_was_taken_is_named_setting_by_setting() -> None:
    action = session.actions()["trustee-bank"]
    (usual,) = (one for one in foresight.plan("first-steps").actions if one.action == action.id)
    later = usual.model_copy(update={"start": Date(2008), "strength": "low"})
    assert levers.changes([usual], [later]) == ["Trustee bank from 2008, weak"]
    dearer = usual.model_copy(update={"budget": Number(value=20.0), "end": Date(2010)})
    assert levers.changes([usual], [dearer]) == ["Trustee bank until 2010, for £20,000 a year"]
    back = usual.model_copy(update={"strength": "central"})
    assert levers.changes([later], [back]) == [f"Trustee bank from {usual.start}, works as expected"]
    assert levers.changes([usual], []) == ["without Trustee bank"]


def test_what_an_action_costs_is_told_by_the_year_and_once() -> None:
    actions = session.actions()
    said = {name: levers._in_short(actions[name], levers.usual(actions[name])) for name in ("credit-union", "trustee-bank")}
    assert ", £580,000 once to set it up, " in said["credit-union"]
    assert ", £45,000 a year, " in said["trustee-bank"]
    told = [levers._help(action) for action in actions.values()]
    assert not [text for text in told if "£0" in text or "no money" in text]
    assert any("; £60,000 once to set it up (2002 prices)" in text for text in told)


def test_a_group_that_organisations_enter_and_leave_says_so(page: AppTest) -> None:
    control(page.selectbox, "Whose figures").select(Segment("size", "Under GBP 10k")).run()
    assert not page.exception
    assert "from group to group" in board(page)["summary"]


def test_start_again_goes_back_to_the_first_comparison(page: AppTest) -> None:
    words = bar(page)
    control(page.selectbox, "A future").select("trend").run()
    control(page.selectbox, "A plan").select("none").run()
    page.button(key="again").click().run()
    assert bar(page) == words
    page.button(key="undo").click().run()
    assert "No plan" in bar(page)


def test_a_lever_that_does_nothing_says_why(page: AppTest) -> None:
    control(page.selectbox, "The budget").select(2.8).run()
    open_barrier(page, "strategic-capacity")
    control(page.toggle, "Pooled expertise").set_value(True).run()
    control(page.number_input, "Starts in").set_value(2022).run()
    assert not page.exception
    assert any("This does nothing" in caption.value and "2023" in caption.value for caption in page.caption)


def warnings(page: AppTest) -> list[str]:
    """Return what the page warns of, without the signs that keep it from being read as markup."""
    return [str(one.value).replace("\\", "") for one in page.warning]


def open_barrier(page: AppTest, name: str) -> None:
    """Look at the levers of another barrier."""
    page.radio(key="barrier").set_value(name).run()


def test_a_plan_that_overspends_is_told_in_pounds_and_years_and_the_last_result_stays(page: AppTest) -> None:
    open_barrier(page, "strategic-capacity")
    before = cards(page)
    control(page.toggle, "Leadership programme").set_value(True).run()
    assert not page.exception
    assert not page.error
    beside, above = sorted(warnings(page), key=len)
    assert above == f"{beside} {money.REST}"
    assert "This plan costs £395,000 in each of the years 2007 to 2022; the budget is £250,000 a year: £145,000" in beside
    assert cards(page) == before
    assert board(page)["old"]
    control(page.selectbox, "The budget").select(1.0).run()
    assert not page.warning
    assert cards(page) != before


def test_an_overspent_budget_is_mended_at_one_click(page: AppTest) -> None:
    open_barrier(page, "strategic-capacity")
    before, words = cards(page), bar(page)
    control(page.toggle, "Leadership programme").set_value(True).run()
    page.button(key="out levers").click().run()
    assert not page.warning
    assert bar(page) == words
    assert not control(page.toggle, "Leadership programme").value
    control(page.toggle, "Leadership programme").set_value(True).run()
    assert page.button(key="raise compare").label == "Raise the budget to £1 million"
    page.button(key="raise compare").click().run()
    assert not page.warning
    assert control(page.selectbox, "The budget").value == 1.0
    assert cards(page) != before
    control(page.selectbox, "The budget").select(0.25).run()
    found = {one.key for one in page.button if one.label == "Take “Leadership programme” out again"}
    assert found == {"out compare", "out levers"}


def test_the_levers_open_where_the_plan_has_some_and_stay_open_when_the_page_is_turned(page: AppTest) -> None:
    assert page.radio(key="barrier").value == "human-resources"
    assert any(one.value for one in page.toggle if one.label in {one.title for one in session.actions().values()})
    labels = page.radio(key="barrier").options
    control(page.selectbox, "The budget").select(2.8).run()
    control(page.toggle, "Careers marketing").set_value(True).run()
    assert page.radio(key="barrier").options == labels
    assert "3 of 7 on" in page.radio(key="barrier").proto.captions
    open_barrier(page, "funding")
    page.selectbox(key="segment").select(Segment("leadership", "BME-led")).run()
    page.switch_page("foresight/ui/pages/limits.py").run()
    page.switch_page("foresight/ui/pages/compare.py").run()
    assert page.radio(key="barrier").value == "funding"
    assert page.selectbox(key="segment").value == Segment("leadership", "BME-led")


def test_single_futures_take_the_place_of_bands(page: AppTest) -> None:
    assert {plot["spec"].split()[0] for chart in board(page)["charts"] for plot in chart["plots"]} == {"paths", "differences"}
    page.toggle(key="single").set_value(True).run()
    assert not page.exception
    kinds = {plot["spec"].split()[0] for chart in board(page)["charts"] for plot in chart["plots"]}
    assert kinds == {"single_paths", "single_differences"}
    rows = board(page)["charts"][0]["plots"][1]["rows"]
    assert len({row["replicate"] for row in rows}) == SMALL[0]


def test_every_chart_has_a_sentence_a_table_and_words_for_those_who_cannot_see_it(page: AppTest) -> None:
    for chart in board(page)["charts"]:
        assert chart["headline"]
        assert chart["path"].startswith("Without the plan")
        assert chart["table"].startswith("The numbers: ")
        for plot in chart["plots"]:
            assert chart["headline"] in plot["alt"]
            assert all(row["told"] for row in plot["rows"])


def test_sources_are_shown_when_asked(page: AppTest) -> None:
    page.toggle(key="sources").set_value(True).run()
    assert not page.exception
    drivers = page.table[-1].value
    assert len(drivers) == 22
    assert set(drivers["Grade"]) <= {"A", "B", "C", "D"}
    assert drivers["Source"].str.len().min() > 0


def test_the_page_speaks_plainly_and_honestly(page: AppTest) -> None:
    texts = [str(element.value) for element in (*page.markdown, *page.caption, *page.title)]
    texts += [unescape(re.sub(r"<[^>]+>", " ", one.proto.body)) for one in page.get("html") if "<style>" not in one.proto.body]
    texts += [board(page)["summary"], *cards(page).values()]
    assert [text for text in texts if JARGON.search(text)] == []
    assert any("nobody has ever measured" in text for text in texts)
    assert any("3 pairs of runs, 3% of the sector simulated, luck drawn from number 1" in text for text in texts)


def test_a_wrong_scenario_gets_a_message_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise InvalidInput(Problem("'leedership'", "one of the 6 actions", path="actions[0].action", suggestion="leadership"))

    monkeypatch.setattr(session, "inquire", broken)
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT).run()
    assert not page.exception
    assert len(page.error) == 1
    assert any("Did you mean leadership?" in element.value for element in page.text)


def test_the_last_comparison_stays_when_the_next_cannot_be_made(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ForesightError("out of order")

    before = cards(page)
    monkeypatch.setattr(session, "inquire", broken)
    control(page.number_input, "Luck is drawn from number").set_value(77).run()
    assert not page.exception
    assert any("out of order" in element.value for element in page.text)
    assert cards(page) == before
    assert board(page)["old"]


def test_what_was_seen_before_is_not_computed_again(page: AppTest) -> None:
    first = board(page)
    control(page.selectbox, "A plan").select("none").run()
    control(page.selectbox, "A plan").select("first-steps").run()
    assert board(page) == first
    question = session.Question(foresight.future("funding-cliff"), foresight.plan("first-steps"), "central", *SMALL, 1)
    assert isinstance(question.ask(), Ask)
    assert session.inquire(question).over


def test_a_page_is_found_by_being_there(tmp_path: Path) -> None:
    (tmp_path / "later.py").write_text('"""Later."""\nTITLE = "Who gains"\nORDER = 2\n', encoding="utf-8")
    (tmp_path / "first.py").write_text('"""First."""\nTITLE = "See"\nORDER = 1\n', encoding="utf-8")
    (tmp_path / "__init__.py").write_text("", encoding="utf-8")
    found = navigation.pages(tmp_path)
    assert [(page.title, page.default) for page in found] == [("See", True), ("Who gains", False)]
    assert navigation.pages()[0].title == "Choose and see"
