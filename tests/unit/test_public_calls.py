"""Do `compare` and `simulate` return what they promise, and refuse with one clear message what they cannot do?"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import foresight
from foresight.analysis.cut import COLUMNS
from foresight.errors import ForesightError
from foresight.indicators.reading import headline
from foresight.model.run import YEARS
from foresight.scenario import library

SCALE = 0.02
WRONG_FOR_BOTH: list[dict[str, Any]] = [
    {"scale": 0.0},
    {"scale": -0.1},
    {"scale": float("nan")},
    {"scale": float("inf")},
    {"scale": 101.0},
    {"scale": 0.001},
    {"seed": -1},
    {"seed": 2**63},
    {"seed": 1.5},
    {"strength": -1.0},
    {"strength": float("nan")},
    {"strength": float("inf")},
    {"strength": "huge"},
]
WRONG_FOR_COMPARE: list[dict[str, Any]] = [{"pairs": 0}, {"pairs": -3}, {"pairs": 2.5}, {"workers": 0}]
WRONG_FOR_SIMULATE: list[dict[str, Any]] = [{"replicate": -1}, {"replicate": 2**24}]


def said(wrong: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in wrong.items())


@pytest.fixture(scope="module")
def comparison() -> foresight.Comparison:
    return foresight.compare("funding-cliff", "whole-programme", pairs=5, scale=SCALE)


@pytest.mark.parametrize("wrong", WRONG_FOR_BOTH + WRONG_FOR_COMPARE, ids=said)
def test_compare_refuses_what_it_cannot_do_and_names_it(wrong: dict[str, Any]) -> None:
    with pytest.raises(ForesightError, match=next(iter(wrong))):
        foresight.compare("trend", "first-steps", **({"pairs": 1, "scale": SCALE} | wrong))


@pytest.mark.parametrize("wrong", WRONG_FOR_BOTH + WRONG_FOR_SIMULATE, ids=said)
def test_simulate_refuses_what_it_cannot_do_and_names_it(wrong: dict[str, Any]) -> None:
    with pytest.raises(ForesightError, match=next(iter(wrong))):
        foresight.simulate("trend", "first-steps", **({"scale": SCALE} | wrong))


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_in_a_worker_is_the_same_error(workers: int) -> None:
    with pytest.raises(ForesightError, match="scale"):
        foresight.compare("trend", "first-steps", pairs=2, scale=0.001, workers=workers)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ForesightError, match="Did you mean funding-cliff"):
        foresight.compare("funding-clif", "first-steps")
    with pytest.raises(ForesightError, match="Did you mean first-steps"):
        foresight.simulate("trend", "frist-steps")


def test_objects_and_names_give_the_same(comparison: foresight.Comparison) -> None:
    made = foresight.compare(foresight.future("funding-cliff"), foresight.plan("whole-programme"), 5, SCALE, 1, "central")
    pd.testing.assert_frame_equal(made.table, comparison.table, check_exact=True)


def test_the_table_is_tidy(comparison: foresight.Comparison) -> None:
    table = comparison.table
    keys = ["indicator", "segment_kind", "segment", "year"]
    assert tuple(table.columns) == COLUMNS
    assert not table.duplicated(keys).any()
    assert set(table["indicator"]) == set(foresight.INDICATORS)
    assert set(table["year"]) == set(YEARS)
    assert set(table["segment"]) >= {"all", "Leicestershire", "rural", "urban", "BME-led", "Under GBP 10k"}
    units = {name: entry.unit for name, entry in foresight.INDICATORS.items()}
    assert (table["unit"] == table["indicator"].map(units)).all()
    flows = {name for name, entry in foresight.INDICATORS.items() if entry.flow}
    assert set(table.loc[table["year"] == YEARS[0], "indicator"]) == set(foresight.INDICATORS) - flows


def test_the_bands_are_the_quantiles_of_the_pairs(comparison: foresight.Comparison) -> None:
    pairs = comparison.pairs.assign(difference=lambda made: made["with"] - made["without"])
    row = comparison.table.query("indicator == 'jobs' and segment == 'rural' and year == 2015").iloc[0]
    single = pairs.query("indicator == 'jobs' and segment == 'rural' and year == 2015")
    assert sorted(single["replicate"]) == list(range(5))
    for name in ("without", "with", "difference"):
        for label, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
            assert row[f"{name}_{label}"] == pytest.approx(np.quantile(single[name], share))
    assert row["share_better"] == pytest.approx((single["difference"] > 0).mean())


def test_fewer_is_better_where_the_indicator_says_so(comparison: foresight.Comparison) -> None:
    pairs = comparison.pairs.query("indicator == 'chair_vacancies' and segment == 'all' and year == 2022")
    row = comparison.table.query("indicator == 'chair_vacancies' and segment == 'all' and year == 2022").iloc[0]
    assert row["share_better"] == pytest.approx((pairs["with"] < pairs["without"]).mean())
    neither = [name for name, entry in foresight.INDICATORS.items() if entry.better == "none"]
    share = comparison.table.set_index("indicator")["share_better"]
    assert share.loc[neither].isna().all()
    assert share.drop(neither).between(0, 1).all()


def test_bands_are_in_order(comparison: foresight.Comparison) -> None:
    for name in ("without", "with", "difference"):
        low, middle, high = (comparison.table[f"{name}_{part}"] for part in ("p10", "p50", "p90"))
        assert ((low <= middle) & (middle <= high)).all()


def test_the_headline_is_the_last_year_of_the_whole_sector(comparison: foresight.Comparison) -> None:
    found = comparison.headline()
    assert list(found["indicator"]) == [entry.id for entry in headline()]
    assert set(found["year"]) == {2022}
    assert set(found["segment"]) == {"all"}
    assert list(found["better"]) == [entry.better for entry in headline()]


def test_segments_add_up_to_the_whole(comparison: foresight.Comparison) -> None:
    single = comparison.pairs.query("replicate == 0 and year == 2012")
    for indicator in ("organisations", "groups", "income", "jobs", "volunteers"):
        mine = single[single["indicator"] == indicator]
        whole = float(mine.query("segment_kind == 'all'")["with"].iloc[0])
        for kind, rows in mine.groupby("segment_kind"):
            assert rows["with"].sum() == pytest.approx(whole), (indicator, kind)


def test_the_manifest_says_what_a_result_was_made_of(comparison: foresight.Comparison) -> None:
    manifest = comparison.manifest
    assert {"model_version", "inputs", "seed", "pairs", "scale", "strength", "start", "wall_seconds"} <= set(manifest)
    assert (manifest["seed"], manifest["pairs"], manifest["scale"], manifest["strength"]) == (1, 5, SCALE, "central")
    assert manifest["wall_seconds"] > 0
    shipped = library.shipped()
    baseline = {path.relative_to(shipped).as_posix() for path in (shipped / "baseline").iterdir()}
    used = {f"actions/{item.action}.yaml" for item in comparison.plan.actions}
    wanted = baseline | used | {"futures/funding-cliff.yaml", "plans/whole-programme.yaml"}
    assert set(manifest["inputs"]) == wanted
    for name, digest in manifest["inputs"].items():
        assert digest == library.content_hash(shipped / name)


def test_the_manifest_of_objects_made_in_python_names_their_actions_too() -> None:
    made = foresight.compare(foresight.future("trend"), foresight.plan("first-steps"), pairs=1, scale=SCALE)
    used = {f"actions/{item.action}.yaml" for item in made.plan.actions}
    assert used <= set(made.manifest["inputs"])
    assert any("trend" in name for name in made.manifest["inputs"])
    assert any("first-steps" in name for name in made.manifest["inputs"])


def test_a_comparison_is_written_as_csv_parquet_and_manifest(comparison: foresight.Comparison, tmp_path: Path) -> None:
    paths = comparison.write(tmp_path / "deep" / "down")
    assert [path.name for path in paths] == [
        "comparison.csv",
        "comparison.parquet",
        "manifest.json",
        "additionality.csv",
        "losers.csv",
        "lower_half.csv",
        "aspirations.csv",
        "diffusion.csv",
        f"{comparison.future.id}.yaml",
        f"{comparison.plan.id}.yaml",
    ]
    pd.testing.assert_frame_equal(pd.read_parquet(paths[1]), comparison.table, check_exact=True)
    pd.testing.assert_frame_equal(pd.read_csv(paths[0]), comparison.table, check_exact=True)


def test_progress_is_told_pair_by_pair() -> None:
    told: list[tuple[int, int]] = []
    foresight.compare("trend", "first-steps", pairs=3, scale=SCALE, progress=lambda done, wanted: told.append((done, wanted)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_run_has_a_tidy_table() -> None:
    run = foresight.simulate("trend", replicate=2, scale=SCALE, seed=9)
    assert list(run.table.columns) == ["indicator", "unit", "segment_kind", "segment", "year", "value"]
    assert (run.future, run.plan, run.seed, run.replicate) == ("trend", "none", 9, 2)
    assert not run.table["value"].isna().any()
