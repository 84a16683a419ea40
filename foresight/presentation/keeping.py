"""Words about what is kept: the command that makes the same numbers, and results looked at again."""

from collections.abc import Mapping

import pandas as pd

from foresight.analysis.kept import Kept
from foresight.analysis.manifest import code_hash
from foresight.ensemble.crew import Ask
from foresight.ensemble.identity import model_version
from foresight.errors import shorten
from foresight.indicators.reading import headline
from foresight.presentation.readings import reading, select
from foresight.presentation.sentences import Told, band, change, judgement, levels, shown
from foresight.scenario.assumptions import Value
from foresight.scenario.exchange import same
from foresight.scenario.futures import Future
from foresight.scenario.library import NO_PLAN, wild_cards
from foresight.scenario.plans import Plan
from foresight.scenario.wild_cards import dealt


def command(ask: Ask, futures: Mapping[str, Future], plans: Mapping[str, Plan]) -> str:
    """Return the command that makes the same numbers: what ships by its name, what does not by its file."""
    asked = ask.pairing
    plan, (future, cards) = asked.plan, dealt(asked.future, futures.values(), wild_cards())
    ships = plan.id == NO_PLAN or same(plan, plans.get(plan.id))
    words = [
        "foresight compare",
        future.id if same(future, futures.get(future.id)) else f"{future.id}.yaml",
        f"--plan {plan.id if ships else f'{plan.id}.yaml'}",
        f"--pairs {ask.pairs} --scale {asked.scale:g} --seed {asked.seed}",
    ]
    if asked.strength != "central":
        words.append(f"--strength {asked.strength}")
    words += [f"--wild-card {name}={year}" for name, year in cards.items()]
    words += [f'--assume "{path}={_written(value)}"' for path, value in sorted(asked.assumptions.items())]
    return " ".join(words)


def about(kept: Kept) -> str:
    """Say what kept results are about, and with which version of the model they were made."""
    told = kept.manifest
    how = shown(told["pairs"], float(told["scale"]), told["seed"])
    version = shorten(str(told.get("model_version", "unknown")))
    return f"{shorten(str(told['plan']))} in {shorten(str(told['future']))}: {how}. Made with version {version} of the model."


def apart(kept: Kept) -> str:
    """Say how the model that made kept results differs from the one here; nothing where it does not."""
    version = shorten(str(kept.manifest.get("model_version", "unknown")))
    if version != model_version():
        return f"This is version {model_version()}. Made again here, the numbers may differ."
    if kept.manifest.get("model_code") != code_hash():
        return "The program has changed since, though not its version. Made again here, the numbers may differ."
    return ""


def headlines(kept: Kept) -> pd.DataFrame:
    """Return the headline numbers of kept results, in words."""
    rows, same = [], kept.manifest["plan"] == NO_PLAN or kept.manifest.get("strength") == 0
    for one in headline():
        found = select(kept.table, one.id)
        told = Told.of(reading(found), kept.manifest["pairs"], alike=same)
        without, with_plan = levels(told)
        row = {"Number": one.title, "Without": without, "With the plan": with_plan, "Difference": change(told)}
        rows.append({**row, "Band": band(told), "That is": judgement(told).value})
    return pd.DataFrame(rows)


def _written(value: Value) -> str:
    """Write what was taken to be something else, as the command line reads it."""
    return str(value).lower() if isinstance(value, bool) else f"{value!r}" if isinstance(value, float) else value
