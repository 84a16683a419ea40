"""The code blocks of the documents, and following them in a copy of the project, so that nothing here is changed."""

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest
import yaml

from tests.support.cli import call
from tests.support.paths import ROOT

FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
COPIED = ("foresight/", "scenarios/", "docs/")
HALF_WRITTEN = shutil.ignore_patterns("*.pyc.*", "*.tmp.*")
"""What other tests' processes are compiling meanwhile: such files have another name a moment later."""
TINY = "--scale 0.05 --pairs 2 --workers 1"
LEAST = "--scale 0.02 --pairs 1 --workers 1"  # for what makes many runs of each pair
SIMULATES = {
    "compare": TINY,
    "pairing": TINY,
    "attribute": LEAST,
    "timing": LEAST,
    "why": LEAST,
    "report": "--scale 0.05 --pairs 2 --quick",
    "lives": "--scale 0.05",
    "patterns": "--scale 0.05 --replicates 2 --workers 1",
}


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the file that it is (if any), and how it gets there.

    The words after the language say it: `yaml plan.yaml` writes a file, `python foresight/x.py append` adds to one,
    `yaml new.yaml from old.yaml` changes a copy of another, and `sh browser` is a command that opens a browser.
    """

    language: str
    path: str
    how: str
    other: str
    text: str

    @property
    def runs(self) -> bool:
        """Tell whether there is something to do."""
        return self.language in {"sh", "python", "yaml"}


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page, without those that are generated."""
    text = re.sub(r"<!-- generated: .*?<!-- end -->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = []
    for fence in FENCE.finditer(text):
        language, path, how, other = (*fence["info"].split(), "", "", "", "")[:4]
        found.append(Block(language, path, how, other, fence["text"]))
    return found


def words_of(line: str) -> list[str] | None:
    """Return the words of a `foresight` command; an empty list for tests and the renewal of documents, None for anything else."""
    for start in ("foresight ", "python3 start.py "):
        if line.startswith(start):
            words = shlex.split(line.removeprefix(start), comments=True)
            return [] if words[0] == "test" else words
    return [] if line.startswith("python -m docs.generate") else None


@dataclass(frozen=True)
class Recipe:
    """A folder in which a page is followed: a copy of the project, where the page changes the project itself.

    Commands run in this process, which is quicker, unless the project is a copy. Where they are to run as in a shell, each has a
    process of its own the first time that a page uses it: there nothing is loaded that another command has loaded here.
    """

    folder: Path
    copied: bool
    in_a_shell: bool
    used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, page: Path, folder: Path, *, in_a_shell: bool = False) -> Self:
        """Make ready a folder for a page."""
        copied = any(block.path.startswith(COPIED) for block in blocks(page))
        for one in COPIED if copied else ():
            shutil.copytree(ROOT / one, folder / one, ignore=HALF_WRITTEN)  # what is compiled already comes along
        return cls(folder, copied, in_a_shell)

    def follow(self, block: Block) -> None:
        """Do what a block says."""
        if block.language == "sh":
            for line in filter(str.strip, block.text.splitlines()):
                self._command(words_of(line) or [], opens=block.path == "browser")
        elif block.language == "python" and not block.path:
            self._python(block.text)
        elif block.language == "yaml" and not block.path:
            assert yaml.safe_load(block.text)
        elif block.language in {"python", "yaml"}:
            self._write(block)

    def _write(self, block: Block) -> None:
        target = self.folder / block.path
        if block.how == "append":
            target.write_text(f"{target.read_text(encoding='utf-8').rstrip()}\n\n\n{block.text.strip()}\n", encoding="utf-8")
        elif block.how == "from":
            whole = yaml.safe_load(((self.folder if self.copied else ROOT) / block.other).read_text(encoding="utf-8"))
            target.write_text(yaml.safe_dump(_changed(whole, yaml.safe_load(block.text)), sort_keys=False), encoding="utf-8")
        else:
            target.write_text(block.text, encoding="utf-8")
            self._checked(block)

    def _checked(self, block: Block) -> None:
        """Check a scenario file as soon as it is there, whether or not the page does."""
        if block.language == "yaml":
            self._command(["validate", block.path])

    def _python(self, text: str) -> None:
        """Run lines of Python as a file of their own would be."""
        if self.copied:
            self._run([sys.executable, "-c", text])
            return
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()):
            patch.chdir(self.folder)
            exec(compile(text, "recipe", "exec"), {"__name__": "recipe"})  # noqa: S102 - our own documents

    def _small(self, words: list[str]) -> list[str]:
        """Return the options that keep a command small; a report on a folder runs nothing but its further runs."""
        kept = words[0] == "report" and (self.folder / words[1]).is_dir()
        return ["--quick"] if kept else SIMULATES.get(words[0], "").split()

    def _command(self, words: list[str], *, opens: bool = False) -> None:
        """Run a `foresight` command at a tiny scale; one that opens a browser is only asked for its help."""
        if not words:
            return
        command = [words[0], *(["--help"] if opens else [*words[1:], *self._small(words)])]
        first = words[0] not in self.used
        self.used.add(words[0])
        if self.copied or (self.in_a_shell and first):
            self._run([sys.executable, "-m", "foresight.cli", *command])
            return
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(os, "cpu_count", lambda: 1)  # in line, also where a command has no `--workers`
            done = call(*command)
        assert done.code == 0, f"{command}\n{done.out}\n{done.err}"

    def _run(self, command: list[str]) -> None:
        project = self.folder if self.copied else ROOT
        environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder, env=environment)
        assert done.returncode == 0, f"{command[2:]}\n{done.stdout}\n{done.stderr}"


def _changed(whole: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Return a future with some of its keys replaced; of its drivers only those that are named."""
    drivers = {**whole.get("drivers", {}), **change.get("drivers", {})}
    return {**whole, **change, "drivers": drivers}
