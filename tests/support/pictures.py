"""Keeps a picture of every page at the end of a test in a browser, outside the repository, for people to look at."""

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Error, Page

FOLDER = "FORESIGHT_SCREENSHOTS"
"""The environment variable that names another folder."""
SECONDS = 10


def folder() -> Path:
    """Return where pictures are kept: the folder that the environment names, or one among the temporary files."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else Path(tempfile.gettempdir()) / "foresight-screenshots"


def keep(test: str, pages: Iterable[Page]) -> list[Path]:
    """Keep a picture of each page, named after the test; a page that cannot be drawn any more is left out."""
    name, kept = re.sub(r"[^\w.-]+", "_", test).strip("_"), []
    for number, page in enumerate(pages, start=1):
        path = folder() / f"{name}-{number}.png"
        try:
            page.screenshot(path=path, timeout=1000 * SECONDS)
        except Error:
            continue
        kept.append(path)
    return kept
