"""Every page as those use it who cannot see well, or use no mouse: axe finds nothing serious in it."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, ViewportSize, expect  # noqa: A004 - Playwright's own

from foresight.presentation import theme
from foresight.ui import navigation
from tests.support.axe import faults
from tests.support.focus import walk
from tests.support.visitors import PATIENCE

pytestmark = pytest.mark.browser

STILL = """
(still) => new Promise((resolve) => {
  let since = null;
  const look = () => {
    const app = document.querySelector("[data-testid=stApp]");
    const styled = getComputedStyle(document.documentElement).getPropertyValue("--fs-small");
    const missing = document.querySelector("[data-testid=stSkeleton], [data-stale=true]");
    const drawn = app?.dataset.testScriptState === "notRunning" && styled && !missing;
    since = drawn ? since ?? performance.now() : null;
    if (drawn && performance.now() - since > still) resolve();
    else requestAnimationFrame(look);
  };
  look();
})
"""
"""Resolves once a page has stood still for so many milliseconds, with its rules of style and all its parts.

What waits to be drawn anew is pale, a page draws itself often, and a busy machine may bring the style and the charts last.
"""
SMALLER = """
(pixels) => {
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const [words, holder] = [texts.currentNode.textContent.trim(), texts.currentNode.parentElement];
    const seen = holder.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && holder.getClientRects().length;
    if (!words || !seen || holder.closest("style, script, [data-testid=stIconMaterial]")) continue;
    const turned = holder instanceof SVGElement ? holder.getScreenCTM() : { a: 1, b: 0 };
    if (parseFloat(getComputedStyle(holder).fontSize) * Math.hypot(turned.a, turned.b) < pixels - 0.1) found.add(words);
  }
  for (const one of document.querySelectorAll("input[type=text], input[type=number], input[role=combobox]"))
    if (one.checkVisibility() && one.value && parseFloat(getComputedStyle(one).fontSize) < pixels - 0.1) found.add(one.value);
  return [...found];
}
"""
"""Returns the words on a page that are smaller than so many pixels."""
SOON = 20_000
LONG, SHORT = 1500, 400
"""Milliseconds that a page stands still; one in a room looks every second whether the room has moved on."""
TWENTY_POINTS = 20 / 72 * 96
FEWEST = 8
"""Links, buttons and fields that the keyboard reaches on any page: those of the menu and the switch, and some of its own."""
PHONE: ViewportSize = {"width": 390, "height": 780}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=["" if page.default else page.path.stem for page in navigation.pages()])
def drawn(page: Page, address: str, request: pytest.FixtureRequest) -> Page:
    """Return each page of the app in turn, as it is when it has just been drawn: what tests one of them opens it once."""
    turn_to(page, f"{address}/{request.param}")
    return page


def turn_to(page: Page, address: str) -> None:
    """Open a page and wait until it has been drawn and nothing is being computed."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate(STILL, LONG)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_axe_finds_nothing_serious(drawn: Page) -> None:
    assert faults(drawn) == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(drawn: Page) -> None:
    seen, faint = walk(drawn)
    assert sum(name.startswith(("A ", "BUTTON ", "SUMMARY ", "INPUT ")) for name in seen) >= FEWEST
    assert faint == []


def test_large_text_leaves_nothing_smaller_than_20_points(drawn: Page) -> None:
    drawn.get_by_text("Large text", exact=True).click()
    expect(drawn.locator("html")).to_have_css("font-size", f"{theme.PROJECTOR.page}px")
    drawn.evaluate(STILL, LONG)
    with suppress(TimeoutError):  # a chart may be drawn later than the page around it
        drawn.wait_for_function(f"pixels => !({SMALLER})(pixels).length", arg=TWENTY_POINTS, timeout=SOON)
    assert drawn.evaluate(SMALLER, TWENTY_POINTS) == []
    assert drawn.evaluate("document.documentElement.scrollWidth <= innerWidth")


STAGES = {
    "predicting": None,
    "revealed": "Show the result",
    "voting": "Let people vote",
    "closed": "Close the room",
}
"""How far a room is, and the button that brings it there."""


@pytest.fixture(scope="module")
def room(browser: Browser, address: str) -> Iterator[tuple[Page, Page]]:
    """Open a room and return the facilitator's page, and that of a phone in it."""
    leader, phone = browser.new_page(viewport={"width": 1280, "height": 900}), browser.new_page(viewport=PHONE)
    for page in (leader, phone):
        page.set_default_timeout(PATIENCE)
    turn_to(leader, f"{address}/room")
    leader.get_by_role("button", name="Open a room").click()
    turn_to(phone, f"{address}/room?code={leader.locator('.fs-code').inner_text().strip()}")
    phone.get_by_label("How much?").fill("40")
    phone.get_by_role("button", name="Send my prediction").click()
    expect(phone.get_by_text("Kept: 40 more")).to_be_visible()
    yield leader, phone
    leader.close()
    phone.close()


@pytest.mark.parametrize("stage", STAGES)
def test_an_open_room_is_as_good_to_use_on_both_sides_at_every_stage(room: tuple[Page, Page], stage: str) -> None:
    leader, phone = room
    if button := STAGES[stage]:
        leader.get_by_role("button", name=button).click()
    if stage == "voting":
        phone.get_by_role("combobox", name="Dot 1").first.click()
        phone.keyboard.type("Trustee bank")
        phone.keyboard.press("Enter")
        phone.get_by_role("button", name="Send my dots").first.click()
        expect(leader.get_by_text("Most dots: Trustee bank")).to_be_visible()
    for page in room:
        page.evaluate(STILL, SHORT)
        assert faults(page) == []
        page.get_by_text("Large text", exact=True).click()
        page.evaluate(STILL, SHORT)
        assert faults(page) == []
        assert page.evaluate(SMALLER, TWENTY_POINTS) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_text("Large text", exact=True).click()
        page.evaluate(STILL, SHORT)


STYLED = "<style>:root { --fs-small: 1rem }</style>"
IDLE = "<main data-testid=stApp data-test-script-state=notRunning></main>"


@pytest.mark.parametrize(
    "drawing",
    [
        STYLED + IDLE.replace("notRunning", "running"),
        STYLED + IDLE + "<p data-stale=true>Earlier</p>",
        STYLED + IDLE + "<p data-testid=stSkeleton></p>",
        IDLE,
    ],
    ids=["under way", "pale", "in part", "without style"],
)
def test_a_page_that_is_being_drawn_would_be_waited_for(browser: Browser, drawing: str) -> None:
    with browser.new_page() as page:
        page.set_content(drawing)
        drawn = f"() => {{ document.body.innerHTML = '{STYLED}{IDLE}'; window.drawn = performance.now(); }}"
        page.evaluate(f"setTimeout({drawn}, {2 * SHORT})")
        page.evaluate(STILL, SHORT)
        assert page.evaluate("performance.now() - window.drawn") >= SHORT


def test_axe_would_find_a_fault(browser: Browser) -> None:
    with browser.new_page() as bad:
        bad.set_content('<html lang="en"><title>A page</title><main><img src="data:,"><button></button></main></html>')
        assert len(faults(bad)) >= 2


@pytest.mark.parametrize(
    ("outline", "faint"),
    [("3px solid #1b1f23", 0), ("3px solid #d9dcdf", 1), ("1px solid #1b1f23", 1), ("none", 1)],
)
def test_a_faint_focus_would_be_found(browser: Browser, outline: str, faint: int) -> None:
    with browser.new_page() as page:
        page.set_content(f"<style>button:focus {{ outline: {outline}; }}</style><main><button>Press</button></main>")
        assert walk(page) == (["BUTTON Press"], ["BUTTON Press"] * faint)
