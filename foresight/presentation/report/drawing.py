"""Pictures of a report: an indicator's two paths, their difference, and the difference group by group."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from foresight.analysis.findings import Findings
from foresight.indicators.measures import INDICATORS
from foresight.presentation import bars, charts, sentences, tables
from foresight.presentation.chart_rows import difference_rows, path_rows
from foresight.presentation.numbers import COUNTED, banded, less_word, signed, step_for
from foresight.presentation.readings import WHOLE_SECTOR, Segment, reading, select
from foresight.presentation.report.content import Grid, Picture, Series
from foresight.presentation.sentences import UNDECIDED, Told

UNDECIDED_EVERYWHERE = {
    frozenset({sentences.Judgement.NONE}): "no difference in any group",
    frozenset({sentences.Judgement.HARDLY}): "hardly any difference in any group",
    frozenset({sentences.Judgement.NONE, sentences.Judgement.HARDLY}): "hardly any difference, or none, in every group",
    frozenset({sentences.Judgement.OPEN}): "too close to call in every group",
}
"""What is said of groups that are undecided for the same reason."""
EVERY = 5
"""Years between the rows of a table under a chart."""


def told(findings: Findings, indicator: str, segment: Segment = WHOLE_SECTOR) -> Told:
    """Return the last year of an indicator, ready to be told."""
    return Told.of(reading(select(findings.table, indicator, segment)), findings.pairs, alike=findings.alike)


def told_further(findings: Findings, part: str, indicator: str) -> Told:
    """Return an indicator in one of the tables that further runs make, ready to be told."""
    table = findings.parts[part]
    return Told.of(reading(select(table, indicator)), int(table.attrs.get("pairs", findings.pairs)))


def measured(words: Told) -> str:
    """Return an indicator's title with its unit, which things that are counted name themselves."""
    unit = words.reading.unit
    return words.title if unit in COUNTED else f"{words.title} ({charts.spoken_unit(unit)})"


def held(findings: Findings, indicators: Iterable[str]) -> list[str]:
    """Return those of some indicators that the findings hold for the whole sector."""
    table = findings.table
    known = set(table[table["segment_kind"] == WHOLE_SECTOR.kind]["indicator"])
    return [name for name in indicators if name in known]


def paths(findings: Findings, indicator: str) -> Picture:
    """Return the picture of an indicator without and with the plan."""
    rows, words = select(findings.table, indicator), told(findings, indicator)
    records = path_rows(rows, words.reading.unit)
    names = {"Without": "without_p50", "With plan": "with_p50"}
    return Picture(
        id=f"{indicator}-paths",
        headline=sentences.headline(words, findings.plan.title),
        sentence=sentences.path(reading(rows, 0), words.reading),
        spec=specified(charts.filled("paths", charts.Axis(words.title, words.reading.unit), records)),
        grid=_grid(rows, words, ["Without", "With the plan"], "runs"),
        sources=_sources(indicator),
        series=Series(
            "lines",
            words.reading.unit,
            _years(rows),
            {name: list(rows[column]) for name, column in names.items()},
            reach=(float(records[-1]["bottom"]), float(records[-1]["top"])),
        ),
    )


def differences(findings: Findings, indicator: str) -> Picture:
    """Return the picture of the paired difference in an indicator."""
    rows, words = select(findings.table, indicator), told(findings, indicator)
    records = difference_rows(rows, words.reading.unit)
    names = {"Middle": "difference_p50", "Lower end": "difference_p10", "Upper end": "difference_p90"}
    agreed = sentences.agreement(words)
    return Picture(
        id=f"{indicator}-difference",
        headline=_changed(words),
        sentence=f"{sentences.band(words)}.{f' {agreed}.' if agreed else ''}",
        spec=specified(charts.filled("differences", charts.Axis(words.title, words.reading.unit), records)),
        grid=_grid(rows, words, ["Difference"], "pairs"),
        sources=_sources(indicator),
        series=Series(
            "lines",
            words.reading.unit,
            _years(rows),
            {name: list(rows[column]) for name, column in names.items()},
            less=less_word(words.reading.unit),
        ),
    )


def _changed(words: Told) -> str:
    """Say what the plan changes of an indicator, which is named also where that is undecided."""
    about = f" about {words.words.topic}" if words.direction in UNDECIDED else ""
    return f"What the plan changes{about}: {sentences.change(words).lower()}"


def groups(findings: Findings, indicator: str, kind: str) -> Picture | None:
    """Return the picture of the difference in each group of a kind in the last year; None where there are fewer than two."""
    table = findings.table
    here = (table["indicator"] == indicator) & (table["segment_kind"] == kind) & (table["year"] == table["year"].max())
    rows = table[here].reset_index(drop=True)
    if len(rows) < 2:  # noqa: PLR2004 - nothing to set against each other
        return None
    entry, unit = INDICATORS[indicator], str(rows["unit"].iloc[0])
    all_told = [Told.of(reading(rows, place), findings.pairs, alike=findings.alike) for place in range(len(rows))]
    names = [sentences.segment_name(Segment(kind, name)).split(": ", 1)[-1] for name in rows["segment"]]
    cells, named = list(zip(names, all_told, strict=True)), rows.assign(segment=names)
    return Picture(
        id=f"{indicator}-{kind}",
        headline=f"{sentences.SEGMENT_KINDS.get(kind, kind)}: {_who(rows, all_told)}",
        sentence=f"{entry.title} in {all_told[0].reading.year}, with the plan against without it. {_across(findings.pairs)}"
        f"{sentences.moving(kind, alike=findings.alike)}",
        spec=specified(
            bars.group_differences(named, charts.Axis(entry.title, unit), entry.better, marks=sentences.marks(all_told))
        ),
        grid=Grid(
            f"{entry.title}: the difference in each group. {_brackets(findings.pairs, 'pairs')}",
            ("Group", "Without", "Difference", "That is"),
            tuple((name, sentences.levels(one)[0], _with_band(one), sentences.judgement(one).value) for name, one in cells),
        ),
        sources=_sources(indicator),
        series=_bars(unit, cells),
    )


def _bars(unit: str, cells: Sequence[tuple[str, Told]]) -> Series:
    """Return the groups as bars with their bands; undecided ones say so."""
    lows, middles, highs = zip(*(one.reading.difference for _, one in cells), strict=True)
    wrong = {"more": -1.0, "fewer": 1.0}.get(cells[0][1].better, 0.0)
    return Series(
        "bars",
        unit,
        [name for name, _ in cells],
        {"Difference": middles},
        (lows, highs),
        less=less_word(unit),
        marks=sentences.marks([one for _, one in cells]),
        worse=[middle * wrong > 0 for middle in middles],
    )


def _who(rows: pd.DataFrame, all_told: list[Told]) -> str:
    """Say in how many of the groups the plan does good, and in how many harm."""
    found = [sentences.judgement(one) for one in all_told]
    if sentences.Judgement.EARLY in found:
        return f"{sentences.TOO_EARLY.lower()}, with fewer than {sentences.FEWEST_PAIRS} pairs of runs"
    better, worse = found.count(sentences.Judgement.BETTER), found.count(sentences.Judgement.WORSE)
    if not better and not worse:
        return UNDECIDED_EVERYWHERE.get(frozenset(found), "too close to call, or hardly any difference, in every group")
    parts = [f"better in {better} of {len(rows)} groups"] if better else []
    parts += [f"worse in {worse} of {len(rows)}"] if worse else []
    return " and ".join(parts)


def _with_band(one: Told) -> str:
    low, middle, high = one.reading.difference
    step = step_for(middle, low, high, one.reading.unit)
    return banded(middle, low, high, lambda value: signed(value, step, one.reading.unit))


def _grid(rows: pd.DataFrame, words: Told, columns: list[str], held: str) -> Grid:
    """Return every fifth year and the last of the numbers that a chart shows; `held` is what their bands hold."""
    years = rows["year"]
    shown = rows[(years % EVERY == years.max() % EVERY) | (years == years.min())]
    caption = f"{measured(words)}. {_brackets(words.pairs, held)}"
    return Grid.of(caption, tables.behind_chart(shown, words.reading.unit)[columns])


def _brackets(pairs: int, held: str) -> str:
    """Say what the values in brackets are: they hold runs, or pairs of runs."""
    if pairs == 1:
        return "From one pair of runs, so nothing is in brackets."
    if pairs < sentences.FEWEST_PAIRS:
        return f"In brackets, roughly, what {pairs} pairs of runs show."
    return f"8 in 10 {held} lie between the values in brackets."


def _across(pairs: int) -> str:
    """Say what the line across a bar is."""
    if pairs == 1:
        return "From one pair of runs, so no line is across a bar."
    if pairs < sentences.FEWEST_PAIRS:
        return f"The line across a bar holds, roughly, what {pairs} pairs of runs show."
    return "The line across a bar holds 8 in 10 pairs."


def _sources(indicator: str) -> str:
    """Say what a chart's numbers are and where they come from."""
    definition = INDICATORS[indicator].definition
    return f"{definition} Source: this model, from the East Midlands baseline of 2002; its sources are listed at the end."


def _years(rows: pd.DataFrame) -> list[str]:
    return [str(year) for year in rows["year"]]


def specified(chart: alt.LayerChart) -> dict[str, Any]:
    """Return a chart's specification with names that are the same in every run (Altair numbers its views)."""
    with alt.data_transformers.enable("default", consolidate_datasets=False):
        text = json.dumps(chart.to_dict(validate=False), sort_keys=True)
    found: dict[str, Any] = json.loads(text)
    _strip_names(found)
    return found


def _strip_names(node: Any) -> None:  # noqa: ANN401 - any JSON
    """Remove the counters that Altair gives as names of views."""
    if isinstance(node, dict):
        if str(node.get("name", "")).startswith("view_"):
            del node["name"]
        for value in node.values():
            _strip_names(value)
    elif isinstance(node, list):
        for value in node:
            _strip_names(value)
