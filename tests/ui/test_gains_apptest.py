"""Who gains, who loses, run by Streamlit without a browser: what it shows is what the model says."""

import json

import pytest
from streamlit.testing.v1 import AppTest

import foresight
from foresight.analysis import fates
from foresight.presentation import bars, gains, stories, theme
from foresight.presentation.charts import Axis
from foresight.presentation.sentences import Judgement, judgement
from foresight.scenario import library
from foresight.scenario.plans import Plan
from foresight.ui import asking, choice
from tests.support.errand import dies
from tests.support.paths import ROOT

PAGE = str(ROOT / "foresight" / "ui" / "pages" / "gains.py")

pytestmark = pytest.mark.usefixtures("small")


def test_parts_map_displacement_and_lives() -> None:
    page = AppTest.from_file(PAGE, default_timeout=240).run()
    assert not page.exception
    assert not page.error
    said = [str(one.value).replace("\\", "") for one in page.markdown]
    for title in gains.PARTS.values():
        assert any(title in text for text in said), title
    html = [str(one.proto.body) for one in page.get("html")]
    assert any("those who take part against the same organisations" in text for text in html)
    assert any("without the plan:" in text.lower() and "with the plan:" in text.lower() for text in said)
    page.selectbox(key="gains indicator").select("income").run()
    assert not page.exception


def test_a_life_can_be_drawn_by_income_or_by_each_barrier() -> None:
    page = AppTest.from_file(PAGE, default_timeout=240).run()
    assert page.selectbox(key="drawn life").value == stories.INCOME
    assert len(page.selectbox(key="drawn life").options) == 5
    axes = [drawn_axis(page)]
    for name in list(stories.DRAWN)[1:]:
        page.selectbox(key="drawn life").select(name).run()
        assert not page.exception
        axes.append(drawn_axis(page))
    assert axes == list(stories.AXES.values())


def test_the_rest_of_the_page_stays_where_the_lives_kill_their_process_and_the_next_who_asks_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asking.errands.clear()  # what other tests have asked is known
    with monkeypatch.context() as patch:
        patch.setattr(fates, "fates", dies)
        page = AppTest.from_file(PAGE, default_timeout=240).run()
    assert not page.exception
    assert any("given up" in str(one.value) for one in page.text)
    said = [str(one.value).replace("\\", "") for one in page.markdown]
    assert all(any(title in text for text in said) for title in gains.PARTS.values())
    page.button(key="go on fates").click().run()
    assert not page.exception
    assert not page.error
    assert page.selectbox(key="whose life").options


def drawn_axis(page: AppTest) -> str:
    """Return the name of the upright axis of the last chart of the page, which is that of the two lives."""
    spec = json.loads(page.get("vega_lite_chart")[-1].proto.spec)
    return str(spec["layer"][0]["encoding"]["y"]["title"])


def test_the_map_names_every_county_and_shows_the_models_numbers() -> None:
    found = foresight.compare("funding-cliff", "whole-programme", pairs=3, scale=0.03)
    rows = gains.rows_of(found, "income", "county")
    told = gains.told_of(rows, 3)
    drawn = json.dumps(gains.county_map(told, theme.PAGE).to_dict())
    assert len(told) == len(gains.LABELS) == 9
    assert {feature["properties"]["county"] for feature in gains.outlines()["features"]} == set(gains.LABELS)
    assert all(name in drawn for name, _ in told)
    assert "http" not in drawn.replace("https://vega.github.io/schema", "")
    assert len(gains.table(told)) == 9


def test_what_others_lose_is_the_account() -> None:
    found = foresight.compare("funding-cliff", "whole-programme", pairs=3, scale=0.03)
    assert len(gains.displaced(found)) == found.additionality["outcome"].nunique()
    assert "those who take part against the same organisations" in gains.displaced_sentence(found)


def test_no_plan_makes_no_difference_anywhere() -> None:
    found = foresight.compare("funding-cliff", Plan.none(), pairs=2, scale=0.03)
    told = gains.told_of(gains.rows_of(found, "organisations", "county"), 2, alike=True)
    assert gains.sentence(told, "By county") == "By county. No difference anywhere."
    assert "What others lose by it: nothing." in gains.displaced_sentence(found)


def test_better_and_worse_can_be_told_without_colour() -> None:
    found = foresight.compare("funding-cliff", "whole-programme", pairs=5, scale=0.03)
    rows = gains.rows_of(found, "income", "county")
    told = gains.told_of(rows, 5)
    judged = {name: judgement(one) for name, one in told}
    drawn, key = json.dumps(gains.county_map(told, theme.PAGE).to_dict(), ensure_ascii=False), gains.key(told)
    for word in (Judgement.BETTER, Judgement.WORSE):
        counties = [name for name, one in judged.items() if one is word]
        assert all(f"{name} {gains.MARKS[word]}|" in drawn for name in counties)
        assert key.count(f"({word.value.lower()})") == len(counties)
    large = json.dumps(gains.county_map(told, theme.PROJECTOR).to_dict(), ensure_ascii=False)
    assert all(f'"{number} ' in large for number in range(1, 10))
    bar = bars.group_differences(rows, Axis("", "GBP m"), "more").to_dict()["layer"][0]["encoding"]
    assert bar["strokeDash"]["condition"]["value"] != bar["strokeDash"]["value"]
    assert bar["fillOpacity"]["condition"]["value"] < bar["fillOpacity"]["value"]


def test_a_plan_over_its_budget_is_not_lived_through() -> None:
    page = AppTest.from_file(PAGE, default_timeout=240).run()
    assert any("The same organisation" in one.value for one in page.markdown)
    page.session_state[choice.STATE].choice = choice.Choice(choice.FIRST_FUTURE, overspending(), choice.FIRST_PLAN)
    page.run()
    assert not page.exception
    assert len(page.warning) == 1
    assert any("not lived through" in one.value for one in page.info)
    assert not [one for one in page.selectbox if one.key == "whose life"]
    assert any("an earlier choice" in one.value for one in page.caption)


def overspending() -> Plan:
    """Return a plan that costs more than it may."""
    plan = library.plan(choice.FIRST_PLAN)
    assert plan.budget is not None
    return plan.model_copy(update={"budget": plan.budget.model_copy(update={"value": 0.1})})
