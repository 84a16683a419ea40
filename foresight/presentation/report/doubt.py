"""The report's doubts: how sure we are, what would have to be true, regret, what to do first, and limits with sources."""

from foresight.analysis.findings import Findings
from foresight.config import evidence
from foresight.indicators.reading import headline
from foresight.presentation import sentences, tables
from foresight.presentation.numbers import digits
from foresight.presentation.readings import reading, select
from foresight.presentation.report import again, drawing
from foresight.presentation.report.content import MISSING, Block, Grid, Points, Section, Text
from foresight.presentation.report.results import all_told
from foresight.presentation.sentences import Told
from foresight.scenario import library

LIMITS = (
    "It is no forecast: futures are stories for thinking with, and nobody gives them a probability.",
    "It says nothing about a single real organisation. None in it is real.",
    "The size of every action's effect is an assumption: none has been measured.",
    "Levels mean little; the difference between two runs of the same future means more.",
    "It must not be used to decide on a grant, to rank real organisations, or to promise results to a funder.",
)


def how_sure(findings: Findings) -> Section:
    """Tell the kinds of doubt apart: luck, numbers, the world; what survives weak effects; how good the evidence is."""
    told = all_told(findings)
    agreed = [f"{one.title}: {text.lower()}." for one in told if (text := sentences.agreement(one))]
    blocks: list[Block] = [
        Text("Luck. The bands show how much of a result is only luck: of ten pairs of runs, eight lie within."),
        Points(tuple(agreed)),
        Text("Numbers. What if the actions work less well than thought?"),
        *_weak(findings),
        Text("The world. Other futures give other results; try the plan in several before believing it."),
    ]
    blocks += _grades(findings)
    return Section(
        id="sure",
        title="How sure we are",
        blocks=tuple(blocks),
        say="“Better in 18 of 20” is a finding. “Better in 11 of 20” is a coin.",
        ask="Which of these numbers do you trust least, and what do you know that could replace it?",
    )


def _weak(findings: Findings) -> list[Block]:
    """Say what is left when every action has its weak effect."""
    low = findings.parts.get("low")
    if low is None:
        return [Text(f"The result with weak effects: {MISSING}")]
    rows = []
    for entry in headline():
        if not drawing.held(findings, [entry.id]):
            continue
        central = Told(reading(select(findings.table, entry.id)), entry.title, entry.better, findings.pairs)
        weak = Told(reading(select(low, entry.id)), entry.title, entry.better, int(low.attrs.get("pairs", findings.pairs)))
        rows.append((entry.title, sentences.change(central), sentences.change(weak)))
    return [
        Grid("What changes with the central effects, and with weak ones", ("", "Central effects", "Weak effects"), tuple(rows))
    ]


def _grades(findings: Findings) -> list[Block]:
    actions = library.actions()
    things = [findings.future, *(actions[item.action] for item in findings.plan.actions if item.action in actions)]
    found = [number for thing in things for number in evidence(thing)]
    weak = sum(number.grade == "D" for number in found)
    share = digits(100 * weak / max(len(found), 1), 1.0)
    return [
        Text(
            f"Evidence. Of the {len(found)} numbers that describe this future and the actions of this plan, {weak} "
            f"({share}%) are assumptions."
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


def what_first(findings: Findings) -> Section:
    """Tell which action to begin with."""
    plan, actions = findings.plan, library.actions()
    order = sorted(plan.actions, key=lambda item: item.first_step)
    starts = tuple(f"{item.start}: {actions[item.action].title}" for item in order if item.action in actions)
    return Section(
        id="first",
        title="What to do first",
        blocks=(Text("The plan's own order:"), Points(starts or ("Nothing: the plan is empty.",))),
        say="First actions should be early wins in uncontentious areas; that is what the study advises.",
        ask="What could we start next month, with whom, and how will we know that it worked?",
    )


def limits(findings: Findings) -> Section:
    """Tell assumptions, limits, sources, and how to make the numbers again."""
    record = findings.manifest
    blocks: list[Block] = [Text("What this model must not be used for, and what to keep in mind:"), Points(LIMITS)]
    if findings.changed:
        changed = sentences.listed(findings.changed)
        blocks.append(Text(f"Made earlier: since then, {changed} changed. Running it again may give other numbers."))
    blocks += [
        Grid.of(
            "Where the plan's numbers come from",
            tables.action_sources(findings.plan, library.actions())[["Grade", "Source"]],
        ),
        _future_sources(findings),
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
                ("Strength of effects", str(record.get("strength", "central"))),
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


def _future_sources(findings: Findings) -> Block:
    """Say where the future's numbers come from: in a sentence where all come from one place, else in a table."""
    table, title = tables.driver_sources(findings.future)[["Grade", "Source"]], "Where the future's numbers come from"
    if len(table.drop_duplicates()) > 1:
        return Grid.of(title, table)
    grade, source = table.iloc[0]
    return Text(f"{title}: all {len(table)} outside forces have grade {grade} and one source: {source}.")
