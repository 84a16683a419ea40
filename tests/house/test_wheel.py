"""Does an installed copy work without the checkout?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the package stands as an ordinary install leaves it."""
    folder = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, "--target", str(folder), str(ROOT)], check=True)
    return folder


def test_what_people_write_travels_with_the_package(installed: Path) -> None:
    shipped = installed / "foresight" / "shipped"
    written = {path.relative_to(ROOT) for path in (ROOT / "scenarios").rglob("*") if path.is_file()}
    assert written
    assert {path for path in written if not (shipped / path).is_file()} == set()
    assert (shipped / "app.py").is_file()


def test_an_installed_copy_finds_its_own_scenarios(installed: Path) -> None:
    ours = _run("import foresight; print(foresight.__file__)", at=installed)
    assert Path(ours.stdout.strip()).is_relative_to(installed)
    listed = _run("from foresight.cli import main; main()", "futures", "--json", at=installed)
    assert listed.returncode == 0, listed.stderr
    assert "funding-cliff" in listed.stdout


def _run(code: str, *words: str, at: Path) -> subprocess.CompletedProcess[str]:
    """Run Python code with the installed copy ahead of the checkout."""
    command = [sys.executable, "-c", code, *words]
    environment = {**os.environ, "PYTHONPATH": str(at)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=at, env=environment)
