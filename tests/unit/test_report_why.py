"""Why, in a report: what it says of barriers is what was found, the same in every format."""

import io
import re
from dataclasses import replace
from html import unescape

import numpy as np
import pandas as pd
import pypdf
import pytest
from pptx import Presentation

from foresight.analysis.barriers import BARRIERS, freed
from foresight.analysis.findings import Findings
from foresight.analysis.further import LINKED
from foresight.model.run import YEARS
from foresight.presentation.answers import reasons
from foresight.presentation.report import page, paper, slides
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Grid, Picture, Report, Text
from tests.support.findings import findings
from tests.support.words import jargon

PAIRS = 5
FIRST = "The first to give way for certain, in 2010: People"


def states(gains: dict[str, float], start: int = 2010) -> pd.DataFrame:
    """Return barriers that a plan frees organisations of by some points from a year on."""
    without = np.full((PAIRS, len(YEARS), len(BARRIERS)), 0.5)
    with_plan = without.copy()
    for name, gain in gains.items():
        with_plan[:, [year >= start for year in YEARS], BARRIERS.index(name)] += gain / 100
    table = freed(without, with_plan)
    table.attrs["pairs"] = PAIRS
    return table


def with_parts(*, gains: dict[str, float] | None = None, otherwise: float = 20.0, linked: bool = False) -> Report:
    """Return a report on findings in which everything is 20 more, and another number where barriers are taken the other way."""
    made = findings()
    last = {
        name: made.table[made.table["year"] == 2022].assign(**{f"difference_{end}": value for end in ("p10", "p50", "p90")})
        for name, value in (("as_is", 20.0), ("otherwise", otherwise))
    }
    for table in last.values():
        table.attrs["pairs"] = PAIRS
    parts = {**last, "barriers": states({"human-resources": 3.0} if gains is None else gains)}
    return compose(Findings(made.future, made.plan, made.table, {**made.manifest, "assumptions": {LINKED: linked}}, parts))


def why(report: Report) -> list[Text | Grid | Picture]:
    section = next(one for one in report.sections if one.id == "why")
    return [block for block in section.blocks if isinstance(block, Text | Grid | Picture)]


def drawn(report: Report) -> Picture:
    return next(block for block in why(report) if isinstance(block, Picture))


def test_the_barrier_that_gave_way_first_is_told_with_its_table() -> None:
    picture = drawn(with_parts())
    assert picture.sentence.startswith(f"{FIRST} (3.0 points freer, as in 2022).")
    rows = {row[0]: row[1:] for row in picture.grid.rows}
    assert rows["People"] == ("50.0", "53.0", "gives way from 2010", "3.0 points freer", "3.0 points freer")
    assert rows["Funding"][2:] == ("not for certain", "no such year", "no difference")
    assert picture.series is not None
    assert list(picture.series.values["Middle"]) == pytest.approx([3.0 * (name == "human-resources") for name in BARRIERS])


def test_a_barrier_that_grows_heavier_is_told_too() -> None:
    picture = drawn(with_parts(gains={"funding": -2.0}))
    assert "Heavier with the plan, from 2010 on: Funding." in picture.sentence
    assert {row[0]: row[3] for row in picture.grid.rows}["Funding"] == "heavier from 2010"


def test_of_few_pairs_nothing_is_claimed() -> None:
    made = findings()
    table = states({"human-resources": 3.0})
    table.attrs["pairs"] = 2
    picture = drawn(compose(replace(made, parts={"barriers": table})))
    assert "Too few pairs of runs to tell so far" in picture.sentence
    assert {row[3] for row in picture.grid.rows} == {"too early to say"}


@pytest.mark.parametrize(
    ("otherwise", "linked", "said", "verdict"),
    [
        (20.0, False, "With barriers linked instead, in 5 further pairs of runs: 8 of the 8 findings", "Still more"),
        (-20.0, False, "With barriers linked instead, in 5 further pairs of runs: 0 of the 8 findings", "Turns round"),
        (0.0, True, "With barriers not linked instead, in 5 further pairs of runs: 0 of the 8 findings", "Hardly any"),
    ],
)
def test_what_hangs_on_linked_barriers_is_counted(*, otherwise: float, linked: bool, said: str, verdict: str) -> None:
    blocks = why(with_parts(otherwise=otherwise, linked=linked))
    assert any(isinstance(one, Text) and one.text.startswith(said) for one in blocks)
    grid = next(one for one in blocks if isinstance(one, Grid))
    assert grid.columns[1:3] == (("Linked", "Not linked") if linked else ("Not linked", "Linked"))
    assert all(verdict in row[3] for row in grid.rows[:1])


def test_what_a_barrier_is_stands_behind_the_picture_that_it_explains() -> None:
    blocks = why(with_parts())
    place = blocks.index(Text(reasons.STATE))
    assert isinstance(blocks[place - 1], Picture)


def test_every_format_says_it() -> None:
    report = with_parts()
    assert not jargon(" ".join(str(block) for block in why(report)))
    web = unescape(re.sub(r"<[^>]*>", " ", page.html(report).decode().split("<script>")[0]))
    deck = Presentation(io.BytesIO(slides.pptx(report)))
    shown = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    sheets = [paper.pdf(report), paper.large_print(report)]
    texts = [" ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages).split()) for data in sheets]
    for text in (web, " ".join(shown), *texts):
        assert FIRST in text
        assert "With barriers linked instead" in text
    for text in (web, *texts):
        assert "gives way from 2010" in text


def test_what_was_not_looked_into_is_said_to_be_so() -> None:
    said = [one.text for one in why(compose(findings())) if isinstance(one, Text)]
    assert sum("not worked out" in text for text in said) == 3
