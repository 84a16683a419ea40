"""Rooms: votes are kept and anonymous, only the key opens what is the facilitator's, and no room sees another's."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from foresight.errors import ForesightError
from foresight.rooms import database, room, rules
from foresight.rooms.ballots import DOTS, Kept
from foresight.rooms.choices import choices
from foresight.rooms.plan import rooms_plan
from foresight.rooms.question import Question, about, meant
from foresight.rooms.room import Rooms, person
from foresight.rooms.rules import RoomError, Stage, Topic
from foresight.scenario import library
from foresight.scenario.doubts import DOUBTS
from foresight.scenario.plans import Plan

ASKED = Question("funding-cliff", "first-steps", "organisations")
KNOWN = {"one", "two", "three"}
RECORDED = {
    *("id", "code", "key_hash", "stage", "future", "plan", "indicator", "brought", "opened"),
    *("room", "person", "value", "topic", "choice", "dots"),
    *("who", "at"),
}


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return Rooms(tmp_path / "rooms.sqlite")


def test_a_room_goes_from_prediction_to_reveal_to_votes(rooms: Rooms) -> None:
    opened, key = rooms.open(ASKED)
    assert (opened.stage, opened.question) == (Stage.PREDICTING, ASKED)
    joined = rooms.join(f" {opened.code[:3].lower()}-{opened.code[3:].lower()} ", "phone")
    assert joined == opened
    ann, bob = person(), person()
    rooms.ballots.predict(opened.code, ann, 40)
    rooms.ballots.predict(opened.code, bob, -5)
    rooms.ballots.predict(opened.code, ann, 60)
    assert rooms.ballots.predictions(opened.code, key) == [-5, 60]
    assert rooms.move(opened.code, key, Stage.REVEALED).stage is Stage.REVEALED
    assert rooms.ballots.predictions(opened.code) == [-5, 60]
    rooms.move(opened.code, key, Stage.VOTING)
    rooms.ballots.vote(opened.code, ann, Topic.ACTIONS, {"one": 2, "two": 3}, KNOWN)
    rooms.ballots.vote(opened.code, bob, Topic.ACTIONS, {"two": 1, "three": 0}, KNOWN)
    rooms.ballots.vote(opened.code, bob, Topic.ASSUMPTIONS, {"three": 1}, KNOWN)
    rooms.ballots.vote(opened.code, ann, Topic.ACTIONS, {"one": 1, "two": 3}, KNOWN)
    assert list(rooms.ballots.dots(opened.code, Topic.ACTIONS).items()) == [("two", 4), ("one", 1)]
    assert rooms.ballots.dots(opened.code, Topic.ASSUMPTIONS) == {"three": 1}
    assert rooms.ballots.people(opened.code) == 2
    assert rooms.move(opened.code, key, Stage.PREDICTING, ASKED).stage is Stage.PREDICTING
    assert rooms.ballots.people(opened.code) == 0
    assert rooms.ballots.dots(opened.code, Topic.ASSUMPTIONS) == {"three": 1}


def test_people_can_look_up_what_they_sent_and_nobody_elses(rooms: Rooms) -> None:
    opened, key = rooms.open(ASKED)
    ann, bob = person(), person()
    assert rooms.ballots.kept(opened.code, ann) == Kept(None, {topic: {} for topic in Topic})
    rooms.ballots.predict(opened.code, ann, -3)
    rooms.move(opened.code, key, Stage.VOTING)
    rooms.ballots.vote(opened.code, ann, Topic.ACTIONS, {"one": 2, "two": 0}, KNOWN)
    assert rooms.ballots.kept(opened.code, ann) == Kept(-3, {Topic.ACTIONS: {"one": 2}, Topic.ASSUMPTIONS: {}})
    assert rooms.ballots.kept(opened.code, bob) == Kept(None, {topic: {} for topic in Topic})
    rooms.move(opened.code, key, Stage.PREDICTING, ASKED)
    assert rooms.ballots.kept(opened.code, ann).prediction is None


def test_looking_waits_for_nobody_who_writes(rooms: Rooms) -> None:
    opened, _ = rooms.open(ASKED)
    with database.opened(rooms.path) as rows:
        rows.execute("update rooms set stage = ?", (Stage.CLOSED,))
        assert rooms.look(opened.code).stage is Stage.PREDICTING
        assert rooms.ballots.people(opened.code) == 0
    assert rooms.look(opened.code).stage is Stage.CLOSED


def test_predictions_stay_hidden_until_they_are_revealed(rooms: Rooms) -> None:
    opened, _ = rooms.open(ASKED)
    rooms.ballots.predict(opened.code, person(), 1)
    with pytest.raises(RoomError, match="Only the person who opened"):
        rooms.ballots.predictions(opened.code)


def test_a_prediction_after_the_reveal_is_refused(rooms: Rooms) -> None:
    opened, key = rooms.open(ASKED)
    rooms.move(opened.code, key, Stage.REVEALED)
    with pytest.raises(RoomError, match="Predictions are closed; the room is at another step now"):
        rooms.ballots.predict(opened.code, person(), 1)


FORGED: dict[str, Callable[[Rooms, str, str], object]] = {
    "reveal": lambda rooms, code, key: rooms.move(code, key, Stage.REVEALED),
    "close": lambda rooms, code, key: rooms.move(code, key, Stage.CLOSED),
    "ask": lambda rooms, code, key: rooms.move(code, key, Stage.PREDICTING, ASKED),
    "delete": lambda rooms, code, key: rooms.delete(code, key),
    "peek": lambda rooms, code, key: rooms.ballots.predictions(code, key),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
@pytest.mark.parametrize("guess", ["", "wrong", "code", "other's", "hash"])
def test_nothing_of_the_facilitators_opens_without_the_key(
    rooms: Rooms, forged: Callable[[Rooms, str, str], object], guess: str
) -> None:
    opened, _ = rooms.open(ASKED)
    _, others = rooms.open(ASKED)
    with sqlite3.connect(rooms.path) as rows:
        stored = rows.execute("select key_hash from rooms where code = ?", (opened.code,)).fetchone()[0].hex()
    key = {"code": opened.code, "other's": others, "hash": stored}.get(guess, guess)
    with pytest.raises(RoomError, match="Only the person who opened"):
        forged(rooms, opened.code, key)
    assert rooms.look(opened.code).stage is Stage.PREDICTING


def test_the_key_is_kept_nowhere(rooms: Rooms) -> None:
    _, key = rooms.open(ASKED)
    database.forget(rooms.path)
    assert key.encode() not in rooms.path.read_bytes()


def test_nobody_can_be_told_from_a_vote(rooms: Rooms) -> None:
    """The same browser is somebody else in every room, and its own number is not stored."""
    one, _ = rooms.open(ASKED)
    other, _ = rooms.open(ASKED)
    ann = person()
    for opened in (one, other):
        rooms.ballots.predict(opened.code, ann, 1)
    with sqlite3.connect(rooms.path) as rows:
        stored = [row[0] for row in rows.execute("select person from predictions")]
        tables = ("rooms", "predictions", "dots", "wrong_codes")
        columns = {name for table in tables for _, name, *_ in rows.execute(f"pragma table_info({table})")}
    assert len(set(stored)) == 2
    assert all(ann.encode() not in digest for digest in stored)
    assert columns == RECORDED


def test_one_room_never_sees_anothers(rooms: Rooms) -> None:
    one, key = rooms.open(ASKED)
    other, others = rooms.open(ASKED)
    rooms.ballots.predict(one.code, person(), 1)
    rooms.move(one.code, key, Stage.VOTING)
    rooms.ballots.vote(one.code, person(), Topic.ACTIONS, {"one": 1}, KNOWN)
    assert rooms.ballots.predictions(other.code, others) == []
    assert rooms.ballots.dots(other.code, Topic.ACTIONS) == {}
    assert rooms.ballots.people(other.code) == 0
    rooms.delete(other.code, others)
    assert rooms.ballots.predictions(one.code) == [1]


def test_codes_cannot_be_guessed_at_speed(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, _ = rooms.open(ASKED)
    now = 1_000_000.0
    monkeypatch.setattr("foresight.rooms.room.time.time", lambda: now)
    for _ in range(room.TRIES):
        with pytest.raises(RoomError, match="no room with the code"):
            rooms.join("AAAAAA", "guesser")
    with pytest.raises(RoomError, match="wait a minute"):
        rooms.join(opened.code, "guesser")
    assert rooms.join(opened.code, "somebody else").code == opened.code
    now += room.MINUTE + 1
    assert rooms.join(opened.code, "guesser").code == opened.code


def test_no_address_is_kept_of_somebody_who_mistypes(rooms: Rooms) -> None:
    with pytest.raises(RoomError, match="no room with the code"):
        rooms.join("AAAAAA", "192.168.17.23")
    database.forget(rooms.path)
    assert b"192.168.17.23" not in b"".join(path.read_bytes() for path in rooms.path.parent.iterdir())


def test_a_question_about_a_plan_of_ones_own_brings_the_plan(rooms: Rooms) -> None:
    ours = library.plan("first-steps").model_copy(update={"id": "ours", "title": "Our own plan"})
    asked = about(library.future("trend"), ours, "jobs")
    opened, key = rooms.open(asked)
    assert meant(rooms.look(opened.code).question) == (library.future("trend"), ours)
    rooms.move(opened.code, key, Stage.PREDICTING, about(library.future("trend"), Plan.none(), "jobs"))
    question = rooms.look(opened.code).question
    assert question.brought == ()
    assert meant(question)[1] == Plan.none()


def test_a_question_that_this_version_does_not_know_is_told() -> None:
    with pytest.raises(ForesightError, match="ask anew"):
        meant(Question("trend", "a-plan-of-yesterday", "jobs"))


def test_a_database_of_the_first_version_keeps_its_votes(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path / "rooms.sqlite")
    with sqlite3.connect(rooms.path) as rows:
        rows.executescript(FIRST_VERSION)
    assert rooms.look("ABCDEF").question == ASKED
    assert rooms.ballots.dots("ABCDEF", Topic.ACTIONS) == {"one": 2}
    with pytest.raises(RoomError, match="no room with the code"):
        rooms.join("AAAAAA", "guesser")
    assert rooms.join("ABCDEF", "guesser").stage is Stage.VOTING


FIRST_VERSION = """
create table rooms (id integer primary key, code text not null unique, key_hash blob not null, stage text not null,
    future text not null, plan text not null, indicator text not null, opened integer not null);
create table predictions (room integer not null references rooms (id) on delete cascade, person blob not null,
    value real not null, primary key (room, person)) without rowid;
create table dots (room integer not null references rooms (id) on delete cascade, person blob not null, topic text not null,
    choice text not null, dots integer not null check (dots > 0), primary key (room, person, topic, choice)) without rowid;
create table wrong_codes (address text not null, at integer not null);
create index wrong_codes_at on wrong_codes (at);
insert into rooms values (1, 'ABCDEF', x'00', 'voting', 'funding-cliff', 'first-steps', 'organisations', 0);
insert into dots values (1, x'01', 'actions', 'one', 2);
pragma user_version = 1;
"""


def test_many_guessers_together_have_to_wait(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ALL_TRIES", 8)
    for number in range(8):
        with pytest.raises(RoomError, match="no room with the code"):
            rooms.join("AAAAAA", f"address {number}")
    with pytest.raises(RoomError, match="wait a minute"):
        rooms.join("AAAAAA", "one more")


def test_codes_are_many_and_not_in_a_row(rooms: Rooms) -> None:
    codes = [rooms.open(ASKED)[0].code for _ in range(20)]
    assert len(set(codes)) == 20
    assert all(len(code) == rules.CODE_LENGTH and set(code) <= set(room.LETTERS) for code in codes)
    assert len(room.LETTERS) ** rules.CODE_LENGTH > 5e8


def test_deleting_leaves_nothing_behind(rooms: Rooms) -> None:
    opened, key = rooms.open(Question("a-future-to-forget", "first-steps", "jobs"))
    rooms.ballots.predict(opened.code, person(), 12345.678)
    rooms.delete(opened.code, key)
    with pytest.raises(RoomError, match="no room"):
        rooms.look(opened.code)
    kept = b"".join(path.read_bytes() for path in rooms.path.parent.iterdir())
    assert b"a-future-to-forget" not in kept
    with sqlite3.connect(rooms.path) as rows:
        assert rows.execute("select count(*) from predictions").fetchone() == (0,)


def test_votes_survive_a_restart_and_a_failed_change(rooms: Rooms) -> None:
    opened, key = rooms.open(ASKED)
    rooms.ballots.predict(opened.code, person(), 7)
    with pytest.raises(ZeroDivisionError):
        _fail_half_way(rooms)
    assert Rooms(rooms.path).ballots.predictions(opened.code, key) == [7]


def _fail_half_way(rooms: Rooms) -> None:
    with database.opened(rooms.path) as rows:
        rows.execute("delete from predictions")
        raise ZeroDivisionError


def test_thirty_people_at_once_lose_no_vote(rooms: Rooms) -> None:
    opened, key = rooms.open(ASKED)
    rooms.move(opened.code, key, Stage.VOTING)
    failed: list[Exception] = []

    def votes() -> None:
        mine = Rooms(rooms.path)
        who = person()
        try:
            for count in range(1, DOTS + 1):
                mine.ballots.vote(opened.code, who, Topic.ACTIONS, {"one": count}, KNOWN)
        except Exception as error:  # noqa: BLE001 - whatever it is, the vote was lost
            failed.append(error)

    people = [threading.Thread(target=votes) for _ in range(30)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert failed == []
    assert rooms.ballots.dots(opened.code, Topic.ACTIONS) == {"one": 30 * DOTS}
    assert rooms.ballots.people(opened.code) == 30


@pytest.mark.parametrize(
    ("dots", "said"),
    [({"one": DOTS + 1}, "at most 5"), ({"one": -1}, "none of them negative"), ({"on": 1}, "Did you mean one")],
)
def test_dots_that_do_not_count_are_refused(rooms: Rooms, dots: dict[str, int], said: str) -> None:
    opened, key = rooms.open(ASKED)
    rooms.move(opened.code, key, Stage.VOTING)
    with pytest.raises(RoomError, match=said):
        rooms.ballots.vote(opened.code, person(), Topic.ACTIONS, dots, KNOWN)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_a_prediction_is_a_number(rooms: Rooms, value: float) -> None:
    opened, _ = rooms.open(ASKED)
    with pytest.raises(RoomError, match="expected a number"):
        rooms.ballots.predict(opened.code, person(), value)


def test_another_question_begins_anew(rooms: Rooms) -> None:
    opened, key = rooms.open(ASKED)
    rooms.ballots.predict(opened.code, person(), 7)
    other = Question("trend", "regional-only", "jobs")
    assert rooms.move(opened.code, key, Stage.PREDICTING, other).question == other
    assert rooms.ballots.predictions(opened.code, key) == []


def test_the_rooms_plan_takes_what_has_most_dots_and_keeps_to_the_budget() -> None:
    actions = library.actions()
    cheap, dear = "trustee-bank", "leadership-programme"
    cost = actions[dear].cost.value / 1000
    both = rooms_plan({cheap: 1, dear: 9, "no-such-action": 5}, actions, 2.8)
    assert [item.action for item in both.actions] == [dear, cheap]
    assert [item.action for item in rooms_plan({cheap: 1, dear: 9}, actions, cost - 0.001).actions] == [cheap]
    assert rooms_plan({}, actions, 1.0).actions == ()


def test_dots_go_on_actions_and_on_doubts() -> None:
    assert set(choices(Topic.ACTIONS)) == set(library.actions())
    assert list(choices(Topic.ASSUMPTIONS)) == [doubt.id for doubt in DOUBTS]


def test_the_place_of_the_database_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(database.FOLDER, str(tmp_path / "here"))
    assert database.place() == tmp_path / "here" / "rooms.sqlite"
    monkeypatch.delenv(database.FOLDER)
    assert database.place().name == "rooms.sqlite"
