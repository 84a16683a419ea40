"""How commands print: tables, JSON, and a progress bar on a terminal."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from foresight.ensemble.spread import Progress as Report

WIDE = 1_000  # letters of a line in a pipe: every column has what it needs
PROSE = 48  # letters on which a column of prose is wrapped


def listing(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    """Print rows as a table whose long texts are wrapped, or as JSON."""
    if as_json:
        print_json(rows)
        return
    table = Table(box=None, pad_edge=False)
    for place, name in enumerate(rows[0]):
        table.add_column(name.replace("_", " "), overflow="fold", no_wrap=place == 0, max_width=None if place == 0 else PROSE)
    for row in rows:
        table.add_row(*[_cell(value) for value in row.values()])
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a list holds
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)


def records(table: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a DataFrame
    """Return the rows of a table as JSON takes them."""
    return list(json.loads(table.to_json(orient="records", double_precision=15)))


def print_json(data: Any) -> None:  # noqa: ANN401 - anything JSON can hold
    """Print data as JSON."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


@contextmanager
def progress(*, quiet: bool, what: str = "Running pairs") -> Iterator[Report | None]:
    """Show a progress bar on a terminal, and none in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("pairs", total=None)
        yield lambda done, wanted: bar.update(task, completed=done, total=wanted)
