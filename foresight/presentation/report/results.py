"""The report's results: what changes, for whom, and who loses."""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from foresight.analysis.additionality import AT_THE_END
from foresight.analysis.findings import Findings
from foresight.indicators.measures import INDICATORS
from foresight.indicators.reading import headline
from foresight.presentation import sentences
from foresight.presentation.account import PRICE, idle, lacks_price, smaller_half
from foresight.presentation.numbers import amount, in_unit, step_for
from foresight.presentation.readings import Segment, read
from foresight.presentation.report import drawing
from foresight.presentation.report.content import MISSING, Block, Grid, Picture, Points, Section, Text
from foresight.presentation.report.quoting import number
from foresight.presentation.scorecard import COLUMNS, HEADING, scorecard_rows
from foresight.presentation.sentences import Judgement, Told

DRAWN = ("organisations", "income", "volunteers", "collaboration")
"""Indicators that are drawn; all headline indicators are in the table."""
KINDS = ("size", "county", "place", "leadership", "members", "age", "activity")
"""Kinds of group in the order in which they are told of."""
ACCOUNT = {
    "title": "",
    "gross_gain": "Members gain",
    "displacement": "Others lose",
    "net_gain": "Net gain",
    "deadweight": "Members would have had anyway",
    "cost_per_net_gbp": "Price of one",
}
"""Columns of the account, and what they are called."""
TOGETHER = (
    "Here “with the plan” is “without” and the change together. In the tables behind the charts each is the middle of its own "
    "runs, so that last digits can differ."
)


def what_changes(findings: Findings) -> Section:
    """Tell what the plan changes: all headline indicators in words and in a table, some of them drawn."""
    told_of = all_told(findings)
    year = told_of[0].reading.year
    rows = []
    for one in told_of:
        without, with_plan = sentences.levels(one)
        rows.append((f"{one.title} ({one.reading.unit})", without, with_plan, sentences.change(one), sentences.agreement(one)))
    blocks: list[Block] = [
        Text(sentences.summary(told_of, findings.plan.title)),
        Grid(
            f"The whole sector in {year}",
            ("", "Without", "With the plan", "What changes", "How often better"),
            tuple(rows),
        ),
        Text(TOGETHER),
    ]
    blocks += _aspirations(findings)
    for name in drawing.held(findings, DRAWN):
        blocks += [drawing.paths(findings, name), drawing.differences(findings, name)]
    return Section(
        id="changes",
        title="What changes",
        blocks=tuple(blocks),
        say="Hold it against what people wrote down before. Say the good news and the bad in the same breath.",
        ask="Is this what you expected? Where were you surprised?",
    )


def _aspirations(findings: Findings) -> list[Block]:
    """Show how far the six aspirations are on their way, where a scorecard is at hand."""
    table = findings.parts.get("aspirations")
    return [] if table is None else [Grid(HEADING.removesuffix(":"), COLUMNS, tuple(scorecard_rows(table, findings.pairs)))]


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
    kinds = [f"{picture.headline[:1].lower()}{picture.headline[1:]}" for picture in pictures]
    return f"Income in the last year, {'; '.join(kinds)}." if kinds else MISSING


def _losers(findings: Findings) -> list[Block]:
    """List the groups for which a headline indicator comes out worse."""
    table, found = findings.table, []
    last = table[table["year"] == table["year"].max()]
    names = set(drawing.held(findings, [entry.id for entry in headline() if entry.better != "none"]))
    parts = last[last["indicator"].isin(names) & (last["segment_kind"] != "all")]
    for row in parts.dropna(subset=["difference_p50"]).to_dict("records"):
        entry, segment = INDICATORS[row["indicator"]], Segment(row["segment_kind"], row["segment"])
        one = Told(read(row), entry.title, entry.better, findings.pairs)
        if sentences.judgement(one) is Judgement.WORSE:
            found.append(f"{sentences.segment_name(segment).replace(': ', ', ', 1)}: {sentences.change(one)}.")
    if not found:
        return [Text("No group comes out clearly worse in any of the headline indicators.")]
    return [Text("Groups that come out clearly worse:"), Points(tuple(found))]


def _account(findings: Findings) -> list[Block]:
    """Show the additionality account of the last year, and how many organisations are better and worse off."""
    account, counted, halves = (findings.parts.get(name) for name in ("additionality", "losers", "lower_half"))
    if account is None or counted is None or halves is None:
        return [Text(f"The account of gain, displacement and cost: {MISSING}")]
    nothing = idle(findings.plan, account, findings.manifest.get("strength"))
    if nothing:
        return [Text(nothing)]
    now = account[account["span"].astype(str) == str(AT_THE_END)]
    rows = [tuple(_entry(row, name) for name in ACCOUNT) for row in now.to_dict("records")]
    everybody = counted[counted["segment_kind"] == "all"].to_dict("records")[0]
    total, worse, better = (f"{everybody['organisations']:,.0f}", *(_counted(everybody, name) for name in ("worse", "better")))
    return [
        Text(
            "The account sets what members gain against what they would have had anyway, and against what others lose. The price "
            f"of each gain takes the plan's whole cost, £{float(now['cost_gbp_m'].iloc[0]):.1f} million at 2002 prices."
        ),
        Grid(f"Gain, displacement and cost in {AT_THE_END}", tuple(ACCOUNT.values()), tuple(rows)),
        Text(
            f"Over all years, of {total} registered organisations {worse} have less income with the plan, and {better} have more."
        ),
        Text(smaller_half(halves)),
        _over_all_years(everybody, halves, findings.pairs),
    ]


def _over_all_years(everybody: dict[Hashable, Any], halves: pd.DataFrame, pairs: int) -> Grid:
    """Return who is worse and better off over all years, and what the smaller half gets, with the bands of several pairs."""
    rows = [("Registered organisations", f"{everybody['organisations']:,.0f}", "")]
    for name, title in (("worse", "Less income with the plan"), ("better", "More income with the plan")):
        low, middle, high = (float(everybody[f"{name}_{end}"]) for end in ("p10", "p50", "p90"))
        step = step_for(middle, low, high, "organisations")
        told = [in_unit(value, step, "organisations") for value in (low, middle, high)]
        rows.append((title, told[1], f"{told[0]} to {told[2]}"))
    half = halves.iloc[0]
    if half["pairs"]:
        low, middle, high = (float(half[end]) for end in ("p10", "p50", "p90"))
        told = [in_unit(value, step_for(middle, low, high, "%"), "%") for value in (low, middle, high)]
        rows.append(("Of the members' gain, goes to the smaller half", told[1], f"{told[0]} to {told[2]}"))
    if pairs == 1:
        return Grid("Over all years", ("", "In the only pair"), tuple(row[:2] for row in rows))
    return Grid("Over all years", ("", "Middle", "In 8 of 10 pairs"), tuple(rows))


def _counted(row: dict[Hashable, Any], name: str) -> str:
    """Write how many organisations are worse or better off, with the digits that the runs support."""
    low, middle, high = (float(row[f"{name}_{end}"]) for end in ("p10", "p50", "p90"))
    return amount(middle, low, high, "organisations")


def _entry(row: dict[Hashable, Any], name: str) -> str:
    """Write one cell of the account."""
    if name == "title":
        return str(row["title"])
    if name == "cost_per_net_gbp":
        return lacks_price(row.__getitem__) or f"£{number(float(row[PRICE]))}"
    low, middle, high = (float(row[f"{name}_{end}"]) for end in ("p10", "p50", "p90"))
    return in_unit(middle, step_for(middle, low, high, str(row["unit"])), str(row["unit"]))


def all_told(findings: Findings) -> list[Told]:
    """Return every headline indicator of the whole sector in the last year, ready to be told."""
    return [drawing.told(findings, name) for name in drawing.held(findings, [entry.id for entry in headline()])]
