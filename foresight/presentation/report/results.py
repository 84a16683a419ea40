"""The report's results: what changes, for whom, and who loses."""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from foresight.analysis.additionality import AT_THE_END
from foresight.analysis.findings import Findings
from foresight.indicators.reading import headline
from foresight.indicators.segments import MOVED_BY_PLANS
from foresight.presentation import sentences
from foresight.presentation.account import NOUNS, PRICE, idle, lacks_price, smaller_half
from foresight.presentation.numbers import amount, in_unit, step_for, to_step
from foresight.presentation.readings import Band, Segment, band_of, read
from foresight.presentation.report import drawing
from foresight.presentation.report.assumed import assumptions
from foresight.presentation.report.content import MISSING, Block, Grid, Picture, Points, Section, Text
from foresight.presentation.report.quoting import number
from foresight.presentation.scorecard import COLUMNS, HEADING, scorecard_rows
from foresight.presentation.sentences import FEWEST_PAIRS, TOO_EARLY, Judgement, Told
from foresight.scenario.assumptions import assumed_actions

DRAWN = ("organisations", "income", "volunteers", "collaboration")
"""Indicators that are drawn; all headline indicators are in the table."""
KINDS = ("size", "county", "place", "leadership", "members", "age", "activity")
"""Kinds of group in the order in which they are told of."""
ACCOUNT = {
    "title": "",
    "gross_gain": "Members",
    "displacement": "Others",
    "net_gain": "All together",
    "deadweight": "Members would have had anyway",
    "cost_per_net_gbp": "Price",
}
"""Columns of the account, and what they are called."""
SIGNS = {
    "gross_gain": ("gain", "lose"),
    "displacement": ("lose", "gain"),
    "net_gain": ("gain", "lose"),
    "deadweight": ("", "a loss of"),
}
"""What is said before a number of the account above zero, and below."""
MOVING_GROUPS = (
    "Groups that organisations enter and leave because of the plan, such as those with support or those of one income band, are "
    "not told of here: that such a group grows or shrinks is neither a gain nor a loss."
)
ONE_VALUE = "about the same in each"
OWN_MIDDLES = (
    "Each number of the account is a middle of its own: of all pairs, the middle gain of members, the middle loss of others, the "
    "middle of both together. So one less another need not give the third."
)
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
        words = (sentences.change(one), sentences.ends(one), sentences.agreement(one))
        rows.append((drawing.measured(one), without, with_plan, *words))
    blocks: list[Block] = [
        Text(sentences.summary(told_of, findings.plan.title)),
        Grid(
            f"The whole sector in {year}",
            ("", "Without", "With the plan", "What changes", sentences.held_by(findings.pairs), "How often better"),
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
        ask="Is this what you expected? Where were you surprised?"
        if findings.plan.actions
        else "Which of these numbers would you most want to change?",
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
        ask="Who in your patch would be on the losing side, and what would you offer them?"
        if findings.plan.actions
        else "Whom does this future hit hardest if nothing is done?",
    )


def _sums_up(pictures: Sequence[Picture]) -> str:
    """Say of all kinds of group in which the plan does good and harm; kinds of which the same holds are told together."""
    kinds: dict[str, list[str]] = {}
    for picture in pictures:
        kind, found = picture.headline.split(": ", 1)
        kinds.setdefault(found, []).append(f"{kind[:1].lower()}{kind[1:]}")
    said = [f"{sentences.listed(names)}: {found}" for found, names in kinds.items()]
    return f"Income in the last year, {'; '.join(said)}." if said else MISSING


def _losers(findings: Findings) -> list[Block]:
    """List the groups for which a headline indicator comes out worse, of those that are the same without and with the plan."""
    if findings.pairs < FEWEST_PAIRS and not findings.alike:
        return [Text(f"{TOO_EARLY} who is worse off: there are fewer than {FEWEST_PAIRS} pairs of runs.")]
    table, found = findings.table, []
    last = table[table["year"] == table["year"].max()]
    names = set(drawing.held(findings, [entry.id for entry in headline() if entry.better != "none"]))
    parts = last[last["indicator"].isin(names) & ~last["segment_kind"].isin(MOVED_BY_PLANS | {"all"})]
    for row in parts.dropna(subset=["difference_p50"]).to_dict("records"):
        one = Told.of(read(row), findings.pairs)
        if sentences.judgement(one) is Judgement.WORSE:
            found.append(f"{_named(Segment(row['segment_kind'], row['segment']))}: {sentences.change(one)}.")
    if not found:
        nobody = "No group comes out clearly worse in any of the headline indicators."
        return [Text(nobody if findings.alike else f"{nobody} {MOVING_GROUPS}")]
    return [Text("Groups that come out clearly worse:"), Points(tuple(found)), Text(MOVING_GROUPS)]


def _named(segment: Segment) -> str:
    """Return a group as the subject of a sentence."""
    kind, name = sentences.segment_name(segment).split(": ", 1)
    return name if segment.kind == "members" else f"{kind}, {name}"


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
            "The account sets what members gain against what they would have had anyway, and against what others lose. "
            f"{_priced(findings, float(now['cost_gbp_m'].iloc[0]))}"
        ),
        Grid(f"Gain, displacement and cost in {AT_THE_END}", tuple(ACCOUNT.values()), tuple(rows)),
        Text(OWN_MIDDLES),
        Text(
            f"Over all years, of {total} registered organisations {worse} have less income with the plan, and {better} have more."
        ),
        Text(smaller_half(halves)),
        _over_all_years(everybody, halves, findings.pairs),
    ]


def _priced(findings: Findings, spent: float) -> str:
    """Say what the price of a gain takes: what was spent in the runs, and how much of what was planned that is."""
    planned = sum(findings.plan.costs(assumed_actions(assumptions(findings))).values())
    written, whole = f"£{spent:.1f} million", f"£{planned:.1f} million"
    if written == whole:
        return f"The price of each gain takes the plan's whole cost, {written} at 2002 prices."
    start = f"The price of each gain takes what was spent in the runs: {written} at 2002 prices"
    if spent < planned:
        return f"{start}, of the {whole} planned. An action that fails or ends early is not paid on."
    return f"{start}; {whole} were planned."


def _over_all_years(everybody: dict[Hashable, Any], halves: pd.DataFrame, pairs: int) -> Grid:
    """Return who is worse and better off over all years, and what the smaller half gets, with the bands of several pairs."""
    rows = [("Registered organisations", f"{everybody['organisations']:,.0f}", "")]
    for name, title in (("worse", "Less income with the plan"), ("better", "More income with the plan")):
        rows.append((title, *_with_ends(band_of(everybody, name), "organisations")))
    half = halves.iloc[0]
    if half["pairs"]:
        share = Band(*(float(half[end]) for end in ("p10", "p50", "p90")))
        rows.append(("Of the members' gain, goes to the smaller half", *_with_ends(share, "%")))
    if pairs == 1:
        return Grid("Over all years", ("", "In the only pair"), tuple(row[:2] for row in rows))
    return Grid("Over all years", ("", "Middle", sentences.held_by(pairs)), tuple(rows))


def _with_ends(band: Band, unit: str) -> tuple[str, str]:
    """Write a middle and, where they differ as written, the ends of its band."""
    low, middle, high = band
    step = step_for(middle, low, high, unit)
    told = [in_unit(value, step, unit) for value in (low, middle, high)]
    return told[1], ONE_VALUE if told[0] == told[2] else f"{told[0]} to {told[2]}"


def _counted(row: dict[Hashable, Any], name: str) -> str:
    """Write how many organisations are worse or better off, with the digits that the runs support."""
    low, middle, high = band_of(row, name)
    return amount(middle, low, high, "organisations")


def _entry(row: dict[Hashable, Any], name: str) -> str:
    """Write one cell of the account."""
    if name == "title":
        return str(row["title"])
    if name == "cost_per_net_gbp":
        return lacks_price(row) or f"£{number(float(row[PRICE]))}{_for_one(str(row.get('outcome')))}"
    low, middle, high = band_of(row, name)
    unit = str(row["unit"])
    step = step_for(middle, low, high, unit)
    if to_step(middle, step) == 0:
        return "hardly anything" if middle else "nothing"
    return f"{SIGNS[name][middle < 0]} {in_unit(abs(middle), step, unit)}".strip()


def _for_one(outcome: str) -> str:
    """Say for how much the price is."""
    return f" for one {NOUNS[outcome][0]}" if outcome in NOUNS else ""


def all_told(findings: Findings) -> list[Told]:
    """Return every headline indicator of the whole sector in the last year, ready to be told."""
    return [drawing.told(findings, name) for name in drawing.held(findings, [entry.id for entry in headline()])]
