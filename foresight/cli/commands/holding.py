"""`foresight patterns`: hold the model against what was measured in the world."""

import os
from typing import Annotated, Any

import typer

from foresight.analysis.patterns import REPLICATES, patterns
from foresight.cli.application import app
from foresight.cli.options import Json, Quiet, Scale, Workers
from foresight.cli.output import listing, print_json, progress, records

Replicates = Annotated[int, typer.Option(min=1, help="Runs of the history replay, each with other dice.")]


@app.command("patterns")
def patterns_command(
    replicates: Replicates = REPLICATES,
    scale: Scale = 1.0,
    workers: Workers = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Score every pattern that the model is held to: target, the model's 10-90 % band, and the verdict, also where it fails."""
    with progress(quiet=quiet, what="Running history") as report:
        found = patterns(replicates, scale=scale, workers=workers or os.cpu_count() or 1, progress=report)
    if as_json:
        print_json(records(found))
    elif not quiet:
        listing([_line(row) for row in records(found)], as_json=False)
        missed = int(found["verdict"].str.startswith("missed").sum())
        typer.echo(f"\n{len(found) - missed} of {len(found)} rows are met, {missed} missed.")


def _line(row: dict[str, Any]) -> dict[str, str]:
    """Return one pattern as it is printed."""
    return {
        "pattern": row["code"],
        "what": f"{row['what']} ({row['unit']})" if row["unit"] else row["what"],
        "target": span(row["low"], row["high"]),
        "model, median": short(row["p50"]),
        "10-90 % band": span(row["p10"], row["p90"]),
        "verdict": row["verdict"],
    }


def span(low: float | None, high: float | None) -> str:
    """Write a span; one that is open on a side says so."""
    if low is None or high is None:
        return f"below {short(high)}" if high is not None else f"above {short(low)}" if low is not None else "any"
    return f"{short(low)} to {short(high)}"


def short(value: float | None) -> str:
    """Write a number with as many decimals as help."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 2 else f"{value:.2f}"  # noqa: PLR2004 - where decimals no longer help
