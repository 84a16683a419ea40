"""Results that were taken away: looked at again they are the same, and what is no result gets a message."""

import io
import json
import zipfile

import pytest

import foresight
from foresight.analysis.comparison import Comparison
from foresight.analysis.kept import MAX_RECORD, Kept, opened, packed
from foresight.ensemble.crew import Ask
from foresight.ensemble.identity import model_version
from foresight.ensemble.pairs import Pairing
from foresight.errors import ForesightError
from foresight.presentation import keeping
from foresight.scenario import library
from foresight.scenario.assumptions import checked
from foresight.scenario.exchange import received, same
from foresight.scenario.plans import Plan


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return foresight.compare("trend", "first-steps", pairs=2, scale=0.03)


@pytest.fixture(scope="module")
def small(taken: bytes) -> dict[str, bytes]:
    """Return the two files that matter, the table with the rows of the whole sector only."""
    inside = unzipped(taken)
    return {"comparison.csv": opened(inside).table.to_csv(index=False).encode(), "manifest.json": inside["manifest.json"]}


@pytest.fixture(scope="module")
def taken(comparison: Comparison) -> bytes:
    return packed(comparison)


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files.items():
            folder.writestr(name, content)
    return made.getvalue()


def unzipped(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as folder:
        return {name: folder.read(name) for name in folder.namelist()}


def test_results_come_back_with_the_same_numbers(comparison: Comparison, taken: bytes) -> None:
    kept = opened({"results.zip": taken})
    shown = keeping.headlines(kept)
    assert shown["Number"].tolist() == comparison.headline()["title"].tolist()
    assert not shown["Difference"].str.startswith("-").any()
    before = keeping.headlines(Kept(comparison.table, comparison.manifest))
    assert shown.equals(before)
    assert keeping.about(kept).startswith("first-steps in trend: 2 pairs of runs")
    assert f"version {model_version()} " in keeping.about(kept)
    assert keeping.apart(kept) == ""


def test_table_and_record_beside_each_other_will_do(small: dict[str, bytes]) -> None:
    kept, in_a_folder = opened(small), opened({"folder.zip": zipped({f"results/{name}": raw for name, raw in small.items()})})
    assert kept.manifest == in_a_folder.manifest
    assert kept.table.equals(in_a_folder.table)


def test_future_and_plan_travel_along(comparison: Comparison, taken: bytes) -> None:
    inside = unzipped(taken)
    assert same(received(inside["trend.yaml"], "trend.yaml"), comparison.future)
    assert same(received(inside["first-steps.yaml"], "first-steps.yaml"), comparison.plan)


def test_results_of_another_version_say_so(small: dict[str, bytes]) -> None:
    record = json.loads(small["manifest.json"])
    for change, words in (({"model_version": "9.9"}, "may differ"), ({"model_code": "0"}, "has changed since")):
        other = {**small, "manifest.json": json.dumps(record | change).encode()}
        assert words in keeping.apart(opened(other))


def test_what_is_no_result_gets_a_message(taken: bytes, small: dict[str, bytes]) -> None:
    table, record = small["comparison.csv"], small["manifest.json"]
    wrong = {
        "found no zip file": {"a.zip": b"PK nothing"},
        "found no comparison.csv": {"manifest.json": record},
        "found no manifest.json": {"comparison.csv": table},
        "found no record": {"comparison.csv": table, "manifest.json": b"[" * 10_000},
        "found no 'future'": {"comparison.csv": table, "manifest.json": b"[]"},
        "found no column 'indicator'": {"comparison.csv": b"a,b\n1,2\n", "manifest.json": record},
        "found no table": {"comparison.csv": b"", "manifest.json": record},
        "without all of its numbers": {**small, "comparison.csv": table.replace(b",2022,", b",2022,x", 1)},
        "of more than": {"a.zip": zipped({"comparison.csv": table, "manifest.json": b" " * (MAX_RECORD + 1)})},
        "that are no numbers": {**small, "manifest.json": record.replace(b'"pairs": 2', b'"pairs": "2"')},
    }
    for words, files in wrong.items():
        with pytest.raises(ForesightError, match=words):
            opened(files)
    with pytest.raises(ForesightError):
        opened({"a.zip": taken[: len(taken) // 2]})


def test_the_command_names_what_ships_and_the_files_of_what_does_not() -> None:
    future, plan = library.future("trend"), library.plan("first-steps")
    mine = plan.model_copy(update={"id": "mine"})
    assumed = checked({"baseline.money.pool_noise": 0.05})

    def told(**changes: object) -> str:
        asked = {"future": future, "plan": plan, "seed": 3, "scale": 0.2, "strength": "central", **changes}
        return keeping.command(Ask(Pairing(**asked), 20), library.futures(), library.plans())  # type: ignore[arg-type]

    assert told() == "foresight compare trend --plan first-steps --pairs 20 --scale 0.2 --seed 3"
    assert "--plan mine.yaml" in told(plan=mine)
    assert "--plan none " in told(plan=Plan.none())
    assert told(strength="low").endswith("--strength low")
    assert told(assumptions=assumed).endswith('--assume "baseline.money.pool_noise=0.05"')
