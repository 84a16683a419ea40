"""The facilitator's side of a room, run by Streamlit without a browser: the model answers what the room was asked."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from foresight.config import FrozenMap
from foresight.rooms import database
from foresight.scenario import library
from foresight.scenario.assumptions import Assumptions
from foresight.ui import choice
from foresight.ui.room import facilitator
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


def test_nothing_is_said_to_be_left_out_where_nothing_is(leader: AppTest) -> None:
    leader.run()
    assert facilitator.LEFT_OUT not in [one.value for one in leader.caption]
