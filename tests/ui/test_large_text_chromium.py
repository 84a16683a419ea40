"""Large text, for a projector or for weak eyes: kept in the address, and in reach on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from foresight.presentation import theme
from tests.support import pictures
from tests.support.paths import ROOT
from tests.support.visitors import Visitors, turn_to

pytestmark = pytest.mark.browser
PHONE, PROJECTOR = (390, 780), (1280, 720)
SWITCH = "Large text"


def has_size(page: Page, size: theme.Size) -> None:
    expect(page.locator("html")).to_have_css("font-size", f"{size.page}px")


def test_large_text_is_kept_in_the_address(visitors: Visitors, address: str) -> None:
    page = visitors.open(f"{address}/limits")
    has_size(page, theme.PAGE)
    page.get_by_text(SWITCH, exact=True).click()
    has_size(page, theme.PROJECTOR)
    page.reload()
    has_size(page, theme.PROJECTOR)
    turn_to(page, "Why")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why")
    has_size(page, theme.PROJECTOR)
    page.reload()
    has_size(page, theme.PROJECTOR)
    has_size(visitors.open(page.url), theme.PROJECTOR)
    page.get_by_text(SWITCH, exact=True).click()
    has_size(page, theme.PAGE)
    page.reload()
    has_size(page, theme.PAGE)


def test_the_back_button_takes_large_text_back(visitors: Visitors, address: str) -> None:
    page = visitors.open(f"{address}/limits")
    page.get_by_text(SWITCH, exact=True).click()
    has_size(page, theme.PROJECTOR)
    page.go_back()
    has_size(page, theme.PAGE)
    page.go_forward()
    has_size(page, theme.PROJECTOR)


@pytest.mark.parametrize("text", ["", "?text=large"])
def test_words_on_buttons_and_choices_are_whole_on_a_projector(visitors: Visitors, address: str, text: str) -> None:
    page = visitors.open(f"{address}/{text}", PROJECTOR)
    expect(page.locator(".fs-card")).to_have_count(8)
    box = page.get_by_role("button", name="Change").first.locator("p").bounding_box()
    assert box is not None
    assert box["width"] > 2 * box["height"]  # a word on one line
    for group in page.locator("[data-testid=stButtonGroup] > [role]").all():
        assert group.evaluate("one => one.scrollWidth <= one.clientWidth"), group.get_attribute("aria-label")


def test_the_ends_of_a_slider_are_in_sight(visitors: Visitors, address: str) -> None:
    page = visitors.open(f"{address}/wrong", PROJECTOR)
    ends = page.get_by_test_id("stSliderTickBar").first
    expect(ends).to_contain_text("(low)")
    expect(ends).to_have_css("opacity", "1")


def test_a_phone_has_the_switch_at_the_end_of_the_page(visitors: Visitors, address: str) -> None:
    page = visitors.open(f"{address}/room", PHONE)
    expect(page.get_by_role("button", name="Open a room")).to_be_visible()
    switch = page.get_by_text(SWITCH, exact=True)
    switch.click()
    has_size(page, theme.PROJECTOR)
    last = page.get_by_text("Take up a room again").bounding_box()
    place = switch.bounding_box()
    assert last is not None
    assert place is not None
    assert place["y"] > last["y"] + last["height"]


def test_pictures_are_kept_outside_the_repository(visitors: Visitors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visitors.open("about:blank")
    assert not pictures.folder().resolve().is_relative_to(ROOT)
    monkeypatch.setenv(pictures.FOLDER, str(tmp_path))
    (kept,) = pictures.keep("a test [with/strange] letters", visitors.pages)
    assert kept == tmp_path / "a_test_with_strange_letters-1.png"
    assert kept.stat().st_size > 0
    page.close()
    assert pictures.keep("another", [page]) == []
