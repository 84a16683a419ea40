"""Reports by command: of whatever was kept, wherever that is, and with one clear message for what is wrong."""

import io
import re
import shlex
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from pptx import Presentation

import foresight
from foresight.analysis.findings import Findings, read_findings
from foresight.analysis.kept import packed
from foresight.cli.commands import reporting
from foresight.presentation import tables
from foresight.presentation.report import again, paper
from foresight.presentation.report.again import command
from foresight.presentation.report.compose import SECTIONS, compose
from foresight.presentation.report.content import Grid, Points, Report, Text
from foresight.presentation.report.formats import FORMATS
from foresight.presentation.report.results import all_told
from foresight.presentation.sentences import Direction
from foresight.scenario import exchange, library, saved
from foresight.scenario.plans import Plan
from tests.support.cli import call
from tests.support.findings import findings
from tests.support.words import every_text

LITTLE = ("--pairs", "1", "--scale", "0.02")


@pytest.fixture(scope="module")
def nothing() -> Findings:
    return Findings.of(foresight.compare("funding-cliff", "none", pairs=1, scale=0.02))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("kept")
    foresight.compare("funding-cliff", "first-steps", pairs=1, scale=0.02).write(made)
    return made


def test_the_zip_file_of_the_app_is_told_like_the_folder(folder: Path, tmp_path: Path) -> None:
    app = tmp_path / "results.zip"
    app.write_bytes(packed(foresight.compare("funding-cliff", "first-steps", pairs=1, scale=0.02)))
    made = []
    for source in (folder, app):
        out = tmp_path / f"{source.name}.html"
        assert call("report", str(source), "--quick", "--out", str(out)).code == 0
        made.append(out.read_bytes())
    assert made[0] == made[1]


def test_a_folder_called_like_a_plan_that_holds_no_results_hides_no_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):  # the second time the folder is there
        words = ("report", "first-steps", "--format", "all", "--out", "first-steps")
        assert call(*words, "--pairs", "1", "--scale", "0.02", "--quick").code == 0


def test_the_command_that_makes_the_numbers_again_names_the_wild_cards(tmp_path: Path) -> None:
    cards = ("--wild-card", "flood", "--wild-card", "scandal=2010")
    words = ("compare", "funding-cliff", "--plan", "none", "--pairs", "1", "--scale", "0.02", *cards, "--out")
    assert call(*words, str(tmp_path / "once")).code == 0
    again = shlex.split(command(read_findings(tmp_path / "once")))
    assert call(*again[1:], "--out", str(tmp_path / "again")).code == 0
    once, twice = ((tmp_path / name / "comparison.csv").read_bytes() for name in ("once", "again"))
    assert once == twice
    assert "--wild-card" in again


@pytest.mark.parametrize("content", [b"", b"no zip file", None])
def test_what_is_no_zip_file_of_results_is_refused(content: bytes | None, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.zip"
    if content is None:
        with zipfile.ZipFile(wrong, "w") as archive:
            archive.writestr("holiday.csv", "1,2\n")
    else:
        wrong.write_bytes(content)
    told = call("report", str(wrong))
    assert told.code == 2
    assert "wrong.zip: found no" in told.err


@pytest.mark.parametrize("name", FORMATS)
def test_the_empty_plan_is_told_in_every_format(name: str, nothing: Findings) -> None:
    made = FORMATS[name].written(nothing, compose(nothing))
    assert len(made) > 10_000
    if name == "pdf":
        text = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(made)).pages)
        assert "It has no actions and costs nothing." in text
    if name == "pptx":
        assert len(Presentation(io.BytesIO(made)).slides) > len(SECTIONS)


def test_the_empty_plan_has_no_empty_tables_or_lists(nothing: Findings) -> None:
    blocks = [block for section in compose(nothing).sections for block in section.blocks]
    assert all(block.rows for block in blocks if isinstance(block, Grid))
    assert all(block.items for block in blocks if isinstance(block, Points))
    for table in (tables.plan_actions, tables.action_sources):
        assert table(Plan.none(), library.actions()).empty
        columns = list(table(library.plan("first-steps"), library.actions()).columns)
        assert list(table(Plan.none(), library.actions()).columns) == columns


def test_the_empty_plan_is_reported_on_from_a_folder_and_by_name(tmp_path: Path) -> None:
    assert call("compare", "funding-cliff", "--plan", "none", *LITTLE, "--out", str(tmp_path / "kept"), "--quiet").code == 0
    for source, more in ((str(tmp_path / "kept"), ()), ("none", ("--future", "trend", *LITTLE))):
        out = tmp_path / "report.html"
        told = call("report", source, *more, "--out", str(out))
        assert told.code == 0, told.err
        assert "It has no actions and costs nothing." in out.read_text(encoding="utf-8")
        out.unlink()


def reported(source: Path, out: Path) -> str:
    """Return the page that is written on a folder."""
    told = call("report", str(source), "--quick", "--out", str(out))
    assert told.code == 0, told.err
    return out.read_text(encoding="utf-8")


def test_a_comparison_with_a_wild_card_is_reported_on_from_its_folder(tmp_path: Path) -> None:
    wild = tmp_path / "wild"
    words = ("compare", "funding-cliff", "--plan", "first-steps", "--wild-card", "flood=2010", *LITTLE, "--out", str(wild))
    told = call(*words)
    assert told.code == 0, told.err
    assert "funding-cliff-with-flood.yaml, first-steps.yaml" in told.out
    assert "--wild-card flood=" in reported(wild, tmp_path / "report.html")
    found = read_findings(wild)
    assert found.changed == ()
    assert found.plan is library.plan("first-steps")
    assert found.future.id == "funding-cliff-with-flood"


def test_a_plan_of_ones_own_is_reported_on_after_its_file_has_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, kept = tmp_path / "mine.yaml", tmp_path / "kept"
    text = exchange.written(library.plan("first-steps").model_copy(update={"id": "trend", "title": "Ours alone"}))
    mine.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    told = call("compare", "trend", "--plan", "mine.yaml", *LITTLE, "--out", "kept", "--quiet")
    assert told.code == 0, told.err
    mine.unlink()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert "Ours alone" in reported(kept, tmp_path / "report.html")
    assert read_findings(kept).changed == ()
    (kept / "trend-plan.yaml").write_text(text.replace("Ours alone", "Theirs"), encoding="utf-8")
    assert read_findings(kept).changed == ("trend-plan.yaml",)


def test_a_folder_of_before_is_read_by_what_its_record_names(folder: Path, tmp_path: Path) -> None:
    for name in ("comparison.csv", "manifest.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    assert read_findings(tmp_path).plan is library.plan("first-steps")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "first-steps", "--format", "all", "--out", "a-file"), "--out: found a-file, which is a file"),
        (("report", "first-steps", "--out", "a-file/report.html"), "--out: found a-file, which is a file"),
        (("report", "first-steps", "--format", "pdf", "--out", "x.pptx"), "expected .pdf for pdf"),
        (("report", "first-steps", "--format", "large-print", "--out", "x.html"), "expected .pdf for large-print"),
        (("report", "first-steps", "--out", "report"), "which has no ending; expected .html"),
        (("chart", "first-steps", "--out", "a-file/chart.png"), "--out: found a-file, which is a file"),
        (("report", "nofolder"), "expected a folder, or a plan, by that name"),
        (("report", "no/folder"), "found 'no/folder', where there is nothing; expected a folder"),
        (("report", ""), "found an empty source"),
        (("chart", " "), "found an empty source"),
    ],
)
def test_wrong_words_are_refused_before_anything_is_run(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reporting, "compare", None)
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    told = call(*words)
    assert told.code == 2
    assert said in told.err


@pytest.mark.parametrize("words", [("--pairs", "7"), ("--scale", "0.5")])
@pytest.mark.parametrize("command", ["report", "chart"])
def test_how_much_to_run_is_refused_beside_a_folder(command: str, words: tuple[str, str], folder: Path) -> None:
    told = call(command, str(folder), *words)
    assert told.code == 2
    assert f"{words[0]}: found {words[1]} beside {folder}, whose runs are made" in told.err


def cut(text: str, places: int) -> str:
    return "\n".join([*text.splitlines()[:places], text.splitlines()[places][:9]])


def other_columns(text: str) -> str:
    return text.replace("worse_", "worst_").replace("net_gain_", "gain_").replace("pairs", "of pairs").replace("title", "name")


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("comparison", lambda text: cut(text, 40), "found line 41 without all of its numbers"),
        ("comparison", lambda text: "\n".join(text.splitlines()[:40]), "found no 'closures' of the whole sector in 2022"),
        ("losers", other_columns, "found no column 'worse_p10'"),
        ("losers", lambda text: text.splitlines()[0], "found no row of all"),
        ("losers", lambda text: cut(text, 3), "found line 4 without all of its numbers"),
        ("additionality", other_columns, "found no column"),
        ("additionality", lambda text: text.splitlines()[0], "found no row of 2022"),
        ("lower_half", other_columns, "found no column 'pairs'"),
        ("lower_half", lambda _: "", "found no table"),
        ("aspirations", other_columns, "found no column 'title'"),
    ],
)
def test_a_table_that_is_cut_off_or_another_one_is_refused(
    name: str, change: Callable[[str], str], said: str, folder: Path, tmp_path: Path
) -> None:
    kept = shutil.copytree(folder, tmp_path / "kept")
    text = (folder / f"{name}.csv").read_text(encoding="utf-8")
    (kept / f"{name}.csv").write_text(change(text), encoding="utf-8")
    told = call("report", str(kept), "--quick", "--out", str(tmp_path / "report.html"))
    assert told.code == 2
    assert f"{name}.csv: " in told.err
    assert said in told.err


@pytest.mark.parametrize("command", ["compare", "attribute", "why", "lives", "report"])
def test_a_plan_that_was_saved_goes_by_its_name(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(saved.FOLDER, str(tmp_path / "plans"))
    first = library.plan("first-steps")
    saved.Saved().keep(first.model_copy(update={"actions": first.actions[:2]}), "After the vote")
    monkeypatch.chdir(tmp_path)
    how = ("--scale", "0.02") if command == "lives" else LITTLE

    def words(name: str) -> tuple[str, ...]:
        return ("report", name, "--quick", *how) if command == "report" else (command, "trend", "--plan", name, *how)

    told = call(*words("After the vote"))
    assert told.code == 0, told.err
    refused = call(*words("After the vot"))
    assert refused.code == 2
    assert "Did you mean After the vote?" in refused.err
    assert "Did you mean first-steps?" in call(*words("first-step")).err


def test_one_pair_is_told_as_one(folder: Path) -> None:
    found = read_findings(folder)
    texts = list(every_text(compose(found)))
    assert any(text.startswith("One course of events was lived through twice") for text in texts)
    assert "The same 20 courses of events were lived" in " ".join(every_text(compose(findings())))
    for wrong in ("1 courses", "of 1 pairs", "roughly: about", "The same in every pair", "makes no difference"):
        assert [text for text in texts if wrong in text] == []
    grids = [block for section in compose(found).sections for block in section.blocks if isinstance(block, Grid)]
    (over,) = [grid for grid in grids if grid.caption == "Over all years"]
    assert over.columns == ("", "In the only pair")
    told = call("compare", "funding-cliff", "--plan", "first-steps", *LITTLE).out
    assert re.search(r"([\d,]+) \(\1 to \1\)", told) is None


def test_the_empty_plan_has_its_own_words_and_questions(nothing: Findings) -> None:
    empty, usual = (compose(one) for one in (nothing, findings()))
    said = [block.text for section in empty.sections for block in section.blocks if isinstance(block, Text)]
    assert "Without a plan there is nothing to compare: none of these numbers changes." in said
    asked, others = ({section.id: section.ask for section in report.sections} for report in (empty, usual))
    assert {name for name, ask in asked.items() if ask != others[name]} == {"plan", "changes", "whom", "first"}
    assert "the same in the only pair" in every_text(empty)
    assert [text for text in every_text(empty) if "in every pair" in text] == []


def test_the_empty_plan_makes_no_difference_from_the_first_pair(nothing: Findings) -> None:
    assert all(one.direction is Direction.NONE for one in all_told(nothing))


def test_how_to_make_a_report_again_is_told_to_the_end(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_findings(folder)
    assert again.report(found) == (
        "foresight report results --quick --format all --out handouts, after the command above with --out results"
    )
    further = Findings(
        found.future, found.plan, found.table, {**found.manifest, "seed": 7, "scale": 0.5}, {again.FURTHER: found.table}
    )
    assert again.report(further).startswith("foresight report results --format all --out handouts")
    assert again.further_runs(further) == [
        (
            "Further runs",
            "of each set of actions and assumptions: 5 pairs of runs, 10% of the sector simulated, luck drawn from number 7",
        )
    ]
    assert again.further_runs(found) == []
    batched = Findings(
        found.future, found.plan, found.table, {**found.manifest, "batch": "quick-look"}, {again.FURTHER: found.table}
    )
    assert again.report(batched) == (
        "foresight report results --future funding-cliff --plan first-steps --format all --out handouts"
    )
    texts = every_text(compose(found))
    assert again.report(found) in texts
    monkeypatch.setenv(saved.FOLDER, str(tmp_path))
    mine = saved.Saved().keep(found.plan, "After the vote")
    assert " --plan saved-after-the-vote " in again.command(Findings(found.future, mine, found.table, found.manifest))


@pytest.mark.parametrize("edition", [paper.pdf, paper.large_print])
def test_a_small_table_stands_on_one_page_and_a_long_one_goes_on(edition: Callable[[Report], bytes]) -> None:
    def grid(name: int, rows: int) -> Grid:
        return Grid(f"Table {name}", ("Group", "Value"), tuple((f"t{name}r{row}z", "12") for row in range(rows)))

    blocks = [block for name in range(30) for block in (Text("Some words. " * (3 + 7 * name)), grid(name, 5))]
    report = compose(findings())
    section = replace(report.sections[0], blocks=(*blocks, grid(99, 90)))
    made = edition(replace(report, sections=(section,)))
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(made)).pages]
    for name in range(30):
        on = [{place for place, text in enumerate(pages) if f"t{name}r{row}z" in text} for row in range(5)]
        assert len(set.union(*on)) == 1, name
    assert {row for row in range(90) if any(f"t99r{row}z" in text for text in pages)} == set(range(90))
