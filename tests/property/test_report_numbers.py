"""Whole reports, whatever was found: each number in a sentence is in its section's table, and words agree with signs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple
from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foresight.analysis.additionality import NO_NET_GAIN, TERMS
from foresight.analysis.barriers import BARRIERS, UNIT
from foresight.analysis.findings import Findings
from foresight.indicators.measures import INDICATORS
from foresight.indicators.reading import headline
from foresight.presentation import bars
from foresight.presentation.numbers import step_for
from foresight.presentation.report import drawing
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Grid, Picture, Points, Report, Section, Text
from foresight.scenario import library
from tests.support.findings import row
from tests.support.words import every_text, jargon

NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
YEARS = (2002, 2012, 2022)
GROUPS = (("size", "Under GBP 10k"), ("size", "GBP 10k-100k"), ("size", "Over GBP 1m"), ("place", "rural"), ("place", "urban"))
ENDS = ("p10", "p50", "p90")
EIGHT_IN_TEN = {"8", "10"}
A_HUNDRED = {"100"}
STUDIES = {"95", "100"}
UP, DOWN = re.compile(r"\b(more|higher|freer|up)\b"), re.compile(r"\b(fewer|less|lower|down)\b")
STANDS = re.compile(r"Still (?!too close)")
NAMES = re.compile("|".join(map(re.escape, ("£10k\N{EN DASH}100k", "£10k", "£1m"))))
"""Names of groups, which hold numbers that nobody counted."""

SIZES = (0.004, 0.3, 7.0, 260.0, 41_000.0)
Band = tuple[float, float, float]


def difference(chance: Random) -> Band:
    """Return a gain, a loss, nothing, or something undecided, of any size."""
    size, kind = chance.choice(SIZES), chance.choice(["gain", "loss", "open", "none", "same"])
    one, two, three = sorted(chance.random() * size + size / 50 for _ in range(3))
    bands: dict[str, Band] = {
        "gain": (one, two, three),
        "loss": (-three, -two, -one),
        "open": (-one, chance.uniform(-one, one), three),
        "none": (0.0, 0.0, 0.0),
        "same": (two, two, two),
    }
    return bands[kind]


def level(chance: Random) -> Band:
    middle = chance.choice(SIZES) * chance.uniform(1, 3)
    spread = chance.choice([0.0, 0.01, 0.3]) * middle
    return (middle - spread, middle, middle + spread * 0.7)


def table(chance: Random, groups: Sequence[tuple[str, str]], years: Sequence[int]) -> pd.DataFrame:
    nothing = (0.0, 0.0, 0.0)
    return pd.DataFrame(
        [
            row(entry.id, group, year, level(chance), difference(chance) if year == 2022 else nothing, chance.randint(0, 20) / 20)
            for entry in headline()
            for group in groups
            for year in years
        ]
    )


def account(chance: Random) -> dict[str, pd.DataFrame]:
    """Return what members gain and others lose, who is worse off, and what the smaller half gets."""
    cost = chance.choice([0.0, 0.4, 31.7])
    rows = []
    for outcome, unit, title in (("organisations", "organisations", "Organisations"), ("income", "GBP m, 2002 prices", "Income")):
        one: dict[str, object] = {"outcome": outcome, "title": title, "unit": unit, "span": "2022", "cost_gbp_m": cost}
        terms = {term: difference(chance) for term in TERMS}
        one |= {f"{term}_{end}": value for term, band in terms.items() for end, value in zip(ENDS, band, strict=True)}
        net = terms["net_gain"][1]
        rows.append(one | {f"cost_per_net_gbp_{end}": 1e6 * cost / net if net > 0 else NO_NET_GAIN for end in ENDS})
    everybody: dict[str, object] = {"segment_kind": "all", "segment": "all", "organisations": 14_810}
    for name in ("worse", "better"):
        everybody |= {f"{name}_{end}": n for end, n in zip(ENDS, sorted(chance.randint(0, 4_000) for _ in ENDS), strict=True)}
    half = dict(zip(ENDS, difference(chance), strict=True)) | {"pairs": chance.choice([0, 20])}
    return {"additionality": pd.DataFrame(rows), "losers": pd.DataFrame([everybody]), "lower_half": pd.DataFrame([half])}


def states(chance: Random) -> pd.DataFrame:
    """Return the four barriers over five years."""
    made = []
    for name in BARRIERS:
        band = tuple(value / 1_000 for value in difference(chance))
        start = chance.randint(2018, 2024)
        for year in range(2018, 2023):
            now = band if year >= start else (0.0, 0.0, 0.0)
            one: dict[str, object] = {"indicator": name, "unit": UNIT, "segment_kind": "all", "segment": "all", "year": year}
            arms = {"without": (40.0, 50.0, 55.0), "with": tuple(50 + value for value in now), "difference": now}
            one |= {f"{arm}_{end}": value for arm, each in arms.items() for end, value in zip(ENDS, each, strict=True)}
            made.append(one | {"share_better": 0.5})
    return pd.DataFrame(made)


class Shape(NamedTuple):
    """What findings are drawn from: the seed of their numbers, how many pairs, whether there are groups and further tables."""

    seed: int
    pairs: int
    grouped: bool
    accounted: bool
    further: bool
    plan: str


shapes = st.builds(
    Shape,
    st.integers(0, 10**9),
    st.sampled_from([2, 5, 20]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["first-steps", "whole-programme"]),
)


def found(shape: Shape) -> Findings:
    """Return findings of a shape; its plan may cost something or nothing."""
    chance = Random(shape.seed)  # noqa: S311 - nothing secret
    groups = (("all", "all"), *(GROUPS if shape.grouped else ()))
    parts = account(chance) if shape.accounted else {}
    if shape.further:
        parts |= {name: table(chance, groups[:1], (2022,)) for name in ("low", "as_is", "otherwise")}
        parts |= {"barriers": states(chance)}
    record = {"pairs": shape.pairs, "seed": 1, "scale": 1.0, "strength": "central", "model_version": "9.9", "inputs": {}}
    return Findings(library.future("funding-cliff"), library.plan(shape.plan), table(chance, groups, YEARS), record, parts)


def composed(findings: Findings) -> Report:
    """Return the report without what its charts look like, which takes longest and says nothing more."""
    with patch.object(drawing, "specified", lambda _: {}), patch.object(bars, "group_differences", lambda *_, **__: None):
        return compose(findings)


def numbers(text: str) -> list[str]:
    """Return the numbers written in a text, but for those in the names of groups."""
    return [found.rstrip(",") for found in NUMBER.findall(NAMES.sub("", text))]


def cells(section: Section, *, pictures: bool = True) -> set[str]:
    """Return the numbers in a section's tables."""
    grids = [block for block in section.blocks if isinstance(block, Grid)]
    grids += [block.grid for block in section.pictures] if pictures else []
    return {number for grid in grids for one in (grid.columns, *grid.rows) for cell in one for number in numbers(cell)}


def sentences(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Text):
            yield block.text
        elif isinstance(block, Picture):
            yield from (block.headline, block.sentence)


def section(report: Report, name: str) -> Section:
    return next(one for one in report.sections if one.id == name)


def strangers(part: Section, known: set[str]) -> list[tuple[str, str]]:
    """Return the numbers in a section's sentences that are neither in its tables nor known, each with its sentence."""
    written = cells(part) | known
    return [(number, text) for text in sentences(part) for number in numbers(text) if number not in written]


def what_changes_says_the_numbers_of_its_tables(findings: Findings, report: Report) -> None:
    known = EIGHT_IN_TEN | A_HUNDRED | {str(findings.pairs), "5", "0", "1", *map(str, YEARS)}
    assert strangers(section(report, "changes"), known) == []


def for_whom_says_the_numbers_of_its_tables(findings: Findings, report: Report) -> None:
    part = section(report, "whom")
    counts = {str(len(picture.grid.rows)) for picture in part.pictures}
    verdicts = [Counter(cell[-1] for cell in picture.grid.rows) for picture in part.pictures]
    counts |= {str(count) for one in verdicts for count in one.values()}
    costs = findings.parts.get("additionality")
    planned = sum(findings.plan.costs(library.actions()).values())
    prices = {"2002", *([] if costs is None else [f"{cost:.1f}" for cost in [*costs["cost_gbp_m"], planned]])}
    assert strangers(part, EIGHT_IN_TEN | counts | prices | {"2022", "5", str(findings.pairs)}) == []
    for picture, verdict in zip(part.pictures, verdicts, strict=True):
        for word in ("better", "worse"):
            said = re.search(rf"{word} in (\d+) of", picture.headline)
            assert (int(said[1]) if said else 0) == verdict[word.capitalize()], picture.headline


def why_says_the_numbers_of_its_tables(findings: Findings, report: Report) -> None:
    part = section(report, "why")
    known = EIGHT_IN_TEN | STUDIES | {str(findings.pairs), "0", "5"}
    grids = [block for block in part.blocks if isinstance(block, Grid) and block.columns[-1] == "That is"]
    for grid in grids:
        verdicts = [row[-1] for row in grid.rows]
        stand = sum(bool(STANDS.match(verdict)) for verdict in verdicts)
        certain = stand + sum(one.startswith(("Turns", "No longer", "Hardly anything is left")) for one in verdicts)
        said = [text for text in sentences(part) if "instead, in" in text]
        tally = re.search(r"(\d+) of the (\d+) findings", said[0])
        assert tally is None or (int(tally[1]), int(tally[2])) == (stand, certain), (said, verdicts)
        known |= {str(stand), str(certain)}
    assert strangers(part, known) == []


def how_sure_says_the_numbers_of_its_tables(findings: Findings, report: Report) -> None:
    part = section(report, "sure")
    grid = next(block for block in part.blocks if isinstance(block, Grid) and block.columns[0] == "Grade")
    graded = {cell[0]: int(cell[2]) for cell in grid.rows}
    total = sum(graded.values())
    further = {str(findings.pairs), "10"}  # pairs of further runs, and their share of the sector
    assert strangers(part, {str(total), f"{100 * graded['D'] / total:.0f}"} | further) == []
    first = next(one for one in section(report, "changes").blocks if isinstance(one, Grid))
    agreed = {numbers(cell[-1])[0] for cell in first.rows if numbers(cell[-1])}
    for block in part.blocks:
        for text in block.items if isinstance(block, Points) else ():
            assert set(numbers(text)) <= agreed | {str(findings.pairs)}


def losers_are_those_of_the_table(findings: Findings, report: Report) -> None:
    part = section(report, "whom")
    last = findings.table[findings.table["year"] == 2022]
    groups = last[last["segment_kind"] != "all"]
    worse = 0
    for one in groups.to_dict("records"):
        better = INDICATORS[str(one["indicator"])].better
        against = one["difference_p90"] < 0 if better == "more" else one["difference_p10"] > 0 if better == "fewer" else False
        worse += bool(against) and findings.pairs >= 5
    listed = [text for block in part.blocks if isinstance(block, Points) for text in block.items]
    assert len(listed) <= worse
    bands = [
        (one["difference_p50"], step_for(one["difference_p50"], one["difference_p10"], one["difference_p90"], one["unit"]))
        for one in groups.to_dict("records")
    ]
    for text in listed:
        said = float(numbers(text)[0].replace(",", ""))
        assert any(said == pytest.approx(abs(middle), abs=step / 2 * 1.000001) for middle, step in bands), text


def words_agree_with_signs_and_are_plain(findings: Findings, report: Report) -> None:
    table = next(one for one in section(report, "changes").blocks if isinstance(one, Grid))
    rows = findings.table[(findings.table["year"] == 2022) & (findings.table["segment_kind"] == "all")]
    by_title = {INDICATORS[str(one["indicator"])].title: one for one in rows.to_dict("records")}
    for cell in table.rows:
        one, said = by_title[cell[0].split(" (", 1)[0]], cell[3]
        if UP.search(said):
            assert one["difference_p10"] > 0
        elif DOWN.search(said):
            assert one["difference_p90"] < 0
        elif "close" in said:
            assert one["difference_p10"] <= 0 <= one["difference_p90"]
    texts = every_text(report)
    assert [text for text in texts if jargon(text)] == []
    assert [text for text in texts if re.search(r"(?<![\w-])-\d", text)] == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shapes)
def test_whole_reports_say_the_numbers_of_their_tables(shape: Shape) -> None:
    findings = found(shape)
    report = composed(findings)
    for holds in (
        what_changes_says_the_numbers_of_its_tables,
        for_whom_says_the_numbers_of_its_tables,
        why_says_the_numbers_of_its_tables,
        how_sure_says_the_numbers_of_its_tables,
        losers_are_those_of_the_table,
        words_agree_with_signs_and_are_plain,
    ):
        holds(findings, report)
