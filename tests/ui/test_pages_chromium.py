"""Every page in a real browser: it opens without a fault, shows what it is about, and asks nothing of another computer."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.server import running_app

pytestmark = pytest.mark.browser

PATIENCE = 120_000  # milliseconds, on a slow machine
LOCAL = {"localhost", "127.0.0.1"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with running_app(log) as found:
        yield found
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open the app; anything asked of another computer is noted and refused."""
    opened = browser.new_page(viewport={"width": 1400, "height": 1000})
    opened.set_default_timeout(PATIENCE)
    elsewhere: list[str] = []
    faults: list[str] = []

    def refuse(route: Route) -> None:
        elsewhere.append(route.request.url)
        route.abort()

    opened.route(lambda url: urlsplit(url).hostname not in LOCAL, refuse)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(address)
    yield opened
    expect(opened.locator("[data-testid=stException]")).to_have_count(0)
    opened.close()
    assert elsewhere == []
    assert faults == []


def turn_to(page: Page, title: str) -> None:
    """Turn to a page by the menu."""
    page.get_by_role("link", name=title).first.click()


def test_who_gains_and_who_loses(page: Page) -> None:
    turn_to(page, "Who gains, who loses")
    expect(page.get_by_role("heading", name="On the map")).to_be_visible()
    expect(page.get_by_text("those who take part have")).to_be_visible()
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
