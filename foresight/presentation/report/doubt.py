"""The report's doubts: how sure we are, what would have to be true, regret, and limits with sources."""

from collections.abc import Mapping

import pandas as pd

from foresight.analysis import further
from foresight.analysis.findings import Findings
from foresight.config import Evidence, Strength, evidence
from foresight.indicators.reading import headline
from foresight.presentation import sentences, sourcing, tables
from foresight.presentation.naming import strength_title
from foresight.presentation.numbers import percent
from foresight.presentation.report import again, assumed
from foresight.presentation.report.content import MISSING, Block, Grid, Points, Section, Text
from foresight.presentation.report.drawing import told_further
from foresight.presentation.report.results import all_told
from foresight.scenario import library
from foresight.scenario.drivers import DRIVERS

LIMITS = (
    "It is no forecast: futures are stories for thinking with, and nobody gives them a probability.",
    "It says nothing about a single real organisation. None in it is real.",
    "The size of every action's effect is an assumption: none has been measured.",
    "Levels mean little; the difference between two runs of the same future means more.",
    "It must not be used to decide on a grant, to rank real organisations, or to promise results to a funder.",
)
NOTHING_LEFT: Mapping[Strength, str] = {0.0: "those of actions without any effect", "low": "those of weak effects already"}
"""What a result is of which there is none with weaker effects, by its strength."""
FEW = 10
"""Pairs below which a band holds eight in ten of them only about."""
BASELINE = "Where the numbers of the region in 2002, and of how organisations act, come from"


def how_sure(findings: Findings) -> Section:
    """Tell the kinds of doubt apart: luck, numbers, the world; what survives weak effects; how good the evidence is."""
    told = all_told(findings)
    agreed = [f"{one.title}: {text.lower()}." for one in told if (text := sentences.agreement(one))]
    blocks: list[Block] = [
        Text(f"Luck. {_luck(findings.pairs)}"),
        Points(tuple(agreed)),
        Text("Numbers. What if the actions work less well than thought?"),
        *_weak(findings),
        Text(f"The world. {_world(findings)}"),
    ]
    blocks += _grades(findings)
    return Section(
        id="sure",
        title="How sure we are",
        blocks=tuple(blocks),
        say="“Better in 18 of 20” is a finding. “Better in 11 of 20” is a coin.",
        ask="Which of these numbers do you trust least, and what do you know that could replace it?",
    )


def _luck(pairs: int) -> str:
    """Say what the bands hold, as far as so many pairs can tell."""
    start = "The bands show how much of a result is only luck"
    if pairs == 1:
        return "This is one pair of runs, which cannot tell luck from what the plan does: there are no bands."
    if pairs < sentences.FEWEST_PAIRS:
        return f"{start}, but {pairs} pairs of runs tell that only roughly, too roughly to claim a direction."
    if pairs < FEW:
        return f"{start}: about eight in ten pairs of runs lie within, as far as {pairs} pairs can tell."
    return f"{start}: of ten pairs of runs, eight lie within."


def _world(findings: Findings) -> str:
    """Say whether other futures were looked at."""
    if "batch" in findings.manifest:
        return "Other futures give other results; try the plan in several before believing it."
    return "Not looked at here: this is one future. Others give other results; try the plan in several before believing it."


def _weak(findings: Findings) -> list[Block]:
    """Say what is left when every action has its weak effect; both sides are further runs on the same dice."""
    strength = further.strength(findings)
    if strength in NOTHING_LEFT:
        return [Text(f"The numbers here are {NOTHING_LEFT[strength]}, so there is no result with weaker ones to set beside it.")]
    if not {"as_is", "low"} <= set(findings.parts):
        return [Text(f"The result with weak effects: {MISSING}")]
    both = [[told_further(findings, part, entry.id) for part in ("as_is", "low")] for entry in headline()]
    pairs, rows = both[0][0].pairs, [(usual.title, sentences.change(usual), sentences.change(weak)) for usual, weak in both]
    here, how = strength_title(str(strength)), sentences.share(further.scale(findings))
    return [
        Text(f"{pairs} further pair{'' if pairs == 1 else 's'} of runs ({how}), the same for both columns:"),
        Grid(f"What changes with {here}, and with weak effects", ("", sentences.capital(here), "Weak effects"), tuple(rows)),
    ]


def _grades(findings: Findings) -> list[Block]:
    actions = library.actions()
    things = [findings.future, *(actions[item.action] for item in findings.plan.actions)]
    found = [number for thing in things for number in evidence(thing)]
    weak = sum(number.grade == "D" for number in found)
    return [
        Text(
            f"Evidence. Of the {len(found)} numbers that describe this future and the actions of this plan, {weak} "
            f"({percent(weak / max(len(found), 1))}) are assumptions."
        ),
        Grid.of("Numbers of this future and this plan by how good their evidence is", tables.grades(things)),
    ]


def conditions(findings: Findings) -> Section:
    """Tell what would have to be true for the plan to work; a batch of runs gives that."""
    del findings
    return Section(
        id="conditions",
        title="What would have to be true",
        blocks=(),
        say="A condition is not a cause. It tells where to look before starting.",
        ask="Are these conditions met where you work?",
    )


def regret(findings: Findings) -> Section:
    """Set the plan against other plans over all futures; a batch of runs gives that."""
    del findings
    return Section(
        id="regret",
        title="Regret: against the other plans",
        blocks=(),
        say="Regret asks: whichever future comes, how sorry would we be about this choice?",
        ask="Would you rather win more in one future, or lose little in any?",
    )


def limits(findings: Findings) -> Section:
    """Tell assumptions, limits, sources, and how to make the numbers again."""
    record = findings.manifest
    blocks: list[Block] = [Text("What this model must not be used for, and what to keep in mind:"), Points(LIMITS)]
    if findings.changed:
        changed = sentences.listed(findings.changed)
        blocks.append(Text(f"Made earlier: since then, {changed} changed. Running it again may give other numbers."))
    blocks += [
        *assumed.changed(findings),
        Grid.of("Where the plan's numbers come from", _readable(tables.action_sources(findings.plan, library.actions()))),
        *_future_sources(findings),
        Grid(BASELINE, ("Source", "Grade", "For"), sourcing.of_the_baseline()),
        Grid(
            "How to make these numbers again",
            ("", "Value"),
            (
                ("Command", again.command(findings)),
                ("And for this report", again.report(findings)),
                ("Model version", again.version(findings)),
                ("Model code", again.code(findings)),
                ("Runs", sentences.shown(findings.pairs, float(record["scale"]), int(record["seed"]))),
                *again.further_runs(findings),
                ("Strength of effects", sentences.capital(strength_title(str(further.strength(findings))))),
            ),
        ),
    ]
    return Section(
        id="limits",
        title="Assumptions, limits and sources",
        blocks=tuple(blocks),
        say="Every number has a source and a grade. Most sizes of effects are assumptions, and all can be changed.",
        ask="What would you want measured before deciding?",
    )


def _future_sources(findings: Findings) -> list[Block]:
    """Say where the future's numbers come from: in a sentence where all come from one place, else in a table."""
    table, title = _readable(tables.driver_sources(findings.future)), "Where the future's numbers come from"
    grades = set(table["Grade"])
    apart = [Text(_graded_apart(findings, grades))] if any(one.grade not in grades for one in _graded(findings)) else []
    if len(table.drop_duplicates()) > 1:
        return [Grid.of(title, table), *apart]
    grade, source = table.iloc[0]
    return [Text(f"{title}: all {len(table)} outside forces have grade {grade} and one source: {source}."), *apart]


def _graded(findings: Findings) -> list[Evidence]:
    """Return the numbers of the future that have a grade."""
    return [one for one in evidence(findings.future) if one.grade is not None]


def _graded_apart(findings: Findings, usual: set[str]) -> str:
    """Say which of the future's numbers have another grade than any force as a whole."""
    every = _graded(findings)
    found = [one for one in every if one.grade not in usual]
    tally = {grade: sum(one.grade == grade for one in found) for grade in sorted({str(one.grade) for one in found})}
    said = [f"{count} {'has' if count == 1 else 'have'} grade {grade}" for grade, count in tally.items()]
    forces = dict.fromkeys(DRIVERS[one.path.split(".")[1]].title for one in found if one.path.startswith("drivers."))
    where = f", for {sentences.listed([f'“{title}”' for title in forces])}" if forces else ""
    return (
        f"Along their courses these forces have {len(every)} numbers, each of which “How sure we are” counts. Of these numbers "
        f"{sentences.listed(said)}{where}."
    )


def _readable(table: pd.DataFrame) -> pd.DataFrame:
    """Return grades and sources, as readers understand them."""
    return table[["Grade"]].assign(Source=table["Source"].map(sourcing.readable))
