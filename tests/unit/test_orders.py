"""Do orders keep to their budget, and is the best one found?"""

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pytest
from numpy.typing import NDArray

from foresight.analysis.orders import Order, Rules, greedy, ranked, schedule
from foresight.scenario import library
from foresight.scenario.plans import Plan
from tests.support.runs import plan

WORTH = np.array([5.0, 9.0, 2.0])


def worth(orders: Sequence[Order]) -> NDArray[np.float64]:
    """Return gains that fade with the place in the order, a little different in each of four replicates."""
    means = np.array([sum(WORTH[action] / (1 + place) for place, action in enumerate(order)) for order in orders])
    return np.asarray(means[:, None] + np.array([-0.1, 0.1, 0.0, 0.0]))


def trap(orders: Sequence[Order]) -> NDArray[np.float64]:
    """Return gains in which the best first step leads away from the best order."""
    known = {(0,): 3.0, (1,): 2.0, (2,): 1.0, (1, 2): 9.0, (0, 1): 4.0, (0, 2): 4.0, (1, 2, 0): 20.0}
    return np.array([[known.get(order, 5.0)] * 3 for order in orders])


def test_step_by_step_takes_the_best_first() -> None:
    assert greedy(3, worth) == (1, 0, 2)


def test_trying_all_orders_sees_through_a_trap() -> None:
    every = list(permutations(range(3)))
    assert greedy(3, trap)[0] == 0
    assert ranked(every, trap(every))["order"].iloc[0] == (1, 2, 0)


def test_orders_that_could_be_equal_are_close() -> None:
    rng = np.random.default_rng(1)
    common = rng.normal(0, 50, size=20)
    gains = np.stack([common + 10 + rng.normal(0, 1, 20), common + 9.9 + rng.normal(0, 1, 20), common])
    table = ranked([(0, 1, 2), (1, 0, 2), (2, 0, 1)], gains)
    assert dict(zip(table["order"], table["close"], strict=True)) == {(0, 1, 2): True, (1, 0, 2): True, (2, 0, 1): False}
    assert table["behind_low"].iloc[-1] > 5  # the spread that all orders share does not count


@pytest.fixture
def two() -> Plan:
    """Return a plan of two actions, one of which ends."""
    return plan({"action": "trustee-bank", "start": 2003, "end": 2006}, {"action": "leadership-programme", "start": 2010})


def test_actions_start_one_after_another(two: Plan) -> None:
    found = schedule(two, (1, 0), Rules(budget=10, gap=2), library.actions())
    starts = {item.action: (item.start.year, item.end.year if item.end else None) for item in found.actions}
    assert starts == {"leadership-programme": (2003, None), "trustee-bank": (2005, 2008)}


def test_an_action_waits_until_there_is_money(two: Plan) -> None:
    actions = library.actions()
    bank, other = actions["trustee-bank"].cost.value / 1000, actions["leadership-programme"].cost.value / 1000
    found = schedule(two, (0, 1), Rules(budget=max(bank, other), gap=0), actions)
    assert [item.start.year for item in found.actions] == [2003, 2007]
    assert max(found.costs(actions).values()) <= max(bank, other)


def test_what_can_never_be_paid_for_is_left_out(two: Plan) -> None:
    actions = library.actions()
    cheap = min(actions[name].cost.value for name in ("trustee-bank", "leadership-programme")) / 1000
    found = schedule(two, (1, 0), Rules(budget=cheap, gap=1), actions)
    assert len(found.actions) == 1


def test_the_order_in_the_file_is_kept_so_that_equal_schedules_are_equal(two: Plan) -> None:
    rules = Rules(budget=10, gap=0)
    one, other = (schedule(two, order, rules, library.actions()) for order in ((0, 1), (1, 0)))
    assert one == other
