"""`foresight why`: which barrier gave way first, and on which outside forces and assumptions a plan's difference hangs."""

from foresight.analysis.barriers import freed
from foresight.analysis.influence import changes, influences
from foresight.cli.application import app
from foresight.cli.commands.analysing import Indicators, Out, known_indicators, pairing_of, tell
from foresight.cli.options import Assume, Future, Json, Pairs, Plan, Scale, Seed, Strength, Workers
from foresight.cli.output import progress
from foresight.ensemble.arm import run_brief, without_plan
from foresight.ensemble.arms import run_arms
from foresight.ensemble.executors import Workforce
from foresight.errors import ForesightError
from foresight.indicators.measures import INDICATORS
from foresight.presentation.answers import reasons
from foresight.scenario import library
from foresight.scenario.assumptions import assumed_baseline


@app.command("why")
def why_command(
    future: Future,
    plan: Plan,
    out: Out = None,
    indicator: Indicators = None,
    pairs: Pairs = 20,
    scale: Scale = 1.0,
    seed: Seed = 1,
    strength: Strength = "central",
    assume: Assume = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say which barrier a plan lowers first, and on which outside forces and assumptions its difference hangs."""
    pairing, names = pairing_of(future, plan, (seed, scale, strength), assume), known_indicators(indicator or [])
    if not pairing.plan.actions:
        msg = f"plan '{pairing.plan.id}': found no action; expected at least one, or there is nothing to explain"
        raise ForesightError(msg)
    usual = library.future(library.USUAL_FUTURE)
    tried = changes(pairing, usual)
    linked = assumed_baseline(pairing.assumptions).hypotheses.barriers_linked
    with Workforce(workers=workers).hired() as hired, progress(quiet=as_json) as report:
        arms = [without_plan(pairing), pairing]
        states = run_arms(arms, pairs, read=run_brief, executor=hired.executor)[..., len(INDICATORS) :]
        table = influences(pairing, tried, pairs, executor=hired.executor, progress=report)
    found = [reasons.barriers(freed(*states), pairs, linked=linked)]
    for name in names:
        found += [*reasons.influences(table, name, usual.title), reasons.grades(table, name)]
    tell(found, out, as_json=as_json)
