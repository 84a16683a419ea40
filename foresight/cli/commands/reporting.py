"""`foresight report` and `foresight chart`: what was found, to show and to take home."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from foresight.analysis.comparison import compare
from foresight.analysis.findings import Findings
from foresight.analysis.further import work_out
from foresight.cli import chosen
from foresight.cli.application import app
from foresight.cli.options import Quiet, check_scale
from foresight.cli.output import progress
from foresight.cli.writing import check_file, check_folder, write
from foresight.errors import ForesightError, InvalidInput, shorten, unknown
from foresight.indicators.measures import INDICATORS, unknown_indicator
from foresight.presentation.answers.answer import Answer
from foresight.presentation.report import drawing, images
from foresight.presentation.report.compose import compose
from foresight.presentation.report.formats import FORMATS, all_made
from foresight.presentation.report.sources import keeps, kept
from foresight.scenario import library

FIRST_FUTURE = "funding-cliff"
PAIRS, QUICK_LOOK = 20, 0.2  # of the sector: as the app computes at first
Source = Annotated[
    str,
    typer.Argument(
        help="A folder that `compare --out` or `batch` wrote, the zip file of results that the app made, or a plan: a shipped "
        "name, the name of one saved in the app, or the path of a file."
    ),
]
Future = Annotated[
    str | None, typer.Option(help=f"The future, where the source is a plan ({FIRST_FUTURE}) or a batch (its first).")
]
Plan = Annotated[str | None, typer.Option(help="The plan, where the source is a batch (its first).")]
Pairs = Annotated[int | None, typer.Option(min=1, help="Pairs of runs, where the source is a plan.", show_default=str(PAIRS))]
Scale = Annotated[
    float | None,
    typer.Option(
        help="Share of the sector simulated, where the source is a plan; 1 for all of it, which takes longer.",
        show_default=str(QUICK_LOOK),
    ),
]
PICTURES = {".png": images.png, ".svg": lambda spec: images.svg(spec).encode("utf-8")}
SHAPES = {"paths": drawing.paths, "difference": drawing.differences}


@app.command("report")
def report(
    source: Source,
    format: Annotated[str, typer.Option(help=f"{', '.join(FORMATS)}, or all (but xlsx, which takes long).")] = "html",  # noqa: A002 - the option's name
    out: Annotated[Path | None, typer.Option(help="The file to write; with --format all, a folder.")] = None,
    future: Future = None,
    plan: Plan = None,
    pairs: Pairs = None,
    scale: Scale = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out what needs further runs (weak effects, barriers, attribution).")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Write a report on a comparison: a page, slides, paper, large print, or the data."""
    if format != "all" and format not in FORMATS:
        raise InvalidInput(replace(unknown(format, [*FORMATS, "all"], "format"), path="--format"))
    if out is not None and format == "all":  # said before anything is worked out
        check_folder(out)
    elif out is not None:
        check_file(out, FORMATS[format].endings, format)
    found, said = sources(source, Wish(future, plan, pairs, scale, quiet))
    if not quick:
        found = work_out(found, workers=os.cpu_count() or 1)
    composed = compose(found, said)
    wanted = [name for name in FORMATS if name != "xlsx"] if format == "all" else [format]
    for name, made in all_made(found, composed, wanted):
        path = _path(found, name, out, several=format == "all")
        write(path, made)
        if not quiet:
            typer.echo(f"Written: {path} ({FORMATS[name].meaning})")


@app.command("chart")
def chart(
    source: Source,
    indicator: Annotated[str, typer.Option(help="The indicator: a name that `foresight indicators` lists.")] = "organisations",
    shape: Annotated[str, typer.Option(help=f"{' or '.join(SHAPES)}, or a kind of group such as size or county.")] = "paths",
    out: Annotated[Path, typer.Option(help="The file to write: .png (300 dots per inch) or .svg.")] = Path("chart.png"),
    future: Future = None,
    plan: Plan = None,
    pairs: Pairs = None,
    scale: Scale = None,
    quiet: Quiet = False,
) -> None:
    """Write one chart as a picture that can be printed."""
    if indicator not in INDICATORS:
        raise InvalidInput(replace(unknown_indicator(indicator), path="--indicator"))
    check_file(out, PICTURES, "a picture")
    found, _ = sources(source, Wish(future, plan, pairs, scale, quiet))
    kinds = [kind for kind in found.table["segment_kind"].unique() if kind != "all"]
    if shape not in SHAPES and shape not in kinds:
        raise InvalidInput(replace(unknown(shape, [*SHAPES, *kinds], "shape"), path="--shape"))
    picture = SHAPES[shape](found, indicator) if shape in SHAPES else drawing.groups(found, indicator, shape)
    if picture is None:
        msg = f"--shape: found '{shape}', of which there are fewer than two groups to read {indicator} off; expected another"
        raise ForesightError(msg)
    write(out, PICTURES[out.suffix.lower()](picture.spec))
    if not quiet:
        typer.echo(f"Written: {out}. {picture.headline}")


class Wish(NamedTuple):
    """What the source alone does not say: future and plan of a batch, or the future of a plan, and how much is run."""

    future: str | None
    plan: str | None
    pairs: int | None
    scale: float | None
    quiet: bool


def sources(source: str, wish: Wish) -> tuple[Findings, list[Answer]]:
    """Return the findings that a source holds, or those of a plan, which is run for them; and what a batch answers."""
    if not source.strip():
        msg = "found an empty source; expected a folder that was kept, or a plan"
        raise ForesightError(msg)
    if wish.scale is not None:
        check_scale(wish.scale)
    folder = Path(source)
    if not keeps(folder) and (not folder.is_dir() or source in library.plans_to_choose()):
        return _run(source, wish), []
    for name, value in (("pairs", wish.pairs), ("scale", wish.scale)):
        if value is not None:
            msg = f"--{name}: found {value:g} beside {source}, whose runs are made; expected it with a plan only"
            raise ForesightError(msg)
    return kept(folder, wish.future, wish.plan)


def _run(source: str, wish: Wish) -> Findings:
    """Run a plan, and return what is found."""
    if wish.plan is not None:
        msg = f"--plan: found '{wish.plan}' beside the plan {source}; expected it with a batch only"
        raise ForesightError(msg)
    plan = chosen.plan_or_name(source, "folder, or a plan, by that name")
    if isinstance(plan, str) and library.is_path(plan) and not Path(plan).exists():
        msg = f"found '{shorten(source)}', where there is nothing; expected a folder that was kept, or the file of a plan"
        raise ForesightError(msg)
    pairs, scale = wish.pairs or PAIRS, wish.scale or QUICK_LOOK
    with progress(quiet=wish.quiet) as told:
        made = compare(wish.future or FIRST_FUTURE, plan, pairs, scale, workers=os.cpu_count() or 1, progress=told)
    return Findings.of(made)


def _path(found: Findings, name: str, out: Path | None, *, several: bool) -> Path:
    """Return the file to write: as told, or named after what was compared."""
    stem = f"{found.future.id}-{found.plan.id}{FORMATS[name].ending}"
    if several:
        return (out or Path()) / stem
    return Path(stem) if out is None else out
