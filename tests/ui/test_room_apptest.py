"""Both sides of a room, run by Streamlit without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from foresight.config import FrozenMap, Number
from foresight.rooms import database, room
from foresight.rooms.choices import choices
from foresight.rooms.question import Question, about
from foresight.rooms.room import Rooms
from foresight.rooms.rules import Stage, Topic
from foresight.scenario import library
from foresight.scenario.assumptions import Assumptions
from foresight.ui import choice
from foresight.ui.room import door, facilitator, keyring, participant
from tests.support.paths import ROOT

PAGE = str(ROOT / "foresight" / "ui" / "pages" / "room.py")

pytestmark = pytest.mark.usefixtures("small")


@pytest.fixture
def leader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the page, not yet run, for rooms of its own."""
    monkeypatch.setenv(database.FOLDER, str(tmp_path))
    return AppTest.from_file(PAGE, default_timeout=240)


def press(page: AppTest, label: str) -> None:
    next(one for one in page.button if one.label == label).click().run()
    assert not page.exception


def test_the_model_is_asked_what_the_room_was_asked(leader: AppTest) -> None:
    plan = library.plan("rural-first")
    changed: Assumptions = FrozenMap({"baseline.money.pool_noise": 0.1})
    mine = choice.Choice("trend", plan, plan.id, strength="high", assumptions=changed, wild_cards=FrozenMap({"pandemic": 2015}))
    leader.session_state[choice.STATE] = choice.State(mine)
    leader.run()
    assert facilitator.LEFT_OUT in [one.value for one in leader.caption]
    press(leader, "Open a room")
    press(leader, "Show the result")
    (watch,) = (leader.session_state[name] for name in leader.session_state if str(name) == f"watch {facilitator.WATCH}")
    pairing = watch.inquiry.ask.pairing
    assert (pairing.future, pairing.plan, pairing.strength) == (library.future("trend"), plan, "central")
    assert not pairing.assumptions
    assert any("The model:" in str(one.proto.body) for one in leader.get("html"))
    assert behind_charts(leader) == ["The numbers: the room's predictions, and the model's answer"]


def behind_charts(page: AppTest) -> list[str]:
    """Return the names of the tables behind the charts, of which each has one."""
    found = [one.label for one in page.expander if one.label.startswith("The numbers")]
    assert len(page.get("vega_lite_chart")) == len(found)
    return found


def test_nothing_is_said_to_be_left_out_where_nothing_is(leader: AppTest) -> None:
    leader.run()
    assert facilitator.LEFT_OUT not in [one.value for one in leader.caption]


ASKED = Question("funding-cliff", "first-steps", "organisations")


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    monkeypatch.setenv(database.FOLDER, str(tmp_path))
    return Rooms()


def phone(code: str, who: str | None = None) -> AppTest:
    """Open the page as a phone does that read a code."""
    page = AppTest.from_file(PAGE, default_timeout=240)
    if who is not None:
        page.query_params[door.ME] = who
    page.query_params[keyring.CODE] = code
    return page.run()


def test_phones_read_the_title_of_a_plan_that_only_the_facilitator_has(rooms: Rooms) -> None:
    ours = library.plan("first-steps").model_copy(update={"id": "ours", "title": "Our own plan"})
    opened, _ = rooms.open(about(library.future("trend"), ours, "jobs"))
    assert any("Our own plan" in one.value for one in phone(opened.code).markdown)


def test_no_room_is_opened_about_a_plan_that_cannot_be_run(leader: AppTest) -> None:
    dear = library.plan("whole-programme").model_copy(update={"budget": Number(value=0.1)})
    leader.session_state[choice.STATE] = choice.State(choice.Choice("trend", dear, dear.id))
    leader.run()
    assert not leader.exception
    assert facilitator.NOT_YET in leader.warning[0].value
    assert any(one.label.startswith("Raise the budget") for one in leader.button)
    assert next(one for one in leader.button if one.label == "Open a room").disabled


@pytest.mark.parametrize(
    ("indicator", "unit"), [("organisations", "number"), ("income", "£ million, 2002 prices"), ("closures", "percentage points")]
)
def test_phones_read_what_is_predicted_in_words(rooms: Rooms, indicator: str, unit: str) -> None:
    room, _ = rooms.open(about(library.future("trend"), library.plan("first-steps"), indicator))
    assert f"({unit})?" in participant.question(room)


def test_dots_are_there_again_after_a_reload(rooms: Rooms) -> None:
    opened, key = rooms.open(ASKED)
    page = phone(opened.code)
    rooms.move(opened.code, key, Stage.VOTING)
    page.run().selectbox(key="actions 1").set_value("trustee-bank")
    press(page, "Send my dots")
    page = phone(opened.code, str(page.query_params[door.ME]))
    assert page.selectbox(key="actions 1").value == "trustee-bank"
    assert [one.value for one in page.success] == ["Kept: 1 on Trustee bank."]


def predict(page: AppTest, size: float) -> None:
    page.number_input[0].set_value(size)
    press(page, "Send my prediction")


def test_codes_in_addresses_cannot_be_guessed_at_speed(rooms: Rooms) -> None:
    opened, _ = rooms.open(ASKED)
    for _ in range(room.TRIES):
        assert "There is no room with the code" in phone("AAAAAA").error[0].value
    assert "wait a minute" in phone(opened.code).error[0].value


def test_a_phone_that_is_in_stays_in_while_others_guess(rooms: Rooms) -> None:
    opened, _ = rooms.open(ASKED)
    page = phone(opened.code)
    for _ in range(room.TRIES):
        phone("AAAAAA")
    assert not page.run().error
    predict(page, 3)
    assert rooms.ballots.people(opened.code) == 1


def test_what_was_kept_is_told_until_the_room_is_asked_anew(rooms: Rooms) -> None:
    opened, key = rooms.open(ASKED)
    page = phone(opened.code)
    predict(page, 3)
    assert [one.value for one in page.success] == ["Kept: 3 more. You can change it until the result is shown."]
    rooms.move(opened.code, key, Stage.PREDICTING, ASKED)
    assert not page.run().success


def test_a_prediction_that_comes_too_late_is_said_not_to_be_kept(rooms: Rooms) -> None:
    opened, key = rooms.open(ASKED)
    page = phone(opened.code)
    rooms.move(opened.code, key, Stage.REVEALED)
    predict(page, 3)
    assert rooms.ballots.predictions(opened.code) == []
    assert any("Not kept" in one.value for one in page.run().error)


def test_what_the_dots_say_stands_over_their_chart_and_their_table_under_it(rooms: Rooms) -> None:
    opened, key = rooms.open(ASKED)
    rooms.move(opened.code, key, Stage.VOTING)
    rooms.ballots.vote(opened.code, room.person(), Topic.ACTIONS, {"trustee-bank": 2}, choices(Topic.ACTIONS))
    page = AppTest.from_file(PAGE, default_timeout=240)
    page.session_state[keyring.KEYS] = {opened.code: key}
    page.query_params[keyring.CODE] = opened.code
    page.run()
    assert not page.exception
    assert any("Most dots: Trustee bank, with 2 of 2." in str(one.proto.body) for one in page.get("html"))
    assert behind_charts(page) == ["The numbers: dots on actions"]
