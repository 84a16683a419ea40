"""Calls the command line, in this process or in one of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

from foresight import cli
from tests.support.paths import ROOT


@dataclass(frozen=True)
class Outcome:
    """What a command printed and the code it left with."""

    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def call(*words: str, terminal: bool = False) -> Outcome:
    """Run a command in this process, in a pipe or on a terminal."""
    out, err = (Terminal(), Terminal()) if terminal else (io.StringIO(), io.StringIO())
    code = 0
    with patch.object(sys, "argv", ["foresight", *words]), redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
    return Outcome(code, out.getvalue(), err.getvalue())


def start(*words: str, environment: Mapping[str, str] | None = None) -> Outcome:
    """Run a command in a process of its own, in a pipe, as people's shells do."""
    plain = {name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "TTY_COMPATIBLE", "NO_COLOR"}}
    done = subprocess.run(
        [sys.executable, "-m", "foresight.cli", *words],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=plain | dict(environment or {}),
        timeout=120,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
