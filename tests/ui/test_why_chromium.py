"""Why, in a real browser: what takes long begins by a button, stops by one at once, and is not computed twice."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from foresight.scenario import library
from tests.support.visitors import Visitors, link, turn_to

pytestmark = pytest.mark.browser

TELL, TRY = "Tell the actions apart", "Try them one by one"


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{words}"))


def progress(page: Page, pairs: int) -> Locator:
    return page.get_by_text(re.compile(rf"^\d+ of {pairs} pairs of runs done"))


def test_what_is_under_way_stops_at_once_each_by_its_own_button(page: Page) -> None:
    turn_to(page, "Why")
    sentence = page.get_by_text(re.compile("(give|gave) way for certain"))
    expect(sentence.first).to_be_visible()
    stop = page.get_by_role("button", name="Stop", exact=True)
    button(page, TELL).click()
    expect(progress(page, 160)).to_be_visible()
    button(page, TRY).click()
    expect(stop).to_have_count(2)
    expect(button(page, TRY)).to_have_count(0)  # a button that was pressed gives way, though it holds the keyboard
    stop.first.click()
    expect(button(page, TELL)).to_be_visible()
    expect(button(page, TRY)).to_have_count(0)
    expect(stop).to_have_count(1)
    stop.click()
    expect(button(page, TRY)).to_be_visible()
    expect(stop).to_have_count(0)
    expect(page.get_by_text("pairs of runs done")).to_have_count(0)
    expect(sentence.first).to_be_visible()


def test_what_was_worked_out_is_there_again_after_a_reload(visitors: Visitors, address: str) -> None:
    plan = library.plan("first-steps")
    two = plan.model_copy(update={"id": "two", "title": "Two actions", "actions": plan.actions[:2]})
    page = visitors.open(f"{address}/why?{link(two)}")
    expect(page.get_by_role("heading", name="What each action adds")).to_be_visible()
    expect(page.get_by_role("heading", name="Do two make five?")).to_have_count(0)
    button(page, TELL).click()
    expect(page.get_by_role("heading", name="Do two make five?")).to_be_visible()
    expect(button(page, TELL)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="Do two make five?")).to_be_visible()
    expect(button(page, TELL)).to_have_count(0)
