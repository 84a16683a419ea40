"""Reports: what they say is the table's, and each format opens, reads in order and is the same every time."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pypdf
import pytest
from pptx import Presentation

import foresight
from foresight.analysis.batched import findings_of_batch, tidy
from foresight.analysis.cut import COLUMNS
from foresight.analysis.findings import Findings, read_findings
from foresight.analysis.further import thorough, work_out
from foresight.analysis.grouped import shared_out
from foresight.ensemble.catalogue import Catalogue
from foresight.ensemble.identity import model_code, model_version
from foresight.ensemble.pairs import Pairing
from foresight.errors import ForesightError
from foresight.indicators.measures import INDICATORS
from foresight.presentation.answers.answer import Answer
from foresight.presentation.report import again, files, images, page, paper, slides
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Grid, Report, Text
from foresight.presentation.report.formats import FORMATS
from foresight.presentation.report.results import _entry
from foresight.scenario import library, saved
from tests.support import answered
from tests.support.cli import call
from tests.support.findings import findings
from tests.support.office import to_pdf
from tests.support.words import every_text, jargon

ORDER = ["question", "future", "plan", "changes", "whom", "why", "sure", "conditions", "regret", "first", "limits"]


@pytest.fixture(scope="module")
def found() -> Findings:
    return findings()


@pytest.fixture(scope="module")
def report(found: Findings) -> Report:
    return compose(found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("compared")
    foresight.compare("funding-cliff", "first-steps", pairs=3, scale=0.03).write(made)
    return made


def test_sections_come_in_the_order_that_a_room_can_follow(report: Report) -> None:
    assert [section.id for section in report.sections] == ORDER
    assert all(section.say and section.ask and section.blocks for section in report.sections)


def test_every_chart_has_headline_sentence_numbers_and_sources(report: Report) -> None:
    assert len(report.pictures) >= 10
    assert len({picture.id for picture in report.pictures}) == len(report.pictures)
    for picture in report.pictures:
        assert picture.headline
        assert picture.sentence
        assert picture.sources
        assert picture.grid.rows
        alt.Chart.from_dict(picture.spec)  # raises where the schema of charts does not know it


def test_no_jargon_is_said(report: Report) -> None:
    assert [text for text in every_text(report) if jargon(text)] == []


def test_what_was_not_worked_out_is_said_to_be_so(report: Report) -> None:
    for name in ("conditions", "regret"):
        section = next(section for section in report.sections if section.id == name)
        assert "not worked out" in section.blocks[-1].text  # type: ignore[union-attr]


def test_an_answer_is_quoted_in_its_place(found: Findings) -> None:
    table = pd.DataFrame({"plan": ["first-steps", "none"], "most_regret": [0.5, 12.31]})
    regret = Answer("regret-jobs-central", "Which plan would you regret least?", "First steps.", ("Over two futures.",), table)
    blocks = next(section for section in compose(found, [regret]).sections if section.id == "regret").blocks
    assert blocks[0] == Text("Which plan would you regret least? First steps. Over two futures.")
    assert blocks[1] == Grid(regret.question, ("plan", "largest regret"), (("First steps", "0.500"), ("Doing nothing", "12.3")))


def test_tables_of_the_analyses_are_in_plain_words(found: Findings) -> None:
    table = pd.DataFrame(
        {
            "part": ["world", "dice"], "varied": [True, False], "variance": [1.0, 2.0], "plan": ["none", "first-steps"],
            "most_regret": [130.0, 2.0], "most_regret_low": [-1.0, 0.0], "most_regret_high": [200.0, 3.0],
            "most_regret_in": ["trend", None], "too_close_to": ["none, first-steps", ""], "pairs": [1200, 2],
        }
    )  # fmt: skip
    answer = Answer("uncertainties-jobs", "What makes it uncertain?", "Luck.", (), table)
    (grid,) = [
        one
        for one in compose(found, [answer]).sections[ORDER.index("sure")].blocks
        if getattr(one, "caption", "") == answer.question
    ]
    assert grid == Grid(
        answer.question,
        ("comes from", "varied", "plan", "largest regret", "in the future", "pairs"),
        (
            ("the world", "yes", "Doing nothing", "130 (minus 1.00 to 200)", "Things go on as they are", "1,200"),
            ("luck", "no", "First steps", "2.00 (0.000 to 3.00)", "", "2"),
        ),
    )


def test_weak_effects_and_kinds_of_action_are_worked_out(folder: Path) -> None:
    found = work_out(read_findings(folder))
    kinds = found.parts["kinds"]
    assert set(kinds["kind"]) == {"regional", "microcluster"}
    assert set(found.parts["low"]["indicator"]) >= {"organisations", "jobs"}
    report = compose(found)
    why = next(section for section in report.sections if section.id == "why")
    assert any(isinstance(block, Grid) and block.rows[0][0] in {"Regional actions", "Microclusters"} for block in why.blocks)


def test_shares_of_the_kinds_add_up_to_the_whole() -> None:
    values = np.random.default_rng(1).normal(size=(8, 3, len(INDICATORS)))
    found = shared_out(values, ["regional", "microcluster", "roll-out"], ["jobs"])
    place = list(INDICATORS).index("jobs")
    assert found["share"].sum() == pytest.approx((values[-1] - values[0])[:, place].mean(), abs=1e-9)


def test_a_batch_becomes_findings() -> None:
    runs = pd.DataFrame(
        {
            "indicator": "jobs", "unit": "people", "segment_kind": "all", "segment": "all", "year": 2022,
            "without": [10.0, 20.0, 30.0], "with": [11.0, 19.0, 36.0], "difference": [1.0, -1.0, 6.0],
        }
    )  # fmt: skip
    row = tidy(runs).iloc[0]
    assert list(tidy(runs).columns) == list(COLUMNS)
    assert (row["without_p50"], row["difference_p50"], row["share_better"]) == (20.0, 1.0, pytest.approx(2 / 3))


def test_a_report_on_a_batch_holds_its_answers(tmp_path: Path) -> None:
    experiment = tmp_path / "little.yaml"
    experiment.write_text(
        "kind: experiment\nid: little\ntitle: Little\nsummary: Two plans.\nfutures: [trend, funding-cliff]\n"
        "plans: [first-steps, regional-only]\nreplicates: 2\nscale: 0.02\n",
        encoding="utf-8",
    )
    batch, out = tmp_path / "batch", tmp_path / "report.html"
    assert call("batch", str(experiment), "--out", str(batch), "--executor", "serial").code == 0
    told = call("report", str(batch), "--plan", "regional-only", "--format", "html", "--out", str(out), "--quick")
    assert told.code == 0, told.err
    text = out.read_text(encoding="utf-8")
    assert "Regional actions only" in text
    shown = text.split('id="regret"')[1].split("</section>")[0]
    assert "regret" in shown
    cells = set(re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", text))
    assert "Doing nothing" in cells
    assert cells & {"trend", "funding-cliff", "first-steps", "regional-only", "dice", "True", "False"} == set()
    assert [cell for cell in cells if jargon(cell)] == []
    refused = call("report", str(batch), "--plan", "regional", "--format", "html")
    assert refused.code == 2
    assert "Did you mean regional-only?" in refused.err


def test_the_table_of_changes_holds_the_numbers_of_the_comparison(report: Report) -> None:
    changes = next(section for section in report.sections if section.id == "changes")
    grid = next(block for block in changes.blocks if isinstance(block, Grid))
    organisations = grid.rows[0]
    assert grid.columns[4] == "In 8 of 10 pairs"
    assert organisations[1:] == (
        "1,000", "1,020", "20 more organisations", "between 10 and 30 more", "Better in 18 of 20 pairs"
    )  # fmt: skip
    assert all(row[4] for row in grid.rows)


def test_a_price_stands_only_beside_a_gain_that_pairs_agree_on() -> None:
    def told(low: float, middle: float, price: object) -> str:
        return _entry({"net_gain_p10": low, "net_gain_p50": middle, "cost_per_net_gbp_p50": price}, "cost_per_net_gbp")

    assert told(-34, -5, 6_100_000.0) == "no net gain"
    assert told(-4, 12, 100_000.0) == "too unsure"
    assert told(0.1, 0.1, 66_000_000.0) == "too little"
    assert told(5, 12, 100_000.0).startswith("£100,000")


def test_a_placebo_has_no_account_in_a_report() -> None:
    found = foresight.compare("funding-cliff", "first-steps", pairs=2, scale=0.03, strength=0)
    whom = compose(Findings.of(found)).sections[ORDER.index("whom")]
    texts = [one.text for one in whom.blocks if isinstance(one, Text)]
    assert any(text.startswith("Nobody joins an action, since at strength 0") for text in texts)
    assert not any("whole cost" in text for text in texts)


def test_what_changes_tells_how_far_the_aspirations_are(folder: Path) -> None:
    changes = compose(read_findings(folder)).sections[ORDER.index("changes")]
    (grid,) = [one for one in changes.blocks if isinstance(one, Grid) and one.caption.startswith("The six aspirations")]
    assert len(grid.rows) == 6
    assert grid.rows[0][0] == "Public trust"
    assert all(row[1].endswith("%") and row[2].endswith("%") for row in grid.rows)


@pytest.mark.parametrize(
    ("difference", "share", "word"),
    [
        ((-30.0, -20.0, -10.0), 0.05, "fewer"),
        ((-10.0, 5.0, 20.0), 0.6, "Too close to call"),
        ((0.0, 0.0, 0.0), 0.0, "No difference"),
    ],
)
def test_losses_and_open_results_are_said_as_such(difference: tuple[float, float, float], share: float, word: str) -> None:
    made = compose(findings(difference, share=share))
    changes = next(section for section in made.sections if section.id == "changes")
    grid = next(block for block in changes.blocks if isinstance(block, Grid))
    assert word in grid.rows[0][3]
    assert not any(re.search(r"(?<![\w-])-\d", text) for text in every_text(made))


def test_the_page_refers_to_nothing_outside(report: Report) -> None:
    text = page.html(report).decode()
    body = text[: text.index("<script>")]
    assert not re.search(r"""(?:src|href)=["'](?!#|data:)""", body)
    assert "@import" not in body
    assert "url(" not in body


def test_a_text_cannot_become_markup(found: Findings) -> None:
    plan = found.plan.model_copy(update={"title": "<script>alert(1)</script>", "summary": "</script><b>#let x = 1</b>"})
    made = compose(Findings(found.future, plan, found.table, found.manifest))
    assert b"<script>alert(1)" not in page.html(made)
    assert "<script>alert(1)</script>" in _read(paper.pdf(made))


def test_slides_have_native_charts_tables_and_notes(report: Report) -> None:
    deck = Presentation(io.BytesIO(slides.pptx(report)))
    assert (deck.slide_width, deck.slide_height) == (12191695, 6858000)
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    assert sum(shape.has_chart for shape in shapes) == len(report.pictures)
    assert any(shape.has_table for shape in shapes)
    for slide in deck.slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert notes.startswith("Say: ")
        assert "Ask: " in notes
        assert slide.shapes.title.text


def test_charts_on_slides_hold_the_numbers_of_the_table(report: Report, found: Findings) -> None:
    deck = Presentation(io.BytesIO(slides.pptx(report)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    for chart, picture in zip(charts, report.pictures, strict=True):
        assert picture.series is not None
        plotted = {series.name: list(series.values) for series in chart.plots[0].series}
        assert plotted == {name: pytest.approx(list(values)) for name, values in picture.series.values.items()}
    table = found.table
    here = (table["indicator"] == "organisations") & (table["segment_kind"] == "all")
    first = report.pictures[0].series
    assert first is not None
    assert list(first.values["With plan"]) == list(table[here]["with_p50"])


def test_slides_open_in_libreoffice(report: Report, tmp_path: Path) -> None:
    made = tmp_path / "slides.pptx"
    made.write_bytes(slides.pptx(report))
    printed = pypdf.PdfReader(to_pdf(made, tmp_path))
    deck = Presentation(made)
    assert len(printed.pages) == len(deck.slides)
    for sheet, slide in zip(printed.pages, deck.slides, strict=True):
        first = slide.shapes.title.text.split()[0]
        assert first in sheet.extract_text()
        cells = [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
        whole = set(sheet.extract_text().split())
        assert [word for text in cells for word in text.split() if word not in whole] == []  # none is broken in its column


def _read(data: bytes) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("edition", [paper.pdf, paper.large_print])
def test_paper_is_tagged_and_reads_in_order(report: Report, edition: object) -> None:
    data = edition(report)  # type: ignore[operator]
    root: Any = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    text = _read(data)
    contents, rest = text.split("Contents", 1)
    assert " ".join(report.title.split()) in contents
    body = rest[rest.index(report.sections[-1].title) + 1 :]
    places = [body.index(section.title) for section in report.sections]
    assert places == sorted(places)


def test_a_column_holds_its_longest_word() -> None:
    cell = "too close to call (16 fewer to 4 more)"
    grid = Grid("What each adds", ("Kind", "Jobs", "Income", "Volunteers"), (("Microclusters, all", cell, cell, cell),))
    for line in (60, 100):
        for width, word in zip(grid.widths(line), grid.words, strict=True):
            assert width is None or width / sum(grid.lengths) * line >= word
    assert grid.widths(60)[0] is None
    assert None not in grid.widths(400)


def test_a_table_too_wide_for_the_paper_is_told_row_by_row(report: Report) -> None:
    columns = ("Plan", *(f"most regret {name}" for name in ("conservatively", "undecidedly", "optimistically", "exceptionally")))
    row = ("First steps", *(f"organisations-{number}" for number in range(len(columns) - 1)))
    for times, told in ((1, False), (2, True)):
        section = replace(report.sections[0], blocks=(Grid("Regret", columns * times, (row * times,)),))
        text = _read(paper.pdf(replace(report, sections=(section,))))
        assert ("most regret conservatively: organisations-0" in text) is told


def test_large_print_is_large_and_has_one_chart_a_page(report: Report) -> None:
    reader = pypdf.PdfReader(io.BytesIO(paper.large_print(report)))
    sizes: list[float] = []

    def visit(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        if text.strip():
            sizes.append(size * abs(inner[3]) * abs(outer[3]))

    for sheet in reader.pages:
        text = sheet.extract_text(visitor_text=visit)
        assert sum(" ".join(picture.headline.split()) in " ".join(text.split()) for picture in report.pictures) <= 2
    assert min(sizes) >= 18


def test_the_same_findings_give_the_same_bytes(found: Findings, report: Report) -> None:
    for name, one in FORMATS.items():
        assert one.written(found, report) == one.written(found, report), name


def test_no_clock_is_inside(found: Findings, report: Report) -> None:
    for name in ("pptx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(FORMATS[name].written(found, report))) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {files.EPOCH}
            assert b"1980-01-01" in archive.read("docProps/core.xml")


def test_excel_holds_the_tidy_table(found: Findings) -> None:
    with zipfile.ZipFile(io.BytesIO(files.excel(found))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == len(found.table) + 1


def test_pictures_are_fit_for_print(report: Report) -> None:
    png = images.png(report.pictures[0].spec)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == pytest.approx(images.WIDTH * 300 / 96, abs=10)
    said = png.index(b"pHYs") + 4  # dots a metre, across and down
    assert [int.from_bytes(png[at : at + 4]) for at in (said, said + 4)] == pytest.approx([300 / 0.0254] * 2, abs=1)
    assert images.svg(report.pictures[0].spec).startswith("<svg")


def test_findings_are_read_back_as_they_were_written(folder: Path) -> None:
    made = foresight.compare("funding-cliff", "first-steps", pairs=3, scale=0.03)
    back = read_findings(folder)
    assert (back.future, back.plan, back.pairs, back.changed) == (made.future, made.plan, 3, ())
    numbers = [name for name in COLUMNS if "_p" in name]
    np.testing.assert_allclose(back.table[numbers], made.table[numbers])


def test_findings_say_what_has_changed_since(folder: Path, tmp_path: Path) -> None:
    for name in ("comparison.csv", "manifest.json"):
        text = (folder / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(re.sub(r'("model_code": ")\w+', r"\1another", text), encoding="utf-8")
    assert read_findings(tmp_path).changed == ("the model",)
    assert any("since then, the model changed" in text for text in every_text(compose(read_findings(tmp_path))))


def test_what_is_worked_out_for_a_report_is_told_in_it() -> None:
    pairing = Pairing(library.future("trend"), library.plan("first-steps"), seed=2, scale=0.03, strength="high")
    found = thorough(pairing, 2)
    assert {"additionality", "losers", "aspirations", "low", "kinds", "barriers", "as_is", "otherwise"} <= set(found.parts)
    assert (found.manifest["seed"], found.manifest["strength"], found.pairs) == (2, "high", 2)
    captions = {block.caption for section in compose(found).sections for block in section.blocks if isinstance(block, Grid)}
    assert {
        "Gain, displacement and cost in 2022",
        "What each kind of action adds in the last year",
        "What changes with barriers not linked, and linked",
    } <= captions
    assert "barriers" in {picture.id for picture in compose(found).pictures}


def test_the_command_in_a_report_makes_its_numbers_again(found: Findings, folder: Path, tmp_path: Path) -> None:
    assert again.command(found) == "foresight compare funding-cliff --plan first-steps --pairs 20 --scale 1 --seed 1"
    mine = found.plan.model_copy(update={"id": "ours"})
    record = {**found.manifest, "assumptions": {"baseline.hypotheses.barriers_linked": False}}
    told = again.command(Findings(found.future, mine, found.table, record))
    assert told.endswith('--plan ours.yaml --pairs 20 --scale 1 --seed 1 --assume "baseline.hypotheses.barriers_linked=false"')
    for name, said in (("quick-look", "quick-look"), ("little", "little.yaml")):
        batched = Findings(found.future, found.plan, found.table, {**found.manifest, "batch": name})
        assert again.command(batched) == f"foresight batch {said} --out results"
    once_more = again.command(read_findings(folder)).split()[1:]
    assert call(*once_more, "--out", str(tmp_path)).code == 0
    assert (tmp_path / "comparison.csv").read_bytes() == (folder / "comparison.csv").read_bytes()


@pytest.mark.usefixtures("kept_processes")
def test_the_command_writes_every_format(folder: Path, tmp_path: Path) -> None:
    told = call("report", str(folder), "--format", "all", "--out", str(tmp_path))
    assert told.code == 0, told.err
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"funding-cliff-first-steps{one.ending}" for name, one in FORMATS.items() if name != "xlsx"
    )


def test_one_format_goes_to_the_file_that_is_named(folder: Path, tmp_path: Path) -> None:
    for name in ("html", "pptx", "pdf", "large-print"):
        out = tmp_path / f"mine{FORMATS[name].ending}"
        assert call("report", str(folder), "--format", name, "--out", str(out), "--quick").code == 0
        assert out.stat().st_size > 10_000


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_chart_by_command(folder: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"income.{ending}"
    told = call("chart", str(folder), "--indicator", "income", "--shape", "size", "--out", str(out))
    assert told.code == 0, told.err
    assert out.stat().st_size > 1_000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", ".", "--format", "html"), "manifest.json"),
        (("report", "first-step", "--format", "html"), "Did you mean first-steps?"),
        (("report", "first-steps", "--format", "pptxx"), "Did you mean pptx?"),
        (("chart", "first-steps", "--indicator", "incom"), "Did you mean income?"),
        (("chart", "first-steps", "--out", "chart.bmp"), ".png"),
    ],
)
def test_wrong_words_get_one_message(words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = call(*words)
    assert told.code == 2
    assert said in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--future", "trend"), "--future: found 'trend'; expected funding-cliff"),
        (("--plan", "whole-programme"), "--plan: found 'whole-programme'; expected first-steps"),
    ],
)
@pytest.mark.parametrize("written", ["report", "chart"])
def test_what_a_folder_does_not_hold_is_refused(written: str, words: tuple[str, ...], said: str, folder: Path) -> None:
    told = call(written, str(folder), *words)
    assert told.code == 2
    assert said in told.err


@pytest.mark.parametrize("scale", ["9", "0", "-1", "nan"])
def test_more_than_the_whole_sector_or_nothing_of_it_is_refused(scale: str) -> None:
    told = call("report", "first-steps", "--scale", scale)
    assert told.code == 2
    assert "--scale: found" in told.err


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ForesightError, match="found no 'future'"):
        read_findings(tmp_path)


def made_again(report: Report) -> dict[str, str]:
    """Return the table of how to make the numbers again."""
    limits = report.sections[ORDER.index("limits")]
    (grid,) = [one for one in limits.blocks if isinstance(one, Grid) and one.caption == "How to make these numbers again"]
    return {str(row[0]): row[1] for row in grid.rows}


def test_a_report_on_a_batch_says_which_code_made_it(tmp_path: Path) -> None:
    folder = answered.batch("plans", tmp_path)
    told = made_again(answered.reported(folder))
    assert told["Model code"] == model_code()[: again.DIGITS]
    assert told["Model version"] == model_version()
    assert findings_of_batch(folder).changed == ()
    with Catalogue(folder) as catalogue:
        catalogue.link.execute("UPDATE design_points SET model_code = 'c0de' WHERE plan = 'first-steps'")
    assert made_again(answered.reported(folder))["Model code"] == "c0de"
    assert any("since then, the model changed" in text for text in every_text(answered.reported(folder)))
    with Catalogue(folder) as catalogue:
        catalogue.link.execute("UPDATE design_points SET model_code = ''")
    assert made_again(answered.reported(folder))["Model code"] == "not recorded"


def test_what_was_not_recorded_is_said_to_be_so(found: Findings) -> None:
    record = {name: value for name, value in found.manifest.items() if not name.startswith("model")}
    made = compose(replace(found, manifest=record))
    assert {name: made_again(made)[name] for name in ("Model version", "Model code")} == dict.fromkeys(
        ("Model version", "Model code"), "not recorded"
    )
    assert made.stamp.startswith("Model version not recorded.")
    assert "unknown" not in " ".join(every_text(made)).lower()


def test_a_plan_saved_in_the_app_is_reported_on_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(saved.FOLDER, str(tmp_path / "plans"))
    kept = saved.Saved().keep(library.plan("first-steps"), "After the vote")
    for number, name in enumerate((kept.id, "after the Vote")):
        out = tmp_path / f"{number}.csv"
        call("report", name, "--pairs", "1", "--scale", "0.02", "--quick", "--format", "csv", "--out", str(out))
        assert out.exists()
    said = call("report", "After the Vot", "--quick")
    assert said.code == 2
    assert "Did you mean After the vote?" in said.err
