"""The command line: `foresight compare` and its sister commands, one file each in `commands`."""

import os
import sys

import typer

from foresight.cli import commands
from foresight.cli.application import app
from foresight.ensemble import processes
from foresight.errors import ForesightError

__all__ = ["app", "commands", "main"]


def main() -> None:
    """Run the command line; what a user got wrong is one message and exit code 2, never a traceback."""
    try:
        command, words = sys.argv[1:2], sys.argv[2:]
        if commands.MANY_RUNS.intersection(command) and "--help" not in words and os.cpu_count() != 1:
            processes.get_ready()
        commands.load(*command)
        app()
    except ForesightError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
