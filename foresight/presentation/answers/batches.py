"""All answers of a batch, in the order in which people ask, and those that take further runs."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace

from foresight.analysis.analyse import Analyses
from foresight.analysis.reruns import Further, Rerun, Reruns
from foresight.errors import either
from foresight.model.run import YEARS
from foresight.presentation.answers.answer import Answer, slug
from foresight.presentation.answers.causes import attributions, conditions, what_adds
from foresight.presentation.answers.choice import regrets, timings, which_first
from foresight.presentation.answers.uncertainty import about, enough, sensitivity, uncertainties

GREEDY = {"greedy": ["--search greedy"], "both": [], "exhaustive": ["--search exhaustive"]}
TAKEN = "and without one there is nothing to choose (foresight timing takes one by --budget)"


def answers(found: Analyses) -> list[Answer]:
    """Return everything that a batch says about one indicator."""
    indicator = found.question.indicator
    return [
        *regrets(indicator, dict(found.regret)),
        *uncertainties(indicator, dict(found.spread)),
        *enough(indicator, dict(found.precision)),
        *sensitivity(indicator, dict(found.sensitivity)),
        *conditions(indicator, dict(found.discovery), found.question.aim()),
    ]


def further(found: Sequence[Further], indicator: str, year: int) -> list[Answer]:
    """Return what further runs of a batch's plans say about one indicator, question by question."""
    every = [answer for one in found for answer in _of_plan(one, indicator, year)]
    questions = list(dict.fromkeys(answer.question for answer in every))
    return sorted(every, key=lambda answer: questions.index(answer.question))


def commands(known: Reruns, indicator: str, year: int) -> list[Answer]:
    """Say which commands make the further runs that two questions take."""
    of, in_year = f"--indicator {indicator}", [] if year == YEARS[-1] else [f"--year {year}"]
    paid = [one for one in known.found if one.budget is not None]
    why = known.reason or f"no plan of the batch has a budget, {TAKEN}"
    added = _typed("foresight attribute", {one: [of, *in_year] for one in known.found})
    timed = _typed("foresight timing", {one: [of, *GREEDY[one.search]] for one in paid})
    return [
        Answer(slug("attribution", indicator), what_adds(indicator), _takes(added) if added else f"Cannot be told: {why}."),
        Answer(slug("timing", indicator), which_first(indicator), _takes(timed) if timed else f"Cannot be told: {why}."),
    ]


def _takes(typed: Sequence[str]) -> str:
    """Say what makes further runs; without a full stop, which would be copied with a command."""
    return f"Takes further runs. The option --further makes them all; for one plan: {'; or '.join(typed)}"


def _typed(command: str, plans: Mapping[Rerun, Sequence[str]]) -> list[str]:
    """Return what a person types for plans, each with its own words; plans with the same words share a line."""
    found: dict[str, list[str]] = {}
    for one, words in plans.items():
        pairing = one.pairing
        strength = [] if pairing.strength == "central" else [f"--strength {pairing.strength}"]
        how = [*words, f"--pairs {one.pairs}", f"--scale {pairing.scale}", f"--seed {pairing.seed}", *strength]
        line = f"{command} {shlex.quote(one.future)} --plan {{plan}} {' '.join(how)}"
        found.setdefault(line, []).append(shlex.quote(one.plan))
    return [
        f"{line.replace('{plan}', first)}{f' (likewise --plan {either(others)})' if others else ''}"
        for line, (first, *others) in found.items()
    ]


def _of_plan(found: Further, indicator: str, year: int) -> list[Answer]:
    """Return what further runs of one plan say."""
    case, plan = found.rerun.case, found.rerun.case.plan
    added = attributions(found.attribution, indicator, year)
    if found.timing is None:
        none = Answer(
            slug("timing", indicator, plan),
            which_first(indicator),
            f"{about(case)}: cannot be told, since the plan has no budget, {TAKEN}.",
        )
        return [*(_named(one, found.rerun) for one in added), none]
    return [_named(one, found.rerun) for one in (*added, *timings(found.timing))]


def _named(answer: Answer, rerun: Rerun) -> Answer:
    """Return an answer with the plan that it is about, and how its runs were made."""
    pairing = rerun.pairing
    shipped = ", with all numbers as they ship" if rerun.varied else ""
    how = f"{rerun.pairs} pairs, {100 * pairing.scale:.3g}% of the sector, seed {pairing.seed}{shipped}"
    made = f"From further runs, not from the batch: in its first future, {how}."
    sentence, name = f"{about(rerun.case)}. {answer.sentence}", slug(answer.id, rerun.case.plan)
    return replace(answer, id=name, sentence=sentence, notes=[*answer.notes, made])
