"""What if we are wrong, in a real browser: what is assumed holds on every page, and every button is heard at once."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.visitors import turn_to

pytestmark = pytest.mark.browser

LIMITS = "Where the numbers come from, and what they cannot carry"


def shown(page: Page) -> Locator:
    return page.get_by_role("note", name="What is shown")


def let_a_pandemic_strike(page: Page) -> None:
    turn_to(page, "What if we are wrong")
    expect(page.get_by_text("Everything is as usual.")).to_be_visible()
    page.get_by_text("A pandemic", exact=True).click()
    expect(shown(page)).to_contain_text("with a pandemic in 2012")


def test_a_wild_card_holds_on_every_page_until_it_is_undone(page: Page) -> None:
    let_a_pandemic_strike(page)
    expect(page.get_by_text(re.compile("with the usual assumptions", re.IGNORECASE)).first).to_be_visible()
    turn_to(page, "Evidence and limits")
    expect(page.get_by_role("heading", name=LIMITS)).to_be_visible()
    expect(shown(page)).to_contain_text("with a pandemic in 2012")
    page.get_by_role("button", name="Undo").click()
    expect(shown(page)).not_to_contain_text("pandemic")
    turn_to(page, "What if we are wrong")
    expect(page.get_by_text("Everything is as usual.")).to_be_visible()


@pytest.mark.parametrize("first", ["What if we are wrong", "Choose and see"])
def test_a_button_that_is_pressed_while_the_page_turns_leaves_a_whole_page(page: Page, first: str) -> None:
    let_a_pandemic_strike(page)
    turn_to(page, first)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    turn_to(page, "Evidence and limits")
    page.get_by_role("button", name="Undo").click()
    expect(shown(page)).not_to_contain_text("pandemic")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_ranking_the_plans_begins_and_stops_at_once_also_while_something_else_is_computed(page: Page) -> None:
    let_a_pandemic_strike(page)
    rank = page.get_by_role("button", name=re.compile("^Rank the plans"))
    rank.click()
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible()
    stop.click()
    expect(rank).to_be_visible()
    expect(stop).to_have_count(0)
