"""The command line: `foresight compare` and its sister commands, one file each in `commands`."""

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
        if commands.MANY_RUNS.intersection(sys.argv[1:2]) and "--help" not in sys.argv:
            processes.get_ready()
        commands.load(*sys.argv[1:2])
        app()
    except ForesightError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
