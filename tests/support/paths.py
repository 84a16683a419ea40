"""Where things stand in the checkout, and which of its files are ours to check."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".csv", ".json", ".css", ".geojson", ""}
HIDDEN = {".ci", ".streamlit"}  # hidden folders that are ours
MADE = {"__pycache__", "build", "dist", "node_modules"}  # what tools leave behind; so are other hidden folders


def sources() -> list[Path]:
    """Return the Python files of the package and the two scripts at the top."""
    return [*sorted((ROOT / "foresight").rglob("*.py")), ROOT / "app.py", ROOT / "start.py"]


def text_files() -> list[Path]:
    """Return every text file that people write here."""
    return sorted(path for path in _walk(ROOT) if path.suffix in TEXT)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files under a folder, leaving out what tools made."""
    for path in folder.iterdir():
        if path.is_dir():
            if path.name in HIDDEN or not (path.name.startswith(".") or path.name in MADE or path.suffix == ".egg-info"):
                yield from _walk(path)
        else:
            yield path
