"""Size and contrast of every piece of text, measured in what is rendered: the report on paper, large print, and the slides."""

from dataclasses import replace
from pathlib import Path

import pytest
import typst

from foresight.presentation import theme
from foresight.presentation.report import paper, slides
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Report
from tests.support import answered, measured
from tests.support.findings import findings
from tests.support.office import to_pdf

NORMAL, HIGH = 4.5, 7.0
"""Contrasts that WCAG asks for at level AA, and at level AAA."""
ROUNDING = 0.05  # of points


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Return the report on a comparison, and what is drawn for three batches: together every kind of chart."""
    made = {"comparison": compose(findings()), "open": compose(findings((-10.0, 5.0, 20.0), share=0.6))}
    for name in ("plans", "shares", "conditions"):
        report = answered.reported(answered.batch(name, tmp_path_factory.mktemp("planted")))
        kept = tuple(one for one in report.sections if one.id in {"sure", "conditions", "regret"})
        made[name] = replace(report, sections=kept)
    return made


def looked_at(data: bytes, path: Path, least: float, contrast: float) -> None:
    """Look at a PDF: no text is smaller, or paler on its ground, than it may be."""
    path.write_bytes(data)
    found = measured.texts(path)
    assert len(found) > 100
    small = [one for one in found if one.size < least - ROUNDING]
    assert small == [], list(measured.smallest(small))
    assert [one for one in found if one.contrast < contrast] == []


@pytest.mark.parametrize("name", ["comparison", "open", "plans", "shares", "conditions"])
def test_the_report_on_paper_can_be_read(reports: dict[str, Report], name: str, tmp_path: Path) -> None:
    looked_at(paper.pdf(reports[name]), tmp_path / "report.pdf", 9.0, NORMAL)


@pytest.mark.parametrize("name", ["comparison", "open", "plans", "shares", "conditions"])
def test_large_print_is_large_and_of_high_contrast_charts_included(reports: dict[str, Report], name: str, tmp_path: Path) -> None:
    looked_at(paper.large_print(reports[name]), tmp_path / "large.pdf", 18.0, HIGH)


@pytest.mark.parametrize("name", ["open", "plans", "shares", "conditions"])
def test_slides_can_be_read_from_the_back_row(reports: dict[str, Report], name: str, tmp_path: Path) -> None:
    made = tmp_path / "slides.pptx"
    made.write_bytes(slides.pptx(reports[name]))
    looked_at(to_pdf(made, tmp_path).read_bytes(), tmp_path / "seen.pdf", slides.SMALL.pt, NORMAL)


def test_the_measuring_sees_size_colour_and_ground(tmp_path: Path) -> None:
    drawn = (
        "#set page(width: 200pt, height: 100pt, margin: 10pt, fill: none)\n"
        '#set text(size: 10pt, fill: rgb("#6b6b6b"))\nOn paper\n\n'
        '#rect(fill: rgb("#00696f"), text(size: 14pt, fill: white)[In a box])\n#scale(50%, text(size: 12pt, fill: black)[Half])'
    )
    path = tmp_path / "drawn.pdf"
    path.write_bytes(bytes(typst.compile(drawn.encode(), format="pdf")))
    found = measured.texts(path)
    assert {round(one.size) for one in found} == {10, 14, 6}
    contrasts = {round(one.size): round(one.contrast, 1) for one in found}
    assert contrasts == {10: 5.3, 14: 6.5, 6: 21.0}
    (boxed,) = {one.behind for one in found if round(one.size) == 14}
    assert [round(255 * value) for value in boxed] == [int(theme.WITH[at : at + 2], 16) for at in (1, 3, 5)]
