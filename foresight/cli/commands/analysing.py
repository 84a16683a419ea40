"""`foresight analyse`, `attribute` and `timing`: what a batch says, what each action adds, and which to start first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from foresight.analysis.analyse import Question, analyse
from foresight.analysis.attribution import ORDERS, attribute
from foresight.analysis.discovery import Target
from foresight.analysis.orders import Rules
from foresight.analysis.reruns import reruns, run_again
from foresight.analysis.results import Batch
from foresight.analysis.timing import Search, Wish, timing
from foresight.cli import chosen
from foresight.cli.application import app
from foresight.cli.options import Assume, Future, Json, Pairs, Plan, Scale, Seed, Strength, Workers, check_scale
from foresight.cli.output import print_json, progress
from foresight.config import strength_from_text
from foresight.ensemble.executors import Workforce
from foresight.ensemble.pairs import Pairing
from foresight.errors import ForesightError, InvalidInput
from foresight.indicators.measures import INDICATORS, unknown_indicator
from foresight.indicators.reading import headline
from foresight.model.run import YEARS
from foresight.presentation.answers.answer import Answer, text, write
from foresight.presentation.answers.batches import answers, commands
from foresight.presentation.answers.batches import further as said_further
from foresight.presentation.answers.causes import attributions
from foresight.presentation.answers.choice import timings
from foresight.scenario import library
from foresight.scenario.assumptions import checked, from_text, numbers

FALLBACK_BUDGET = "a budget in GBP m a year (--budget), since the plan has none"

Indicators = Annotated[
    list[str] | None, typer.Option("--indicator", help="An indicator; may be given more than once (default: the headline ones).")
]
Year = Annotated[int, typer.Option(min=YEARS[0], max=YEARS[-1], help="The year whose difference is looked at.")]
Out = Annotated[Path | None, typer.Option(help="Folder for answers.json, a CSV for each table and an SVG for each chart.")]


@app.command("analyse")
def analyse_command(
    folder: Annotated[Path, typer.Argument(help="The folder of a batch.", metavar="DIR")],
    out: Out = None,
    indicator: Indicators = None,
    year: Year = YEARS[-1],
    target: Annotated[
        list[str] | None, typer.Option(help="What the difference should be, such as 'jobs >= 500' (default: any gain).")
    ] = None,
    precision: Annotated[
        list[str] | None,
        typer.Option(metavar="INDICATOR=WIDTH", help="How well a mean difference should be known, either way, such as jobs=25."),
    ] = None,
    experiment: Annotated[str | None, typer.Option(help="Which experiment of the folder (default: the last one).")] = None,
    further: Annotated[
        bool,
        typer.Option(
            "--further",
            help="Make further runs of each plan in the first future: what each action adds, and which to start first.",
        ),
    ] = False,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say what a batch shows: regret, what makes it uncertain, enough runs, which numbers matter, what would have to be true."""
    batch = Batch.of(folder, experiment)
    targets = {one.indicator: one for one in map(Target.from_text, target or [])}
    wanted = dict(_width(word) for word in precision or [])
    grades = {path: known[path].grade or "D" for path in batch.paths if path in (known := numbers())}
    names = known_indicators([*dict.fromkeys([*(indicator or []), *targets, *wanted])])
    told = {one: answers(analyse(batch, Question(one, year, targets.get(one), wanted.get(one)), grades)) for one in names}
    plans = reruns(batch)
    more = {name: commands(plans, name, year) for name in names}
    if further and plans.found:
        with Workforce(workers=workers).hired() as hired, progress(quiet=as_json, what="Further runs") as report:
            made = [run_again(one, names, executor=hired.executor, progress=report) for one in plans.found]
        more = {name: said_further([one[name] for one in made], name, year) for name in names}
    tell([answer for name in names for answer in (*told[name], *more[name])], out, as_json=as_json)


@app.command("attribute")
def attribute_command(
    future: Future,
    plan: Plan,
    out: Out = None,
    indicator: Indicators = None,
    year: Year = YEARS[-1],
    pairs: Pairs = 20,
    scale: Scale = 1.0,
    seed: Seed = 1,
    strength: Strength = "central",
    assume: Assume = None,
    orders: Annotated[int, typer.Option(min=2, help="Sampled orders, for a plan with more than six actions.")] = ORDERS,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say what each action of a plan adds, and which do more, or less, together than apart."""
    pairing = pairing_of(future, plan, (seed, scale, strength), assume)
    names = known_indicators(indicator or [])
    with Workforce(workers=workers).hired() as hired, progress(quiet=as_json) as report:
        found = attribute(pairing, pairs, orders=orders, executor=hired.executor, progress=report)
    tell([answer for name in names for answer in attributions(found, name, year)], out, as_json=as_json)


@app.command("timing")
def timing_command(
    future: Future,
    plan: Plan,
    out: Out = None,
    indicator: Annotated[str, typer.Option(help="What is to be gained.")] = "organisations",
    budget: Annotated[
        float | None, typer.Option(min=0, help="The most a year, GBP m in 2002 prices (default: the plan's).")
    ] = None,
    gap: Annotated[int, typer.Option(min=0, help="Years from one start to the next, at the earliest.")] = 1,
    search: Annotated[Search, typer.Option(help="Step by step, all orders, or both.")] = "both",
    pairs: Pairs = 20,
    scale: Scale = 1.0,
    seed: Seed = 1,
    strength: Strength = "central",
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say which action of a plan to start first under a budget, for the first three years and for the whole run."""
    pairing = pairing_of(future, plan, (seed, scale, strength), None)
    limit = budget if budget is not None else pairing.plan.budget.value if pairing.plan.budget is not None else None
    if limit is None:
        msg = f"plan '{pairing.plan.id}': found no budget; expected {FALLBACK_BUDGET}"
        raise ForesightError(msg)
    (name,) = known_indicators([indicator])
    with Workforce(workers=workers).hired() as hired, progress(quiet=as_json) as report:
        found = timing(pairing, pairs, Wish(name, Rules(limit, gap), search), executor=hired.executor, progress=report)
    tell(timings(found), out, as_json=as_json)


def pairing_of(future: str, plan: str, how: tuple[int, float, str], assume: list[str] | None) -> Pairing:
    """Return what the options ask for."""
    seed, scale, strength = how
    check_scale(scale)
    assumptions = checked(from_text(assume or []))
    return Pairing(library.future(future), chosen.plan(plan), seed, scale, strength_from_text(strength), assumptions)


def known_indicators(names: Sequence[str]) -> Sequence[str]:
    """Return indicators, the headline ones where none is named.

    Raises
    ------
    InvalidInput
        For the unknown ones.
    """
    wrong = [unknown_indicator(name) for name in names if name not in INDICATORS]
    if wrong:
        raise InvalidInput(*wrong)
    return names or [one.id for one in headline()]


def _width(word: str) -> tuple[str, float]:
    """Read a precision: an indicator and half the width of its interval."""
    name, _, width = word.partition("=")
    try:
        value = float(width)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        msg = f"--precision: found '{word}'; expected an indicator and a width above 0, such as jobs=25"
        raise ForesightError(msg)
    return name.strip(), value


def tell(found: Sequence[Answer], out: Path | None, *, as_json: bool) -> None:
    """Print answers, and write them where that is asked for."""
    paths = write(found, out) if out is not None else []
    if as_json:
        print_json([answer.record() for answer in found])
        return
    typer.echo("\n".join(text(found)))
    if out is not None:
        typer.echo(f"\nWritten to {out}: {len(paths)} files, answers.json first")
