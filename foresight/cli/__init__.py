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
        if commands.needs_workers(sys.argv[1:]) and os.cpu_count() != 1:
            processes.get_ready()
        commands.load(*sys.argv[1:2])
        app()
    except ForesightError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
