"""Reports by command: of whatever was kept, wherever that is, and with one clear message for what is wrong."""

import io
from pathlib import Path

import pypdf
import pytest
from pptx import Presentation

import foresight
from foresight.analysis.findings import Findings
from foresight.presentation import tables
from foresight.presentation.report.compose import SECTIONS, compose
from foresight.presentation.report.content import Grid, Points
from foresight.presentation.report.formats import FORMATS
from foresight.scenario import library
from foresight.scenario.plans import Plan
from tests.support.cli import call

LITTLE = ("--pairs", "1", "--scale", "0.02")


@pytest.fixture(scope="module")
def nothing() -> Findings:
    return Findings.of(foresight.compare("funding-cliff", "none", pairs=1, scale=0.02))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("kept")
    foresight.compare("funding-cliff", "first-steps", pairs=1, scale=0.02).write(made)
    return made


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
