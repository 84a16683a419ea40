"""Do reports on comparisons and on batches, in every format, keep to words that people use?"""

import io
import re
from html import unescape
from pathlib import Path

import pypdf
import pytest
from pptx import Presentation

from foresight.presentation.report import page, paper, slides
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Report
from tests.support import answered
from tests.support.findings import findings
from tests.support.words import every_text, jargon

SPECS = re.compile(r'<script type="application/json".*?</script>|<style>.*?</style>', re.DOTALL)


@pytest.fixture(scope="module", params=["comparison", *answered.BATCHES])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    if request.param == "comparison":
        return compose(findings())
    return answered.reported(answered.batch(request.param, Path(tmp_path_factory.mktemp("planted"))))


def test_a_report_uses_no_word_of_the_stop_list(report: Report) -> None:
    assert [text for text in every_text(report) if jargon(text)] == []


def test_its_page_does_not(report: Report) -> None:
    text = page.html(report).decode()
    body = SPECS.sub("", text[: text.index("<script>")])
    assert jargon(unescape(re.sub(r"<[^>]*>", " ", body))) == []


def test_its_slides_and_their_notes_do_not(report: Report) -> None:
    found = []
    for slide in Presentation(io.BytesIO(slides.pptx(report))).slides:
        found.append(slide.notes_slide.notes_text_frame.text)
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_chart:
                plot = shape.chart.plots[0]
                found += [*plot.categories, *(series.name for series in plot.series)]
                found += [shape.chart.chart_title.text_frame.text] if shape.chart.has_title else []
    assert len(found) > 100
    assert [text for text in found if jargon(str(text))] == []


@pytest.mark.parametrize("edition", ["pdf", "large_print"])
def test_its_paper_does_not(report: Report, edition: str) -> None:
    sheets = pypdf.PdfReader(io.BytesIO(getattr(paper, edition)(report))).pages
    text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert report.sections[0].title in text
    assert jargon(text) == []


def test_the_stop_list_knows_what_it_should() -> None:
    for text in ("Morris samples", "the variance of", "(PRIM)", "by Sobol", "p90", "in 80 % of resamples", "1e-07", "nan"):
        assert jargon(text), text
    for text in ("primary care", "a charter", "1 more", "finance", "screening"):
        assert not jargon(text), text
