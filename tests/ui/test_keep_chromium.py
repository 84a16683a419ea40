"""Keep and share, in a real browser: files good and bad, links, a reload, the back button, and a second tab."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from foresight.scenario import library
from foresight.scenario.exchange import written
from foresight.scenario.plans import Plan
from foresight.ui import choice
from tests.support.visitors import Visitors, link, turn_to

pytestmark = pytest.mark.browser

FIRST, OURS = "First steps", "Our own plan"
WORK_OUT = re.compile("^Work out the results as a file")


@pytest.fixture
def keep(visitors: Visitors, address: str) -> Page:
    return visitors.open(f"{address}/keep")


@pytest.fixture
def ours() -> Plan:
    """Return a plan that does not ship."""
    return library.plan("rural-first").model_copy(update={"id": "ours", "title": OURS})


@pytest.fixture
def file(ours: Plan, tmp_path: Path) -> Path:
    """Return the file of the plan that does not ship."""
    path = tmp_path / "ours.yaml"
    path.write_text(written(ours), encoding="utf-8")
    return path


def shown(page: Page) -> Locator:
    return page.get_by_role("note", name="What is shown")


def bring(page: Page, *files: Path) -> None:
    """Send files of futures and plans."""
    page.locator(".st-key-bring input[type=file]").set_input_files(files)


def bring_and_use(page: Page, plan: Path) -> None:
    bring(page, plan)
    page.get_by_role("button", name="Use it now").last.click()
    expect(shown(page)).to_contain_text(OURS)
    expect(page).to_have_url(re.compile("choice="))


def test_a_bad_file_is_told_by_line_and_changes_nothing(keep: Page, file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("start: 2003", "start: 1803", 1), encoding="utf-8")
    bring(keep, file)
    expect(keep.get_by_text("expected a date from 2003 to 2022")).to_be_visible()
    expect(keep.get_by_role("button", name="Use it now")).to_have_count(0)
    expect(shown(keep)).to_contain_text(FIRST)


def test_a_plan_that_was_brought_along_survives_the_back_button_and_a_reload(keep: Page, file: Path) -> None:
    bring_and_use(keep, file)
    keep.go_back()
    expect(shown(keep)).to_contain_text(FIRST)
    keep.go_forward()
    expect(shown(keep)).to_contain_text(OURS)
    keep.reload()
    expect(shown(keep)).to_contain_text(OURS)


def test_a_link_opens_in_another_browser_and_a_broken_one_says_so(
    keep: Page, file: Path, visitors: Visitors, address: str
) -> None:
    bring_and_use(keep, file)
    shared = keep.get_by_text(f"{address}/?choice=").inner_text()
    other = visitors.open(shared)
    expect(shown(other)).to_contain_text(OURS)
    other.goto(f"{shared[:-4]}AAAA")
    expect(other.get_by_text("This link is broken")).to_be_visible()
    expect(shown(other)).to_contain_text(FIRST)


def test_start_again_and_undo(keep: Page, file: Path) -> None:
    undo = keep.get_by_role("button", name="Undo")
    expect(undo).to_be_disabled()
    bring_and_use(keep, file)
    keep.get_by_role("button", name="Start again").click()
    expect(shown(keep)).to_contain_text(FIRST)
    undo.click()
    expect(shown(keep)).to_contain_text(OURS)
    undo.click()
    expect(shown(keep)).to_contain_text(FIRST)
    expect(undo).to_be_disabled()


def test_two_tabs_choose_apart_and_share_what_is_saved(keep: Page, file: Path) -> None:
    other = keep.context.new_page()
    other.goto(keep.url)
    expect(shown(other)).to_contain_text(FIRST)
    bring_and_use(keep, file)
    turn_to(other, "Evidence and limits")
    expect(other.get_by_text("Not for forecasts.")).to_be_visible()
    expect(shown(other)).to_contain_text(FIRST)
    expect(other.get_by_role("button", name="Undo")).to_be_disabled()
    keep.get_by_label("Name of the plan").fill("After the vote")
    keep.get_by_role("button", name="Save", exact=True).click()
    expect(keep.get_by_text("Saved: After the vote.")).to_be_visible()
    turn_to(other, "Keep and share")
    expect(other.get_by_text("After the vote", exact=True)).to_be_visible()
    expect(shown(other)).to_contain_text(FIRST)
    keep.get_by_role("button", name="Delete").click()
    keep.get_by_role("button", name="Delete it for good").click()
    expect(keep.get_by_text("Deleted.")).to_be_visible()
    expect(shown(keep)).to_contain_text(OURS)


def test_a_reload_in_the_middle_of_a_run_loses_nothing(ours: Plan, visitors: Visitors, address: str) -> None:
    page = visitors.open(f"{address}/keep?{link(ours, thoroughness=choice.FULL, seed=7)}")
    page.get_by_role("button", name=WORK_OUT).click()
    expect(page.get_by_text("of 40 pairs of runs done")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=WORK_OUT)).to_contain_text("40 pairs of runs")
    expect(page.get_by_text("foresight compare")).to_contain_text("--pairs 40 --scale 0.1 --seed 7")
    expect(shown(page)).to_contain_text(OURS)


def test_results_are_taken_away_and_looked_at_again(visitors: Visitors, address: str, tmp_path: Path) -> None:
    keep = visitors.open(f"{address}/keep?{link(library.plan('first-steps'), seed=4711)}")  # which no other test has worked out
    keep.get_by_role("button", name=WORK_OUT).click()
    with keep.expect_download() as download:
        keep.get_by_role("button", name="Download the results").click()
    download.value.save_as(tmp_path / "results.zip")
    keep.locator(".st-key-results input[type=file]").set_input_files(tmp_path / "results.zip")
    expect(keep.get_by_text("first-steps in trend: 8 pairs of runs")).to_be_visible()
    expect(keep.get_by_role("region", name="The headline numbers").locator("tbody tr").first).to_be_visible()
