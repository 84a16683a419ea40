"""Keep and share, run by Streamlit without a browser: what goes out comes back, and what is wrong changes nothing."""

import dataclasses
import json
import shlex
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from foresight.analysis.kept import packed
from foresight.config import FrozenMap
from foresight.scenario import exchange, library, saved
from foresight.scenario.assumptions import checked
from foresight.scenario.links import sealed, unsealed
from foresight.ui import address, choice, session, visitor
from foresight.ui.choice import Choice
from foresight.ui.session import Seen
from tests.support.cli import call
from tests.support.paths import ROOT
from tests.unit.test_kept import unzipped

PAGE = str(ROOT / "foresight" / "ui" / "pages" / "keep.py")
SMALL = (2, 0.03)
OTHER: dict[str, Any] = {
    "future": "trend",
    "plan": library.plan("rural-first").model_copy(update={"id": "mine", "title": "Mine"}),
    "based_on": "rural-first",
    "strength": "low",
    "thoroughness": choice.FULL,
    "seed": 77,
    "assumptions": checked({"drivers.la_fund": 0.9}),
    "wild_cards": FrozenMap({"pandemic": 2009}),
}
"""A choice unlike the first one in every field; a field that is new has to be added here."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(saved.FOLDER, str(tmp_path / "plans"))
    monkeypatch.setitem(choice.THOROUGHNESS, choice.QUICK, SMALL)
    return tmp_path


@pytest.fixture
def page() -> AppTest:
    return opened()


def opened(link: str | None = None, *, page: str = PAGE) -> AppTest:
    """Open the page, by a link or as it is; no page at all where only the address matters."""

    def script(page: str) -> None:  # as app.py does it, with this page only
        import runpy  # noqa: PLC0415 - Streamlit runs this function's text alone

        from foresight.ui import address  # noqa: PLC0415

        address.follow("keep")
        if page:
            runpy.run_path(page)

    found = AppTest.from_function(script, args=(page,), default_timeout=240)
    if link is not None:
        found.query_params[address.LINK] = link
    return found.run()


def chosen(page: AppTest) -> Choice:
    found: Choice = page.session_state[choice.STATE].choice
    return found


def bar(page: AppTest) -> str:
    return unescape(
        next(one.proto.body for one in page.get("html") if "fs-now" in one.proto.body and "<style" not in one.proto.body)
    )


def link(page: AppTest) -> str:
    """Return the link that the page shows."""
    (shown,) = (code.value for code in page.code if code.value.startswith("http"))
    return parse_qs(urlsplit(shown).query)[address.LINK][0]


def at(page: AppTest) -> str:
    """Return the link in the address."""
    return str(page.query_params[address.LINK])


def press(page: AppTest, label: str) -> AppTest:
    """Press the button of a label."""
    return next(one for one in page.button if one.label == label).click().run()


def send(page: AppTest, key: str, *files: tuple[str, bytes]) -> AppTest:
    """Put files into an uploader."""
    kinds = {"yaml": "text/yaml", "zip": "application/zip", "csv": "text/csv", "json": "application/json"}
    sent = [(name, raw, kinds[name.rpartition(".")[2]]) for name, raw in files]
    return page.file_uploader(key=key).set_value(sent).run()


def change(page: AppTest, **changes: Any) -> AppTest:
    """Choose something else, as a control on another page does."""
    held = page.session_state[choice.STATE]
    held.before, held.choice = [*held.before, held.choice], dataclasses.replace(held.choice, **changes)
    return page.run()


def test_every_field_of_a_choice_travels_in_a_link(page: AppTest) -> None:
    first = chosen(page)
    assert {field.name for field in dataclasses.fields(Choice)} == set(OTHER), "a new field: does a link carry it?"
    assert [name for name, value in OTHER.items() if getattr(first, name) == value] == []
    change(page, **OTHER)
    there = opened(link(page))
    assert not there.exception
    assert not there.error
    assert not there.warning
    assert [name for name in OTHER if getattr(chosen(there), name) != getattr(chosen(page), name)] == []
    assert bar(there) == bar(page)
    press(there, "Undo")
    assert chosen(there) == first


def test_the_address_follows_the_choice_and_the_back_button_leads_back(page: AppTest) -> None:
    assert address.LINK not in page.query_params
    change(page, future="trend")
    trend = at(page)
    change(page, seed=5)
    assert at(page) != trend
    page.query_params[address.LINK] = trend
    page.run()
    assert (chosen(page).future, chosen(page).seed) == ("trend", 1)
    del page.query_params[address.LINK]
    page.run()
    assert chosen(page) == choice.Choice(choice.FIRST_FUTURE, library.plan(choice.FIRST_PLAN), choice.FIRST_PLAN)


@pytest.mark.parametrize(
    "spoil", [lambda one: one[:-3], lambda one: one[:40] + "A" + one[41:], lambda _: "x", lambda _: "A" * 20_000]
)
def test_a_spoilt_link_gets_one_message_and_the_first_comparison(spoil: Any) -> None:
    page = opened(page="")
    change(page, future="trend", seed=2)
    there = opened(spoil(at(page)), page="")
    assert not there.exception
    assert len(there.error) == 1
    assert "Nothing is lost" in there.error[0].value
    assert chosen(there).future == choice.FIRST_FUTURE
    change(there, seed=3)
    assert not there.error


FORGED: dict[str, Any] = {
    "future": ["nowhere", 7, {"file": "kind: ["}, {"file": exchange.written(library.plan("first-steps"))}],
    "plan": ["nowhere", {"file": "kind: plan\nactions: []"}, None],
    "based_on": [[], "nowhere"],
    "strength": ["loud", 3],
    "thoroughness": ["For ever", {}],
    "seed": [-1, 10**9, "1", True, 1.5],
    "assumptions": [{"baseline.nothing": 1}, [1], "x"],
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_link_cannot_choose_what_is_not_there(name: str) -> None:
    there = opened(page="")
    first = chosen(there)
    change(there, future="trend")
    facts = unsealed(at(there))
    for value in FORGED[name]:
        there = opened(sealed({**facts, "choice": {**facts["choice"], name: value}}), page="")
        assert not there.exception
        assert len(there.error) == 1, value
        assert chosen(there) == first


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"version": "0.0.9"}, "made with version 0.0.9"),
        ({"code": "0"}, "another state of version"),
        ({"data": "0"}, "other scenario files"),
    ],
)
def test_a_link_of_another_version_says_so_and_opens(made: dict[str, str], words: str) -> None:
    page = opened(page="")
    change(page, future="trend")
    facts = unsealed(at(page))
    there = opened(sealed({**facts, "made": {**facts["made"], **made}}), page="")
    assert not there.error
    assert words in there.warning[0].value
    assert "Numbers may differ" in there.warning[0].value
    assert chosen(there).future == "trend"


def test_a_future_that_was_brought_along_is_used_shared_and_taken_back(page: AppTest) -> None:
    mine = exchange.written(library.future("trend").model_copy(update={"title": "A future of mine"})).encode()
    send(page, "bring", ("mine.yaml", mine))
    assert not page.error
    assert any("Its id trend is taken here" in one.value.replace("\\", "") for one in page.markdown)
    assert chosen(page).future == choice.FIRST_FUTURE
    press(page, "Use it now")
    assert chosen(page).future == "trend-2"
    assert "A future of mine (2)" in bar(page)
    there = opened(link(page))
    assert not there.error
    assert "A future of mine (2)" in bar(there)
    press(page, "Undo")
    assert chosen(page).future == choice.FIRST_FUTURE


def test_what_is_wrong_with_a_file_is_said_and_the_others_are_taken(page: AppTest) -> None:
    good = exchange.written(library.plan("rural-first").model_copy(update={"id": "mine", "title": "Mine"})).encode()
    bad = good.replace(b"action: ", b"action: no-", 1)
    send(page, "bring", ("bad.yaml", bad), ("good.yaml", good), ("same.yaml", b"\xff"))
    assert not page.exception
    assert len(page.error) == 2
    said = [one.value for one in page.text]
    assert any(text.startswith("bad.yaml:") and "expected a known action" in text for text in said)
    assert any(text.startswith("same.yaml:1: found bytes that are not UTF-8") for text in said)
    assert chosen(page).based_on == choice.FIRST_PLAN
    press(page, "Use it now")
    assert chosen(page).plan.title == "Mine"


def test_saved_plans_are_for_whoever_sits_at_the_computer(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    saved.Saved().keep(library.plan("first-steps"), "Ours")
    monkeypatch.setattr(visitor, "address", lambda: "203.0.113.9")
    page.run()
    assert not {"Save", "Use it now", "Delete it for good"} & {one.label for one in page.button}
    assert any("at the computer that runs the app" in one.value for one in page.info)
    monkeypatch.setattr(visitor, "hosts", lambda: ["203.0.113.9"])  # it looks at itself under its name in the network
    assert "Delete it for good" in {one.label for one in page.run().button}


def test_a_plan_is_saved_used_in_another_tab_and_deleted(page: AppTest) -> None:
    change(page, plan=OTHER["plan"], based_on="rural-first")
    page.text_input(key="plan name").set_value("After the vote")
    press(page, "Save")
    assert page.success[0].value == "Saved: After the vote."
    press(page, "Save")
    assert "of this name already" in page.error[0].value
    other = opened()
    press(other, "Use it now")
    assert chosen(other).plan.actions == OTHER["plan"].actions
    assert "After the vote" in bar(other)
    press(page, "Delete it for good")
    assert not saved.Saved().all()[0]
    other.run()
    assert not other.exception
    assert "After the vote" in bar(other)


def test_a_plan_that_costs_too_much_is_neither_shared_nor_saved(page: AppTest) -> None:
    plan = library.plan("whole-programme")
    change(page, seed=9)
    before = at(page)
    dear = plan.model_copy(update={"budget": plan.budget.model_copy(update={"value": 0.1}) if plan.budget else None})
    change(page, plan=dear, based_on=plan.id)
    assert not page.exception
    assert at(page) == before
    assert next(one for one in page.button if one.label == "Save").disabled
    assert all("costs more than its budget" in one.value for one in page.info)
    assert not [code for code in page.code if code.value.startswith("http")]


def test_the_files_and_the_command_make_the_same_numbers(page: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(page, plan=OTHER["plan"], future="trend", strength="high", assumptions=OTHER["assumptions"])
    (command,) = (code.value for code in page.code if code.value.startswith("foresight"))
    monkeypatch.chdir(folder)
    Path("mine.yaml").write_text(exchange.written(chosen(page).plan), encoding="utf-8")
    assert call("validate", "mine.yaml").code == 0
    assert call(*shlex.split(command)[1:], "--out", "results", "--quiet", "--workers", "1").code == 0
    press(page, "Work out the results as a file (2 pairs of runs)")
    assert not page.exception
    inquiry = session.inquire(
        session.Question(library.future("trend"), chosen(page).plan, "high", *SMALL, 1, chosen(page).assumptions, whole=True)
    )
    assert inquiry.over, "the page has worked it out"
    taken = packed(session.comparison(Seen.of(inquiry)))
    assert unzipped(taken)["comparison.csv"] == Path("results/comparison.csv").read_bytes()
    send(page, "results", ("results.zip", taken))
    assert not page.error
    assert any("mine in trend: 2 pairs of runs" in one.value.replace("\\", "") for one in page.markdown)
    assert any("Band" in one.proto.body for one in page.get("html"))
    send(page, "results", ("results.zip", taken[:5000]))
    assert len(page.error) == 1
    assert json.loads(unzipped(taken)["manifest.json"])["plan"] == "mine"
