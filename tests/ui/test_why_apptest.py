"""Why, run by Streamlit without a browser: what it says is what the analyses say, and nothing long begins by itself."""

from collections.abc import Iterator
from itertools import count

import pytest
from streamlit.testing.v1 import AppTest

from foresight.analysis import influence
from foresight.analysis.attribution import attribute
from foresight.ensemble.pairs import Pairing
from foresight.presentation import why
from foresight.presentation.answers import causes
from foresight.scenario import library
from foresight.scenario.doubts import DOUBTED
from foresight.scenario.plans import Plan
from foresight.ui import asking, choice
from tests.support.paths import ROOT
from tests.support.runs import plan

PAGE = str(ROOT / "foresight" / "ui" / "pages" / "why.py")
PAIRS, SCALE = 2, 0.02
TWO = plan({"action": "volunteering-pilots", "start": 2003}, {"action": "trustee-bank", "start": 2003, "strength": 0.0})
CLEAR = 1  # a seed with which two pairs tell what each action adds
SEEDS = count(CLEAR + 1)
TELL, TRY = "begin why actions", "begin why influences"


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(choice.THOROUGHNESS, choice.QUICK, (5, SCALE))
        patch.setattr(asking, "SMALL", {"pairs": PAIRS, "scale": SCALE})
        patch.setattr(influence, "DOUBTED", {"effects": DOUBTED["effects"]})
        yield


def opened(chosen: Plan, seed: int = 0) -> AppTest:
    """Open the page in a session in which a plan has been chosen for the Trend future."""
    page = AppTest.from_file(PAGE, default_timeout=240)
    page.session_state[choice.STATE] = choice.State(choice.Choice("trend", chosen, "first-steps", seed=seed))
    return page.run()


def told(page: AppTest) -> str:
    """Return the text on the page."""
    kinds = (page.markdown, page.caption, page.info, page.warning)
    html = [str(one.proto.body) for one in page.get("html")]
    return "\n".join([*(str(one.value).replace("\\", "") for kind in kinds for one in kind), *html])


def buttons(page: AppTest) -> set[str | None]:
    return {one.key for one in page.button}


@pytest.fixture
def seed() -> int:
    """Return a seed of each test's own: what one has asked is not known to the next."""
    return next(SEEDS)


@pytest.fixture
def page(small: None, seed: int) -> AppTest:  # noqa: ARG001 - before the page is opened
    return opened(TWO, seed)


def test_the_barriers_are_told_at_once_and_the_rest_waits_for_a_button(page: AppTest) -> None:
    assert not page.exception
    assert "gave way" in told(page) or "give way" in told(page)
    assert "5 pairs of runs" in told(page)
    labels = {one.key: one.label for one in page.button}
    assert labels[TELL] == f"Tell the actions apart ({4 * PAIRS} pairs of runs)"
    assert labels[TRY] == f"Try them one by one ({3 * PAIRS} pairs of runs)"
    assert "The numbers: what each action adds" not in [one.label for one in page.expander]


@pytest.mark.usefixtures("small")
def test_what_each_action_adds_is_what_the_command_says() -> None:
    page = opened(TWO, CLEAR)
    page.selectbox(key="why indicator").select("volunteers").run()
    page.button(key=TELL).click().run()
    assert not page.exception
    found = attribute(Pairing(library.future("trend"), TWO, CLEAR, SCALE, "central"), PAIRS)
    adds, together = causes.attributions(found, "volunteers", 2022)
    said = told(page)
    assert why.most(adds.table, "the number of volunteers") in said
    assert together.sentence in said
    assert "Nothing: Trustee bank" in said
    for cell in why.adds(adds).to_numpy().ravel():
        assert str(cell) in said
    assert "2% of the sector simulated" in said
    assert TELL not in buttons(page)


def test_what_the_result_hangs_on_is_tried_one_by_one(page: AppTest) -> None:
    page.selectbox(key="why indicator").select("volunteers").run()
    page.button(key=TRY).click().run()
    assert not page.exception
    assert "No outside force was tried: this future moves as" in told(page)
    assert "effect on the number of volunteers" in told(page)
    assert "rests on grade D" in told(page) or "moves the result beyond luck" in told(page)


def test_another_choice_keeps_the_last_answer_and_going_back_asks_for_no_run(page: AppTest, seed: int) -> None:
    state: choice.State = page.session_state[choice.STATE]
    page.button(key=TELL).click().run()
    before = told(page)
    choice_before = state.choice
    page.session_state[choice.STATE] = choice.State(choice.Choice("trend", TWO, "first-steps", strength="high", seed=seed))
    page.run()
    assert "What follows is for an earlier choice: Made in Things go on as they are." in told(page)
    assert TELL in buttons(page)
    page.session_state[choice.STATE] = choice.State(choice_before)
    page.run()
    assert TELL not in buttons(page)
    assert told(page) == before


def test_a_plan_without_actions_says_what_to_do() -> None:
    page = opened(Plan.none())
    assert not page.exception
    assert "Switch an action on" in told(page)
    assert TELL not in buttons(page)


def test_one_action_cannot_be_told_apart() -> None:
    page = opened(plan({"action": "trustee-bank", "start": 2003}))
    assert not page.exception
    assert "This plan has one action" in told(page)
    assert TELL not in buttons(page)


def test_what_cannot_be_assumed_is_said_in_words() -> None:
    page = AppTest.from_file(PAGE, default_timeout=240)
    wrong = choice.Choice("trend", TWO, "first-steps", assumptions={"baseline.money.nonsense": 1.0})  # type: ignore[arg-type]
    page.session_state[choice.STATE] = choice.State(wrong)
    page.run()
    assert not page.exception
    assert any("baseline.money.nonsense" in str(one.value) for one in page.text)


@pytest.mark.parametrize("name", ["why", "gains", "present"])
def test_a_plan_that_overspends_is_refused_on_every_page(name: str) -> None:
    whole = library.plan("whole-programme")
    assert whole.budget is not None
    dear = whole.model_copy(update={"budget": whole.budget.model_copy(update={"value": 0.1})})
    page = AppTest.from_file(PAGE.replace("why.py", f"{name}.py"), default_timeout=240)
    page.session_state[choice.STATE] = choice.State(choice.Choice("trend", dear, dear.id))
    page.run()
    assert not page.exception
    assert len(page.warning) == 1
    assert "the budget is £100,000 a year, £115,000 with what the plan brings in" in page.warning[0].value
    assert "too much" in page.warning[0].value
    assert any(one.label.startswith("Raise the budget to ") for one in page.button)
    assert TELL not in buttons(page)
    watch = f"watch {name}"
    assert watch not in page.session_state or page.session_state[watch].inquiry is None
