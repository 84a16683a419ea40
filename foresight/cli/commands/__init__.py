"""The commands. A new one is one file here, or a function with `@app.command("its-name")` in one that is there."""

import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from foresight.cli.application import app

MANY_RUNS = frozenset({"attribute", "batch", "chart", "compare", "pairing", "patterns", "report", "timing", "why"})
"""Commands that make many runs, so that workers can load the model while the command itself is loaded."""
MAY_NEED_NONE = re.compile(r"--help|--executor|^(compare|pairing|patterns) .*--(workers|pairs)[ =]1( |$)")
"""Words with which such a command may need no workers of its own; some make what is for one worker, or one pair, themselves."""

FILES = tuple(found.name for found in iter_modules(__path__))


def needs_workers(words: Sequence[str]) -> bool:
    """Tell whether the words of a command line ask for many runs, so that workers are surely needed."""
    return bool(MANY_RUNS.intersection(words[:1])) and not MAY_NEED_NONE.search(" ".join(words))


def load(name: str | None = None) -> None:
    """Import the file that declares a command, or all of them where none does: for help, and for names that are misspelt.

    Which file it is stands in its text; importing them all, and with them all that draws and writes, takes seconds.
    """
    for file in declaring(name) or FILES:
        import_module(f"{__name__}.{file}")
    app.registered_commands.sort(key=lambda command: FILES.index(str(command.callback.__module__).rpartition(".")[2]))


def declaring(name: str | None) -> list[str]:
    """Return the files that declare a command: one, or none."""
    folder = Path(__file__).parent
    return [file for file in FILES if f'@app.command("{name}"' in (folder / f"{file}.py").read_text(encoding="utf-8")]
