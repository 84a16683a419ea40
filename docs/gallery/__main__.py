"""Take the gallery's pictures and write its page: `python -m docs.gallery`.

It compares the funding cliff without and with the whole programme, writes the report's formats, and takes a picture of each. It
needs what the tests need: a Chromium and LibreOffice.
"""

import tempfile
from pathlib import Path

import pypdf
import typst
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from foresight.analysis.comparison import compare
from foresight.analysis.findings import Findings
from foresight.analysis.further import work_out
from foresight.presentation.report import images, page, paper, slides
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Report
from tests.support import browser, office

HERE = Path(__file__).parent
FUTURE, PLAN = "funding-cliff", "whole-programme"
PAIRS = 20
COLOURS = 64  # a few colours make a small file
DOTS = 80  # an inch, of pictures of pages
SHOWN = ("organisations-paths", "organisations-difference", "income-size", "income-county")


def main() -> None:
    """Take every picture and write the page that shows them."""
    report = compose(work_out(Findings.of(compare(FUTURE, PLAN, PAIRS, workers=2)), workers=2))
    for old in HERE.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as name:
        taken = [*_charts(report), *_papers(report, Path(name)), _page(report, Path(name))]
    lines = [
        "# Gallery",
        "",
        f"What the project makes of one comparison: `{FUTURE}` without and with `{PLAN}`, {PAIRS} pairs. Taken by",
        "`python -m docs.gallery`; the numbers are those of the model version that took them.",
    ]
    for file, title in taken:
        lines += ["", f"**{title}**", "", f"![{title}]({file})"]
    (HERE / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _charts(report: Report) -> list[tuple[str, str]]:
    """Draw some charts as `foresight chart` does."""
    taken = []
    for picture in report.pictures:
        if picture.id in SHOWN:
            (HERE / f"{picture.id}.png").write_bytes(images.png(picture.spec))
            _small(HERE / f"{picture.id}.png", width=1200)
            taken.append((f"{picture.id}.png", f"A chart: {picture.headline}"))
    return taken


def _papers(report: Report, folder: Path) -> list[tuple[str, str]]:
    """Take a page of the report on paper, of the large print, and a slide."""
    headline = report.pictures[0].headline
    (folder / "report.pdf").write_bytes(paper.pdf(report))
    (folder / "large.pdf").write_bytes(paper.large_print(report))
    (folder / "slides.pptx").write_bytes(slides.pptx(report))
    office.to_pdf(folder / "slides.pptx", folder)
    taken = []
    for stem, title in (("report", "The report on paper"), ("large", "Large print"), ("slides", "A slide")):
        _sheet(folder / f"{stem}.pdf", _with(folder / f"{stem}.pdf", headline), HERE / f"{stem}.png")
        taken.append((f"{stem}.png", title))
    return taken


def _with(path: Path, text: str) -> int:
    """Return the number, from 1, of the last page that holds a text."""
    wanted = " ".join(text.split())
    pages = [" ".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(path).pages]
    return max(number for number, found in enumerate(pages, start=1) if wanted in found)


def _sheet(path: Path, number: int, target: Path) -> None:
    """Take a picture of one page of a PDF."""
    text = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{path.name}", page: {number})'
    frame = path.with_suffix(".typ")
    frame.write_text(text, encoding="utf-8")
    target.write_bytes(bytes(typst.compile(str(frame), root=str(path.parent), format="png", ppi=DOTS)))
    _small(target, width=1200)


def _page(report: Report, folder: Path) -> tuple[str, str]:
    """Take a picture of the page in a browser."""
    (folder / "report.html").write_bytes(page.html(report))
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser.require(), args=list(browser.ARGUMENTS))
        sheet = running.new_page(viewport={"width": 1000, "height": 1300})
        sheet.goto((folder / "report.html").as_uri())
        expect(sheet.locator("html[data-drawn=all]")).to_be_attached(timeout=60_000)
        sheet.locator("#changes").scroll_into_view_if_needed()
        sheet.evaluate("document.getElementById('changes').scrollIntoView()")
        sheet.screenshot(path=HERE / "page.png")
        running.close()
    _small(HERE / "page.png", width=1000)
    return "page.png", "The report as a page"


def _small(path: Path, width: int) -> None:
    """Make a picture small enough for a repository."""
    with Image.open(path) as picture:
        made = picture.convert("RGB")
        if made.width > width:
            made = made.resize((width, round(made.height * width / made.width)), Image.Resampling.LANCZOS)
        made.quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()
