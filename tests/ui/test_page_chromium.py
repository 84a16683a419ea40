"""The first page in a real browser: opened, used with the keyboard, and kept to this computer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.server import running_app

pytestmark = pytest.mark.browser

PATIENCE = 120_000  # milliseconds, on a slow machine
LOCAL = {"localhost", "127.0.0.1"}


@dataclass
class Visit:
    """A page, and what went on in it."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the app's server and return its address."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with running_app(log) as found:
        yield found
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open the page with its first comparison on it; anything asked of another computer is noted and refused."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(PATIENCE)
    seen = Visit(page)
    page.route(lambda url: urlsplit(url).hostname not in LOCAL, lambda route: route.abort())
    page.on("request", lambda request: _note(seen, request.url))
    page.on("websocket", lambda socket: _note(seen, socket.url))
    page.on("console", lambda message: seen.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.goto(address)
    expect(page.locator(".fs-card")).to_have_count(8)
    yield seen
    page.close()
    assert seen.elsewhere == []
    assert seen.complaints == []


def _note(seen: Visit, url: str) -> None:
    """Note a request to another computer."""
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob"} and parts.hostname not in LOCAL:
        seen.elsewhere.append(url)


def cards(page: Page) -> list[str]:
    return page.locator(".fs-card").all_inner_texts()


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option with the keyboard alone."""
    box = page.get_by_role("combobox", name=re.compile(label))
    box.focus()
    box.press("ArrowDown")
    page.keyboard.type(option)
    page.keyboard.press("Enter")


def test_the_page_opens_with_numbers_charts_and_sentences(visit: Visit) -> None:
    page = visit.page
    for text in cards(page):
        assert re.search(r"Without £?[\d,.]+( million)?%?, with £?[\d,.]+", text.replace("\n", " "))
        assert "In 8 of 10 pairs" in text
    expect(page.locator(".fs-plot svg.marks")).to_have_count(4)
    expect(page.locator(".fs-headline")).to_have_count(2)
    expect(page.locator(".fs-summary")).to_contain_text("First steps")
    expect(page.get_by_text("nobody has ever measured")).to_be_visible()
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_another_plan_changes_the_numbers(visit: Visit) -> None:
    page = visit.page
    before = cards(page)
    choose(page, "A plan", "The whole programme")
    expect(page.locator(".fs-summary")).to_contain_text("the whole programme")
    after = cards(page)
    assert len(after) == 8
    assert after != before
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_progress_is_shown_while_it_computes(visit: Visit) -> None:
    page = visit.page
    choose(page, "A future", "The digital divide")
    expect(page.get_by_text(re.compile(r"\d+ of \d+ pairs of runs done"))).to_be_visible()
    expect(page.locator(".fs-summary")).to_contain_text("The digital divide")
    expect(page.get_by_text("pairs of runs done")).to_have_count(0)


def test_no_plan_makes_no_difference(visit: Visit) -> None:
    page = visit.page
    choose(page, "A plan", "No plan")
    expect(page.locator(".fs-card").first).to_contain_text("No difference")
    assert all("The same in every pair" in text for text in cards(page))


def test_text_is_large_enough_for_a_projector(visit: Visit) -> None:
    size = visit.page.locator(".fs-card .values").first.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= 18
