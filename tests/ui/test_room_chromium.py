"""A session with a room, in a real browser: predict before the result, vote with dots, run the room's own plan."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.visitors import Visitors, turn_to

pytestmark = pytest.mark.browser
PHONE = (390, 780)


def opened(visitors: Visitors, address: str) -> tuple[Page, str]:
    """Open a room as a facilitator and return the page and the code."""
    page = visitors.open(f"{address}/room")
    page.get_by_role("button", name="Open a room").click()
    expect(page.locator(".fs-code")).to_be_visible()
    return page, page.locator(".fs-code").inner_text().strip()


def phone(visitors: Visitors, address: str, code: str) -> Page:
    return visitors.open(f"{address}/room?code={code}", PHONE)


def test_a_whole_session(visitors: Visitors, address: str) -> None:
    leader, code = opened(visitors, address)
    expect(leader.get_by_role("img", name=f"room?code={code} on a phone")).to_be_visible()
    first, second = (phone(visitors, address, code) for _ in range(2))
    for page, size in ((first, "40"), (second, "7")):
        page.get_by_label("How much?").fill(size)
        page.get_by_role("button", name="Send my prediction").click()
        expect(page.get_by_text(f"Kept: {size} more")).to_be_visible()
    expect(leader.get_by_text("2 people have answered")).to_be_visible()
    assert "40 more" not in leader.locator("body").inner_text()
    leader.get_by_role("button", name="Show the result").click()
    expect(leader.get_by_text(re.compile("The room: .* The model: "))).to_be_visible()
    expect(first.get_by_text("The result is on the screen")).to_be_visible()
    leader.get_by_role("button", name="Let people vote").click()
    dot = first.get_by_role("combobox", name="Dot 1").first
    dot.click()
    first.keyboard.type("Trustee bank")
    first.keyboard.press("Enter")
    first.get_by_role("button", name="Send my dots").first.click()
    expect(first.get_by_text("Kept: 1 on Trustee bank")).to_be_visible()
    expect(leader.get_by_text("1 dot so far")).to_be_visible()
    leader.get_by_role("button", name="Run the room's own plan").click()
    expect(leader.locator(".fs-summary").first).to_contain_text("the room's own plan", ignore_case=True)
    expect(leader.locator("[data-testid=stException]")).to_have_count(0)


def test_a_phone_cannot_lead(visitors: Visitors, address: str) -> None:
    _, code = opened(visitors, address)
    page = phone(visitors, address, f"{code}&key=guessed")
    expect(page.get_by_role("button", name="Send my prediction")).to_be_visible()
    expect(page.get_by_role("button", name="Show the result")).to_have_count(0)


def test_a_reload_keeps_a_prediction_and_a_person(visitors: Visitors, address: str) -> None:
    leader, code = opened(visitors, address)
    page = phone(visitors, address, code)
    for size in ("3", "9"):
        page.get_by_label("How much?").fill(size)
        page.get_by_role("button", name="Send my prediction").click()
        expect(page.get_by_text(f"Kept: {size} more")).to_be_visible()
        page.reload()
        expect(page.get_by_text(f"Kept: {size} more")).to_be_visible()
    expect(leader.get_by_text("1 person has answered")).to_be_visible()


def test_whoever_opened_a_room_leads_it_again_after_a_reload_and_in_another_tab(visitors: Visitors, address: str) -> None:
    leader, code = opened(visitors, address)
    leader.reload()
    expect(leader.get_by_role("button", name="Show the result")).to_be_visible()
    other = leader.context.new_page()
    other.goto(f"{address}/room?code={code}")
    other.get_by_role("button", name="Let people vote").click()
    expect(leader.get_by_text("People are voting with dots.")).to_be_visible()


def test_the_way_back_to_the_room_is_the_menu(visitors: Visitors, address: str) -> None:
    leader, code = opened(visitors, address)
    turn_to(leader, "Choose and see")
    expect(leader.locator(".fs-summary").first).to_be_visible()
    turn_to(leader, "Room")
    expect(leader.locator(".fs-code")).to_have_text(code)
    expect(leader.get_by_role("button", name="Show the result")).to_be_visible()


def test_a_phone_in_a_room_has_no_menu_until_it_leaves(visitors: Visitors, address: str) -> None:
    _, code = opened(visitors, address)
    page = visitors.open(f"{address}/room?code={code.lower()}")
    expect(page.get_by_role("button", name="Send my prediction")).to_be_visible()
    menu = page.get_by_role("navigation", name="App pages")
    expect(menu).to_have_count(0)
    page.get_by_text("Leave, or lead this room").click()
    page.get_by_role("button", name="Leave the room").click()
    expect(menu).to_be_visible()
    expect(page.get_by_role("button", name="Open a room")).to_be_visible()


def test_a_deleted_room_is_told_to_everybody_in_it(visitors: Visitors, address: str) -> None:
    leader, code = opened(visitors, address)
    page = phone(visitors, address, code)
    other = leader.context.new_page()
    other.goto(f"{address}/room?code={code}")
    expect(other.get_by_role("button", name="Show the result")).to_be_visible()
    expect(page.get_by_role("button", name="Send my prediction")).to_be_visible()
    leader.get_by_text("Your key; leaving and deleting the room").click()
    leader.get_by_text("Delete everything that was predicted and voted, for good").click()
    leader.get_by_role("button", name="Delete the room").click()
    expect(leader.get_by_role("button", name="Open a room")).to_be_visible()
    for one in (page, other):
        expect(one.get_by_text("There is no room with the code")).to_be_visible()


def test_a_wrong_code_is_told(visitors: Visitors, address: str) -> None:
    page = visitors.open(f"{address}/room")
    page.get_by_label("The code on the screen").fill("NOROOM")
    page.get_by_role("button", name="Join the room").click()
    expect(page.get_by_text("There is no room with the code")).to_be_visible()
