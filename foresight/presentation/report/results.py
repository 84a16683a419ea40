"""The report's results: what changes, for whom and who loses, and why."""

from collections.abc import Sequence

import pandas as pd

from foresight.analysis.findings import Findings
from foresight.indicators.reading import headline
from foresight.presentation import sentences
from foresight.presentation.numbers import digits
from foresight.presentation.readings import Segment
from foresight.presentation.report import drawing
from foresight.presentation.report.content import Block, Grid, Picture, Points, Section, Text
from foresight.presentation.sentences import Judgement, Told

DRAWN = ("organisations", "income", "volunteers", "collaboration")
"""Indicators that are drawn; all headline indicators are in the table."""
KINDS = ("size", "county", "place", "leadership", "members", "age", "activity")
"""Kinds of group in the order in which they are told of."""
NOT_WORKED_OUT = "This was not worked out for this comparison."


def what_changes(findings: Findings) -> Section:
    """Tell what the plan changes: all headline indicators in words and in a table, some of them drawn."""
    all_told = [drawing.told(findings, entry.id) for entry in headline()]
    year = all_told[0].reading.year
    rows = []
    for one in all_told:
        without, with_plan = sentences.levels(one)
        rows.append((f"{one.title} ({one.reading.unit})", without, with_plan, sentences.change(one), sentences.agreement(one)))
    blocks: list[Block] = [
        Text(sentences.summary(all_told, findings.plan.title)),
        Grid(
            f"The whole sector in {year}",
            ("", "Without", "With the plan", "What changes", "How often better"),
            tuple(rows),
        ),
    ]
    for name in DRAWN:
        blocks += [drawing.paths(findings, name), drawing.differences(findings, name)]
    return Section(
        id="changes",
        title="What changes",
        blocks=tuple(blocks),
        say="Explain the axes before the lines. Grey dashes are without the plan, the solid line is with it.",
        ask="Is this what you expected? Where were you surprised?",
    )


def for_whom(findings: Findings) -> Section:
    """Tell who gains and who loses, group by group, and what the plan takes from those outside it."""
    pictures = [picture for kind in KINDS if (picture := drawing.groups(findings, "income", kind)) is not None]
    blocks: list[Block] = [Text(_sums_up(pictures)), *pictures, *_losers(findings), *_account(findings)]
    return Section(
        id="whom",
        title="For whom, and who loses",
        blocks=tuple(blocks),
        say="Funds are finite: some of what members win, others lose. Name the losers before the room does.",
        ask="Who in your patch would be on the losing side, and what would you offer them?",
    )


def _sums_up(pictures: Sequence[Picture]) -> str:
    kinds = [picture.headline for picture in pictures]
    return f"Income of groups in the last year. {'; '.join(kinds)}." if kinds else NOT_WORKED_OUT


def _losers(findings: Findings) -> list[Block]:
    """List the groups for which a headline indicator comes out worse."""
    table, found = findings.table, []
    last = table[table["year"] == table["year"].max()]
    names = {entry.id for entry in headline() if entry.better != "none"}
    parts = last[last["indicator"].isin(names) & (last["segment_kind"] != "all")]
    for indicator, kind, name in parts[["indicator", "segment_kind", "segment"]].itertuples(index=False, name=None):
        one = drawing.told(findings, str(indicator), Segment(str(kind), str(name)))
        if sentences.judgement(one) is Judgement.WORSE:
            found.append(f"{sentences.segment_name(Segment(str(kind), str(name)))}: {sentences.change(one)}.")
    if not found:
        return [Text("No group comes out clearly worse in any of the headline indicators.")]
    return [Text("Groups that come out clearly worse:"), Points(tuple(found))]


def _account(findings: Findings) -> list[Block]:
    """Show the additionality account where it was worked out."""
    account = findings.parts.get("additionality")
    if account is None:
        return [Text(f"The account of gain, displacement and cost: {NOT_WORKED_OUT}")]
    return [
        Text(
            "The account sets what members gain against what they would have had anyway, and against what others lose "
            "(displacement)."
        ),
        Grid.of("Gain, displacement and cost", _written(account)),
    ]


def why(findings: Findings) -> Section:
    """Tell what each action contributes, and which work better or worse together."""
    shares, pairs = findings.parts.get("attribution"), findings.parts.get("interactions")
    blocks: list[Block] = [Text(_linked(findings))]
    if shares is None:
        blocks.append(Text(f"What each action contributes: {NOT_WORKED_OUT}"))
    else:
        blocks.append(Grid.of("What each action contributes to the whole difference", _written(shares)))
    if pairs is not None:
        blocks.append(Grid.of("Which actions add up to more, or less, together", _written(pairs)))
    return Section(
        id="why",
        title="Why",
        blocks=tuple(blocks),
        say="An action may do little alone and much with others, or the other way round.",
        ask="Which action would you keep if you could keep only one? Which would you drop?",
    )


def _linked(findings: Findings) -> str:
    assumed = findings.manifest.get("assumptions", {})
    linked = assumed.get("baseline.hypotheses.barriers_linked") if isinstance(assumed, dict) else None
    start = "The study behind this model says that barriers are linked, so solutions must be, too. "
    if linked is None:
        return start + "Whether the model takes that as given can be switched; this comparison uses the model's own setting."
    state = "takes that as given" if linked else "does not take that as given, so that it can be tested"
    return start + f"This comparison {state}."


def _written(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as text: numbers with three digits, the first column as the rows' names."""
    text = table.copy()
    for name in text.columns:
        if pd.api.types.is_numeric_dtype(text[name]):
            text[name] = [_number(float(value)) for value in text[name]]
        text[name] = text[name].fillna("").astype(str)
    text.columns = [str(name).replace("_", " ") for name in text.columns]
    return text.set_index(text.columns[0])


def _number(value: float) -> str:
    """Write a number with three digits, and `minus` for a negative one."""
    if value != value:  # noqa: PLR0124 - not a number
        return ""
    step = 10.0 ** (len(str(int(abs(value)))) - 3) if abs(value) >= 1 else 0.001
    return f"{'minus ' if value < 0 else ''}{digits(value, step)}"


def all_told(findings: Findings) -> list[Told]:
    """Return every headline indicator of the whole sector in the last year, ready to be told."""
    return [drawing.told(findings, entry.id) for entry in headline()]
