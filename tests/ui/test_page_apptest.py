"""The first page, run by Streamlit without a browser: what it shows is what the model says."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import foresight
from foresight.errors import ForesightError, InvalidInput, Problem
from foresight.presentation import sentences
from foresight.presentation.readings import Segment, reading, select
from foresight.presentation.sentences import Told
from foresight.ui import controls, navigation, session
from foresight.ui.session import Question, Shelf
from tests.support.paths import ROOT

SMALL = (3, 0.03)  # pairs and share of the sector: enough to see numbers, and quick
TIMEOUT = 120
JARGON = re.compile(r"\bp10\b|\bp90\b|percentile|confidence interval|monte carlo|p-value|replicate|stochastic", re.IGNORECASE)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls, "THOROUGHNESS", {controls.QUICK: SMALL, controls.FULL: (4, 0.03)})


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT).run()


def htmls(page: AppTest) -> list[str]:
    return [str(element.proto.body) for element in page.get("html")]


def cards(page: AppTest) -> dict[str, str]:
    """Return the text of each card by indicator."""
    found = {}
    for html in htmls(page):
        name = re.search(r'class="fs-card" data-indicator="(\w+)"', html)
        if name:
            found[name[1]] = unescape(re.sub(r"<[^>]+>", " ", html))
    return found


def specs(page: AppTest) -> list[dict[str, Any]]:
    """Return the charts as the browser gets them."""
    return [json.loads(element.proto.spec) for element in page.get("vega_lite_chart")]


def test_the_first_screen_is_a_comparison(page: AppTest) -> None:
    assert not page.exception
    assert not page.error
    assert page.selectbox(key="future").value == "funding-cliff"
    assert page.selectbox(key="plan").value == "first-steps"
    assert page.selectbox(key="segment").value == Segment()
    assert list(cards(page)) == [name for name, declared in session.indicators().items() if declared.headline]
    assert len(specs(page)) == 8
    assert any("fs-summary" in html and "First steps" in html for html in htmls(page))


def test_everything_that_ships_can_be_chosen(page: AppTest) -> None:
    futures = {future.title for future in foresight.futures().values()}
    assert set(page.selectbox(key="future").options) == futures
    plans = {plan.title for plan in foresight.plans().values()}
    assert set(page.selectbox(key="plan").options) == plans | {"No plan"}


def test_cards_show_the_models_numbers(page: AppTest) -> None:
    pairs, scale = SMALL
    truth = foresight.compare("funding-cliff", "first-steps", pairs=pairs, scale=scale, seed=1)
    for name, text in cards(page).items():
        declared = session.indicators()[name]
        told = Told(reading(select(truth.table, name)), declared.title, declared.better, pairs)
        without, with_plan = sentences.levels(told)
        assert f"Without {without} , with {with_plan}" in re.sub(r"\s+", " ", text)
        assert sentences.band(told) in text
        assert sentences.change(told) in text


def test_another_plan_gives_other_numbers(page: AppTest) -> None:
    before = cards(page)
    page.selectbox(key="plan").select("whole-programme").run()
    assert not page.exception
    assert cards(page) != before
    assert any("fs-summary" in html and "All together" in html for html in htmls(page))
    page.selectbox(key="plan").select("none").run()
    assert not page.exception
    assert all("No difference" in text for text in cards(page).values())


def test_another_future_and_strength_and_segment_work(page: AppTest) -> None:
    before = cards(page)
    page.selectbox(key="future").select("trend").run()
    assert cards(page) != before
    page.button_group(key="strength").set_value("high").run()
    segment = page.selectbox(key="segment")
    segment.select_index(2).run()
    assert not page.exception
    assert not page.error
    assert cards(page)


def test_single_runs_take_the_place_of_bands(page: AppTest) -> None:
    assert '"area"' in json.dumps(specs(page))
    page.toggle(key="single").set_value(True).run()
    assert not page.exception
    assert '"area"' not in json.dumps(specs(page))
    assert "replicate" in json.dumps(specs(page))


def test_every_chart_has_its_table_and_sources_are_shown(page: AppTest) -> None:
    labels = [expander.label for expander in page.expander]
    assert sum(label.startswith("The numbers: ") for label in labels) == 4
    assert "Where do these numbers come from?" in labels
    assert len(page.table) == 8  # four behind charts; the plan; grades, actions and drivers
    drivers = page.table[-1].value
    assert len(drivers) == 22
    assert set(drivers["Grade"]) <= {"A", "B", "C", "D"}
    assert drivers["Source"].str.len().min() > 0


def test_the_page_speaks_plainly_and_honestly(page: AppTest) -> None:
    texts = [str(element.value) for element in (*page.markdown, *page.caption, *page.title)]
    texts += [unescape(re.sub(r"<[^>]+>", " ", html)) for html in htmls(page) if "<style>" not in html]
    assert [text for text in texts if JARGON.search(text)] == []
    assert any("nobody has ever measured" in text for text in texts)
    assert any("3 pairs of runs, 3% of the sector simulated, random seed 1" in text for text in texts)


def test_a_wrong_scenario_gets_a_message_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> foresight.Comparison:
        raise InvalidInput(Problem("'leedership'", "one of the 6 actions", path="actions[0].action", suggestion="leadership"))

    monkeypatch.setattr(session, "known", lambda _: None)
    monkeypatch.setattr(session, "answer", broken)
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT).run()
    assert not page.exception
    assert len(page.error) == 1
    assert any("Did you mean leadership?" in element.value for element in page.text)


def test_the_last_comparison_stays_when_the_next_cannot_be_made(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> foresight.Comparison:
        raise ForesightError("out of order")

    before = cards(page)
    monkeypatch.setattr(session, "answer", broken)
    page.number_input(key="seed").set_value(77).run()
    assert not page.exception
    assert any("out of order" in element.value for element in page.text)
    assert cards(page) == before


def test_a_question_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = foresight.compare

    def counted(*words: Any, **options: Any) -> foresight.Comparison:
        asked.append((words, options))
        return real(*words, **options)

    monkeypatch.setattr(foresight, "compare", counted)
    ticks: list[tuple[int, int]] = []
    question = Question("trend", "microclusters-only", "low", 2, 0.02, 5)
    assert session.known(question) is None
    first = session.answer(question, lambda done, pairs: ticks.append((done, pairs)))
    second = session.answer(question, lambda done, pairs: ticks.append((done, pairs)))
    assert first is second is session.known(question)
    assert len(asked) == 1
    assert ticks[-1] == (2, 2)


def test_the_shelf_lets_go_of_what_is_used_least() -> None:
    shelf, answers = Shelf(room=2), [object(), object(), object()]
    shelf.put("a", answers[0])  # type: ignore[arg-type]
    shelf.put("b", answers[1])  # type: ignore[arg-type]
    assert shelf.get("a") is answers[0]
    shelf.put("c", answers[2])  # type: ignore[arg-type]
    assert shelf.get("b") is None
    assert shelf.get("a") is answers[0]
    assert shelf.get("c") is answers[2]


def test_a_page_is_found_by_being_there(tmp_path: Path) -> None:
    (tmp_path / "later.py").write_text('"""Later."""\nTITLE = "Who gains"\nORDER = 2\n', encoding="utf-8")
    (tmp_path / "first.py").write_text('"""First."""\nTITLE = "See"\nORDER = 1\n', encoding="utf-8")
    (tmp_path / "__init__.py").write_text("", encoding="utf-8")
    found = navigation.pages(tmp_path)
    assert [(page.title, page.default) for page in found] == [("See", True), ("Who gains", False)]
    assert navigation.pages()[0].title == "Choose and see"
