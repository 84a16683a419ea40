"""What slides say besides their numbers: notes, alternative texts, titles, and axes as on paper."""

import doctest
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
import vl_convert
from pptx import Presentation
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.oxml.ns import qn

from foresight.presentation import theme
from foresight.presentation.report import images, master, native, slides
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Block, Grid, Picture, Points, Report, Section, Series, Text
from tests.support import answered
from tests.support.findings import findings

DOUBLED = re.compile(r"[.?!][.?!]")


@pytest.fixture(scope="module")
def told() -> Report:
    return compose(findings((-10.0, 5.0, 20.0), share=0.6))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return answered.reported(answered.batch("plans", tmp_path_factory.mktemp("planted")))


def deck(report: Report) -> Sequence[Any]:
    return list(Presentation(io.BytesIO(slides.pptx(report))).slides)


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def chart(series: Series) -> Any:
    picture = Picture("one", "A headline", "A sentence.", {}, Grid("", (), ()), "Sources.", series)
    report = Report("Title", "Subtitle", (Section("one", "One", (picture,), "Say.", "Ask?"),), "Stamp")
    (found,) = (shape.chart for slide in deck(report) for shape in slide.shapes if shape.has_chart)
    return found


def test_the_cover_says_by_what_it_was_made(told: Report) -> None:
    *asked, made = notes(deck(told)[0]).split("\n\n")
    assert made == f"Made by: {told.stamp}"
    assert not any("foresight" in text for text in asked)


def test_axes_are_explained_where_there_are_some(told: Report) -> None:
    for slide in deck(told):
        lines = any(shape.has_chart and shape.chart.plots[0].series[0].format.line.fill.type for shape in slide.shapes)
        drawn = [shape.chart for shape in slide.shapes if shape.has_chart]
        grey = any(series.name == "Without" for one in drawn for series in one.plots[0].series)
        assert ("axes" in notes(slide)) <= bool(drawn)
        assert ("Grey dashes" in notes(slide)) == grey
        assert lines or "axes" not in notes(slide)
        if any(shape.has_table for shape in slide.shapes):
            assert notes(slide).startswith(f"Say: {slides.READ_A_ROW}")


def test_nothing_is_ended_twice(told: Report, answers: Report) -> None:
    for report in (told, answers):
        assert [one.told for one in report.pictures if DOUBLED.search(one.told)] == []
        for slide in deck(report):
            assert not DOUBLED.search(notes(slide))
            names = [element.get("descr") or "" for element in slide._element.iter() if element.get("descr")]
            assert not any(DOUBLED.search(name) for name in names)


def test_every_chart_of_what_changes_names_what_it_shows(told: Report, answers: Report) -> None:
    for report in (told, answers):
        section = next(one for one in report.sections if one.id == "changes")
        headlines = [picture.headline for picture in section.pictures]
        assert len(set(headlines)) == len(headlines)
    assert "What the plan changes about income: too close to call" in headlines_of(told)


def headlines_of(report: Report) -> list[str]:
    return [picture.headline for picture in report.pictures]


def test_paths_start_where_they_do_on_paper(told: Report) -> None:
    drawn = [shape.chart for slide in deck(told) for shape in slide.shapes if shape.has_chart]
    paths = [(one, picture) for one, picture in zip(drawn, told.pictures, strict=True) if picture.id.endswith("-paths")]
    assert len(paths) == 4
    for one, picture in paths:
        assert picture.series is not None
        assert picture.series.reach is not None
        assert one.value_axis.minimum_scale == native.nice(*picture.series.reach)[0]
        assert one.value_axis.maximum_scale >= picture.series.reach[1]
        scene = vl_convert.vegalite_to_scenegraph(images.sized(picture.spec, images.WIDTH))
        numbers = [float(text.replace(",", "")) for text in re.findall(r'"text": ?"([\d,.]+)"', str(scene).replace("'", '"'))]
        assert one.value_axis.minimum_scale <= min(number for number in numbers if not 2002 <= number <= 2022)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (8756.6, 9500.1, (8700.0, 9600.0, 100.0)),
        (596.3, 1175.9, (550.0, 1200.0, 50.0)),
        (0.0, 0.34, (0.0, 0.35, 0.05)),
        (-3.0, 4.0, (-3.0, 4.0, 0.5)),
    ],
)
def test_axes_are_rounded_as_on_paper(low: float, high: float, expected: tuple[float, float, float]) -> None:
    assert native.nice(low, high) == pytest.approx(expected)


def test_the_examples_hold() -> None:
    result = doctest.testmod(native)
    assert result.attempted > 0
    assert result.failed == 0


def test_a_line_of_one_place_is_drawn_as_marks() -> None:
    values = {"Middle": [5.0], "Lower end": [2.0], "Upper end": [9.0]}
    one = chart(Series("lines", "", ["4"], values))
    styles = [series.marker.style for series in one.plots[0].series]
    assert styles == [XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.DIAMOND]
    assert all(series.marker.size >= 10 for series in one.plots[0].series)
    several = chart(Series("lines", "", ["2", "4"], {name: each * 2 for name, each in values.items()}))
    assert XL_MARKER_STYLE.CIRCLE not in [series.marker.style for series in several.plots[0].series]


def test_many_years_are_named_one_in_five() -> None:
    years = [str(year) for year in range(2002, 2023)]
    axis = chart(Series("lines", "", years, {"Without": [1.0] * 21})).category_axis._element
    assert [axis.find(f".//{{*}}{name}").get("val") for name in ("tickLblSkip", "tickMarkSkip")] == ["5", "5"]


def test_the_theme_is_ours() -> None:
    with zipfile.ZipFile(io.BytesIO(master.template())) as made:
        text = made.read("ppt/theme/theme1.xml").decode()
        notes = made.read("ppt/theme/theme2.xml").decode()
    assert re.findall(r'name="(Office[^"]*)"', notes) == []
    assert re.findall(r'name="(Office[^"]*)"', text) == []
    colours = re.findall(r'<a:accent\d><a:srgbClr val="(\w+)"/>', text)
    ours = {value[1:] for value in vars(theme).values() if isinstance(value, str) and value.startswith("#")}
    assert len(colours) == 6
    assert set(colours) <= ours


NOTE = "Here the table is read in a way of its own."
TABLE = Grid("A table", ("Name", "Number"), (("One", "1"),))
PICTURE = Picture("one", "A headline", "A sentence.", {}, TABLE, "Sources.", Series("bars", "people", ["a"], {"Middle": [1.0]}))


def of(*blocks: Block) -> list[Any]:
    """Return the slides of a section, the cover and the question for the room left out."""
    return list(deck(Report("Title", "Subtitle", (Section("one", "One", blocks, "Say.", "Ask?"),), "Stamp")))[1:-1]


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame and shape.text_frame.text]


def test_a_short_note_stands_with_the_table_or_the_chart_that_it_belongs_to() -> None:
    (below,) = of(TABLE, Text(NOTE))
    assert texts(below) == ["A table", NOTE]
    _, said = of(TABLE, Text(NOTE), PICTURE)
    assert NOTE in notes(said)
    assert len(of(TABLE, Text(NOTE * 9), TABLE)) == 3
    assert len(of(TABLE, Text("These are:"), Points(("One.",)))) == 2


def test_no_statement_stands_alone_on_the_last_slide_of_a_list() -> None:
    made = of(Points(tuple(f"{number}: {'word ' * 30}" for number in range(4))))
    assert [len(slide.placeholders[1].text_frame.paragraphs) for slide in made] == [2, 2]


def test_a_list_has_bullets_and_running_text_has_none() -> None:
    (slide,) = of(Text("What follows is a list:"), Points(("One.", "Two.")), Text("And this is none."))
    marked = [paragraph._p.find(f".//{qn('a:buChar')}") is not None for paragraph in slide.placeholders[1].text_frame.paragraphs]
    assert marked == [False, True, True, False]
    assert texts(slide)[1] == "What follows is a list:\nOne.\nTwo.\nAnd this is none."


def test_what_is_counted_is_not_named_twice(told: Report) -> None:
    captions = [text for slide in deck(told) for text in texts(slide)]
    assert not any(re.search(r"\. In (organisations|people|jobs)\.", text) for text in captions)
    assert any("million, 2002 prices." in text for text in captions)
