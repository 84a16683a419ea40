"""The first page in a real browser: opened, used with the keyboard, and kept to this computer."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _first_comparison(page: Page) -> None:
    """Wait until the first comparison is on the page."""
    expect(page.locator(".fs-card")).to_have_count(8)


def cards(page: Page) -> list[str]:
    return page.locator(".fs-card").all_inner_texts()


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option with the keyboard alone."""
    box = page.get_by_role("combobox", name=re.compile(label))
    box.focus()
    box.press("ArrowDown")
    page.keyboard.type(option)
    page.keyboard.press("Enter")


def test_the_page_opens_with_numbers_charts_and_sentences(page: Page) -> None:
    expect(page.get_by_text("Shown: 8 pairs of runs")).to_be_visible()  # one pair alone has no band
    expect(page.locator(".fs-card", has_text="In 8 of 10 pairs")).to_have_count(8)  # the cards follow the line above
    for text in cards(page):
        assert re.search(r"Without £?[\d,.]+( million)?%?, with £?[\d,.]+", text.replace("\n", " "))
        assert "In 8 of 10 pairs" in text
    expect(page.locator(".fs-plot svg.marks")).to_have_count(4)
    expect(page.locator(".fs-headline")).to_have_count(2)
    expect(page.locator(".fs-summary")).to_contain_text("First steps")
    expect(page.get_by_text("nobody has ever measured")).to_be_visible()
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_another_plan_changes_the_numbers(page: Page) -> None:
    before = cards(page)
    choose(page, "A plan", "The whole programme")
    expect(page.locator(".fs-summary")).to_contain_text("the whole programme")
    after = cards(page)
    assert len(after) == 8
    assert after != before
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_progress_is_shown_while_it_computes(page: Page) -> None:
    page.get_by_role("button", name="How thorough").click()
    page.get_by_text("Full", exact=True).click()
    expect(page.get_by_text(re.compile(r"\d+ of 40 pairs of runs done"))).to_be_visible()
    page.get_by_text("Quick look", exact=True).click()
    expect(page.get_by_text("Shown: 8 pairs of runs")).to_be_visible()
    expect(page.get_by_text("pairs of runs done")).to_have_count(0)


def test_the_barrier_whose_levers_are_shown_stays_marked_when_one_is_pulled(page: Page) -> None:
    choose(page, "The budget", "£1.00")
    for barrier, action in (("People", "Careers marketing"), ("Funding", "Sector credit union")):
        page.get_by_role("radiogroup", name=re.compile("Actions by the barrier")).get_by_text(barrier, exact=True).click()
        marked = page.get_by_role("radio", name=re.compile(f"^{barrier}"))
        expect(marked).to_be_checked()
        switch = page.get_by_role("switch", name=action)
        for _ in range(2):
            switch.press("Space")
            expect(page.locator(".fs-now")).to_contain_text(action)
            expect(marked).to_be_checked()
            switch.press("Space")
            expect(page.locator(".fs-now")).not_to_contain_text(action)
            expect(marked).to_be_checked()
    page.get_by_role("button", name="Change").first.click()
    box = page.get_by_role("button", name="Change").first.locator("p").bounding_box()
    assert box is not None
    assert box["width"] > 2 * box["height"]  # a word on one line


def test_what_was_there_before_is_marked_in_words_and_stays_readable(page: Page) -> None:
    page.get_by_role("radiogroup", name=re.compile("Actions by the barrier")).get_by_text("Leadership and strategy").click()
    page.get_by_role("switch", name="Leadership programme").press("Space")
    expect(page.get_by_text("Before the last change")).to_be_visible()
    assert page.locator(".fs-board").evaluate("element => getComputedStyle(element).opacity") == "1"
    page.get_by_role("button", name="out again").first.click()
    expect(page.get_by_text("Before the last change")).to_be_hidden()
    expect(page.get_by_role("button", name="out again")).to_have_count(0)


def test_no_plan_makes_no_difference(page: Page) -> None:
    choose(page, "A plan", "No plan")
    expect(page.locator(".fs-card").first).to_contain_text("No difference")
    expect(page.locator(".fs-card", has_text="The same in every pair")).to_have_count(8)  # of the first pair alone: the only one
    assert all("The same in every pair" in text for text in cards(page))


def test_text_is_large_enough_for_a_projector(page: Page) -> None:
    size = page.locator(".fs-card .values").first.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= 18
