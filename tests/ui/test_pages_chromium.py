"""Every page in a real browser: it opens without a fault, shows what it is about, and asks nothing of another computer."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.visitors import turn_to

pytestmark = pytest.mark.browser


def test_who_gains_and_who_loses(page: Page) -> None:
    turn_to(page, "Who gains, who loses")
    expect(page.get_by_role("heading", name="On the map")).to_be_visible()
    expect(page.get_by_text("those who take part against the same organisations")).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart] .marks")).to_have_count(7)
    life = page.get_by_text("With the plan: ", exact=False).first
    expect(life).to_contain_text("Without the plan:")
    page.get_by_text("The numbers: by county").click()
    table = page.get_by_role("region", name="by county")
    expect(table.locator("tbody tr")).to_have_count(9)


def test_evidence_and_limits(page: Page) -> None:
    turn_to(page, "Evidence and limits")
    expect(page.get_by_text("Not for forecasts.")).to_be_visible()
    box = page.get_by_label("Search the numbers")
    box.fill("trustee bank cost")
    box.press("Enter")
    table = page.get_by_role("region", name="Every number, with its source")
    expect(table.locator("tbody tr").first).to_contain_text("rustee bank")


def test_the_arrow_keys_present_step_by_step(page: Page) -> None:
    turn_to(page, "Present")
    step = page.get_by_text("Step ", exact=False).filter(has_text="The arrow keys go back and on.")
    expect(step).to_contain_text("Step 1 of")
    folded = page.get_by_test_id("stTopNavSection").filter(has_text="more").locator("p").bounding_box()
    assert folded is not None
    assert folded["width"] > folded["height"]  # a word, not a letter a line
    question = page.get_by_role("heading", level=1).inner_text()
    expect(page.get_by_role("button", name="Next")).to_be_enabled()
    page.keyboard.press("ArrowRight")
    expect(step).to_contain_text("Step 2 of")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(question)
    page.keyboard.press("ArrowRight")
    expect(step).to_contain_text("Step 3 of")
    page.keyboard.press("ArrowLeft")
    expect(step).to_contain_text("Step 2 of")
