"""Write the generated parts of the documents, or check that they are up to date.

    python -m docs.generate
    python -m docs.generate --check

A generated part stands between `<!-- generated: NAME WORDS -->` and `<!-- end -->`; NAME is a key of `docs.parts.PARTS`, and the
words after it are handed to that part. Everything else in a document is written by people and left alone.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from docs.parts import PARTS

ROOT = Path(__file__).resolve().parents[1]
MARKED = re.compile(r"(?P<open><!-- generated: (?P<what>[^>]+?) -->\n)(?P<body>.*?)(?P<close><!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """Return every document: those at the top and those under `docs`."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def renewed(text: str) -> str:
    """Return a document's text with its generated parts written anew.

    Raises
    ------
    KeyError
        Where a marker names a part that nothing writes.
    """
    return MARKED.sub(lambda found: f"{found['open']}{_body(found['what'])}{found['close']}", text)


def outdated() -> Iterator[tuple[Path, str]]:
    """Yield the documents whose generated parts are not what the code says, each with the text that it should have."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        wanted = renewed(text)
        if wanted != text:
            yield page, wanted


def main(words: list[str]) -> int:
    """Write what is out of date; with `--check`, only name it. Returns the exit code."""
    if words not in ([], ["--check"]):
        sys.stderr.write("usage: python -m docs.generate [--check]\n")
        return 2
    found = list(outdated())
    for page, wanted in found:
        if not words:
            page.write_text(wanted, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{page.relative_to(ROOT).as_posix()}: {'out of date' if words else 'written'}\n")
    return 1 if words and found else 0


def _body(what: str) -> str:
    name, *words = what.split()
    return f"\n{PARTS[name](*words).strip()}\n\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
