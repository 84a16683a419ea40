"""Charts on slides: are they PowerPoint's own, with the numbers, the order and the colours of the report's?"""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.oxml.ns import qn

from foresight.presentation import spans, theme
from foresight.presentation.report import native, slides
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Picture, Report, Section, Series
from tests.support import answered
from tests.support.findings import findings

PART_OF_A_RANGE = "conditions"
"""The one kind of chart that PowerPoint lacks."""


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    return answered.every(lambda: tmp_path_factory.mktemp("planted"))


def shown(series: Series) -> list[Any]:
    """Return the slides of a report of one chart, the cover and the question for the room left out."""
    picture = Picture("one", "A headline", "A sentence.", {}, None, "Sources.", series)  # type: ignore[arg-type]
    deck = slides.pptx(Report("Title", "Subtitle", (Section("one", "One", (picture,), "Say.", "Ask?"),), "Stamp"))
    return list(Presentation(io.BytesIO(deck)).slides)[1:-1]


def charts(series: Series) -> list[Chart]:
    return [shape.chart for slide in shown(series) for shape in slide.shapes if shape.has_chart]


def ends(chart: Chart) -> dict[str, list[float]]:
    """Return how far the bands of a chart's bars go either way."""
    bars = chart.plots[0].series[0]._element.find(qn("c:errBars"))
    sides = {side: bars.find(qn(f"c:{side}")) for side in ("minus", "plus")}
    return {side: [float(one.text) for one in found.iter(qn("c:v"))] for side, found in sides.items()}


def kept(chart: Chart) -> tuple[list[str], list[list[float]]]:
    """Return what the workbook behind a chart holds: its texts, and the numbers of each row."""
    with zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
        texts, sheet = (book.read(f"xl/{name}.xml").decode() for name in ("sharedStrings", "worksheets/sheet1"))
    rows = re.findall(r"<row .*?</row>", sheet)[1:]
    return re.findall(r"<t[^>]*>([^<]*)</t>", texts), [
        [float(value) for value in re.findall(r'<c r="[B-Z]\d+"[^>]*><v>([^<]*)</v>', row)] for row in rows
    ]


def test_charts_of_a_batch_are_powerpoints_own(batches: dict[str, Report]) -> None:
    for name, report in batches.items():
        deck = Presentation(io.BytesIO(slides.pptx(report)))
        shapes = [shape for slide in deck.slides for shape in slide.shapes]
        pictures = [shape for shape in shapes if shape.shape_type == 13]
        drawn = [shape for shape in shapes if shape.has_chart]
        wanted = [picture for picture in report.pictures if not picture.id.startswith(PART_OF_A_RANGE)]
        assert len(pictures) == len(report.pictures) - len(wanted) == (2 if name == PART_OF_A_RANGE else 0), name
        for shape, picture in zip(drawn, wanted, strict=True):
            assert picture.series is not None
            assert [name.split("\n(")[0] for name in shape.chart.plots[0].categories] == list(picture.series.names)
            plotted = {series.name: list(series.values) for series in shape.chart.plots[0].series}
            assert plotted == {each: pytest.approx(list(values)) for each, values in picture.series.values.items()}
            assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == picture.told


def test_the_kinds_of_answer_are_drawn_as_what_they_are(batches: dict[str, Report]) -> None:
    kinds = {
        picture.id.split("-")[0]: picture.series.kind if picture.series else "picture"
        for report in batches.values()
        for picture in report.pictures
        if picture.id.split("-")[0] not in {"organisations", "income"}
    }
    assert kinds == {
        "uncertainties": "shares", "runs": "lines", "regret": "bars", "grades": "shares", "numbers": "bars", "screening": "bars",
        "conditions": "picture",
    }  # fmt: skip


def test_bars_keep_their_band_and_its_numbers_can_be_edited() -> None:
    data = pd.DataFrame(
        {"name": ["a", "b"], "low": [1.0, -float("inf")], "middle": [2.0, 5.0], "high": [4.5, float("inf")], "told": ["", ""]}
    )
    figure = spans.spans(data, "What is measured")
    assert figure.series is not None
    (chart,) = charts(figure.series)
    assert chart.chart_title.text_frame.text == "What is measured"
    assert ends(chart) == {"minus": [1.0, 0.0], "plus": [2.5, 0.0]}
    assert kept(chart) == (["Middle", *native.ENDS, "a", "b"], [[2.0, 1.0, 2.5], [5.0, 0.0, 0.0]])
    assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, 5)


def test_shares_are_named_in_their_bars_and_in_the_legend() -> None:
    data = pd.DataFrame({"group": "Plan", "part": ["luck", "the world"], "share": [0.04, 0.96], "told": ""})
    figure = spans.parts(data, "What it is uncertain for")
    assert figure.series is not None
    (chart,) = charts(figure.series)
    small, large = chart.plots[0].series
    assert [small.name, large.name] == ["luck (4%)", "the world (96%)"]
    assert large.data_labels.show_series_name
    assert chart.has_legend
    assert small._element.find(qn("c:dLbls")) is None  # there is no room for a name
    assert str(small.format.fill.fore_color.rgb) == theme.WITH.removeprefix("#").upper()


def test_a_difference_is_told_in_words_on_its_axis() -> None:
    series = Series("bars", "people", ["a", "b"], {"Middle": [-20.0, 30.0]}, ([-30.0, 10.0], [-5.0, 44.0]), less="fewer")
    (chart,) = charts(series)
    assert chart.value_axis.tick_labels.number_format == '#,##0" more";#,##0" fewer";"no difference"'
    assert chart.value_axis.minimum_scale <= -30
    assert chart.value_axis.maximum_scale >= 44


def test_long_charts_go_on_on_the_next_slide_at_one_scale() -> None:
    names = [f"One and\nanother {number}" for number in range(15)]
    numbers = [float(number) for number in range(15)]
    series = Series("bars", "", names, {"Middle": numbers}, (numbers, numbers), "What is measured")
    drawn = shown(series)
    assert [slide.shapes.title.text for slide in drawn] == [f"A headline ({part} of 3)" for part in (1, 2, 3)]
    found = charts(series)
    assert [len(list(chart.plots[0].categories)) for chart in found] == [5, 5, 5]
    assert {chart.value_axis.maximum_scale for chart in found} == {15}
    assert [value for chart in found for value in chart.plots[0].series[0].values] == numbers


def test_charts_of_a_batch_are_the_same_every_time(batches: dict[str, Report]) -> None:
    report = batches["plans"]
    regret = [section for section in report.sections if section.id == "regret"]
    made = slides.pptx(replace(report, sections=tuple(regret)))
    assert made == slides.pptx(replace(report, sections=tuple(regret)))
    with zipfile.ZipFile(io.BytesIO(made)) as deck:
        books = [name for name in deck.namelist() if name.endswith(".xlsx")]
        assert len(books) == 2


def told(difference: tuple[float, float, float], share: float) -> Chart:
    """Return the first chart by group of findings in which every group has the same difference."""
    report = compose(findings(difference, share=share))
    picture = next(one for one in report.pictures if one.series is not None and one.series.kind == "bars")
    assert picture.series is not None
    (chart,) = charts(picture.series)
    return chart


def test_groups_on_slides_have_their_bands() -> None:
    chart = told((10.0, 20.0, 35.0), 0.9)
    assert ends(chart) == {"minus": [10.0, 10.0], "plus": [15.0, 15.0]}
    assert list(chart.plots[0].categories) == ["Under £10k", "Over £1m"]
    assert chart.value_axis.maximum_scale >= 35
    assert chart.plots[0].series[0]._element.findall(qn("c:dPt")) == []


def test_undecided_groups_on_slides_are_told_by_words_and_hatching() -> None:
    chart = told((-10.0, 5.0, 20.0), 0.6)
    assert [label.split("\n") for label in chart.plots[0].categories] == [
        [name, "(too close to call)"] for name in ("Under £10k", "Over £1m")
    ]
    assert ends(chart) == {"minus": [15.0, 15.0], "plus": [15.0, 15.0]}
    for point in chart.plots[0].series[0]._element.findall(qn("c:dPt")):
        assert point.find(qn("c:spPr")).find(qn("a:pattFill")).get("prst") == "wdUpDiag"
    report = compose(findings((-10.0, 5.0, 20.0), share=0.6))
    deck = Presentation(io.BytesIO(slides.pptx(report)))
    texts = [shape.text_frame.text for slide in deck.slides for shape in slide.placeholders if shape.has_text_frame]
    assert sum(slides.HATCHED in text for text in texts) == 2


def test_bars_that_go_the_wrong_way_are_rust_as_in_the_report() -> None:
    point = told((-30.0, -20.0, -10.0), 0.05).plots[0].series[0].points[0]
    assert str(point.format.fill.fore_color.rgb) == theme.WORSE.removeprefix("#").upper()


def test_the_table_of_groups_says_what_is_undecided() -> None:
    for difference, share, word in (((10.0, 20.0, 35.0), 0.9, "Better"), ((-10.0, 5.0, 20.0), 0.6, "Too close to call")):
        picture = next(one for one in compose(findings(difference, share=share)).pictures if one.id == "income-size")
        assert picture.grid.columns[-1] == "That is"
        assert {row[-1] for row in picture.grid.rows} == {word}


def test_an_answer_that_its_runs_leave_open_is_hatched() -> None:
    data = pd.DataFrame(
        {
            "name": list("abcd"), "low": [1, -2, -np.inf, 0.1], "middle": [2, 0.5, 5, 0.2], "high": [4.5, 3, np.inf, 0.3],
            "told": ["2 more (1 more to 5 more)", "too close to call (2 fewer to 3 more)", "5 more (how sure, one ...)",
                     "next to nothing"],
        }
    )  # fmt: skip
    series = spans.spans(data, "What is measured", unit="people").series
    assert series is not None
    assert list(series.marks) == ["", "too close to call", "one pair cannot tell", "next to nothing"]
