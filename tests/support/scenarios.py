"""A small library of scenario files for tests, and a lever that only tests know."""

import re
import shutil
from pathlib import Path
from typing import Literal

import pytest

from foresight.config import Effect, Number
from foresight.scenario import Lever, library
from tests.support.paths import ROOT

FIXTURES = ROOT / "tests" / "fixtures" / "scenarios"
FUTURES = ROOT / "scenarios" / "futures"


class Nudge(Lever):
    """A lever that does nothing, with every kind of field that a lever can have."""

    kind: Literal["nudge"]
    push: Effect
    doubt: Number | None = None


del Lever.kinds["nudge"]  # outside the tests that ask for it, only what ships is known


def open_library(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Let `library` find the test files, and one future, in a folder of their own; return the folder."""
    shelf = folder / "scenarios"
    shutil.copytree(FIXTURES, shelf)
    (shelf / "futures").mkdir()
    shutil.copy(FUTURES / "trend.yaml", shelf / "futures")
    patch.setattr(library, "shipped", lambda: shelf)
    patch.setitem(Lever.kinds, "nudge", Nudge)
    return shelf


def future_with(profile: str) -> str:
    """Return the text of a shipped future whose first driver, pop65, has another profile, written on one line."""
    text = (FUTURES / "trend.yaml").read_text(encoding="utf-8")
    changed, times = re.subn(r"    profile:\n      kind: linear\n      points: .*\n", f"    profile: {profile}\n", text, count=1)
    assert times == 1
    return changed


def said_of(text: str | bytes) -> list[str]:
    """Return what `validate` says about a file with this content, which it leaves as `bad.yaml` in the current folder."""
    path = Path("bad.yaml")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(problem) for problem in library.validate(path)]
