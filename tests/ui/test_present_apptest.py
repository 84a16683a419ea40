"""Presenting: step by step, without before with, the question under every chart, and a report to take home."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from foresight.presentation import present
from foresight.presentation.charts import ROWS
from foresight.presentation.view import View
from foresight.ui import choice, visitor
from tests.support import answered
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def page() -> Iterator[AppTest]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choice, "THOROUGHNESS", {choice.QUICK: (2, 0.03), choice.FULL: (3, 0.03)})
        found = AppTest.from_file(str(ROOT / "foresight" / "ui" / "pages" / "present.py"), default_timeout=240).run()
        yield found


def test_the_steps_go_from_the_question_to_the_difference(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value.startswith("What if")
    seen = [page.title[0].value]
    for _ in range(3):
        next(button for button in page.button if button.label == "Next").click().run()
        assert not page.exception
        seen.append(page.title[0].value)
        assert any("For the room:" in html.proto.body for html in page.get("html"))
        assert len(page.get("vega_lite_chart")) == 1
        assert "The numbers: what is drawn, year by year" in [one.label for one in page.expander]
    assert seen[1] == "Registered organisations open: without the plan"
    assert seen[3].startswith("The difference: ")
    next(button for button in page.button if button.label == "Back").click().run()
    assert page.title[0].value == seen[2]


def test_a_report_with_all_that_can_be_worked_out_is_made_for_whoever_asks(page: AppTest) -> None:
    assert len(page.get("download_button")) == 1
    page.toggle(key="further").set_value(True).run()
    assert not page.exception
    assert len(page.get("download_button")) == 1
    assert not page.get("progress")
    assert not any(button.label == "Stop" for button in page.button)


def test_a_report_on_a_batch_is_made_from_its_folder(page: AppTest, tmp_path: Path) -> None:
    page.run().text_input(key="folder").set_value(str(answered.batch("plans", tmp_path))).run()
    while any(one.label == "Stop" for one in page.button):
        page.run()
    assert not page.exception
    (first,) = (one.proto.url for one in page.get("download_button") if one.proto.label == "Save it")
    plans = page.selectbox(key="of Plan")
    assert len(plans.options) > 1
    plans.select_index(1).run()
    while any(one.label == "Stop" for one in page.button):
        page.run()
    (second,) = (one.proto.url for one in page.get("download_button") if one.proto.label == "Save it")
    assert second != first  # named after what is in it
    page.text_input(key="folder").set_value(str(tmp_path / "nowhere")).run()
    while any(one.label == "Stop" for one in page.button):
        page.run()
    assert "Save it" not in {one.proto.label for one in page.get("download_button")}
    assert any("found no such folder" in one.value for one in page.text)


def test_folders_of_the_computer_are_for_whoever_sits_there(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "address", lambda: "203.0.113.9")
    page.run()
    assert not [one for one in page.text_input if one.key == "folder"]


def test_the_first_chart_shows_nothing_of_the_plan() -> None:
    import foresight  # noqa: PLC0415 - the model is needed by this test only

    steps = present.steps(View(foresight.compare("trend", "first-steps", pairs=2, scale=0.03)))
    assert len(steps) == 1 + 3 * len(present.SHOWN)
    for without, with_plan, difference in zip(steps[1::3], steps[2::3], steps[3::3], strict=True):
        assert without.chart is not None
        assert with_plan.chart is not None
        assert difference.chart is not None
        assert {row["arm"] for row in without.chart.to_dict()["datasets"][ROWS]} == {"Without"}
        assert {row["arm"] for row in with_plan.chart.to_dict()["datasets"][ROWS]} == {"Without", "With plan"}
        reaches = [chart.to_dict()["datasets"][ROWS][-1] for chart in (without.chart, with_plan.chart)]
        assert reaches[0]["bottom"] == reaches[1]["bottom"]
        assert reaches[0]["top"] == reaches[1]["top"]
        assert without.ask
        columns = [list(step.table) for step in (without, with_plan, difference) if step.table is not None]
        assert columns == [["Year", "Without"], ["Year", "Without", "With the plan"], ["Year", "Difference"]]
        assert difference.sentence
        assert difference.ask == present.OPEN  # of two pairs nothing is claimed that could be made to happen
