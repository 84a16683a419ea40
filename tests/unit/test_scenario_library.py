"""Are files found, told apart, hashed and described?"""

import hashlib
import json
from pathlib import Path

import pytest

from foresight.ensemble.arm import pairing_key
from foresight.ensemble.pairs import Pairing
from foresight.errors import InvalidInput
from foresight.scenario import Future, Plan, library
from tests.support import scenarios
from tests.support.paths import ROOT
from tests.support.scenarios import future_with


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return scenarios.open_library(tmp_path, monkeypatch)


def test_the_checkout_or_the_installed_package_holds_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert library.shipped() == ROOT / "scenarios"
    module = tmp_path / "foresight" / "scenario" / "library.py"
    (tmp_path / "foresight" / "shipped" / "scenarios").mkdir(parents=True)
    monkeypatch.setattr(library, "__file__", str(module))
    assert library.shipped() == tmp_path / "foresight" / "shipped" / "scenarios"


@pytest.mark.parametrize("word", ["a/b", "a\\b", "a.yaml", "a.yml", "A.YAML", Path("a")])
def test_what_looks_like_a_path_is_one(word: str | Path) -> None:
    assert library.is_path(word)


def test_what_looks_like_a_name_is_one() -> None:
    assert not library.is_path("funding-cliff")


def test_a_future_can_be_named_or_pointed_to(shelf: Path) -> None:
    assert library.future("trend") == library.future(shelf / "futures" / "trend.yaml")
    assert library.plan("nudge-then-meet") == library.plan(str(shelf / "plans" / "nudge-then-meet.yaml"))


def test_every_shipped_file_is_valid_alone_and_together_and_named_after_its_id() -> None:
    folders = [library.shipped() / folder for folder in ("futures", "plans", "actions", "baseline")]
    paths = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    assert len(paths) >= 9
    assert library.validate(*paths) == []
    for things in (library.futures(), library.plans(), library.actions()):
        for name in things:
            assert any(path.stem == name for path in paths)


def test_a_changed_file_is_read_again(shelf: Path) -> None:
    path = shelf / "futures" / "trend.yaml"
    assert library.futures()["trend"].title != "Another title for the trend"
    text = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join("title: Another title for the trend" if line.startswith("title:") else line for line in text), "utf-8"
    )
    assert library.futures()["trend"].title == "Another title for the trend"


def test_one_bad_file_among_those_that_ship_is_told_with_all_its_problems(shelf: Path) -> None:
    (shelf / "futures" / "bad.yaml").write_text("kind: future\nid: bad\n", encoding="utf-8")
    (shelf / "futures" / "worse.yaml").write_text("", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        library.futures()
    assert len(caught.value.problems) == 4  # title, summary and drivers of the first; all of the second
    assert str(caught.value).count("\n") == 3


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc\r\n")
    assert library.content_hash(path) == hashlib.sha256(b"abc\r\n").hexdigest()


def test_the_input_files_of_a_future_and_a_plan_are_all_listed(shelf: Path) -> None:
    assert library.input_files("trend", "future") == (shelf / "futures" / "trend.yaml",)
    table = shelf / "futures" / "ages.csv"
    table.write_text("year,pop65\n2002,16\n2022,20\n", encoding="utf-8")
    mine = shelf / "futures" / "mine.yaml"
    mine.write_text(future_with("{kind: csv, file: ages.csv, column: pop65}"), encoding="utf-8")
    assert library.input_files(mine, "future") == (mine, table)
    assert library.future(mine).trajectories()["pop65"][40] == pytest.approx(18)
    assert [path.name for path in library.input_files("nudge-then-meet", "plan")] == [
        "nudge-then-meet.yaml",
        "gentle-nudge.yaml",
        "shared-table.yaml",
    ]
    assert library.input_files("none", "plan") == ()


def test_a_future_whose_table_was_edited_shares_no_run_with_what_it_was(shelf: Path) -> None:
    table, mine = shelf / "futures" / "ages.csv", shelf / "futures" / "mine.yaml"
    mine.write_text(future_with("{kind: csv, file: ages.csv, column: pop65}"), encoding="utf-8")
    keys = []
    for last in (20, 30, 20):
        table.write_text(f"year,pop65\n2002,16\n2022,{last}\n", encoding="utf-8")
        keys.append(pairing_key(Pairing(library.future(mine), Plan.none(), 1, 0.05, "central")))
    assert keys[0] == keys[2] != keys[1]


@pytest.mark.parametrize("kind", ["future", "plan", "action"])
def test_every_kind_of_file_has_a_json_schema_with_words_for_every_key(kind: str) -> None:
    schema = library.json_schema(kind)
    assert json.loads(json.dumps(schema)) == schema
    assert all(about.get("description") for about in schema["properties"].values())
    assert schema["additionalProperties"] is False


def test_the_json_schema_knows_every_profile_by_its_kind() -> None:
    text = json.dumps(library.json_schema("future"))
    for kind in ("constant", "linear", "step", "phase_out", "pulse", "logistic", "csv"):
        assert f'"const": "{kind}"' in text


def test_an_unknown_kind_of_file_has_no_schema() -> None:
    with pytest.raises(InvalidInput, match="Did you mean future"):
        library.json_schema("futur")


def test_a_file_given_twice_is_checked_once(shelf: Path) -> None:
    path = shelf / "futures" / "trend.yaml"
    assert library.validate(path, str(path)) == []


def test_a_future_of_the_users_own_may_carry_a_shipped_id(shelf: Path, tmp_path: Path) -> None:
    copy = tmp_path / "trend.yaml"
    copy.write_bytes((shelf / "futures" / "trend.yaml").read_bytes())
    assert isinstance(library.future(copy), Future)


def test_plans_are_read_again_when_an_action_that_they_use_is_gone(shelf: Path) -> None:
    plan = next(plan for plan in library.plans().values() if plan.actions)
    (shelf / "actions" / f"{plan.actions[0].action}.yaml").unlink()
    with pytest.raises(InvalidInput):
        library.plans()
