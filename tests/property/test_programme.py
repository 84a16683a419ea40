"""Does what belongs to a programme behave: microclusters, lenders, studies, dependence, smallest scale, taper, time?"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from foresight.config import Effect, Number
from foresight.model.levers.change import Change
from foresight.model.run import underway
from foresight.model.sector import SectorModel, Setting
from foresight.model.underway import FAILED, TOO_SMALL, WORKING_DAYS, ActionUnderway
from foresight.population.columns import QUARTERS, Award
from foresight.scenario import library
from foresight.scenario.actions import Action
from tests.support.runs import changed, moved, plan, run, sector, setting, trend, undisturbed

PART = 0.3


def at_work(model: SectorModel, years: int) -> SectorModel:
    """Carry a sector through some years."""
    for _ in range(QUARTERS * years):
        model.step()
    return model


def with_actions(monkeypatch: pytest.MonkeyPatch, **changes: Mapping[str, Any]) -> None:
    """Let shipped actions have other fields; `a_b` stands for `a-b`."""
    known = dict(library.actions())
    for name, fields in changes.items():
        id_ = name.replace("_", "-")
        known[id_] = known[id_].model_copy(update=dict(fields))
    monkeypatch.setattr(library, "actions", lambda: known)


def only(model: SectorModel) -> ActionUnderway:
    """Return the one action of a sector's plan."""
    (action,) = model.leadership.actions
    return action


def test_a_new_action_needs_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    text = library.actions()["trustee-bank"].model_dump(mode="json") | {"id": "night-school", "code": "X01", "days": None}
    text["levers"] = [{"kind": "change", "quantity": "staff_staying", "by": {"value": 0.02}, "only": {"rural": True}}]
    made = Action.model_validate(text)
    monkeypatch.setattr(library, "actions", lambda: {made.id: made})
    assert "turnover" in changed(undisturbed(), run(trend(), plan({"action": made.id, "start": 2003})))


@pytest.mark.parametrize(
    ("name", "common"),
    [
        ("local-microclusters", "district"),
        ("activity-microclusters", "activity"),
        ("interest-microclusters", "beneficiary"),
        ("bme-microclusters", "bme_led"),
        ("virtual-rural-microclusters", "rural"),
    ],
)
def test_members_of_a_microcluster_have_something_in_common(name: str, common: str) -> None:
    model = at_work(sector(setting("trend", scale=1.0), plan({"action": name, "start": 2003})), 4)
    population, lever = model.population, only(model).action.levers[0]
    active = [cluster for cluster in only(model).clusters if cluster.active]
    assert active
    for cluster in active:
        members = population.rows(population.cluster == cluster.number)
        assert np.unique(getattr(members, common)).size == 1
        assert 1 <= members.weight.sum() <= lever.most_members.value  # type: ignore[attr-defined]
    inside = population.rows(population.cluster >= 0)
    assert inside.registered.all()
    if name == "bme-microclusters":
        assert inside.bme_led.all()
    if name == "virtual-rural-microclusters":
        assert inside.rural.all()


def test_who_is_not_online_is_not_in_a_virtual_microcluster() -> None:
    virtual = plan({"action": "virtual-rural-microclusters", "start": 2003})
    model = sector(setting("trend", scale=PART), virtual)
    for _ in range(5 * QUARTERS):
        model.step()
        if model.moment.opens_year:
            assert model.population.ict[model.population.cluster >= 0].all()
    assert (model.population.cluster >= 0).any()


def test_members_of_a_bme_microcluster_without_bridges_are_not_served() -> None:
    model = sector(setting("trend", scale=1.0), plan({"action": "bme-microclusters", "start": 2003}))
    for _ in range(13):
        model.step()
    rows, _ = only(model).reached[None, None]
    served = np.zeros(len(model.population), dtype=np.bool_)
    served[rows] = True
    inside = model.population.cluster >= 0
    bridged = model.population.bridges >= 2
    assert (served == (inside & bridged)).all()
    assert (inside & ~bridged).any()


def test_coordination_brings_members_and_keeps_microclusters_alive() -> None:
    def members_and_active(*more: dict[str, object]) -> tuple[float, int]:
        model = sector(setting("trend", scale=1.0), plan({"action": "local-microclusters", "start": 2003, "units": 20}, *more))
        inside, active = 0.0, 0
        for _ in range(10):
            at_work(model, 1)
            inside += float(model.population.weight[model.population.cluster >= 0].sum())
            active += sum(cluster.active for action in model.leadership.actions for cluster in action.clusters)
        return inside, active

    few, lively = members_and_active()
    helped = [members_and_active({"action": name, "start": 2003}) for name in ("regional-coordination", "leader-support")]
    assert helped[0][0] > 1.2 * few
    assert all(active > lively for _, active in helped)


def test_champions_are_the_best_connected_and_their_partners_take_part() -> None:
    model = at_work(sector(setting("trend", scale=1.0), plan({"action": "sector-champions", "start": 2003})), 1)
    model.step()  # the first effect comes with the second year
    population, action = model.population, only(model)
    champions = np.isin(population.identity, action.champions)
    assert population.weight[champions].sum() == pytest.approx(20, abs=1)
    least = population.degree[champions].min()
    better = population.registered & population.open & (population.degree > least) & ~champions
    assert population.weight[better].sum() < 10  # those whose champion has just stopped
    rows, _ = action.reached[None, None]
    assert 100 < population.weight[rows].sum() < 1000


def test_a_credit_union_bridges_and_lives_in_the_trend() -> None:
    model = at_work(sector(setting("trend", scale=PART), whole_sector_borrows()), 15)
    lender = only(model).lender
    assert lender is not None
    assert lender.solvent
    assert 0 < lender.lent <= lender.leverage * lender.capital


def test_a_funding_cliff_can_wipe_a_credit_union_out() -> None:
    model = at_work(sector(cliff(), whole_sector_borrows()), 15)
    lender = only(model).lender
    assert lender is not None
    assert not lender.solvent
    assert not np.any(model.moment.levers.credit_months)


def test_no_member_can_end_a_credit_union_alone() -> None:
    """However large: the one who owes most owes too little for that."""
    model = at_work(sector(setting("trend", scale=1.0), plan({"action": "credit-union", "start": 2003, "coverage": 0.8})), 12)
    lender, population = only(model).lender, model.population
    assert lender is not None
    assert lender.solvent
    assert population.spending[(population.joined > 0) & population.open].max() > 12 * lender.capital
    assert (
        0.1 * lender.capital < population.loan.max() <= 0.3 * lender.capital
    )  # it may lend a quarter; its capital has moved since
    assert lender.provision * population.loan.max() < lender.capital


def whole_sector_borrows() -> Any:
    """Return a plan with a large credit union; that it can fail to be set up is not at issue."""
    return plan({"action": "credit-union", "start": 2003, "coverage": 0.3})


@pytest.fixture(autouse=True)
def credit_unions_can_be_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    setting_up = library.actions()["credit-union"].set_up
    with_actions(monkeypatch, credit_union={"set_up": setting_up.model_copy(update={"failure": None})})


def cliff() -> Setting:
    """Return the Trend, but four fifths of public money go at the start of 2009, and giving shrinks for two years."""
    shared = setting("trend", scale=PART)
    paths = {}
    for name in ("la_fund", "regen_eu", "lottery", "don_g"):
        path = shared.trajectories[name].copy()
        path[25:] = path[0] * 0.2 if name != "don_g" else path[25:]
        paths[name] = path
    paths["don_g"][25:33] = -10
    return moved(shared, paths)


def test_an_agency_for_recruitment_needs_business(monkeypatch: pytest.MonkeyPatch) -> None:
    with_actions(monkeypatch, recruitment_agency={"set_up": library.actions()["trustee-bank"].set_up})
    for coverage, fate in ((0.05, TOO_SMALL), (0.6, "")):
        item = {"action": "recruitment-agency", "start": 2003, "coverage": coverage}
        assert only(at_work(sector(setting("trend", scale=PART), plan(item)), 6)).fate == fate


@pytest.mark.parametrize("name", ["employer-volunteering", "business-champions"])
def test_what_depends_on_the_agency_ends_with_it(name: str) -> None:
    model = at_work(sector(setting("trend"), plan({"action": name, "start": 2003})), 9)
    assert only(model).end > model.quarter
    at_work(model, 2)
    assert only(model).end == 4 * 9
    assert model.leadership.spent[2012] == 0 < model.leadership.spent[2011]


def test_studies_make_setting_up_safer_and_hold_it_up() -> None:
    def failed(*items: dict[str, object]) -> float:
        fates = []
        for replicate in range(60):
            shared = setting("trend", scale=0.01, replicate=replicate)
            model = at_work(SectorModel(shared, underway(plan(*items), "central")), 4)
            fates.append(any(action.fate == FAILED for action in model.leadership.actions))
        return float(np.mean(fates))

    agency = {"action": "recruitment-agency", "start": 2003}
    bare, studied = failed(agency), failed({"action": "feasibility-studies", "start": 2003}, agency)
    assert bare == pytest.approx(0.35, abs=0.15)
    assert studied < bare
    held = sector(setting(), plan({"action": "feasibility-studies", "start": 2003}, agency)).leadership.actions[1]
    assert (held.action.id, held.held) == ("recruitment-agency", 3)
    late = sector(setting(), plan({"action": "feasibility-studies", "start": 2004}, agency)).leadership.actions[1]
    assert (late.held, late.safer) == (0, 0)


def test_realigned_money_is_missed_elsewhere() -> None:
    items = [{"action": "leadership-programme", "start": 2003}]
    rich = plan(*items, {"action": "realigned-resources", "start": 2003, "strength": 2})
    poor, taken = (at_work(sector(setting("trend", scale=PART), made), 4) for made in (plan(*items), rich))
    lost = taken.moment.levers.projects_diverted
    assert lost == pytest.approx(0.3 * 170_000 / 2)
    spent = [float((one.population.award[Award.REGENERATION] * one.population.weight).sum()) for one in (poor, taken)]
    assert spent[0] - spent[1] > 0.3 * lost
    assert taken.support_bodies[0].reach(taken.moment) < poor.support_bodies[0].reach(poor.moment)


def test_a_budget_grows_by_what_is_realigned() -> None:
    actions = library.actions()
    made = plan({"action": "realigned-resources", "start": 2003}).model_copy(update={"budget": Number(value=1)})
    assert made.budgets(actions)[2003] == 1
    assert made.budgets(actions)[2004] == pytest.approx(1.15)
    assert made.budgets(actions, "low")[2004] == 1


def test_icts_advisers_reach_a_quarter_of_those_who_lag_every_year() -> None:
    model = at_work(sector(setting("trend", scale=PART), plan({"action": "ict-capacity-support", "start": 2003})), 1)
    action, reached = only(model), []
    for _ in range(4):
        reached.append(action._covered(model.moment.step))
        model = at_work(model, 1)
    left = 1 - np.array(reached)
    assert left[1:] / left[:-1] == pytest.approx(0.75)


def test_taking_part_costs_time_and_small_organisations_more_of_it() -> None:
    model = at_work(sector(setting("trend", scale=PART), plan({"action": "trustee-bank", "start": 2003})), 3)
    burden, population = np.asarray(model.moment.levers.burden), model.population
    joined, large = population.joined > 0, population.staff > 5
    assert (burden[~joined & population.open] == 0).all()
    assert (burden[joined & population.open] > 0).all()
    assert burden[joined & ~large].max() == pytest.approx(0.5 / 220)
    assert burden[joined & large].max() < 0.5 / 220 / 5


def test_help_that_is_withdrawn_bit_by_bit_lasts_better() -> None:
    def left(**more: object) -> tuple[float, float]:
        item = {"action": "leader-support", "start": 2003, "end": 2008, **more}
        (action,) = underway(plan(item), "central").actions
        return action.intensity(25), sum(action.money.values())

    at_once, tapered = left(), left(taper=2)
    assert at_once[0] == pytest.approx(0.5 * 0.7**0.25)
    assert tapered[0] == pytest.approx(0.7**0.25)
    assert tapered[1] < at_once[1]


def test_setting_up_is_paid_for_while_it_lasts_and_self_funding_ends_the_bill() -> None:
    costs = plan({"action": "credit-union", "start": 2003}).costs(library.actions())
    assert [round(costs[year], 3) for year in (2003, 2004, 2005, 2006)] == [0.232, 0.232, 0.116, 0]
    costs = plan({"action": "recruitment-agency", "start": 2003}).costs(library.actions())
    assert [round(costs[year], 3) for year in (2003, 2004, 2005)] == [0.09, 0.09, 0.045]


def test_what_a_lever_adds_to_the_burden_does_not_add_up_within_a_year() -> None:
    bank, growing = (library.actions()[name] for name in ("trustee-bank", "leadership-programme"))
    lever = Change(kind="change", quantity="burden", by=Effect(value=0.1))
    tiring = bank.model_copy(update={"levers": (lever,), "days": Number(value=20)})
    items = plan(*({"action": action.id, "start": 2003} for action in (tiring, growing)))
    model = SectorModel(setting("trend"), underway(items, "central", {tiring.id: tiring, growing.id: growing}))
    most = 0.1 + sum(action.days.value for action in (tiring, growing) if action.days is not None) / WORKING_DAYS
    for _ in range(5 * QUARTERS):  # in which one of them builds up, so that what they do is written anew in every quarter
        model.step()
        assert np.max(model.moment.levers.burden) <= most + 1e-6
    assert np.max(model.moment.levers.burden) > 0.1
