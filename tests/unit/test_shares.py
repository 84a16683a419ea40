"""Are planted shares and synergies found, and do the parts add up to the whole?"""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from foresight.analysis.attribution import by_orders, exactly, verdict
from foresight.analysis.shares import arms_of, interactions, orders, sampled, shapley

Values = NDArray[np.float64]


def planted(actions: int, own: list[float], together: dict[tuple[int, int], float]) -> Values:
    """Return what arms read when each action has an effect of its own and some pairs a further one, shape (2 ** actions,)."""
    values = np.full(1 << actions, 100.0)
    for arm in range(len(values)):
        there = [one for one in range(actions) if arm >> one & 1]
        values[arm] += sum(own[one] for one in there)
        values[arm] += sum(together.get(pair, 0.0) for pair in combinations(there, 2))
    return values


@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_the_shares_add_up_to_the_whole(actions: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(10_000, 1_000, size=(1 << actions, 3))
    assert np.abs(shapley(values).sum(axis=0) - (values[-1] - values[0])).max() < 1e-9


@given(st.integers(2, 6), st.integers(0, 5), st.integers(0, 2**32 - 1))
def test_an_action_that_changes_nothing_gets_exactly_nothing(actions: int, idle: int, seed: int) -> None:
    idle %= actions
    values = np.random.default_rng(seed).normal(10_000, 1_000, size=1 << actions)
    for arm in range(len(values)):
        values[arm] = values[arm & ~(1 << idle)]
    assert shapley(values)[idle] == 0
    pairs = list(combinations(range(actions), 2))
    assert all(extra == 0 for pair, extra in zip(pairs, interactions(values), strict=True) if idle in pair)


def test_a_planted_synergy_is_found_and_shared_by_its_two_actions() -> None:
    values = planted(4, [10, 20, 0, 5], {(0, 2): 8, (1, 3): -6})
    assert shapley(values) == pytest.approx([14, 17, 4, 2])
    assert interactions(values) == pytest.approx([0, 8, 0, 0, -6, 0])


def test_shares_are_the_mean_over_all_orders() -> None:
    values = np.random.default_rng(4).normal(size=1 << 3)
    every = [(a, b, c) for a in range(3) for b in range(3) for c in range(3) if len({a, b, c}) == 3]
    found = sampled(dict(enumerate(values)), every)
    assert found.shares.mean(axis=0) == pytest.approx(shapley(values))
    assert [seen.mean() for seen in found.pairs] == pytest.approx(list(interactions(values)))


@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_arms_that_are_not_all_sets_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="expected all sets"):
        shapley(np.zeros(count))


def test_pairs_are_told_apart_with_dice() -> None:
    values = planted(3, [50, 80, 30], {(0, 1): 40, (1, 2): -25})[:, None] + np.zeros((8, 40))
    rng = np.random.default_rng(1)
    for action in range(3):
        luck = rng.normal(0, 6, size=40)
        values[[arm for arm in range(8) if arm >> action & 1]] += luck
    split = exactly(values)
    ends = zip(split.pairs.low, split.pairs.high, strict=True)
    assert [verdict(low, high, 5) for low, high in ends] == ["synergy", "additive", "overlap"]
    assert split.parts.middle.sum() == pytest.approx(split.whole.middle)
    assert np.all((split.parts.low < [70, 87.5, 17.5]) & (split.parts.high > [70, 87.5, 17.5]))
    assert split.alone == pytest.approx([50, 80, 30], abs=3)
    assert split.last == pytest.approx([90, 95, 5], abs=3)


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (1, 2, "additive"),
        (0, 0, "additive"),
        (2, 9, "synergy"),
        (-9, -2, "overlap"),
        (-1, 9, "too close to call"),
        (-9, 9, "too close to call"),
    ],
)
def test_a_pair_is_labelled_only_when_its_interval_says_so(low: float, high: float, word: str) -> None:
    assert verdict(low, high, 3) == word


def test_without_any_effect_every_pair_is_additive() -> None:
    assert verdict(0, 0, 0) == "additive"


def test_of_one_replicate_nothing_is_claimed() -> None:
    split = exactly(planted(2, [1, 2], {(0, 1): 50})[:, None])
    assert verdict(float(split.pairs.low[0]), float(split.pairs.high[0]), 1) == "too close to call"


def test_sampled_shares_hold_the_exact_ones_within_their_error() -> None:
    truth = planted(8, [10, 20, 0, 5, 7, 3, 12, 1], {(0, 1): 15, (3, 4): -4})
    rng = np.random.default_rng(2)
    luck = rng.normal(0, 1, size=(8, 20))
    luck[2] = 0
    values = {arm: truth[arm] + luck[[one for one in range(8) if arm >> one & 1]].sum(axis=0) for arm in range(1 << 8)}
    taken = orders(8, 12, seed=1)
    split = by_orders({arm: values[arm] for arm in arms_of(taken)}, taken)
    exact = shapley(truth)
    assert split.parts.middle[2] == 0
    assert split.parts.middle.sum() == pytest.approx(float(split.whole.middle), abs=1e-9)
    inside = (split.parts.low <= exact) & (exact <= split.parts.high)
    assert inside.sum() >= 7
    pairs = list(combinations(range(8), 2))
    assert split.pairs.middle[pairs.index((0, 1))] == pytest.approx(15, abs=0.01)


def test_sampled_orders_come_with_their_reverse_and_are_the_same_again() -> None:
    taken = orders(7, 5, seed=3)
    assert taken == orders(7, 5, seed=3)
    assert all(other == one[::-1] for one, other in zip(taken[::2], taken[1::2], strict=True))
    assert all(sorted(one) == list(range(7)) for one in taken)
    assert len(arms_of(taken)) < 1 << 7
