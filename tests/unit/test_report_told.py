"""What a report tells besides its numbers: at which strength, what was assumed, on what evidence, and what it asks of whom."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest

from foresight.analysis.findings import Findings
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Block, Grid, Points, Report, Text
from tests.support.findings import findings

PAIRS = 5


def blocks(report: Report, name: str) -> tuple[Block, ...]:
    return next(one for one in report.sections if one.id == name).blocks


def texts(report: Report, name: str) -> str:
    """Return the running text of a section."""
    found = blocks(report, name)
    said = [one.text for one in found if isinstance(one, Text)]
    return " ".join([*said, *(item for one in found if isinstance(one, Points) for item in one.items)])


def grids(report: Report, name: str) -> Mapping[str, Grid]:
    """Return the tables of a section by their captions."""
    return {one.caption: one for one in blocks(report, name) if isinstance(one, Grid)}


def with_record(found: Findings, **words: object) -> Findings:
    """Return findings of which something else was recorded."""
    return replace(found, manifest={**found.manifest, **words})


def last_year(found: Findings, more: float) -> pd.DataFrame:
    """Return a further table in which everything is so many more for certain."""
    table = found.table[found.table["year"] == 2022].assign(**{f"difference_{end}": more for end in ("p10", "p50", "p90")})
    table.attrs["pairs"] = PAIRS
    return table


@pytest.mark.parametrize(
    ("strength", "head"), [("central", "Central effects"), ("high", "Strong effects"), (0.5, "Effects times 0.5")]
)
def test_weak_effects_stand_beside_the_same_runs(strength: object, head: str) -> None:
    made = with_record(findings(), strength=strength)
    report = compose(replace(made, parts={"as_is": last_year(made, 7.0), "low": last_year(made, 3.0)}))
    (grid,) = [one for caption, one in grids(report, "sure").items() if caption.endswith("with weak effects")]
    assert grid.columns == ("", head, "Weak effects")
    assert grid.rows[0] == ("Registered organisations open", "7 more organisations", "3 more organisations")
    assert "5 further pairs of runs (10% of the sector)" in texts(report, "sure")


@pytest.mark.parametrize(
    ("strength", "said"), [("low", "weak effects already"), (0, "without any effect"), ("0.0", "without any effect")]
)
def test_no_weaker_effects_are_set_beside_the_weakest(strength: object, said: str) -> None:
    made = with_record(findings(), strength=strength)
    report = compose(replace(made, parts={"as_is": last_year(made, 7.0), "low": last_year(made, 3.0)}))
    assert said in texts(report, "sure")
    assert not any("weak effects" in caption for caption in grids(report, "sure"))
