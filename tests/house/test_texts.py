"""Is every file we write free of things that hold on one machine only?"""

import re
from pathlib import Path

import pytest

from tests.support.paths import ROOT, text_files

REGISTRY = re.compile(r"\b(pypi|pythonhosted|npmjs|debian|proxy\.golang)\.(org|com|net)\b", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|root|home|Users|tmp|opt|mnt)/\w|\b[A-Z]:\\\\?Users\b")
every_text = pytest.mark.parametrize("path", text_files(), ids=lambda path: path.relative_to(ROOT).as_posix())


@every_text
def test_no_text_names_the_host_of_a_package_registry(path: Path) -> None:
    assert _found(REGISTRY, path) == []


@every_text
def test_no_text_names_a_folder_of_somebodys_machine(path: Path) -> None:
    assert _found(MACHINE_PATH, path) == []


@every_text
def test_every_text_is_utf8_with_plain_line_ends(path: Path) -> None:
    content = path.read_bytes()
    content.decode("utf-8")
    assert b"\r" not in content
    assert content == b"" or content.endswith(b"\n")


@pytest.mark.parametrize("line", ["see /" + "home/anna/data.csv", "C:" + "\\Users\\anna", "under /" + "tmp/x"])
def test_a_machine_path_would_be_seen(line: str) -> None:
    assert MACHINE_PATH.search(line)


@pytest.mark.parametrize("line", ["scenarios/work/plan.yaml", "https://example.org/home/page", "pages at /usr/bin"])
def test_other_paths_are_left_alone(line: str) -> None:
    assert not MACHINE_PATH.search(line)


def test_a_registry_would_be_seen() -> None:
    assert REGISTRY.search("https://files." + "pythonhosted" + ".org/packages")


def _found(pattern: re.Pattern[str], path: Path) -> list[str]:
    """Return the lines of a file that match, with their numbers."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"{number}: {line.strip()[:120]}" for number, line in enumerate(lines, start=1) if pattern.search(line)]
