"""Are members the same organisations in both arms, and is nobody a member who has not joined?"""

import numpy as np
import pytest

from foresight.ensemble.pairs import Pairing, run_pair
from foresight.model.membership import Membership
from foresight.model.run import underway
from foresight.model.sector import SectorModel
from foresight.population.columns import Population
from foresight.scenario import library
from tests.support.runs import IDS, SCALE, plan, same, setting

SUMS = ("organisations", "income", "jobs", "volunteers")


def of(values: np.ndarray, indicator: str, segment: tuple[str, str], year: int) -> float:
    names = SectorModel(setting()).segments.names
    return float(values[year, IDS.index(indicator), names.index(segment)])


@pytest.fixture(scope="module")
def pair() -> tuple[np.ndarray, np.ndarray]:
    found = run_pair(Pairing(library.future("funding-cliff"), library.plan("whole-programme"), 1, SCALE, "central"), 0)
    return found.without, found.with_plan


def test_members_and_others_are_the_whole_in_both_arms(pair: tuple[np.ndarray, np.ndarray]) -> None:
    for values in pair:
        for indicator in SUMS:
            for year in (0, 5, 20):
                parts = [of(values, indicator, ("members", label), year) for label in ("member", "non-member")]
                assert sum(parts) == pytest.approx(of(values, indicator, ("all", "all"), year))


def test_the_arm_without_the_plan_knows_who_joined_in_the_other(pair: tuple[np.ndarray, np.ndarray]) -> None:
    without, with_plan = (of(values, "organisations", ("members", "member"), 20) for values in pair)
    assert without > 0
    assert 0.5 < with_plan / without < 2


def test_without_a_plan_there_are_no_members() -> None:
    shared = setting()
    alone = SectorModel(shared)
    alone.run_to_end()
    assert (alone.membership.since > 20).all()


def test_members_that_closed_are_still_known() -> None:
    shared = setting()
    model = SectorModel(shared, underway(library.plan("whole-programme"), "central"))
    model.run_to_end()
    members = np.flatnonzero(model.membership.since <= 20)
    assert np.setdiff1d(members, model.population.identity).size > 0
    joined = model.population.identity[model.population.joined > 0]
    assert np.isin(joined, members).all()


def test_an_action_of_strength_0_is_joined_by_nobody() -> None:
    shared = setting()
    model = SectorModel(shared, underway(plan({"action": "leadership-programme", "start": 2003, "strength": 0}), "central"))
    model.run_to_end()
    assert not model.population.joined.any()


def test_who_joined_first_keeps_his_year() -> None:
    membership, population = Membership.none(5), Population.blank(3)
    population.identity[:] = [4, 0, 2]
    population.joined[:] = [1, 0, 0]
    membership.record(population, 3)
    population.joined[:] = [1, 4, 0]
    membership.record(population, 6)
    assert membership.flags(population, 3).tolist() == [True, False, False]
    assert membership.flags(population, 6).tolist() == [True, True, False]
    assert not membership.flags(population, 2).any()


def test_both_arms_are_read_alike_before_anybody_joins() -> None:
    late = plan({"action": "leadership-programme", "start": 2015})
    found = run_pair(Pairing(library.future("trend"), late, 1, SCALE, "central"), 0)
    assert same(found.without[:13], found.with_plan[:13])
