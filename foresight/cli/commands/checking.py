"""`foresight validate`: files checked without running them."""

from pathlib import Path
from typing import Annotated

import typer

import foresight.scenario.experiments  # noqa: F401 - adds its kind of file
from foresight.cli.application import app
from foresight.errors import ForesightError
from foresight.scenario import library


@app.command("validate")
def validate(
    files: Annotated[list[Path], typer.Argument(help="Scenario files: futures, plans, actions, experiments, baselines.")],
) -> None:
    """Check files without running them; every problem of every file is listed."""
    problems = library.validate(*files)
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        raise typer.Exit(ForesightError.exit_code)
    typer.echo(f"{len(files)} {'file is' if len(files) == 1 else 'files are'} fine.")
