"""Do staff, boards, volunteers, support, ICT, practices and services move the way that theory says, in whole runs?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from foresight.model.moment import Moment
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel, Setting
from foresight.population.columns import QUARTERS, Population, Practice
from tests.support.quarters import check_ranges
from tests.support.runs import moved, sector, setting
from tests.support.worlds import from_2003

SCALE = 0.1
YEARS = 6
Read = Callable[[SectorModel], float]


def years_on(shared: Setting, levers: Mapping[str, float] | None = None, years: int = YEARS) -> SectorModel:
    """Return a sector some years on, in which everybody's quantities are changed by so much from 2003 on."""
    model = sector(shared)

    def act(population: Population, moment: Moment) -> None:
        for name, size in (levers or {}).items():
            moment.levers.change(name, np.full(len(population), size, dtype=np.float32))

    model.leadership.act = act  # type: ignore[method-assign]
    for _ in range(QUARTERS * years):
        model.step()
    return model


@cache
def base() -> Setting:
    return setting("trend", scale=SCALE)


@cache
def usual() -> SectorModel:
    return years_on(base())


def mean(column: str) -> Read:
    """Return a reader of a column's weighted mean over open organisations."""

    def read(model: SectorModel) -> float:
        population = model.population
        weight = (population.weight * population.open).astype(np.float64)
        return float((getattr(population, column) * weight).sum() / weight.sum())

    return read


def share(part: str, whole: str) -> Read:
    """Return a reader of one column's total over another's."""
    return lambda model: mean(part)(model) / mean(whole)(model)


def practised(model: SectorModel) -> float:
    """Return how many practices an organisation has, on average."""
    population = model.population
    return float(sum(population.has(practice).mean() for practice in Practice))


def users_behind_the_gap(model: SectorModel) -> float:
    """Return the share of rural organisations that use ICT well."""
    population = model.population
    return float(population.ict[population.rural & population.open].mean())


LEVERS: list[tuple[str, float, Read, int]] = [
    ("reach_gain", 0.2, mean("supported"), 1),
    ("reach_gain", 0.2, mean("capacity"), 1),
    ("match_gain", 0.3, mean("capacity"), 1),
    ("planning_months", 12, mean("capacity"), 1),
    ("burden", 0.05, mean("capacity"), -1),
    ("burden", 0.05, mean("output"), -1),
    ("ict_pace", 0.2, mean("ict"), 1),
    ("ict_gap_closed", 0.5, users_behind_the_gap, 1),
    ("broadcast", 1, practised, 1),
    ("diffusion", 1, practised, 1),
    ("trustee_diversity", 0.5, share("young_trustees", "trustees"), 1),
    ("trustee_diversity", 0.5, share("bme_trustees", "trustees"), 1),
    ("staff_fill", 0.3, share("vacancies", "staff"), -1),
    ("staff_staying", 0.05, share("leavers", "staff"), -1),
    ("volunteer_retention", 0.2, mean("core"), 1),
    ("volunteer_retention", 0.2, share("volunteers_left", "volunteers"), -1),
    ("fewer_hours", 0.2, share("hours", "volunteers"), -1),
]


@pytest.mark.parametrize(
    ("name", "size", "read", "sign"), LEVERS, ids=[f"{name}-{place}" for place, (name, *_) in enumerate(LEVERS)]
)
def test_what_an_action_may_change_moves_what_it_should(name: str, size: float, read: Read, sign: int) -> None:
    arms = [read(usual()), read(years_on(base(), {name: size / 2})), read(years_on(base(), {name: size}))]
    assert sign * arms[0] < sign * arms[1] < sign * arms[2]


def test_a_quantity_changed_by_nothing_changes_no_bit() -> None:
    """A column of zeros and no column at all must round alike, or the arms of a pair would differ by more than the plan."""
    nothing = years_on(base(), dict.fromkeys({name for name, *_ in LEVERS}, 0.0))
    for name, column in usual().population.arrays().items():
        assert column.tobytes() == nothing.population.arrays()[name].tobytes(), name


WORLDS: list[tuple[str, float, float, Read, int]] = [
    ("pop65", 16, 24, share("older", "volunteers"), 1),
    ("pop65", 16, 24, share("older_hours", "hours"), 1),
    ("pop65", 16, 24, lambda model: float(model.services.need.sum()), 1),
    ("bme", 6, 15, share("bme_trustees", "trustees"), 1),
    ("bme", 6, 15, lambda model: float(model.services.need[:, 3].sum()), 1),
    ("grant_len", 9, 30, mean("capacity"), 1),
    ("infra", 0.3, 2.5, mean("supported"), 1),
    ("infra", 0.3, 2.5, mean("volunteers"), 1),
    ("infra", 0.1, 2.5, lambda model: float(sum(body.is_open for body in model.support_bodies)), 1),
    ("vol_hours", 6, 12, share("hours", "volunteers"), 1),
    ("vol_hours", 6, 12, share("core", "volunteers"), 1),
    ("rgdp", 90, 130, share("vacancies", "staff"), 1),  # pay outside draws people away
    ("rgdp", 70, 100, lambda model: float(model.services.need.sum()), -1),  # hard times
    ("ict_pace", 0.1, 0.5, mean("ict"), 1),
    ("ict_gap", 0, 0.6, users_behind_the_gap, -1),
]


@pytest.mark.parametrize(
    ("driver", "low", "high", "read", "sign"), WORLDS, ids=[f"{driver}-{place}" for place, (driver, *_) in enumerate(WORLDS)]
)
def test_what_theory_says_of_a_driver_holds(driver: str, low: float, high: float, read: Read, sign: int) -> None:
    found = [read(years_on(moved(base(), from_2003({driver: level})))) for level in (low, high)]
    assert sign * found[0] < sign * found[1]


def test_careers_marketing_fills_no_post_where_pay_lies_far_behind() -> None:
    far = moved(base(), from_2003({"rgdp": 130}))
    one, other = years_on(far, years=2), years_on(far, {"staff_fill": 0.3}, years=2)
    np.testing.assert_array_equal(one.population.vacancies, other.population.vacancies)


def test_the_core_gives_half_of_the_hours_in_2002_and_less_once_its_people_step_back() -> None:
    model = sector(base())
    numbers, population = model.baseline.volunteering, model.population
    of_core = numbers.hours * numbers.core_hours / numbers.core_share
    weight = population.weight.astype(np.float64)
    assert of_core * (population.core * weight).sum() == pytest.approx(0.5 * (population.hours * weight).sum(), rel=1e-5)
    short = years_on(moved(base(), from_2003({"vol_hours": 5.5})), years=12)
    usual_core = years_on(base(), years=12)
    assert share("core", "volunteers")(short) < share("core", "volunteers")(usual_core)


def test_a_still_world_keeps_volunteers_and_their_ages_and_core() -> None:
    """Where no driver moves, what 2002 is made of stays: the rules balance by themselves."""
    still = base().trajectories
    model = years_on(moved(base(), from_2003({name: float(path[0]) for name, path in still.items()})), years=8)
    start = sector(base())
    for part in ("older", "core", "older_hours"):
        whole = "hours" if part == "older_hours" else "volunteers"
        assert share(part, whole)(model) == pytest.approx(share(part, whole)(start), rel=0.03), part
    assert mean("trustees")(model) == pytest.approx(mean("trustees")(start), rel=0.03)
    assert share("young_trustees", "trustees")(model) == pytest.approx(share("young_trustees", "trustees")(start), rel=0.05)


def without_volunteers(population: Population) -> Population:
    """Return these organisations without a single volunteer."""
    made = population.copy()
    for name in ("volunteers", "older", "core", "hours", "older_hours", "appeal"):
        getattr(made, name)[:] = 0
    return made


def test_a_sector_without_volunteers_works_with_its_staff() -> None:
    bare = replace(base(), founders=without_volunteers(base().founders), entrants=without_volunteers(base().entrants))
    model = sector(bare)
    for _ in range(QUARTERS_SIMULATED):
        model.step()
        check_ranges(model)
    population = model.population
    assert population.volunteers.max() == population.hours.max() == 0
    assert ((population.output > 0) == (population.staff > 0)).all()
    assert model.services.unmet > usual().services.unmet


def test_one_organisation_alone_lives_its_life() -> None:
    largest = int(np.argmax(base().founders.income_before))
    alone = replace(base(), founders=base().founders.rows(np.array([largest])), entrants=base().entrants.rows(np.arange(0)))
    alone = replace(alone, layout=replace(alone.layout, cohort_registered=0, cohort_groups=0))
    model = sector(alone)
    for _ in range(24):
        model.step()
        check_ranges(model)
        if model.moment.closes_year:
            made = model.population.output * model.population.weight
            assert model.services.output.sum() == pytest.approx(float(made.sum()), rel=1e-5)
    assert model.population.open.all()
    assert model.services.unmet > 0.5


def test_what_is_done_is_done_somewhere_for_somebody() -> None:
    """Output by district and group adds up to that of all organisations."""
    population = usual().population
    made = float((population.output.astype(np.float64) * population.weight).sum())
    assert usual().services.output.sum() == pytest.approx(made, rel=1e-6)


def test_support_reaches_small_rural_and_new_organisations_less() -> None:
    model = years_on(setting("trend", scale=1.0), years=2)
    population = model.population
    new = population.born > model.quarter - 5 * QUARTERS
    for group in (population.rural, population.income_before < 25_000, new):
        assert population.supported[group & population.open].mean() < population.supported[~group & population.open].mean()


def test_a_shared_back_office_is_joined_where_partners_share_one() -> None:
    """The costly practice spreads among the tied, and hardly to those without ties."""
    model = years_on(setting("trend", scale=1.0), years=12)
    population = model.population
    shares = population.has(Practice.BACK_OFFICE)
    assert (
        shares[population.open & (population.degree >= 6)].mean()
        > 1.5 * shares[population.open & (population.degree == 0)].mean()
    )
