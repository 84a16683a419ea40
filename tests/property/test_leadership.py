"""Does the leadership group see, decide and spend as its rule says?"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from foresight.model.governing import STOPPED, gap
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel
from foresight.population.columns import QUARTERS
from foresight.scenario import library
from foresight.scenario.plans import Plan, Rule
from tests.support.runs import IDS, changed, plan, run, sector, setting, trend

PART = 0.3
SEVERAL = ("bulk-purchasing", "leadership-programme", "trustee-bank", "volunteering-pilots", "pooled-expertise")


def ruled(rule: Rule, *more: dict[str, object], budget: float | None = None) -> Plan:
    """Return a plan of several actions under a rule."""
    made = plan(*({"action": name, "start": 2003} for name in SEVERAL), *more)
    given = None if budget is None else {"value": budget}
    return Plan.model_validate({**made.model_dump(mode="json"), "rule": rule, "budget": given})


def carried_to(model: SectorModel, year: int) -> SectorModel:
    while model.quarter < QUARTERS * (year - 2002):
        model.step()
    return model


def scales(model: SectorModel) -> dict[str, float]:
    return {action.action.id: action.scale for action in model.leadership.actions}


def test_a_fixed_plan_spends_what_it_says() -> None:
    made = ruled("fixed")
    model = carried_to(sector(setting("trend"), made), 2012)
    planned = made.costs(library.actions())
    assert set(scales(model).values()) == {1.0}
    assert [model.leadership.spent[year] / 1_000 for year in range(2003, 2013)] == pytest.approx(
        [planned[year] for year in range(2003, 2013)]
    )


@pytest.mark.parametrize("rule", ["value-first", "equity-first"])
def test_money_moves_and_stays_within_what_was_foreseen(rule: Rule) -> None:
    made = ruled(rule)
    model = carried_to(sector(setting("trend", scale=PART), made), 2012)
    planned = made.costs(library.actions())
    assert len(set(scales(model).values())) > 1
    for year in range(2003, 2013):
        assert model.leadership.spent[year] / 1_000 <= planned[year] * 1.001, year


def test_the_rules_decide_differently() -> None:
    rules: tuple[Rule, ...] = ("fixed", "value-first", "equity-first", "evaluate-then-scale")
    found = [tuple(scales(carried_to(sector(setting("trend", scale=PART), ruled(rule)), 2012)).values()) for rule in rules]
    assert len(set(found)) == len(rules)


def test_what_works_grows_within_the_budget_and_what_does_not_is_stopped() -> None:
    grown, stopped = [], []
    for replicate in range(5):
        model = carried_to(sector(setting("trend", scale=PART, replicate=replicate), library.plan("grow-organically")), 2022)
        assert max(model.leadership.spent.values()) <= 1_000
        for action in model.leadership.actions:
            assert action.scale <= action.room * 1.001
            grown += [action] if action.scale > 1 else []
            stopped += [action] if action.fate == STOPPED else []
    assert grown
    assert stopped
    assert all(action.scale == 0 and action.paid(QUARTERS_SIMULATED) == 0 for action in stopped)


def test_decisions_at_strength_0_change_nothing() -> None:
    for rule in ("value-first", "evaluate-then-scale"):
        made = ruled(rule, {"action": "tracking-the-sector", "start": 2003}, budget=1)
        assert changed(run(trend()), run(trend(), made, 0)) == []


def test_an_item_of_strength_0_leaves_the_decisions_of_others_as_they_are() -> None:
    bare, beside = ruled("value-first"), ruled("value-first", {"action": "careers-marketing", "start": 2003, "strength": 0})
    assert changed(run(trend(), bare), run(trend(), beside)) == []


def test_tracking_takes_noise_away() -> None:
    def noises(*more: dict[str, object]) -> list[float]:
        found = []
        for replicate in range(12):
            model = sector(setting("trend", scale=0.05, replicate=replicate), ruled("value-first", *more))
            carried_to(model, 2006)
            found.append(model.leadership.support.noise_avoided)
        return found

    assert set(noises()) == {0.0}
    assert set(noises({"action": "tracking-the-sector", "start": 2003})) == {0.5}


def test_what_is_seen_is_the_gain_with_noise_and_less_of_it_with_tracking(monkeypatch: pytest.MonkeyPatch) -> None:
    spread = []
    for extra in ([], [{"action": "tracking-the-sector", "start": 2003}]):
        noise: list[float] = []
        for replicate in range(8):
            model = sector(setting("trend", scale=0.05, replicate=replicate), ruled("equity-first", *extra))
            monkeypatch.setattr(model.leadership.governing, "_seen", noticing(model, noise))
            carried_to(model, 2012)
        spread.append(np.std(noise))
    assert spread[0] == pytest.approx(0.3, rel=0.25)
    assert spread[1] == pytest.approx(0.15, rel=0.25)


def noticing(model: SectorModel, noise: list[float]) -> Callable[..., Mapping[int, float]]:
    """Return the group's way of seeing, which also notes how far what is seen is off."""
    governing = model.leadership.governing
    usual = governing._seen

    def seen(*given: Any) -> Mapping[int, float]:
        found = usual(*given)
        _, acting, population, moment = given
        hoped = moment.baseline.leadership.expected_gain
        by_number = {action.number: action for action in acting}
        noise.extend(found[number] - governing.gain(by_number[number], population) / hoped for number in found)
        return found

    return seen


def test_rushed_growth_is_partly_wasted() -> None:
    model = sector(setting("trend"), library.plan("whole-programme"))
    qualities = []
    for _ in range(6 * QUARTERS):
        model.step()
        qualities.append(model.leadership.actions[0].quality)
    spent = [model.leadership.spent[year] for year in range(2003, 2009)]
    assert qualities[0] == pytest.approx(1 - 0.3 * (spent[0] - 250) / spent[0])
    assert qualities[QUARTERS] == pytest.approx(1 - 0.3 * (spent[1] - 1.4 * spent[0]) / spent[1])
    assert qualities[-1] == 1
    small = sector(setting("trend"), library.plan("first-steps"))
    small.step()
    assert small.leadership.actions[0].quality == 1


def test_pilots_are_judged_once_and_money_goes_to_the_best() -> None:
    stopped = 0
    for replicate in range(6):
        model = sector(setting("trend", scale=PART, replicate=replicate), plan({"action": "pilot-and-evaluate", "start": 2003}))
        carried_to(model, 2012)
        (action,) = model.leadership.actions
        assert sum(action.reallotted.values()) == 5
        running = {kind for kind, units in action.reallotted.items() if units}
        stopped += 5 - len(running)
        assert {cluster.kind for cluster in action.clusters if cluster.active} <= running
    assert stopped > 0


def test_keen_joiners_are_ahead_before_they_are_helped() -> None:
    """What is open to joint work only attracts those ahead, so that comparing members with others sees more than is gained."""
    model = carried_to(sector(setting("trend", scale=1.0)), 2004)
    population = model.population
    among = population.open & population.registered
    assert gap(population, population.collaborations > 0, among, ["strategic-capacity"]) > 0.01


def test_equity_first_opens_doors_to_those_who_stand_outside() -> None:
    """Small, rural and BME-led organisations take part more often than all do, and large ones less."""
    shared = setting("trend", scale=0.2)
    gaps = dict(zip(IDS, np.moveaxis(run(shared, library.plan("equity-first")) - run(shared), 1, 0), strict=True))[
        "inclusion_gap"
    ]
    names = sector(shared).segments.names
    for name in (("size", "Under GBP 10k"), ("place", "rural"), ("leadership", "BME-led")):
        assert gaps[-1, names.index(name)] > 1, name
    for name in (("size", "GBP 100k-1m"), ("size", "Over GBP 1m"), ("place", "urban")):
        assert gaps[-1, names.index(name)] < -1, name
