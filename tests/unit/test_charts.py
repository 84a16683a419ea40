"""Charts carry the table's numbers and keep the house's conventions; no browser is needed to see that."""

import json
from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd
import pytest

from foresight.presentation import charts, theme
from foresight.presentation.chart_rows import difference_rows, path_rows, single_difference_rows, single_path_rows
from foresight.presentation.readings import Segment, reading, select
from tests.support import synthetic

AXIS = charts.Axis("Living organisations", "organisations")


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return select(synthetic.table(), "organisations")


@pytest.fixture(scope="module")
def pairs() -> pd.DataFrame:
    return select(synthetic.pairs(), "organisations")


def paths(rows: pd.DataFrame) -> alt.LayerChart:
    return charts.filled("paths", AXIS, path_rows(rows, AXIS.unit))


def differences(rows: pd.DataFrame, axis: charts.Axis = AXIS) -> alt.LayerChart:
    return charts.filled("differences", axis, difference_rows(rows, axis.unit))


def spec(chart: alt.LayerChart) -> dict[str, Any]:
    """Return a chart as the browser gets it, checked against the Vega-Lite schema."""
    return chart.to_dict()


def records(found: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the data sets of a chart."""
    return list(found["datasets"].values())


def marks(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return all layers of a chart."""
    yield from found["layer"]


def test_paths_carry_both_arms_of_the_table(rows: pd.DataFrame) -> None:
    data = next(data for data in records(spec(paths(rows))) if "band" in data[0])
    assert len(data) == 2 * len(rows)
    for arm, name in (("Without", "without"), ("With plan", "with")):
        found = [record for record in data if record["arm"] == arm]
        assert [record["middle"] for record in found] == pytest.approx(rows[f"{name}_p50"].tolist())
        assert [record["low"] for record in found] == pytest.approx(rows[f"{name}_p10"].tolist())
        assert [record["high"] for record in found] == pytest.approx(rows[f"{name}_p90"].tolist())
        assert [record["year"] for record in found] == rows["year"].tolist()


def test_differences_are_the_tables_and_zero_is_in_the_middle(rows: pd.DataFrame) -> None:
    found = spec(differences(rows))
    data = next(data for data in records(found) if "told" in data[0])
    assert [record["middle"] for record in data] == pytest.approx(rows["difference_p50"].tolist())
    assert data[-1]["bottom"] == -data[-1]["top"]
    assert data[-1]["top"] >= rows[["difference_p10", "difference_p90"]].abs().max(axis=None)
    (nought,) = [mark["encoding"] for mark in marks(found) if mark["encoding"].get("y") == {"datum": 0}]
    assert [nought[end]["datum"] for end in ("x", "x2")] == [2002, 2022]  # not beyond the axis, where names of lines have room


def test_single_runs_are_the_pairs(pairs: pd.DataFrame) -> None:
    data = next(
        data for data in records(spec(charts.filled("single_paths", AXIS, single_path_rows(pairs)))) if "replicate" in data[0]
    )
    assert len(data) == 2 * len(pairs)
    drawn = charts.filled("single_differences", AXIS, single_difference_rows(pairs))
    apart = next(data for data in records(spec(drawn)) if "replicate" in data[0])
    assert [record["difference"] for record in apart] == pytest.approx((pairs["with"] - pairs["without"]).tolist())


def test_grey_dashes_are_without_and_solid_green_blue_is_with(rows: pd.DataFrame) -> None:
    line = next(mark for mark in marks(spec(paths(rows))) if mark["mark"]["type"] == "line")
    assert line["encoding"]["color"]["scale"] == {
        "domain": ["Without", "With plan"],
        "range": [theme.WITHOUT, theme.WITH],
    }
    assert line["encoding"]["strokeDash"]["scale"]["range"] == [[7, 5], [1, 0]]


def test_years_have_no_comma_and_lines_are_labelled_directly(rows: pd.DataFrame, pairs: pd.DataFrame) -> None:
    for chart in (paths(rows), charts.filled("single_paths", AXIS, single_path_rows(pairs))):
        found = spec(chart)
        x = next(mark["encoding"]["x"] for mark in marks(found) if "x" in mark["encoding"])
        assert x["axis"]["format"] == "d"
        assert x["axis"]["values"][-1] == 2022
        labels = [record["label"] for data in records(found) for record in data if "label" in record]
        assert sorted(labels) == ["With plan", "Without"]
        assert '"legend": null' in json.dumps(found)


def test_the_unit_is_in_the_axis_title(rows: pd.DataFrame) -> None:
    assert next(marks(spec(paths(rows))))["encoding"]["y"]["axis"]["title"] == "Living organisations (number)"
    money = charts.Axis("Income", "GBP m, 2002 prices")
    title = next(marks(spec(differences(rows, money))))["encoding"]["y"]["axis"]["title"]
    assert title == "Difference the plan makes, pair by pair (£ million, 2002 prices)"
    share = charts.Axis("Closures", "% a year")
    title = next(marks(spec(differences(rows, share))))["encoding"]["y"]["axis"]["title"]
    assert title == "Difference the plan makes, pair by pair (percentage points)"


def test_the_axis_of_differences_speaks_instead_of_showing_signs(rows: pd.DataFrame) -> None:
    words = next(marks(spec(differences(rows))))["encoding"]["y"]["axis"]["labelExpr"]
    assert "' more'" in words
    assert "' fewer'" in words
    assert "abs(datum.value)" in words


def test_a_flat_indicator_can_be_drawn(rows: pd.DataFrame) -> None:
    flat = rows.copy()
    numeric = [name for name in flat.columns if name.endswith(("p10", "p50", "p90"))]
    flat[numeric] = 0.0
    for chart, reach in ((differences(flat), (-1.0, 1.0)), (paths(flat), (0.0, 1.0))):
        last = records(spec(chart))[0][-1]
        assert (last["bottom"], last["top"]) == reach


def test_a_chart_is_built_once_and_knows_no_numbers(rows: pd.DataFrame) -> None:
    bare = charts.built("paths", AXIS)
    assert bare is charts.built("paths", AXIS)
    assert "datasets" not in spec(bare)
    assert {mark["data"]["name"] for mark in marks(spec(bare)) if "data" in mark} <= {charts.ROWS}
    filled = spec(paths(rows))
    assert filled.pop("datasets").keys() == {charts.ROWS}
    assert "datasets" not in spec(bare)


def test_nothing_in_a_chart_points_to_the_network(rows: pd.DataFrame) -> None:
    found = spec(paths(rows))
    found.pop("$schema")
    assert "http" not in json.dumps(found)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [theme.WITH, theme.WITHOUT, theme.WORSE, theme.INK, theme.QUIET])
def test_colours_are_readable_on_paper(colour: str) -> None:
    assert contrast(colour, theme.PAPER) >= 4.5


def test_selection_takes_one_indicator_and_segment_in_order() -> None:
    table = synthetic.table()
    part = table.assign(segment_kind="size", segment="Over 1m")
    both = pd.concat([part, table.iloc[::-1]], ignore_index=True)
    found = select(both, "jobs", Segment("size", "Over 1m"))
    assert found["year"].tolist() == list(synthetic.YEARS)
    assert set(found["segment"]) == {"Over 1m"}
    last = reading(select(both, "jobs"))
    row = table[(table["indicator"] == "jobs") & (table["year"] == 2022)].iloc[0]
    assert last.year == 2022
    assert last.with_plan == pytest.approx((row["with_p10"], row["with_p50"], row["with_p90"]))
    assert last.difference == pytest.approx((row["difference_p10"], row["difference_p50"], row["difference_p90"]))
