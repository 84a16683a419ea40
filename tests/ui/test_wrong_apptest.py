"""What if we are wrong, run by Streamlit without a browser: what is assumed reaches the whole app, and the words follow it."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from foresight.config import FrozenMap
from foresight.presentation import doubts, survival
from foresight.scenario import library
from foresight.scenario.assumptions import checked, choices, uncertain
from foresight.scenario.doubts import DOUBTS
from foresight.ui import choice, session
from tests.support.paths import ROOT

PAGE = str(ROOT / "foresight" / "ui" / "pages" / "wrong.py")
FUND = "drivers.la_fund"
PLANS = ("first-steps", "whole-programme")


@pytest.fixture(scope="module", autouse=True)
def _small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(choice.THOROUGHNESS, choice.QUICK, (2, 0.02))
        patch.setattr(choice, "FIRST_LOOK", (5, 0.02))
        patch.setattr(session, "plans", lambda: {name: library.plan(name) for name in PLANS})
        yield


@pytest.fixture
def page() -> AppTest:
    opened = AppTest.from_file(PAGE, default_timeout=240).run()
    assert not opened.exception
    return opened


def chosen(page: AppTest) -> choice.Choice:
    found: choice.State = page.session_state[choice.STATE]
    return found.choice


def said(page: AppTest) -> str:
    html = [str(one.proto.body) for one in page.get("html")]
    return "\n".join([*html, *(str(one.value) for one in (*page.markdown, *page.info, *page.caption))]).replace("\\", "")


def slider(page: AppTest, path: str) -> str:
    return f"{path} {page.session_state[choice.STATE].edition}"


def test_a_slider_changes_the_whole_app_and_everything_can_be_put_back_and_undone(page: AppTest) -> None:
    assert "Everything is as usual." in said(page)
    page.select_slider(key=slider(page, FUND)).set_value(uncertain()[FUND].low).run()
    assert dict(chosen(page).assumptions) == {FUND: 0.8}
    assert "assumed: “Public money for the sector” lower" in said(page)
    assert "Everything is as usual." not in said(page)
    page.button(key="put back").click().run()
    assert chosen(page).assumptions == FrozenMap({})
    page.button(key="undo").click().run()
    assert dict(chosen(page).assumptions) == {FUND: 0.8}
    page.select_slider(key=slider(page, FUND)).set_value(1.0).run()
    assert chosen(page).assumptions == FrozenMap({})
    assert not page.exception


def test_a_wild_card_strikes_the_chosen_future_in_the_year_that_is_set(page: AppTest) -> None:
    page.toggle(key=slider(page, "pandemic strikes")).set_value(True).run()
    page.slider(key=slider(page, "pandemic year")).set_value(2009).run()
    assert dict(chosen(page).wild_cards) == {"pandemic": 2009}
    assert "(with a pandemic in 2009)" in said(page)
    watched = page.session_state["watch wrong"].question.future
    assert [(one.event, one.at.year) for one in watched.events] == [("pandemic", 2009)]
    assert page.session_state["watch wrong usual"].question.future == library.future(choice.FIRST_FUTURE)
    page.toggle(key=slider(page, "pandemic strikes")).set_value(False).run()
    assert not chosen(page).wild_cards
    assert not page.exception


def test_all_low_a_rival_account_and_any_other_number(page: AppTest) -> None:
    page.button(key="All low").click().run()
    taken = dict(chosen(page).assumptions)
    assert taken == {path: uncertain()[path].low for each in doubts.doubted(chosen(page).plan).values() for path in each}
    page.toggle(key=slider(page, "baseline.hypotheses.barriers_linked")).set_value(True).run()
    page.selectbox(key="doubt added").set_value("baseline.boards.tenure").run()
    page.select_slider(key=slider(page, "baseline.boards.tenure")).set_value(6.0).run()
    now = dict(chosen(page).assumptions)
    assert f"and {len(now) - 3} more" in said(page)
    assert now == {**taken, "baseline.hypotheses.barriers_linked": True, "baseline.boards.tenure": 6.0}
    assert not page.exception
    assert not page.error


def test_plans_are_ranked_when_somebody_asks_and_the_ranking_stays(page: AppTest) -> None:
    page.button(key="begin ranking").click().run()
    assert not page.exception
    found = said(page)
    assert "best" in found
    assert "with weak effects" in found
    assert "5 pairs of runs, 2% of the sector" in found
    table = next(str(one.proto.body) for one in page.get("html") if "Places of the plans" in str(one.proto.body))
    assert all(name in table for name in ("First steps", "Doing nothing", survival.USUAL))
    commands = next(one.value for one in page.code if "--strength low" in one.value).splitlines()
    assert len(commands) == 2
    assert all(line.startswith("foresight compare") and "--pairs 5" in line for line in commands)
    page.toggle(key=slider(page, "scandal strikes")).set_value(True).run()
    assert "made for an earlier choice" in said(page)
    assert "Places of the plans" in said(page)


def test_what_is_doubted_is_weak_and_has_a_range() -> None:
    assert all(doubt.tried or doubt.numbers for doubt in DOUBTS)
    for path in [path for doubt in DOUBTS for path in doubt.numbers]:
        one = uncertain()[path]
        assert one.grade in {"C", "D"}, path
        assert one.low < one.value < one.high, path
        marks = doubts.marks(one, one.value)
        assert all(checked({path: value}) for value in marks)
        words = [doubts.mark(value, one) for value in marks]
        assert [word for word in words if "(" in word] == [
            f"{doubts.written(value)} ({name})" for name, value in (("low", one.low), ("usual", one.value), ("high", one.high))
        ]
        assert "(usual)" not in doubts.about(one)
    assert all(path in choices() for path in ("baseline.hypotheses.barriers_linked", "baseline.hypotheses.collaboration_rule"))
