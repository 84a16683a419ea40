"""Saved plans: kept until deleted, one under each name, and two tabs do not lose each other's."""

import threading
from pathlib import Path

import pytest

from foresight.scenario import library
from foresight.scenario.exchange import same, written
from foresight.scenario.saved import FOLDER, MOST, Saved, SavedError, id_of, place

PLAN = library.plan("first-steps")


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    return Saved(tmp_path / "plans")


def test_a_plan_is_kept_under_its_name_and_found_again(saved: Saved) -> None:
    kept = saved.keep(PLAN, "  Our   plan, caf\u00e9 ")
    assert (kept.id, kept.title) == ("saved-our-plan-cafe", "Our plan, caf\u00e9")
    plans, wrong = Saved(saved.folder).all()
    assert list(plans) == [kept.id]
    assert same(plans[kept.id], kept)
    assert not wrong
    assert library.validate(*saved.folder.glob("*.yaml")) == []
    saved.delete(kept.id)
    saved.delete(kept.id)
    assert saved.all() == ({}, {})


def test_a_name_that_is_taken_is_kept_unless_it_may_be_replaced(saved: Saved) -> None:
    saved.keep(PLAN, "Ours")
    with pytest.raises(SavedError, match="of this name already"):
        saved.keep(library.plan("rural-first"), "ours")
    saved.keep(library.plan("rural-first"), "Ours", replace=True)
    (plan,) = saved.all()[0].values()
    assert plan.actions == library.plan("rural-first").actions


@pytest.mark.parametrize("name", ["", "   ", "a" * 81, "<b>", "[link](x)", "two\x00lines", "\u043f\u043b\u0430\u043d", "?!"])
def test_a_name_that_cannot_be_one_is_refused(saved: Saved, name: str) -> None:
    with pytest.raises(SavedError, match="cannot be a plan's name"):
        saved.keep(PLAN, name)


def test_no_name_leads_out_of_the_folder(saved: Saved) -> None:
    assert saved.keep(PLAN, "../up").id == "saved-up"
    assert [path.parent for path in saved.folder.parent.rglob("*.yaml")] == [saved.folder]


@pytest.mark.parametrize("id_", ["../first-steps", "saved-../x", "first-steps", "saved-a/b", ""])
def test_only_saved_plans_can_be_deleted(saved: Saved, id_: str) -> None:
    with pytest.raises(SavedError, match="No saved plan"):
        saved.delete(id_)


def test_a_file_that_is_no_plan_is_named_and_hides_no_other(saved: Saved) -> None:
    saved.keep(PLAN, "Good")
    (saved.folder / "saved-bad.yaml").write_text("kind: plan\nid: [", encoding="utf-8")
    (saved.folder / "saved-future.yaml").write_text(written(library.future("trend")), encoding="utf-8")
    plans, wrong = saved.all()
    assert list(plans) == ["saved-good"]
    assert wrong["saved-bad"].startswith("saved-bad.yaml:2: ")
    assert wrong["saved-future"] == "saved-future.yaml: found a future; expected a plan"
    saved.delete("saved-bad")
    assert list(saved.all()[1]) == ["saved-future"]


def test_many_tabs_save_at_once_and_none_is_lost(saved: Saved) -> None:
    refused: list[str] = []

    def tab(number: int) -> None:
        saved.keep(PLAN, f"Plan {number}")
        try:
            saved.keep(PLAN, "The same")
        except SavedError:
            refused.append(str(number))

    tabs = [threading.Thread(target=tab, args=(number,)) for number in range(8)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert len(saved.all()[0]) == 9
    assert len(refused) == 7
    assert list(saved.folder.glob("*.part")) == []


def test_there_is_an_end_to_how_many(saved: Saved) -> None:
    saved.keep(PLAN, "One")
    text = (saved.folder / "saved-one.yaml").read_text(encoding="utf-8")
    for number in range(MOST - 1):
        (saved.folder / f"saved-{number}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SavedError, match="Delete one first"):
        saved.keep(PLAN, "One more")


def test_a_folder_that_cannot_be_made_gets_a_message(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(SavedError, match="cannot be saved"):
        Saved(tmp_path / "taken").keep(PLAN, "Ours")


def test_the_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    assert place() == tmp_path
    assert Saved().folder == tmp_path
    monkeypatch.delenv(FOLDER)
    assert place().name == "plans"
    assert id_of("A") == "saved-a"
