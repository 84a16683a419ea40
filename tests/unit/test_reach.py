"""How many organisations an action is open to, and take part: those whom the model lets in, and no more than there are places."""

import numpy as np
import pytest

from foresight.analysis import reach
from foresight.config import Number
from foresight.scenario import library
from foresight.scenario.dates import Date
from foresight.scenario.plans import PlanItem
from foresight.ui import levers


def item(action: str, **changes: object) -> PlanItem:
    return PlanItem.model_validate({"action": action, "start": Date(2003), **changes})


@pytest.mark.parametrize(("action", "column"), [("bme-microclusters", "bme_led"), ("virtual-rural-microclusters", "rural")])
def test_a_microcluster_is_open_to_those_who_can_belong_to_one(action: str, column: str) -> None:
    population = reach._founders()
    known = population.registered & np.asarray(getattr(population, column), dtype=np.bool_)
    found = reach.open_to(library.actions()[action])
    assert found == pytest.approx(float((population.weight * known).sum()))
    assert 0 < found < 4000


def test_no_more_take_part_in_microclusters_than_there_are_places_paid_for() -> None:
    action = library.actions()["activity-microclusters"]
    full = item(action.id)
    assert reach.taking_part(full, action) == 4 * 40
    assert reach.taking_part(item(action.id, units=2), action) == 2 * 40
    half = item(action.id, budget=Number(value=full.full_cost(action) / 2))
    assert reach.taking_part(half, action) == 2 * 40
    bme = library.actions()["bme-microclusters"]
    assert reach.taking_part(item(bme.id), bme) < reach.open_to(bme)


def test_groups_that_are_not_registered_are_named_where_they_count() -> None:
    assert "organisations and groups, registered or not," in levers._help(library.actions()["cluster-awareness"])
    assert "groups" not in levers._help(library.actions()["trustee-bank"]).split("Open to")[1].split("of 2002")[0]
