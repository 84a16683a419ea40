"""Do money, standing, voice and mergers do what their rules say, in whole runs?"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pytest

from foresight.model.moment import Moment
from foresight.model.processes import awards, merging, money
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel, Setting
from foresight.population.baseline import load
from foresight.population.columns import OPEN, QUARTERS, Award, Closure, Flags, Population, Rows, Smalls
from foresight.scenario import Event
from tests.property.test_conservation import SINGLE, worth
from tests.support.quarters import check_ranges, relative, rows_of, watch
from tests.support.runs import IDS, changed, moved, plan, run, same, sector, setting, trend, whole
from tests.support.worlds import from_2003

Chosen = Callable[[Population], Flags]
NOTHING_TO_WIN = {"la_fund": 0, "regen_eu": 0, "lottery": 0, "don_g": -100, "inv_r": 0}
YEARS = 8


def everybody(population: Population) -> Flags:
    return population.open


def even(population: Population) -> Flags:
    return np.asarray(population.open & (population.identity % 2 == 0))


def helped(model: SectorModel, changes: Mapping[str, float], who: Chosen = everybody) -> SectorModel:
    """Let a plan of one hand change some quantities for some organisations, in every quarter."""

    def act(population: Population, _: Moment) -> None:
        for name, size in changes.items():
            model.moment.levers.change(name, np.where(who(population), size, 0))

    model.leadership.act = act  # type: ignore[method-assign, assignment]
    return model


def after(
    shared: Setting, changes: Mapping[str, float] | None = None, who: Chosen = everybody, years: int = YEARS
) -> SectorModel:
    """Return a sector some years on."""
    model = helped(sector(shared), changes or {}, who)
    for _ in range(QUARTERS * years):
        model.step()
    return model


def total(model: SectorModel, column: str, who: Chosen = everybody, row: int | None = None) -> float:
    """Return the weighted sum of a column over the chosen organisations."""
    population = model.population
    values = getattr(population, column) if row is None else getattr(population, column)[row]
    return float((values * population.weight * who(population)).sum(dtype=np.float64))


# Pools, bids, contracts -----------------------------------------------------------------------------------------------------


def test_without_any_funding_awards_end_and_restricted_funds_run_down(monkeypatch: pytest.MonkeyPatch) -> None:
    model = sector(moved(trend(), from_2003(NOTHING_TO_WIN)))
    held = float(model.population.restricted.sum())
    assert held > 0
    for quarter in watch(model, monkeypatch):
        check_ranges(quarter.model)
        assert not quarter.paid.award[: Award.TRUST].any(), "trusts' money shrinks with giving, all other pools are empty at once"
        if not quarter.paid.award.any():
            now = float(quarter.paid.restricted.sum())
            assert now <= held
        held = float(model.population.restricted.sum())
    assert model.population.award.sum() == 0
    assert held < 1


@pytest.mark.parametrize("share", [(30, 60), (60, 90)])
def test_more_contract_money_never_means_less_contract_income(share: tuple[float, float]) -> None:
    less, more = (after(moved(trend(), from_2003({"contract_sh": level, "la_fund": 120}))) for level in share)
    assert total(less, "award", row=Award.CONTRACT) < total(more, "award", row=Award.CONTRACT)


def test_worse_cost_recovery_never_means_more_reserves() -> None:
    levels = [0.6, 0.8, 1.0, 1.2]
    made = [after(moved(trend(), from_2003({"fcr": level}))) for level in levels]
    found = [total(model, "reserves") for model in made]
    assert found == sorted(set(found))
    assert total(made[0], "spending") < total(made[-1], "spending")


@pytest.mark.parametrize("fcr", [0.05, 0.3, 0.86, 0.97, 1.0, 1.5])
def test_contracts_pay_the_driver_s_share_of_their_cost_on_average(fcr: float) -> None:
    numbers = load().money
    names = money.Habits._fields[: money.Habits._fields.index("dearer")]
    habits = money.Habits(**{name: getattr(numbers, name) for name in names}, dearer=0, fcr=fcr, follow=0, recovery=None)  # type: ignore[arg-type]
    luck = (np.arange(20_000) + 0.5) / 20_000
    found = np.array([money.recovered.__wrapped__(one, habits) for one in luck])  # type: ignore[attr-defined]
    assert found.mean() == pytest.approx(fcr, rel=2e-3)
    assert (found > 0).all()
    if 0.5 <= fcr < 1:
        assert (found == 1).mean() == pytest.approx(numbers.full_recovery, abs=1e-3)
        assert (found <= 1).all()
        assert len(set(found.round(3))) > 20


def test_a_holder_s_recovery_never_falls_when_the_driver_rises() -> None:
    names = money.Habits._fields[: money.Habits._fields.index("dearer")]
    numbers = {name: getattr(load().money, name) for name in names}
    for luck in (0.0, 0.05, 0.2, 0.5, 0.9, 0.999):
        path = [
            money.recovered.__wrapped__(luck, money.Habits(**numbers, dearer=0, fcr=fcr, follow=0, recovery=None))  # type: ignore[arg-type, attr-defined]
            for fcr in np.linspace(0.55, 1.0, 40)
        ]
        assert (np.diff(path) >= -1e-12).all(), luck


def test_no_contract_is_larger_than_half_of_the_turnover_or_smaller_than_a_lot(monkeypatch: pytest.MonkeyPatch) -> None:
    model, numbers = sector(trend()), load().money
    seen = 0
    for quarter in watch(model, monkeypatch, quarters=24):
        before, paid = quarter.before, quarter.paid
        fresh = np.isin(paid.identity, before.identity)
        rows = np.flatnonzero(fresh)
        old = rows_of(before, paid.identity.take(rows).astype(np.int64))
        won = (before.award_end[Award.CONTRACT].take(old) < model.quarter) & (
            paid.award_end[Award.CONTRACT].take(rows) >= model.quarter
        )
        lot, turnover = paid.award[Award.CONTRACT].take(rows)[won], before.spending.take(old)[won]
        grants, contracts = awards._rules(model.moment)
        assert grants.smallest_lot == numbers.smallest_lot
        assert (lot <= contracts.largest_lot * turnover * (1 + SINGLE)).all()
        assert (lot >= contracts.smallest_lot * (1 - SINGLE)).all()
        seen += int(won.sum())
    assert seen > 100


@pytest.mark.parametrize("consortium", [0, 1])
def test_a_consortium_opens_contracts_above_the_own_size(consortium: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without partners' turnover nobody wins more than half of its own."""
    model, above = helped(sector(trend()), {"consortium": consortium}), 0
    for quarter in watch(model, monkeypatch, quarters=24):
        before, paid = quarter.before, quarter.paid
        rows = np.flatnonzero(np.isin(paid.identity, before.identity))
        old = rows_of(before, paid.identity.take(rows).astype(np.int64))
        most = awards._rules(model.moment)[1].largest_lot * before.spending.take(old)
        fresh = before.award_end[Award.CONTRACT].take(old) < model.quarter
        above += int((fresh & (paid.award[Award.CONTRACT].take(rows) > most * (1 + SINGLE))).sum())
    assert (above > 0) == (consortium == 1)


@pytest.mark.parametrize("change", [{"funder_trust_gain": 0.5}, {"access_gap_closed": 1.0}])
def test_what_lifts_the_bids_of_some_brings_them_money_that_others_lose(change: dict[str, float]) -> None:
    who = even if "funder_trust_gain" in change else bme
    shared = setting("trend", scale=0.3)
    alone, helping = after(shared), after(shared, change, who)
    for row in (Award.STATUTORY_GRANT, Award.TRUST):
        assert total(alone, "award", who, row) < total(helping, "award", who, row)
        assert total(alone, "award", row=row) == pytest.approx(total(helping, "award", row=row), rel=0.03)


def bme(population: Population) -> Flags:
    return np.asarray(population.open & population.bme_led)


def test_funders_come_to_trust_those_who_hold_awards_and_forget_the_others() -> None:
    start, model = load().standing.funder_start, after(trend(), years=12)
    population = model.population
    known = population.funder_trust[population.open]
    assert (known >= start - 1e-6).all()
    steady = population.open & (population.award.max(axis=0) > 0) & ~population.distress
    assert population.funder_trust[steady].mean() > known.mean() + 0.1


# Giving and earning ---------------------------------------------------------------------------------------------------------


def test_giving_that_a_plan_brings_to_some_is_partly_taken_from_others() -> None:
    part = load().money.giving_displaced
    alone, helping = after(trend(), years=1), after(trend(), {"giving_growth": 0.2}, even, years=1)
    gain = total(helping, "giving", even) - total(alone, "giving", even)
    loss = total(alone, "giving", odd) - total(helping, "giving", odd)
    assert gain > 0
    assert loss > 0
    gross = total(alone, "giving", even) * (np.exp(0.2) - 1)
    assert gain - loss == pytest.approx((1 - part) * gross, rel=0.1)


def odd(population: Population) -> Flags:
    return np.asarray(population.open & (population.identity % 2 == 1))


def test_ventures_raise_earned_income_and_failures_cost() -> None:
    alone, safe = after(trend(), years=3), after(trend(), {"earned_growth": 0.03}, years=3)
    risky = after(trend(), {"earned_growth": 0.03, "earned_failure": 0.5}, years=3)
    assert total(safe, "earned") == pytest.approx(total(alone, "earned") * np.exp(0.09), rel=0.02)
    assert total(risky, "reserves") < total(safe, "reserves")


def test_disputes_avoided_leave_more_in_reserve() -> None:
    shared = setting("trend", scale=0.3)
    assert total(after(shared, {"disputes_avoided": 1.0}), "reserves") > total(after(shared), "reserves")


# Credit ---------------------------------------------------------------------------------------------------------------------


def test_loans_bridge_and_come_back_and_what_closes_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    months = 3.0
    model = helped(sector(setting("funding-cliff")), {"credit_months": months})
    lent = defaulted = 0.0
    for quarter in watch(model, monkeypatch):
        paid, before = quarter.paid, quarter.before
        rows = np.flatnonzero(np.isin(paid.identity, before.identity))
        now, then = paid.rows(rows), before.rows(rows_of(before, paid.identity.take(rows).astype(np.int64)))
        size = then.reserves + then.restricted + then.loan + now.income
        assert relative(worth(now) - (worth(then) + now.income - now.cost), size) < SINGLE
        more = now.loan > then.loan
        assert (now.loan[more] <= months / 12 * then.spending[more] * (1 + SINGLE)).all(), "up to the line and no further"
        assert not now.reserves[more].any(), "who borrows has nothing left"
        lent += float(((now.loan - then.loan) * now.weight)[more].sum())
        gone = quarter.after.identity[(quarter.after.closed == model.quarter) & (quarter.after.closure != Closure.MERGED)]
        lost = paid.rows(rows_of(paid, gone.astype(np.int64)))
        assert model.defaulted == pytest.approx(float((lost.loan * lost.weight).sum()), rel=1e-5, abs=0.01)
        defaulted += model.defaulted
        check_ranges(model)
    owed = total(model, "loan")
    assert 0 < defaulted < lent
    assert defaulted + owed < lent, "most of it came back"


def test_credit_keeps_some_out_of_distress() -> None:
    shared = setting("funding-cliff", scale=0.2)
    alone, bridged = after(shared, years=5), after(shared, {"credit_months": 3.0}, years=5)
    assert total(bridged, "distress") < total(alone, "distress")


# Voice, drift, trust, shocks ------------------------------------------------------------------------------------------------


def test_voice_rises_with_consultation_and_falls_with_contracts() -> None:
    low, high = (after(moved(trend(), from_2003({"consult": level})), years=2) for level in (0.1, 0.9))
    assert total(low, "voice") < total(high, "voice")
    grants, contracts = (after(moved(trend(), from_2003({"contract_sh": level})), years=6) for level in (10, 95))
    assert total(contracts, "voice") < total(grants, "voice")
    assert total(contracts, "drift") > total(grants, "drift") > 0


@pytest.mark.parametrize("change", [{"voice_gain": 0.6}, {"consult_access": 0.15}])
def test_a_plan_can_lift_voice_of_its_members_and_of_nobody_else(change: dict[str, float]) -> None:
    alone, helping = after(trend(), years=1), after(trend(), change, even, years=1)
    assert total(helping, "voice", even) > 1.02 * total(alone, "voice", even)
    assert total(helping, "voice", odd) == total(alone, "voice", odd)


def test_drift_grows_by_what_a_plan_adds_and_never_shrinks(monkeypatch: pytest.MonkeyPatch) -> None:
    alone, helping = after(trend(), years=3), after(trend(), {"drift_more": 0.02}, years=3)
    old = [model.population.open & (model.population.born < 0) for model in (helping, alone)]
    more, less = (model.population.drift[there].mean() for model, there in zip((helping, alone), old, strict=True))
    assert more - less == pytest.approx(0.06, rel=0.05)
    for quarter in watch(sector(trend()), monkeypatch, quarters=12):
        before, now = quarter.before, quarter.after
        stays = now.rows(np.flatnonzero(np.isin(now.identity, before.identity) & now.open))
        assert (stays.drift >= before.rows(rows_of(before, stays.identity.astype(np.int64))).drift).all()


@cache
def sector_after(event: str, year: int, size: float = 1.0) -> SectorModel:
    """Return the calm Trend future at the end of a year, with one event in 2004, or none."""
    base = load()
    calm = base.model_copy(
        update={
            "shocks": base.shocks.model_copy(update={"flood_chance": 0.0}),
            "standing": base.standing.model_copy(update={"scandal_chance": 0.0}),
        }
    )
    named = [Event.model_validate({"event": event, "at": 2004, "size": size})] if event != "none" else []
    shared = Setting.of(calm, trend().trajectories, trend().draws, 0.2, named)
    model = sector(shared)
    for _ in range(QUARTERS * (year - 2002)):
        model.step()
    return model


def test_a_scandal_costs_trust_and_giving_and_trust_recovers() -> None:
    calm, shaken, later = sector_after("none", 2004), sector_after("scandal", 2004), sector_after("scandal", 2010)
    fall = load().standing.scandal_fall
    lost = calm.public_trust - shaken.public_trust
    assert 0.8 * fall < lost < fall
    assert 0 < sector_after("none", 2010).public_trust - later.public_trust < 0.5 * lost
    assert total(later, "giving") < total(sector_after("none", 2010), "giving")


def test_a_flood_costs_money_and_organisations_and_brings_volunteers() -> None:
    reach = load().flooded()
    wet = {"flood": (reach > 0)}["flood"]

    def there(population: Population) -> Flags:
        return np.asarray(population.open & wet.take(population.district))

    calm, flooded = sector_after("none", 2004), sector_after("flood", 2004, 5.0)
    assert total(flooded, "reserves", there) < total(calm, "reserves", there)
    assert total(flooded, "volunteers", there) > total(calm, "volunteers", there)
    assert total(flooded, "weight", there) < total(calm, "weight", there)
    dry = np.asarray(calm.population.identity[calm.population.open & ~wet.take(calm.population.district)])
    assert set(dry.tolist()) <= set(flooded.population.identity.tolist())


def test_a_pandemic_year_costs_earned_income_and_volunteers() -> None:
    calm, ill = sector_after("none", 2004), sector_after("pandemic", 2004)
    assert total(ill, "income_year") < 0.98 * total(calm, "income_year")
    assert total(ill, "volunteers") < total(calm, "volunteers")
    assert ill.moment.shocks.pandemic > 0
    assert sector_after("pandemic", 2006).moment.shocks.pandemic == 0


def test_what_strikes_strikes_both_arms_alike() -> None:
    """With a plan from 2010 nothing differs before, and at strength 0 nothing ever does."""
    named = [
        Event.model_validate(one)
        for one in (
            {"event": "flood", "at": 2005, "county": "Lincolnshire", "size": 3},
            {"event": "scandal", "at": 2006},
            {"event": "pandemic", "at": 2012},
            {"event": "agency-closes", "at": 2008},
        )
    ]
    shared = Setting.of(load(), trend().trajectories, trend().draws, 0.05, named)
    late = plan({"action": "leadership-programme", "start": 2010}, {"action": "bulk-purchasing", "start": 2010})
    without, with_it = run(shared), run(shared, late)
    assert same(without[:8].copy(), with_it[:8].copy())
    assert changed(without, with_it)
    assert same(without, run(shared, late, 0))


# Mergers --------------------------------------------------------------------------------------------------------------------


def test_mergers_are_rare_mostly_of_organisations_in_deficit_and_lose_nothing_but_their_cost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model, merge = sector(setting("trend", scale=0.5)), merging.hand_over
    seen: list[tuple[int, float]] = []

    def watched(population: Population, moment: Moment, givers: Rows, takers: Rows, county: Smalls) -> None:
        before = population.copy()
        merge(population, moment, givers, takers, county)
        assert (population.closure[givers] == Closure.MERGED).all()
        assert (population.closed[givers] == model.quarter).all()
        weight = before.weight.astype(np.float64)
        for name in ("giving", "earned", "endowment", "restricted", "loan", "staff", "volunteers", "spending", "seeks"):
            then, now = ((getattr(one, name) * weight).sum() for one in (before, population))
            assert now == pytest.approx(then, rel=1e-6), name
        for kind in Award:
            then, now = ((one.award[kind] * weight).sum() for one in (before, population))
            assert now <= then * (1 + SINGLE), kind
        bill = ((population.cost.astype(np.float64) - before.cost) * weight).sum()
        then, now = ((one.reserves * weight).sum() for one in (before, population))
        assert now == pytest.approx(then - bill, rel=1e-6)
        assert bill >= 0
        runs_down = before.cost > (1 + load().mergers.margin) * before.income
        seen.append((givers.size, float(runs_down[givers].sum())))

    monkeypatch.setattr(merging, "hand_over", watched)
    organisations = 0.0
    for _ in range(QUARTERS_SIMULATED):
        model.step()
        check_ranges(model)
        if model.moment.closes_year:
            organisations += float((model.population.open & model.population.registered).sum())
    merged, in_deficit = np.sum(seen, axis=0)
    assert 0.0005 < merged / organisations < 0.005
    assert in_deficit > merged / 2


def test_nobody_merges_twice_in_a_year_and_groups_never_do(monkeypatch: pytest.MonkeyPatch) -> None:
    match = merging.matches

    def watched(couples: merging.Couples, sides: merging.Sides, terms: merging.Terms) -> tuple[Rows, Rows]:
        givers, takers = match(couples, sides, terms._replace(chance=0.05))
        both = np.concatenate([givers, takers])
        assert np.unique(both).size == both.size
        assert sides.registered[both].all()
        assert (sides.spending[givers] <= sides.spending[takers]).all()
        return givers, takers

    monkeypatch.setattr(merging, "matches", watched)
    model = after(trend(), years=6)
    check_ranges(model)
    assert (model.population.closure == Closure.MERGED).sum() > 3


def test_the_closed_as_merged_count_as_removed_from_the_register() -> None:
    often = load().model_copy(update={"mergers": load().mergers.model_copy(update={"chance": 0.01})})
    usual = trend()
    made = Setting.of(often, usual.trajectories, usual.draws, 1 / usual.layout.registered_weight)
    more, less = run(made), run(usual)
    assert np.nanmean(more[:, IDS.index("closures"), 0]) > np.nanmean(less[:, IDS.index("closures"), 0])
    assert whole(more, "organisations") < whole(less, "organisations")


def test_a_closed_row_holds_no_money() -> None:
    population = after(trend(), years=5).population
    closed = population.closed != OPEN
    assert closed.any()
    for name in ("restricted", "loan", "funder_trust", "voice", "drift"):
        assert not getattr(population, name)[closed].any(), name
