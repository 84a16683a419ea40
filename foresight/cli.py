"""The command line: `foresight compare`, the lists of what ships, `validate` and `app`."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from foresight.analysis.comparison import Comparison, compare
from foresight.analysis.pairing import variance_ratios
from foresight.config import strength_from_text
from foresight.ensemble.pairs import Progress as Report
from foresight.errors import ForesightError
from foresight.indicators.measures import INDICATORS
from foresight.model.influences import INFLUENCES
from foresight.presentation.listing import headline_lines
from foresight.randomness import Decision
from foresight.scenario import library
from foresight.scenario.drivers import DRIVERS

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Futures of the voluntary sector, with and without the actions of a cluster initiative.",
)  # fmt: skip

WIDE = 1_000  # columns of a list in a pipe, so that nothing is folded

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Pairs = Annotated[int, typer.Option(min=1, help="Pairs of runs, each without and with the plan.")]
Scale = Annotated[float, typer.Option(help="Share of the sector simulated, weighted back up: above 0, at most 1.")]
Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Another seed, other dice.")]
Strength = Annotated[
    str, typer.Option(help="low, central, high, or a number that multiplies every central effect (0: a placebo).")
]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes to run in (default: the machine's cores).")]


@app.command("compare")
def compare_command(
    future: Annotated[str, typer.Argument(help="A future: a shipped name or the path of a file.")],
    plan: Annotated[str, typer.Option(help="A plan: a shipped name or the path of a file.")],
    out: Annotated[Path | None, typer.Option(help="Folder for comparison.csv, comparison.parquet and manifest.json.")] = None,
    pairs: Pairs = 20,
    scale: Scale = 1.0,
    seed: Seed = 1,
    strength: Strength = "central",
    workers: Workers = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Run a future without and with a plan, and say what the plan changes."""
    job = Job(future, plan, pairs, scale, seed, strength, workers)
    found = _compared(job, out=out, quiet=quiet)
    if as_json:
        _print_json({"headline": _records(found.headline()), "manifest": dict(found.manifest)})
    elif not quiet:
        typer.echo("\n".join(headline_lines(found)))
        if out is not None:
            typer.echo(f"\nWritten to {out}: comparison.csv, comparison.parquet, manifest.json")


@app.command()
def pairing(
    future: Annotated[str, typer.Argument(help="A future: a shipped name or the path of a file.")] = "funding-cliff",
    plan: Annotated[str, typer.Option(help="A plan: a shipped name or the path of a file.")] = "first-steps",
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
        _print_json(_records(ratios))
        return
    for row in ratios.itertuples():
        typer.echo(f"{row.title:<36} variance unpaired {row.unpaired:12.4g}  paired {row.paired:12.4g}  ratio {row.ratio:8.1f}")


@app.command()
def futures(as_json: Json = False) -> None:
    """List the futures that ship."""
    _list([{"name": id_, "title": one.title, "summary": one.summary} for id_, one in library.futures().items()], as_json=as_json)


@app.command()
def plans(as_json: Json = False) -> None:
    """List the plans that ship, with their actions and what they cost."""
    known = library.actions()
    rows = [
        {
            "name": id_,
            "title": plan.title,
            "actions": [item.action for item in plan.actions],
            "most_in_a_year_gbp_m": round(max(plan.costs(known).values()), 3),
            "summary": plan.summary,
        }
        for id_, plan in library.plans().items()
    ]
    _list(rows, as_json=as_json)


@app.command()
def actions(as_json: Json = False) -> None:
    """List the actions that ship."""
    rows = [
        {
            "name": id_,
            "code": one.code,
            "title": one.title,
            "cost_gbp_k_a_year": one.cost.value,
            "grade": one.grade,
            "summary": one.summary,
        }
        for id_, one in library.actions().items()
    ]
    _list(rows, as_json=as_json)


@app.command()
def drivers(as_json: Json = False) -> None:
    """List the drivers, and say which of them act in the model yet and on what."""
    rows = [
        {
            "name": id_,
            "group": one.group,
            "title": one.title,
            "unit": one.unit,
            "acts": id_ in INFLUENCES,
            "on": INFLUENCES.get(id_, "nothing yet"),
        }
        for id_, one in DRIVERS.items()
    ]
    _list(rows, as_json=as_json)


@app.command()
def indicators(as_json: Json = False) -> None:
    """List the indicators with unit, definition and which way is better."""
    rows = [
        {
            "name": id_,
            "title": one.title,
            "unit": one.unit,
            "better": one.better,
            "headline": one.headline,
            "definition": one.definition,
        }
        for id_, one in INDICATORS.items()
    ]
    _list(rows, as_json=as_json)


@app.command()
def decisions(as_json: Json = False) -> None:
    """List the random decisions of the model, each with its key and what it decides."""
    _list([{"name": one.name.lower(), "number": one.number, "decides": one.meaning} for one in Decision], as_json=as_json)


@app.command()
def validate(files: Annotated[list[Path], typer.Argument(help="Scenario files: futures, plans, actions, baselines.")]) -> None:
    """Check files without running them; every problem of every file is listed."""
    problems = library.validate(*files)
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        raise typer.Exit(ForesightError.exit_code)
    typer.echo(f"{len(files)} {'file is' if len(files) == 1 else 'files are'} fine.")


@app.command("app", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def app_command(context: typer.Context) -> None:
    """Open the app in a browser; what follows is handed to Streamlit."""
    shipped = Path(__file__).parent / "shipped" / "app.py"
    script = shipped if shipped.exists() else Path(__file__).parents[1] / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), *context.args]
    raise typer.Exit(subprocess.run(command, check=False, cwd=script.parent).returncode)  # noqa: S603 - our own script


def main() -> None:
    """Run the command line; what a user got wrong is one message and exit code 2, never a traceback."""
    try:
        app()
    except ForesightError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


class Job(NamedTuple):
    """A comparison as the command line asks for it."""

    future: str
    plan: str
    pairs: int
    scale: float
    seed: int
    strength: str
    workers: int | None


def _compared(job: Job, *, out: Path | None = None, quiet: bool = False) -> Comparison:
    """Run a comparison and write its files."""
    if not 0 < job.scale <= 1:
        msg = f"--scale: found {job.scale:g}; expected a share of the sector, above 0 and at most 1"
        raise ForesightError(msg)
    taken = [path for path in (out, *out.parents) if path.exists() and not path.is_dir()] if out is not None else []
    if taken:
        msg = f"--out: found {taken[0]}, which is a file; expected a folder"
        raise ForesightError(msg)
    strength, workers = strength_from_text(job.strength), job.workers or os.cpu_count() or 1
    with _progress(quiet=quiet) as report:
        found = compare(job.future, job.plan, job.pairs, job.scale, job.seed, strength, workers=workers, progress=report)
    if out is not None:
        try:
            found.write(out)
        except OSError as error:
            msg = f"--out: found {out}, which cannot be written ({error.strerror}); expected a folder that can"
            raise ForesightError(msg) from error
    return found


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Report | None]:
    """Show a progress bar on a terminal, and none in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    console = Console(stderr=True)
    columns = (TextColumn("Running pairs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("pairs", total=None)
        yield lambda done, wanted: bar.update(task, completed=done, total=wanted)


def _list(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    """Print rows as a table, or as JSON."""
    if as_json:
        _print_json(rows)
        return
    table = Table(box=None, pad_edge=False)
    for place, name in enumerate(rows[0]):
        table.add_column(name.replace("_", " "), overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*[_cell(value) for value in row.values()])
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a list holds
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _records(table: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a DataFrame
    return list(json.loads(table.to_json(orient="records", double_precision=15)))


def _print_json(data: Any) -> None:  # noqa: ANN401 - anything JSON can hold
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
