"""Large text on a projector: what charts say can be read in full, and something of the result is on the first screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.lettering import faults
from tests.support.visitors import Visitors

pytestmark = pytest.mark.browser
LARGE = "text=large"
SCREENS = [(1280, 720), (1920, 1080)]
SEEN = "element => Math.min(element.getBoundingClientRect().bottom, innerHeight) - element.getBoundingClientRect().top"
"""Pixels of an element that are on the first screen."""
SCROLLED = "() => Math.max(scrollY, ...[...document.querySelectorAll('section')].map((one) => one.scrollTop))"
"""Pixels that a page has been scrolled by, which a click on what is out of sight does."""


@pytest.fixture(params=SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def screen(request: pytest.FixtureRequest) -> tuple[int, int]:
    found: tuple[int, int] = request.param
    return found


def readable(page: Page) -> None:
    """Expect that charts are there, and that every word in them can be read."""
    expect(page.locator("svg.marks").first).to_be_visible()
    page.wait_for_timeout(300)  # a chart is drawn, then fitted to its place
    assert faults(page) == []


def has_come(page: Page, pairs: int = 8) -> None:
    expect(page.get_by_text(f"{pairs} pairs of runs, ").first).to_be_visible()
    expect(page.get_by_text("pairs of runs done")).to_have_count(0)


def test_the_first_screen_shows_the_result(visitors: Visitors, address: str, screen: tuple[int, int]) -> None:
    page = visitors.open(f"{address}/?{LARGE}", screen)
    expect(page.locator(".fs-card")).to_have_count(8)
    has_come(page)
    readable(page)
    words, headline, path = (page.locator(name).first for name in (".fs-summary", ".fs-headline", ".fs-path"))
    for whole in (words, headline, path):
        height = whole.evaluate("element => element.getBoundingClientRect().height")
        assert whole.evaluate(SEEN) == pytest.approx(height), f"{whole} is not all on the first screen"
    page.get_by_text("Show every single future", exact=False).click()
    expect(page.locator(".fs-plot svg.marks")).to_have_count(4)
    page.wait_for_timeout(1000)
    readable(page)


@pytest.mark.parametrize("indicator", ["Registered organisations open", "Income of the sector", "Organisations that close"])
def test_who_gains_can_be_read(visitors: Visitors, address: str, screen: tuple[int, int], indicator: str) -> None:
    page = visitors.open(f"{address}/gains?{LARGE}", screen)
    has_come(page)
    box = page.get_by_role("combobox", name="What is counted")
    box.click()
    page.get_by_role("option", name=indicator).click()
    expect(page.get_by_text("The numbers: both lives, by year")).to_be_visible()
    expect(page.locator("svg.marks")).to_have_count(7)
    expect(page.locator(".fs-key li")).to_have_count(9)
    readable(page)
    title, bar = (page.locator(name).bounding_box() for name in ("h1", ".st-key-now"))
    assert title is not None
    assert bar is not None
    assert title["y"] + title["height"] <= bar["y"] + 1


@pytest.mark.parametrize("text", ["", LARGE], ids=["usual", "large"])
def test_every_step_of_presenting_can_be_read(visitors: Visitors, address: str, screen: tuple[int, int], text: str) -> None:
    page = visitors.open(f"{address}/present?{text}", screen)
    expect(page.get_by_text("Step 1 of 13")).to_be_visible()
    expect(page.get_by_text("Slides, report and large print of this comparison")).to_be_visible()
    for step in range(2, 14):
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text(f"Step {step} of 13")).to_be_visible()
        readable(page)
        ask = page.locator(".fs-summary", has_text="For the room:")
        for name, place in {"question": ask, "way on": page.get_by_role("button", name="Next")}.items():
            height = place.evaluate("element => element.getBoundingClientRect().height")
            assert place.evaluate(SEEN) == pytest.approx(height), f"step {step}: the {name} is not all on the first screen"
        assert page.evaluate(SCROLLED) == 0


def test_a_room_can_be_read(visitors: Visitors, address: str, screen: tuple[int, int]) -> None:
    page = visitors.open(f"{address}/room?{LARGE}", screen)
    page.get_by_role("button", name="Open a room").click()
    code = page.locator(".fs-code").inner_text().strip()
    for size in ("3", "1200"):
        phone = visitors.open(f"{address}/room?code={code}", (390, 780))
        phone.get_by_label("How much?").fill(size)
        phone.get_by_role("button", name="Send my prediction").click()
        expect(phone.get_by_text("Kept: ")).to_be_visible()
    page.get_by_role("button", name="Show the result").click()
    expect(page.locator(".fs-summary", has_text="The room:")).to_be_visible()
    readable(page)
    drawn = page.locator("svg.marks").first
    assert page.locator(".fs-summary", has_text="The room:").evaluate(SEEN) > 0
    assert drawn.evaluate("element => element.getBoundingClientRect().height") > 4 * 27


BAD = """
<svg class="marks" width="200" height="40"><text x="10" y="20">one</text><text x="14" y="22">two</text>
<text x="180" y="20">too far</text><text x="100" y="38" opacity="0">unseen</text></svg>
"""


def test_what_cannot_be_read_would_be_found(visitors: Visitors) -> None:
    page = visitors.open("about:blank")
    page.set_content(BAD)
    assert faults(page) == ["on each other: one / two", "cut: too far"]
