"""Does the README name only commands, options, scenarios and files that exist?"""

import os
import re
import shlex
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^python3 start\.py (.+)$", README, re.MULTILINE)
LINKS = re.findall(r"\]\((?!https?://|#)([^)#]+)", README)


def test_the_two_commands_are_there() -> None:
    assert COMMANDS[0].startswith("compare ")
    assert "test" in COMMANDS


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "test"])
def test_each_command_exists_with_its_options(command: str) -> None:
    words = shlex.split(command)
    shown = _foresight(words[0], "--help")
    assert shown.returncode == 0, shown.stderr
    assert [word for word in words if word.startswith("--") and word not in shown.stdout] == []


@pytest.mark.parametrize(("kind", "pattern"), [("futures", r"compare ([\w-]+)"), ("plans", r"--plan ([\w-]+)")])
def test_the_scenarios_that_commands_name_ship(kind: str, pattern: str) -> None:
    names = {name for command in COMMANDS for name in re.findall(pattern, command)}
    assert names
    assert [name for name in names if not (ROOT / "scenarios" / kind / f"{name}.yaml").is_file()] == []


@pytest.mark.parametrize("link", LINKS)
def test_every_linked_file_exists(link: str) -> None:
    assert (ROOT / link).exists()


def _foresight(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, on a wide terminal."""
    code = "from foresight.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"},
    )
