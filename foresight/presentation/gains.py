"""Who gains and who loses: the parts of the sector in rows, in sentences, and on a map drawn from shipped outlines."""

import json
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from foresight.analysis.additionality import AT_THE_END
from foresight.analysis.comparison import Comparison
from foresight.indicators.measures import INDICATORS
from foresight.presentation import theme
from foresight.presentation.charts import finished, spoken_unit
from foresight.presentation.naming import in_words, spoken
from foresight.presentation.numbers import difference, in_money
from foresight.presentation.readings import band_of, read
from foresight.presentation.sentences import FEWEST_PAIRS, TOO_EARLY, Direction, Judgement, Told, judgement, listed

OUTLINES = Path(__file__).parent / "boundaries" / "counties.geojson"
PARTS = {
    "size": "By size: the year's income",
    "place": "In towns and in the country",
    "leadership": "Led by black and minority ethnic people, or by others",
    "activity": "By what they do",
    "members": "Those who take part, and those who do not",
}
"""The ways to tell organisations apart that are drawn as bars."""

NAMES = {
    "other": "led by others",
    "member": "take part",
    "non-member": "do not take part",
    "urban": "in towns",
    "rural": "in the country",
}
MAP_HEIGHT = 560
MAP_KEY = "✓ and green-blue: for the better. ✗ and rust: for the worse. ?: too close to call. =: no difference."
MARKS = {Judgement.BETTER: "✓", Judgement.WORSE: "✗", Judgement.CHANGED: "≠", Judgement.NONE: "="}
"""What stands beside a county's name or number, so that the map can be read in grey; else it is a question mark."""
MOST_NAMED = 3


def rows_of(comparison: Comparison, indicator: str, kind: str) -> pd.DataFrame:
    """Return the last year of an indicator in every part of a kind in which there is somebody in all runs."""
    labels = [label for one, label in comparison.segments.names if one == kind]
    found = [comparison.cut(indicator, kind, label).table().tail(1) for label in labels]
    table = pd.concat([one for one in found if len(one)], ignore_index=True) if any(map(len, found)) else pd.DataFrame()
    return table.assign(segment=table["segment"].replace(NAMES)) if len(table) else table


def told_of(rows: pd.DataFrame, pairs: int, *, alike: bool = False) -> list[tuple[str, Told]]:
    """Return each part's name with its reading, ready to be told."""
    return [(str(row["segment"]).replace("GBP ", "£"), Told.of(read(row), pairs, alike=alike)) for row in rows.to_dict("records")]


def sentence(told: Sequence[tuple[str, Told]], title: str) -> str:
    """Say which parts gain most and which lose most, and where it is too close to call."""
    if any(one.direction is Direction.EARLY for _, one in told):
        return f"{title}. {TOO_EARLY}: fewer than {FEWEST_PAIRS} pairs of runs."
    better = _named(told, Judgement.BETTER)
    worse = _named(told, Judgement.WORSE)
    changed = _named(told, Judgement.CHANGED)
    open_ = [name for name, one in told if judgement(one) in {Judgement.OPEN, Judgement.HARDLY}]
    same = [name for name, one in told if judgement(one) is Judgement.NONE]
    if len(same) == len(told):
        return f"{title}. No difference anywhere."
    said = [
        f"{words}: {listed(names, MOST_NAMED)}"
        for words, names in (("Better off", better), ("Worse off", worse), ("Changed", changed))
        if names
    ]
    if open_:
        said.append(f"Too close to call, or hardly any difference: {listed(open_, MOST_NAMED)}")
    if same:
        said.append(f"No difference: {listed(same, MOST_NAMED)}")
    return f"{title}. {'. '.join(said)}."


def table(told: Sequence[tuple[str, Told]]) -> pd.DataFrame:
    """Return the numbers behind bars or a map, in words."""
    rows = []
    for name, one in told:
        low, middle, high = one.reading.difference
        unit = one.reading.unit
        rows.append(
            {
                "Part": name,
                "Difference (middle of the pairs)": in_words(middle, low, high, unit),
                "8 in 10 pairs": f"{in_words(low, low, high, unit)} to {in_words(high, low, high, unit)}",
                "That is": judgement(one).value,
            }
        )
    return pd.DataFrame(rows)


def county_map(told: Sequence[tuple[str, Told]], size: theme.Size) -> alt.LayerChart:
    """Draw the difference in each county: green-blue where it is for the better, rust for the worse, the words written on it.

    At a projector's size there is no room for words on it: then each county has a number and a mark, and `key` tells them.
    """
    values = {name: _shown(one) for name, one in told}
    reach = max((abs(value["turned"]) for value in values.values()), default=1.0) or 1.0
    features = [
        {**feature, "properties": {**feature["properties"], **values[feature["properties"]["county"]]}}
        for feature in outlines()["features"]
        if feature["properties"]["county"] in values
    ]
    colour = alt.Color(
        "properties.turned:Q",
        scale=alt.Scale(domain=[-reach, 0, reach], range=["#e0a58a", "#f7f7f5", "#7fbfc2"]),
        legend=None,
    )
    tips = [alt.Tooltip("properties.county:N", title="County"), alt.Tooltip("properties.told:N", title="Difference")]
    ground = (
        alt.Chart(alt.InlineData(values=features))
        .mark_geoshape(stroke=theme.QUIET, strokeWidth=1.2)
        .encode(color=colour, tooltip=tips)
        .project(type="identity", reflectY=True)
    )
    said = {name: f"{name}{values[name]['label']}" for name in values} if size is not theme.PROJECTOR else _numbered(told)
    places = [(county, *place) for county, place in LABELS.items() if county in said]
    labels = pd.DataFrame([{"county": county, "x": x, "y": y, "text": said[county]} for county, x, y in places])
    words = (
        alt.Chart(labels)
        .transform_calculate(lines="split(datum.text, '|')")
        .mark_text(fontSize=size.place, color=theme.INK, lineHeight=1.3 * size.place)
        .encode(longitude="x:Q", latitude="y:Q", text="lines:N")
        .project(type="identity", reflectY=True)
    )
    return finished([ground, words], MAP_HEIGHT, size)


def _numbered(told: Sequence[tuple[str, Told]]) -> dict[str, str]:
    """Return each county's number with a mark for whether that is good news."""
    return {name: f"{place} {MARKS.get(judgement(one), '?')}" for place, (name, one) in enumerate(told, start=1)}


def key(told: Sequence[tuple[str, Told]]) -> str:
    """Return the key to a map of numbers, as HTML: number and mark, county, difference, and whether that is for the better."""
    marks = _numbered(told)
    words = {name: f"{_shown(one)['told']}{_verdict(one)}" for name, one in told}
    lines = [f"<li><strong>{marks[name]} {escape(name)}</strong>: {escape(said)}</li>" for name, said in words.items()]
    return f'<ul class="fs-key" aria-label="The counties on the map">{"".join(lines)}</ul>'


def _verdict(told: Told) -> str:
    found = judgement(told)
    return f" ({found.value.lower()})" if found in {Judgement.BETTER, Judgement.WORSE} else ""


@cache
def outlines() -> dict[str, Any]:
    """Return the outlines of the counties as they ship."""
    found: dict[str, Any] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return found


LABELS = {
    "Derby": (-0.895, 52.93), "Derbyshire": (-0.96, 53.2), "Leicester": (-0.682, 52.63), "Leicestershire": (-0.80, 52.72),
    "Lincolnshire": (-0.16, 53.15), "Northamptonshire": (-0.53, 52.3), "Nottingham": (-0.70, 52.955),
    "Nottinghamshire": (-0.61, 53.18), "Rutland": (-0.39, 52.66),
}  # fmt: skip
"""Where a county's name stands: in the shipped map's own degrees, kept apart so that none covers another."""


def displaced(comparison: Comparison) -> pd.DataFrame:
    """Return the plan's account in the last year in words: what members gain, what others lose, and what is left."""
    found = comparison.additionality
    rows = []
    for _, row in found[found["span"] == AT_THE_END].iterrows():
        gain, lost, net = _difference(row, "gross_gain"), _loss(row), _difference(row, "net_gain")
        rows.append({"What": row["title"], "Those who take part": gain, "Taken from others": lost, "Left for all": net})
    return pd.DataFrame(rows)


def displaced_sentence(comparison: Comparison) -> str:
    """Say in money what those who take part gain and what the others lose."""
    found = comparison.additionality
    row = found[(found["span"] == AT_THE_END) & (found["outcome"] == "income")].iloc[0]
    gain = _difference(row, "gross_gain")
    return (
        f"Income in {AT_THE_END}, those who take part against the same organisations without the plan: {gain}. "
        f"What others lose by it: {_loss(row)}."
    )


def _difference(row: "pd.Series[Any]", term: str) -> str:
    """Write a term of the account with its band."""
    low, middle, high = band_of(row, term)
    return spoken(middle, low, high, str(row["unit"]))


def _loss(row: "pd.Series[Any]") -> str:
    """Write what others lose: an amount, or that it is too close to call."""
    low, middle, high = band_of(row, "displacement")
    return spoken(middle, low, high, str(row["unit"]), _lost)


def _lost(value: float, low: float, high: float, unit: str) -> str:
    words = difference(value, low, high, unit)
    if words == "none":
        return "nothing"
    amount = in_money(words.rsplit(" ", 1)[0], unit)
    return amount if value > 0 else f"a gain of {amount}"


def _shown(told: Told) -> dict[str, Any]:
    """Return what a map shows of a county: no colour where the pairs disagree."""
    low, middle, high = told.reading.difference
    decided = told.direction in {Direction.MORE, Direction.LESS}
    turned = -middle if told.better == "fewer" else middle
    words = in_words(middle, low, high, told.reading.unit) if decided else _undecided(told)
    label = f" {MARKS.get(judgement(told), '?')}" + (f"|{words}" if decided else "")
    return {
        "turned": turned if decided else 0.0,
        "told": words,
        "label": label,
    }


def _undecided(told: Told) -> str:
    if told.direction is Direction.EARLY:
        return TOO_EARLY.lower()
    return "no difference" if told.direction is Direction.NONE else "too close to call"


def _named(told: Sequence[tuple[str, Told]], which: Judgement) -> list[str]:
    """Return the parts of a judgement with their differences, the largest first."""
    found = [(name, one.reading) for name, one in told if judgement(one) is which]
    found.sort(key=lambda one: -abs(one[1].difference.middle))
    return [
        f"{name} ({in_words(one.difference.middle, one.difference.low, one.difference.high, one.unit)})" for name, one in found
    ]


def axis_words(indicator: str) -> str:
    """Return an indicator's title with its unit, for a choice."""
    one = INDICATORS[indicator]
    return f"{one.title} ({spoken_unit(one.unit)})"
