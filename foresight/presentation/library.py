"""The chart library (Vega, Vega-Lite and Vega-Embed) as one script, made from the installed package and kept on disk.

Making it takes seconds, and it stays the same as long as the package does.
"""

import hashlib
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

PACKAGE = "vl-convert-python"


@cache
def script(calls: str) -> str:
    """Return the library with a script that calls it; where nothing can be kept, it is made anew."""
    name = hashlib.sha256(f"{PACKAGE} {version(PACKAGE)} {calls}".encode()).hexdigest()
    path = user_cache_path("third-sector-foresight", appauthor=False) / f"charts-{name[:16]}.js"
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        made = _made(calls)
    _keep(path, made)
    return made


def _made(calls: str) -> str:
    """Make the library."""
    import vl_convert  # noqa: PLC0415 - slow to load, and mostly not needed

    return str(vl_convert.javascript_bundle(calls))


def _keep(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
