"""Is the shape of a network read rightly off a network that is known?"""

import math

import numpy as np
import pytest

from foresight.analysis.network import clustering, homophily, network_shape
from foresight.model.ties import Ties
from foresight.population.baseline import load
from foresight.population.columns import Population


def network(*pairs: tuple[int, int]) -> Ties:
    """Return ties between identities."""
    return Ties.between(*(np.array(side, dtype=np.int32) for side in zip(*pairs, strict=True)))


def crowd(size: int) -> Population:
    """Return registered organisations that differ in nothing but who they are."""
    made = Population.blank(size)
    made.identity[:] = np.arange(size)
    made.registered[:] = True
    made.income_before[:] = 50_000
    return made


def test_a_triangle_is_closed_and_a_star_is_not() -> None:
    assert clustering(network((0, 1), (1, 2), (0, 2)), crowd(3))[0] == 1
    assert clustering(network((0, 1), (0, 2), (0, 3)), crowd(4))[0] == 0


def test_a_triangle_with_a_tail_has_three_of_five_pairs_closed() -> None:
    closed, by_lot = clustering(network((0, 1), (1, 2), (0, 2), (2, 3)), crowd(4))
    assert closed == pytest.approx(3 / 5)
    assert by_lot == pytest.approx(10**2 / 8**3)  # degrees 2, 2, 3, 1: the sum of k(k - 1) is 10


def test_ties_by_lot_have_the_clustering_of_lots() -> None:
    rng = np.random.default_rng(1)
    ties = Ties.between(*rng.integers(0, 300, (2, 3000)).astype(np.int32))
    closed, by_lot = clustering(ties, crowd(300))
    assert closed == pytest.approx(by_lot, rel=0.1)


def test_homophily_is_one_by_lot_and_two_where_two_equal_groups_keep_to_themselves() -> None:
    group = np.repeat([0, 1], 200)
    rng = np.random.default_rng(1)
    assert homophily(group, *rng.integers(0, 400, (2, 20_000))) == pytest.approx(1, abs=0.05)
    assert homophily(group, np.arange(400), np.arange(400)[::-1] ^ 0) == 0
    apart = np.arange(400) ^ 1
    assert homophily(group, np.arange(400), apart) == pytest.approx(2)


def test_those_without_a_group_do_not_count() -> None:
    group = np.array([0, 0, -1, -1, 1, 1])
    assert homophily(group, np.array([0, 2, 4]), np.array([1, 3, 5])) == pytest.approx(2)


def test_those_left_out_are_counted_against_the_others() -> None:
    population = crowd(4)
    population.rural[:] = [True, False, False, False]
    shape = network_shape(network((0, 1), (1, 2), (2, 3)), population, load())
    assert shape.rural_ties == pytest.approx(1 / (5 / 3))
    assert math.isnan(shape.bme_ties)
    assert shape.same_place == 1


def test_nothing_can_be_read_off_a_network_without_ties() -> None:
    shape = network_shape(Ties(), crowd(3), load())
    assert all(math.isnan(value) for value in vars(shape).values())
