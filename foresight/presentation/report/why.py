"""The report's reasons: linked barriers, which barrier gave way first, and what each kind of action adds."""

import pandas as pd

from foresight.analysis.barriers import UNIT
from foresight.analysis.findings import Findings
from foresight.analysis.further import LINKED, linked
from foresight.indicators.measures import INDICATORS
from foresight.indicators.reading import headline
from foresight.presentation import sentences
from foresight.presentation.answers import reasons
from foresight.presentation.naming import spoken
from foresight.presentation.report import drawing
from foresight.presentation.report.content import MISSING, Block, Grid, Picture, Section, Text
from foresight.presentation.sentences import UNDECIDED
from foresight.presentation.survival import survives

KINDS_OF_ACTION = {"regional": "Regional actions", "microcluster": "Microclusters", "roll-out": "Roll-out support"}
VIEWS = {True: "Linked", False: "Not linked"}
SOURCE = "Source: this model; five further runs of the plan, of at most a tenth of the sector."


def why(findings: Findings) -> Section:
    """Tell whether barriers are taken to be linked, what hangs on it, which gave way first, and what each kind of action adds."""
    shares = findings.parts.get("kinds")
    blocks: list[Block] = [Text(_linked(findings)), *_taken_otherwise(findings), *_gave_way(findings)]
    if shares is None:
        blocks.append(Text(f"What each kind of action adds: {MISSING}"))
    else:
        blocks += [
            Text(
                "Every combination of the kinds of action was run on the same random events. What each adds, averaged over all "
                "orders of adding them, adds up to the whole. In brackets: where the mean lies in 95 of 100 such studies."
            ),
            _shared_out(shares),
        ]
    return Section(
        id="why",
        title="Why",
        blocks=tuple(blocks),
        say="An action may do little alone and much with others, or the other way round.",
        ask="Which kind of action would you keep if you could keep only one? Which would you drop?",
    )


def _shared_out(shares: pd.DataFrame) -> Grid:
    """Return what each kind of action adds to some indicators."""
    indicators, kinds = list(dict.fromkeys(shares["indicator"])), list(dict.fromkeys(shares["kind"]))
    cells = {(row["kind"], row["indicator"]): row for row in shares.to_dict("records")}
    rows = []
    for kind in kinds:
        found = [cells[kind, indicator] for indicator in indicators]
        rows.append(
            (KINDS_OF_ACTION.get(kind, kind), *(spoken(one["share"], one["low"], one["high"], one["unit"]) for one in found))
        )
    titles = [INDICATORS[indicator].title for indicator in indicators]
    return Grid("What each kind of action adds in the last year", ("Kind of action", *titles), tuple(rows))


def _linked(findings: Findings) -> str:
    """Say whether barriers are taken to be linked, and whether somebody chose that."""
    assumed, now = findings.manifest.get("assumptions") or {}, linked(findings)
    start = "The study behind this model says that barriers are linked, so solutions must be, too. "
    if LINKED not in assumed:
        own = f"barriers are {VIEWS[now].lower()}"
        return (
            f"{start}Whether the model takes that as given can be switched; this comparison uses the model's own setting: {own}."
        )
    state = "takes that as given" if now else "does not take that as given, so that it can be tested"
    return f"{start}This comparison {state}."


def _taken_otherwise(findings: Findings) -> list[Block]:
    """Say which findings stand when barriers are taken to be linked where they were not, or the other way round."""
    if not {"as_is", "otherwise"} <= set(findings.parts):
        return [Text(f"What hangs on that: {MISSING}")]
    both = [[drawing.told_further(findings, part, entry.id) for part in ("as_is", "otherwise")] for entry in headline()]
    certain = [(one, other) for one, other in both if one.direction not in UNDECIDED]
    stay = sum(one.direction is other.direction for one, other in certain)
    now = linked(findings)
    other_way = f"With barriers {VIEWS[not now].lower()} instead, in {both[0][0].pairs} further pairs of runs:"
    counted = f"{stay} of the {len(certain)} findings that are certain in them" if certain else ""
    verdict = f"{counted} stand{'s' if stay == 1 else ''}." if certain else "nothing is certain either way."
    rows = tuple((one.title, sentences.change(one), sentences.change(other), survives(one, other)) for one, other in both)
    caption = f"What changes with barriers {VIEWS[now].lower()}, and {VIEWS[not now].lower()}"
    return [Text(f"{other_way} {verdict}"), Grid(caption, ("", VIEWS[now], VIEWS[not now], "That is"), rows)]


def _gave_way(findings: Findings) -> list[Block]:
    """Say and draw which barrier gave way first."""
    table = findings.parts.get("barriers")
    if table is None:
        return [Text(f"{reasons.QUESTION} {MISSING}")]
    pairs = int(table.attrs.get("pairs", findings.pairs))
    said = reasons.barriers(table, pairs, linked=linked(findings))
    assert said.chart is not None  # noqa: S101 - there always is one
    year = int(table["year"].max())
    columns = ("Barrier", f"Without, {year}", f"With the plan, {year}", "What happens", "In that year", f"In {year}")
    grid = Grid(f"How free organisations are of each barrier ({UNIT})", columns, tuple(reasons.steps(table, pairs)))
    drawn = Picture("barriers", reasons.QUESTION, said.sentence, drawing.specified(said.chart), grid, SOURCE, said.series)
    return [drawn, Text(reasons.STATE)]
