"""Is money conserved, are the closed gone, and does everything stay within its range, in every quarter of a run?"""

from collections.abc import Mapping

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from foresight.indicators.reading import headline
from foresight.model.run import readings
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel
from foresight.population.columns import OPEN, QUARTERS, Award, Population
from foresight.population.synthesis import LEAST_ROWS
from foresight.scenario import DRIVERS, Future, library
from tests.support.quarters import LEFT_OF_THE_CLOSED, check_ranges, relative, rows_of, watch
from tests.support.runs import IDS, carried, moved, plan, sector, setting, trend
from tests.support.scenarios import FUTURES
from tests.support.worlds import PLAUSIBLE, from_2003

SINGLE = 2e-6  # single precision keeps 6e-8 of a number; a quarter adds up some ten of them, a county some hundred
SMALL = 0.02

EXTREMES: Mapping[str, Mapping[str, float]] = {
    "no public money": {"la_fund": 0, "regen_eu": 0, "lottery": 0},
    "no money but what people earn": {"la_fund": 0, "regen_eu": 0, "lottery": 0, "don_g": -100, "inv_r": 0, "tax": -100},
    "nobody volunteers": {"vol_rate": 0, "vol_hours": 0},
    "contracts only, badly paid": {"contract_sh": 100, "fcr": 0.1, "field": 0},
    "grants only": {"contract_sh": 0},
    "nobody trusts anybody and all is dear": {"trust": 0, "env_cost": 1000, "inv_r": -100, "infra": 0},
    "plenty": {
        "la_fund": 1000,
        "regen_eu": 1000,
        "lottery": 1000,
        "don_g": 20,
        "vol_rate": 100,
        "infra": 100,
        "field": 1,
        "fcr": 2,
    },
    "awards of a month": {"grant_len": 1},
    "awards of twenty years": {"grant_len": 240},
    "a young and poor region": {"pop65": 0.1, "rgdp": 10, "bme": 0},
    "an old and mixed region": {"pop65": 100, "rgdp": 1000, "bme": 100},
}


@pytest.fixture(params=["none", "whole-programme"])
def model(request: pytest.FixtureRequest) -> SectorModel:
    return sector(setting("funding-cliff"), library.plan(request.param))


def test_what_pools_pay_is_what_organisations_receive(model: SectorModel, monkeypatch: pytest.MonkeyPatch) -> None:
    for quarter in watch(model, monkeypatch):
        paid, world = quarter.paid, model.moment.world
        own = (paid.giving.astype(float) * (1 + world.tax / 100) + paid.earned) * paid.swing
        invested = paid.endowment * max(world.inv_r, 0) / 100
        received = ((QUARTERS * paid.income - own - invested) * paid.weight / QUARTERS).sum()
        total = sum(quarter.paid_out(kind).sum() for kind in Award)
        assert received == pytest.approx(total, rel=1e-4)  # a small part is taken from a large whole
        for kind in Award:
            out, most = quarter.paid_out(kind), quarter.budget(kind)
            assert (out <= most * (1 + SINGLE)).all(), (model.quarter, kind.name)


def test_pools_pay_something(model: SectorModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, a pool that never pays would pass the test above."""
    for quarter in watch(model, monkeypatch):
        for kind in Award:
            assert quarter.paid_out(kind).sum() > 0.5 * quarter.budget(kind).sum(), (model.quarter, kind.name)


def test_a_pool_that_is_asked_for_more_than_it_has_pays_all_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = setting("trend")
    scarce = moved(shared, from_2003({"la_fund": 40, "regen_eu": 20, "lottery": 20}))
    for quarter in watch(sector(scarce), monkeypatch, quarters=12):
        for kind in (Award.STATUTORY_GRANT, Award.CONTRACT, Award.REGENERATION, Award.LOTTERY):
            out, most = quarter.paid_out(kind).sum(), quarter.budget(kind).sum()
            assert out == pytest.approx(most, rel=0.02), (
                quarter.model.quarter,
                kind.name,
            )  # the last bid may be too small to pay


@pytest.mark.parametrize(
    ("driver", "level", "kinds"),
    [
        ("la_fund", 0, (Award.STATUTORY_GRANT, Award.CONTRACT)),
        ("contract_sh", 100, (Award.STATUTORY_GRANT,)),
        ("contract_sh", 0, (Award.CONTRACT,)),
        ("regen_eu", 0, (Award.REGENERATION,)),
        ("lottery", 0, (Award.LOTTERY,)),
    ],
)
def test_nobody_receives_from_an_empty_pool(
    driver: str, level: float, kinds: tuple[Award, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = sector(moved(trend(), from_2003({driver: level})), library.plan("whole-programme"))
    assert all((model.population.award[kind] > 0).any() for kind in kinds)
    for quarter in watch(model, monkeypatch, quarters=12):
        for kind in Award:
            assert (quarter.paid.award[kind] > 0).any() == (kind not in kinds), (model.quarter, kind.name)


def test_reserves_reconcile_with_income_less_cost(model: SectorModel, monkeypatch: pytest.MonkeyPatch) -> None:
    for quarter in watch(model, monkeypatch):
        paid, before = quarter.paid, quarter.before
        stayed = np.isin(paid.identity, before.identity)  # all but those that start in this quarter
        assert stayed.sum() > 0.8 * len(paid)
        now = paid.rows(stayed)
        then = before.rows(rows_of(before, now.identity.astype(np.int64)))
        held, kept = worth(then), worth(now)
        assert relative(kept - (held + now.income - now.cost), held + now.income) < SINGLE, model.quarter
        lent = np.maximum(now.loan.astype(np.float64) - then.loan, 0)
        assert (now.cost <= (held + then.loan + now.income + lent) * (1 + SINGLE)).all()
        assert model.leadership.actions or not now.loan.any(), "nobody lends without a plan that does"


def worth(population: Population) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return free reserves and restricted funds less what is owed, GBP, shape (n,)."""
    return population.reserves.astype(np.float64) + population.restricted - population.loan


def test_the_year_s_income_is_the_sum_of_its_quarters(model: SectorModel, monkeypatch: pytest.MonkeyPatch) -> None:
    total: dict[int, float] = {}
    for quarter in watch(model, monkeypatch, quarters=16):
        if model.moment.opens_year:
            total = dict.fromkeys(quarter.paid.identity.tolist(), 0.0)
        for identity, income in zip(quarter.paid.identity.tolist(), quarter.paid.income.tolist(), strict=True):
            total[identity] += income
        if model.moment.closes_year:
            ours = np.array([total[identity] for identity in quarter.after.identity.tolist()])
            assert relative(quarter.after.income_year - ours, ours) < SINGLE


def test_the_closed_neither_earn_nor_act_nor_come_back(model: SectorModel, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: set[int] = set()
    ended: dict[int, tuple[int, int]] = {}
    for quarter in watch(model, monkeypatch):
        after = quarter.after
        closed = after.rows(after.closed != OPEN)
        for identity, *end in zip(closed.identity.tolist(), closed.closed.tolist(), closed.closure.tolist(), strict=True):
            assert ended.setdefault(identity, (end[0], end[1])) == (end[0], end[1]), "nobody closes twice"
        for name in LEFT_OF_THE_CLOSED:
            assert not getattr(closed, name).any(), (name, model.quarter)
        assert (closed.cluster == -1).all()
        assert gone.isdisjoint(after.identity[after.closed == OPEN].tolist())
        gone |= set(closed.identity.tolist())
        if model.moment.closes_year:
            held = set(model.ties.first.tolist()) | set(model.ties.second.tolist())
            assert gone.isdisjoint(held)
    assert len(gone) > 100


def test_what_the_closed_earned_before_they_closed_counts_in_their_last_year(
    model: SectorModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[int, float] = {}
    for quarter in watch(model, monkeypatch, quarters=8):
        if model.moment.opens_year:
            kept = {}
        after = quarter.after
        closed = after.rows(after.closed != OPEN)
        for identity, income in zip(closed.identity.tolist(), closed.income_year.tolist(), strict=True):
            assert kept.setdefault(identity, income) == income
    assert any(income > 0 for income in kept.values())


def test_nothing_leaves_its_range(model: SectorModel, monkeypatch: pytest.MonkeyPatch) -> None:
    check_ranges(model)
    for quarter in watch(model, monkeypatch):
        check_ranges(quarter.model)


@pytest.mark.parametrize("name", EXTREMES)
def test_nothing_leaves_its_range_in_an_extreme_future(name: str) -> None:
    model = sector(moved(setting("trend", scale=SMALL), from_2003(EXTREMES[name])), library.plan("whole-programme"))
    for _ in range(QUARTERS_SIMULATED):
        model.step()
        check_ranges(model)


def test_nothing_leaves_its_range_where_everyone_is_a_member() -> None:
    """Of every action at once, at double strength; who is eligible and is not drawn is nobody."""
    everything = plan(*({"action": name, "start": 2003, "coverage": 1, "strength": 2} for name in library.actions()))
    model = sector(setting("trend", scale=SMALL), everything)
    for _ in range(QUARTERS_SIMULATED):
        model.step()
        check_ranges(model)
    population = model.population
    assert (population.joined > 0)[population.open & population.registered].all()


@pytest.mark.parametrize("scale", [LEAST_ROWS / 11_000, 0.012, 0.02])
def test_nothing_leaves_its_range_in_the_smallest_sector(scale: float) -> None:
    shared = setting("funding-cliff", scale=scale)
    assert LEAST_ROWS - 1 <= len(shared.founders) <= 0.025 * 11_000
    model = sector(shared, library.plan("whole-programme"))
    for _ in range(QUARTERS_SIMULATED):
        model.step()
        check_ranges(model)


@settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(
    levels=st.fixed_dictionaries({name: st.floats(*PLAUSIBLE[name]) for name in DRIVERS}),
    seed=st.integers(0, 2**63 - 1),
    reach=st.floats(0, 1),
)
def test_nothing_leaves_its_range_whatever_the_world_the_dice_and_the_plan(
    levels: dict[str, float], seed: int, reach: float
) -> None:
    helped = plan(*({"action": name, "start": 2003, "coverage": reach, "strength": 2} for name in library.actions()))
    with pytest.MonkeyPatch.context() as patch:
        model = sector(moved(setting("trend", scale=SMALL, seed=seed), from_2003(levels)), helped)
        for quarter in watch(model, patch, quarters=20):
            check_ranges(quarter.model)
            for kind in Award:
                assert (quarter.paid_out(kind) <= quarter.budget(kind) * (1 + SINGLE)).all()


@pytest.mark.parametrize("since", ["2002", "2003-Q1"])
@pytest.mark.parametrize("end", ["minimum", "maximum"])
@pytest.mark.parametrize("driver", DRIVERS)
def test_a_future_that_the_schema_accepts_can_be_run(driver: str, end: str, since: str) -> None:
    """A driver may lie at its hard bound; where the model cannot bear that, the schema has to say so, and not a traceback."""
    text = yaml.safe_load((FUTURES / "trend.yaml").read_text(encoding="utf-8"))
    assert Future.model_validate(text).id == "trend"
    bound, usual = getattr(DRIVERS[driver], end), trend().trajectories[driver][0]
    at_once = {"kind": "constant", "value": bound}
    text["drivers"][driver]["profile"] = (
        at_once if since == "2002" else {"kind": "step", "before": usual, "steps": {since: bound}}
    )
    try:
        future = Future.model_validate(text)
    except ValidationError:
        return  # refused, with a message about the bound
    model = carried(moved(setting("trend", scale=SMALL), future.trajectories()))
    check_ranges(model)
    assert not np.isinf(readings(model)).any()
    assert np.isfinite(readings(model)[1:, [IDS.index(entry.id) for entry in headline()], 0]).all()


def test_entrants_never_run_out_of_identities() -> None:
    """A year's entrants are cut off where their block of identities ends; no shipped future comes near."""
    for name in library.futures():
        shared = setting(name)
        made = sector(shared)
        for _ in range(QUARTERS_SIMULATED):
            made.step()
            if made.moment.opens_year:
                born = made.population.born == made.quarter
                registered = int((born & made.population.registered).sum())
                groups = int((born & ~made.population.registered).sum())
                assert registered < shared.layout.cohort_registered
                assert groups < shared.layout.cohort_groups
