"""Charts in large print: each is whole on its page, its letters large; one with too many rows goes on on the next page."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pypdf
import pytest

from foresight.analysis.findings import Findings
from foresight.presentation.report import paper
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Block, Grid, Picture, Report, Section, Text
from foresight.presentation.report.sheets import named, pieces, sheets
from tests.support import measured
from tests.support.findings import findings

ACTIVITIES = (
    "social care and support",
    "education and parents' associations",
    "culture, sport and recreation",
    "children and young people",
    "faith",
    "grant-giving",
    "community development and training",
    "housing, advice and support bodies",
    "village halls",
    "health",
    "environment",
    "international aid",
)
EDGE = 25.0
"""Points at a page's edges where nothing may stand but its number."""


def by_activity() -> Report:
    """Return a report in which the longest kind of group is undecided, so that names take three lines."""
    found = findings((-10.0, 5.0, 20.0), share=0.6)
    alike = found.table[found.table["segment_kind"] == "size"].drop_duplicates(["indicator", "year"])
    more = [alike.assign(segment_kind="activity", segment=name) for name in ACTIVITIES]
    return compose(Findings(found.future, found.plan, pd.concat([found.table, *more], ignore_index=True), found.manifest))


@pytest.fixture(scope="module")
def report() -> Report:
    return by_activity()


@pytest.fixture(scope="module")
def longest(report: Report) -> Picture:
    (found,) = (picture for picture in report.pictures if picture.id == "income-activity")
    return found


def test_no_chart_of_large_print_goes_over_its_page(report: Report, longest: Picture, tmp_path: Path) -> None:
    kept = [replace(section, blocks=tuple(section.pictures)) for section in report.sections if section.pictures]
    data = paper.large_print(replace(report, sections=tuple(kept)))
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    path = tmp_path / "large.pdf"
    path.write_bytes(data)
    for one in measured.texts(path):
        assert EDGE < one.place[1] < float(pages[one.page - 1].mediabox.height) - EDGE, one
        assert EDGE < one.place[0] < float(pages[one.page - 1].mediabox.width) - EDGE, one
        assert one.size >= 18
    words = [" ".join(sheet.extract_text().split()) for sheet in pages]
    drawn = [text for text in words if text.startswith("By activity")]
    assert len(drawn) == len(sheets(longest)[1])
    for name in ACTIVITIES:
        assert sum(name[:9].lower() in text.lower() for text in drawn) == 1, name
    assert all("no difference" in text or "less" in text for text in drawn)  # the axis is there


def test_pieces_of_a_chart_hold_all_its_rows_at_one_scale(longest: Picture) -> None:
    parts = pieces(longest.spec, 2)
    assert [name for part in parts for name in named(part)] == named(longest.spec)
    assert [len(named(part)) for part in parts] == [6, 6]
    assert [part["height"] for part in parts] == [longest.spec["height"] / 2] * 2
    scales = [layer["encoding"]["x"]["scale"] for part in parts for layer in part["layer"] if "scale" in layer["encoding"]["x"]]
    assert all(scale["domain"] == scales[0]["domain"] for scale in scales)
    assert pieces(longest.spec, 1) == [longest.spec]


def test_a_chart_of_lines_lies_and_is_as_low_as_its_page(report: Report) -> None:
    for picture in report.pictures:
        if not named(picture.spec):
            tall, drawn = sheets(picture)
            assert not tall
            assert len(drawn) == 1


@pytest.mark.parametrize(("edition", "lines"), [(paper.large_print, range(5, 15)), (paper.pdf, range(36, 44))])
def test_nothing_that_leads_to_a_table_stands_alone_at_the_end_of_a_page(
    edition: Callable[[Report], bytes], lines: range
) -> None:
    columns = ("Name", *(f"Column-{number}-{'long' * 6}" for number in range(6)))
    rows = tuple((f"Row {number}", *("value" * 4 for _ in columns[1:])) for number in range(9))
    for count in lines:
        filled = [Text(f"Line {number}") for number in range(count)]
        blocks: tuple[Block, ...] = (*filled, Text("What leads to it:"), Grid("The caption", columns, rows))
        data = edition(Report("Title", "Subtitle", (Section("one", "One", blocks, "Say.", "Ask?"),), "Stamp"))
        words = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages]
        pages = [[place for place, text in enumerate(words) if said in text] for said in ("What leads", "The caption", "Row 0")]
        assert pages[0] == pages[1] == pages[2], (count, pages)
