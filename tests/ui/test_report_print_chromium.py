"""The report as a page, printed by a real browser: is all of it on the paper, whole, and without what only a screen can do?"""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from foresight.presentation.report import page
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Grid, Report
from tests.support import measured
from tests.support.findings import findings

pytestmark = pytest.mark.browser

A4 = (595.3, 841.9)
EDGE = 42.0  # points of margin, 15 mm
LEAST = 8.5  # points of the smallest letters on paper


@pytest.fixture(scope="module")
def report() -> Report:
    return compose(findings())


@pytest.fixture(scope="module", params=[1280, 390])
def sheet(browser: Browser, report: Report, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Any:
    """Yield the page with all charts drawn, on a wide screen and on a phone."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(page.html(report))
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    opened = context.new_page()
    opened.goto(path.as_uri())
    expect(opened.locator("html[data-drawn=all]")).to_be_attached(timeout=60_000)
    yield opened
    context.close()


@pytest.fixture(scope="module")
def printed(sheet: Page) -> bytes:
    sheet.emulate_media(media="print")
    return sheet.pdf(prefer_css_page_size=True)


def pages(printed: bytes) -> list[str]:
    """Return the text of each page, without spaces: where lines break does not matter."""
    return [re.sub(r"\s+", "", one.extract_text()) for one in pypdf.PdfReader(BytesIO(printed)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_controls_are_hidden_and_hidden_tables_are_there(sheet: Page) -> None:
    sheet.emulate_media(media="print")
    assert [one.is_visible() for one in sheet.locator("summary, nav").all()].count(True) == 0
    tables = sheet.locator("details table").all()
    assert len(tables) >= 10
    assert all(one.is_visible() for one in tables)
    sheet.emulate_media(media="screen")
    assert sheet.locator("summary").first.is_visible()


def test_nothing_runs_over_the_edge(sheet: Page, printed: bytes, tmp_path: Path) -> None:
    for one in pypdf.PdfReader(BytesIO(printed)).pages:
        assert (float(one.mediabox.width), float(one.mediabox.height)) == pytest.approx(A4, abs=1)
    path = tmp_path / "printed.pdf"
    path.write_bytes(printed)
    found = measured.texts(path)
    assert [one for one in found if not (EDGE - 1 <= one.place[0] <= A4[0] - EDGE)] == []
    assert min(one.size for one in found) >= LEAST
    assert min(one.contrast for one in found) >= 4.5
    sheet.emulate_media(media="print")
    sheet.set_viewport_size({"width": 680, "height": 900})  # what A4 leaves between its margins
    ends = sheet.locator("main *").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(ends) <= 681


def test_all_of_the_report_is_on_paper(printed: bytes, report: Report) -> None:
    text = "".join(pages(printed))
    for section in report.sections:
        assert squeezed(section.title) in text
        assert squeezed(section.ask) in text
        for block in section.blocks:
            grid = block if isinstance(block, Grid) else getattr(block, "grid", None)
            for row in grid.rows if grid is not None else ():
                assert [word for cell in row for word in cell.split() if word not in text] == []


def test_headings_stay_with_their_charts_and_tables(printed: bytes, report: Report) -> None:
    sheets = pages(printed)
    for picture in report.pictures:
        headline, last = squeezed(f"{picture.headline}{picture.sentence}"), squeezed(picture.grid.rows[-1][0])
        caption = squeezed(picture.grid.caption)
        assert any(headline in text and caption in text[text.index(headline) :] and last in text for text in sheets), picture.id
    for section in report.sections:
        title = squeezed(section.title)
        place = next(text for text in reversed(sheets) if title in text)
        assert not place.endswith(title), section.id


def test_a_chart_cannot_be_split(sheet: Page) -> None:
    sheet.emulate_media(media="print")
    rules = sheet.locator("figure").evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")
    assert set(rules) == {"avoid"}


def test_a_long_table_goes_on_with_its_head(browser: Browser, report: Report, tmp_path: Path) -> None:
    rows = tuple((f"row {number}", f"{number}") for number in range(90))
    section = replace(report.sections[0], blocks=(Grid("A long table", ("Name of the row", "Number"), rows),))
    path = tmp_path / "long.html"
    path.write_bytes(page.html(replace(report, sections=(section,))))
    opened = browser.new_page()
    opened.goto(path.as_uri())
    sheets = pages(opened.pdf(prefer_css_page_size=True))
    opened.close()
    assert len(sheets) > 1
    assert "row0" in sheets[0]
    assert all("Nameoftherow" in text for text in sheets if re.search(r"row\d", text))
