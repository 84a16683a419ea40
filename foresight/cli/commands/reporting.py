"""`foresight report` and `foresight chart`: what was found, to show and to take home."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from foresight.analysis.comparison import compare
from foresight.analysis.findings import Findings
from foresight.analysis.further import work_out
from foresight.cli.application import app
from foresight.cli.options import Quiet
from foresight.cli.output import progress
from foresight.cli.writing import write
from foresight.errors import ForesightError, InvalidInput, unknown
from foresight.indicators.measures import INDICATORS, unknown_indicator
from foresight.presentation.answers.answer import Answer
from foresight.presentation.report import drawing, images
from foresight.presentation.report.compose import compose
from foresight.presentation.report.formats import FORMATS
from foresight.presentation.report.sources import kept
from foresight.scenario import exchange, library
from foresight.scenario.plans import Plan as PlanFile
from foresight.scenario.saved import Saved

FIRST_FUTURE = "funding-cliff"
Source = Annotated[
    str,
    typer.Argument(
        help="A folder that `compare --out` or `batch` wrote, or a plan: a shipped name, the name of one saved in the app, "
        "or the path of a file."
    ),
]
Future = Annotated[
    str | None, typer.Option(help=f"The future, where the source is a plan ({FIRST_FUTURE}) or a batch (its first).")
]
Plan = Annotated[str | None, typer.Option(help="The plan, where the source is a batch (its first).")]
QUICK_LOOK = 0.2  # of the sector: as the app computes at first
Scale = Annotated[
    float,
    typer.Option(help="Share of the sector simulated, where the source is a plan; 1 for all of it, which takes longer."),
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
    pairs: Annotated[int, typer.Option(min=1, help="Pairs of runs, where the source is a plan.")] = 20,
    scale: Scale = QUICK_LOOK,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out what needs further runs (weak effects, barriers, attribution).")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Write a report on a comparison: a page, slides, paper, large print, or the data."""
    if format != "all" and format not in FORMATS:
        raise InvalidInput(replace(unknown(format, [*FORMATS, "all"], "format"), path="--format"))
    if out is not None and format != "all" and out.is_dir():  # said before anything is worked out
        msg = f"--out: found {out}, which is a folder; expected the file to write"
        raise ForesightError(msg)
    found, said = sources(source, Wish(future, plan, pairs, scale, quiet))
    if not quick:
        found = work_out(found, workers=os.cpu_count() or 1)
    composed = compose(found, said)
    wanted = [name for name in FORMATS if name != "xlsx"] if format == "all" else [format]
    with ThreadPoolExecutor() as pool:  # what draws and sets paper leaves Python free for the other formats
        made = {name: pool.submit(FORMATS[name].written, found, composed) for name in wanted}
    for name in wanted:
        path = _path(found, name, out, several=format == "all")
        write(path, made[name].result())
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
    pairs: Annotated[int, typer.Option(min=1, help="Pairs of runs, where the source is a plan.")] = 20,
    scale: Scale = QUICK_LOOK,
    quiet: Quiet = False,
) -> None:
    """Write one chart as a picture that can be printed."""
    if indicator not in INDICATORS:
        raise InvalidInput(replace(unknown_indicator(indicator), path="--indicator"))
    if out.suffix not in PICTURES:
        msg = f"--out: found a file that ends in '{out.suffix}'; expected {' or '.join(PICTURES)}"
        raise ForesightError(msg)
    found, _ = sources(source, Wish(future, plan, pairs, scale, quiet))
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


class Wish(NamedTuple):
    """What the source alone does not say: future and plan of a batch, or the future of a plan, and how much is run."""

    future: str | None
    plan: str | None
    pairs: int
    scale: float
    quiet: bool


def sources(source: str, wish: Wish) -> tuple[Findings, list[Answer]]:
    """Return the findings that a source holds, or those of a plan, which is run for them; and what a batch answers."""
    if not 0 < wish.scale <= 1:
        msg = f"--scale: found {wish.scale:g}; expected a share of the sector, above 0 and at most 1"
        raise ForesightError(msg)
    folder = Path(source)
    if not folder.is_dir():
        if wish.plan is not None:
            msg = f"--plan: found '{wish.plan}' beside the plan {source}; expected it with a batch only"
            raise ForesightError(msg)
        future, plan = wish.future or FIRST_FUTURE, _plan(source)
        with progress(quiet=wish.quiet) as told:
            made = compare(future, plan, wish.pairs, wish.scale, workers=os.cpu_count() or 1, progress=told)
        return Findings.of(made), []
    return kept(folder, wish.future, wish.plan)


def _plan(name: str) -> PlanFile:
    """Return a plan that ships, that a file holds, or that was saved in the app under a name."""
    saved = {one.title: one for one in Saved().all()[0].values()}
    by_name = {one.casefold(): plan for title, plan in saved.items() for one in (title, plan.id)}
    if found := by_name.get(name.casefold()):
        return found
    if library.is_path(name) or name in exchange.shipped_plans():
        return library.plan(name)
    raise InvalidInput(unknown(name, [*exchange.shipped_plans(), *saved], "plan"))


def _path(found: Findings, name: str, out: Path | None, *, several: bool) -> Path:
    """Return the file to write: as told, or named after what was compared."""
    stem = f"{found.future.id}-{found.plan.id}{FORMATS[name].ending}"
    if several:
        return (out or Path()) / stem
    return Path(stem) if out is None else out
