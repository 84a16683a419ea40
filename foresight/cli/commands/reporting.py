"""`foresight report` and `foresight chart`: what was found, to show and to take home."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from foresight.analysis.comparison import compare
from foresight.analysis.findings import MANIFEST, Findings, read_findings
from foresight.analysis.further import work_out
from foresight.cli.application import app
from foresight.cli.options import Quiet
from foresight.cli.output import progress
from foresight.cli.writing import write
from foresight.errors import ForesightError, InvalidInput, unknown
from foresight.indicators.measures import INDICATORS
from foresight.presentation.report import drawing, images
from foresight.presentation.report.formats import FORMATS
from foresight.scenario import library

Source = Annotated[
    str,
    typer.Argument(
        help="A folder that `foresight compare --out` or `foresight batch` wrote, or a plan: a shipped name or a path."
    ),
]
Future = Annotated[str, typer.Option(help="The future, where the source is a plan: a shipped name or the path of a file.")]
PICTURES = {".png": images.png, ".svg": lambda spec: images.svg(spec).encode("utf-8")}
SHAPES = {"paths": drawing.paths, "difference": drawing.differences}


@app.command()
def report(
    source: Source,
    format: Annotated[str, typer.Option(help=f"{', '.join(FORMATS)}, or all.")] = "html",  # noqa: A002 - the option's name
    out: Annotated[Path | None, typer.Option(help="The file to write; with --format all, a folder.")] = None,
    future: Future = "funding-cliff",
    pairs: Annotated[int, typer.Option(min=1, help="Pairs of runs, where the source is a plan.")] = 20,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out what needs further runs (weak effects, attribution).")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Write a report on a comparison: a page, slides, paper, large print, or the data."""
    if format != "all" and format not in FORMATS:
        raise InvalidInput(replace(unknown(format, [*FORMATS, "all"], "format"), path="--format"))
    found = findings(source, future, pairs=pairs, quiet=quiet)
    if not quick:
        found = work_out(found)
    wanted = list(FORMATS) if format == "all" else [format]
    for name in wanted:
        path = _path(found, name, out, several=format == "all")
        write(path, FORMATS[name].written(found))
        if not quiet:
            typer.echo(f"Written: {path} ({FORMATS[name].meaning})")


@app.command()
def chart(
    source: Source,
    indicator: Annotated[str, typer.Option(help="The indicator: a name that `foresight indicators` lists.")] = "organisations",
    shape: Annotated[str, typer.Option(help=f"{' or '.join(SHAPES)}, or a kind of group such as size or county.")] = "paths",
    out: Annotated[Path, typer.Option(help="The file to write: .png (300 dots per inch) or .svg.")] = Path("chart.png"),
    future: Future = "funding-cliff",
    pairs: Annotated[int, typer.Option(min=1, help="Pairs of runs, where the source is a plan.")] = 20,
    quiet: Quiet = False,
) -> None:
    """Write one chart as a picture that can be printed."""
    if indicator not in INDICATORS:
        raise InvalidInput(replace(unknown(indicator, INDICATORS, "known indicator"), path="--indicator"))
    if out.suffix not in PICTURES:
        msg = f"--out: found a file that ends in '{out.suffix}'; expected {' or '.join(PICTURES)}"
        raise ForesightError(msg)
    found = findings(source, future, pairs=pairs, quiet=quiet)
    kinds = [kind for kind in found.table["segment_kind"].unique() if kind != "all"]
    if shape not in SHAPES and shape not in kinds:
        raise InvalidInput(replace(unknown(shape, [*SHAPES, *kinds], "shape"), path="--shape"))
    picture = SHAPES[shape](found, indicator) if shape in SHAPES else drawing.groups(found, indicator, shape)
    if picture is None:
        msg = f"--shape: found '{shape}', of which there are fewer than two groups to read {indicator} off; expected another"
        raise ForesightError(msg)
    write(out, PICTURES[out.suffix](picture.spec))
    if not quiet:
        typer.echo(f"Written: {out}. {picture.headline}")


def findings(source: str, future: str, *, pairs: int, quiet: bool) -> Findings:
    """Return the findings that a source holds, or those of a plan, which is run for them."""
    folder = Path(source)
    if folder.is_dir():
        if not (folder / MANIFEST).exists():
            msg = f"{folder}: found a folder without {MANIFEST}; expected one that `foresight compare --out` wrote"
            raise ForesightError(msg)
        return read_findings(folder)
    plan = library.plan(source)
    with progress(quiet=quiet) as told:
        return Findings.of(compare(future, plan, pairs, workers=2, progress=told))


def _path(found: Findings, name: str, out: Path | None, *, several: bool) -> Path:
    """Return the file to write: as told, or named after what was compared."""
    stem = f"{found.future.id}-{found.plan.id}{FORMATS[name].ending}"
    if several:
        return (out or Path()) / stem
    return Path(stem) if out is None else out
