"""`foresight compare` and `foresight pairing`: a future with and without a plan."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from foresight.analysis import made_of
from foresight.analysis.comparison import WRITTEN, Comparison, compare
from foresight.analysis.pairing import variance_ratios
from foresight.cli import chosen
from foresight.cli.application import app
from foresight.cli.options import Assume, Future, Json, Pairs, Plan, Quiet, Scale, Seed, Strength, WildCards, Workers, check_scale
from foresight.cli.output import print_json, progress, records
from foresight.cli.writing import check_folder
from foresight.config import strength_from_text
from foresight.errors import ForesightError
from foresight.presentation.account import account_lines
from foresight.presentation.listing import headline_lines
from foresight.presentation.scorecard import scorecard_lines
from foresight.scenario.assumptions import from_text


@app.command("compare")
def compare_command(
    future: Future,
    plan: Plan,
    out: Annotated[
        Path | None,
        typer.Option(help=f"Folder for {', '.join(WRITTEN)}, and for the future and the plan as files."),
    ] = None,
    pairs: Pairs = 20,
    scale: Scale = 1.0,
    seed: Seed = 1,
    strength: Strength = "central",
    assume: Assume = None,
    wild_card: WildCards = None,
    workers: Workers = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Run a future without and with a plan, and say what the plan changes."""
    job = Job(future, plan, pairs, scale, seed, strength, workers, from_text(assume or []), wild_card or ())
    found = _compared(job, out=out, quiet=quiet)
    if as_json:
        tables = {"headline": found.headline(), "additionality": found.additionality}
        tables |= {"losers": found.losers, "lower_half": found.lower_half, "aspirations": found.aspirations}
        print_json({name: records(table) for name, table in tables.items()} | {"manifest": dict(found.manifest)})
    elif not quiet:
        aspirations = scorecard_lines(found.aspirations, job.pairs)
        typer.echo("\n".join([*headline_lines(found), "", *account_lines(found), "", *aspirations]))
        if out is not None:
            typer.echo(f"\nWritten to {out}: {', '.join([*WRITTEN, *made_of.texts(found.future, found.plan)])}")


@app.command("pairing")
def pairing(
    future: Future = "funding-cliff",
    plan: Plan = "first-steps",
    pairs: Pairs = 20,
    scale: Scale = 1.0,
    seed: Seed = 1,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Show how much pairing pays: the spread of a difference between unpaired runs against paired ones."""
    found = _compared(Job(future, plan, pairs, scale, seed, "central", workers))
    ratios = variance_ratios(found)
    if as_json:
        print_json(records(ratios))
        return
    for row in ratios.itertuples():
        typer.echo(f"{row.title:<36} variance unpaired {row.unpaired:12.4g}  paired {row.paired:12.4g}  ratio {row.ratio:8.1f}")


class Job(NamedTuple):
    """A comparison as the command line asks for it."""

    future: str
    plan: str
    pairs: int
    scale: float
    seed: int
    strength: str
    workers: int | None
    assumptions: Mapping[str, object] = {}
    wild_cards: Sequence[str] = ()


def _compared(job: Job, *, out: Path | None = None, quiet: bool = False) -> Comparison:
    """Run a comparison and write its files."""
    check_scale(job.scale)
    if out is not None:
        check_folder(out)
    strength, workers = strength_from_text(job.strength), job.workers or os.cpu_count() or 1
    how: dict[str, Any] = {"assumptions": job.assumptions, "wild_cards": job.wild_cards, "workers": workers}
    plan = chosen.plan_or_name(job.plan)
    with progress(quiet=quiet) as report:
        found = compare(job.future, plan, job.pairs, job.scale, job.seed, strength, **how, progress=report)
    if out is not None:
        try:
            found.write(out)
        except OSError as error:
            msg = f"--out: found {out}, which cannot be written ({error.strerror}); expected a folder that can"
            raise ForesightError(msg) from error
    return found
