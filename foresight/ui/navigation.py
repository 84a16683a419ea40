"""The pages: every file of the folder `pages` that names itself."""

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class PageFile:
    """A page's file, and what it says of itself without being run."""

    path: Path
    title: str
    order: int
    default: bool = False


def pages(folder: Path = FOLDER) -> list[PageFile]:
    """Return the pages in their order; the first one opens first.

    A page is a Python file with two constants at its top, `TITLE` and `ORDER`.
    """
    files = [path for path in sorted(folder.glob("*.py")) if not path.name.startswith("_")]
    found = [_read(path, path.stat().st_mtime_ns) for path in files]
    ordered = sorted(found, key=lambda page: (page.order, page.title))
    return [PageFile(page.path, page.title, page.order, default=page is ordered[0]) for page in ordered]


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> PageFile:
    """Read a page's constants; a file that has changed since is read again."""
    constants = {
        target.id: ast.literal_eval(at.value)
        for at in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(at, ast.Assign) and isinstance(at.value, ast.Constant)
        for target in at.targets
        if isinstance(target, ast.Name)
    }
    return PageFile(path=path, title=str(constants["TITLE"]), order=int(constants["ORDER"]))
