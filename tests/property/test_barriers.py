"""Are the four barriers what they say, and does the hypothesis that they are linked act only on a plan?"""

from dataclasses import replace

import numpy as np
import pytest

from foresight.model.processes.barriers import weakest, write_barriers
from foresight.model.sector import Setting
from foresight.population.columns import QUARTERS, Barrier, Population
from foresight.scenario import library
from tests.support.runs import changed, plan, run, same, sector, setting, undisturbed
from tests.support.runs import moved as world_moved
from tests.support.worlds import PLAUSIBLE, from_2003


def linked(shared: Setting) -> Setting:
    """Return the same setting with barriers linked."""
    hypotheses = shared.baseline.hypotheses.model_copy(update={"barriers_linked": True})
    return replace(shared, baseline=shared.baseline.model_copy(update={"hypotheses": hypotheses}))


@pytest.mark.parametrize("end", [0, 1])
def test_states_stay_between_0_and_1_in_every_year(end: int) -> None:
    levels = {name: spans[end] for name, spans in PLAUSIBLE.items()}
    model = sector(world_moved(setting("trend"), from_2003(levels)), library.plan("whole-programme"))
    for _ in range(10 * QUARTERS):
        model.step()
        states = model.population.barriers
        assert states.shape == (4, len(model.population))
        assert (states >= 0).all()
        assert (states <= 1).all()
    assert (states[:, model.population.open].std(axis=1) > 0.01).all()


def test_the_founders_have_states_too() -> None:
    states = sector(setting()).population.barriers
    assert (states.std(axis=1) > 0.01).all()


@pytest.mark.parametrize(
    ("column", "better", "row"),
    [
        ("capacity", 0.9, Barrier.STRATEGIC_CAPACITY),
        ("chair_vacant", False, Barrier.HUMAN_RESOURCES),
        ("vacancies", 0, Barrier.HUMAN_RESOURCES),
        ("volunteers", 1e6, Barrier.HUMAN_RESOURCES),
        ("match", 1, Barrier.SUPPORT),
        ("supported", True, Barrier.SUPPORT),
        ("reserves", 1e9, Barrier.FUNDING),
        ("award_end", 1_000, Barrier.FUNDING),
        ("bme_led", False, Barrier.FUNDING),
        ("rural", False, Barrier.FUNDING),
    ],
)
def test_what_is_better_never_raises_a_barrier(column: str, better: float, row: Barrier) -> None:
    model = sector(setting())
    for _ in range(2 * QUARTERS):
        model.step()
    write_barriers(model.population, model.moment)
    before = model.population.barriers.copy()
    changed_for_better: Population = model.population
    getattr(changed_for_better, column)[...] = better
    write_barriers(changed_for_better, model.moment)
    gained = changed_for_better.barriers - before
    assert (gained[row] >= -1e-6).all()
    assert (gained[row] > 0.01).any()


def test_linked_or_not_nothing_changes_without_a_plan() -> None:
    assert changed(undisturbed(), run(linked(setting("trend")))) == []


def test_linked_barriers_weaken_every_effect_and_never_to_nothing() -> None:
    shared = setting("trend")
    effects = []
    for one in (shared, linked(shared)):
        model = sector(one, plan({"action": "bulk-purchasing", "start": 2003, "coverage": 0.9}))
        for _ in range(3 * QUARTERS):
            model.step()
        effects.append(np.asarray(model.moment.levers.bought_in_saving).copy())
    free, weakened = effects
    reached = free > 0
    np.testing.assert_array_equal(reached, weakened > 0)
    assert (weakened[reached] <= free[reached]).all()
    assert np.mean(weakened[reached] < free[reached]) > 0.95
    assert (weakened[reached] >= 0.49 * free[reached]).all()  # a saving and a premium, each halved


def test_which_barrier_is_the_weakest_differs_from_one_organisation_to_another() -> None:
    model = sector(setting("trend", scale=0.2))
    for _ in range(QUARTERS):
        model.step()
    population = model.population
    among = population.open & population.registered
    held = weakest(population)[among]
    assert (held == 0).mean() < 0.05
    assert held.std() > 0.05
    before = held.copy()
    population.match[:] = 1
    held = weakest(population)[among]
    assert (held >= before).all()
    assert 0.02 < (held > before).mean() < 0.9  # support is what holds some back most, and not all


def test_linked_at_strength_0_is_no_plan() -> None:
    shared = linked(setting("trend"))
    assert same(run(shared), run(shared, library.plan("whole-programme"), 0))
