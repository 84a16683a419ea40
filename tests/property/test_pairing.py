"""Do the two arms of a pair differ through the plan only, and does a run depend on its key only?"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import foresight
from foresight.config import Number
from foresight.ensemble.pairs import Pairing, run_pair
from foresight.model.run import YEARS
from foresight.population.columns import QUARTERS
from foresight.scenario import library
from foresight.scenario.actions import Action
from foresight.scenario.plans import Plan
from tests.support.runs import SCALE, by_identity, carried, changed, plan, run, same, sector, setting, undisturbed

PLANS = sorted(library.plans())
ACTIONS = sorted(library.actions())
TOLD_BY_FUTURE = {f"aspiration_{name}" for name in ("field", "tax", "funding", "consultation", "commissioning")}
TOLD_BY_PLAN = {"credit", "joined"}  # nobody borrows or joins where there is no plan
ROUNDING = 1e-12  # of a mean over organisations that all have the same
EVEN_FOR_ALL = {"inclusion_gap", "funding_parity"}  # the whole against itself
GIVEN_AT_BIRTH = (
    "weight",
    "registered",
    "district",
    "rural",
    "activity",
    "beneficiary",
    "bme_led",
    "born",
    "part_time",
    "reserve_target",
)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_strength_0_is_no_plan_to_the_last_bit(name: str) -> None:
    shared = setting()
    assert changed(run(shared), run(shared, library.plan(name), strength=0)) == []


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_at_its_own_strength_is_not_no_plan(name: str) -> None:
    shared = setting()
    assert changed(run(shared), run(shared, library.plan(name))) != []


def test_items_of_strength_0_in_a_plan_are_no_plan_to_the_last_bit() -> None:
    shared = setting()
    placebo = plan(*({"action": name, "start": 2003, "strength": 0} for name in ACTIONS))
    assert changed(run(shared), run(shared, placebo)) == []


def test_items_that_reach_nobody_are_no_plan_to_the_last_bit() -> None:
    shared = setting()
    unread = plan(*({"action": name, "start": 2003, "coverage": 0} for name in ACTIONS))
    assert changed(run(shared), run(shared, unread)) == []


@pytest.mark.parametrize("name", ACTIONS)
def test_an_item_that_reaches_nobody_leaves_a_plan_as_it_is(name: str) -> None:
    shared = setting()
    others = [{"action": other, "start": 2004} for other in ACTIONS if other != name]
    unread = {"action": name, "start": 2003, "coverage": 0}
    assert changed(run(shared, plan(*others)), run(shared, plan(unread, *others))) == []


@pytest.mark.parametrize("name", PLANS)
def test_the_order_of_a_plan_s_items_does_not_matter(name: str) -> None:
    shared = setting()
    shipped = library.plan(name)
    backwards = shipped.model_copy(update={"actions": tuple(reversed(shipped.actions))})
    np.testing.assert_allclose(run(shared, shipped), run(shared, backwards), rtol=1e-6)


def test_an_action_that_no_plan_uses_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    future, used = library.future("funding-cliff"), library.plan("whole-programme")
    before = foresight.compare(future, used, pairs=2, scale=SCALE)
    actions = library.actions()
    text = actions["leadership-programme"].model_dump(mode="json") | {"id": "another-programme", "code": "R99"}
    more = {"another-programme": Action.model_validate(text), **actions}
    monkeypatch.setattr(library, "actions", lambda: more)
    after = foresight.compare(future, used, pairs=2, scale=SCALE)
    assert same(before.ensemble.without, after.ensemble.without)
    assert same(before.ensemble.with_plan, after.ensemble.with_plan)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every action work in full from its first quarter on."""
    at_once = {"delay": Number(value=0), "ramp": Number(value=0)}
    actions = {name: action.model_copy(update=at_once) for name, action in library.actions().items()}
    monkeypatch.setattr(library, "actions", lambda: actions)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(("start", "first_year"), [(2003, 2003), (2010, 2010), ("2010-Q3", 2010), ("2022-Q4", 2022)])
def test_before_its_first_start_a_plan_changes_nothing_to_the_last_bit(start: int | str, first_year: int) -> None:
    shared = setting()
    late = plan(*({"action": name, "start": start} for name in ACTIONS))
    without, with_plan, first = run(shared), run(shared, late), YEARS.index(first_year)
    assert same(without[:first], with_plan[:first])
    assert not same(without[first], with_plan[first])


@pytest.mark.usefixtures("hasty")
def test_before_its_first_start_a_plan_changes_no_column_of_any_quarter() -> None:
    shared = setting()
    without, with_plan = sector(shared), sector(shared, plan(*({"action": name, "start": "2004-Q3"} for name in ACTIONS)))
    for quarter in range(1, QUARTERS + 4):
        without.step()
        with_plan.step()
        pairs = zip(without.population.arrays().items(), with_plan.population.arrays().values(), strict=True)
        differ = [name for (name, one), other in pairs if one.tobytes() != other.tobytes()]
        assert (differ == []) == (quarter < QUARTERS + 3), (quarter, differ)


def test_the_same_seed_gives_the_same_bits_with_any_number_of_workers() -> None:
    results = [
        foresight.compare("funding-cliff", "whole-programme", pairs=3, scale=SCALE, seed=7, workers=workers).ensemble
        for workers in (1, 2, 3)
    ]
    for one, other in pairwise(results):
        assert same(one.without, other.without)
        assert same(one.with_plan, other.with_plan)


def test_a_replicate_does_not_depend_on_how_many_there_are() -> None:
    two = foresight.compare("trend", "first-steps", pairs=2, scale=SCALE).ensemble
    three = foresight.compare("trend", "first-steps", pairs=3, scale=SCALE).ensemble
    assert same(two.with_plan, three.with_plan[:2])


def test_the_arms_of_a_pair_are_the_runs_of_its_replicate() -> None:
    pair = foresight.compare("trend", "first-steps", pairs=2, scale=SCALE, seed=3).ensemble
    alone = foresight.simulate("trend", replicate=1, scale=SCALE, seed=3)
    helped = foresight.simulate("trend", "first-steps", replicate=1, scale=SCALE, seed=3)
    plainly = [place for place, (kind, _) in enumerate(alone.segments.names) if kind != "members"]  # known from the other arm
    assert same(pair.without[1][..., plainly], alone.values[..., plainly])
    assert same(pair.with_plan[1], helped.values)


def test_another_seed_differs() -> None:
    for indicator in ("organisations", "income", "jobs", "volunteers", "collaboration"):
        assert indicator in changed(run(setting(seed=1)), run(setting(seed=2)))


def test_replicates_differ_from_each_other() -> None:
    means = np.array([run(setting(replicate=replicate))[1:, :, 0].mean(axis=0) for replicate in range(4)])
    names = list(foresight.INDICATORS)
    alike = [name for name, column in zip(names, means.T, strict=True) if np.ptp(column) <= ROUNDING * np.abs(column).max()]
    assert set(alike) == TOLD_BY_FUTURE | TOLD_BY_PLAN | EVEN_FOR_ALL


def test_replicates_and_seeds_are_different_keys() -> None:
    assert not same(run(setting(seed=1, replicate=2)), run(setting(seed=2, replicate=1)))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_in_which_organisations_are_stored_does_not_matter(seed: int) -> None:
    """A reordered sum rounds differently in its last digits (double precision), which leaves some 1e-14 of a reading."""
    shared, used = setting(seed=seed), library.plan("whole-programme")
    shuffle = np.random.default_rng(seed).permutation(len(shared.founders))
    shuffled = replace(shared, founders=shared.founders.rows(shuffle))
    assert not np.array_equal(shared.founders.identity, shuffled.founders.identity)
    for actions in (None, used):
        np.testing.assert_allclose(run(shared, actions), run(shuffled, actions), rtol=1e-6, equal_nan=True)


def test_an_entrant_is_the_same_in_both_arms() -> None:
    shared = setting()
    arms = [by_identity(carried(shared, actions).population) for actions in (None, library.plan("whole-programme"))]
    one, other = (arm.rows(arm.identity >= shared.layout.founders) for arm in arms)
    one, other = one.rows(np.isin(one.identity, other.identity)), other.rows(np.isin(other.identity, one.identity))
    assert len(one) > 100  # entrants of twenty years, most of them in both arms
    np.testing.assert_array_equal(one.identity, other.identity)
    for name in GIVEN_AT_BIRTH:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def test_the_plan_in_hand_is_not_touched_by_a_run() -> None:
    used = library.plan("whole-programme")
    before = used.model_dump_json()
    run(setting(), used)
    assert used.model_dump_json() == before


def test_founders_are_shared_and_not_touched_by_a_run() -> None:
    shared = setting()
    before = {name: column.tobytes() for name, column in shared.founders.arrays().items()}
    run(shared, library.plan("whole-programme"))
    assert {name: column.tobytes() for name, column in shared.founders.arrays().items()} == before


def test_the_first_pair_in_a_process_is_the_same_as_the_second() -> None:
    pairing = Pairing(library.future("trend"), library.plan("first-steps"), 1, SCALE, "central")
    once, again = run_pair(pairing, 0), run_pair(pairing, 0)
    assert same(once.without, again.without)
    assert same(once.with_plan, again.with_plan)


def test_the_empty_plan_is_no_plan() -> None:
    assert changed(undisturbed(), run(setting("trend"), Plan.none())) == []
