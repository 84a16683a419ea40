"""`foresight report` and `foresight chart`: what was found, to show and to take home."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from foresight.analysis.analyse import Question, analyse
from foresight.analysis.batched import findings_of_batch
from foresight.analysis.comparison import compare
from foresight.analysis.findings import MANIFEST, Findings, read_findings
from foresight.analysis.further import work_out
from foresight.analysis.results import Batch
from foresight.cli.application import app
from foresight.cli.options import Quiet
from foresight.cli.output import progress
from foresight.cli.writing import write
from foresight.ensemble import results
from foresight.ensemble.catalogue import FILE as CATALOGUE
from foresight.errors import ForesightError, InvalidInput, unknown
from foresight.indicators.measures import INDICATORS, unknown_indicator
from foresight.model.run import YEARS
from foresight.presentation.answers.answer import Answer
from foresight.presentation.answers.batches import answers
from foresight.presentation.report import drawing, images
from foresight.presentation.report.compose import compose
from foresight.presentation.report.formats import FORMATS
from foresight.scenario import library
from foresight.scenario.assumptions import numbers

FIRST_FUTURE = "funding-cliff"
Source = Annotated[
    str,
    typer.Argument(help="A folder that `compare --out` or `batch` wrote, or a plan: a shipped name or the path of a file."),
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
ASKED = ("organisations", "income")
"""Indicators that a report on a batch goes into."""
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
        future, plan = wish.future or FIRST_FUTURE, library.plan(source)
        with progress(quiet=wish.quiet) as told:
            made = compare(future, plan, wish.pairs, wish.scale, workers=os.cpu_count() or 1, progress=told)
        return Findings.of(made), []
    if (folder / MANIFEST).exists():
        return _as_wished(read_findings(folder), wish), []
    if (folder / CATALOGUE).exists():
        return findings_of_batch(folder, wish.future, wish.plan), _answers(folder)
    msg = f"{folder}: found a folder without {MANIFEST} or {CATALOGUE}; expected one that `compare --out` or `batch` wrote"
    raise ForesightError(msg)


def _as_wished(found: Findings, wish: Wish) -> Findings:
    """Return findings that are kept, which are of one future and one plan: refused where others were asked for."""
    for name, wanted, kept in (("future", wish.future, found.future.id), ("plan", wish.plan, found.plan.id)):
        if wanted not in {None, kept}:
            msg = f"--{name}: found '{wanted}'; expected {kept}, the only {name} of what is kept there"
            raise ForesightError(msg)
    return found


def _answers(folder: Path) -> list[Answer]:
    """Return what a batch answers for the headline indicators that it keeps."""
    batch = Batch.of(folder)
    grades = {path: known[path].grade or "D" for path in batch.paths if path in (known := numbers())}
    kept = set(results.read(folder, segments=["all"], years=[YEARS[-1]], experiment=batch.experiment.id)["indicator"])
    return [one for name in ASKED if name in kept for one in answers(analyse(batch, Question(name), grades))]


def _path(found: Findings, name: str, out: Path | None, *, several: bool) -> Path:
    """Return the file to write: as told, or named after what was compared."""
    stem = f"{found.future.id}-{found.plan.id}{FORMATS[name].ending}"
    if several:
        return (out or Path()) / stem
    return Path(stem) if out is None else out
