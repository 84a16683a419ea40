"""`foresight batch`, `foresight runs` and `foresight experiments`: many runs, and what became of them."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from foresight.cli.application import app
from foresight.cli.options import Json, Quiet
from foresight.cli.output import listing, print_json, records
from foresight.ensemble import results
from foresight.ensemble.batch import Progress as Report
from foresight.ensemble.batch import Reached, batch
from foresight.ensemble.executors import Kind, Workforce
from foresight.errors import ForesightError
from foresight.presentation.batches import last_lines, overview, progress_line
from foresight.scenario.experiments import experiments as shipped_experiments

INTERRUPTED = 130  # what shells expect of a program that Ctrl-C has stopped
EVERY = 10.0  # seconds between two lines of progress in a pipe


@app.command("experiments")
def experiments(as_json: Json = False) -> None:
    """List the experiments that ship, with how many runs each asks for."""
    rows = [
        {"name": id_, "title": one.title, "runs": one.runs, "scale": one.scale, "summary": one.summary}
        for id_, one in shipped_experiments().items()
    ]
    listing(rows, as_json=as_json)


@app.command("batch")
def batch_command(
    experiment: Annotated[str, typer.Argument(help="An experiment: a shipped name or the path of a file.")],
    out: Annotated[Path, typer.Option(help="Folder for the results and the catalogue of runs.")],
    executor: Annotated[Kind, typer.Option(help="Where runs are made.")] = "processes",
    workers: Annotated[int | None, typer.Option(min=1, help="Processes to start (default: the machine's cores).")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of an existing Dask scheduler, with --executor dask.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a batch that is in the folder.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="With --resume: also try again what failed.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make all runs of an experiment and keep them in a folder; what is there already is not run again."""
    if scheduler is not None and executor != "dask":
        msg = f"--scheduler: found {scheduler} with --executor {executor}; expected --executor dask"
        raise ForesightError(msg)
    try:
        with _told(quiet=quiet) as report:
            workforce = Workforce(executor, workers, scheduler, None if quiet else partial(typer.echo, err=True))
            reached = batch(experiment, out, workforce, resume=resume, retry=retry, progress=report)
    except KeyboardInterrupt:
        typer.echo(f"Stopped. What is done is safe in {out}; the same command with --resume goes on.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if as_json:
        print_json(vars(reached))
    elif not quiet:
        typer.echo("\n".join(last_lines(reached, out)))
    if reached.failed:
        raise typer.Exit(1)


@app.command("runs")
def runs_command(
    folder: Annotated[Path, typer.Argument(help="The folder of a batch.")],
    as_json: Json = False,
) -> None:
    """Tell the status of a batch's runs, what failed and why, and where each number came from."""
    found = results.runs(folder)
    if as_json:
        print_json({"runs": records(found), "inputs": records(results.inputs(folder))})
    else:
        typer.echo("\n".join(overview(found, results.inputs(folder), folder)))


@contextmanager
def _told(*, quiet: bool) -> Iterator[Report | None]:
    """Show progress with rate and time left: a bar on a terminal, a line now and then in a pipe."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        columns = (TextColumn("Running"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[told]}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task: Any = bar.add_task("runs", total=None, told="")
            yield lambda now: bar.update(task, completed=now.done + now.failed, total=now.wanted, told=progress_line(now))
    else:
        yield _lines()


def _lines() -> Report:
    """Return a report that prints a line to standard error every few seconds."""
    last = time.monotonic()

    def tell(now: Reached) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            typer.echo(f"{now.done + now.failed:,} of {now.wanted:,} runs, {progress_line(now)}", err=True)

    return tell
