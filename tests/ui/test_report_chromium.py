"""The report as a page, in a real browser without a network."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from foresight.presentation.report import page
from foresight.presentation.report.compose import compose
from tests.support import answered, lettering
from tests.support.axe import faults as seen_by_axe
from tests.support.findings import findings

pytestmark = pytest.mark.browser


def test_the_page_draws_all_charts_and_asks_for_nothing(browser: Browser, tmp_path: Path) -> None:
    made, asked = compose(findings()), []
    path = tmp_path / "report.html"
    path.write_bytes(page.html(made))
    context = browser.new_context()

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith(("file:", "data:", "blob:")), refuse)
    sheet, faults = context.new_page(), []
    sheet.on("pageerror", lambda error: faults.append(str(error)))
    sheet.goto(path.as_uri())
    expect(sheet.locator("html[data-drawn=all]")).to_be_attached(timeout=60_000)
    assert sheet.locator(".chart svg.marks").count() == len(made.pictures)
    read_aloud = sheet.locator(".chart").evaluate_all("charts => charts.map(chart => chart.getAttribute('aria-label'))")
    assert read_aloud == [picture.told for picture in made.pictures]
    assert asked == []
    assert faults == []
    size = sheet.locator("p").first.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= 18
    assert seen_by_axe(sheet) == []
    sheet.set_viewport_size({"width": 375, "height": 800})  # a phone: what is too wide scrolls in its own place
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 375
    assert seen_by_axe(sheet) == []
    context.close()


TOO_WIDE = """() => [...document.querySelectorAll(".scroll:has(.chart)")]
  .filter((box) => box.scrollWidth > box.clientWidth + 1 || box.querySelector("svg").clientWidth > box.clientWidth + 1)
  .map((box) => box.getAttribute("aria-label"))"""


@pytest.mark.parametrize("name", ["plans", "shares", "conditions"])
def test_all_of_every_chart_is_seen_on_a_phone(browser: Browser, tmp_path: Path, name: str) -> None:
    path = tmp_path / "report.html"
    made = answered.reported(answered.batch(name, tmp_path / "planted"))
    path.write_bytes(page.html(made))
    sheet = browser.new_page(viewport={"width": 375, "height": 800})
    sheet.goto(path.as_uri())
    expect(sheet.locator("html[data-drawn=all]")).to_be_attached(timeout=60_000)
    sheet.wait_for_timeout(300)  # a chart is drawn, then fitted to its place
    assert sheet.evaluate(TOO_WIDE) == []
    assert lettering.faults(sheet) == []
    sheet.close()
