"""`foresight app`: the app in a browser."""

import subprocess
import sys
from pathlib import Path

import typer

import foresight
from foresight.cli.application import app


@app.command("app", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def app_command(context: typer.Context) -> None:
    """Open the app in a browser; what follows is handed to Streamlit."""
    package = Path(foresight.__file__).parent
    shipped = package / "shipped" / "app.py"
    script = shipped if shipped.exists() else package.parent / "app.py"
    command = [sys.executable, "-m", "foresight.ui.server", str(script), *context.args]
    typer.echo("Getting the app ready. The first time, and after an update, that can take a minute or two.")
    raise typer.Exit(subprocess.run(command, check=False, cwd=script.parent).returncode)  # noqa: S603 - our own script
