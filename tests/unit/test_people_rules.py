"""Do the small rules about boards, hiring, volunteers and services say what they should, number by number?"""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from foresight.model.institutions import SupportBody, open_year
from foresight.model.moment import Moment
from foresight.model.processes import boards, people, practising, services, volunteering
from foresight.model.sector import SectorModel
from foresight.population.baseline import load
from foresight.population.columns import Practice
from foresight.population.people import older_newcomers, older_volunteers
from tests.support.runs import sector, setting

Changed = Callable[..., Moment]


@pytest.fixture(scope="module")
def model() -> SectorModel:
    return sector(setting("trend", scale=0.05))


@pytest.fixture
def now(model: SectorModel) -> Changed:
    """Return a maker of the first moment with some drivers changed."""
    return lambda **drivers: replace(model.moment, world=replace(model.moment.world, **drivers))


def test_a_board_keeps_its_usual_number_where_tenure_and_recruiting_balance() -> None:
    numbers, usual = load().boards, 7.0
    seats, staying = usual * boards.seats_per_usual(load()), 1 - 1 / load().boards.tenure
    assert staying * usual + numbers.recruiting * (seats - staying * usual) == pytest.approx(usual)
    assert 1.02 < seats / usual < 1.2


def test_pay_falls_behind_where_the_economy_grows_and_never_runs_ahead(now: Changed) -> None:
    behind = 1 - 1.2 ** (load().people.wages_follow_economy - 1)
    assert people.pay_gap(now(rgdp=120.0)) == pytest.approx(behind)
    assert people.pay_gap(now(rgdp=80.0)) == 0


def test_hiring_is_slower_behind_a_gap_and_quicker_by_ict(model: SectorModel, now: Changed) -> None:
    numbers = load().people
    found = people.hiring(model.population, now(rgdp=110.0))
    slowed = 1 - numbers.pay_gap_slows * people.pay_gap(now(rgdp=110.0))
    assert np.unique(found) == pytest.approx([slowed, slowed * (1 + numbers.ict_recruiting)])
    np.testing.assert_array_equal(found > found.min(), model.population.ict)


def test_as_many_come_forward_as_the_drivers_say(now: Changed) -> None:
    numbers, budget = load().volunteering, load().support.budget
    assert volunteering.supply(now()) == pytest.approx(1)
    assert volunteering.supply(now(vol_rate=13.5)) == pytest.approx(0.5)
    assert volunteering.supply(now(infra=1.21 * budget)) == pytest.approx(1 + 0.1 * numbers.broker_part)
    assert volunteering.supply(now(infra=100 * budget)) == pytest.approx(1 + numbers.broker_most)
    assert (volunteering.supply(now(pop65=20.0)) > 1).all()


def test_older_districts_have_older_volunteers() -> None:
    share = load().districts["pop65_share"]
    found = older_volunteers(load())
    assert (np.diff(found[np.argsort(share)]) >= 0).all()
    assert (older_newcomers(load(), 1.2) > older_newcomers(load(), 1.0)).all()
    assert (older_newcomers(load(), 100.0) <= 1).all()


def test_a_body_closes_for_good_only_after_a_cut(model: SectorModel, now: Changed) -> None:
    def carried(body: SupportBody, infra: float) -> SupportBody:
        for step in range(1, 400, 4):
            open_year([], [body], replace(now(infra=infra), step=step))
        return body

    body, reach = SupportBody(model, 3), SupportBody(model, 3).reach(now())
    assert carried(body, 2.0).reach(now()) == reach
    assert carried(body, 0.02).reach(now()) == pytest.approx(reach * load().support.reach_closed)
    assert carried(body, 9.0).is_open is False


def test_reach_grows_with_the_root_of_the_budget(model: SectorModel, now: Changed) -> None:
    body, numbers = SupportBody(model, 0), load().support
    assert body.reach(now(infra=numbers.budget)) == pytest.approx(numbers.reach)
    assert body.reach(now(infra=4 * numbers.budget)) == pytest.approx(2 * numbers.reach)
    assert body.reach(now(infra=1000.0)) == 1


def test_need_follows_age_mix_and_hard_times_group_by_group(now: Changed) -> None:
    usual = services.needed(now(), 0.0)
    people_, numbers = load().districts["population_2001"].sum(), load().services
    assert usual.sum() == pytest.approx(people_ / 1000 * numbers.need_per_thousand)
    older = services.needed(now(pop65=1.25 * now().start.pop65), 0.0) / usual
    mixed = services.needed(now(bme=2 * now().start.bme), 0.0) / usual
    poor = services.needed(now(), 0.1) / usual
    assert older[0] == pytest.approx([1, 1.25, 1, 1, 1, 1])
    assert mixed[0] == pytest.approx([1, 1, 1, 2, 1, 1])
    hard = 1 + 0.1 * numbers.need_recession
    assert poor[0] == pytest.approx([1, 1, hard, 1, hard, 1])


def test_unmet_need_is_what_is_missing_and_never_less_than_nothing() -> None:
    found = services.Services(np.array([[10.0, 10.0], [20.0, 20.0]]), np.array([[30.0, 0.0], [10.0, 0.0]]))
    assert (found.missing.sum(axis=1) / found.need.sum(axis=1)).tolist() == [0.5, 0.75]
    assert found.missing.sum(axis=0) / found.need.sum(axis=0) == pytest.approx([1 / 3, 1])
    assert found.unmet == pytest.approx(40 / 60)
    assert math.isclose(services.Services(np.zeros((2, 2)) + 1, np.zeros((2, 2))).unmet, 1)


def test_practices_pay_those_who_have_them(model: SectorModel) -> None:
    numbers, population = load().practices, model.population
    saving = practising.back_office_saving(population, model.moment)
    assert saving.tolist() == pytest.approx((numbers.back_office_saving * population.has(Practice.BACK_OFFICE)).tolist())
    growth = practising.trading_growth(population, model.moment)
    trades = population.has(Practice.TRADING)
    assert growth[trades] - growth[~trades][0] == pytest.approx(numbers.trading_growth, rel=1e-5)
    assert growth[~trades] == pytest.approx(-numbers.trading_growth * numbers.trading_start, rel=1e-5)
