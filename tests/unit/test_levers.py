"""Are levers checked as they are written, and does one lever do for every quantity?"""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from foresight.model.adjustments import QUANTITIES, Adjustments
from foresight.model.levers.change import Change
from foresight.model.levers.microcluster import Microcluster
from foresight.scenario import Eligibility, library


def change(quantity: str, by: float, **more: Any) -> Change:
    return Change.model_validate({"kind": "change", "quantity": quantity, "by": {"value": by}, **more})


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_can_be_changed_within_its_range(name: str) -> None:
    rule = QUANTITIES[name]
    assert rule.least <= 0 < rule.most
    assert change(name, rule.most).by.value == rule.most
    with pytest.raises(ValidationError):
        change(name, rule.most * 1.01)


def test_an_unknown_quantity_is_named_with_the_nearest() -> None:
    with pytest.raises(ValidationError, match="capacity_gain"):
        change("capacity_gian", 0.1)


@pytest.mark.parametrize("name", QUANTITIES)
def test_effects_combine_as_the_registry_says_and_stay_in_range(name: str) -> None:
    rule, made = QUANTITIES[name], Adjustments()
    rows, size = np.array([1, 3]), 5
    one, other = np.full(2, rule.most / 4, np.float32), np.full(2, rule.most / 8, np.float32)
    made.change_some(name, rows, one, size)
    made.change_some(name, rows, other, size)
    expected = 1 - (1 - one) * (1 - other) if rule.combine == "stack" else one + other
    column = getattr(made, name)
    np.testing.assert_allclose(column[rows], np.clip(expected, rule.least, rule.most), rtol=1e-6)
    assert (column[[0, 2, 4]] == 0).all()
    for _ in range(50):
        made.change_some(name, rows, np.full(2, rule.most, np.float32), size)
    assert (getattr(made, name) <= np.float32(rule.most)).all()


def test_every_quantity_that_ships_is_used_or_read() -> None:
    used = {lever.quantity for action in library.actions().values() for lever in action.levers if isinstance(lever, Change)}
    special = {"credit_months", "burden"}  # by the lever of the credit union, and by taking part
    assert used | special == set(QUANTITIES)


def test_an_effect_of_nothing_is_nothing() -> None:
    made = Adjustments()
    made.change_some("capacity_gain", np.array([0, 1]), np.zeros(2, np.float32), 3)
    assert not np.any(made.capacity_gain)


def test_a_microcluster_that_cannot_hold_the_members_it_needs_is_refused() -> None:
    text = {"kind": "microcluster", "by": "place", "most_members": 5, "fewest_members": 8, "lapse": 0.25}
    with pytest.raises(ValidationError, match="fewest_members"):
        Microcluster.model_validate(text)


def test_the_least_income_is_below_the_most() -> None:
    with pytest.raises(ValidationError, match="max_income"):
        Eligibility.model_validate({"min_income": 10, "max_income": 10})
