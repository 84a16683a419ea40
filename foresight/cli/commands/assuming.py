"""`foresight assumptions`: what can be taken to be something else."""

from typing import Annotated, Any

import typer

from foresight.cli.application import app
from foresight.cli.options import Json
from foresight.cli.output import listing
from foresight.scenario.assumptions import choices, numbers, uncertain


@app.command("assumptions")
def assumptions(
    every: Annotated[bool, typer.Option("--all", help="Also the numbers that have no range.")] = False,
    as_json: Json = False,
) -> None:
    """List what can be taken to be something else, with its range, source and grade."""
    found = numbers() if every else uncertain()
    rows: list[dict[str, Any]] = [
        {"path": path, **{key: getattr(one, key) for key in ("value", "low", "high", "unit", "grade", "source")}}
        for path, one in found.items()
    ]
    for path, (usual, options) in choices().items():
        words = " or ".join(str(option).lower() for option in options)
        rows.append(
            {"path": path, "value": usual, "low": "", "high": "", "unit": words, "grade": "", "source": "a rival account"}
        )
    listing(rows, as_json=as_json)
