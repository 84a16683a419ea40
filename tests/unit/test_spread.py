"""Are planted parts of the variance found?"""

import numpy as np
import pytest
from numpy.typing import NDArray

from foresight.analysis.spread import split
from tests.support.tables import number

Values = NDArray[np.float64]


def drawn(futures: int, samples: int, replicates: int, spread: tuple[float, float, float], seed: int) -> Values:
    """Return differences to which world, numbers and dice each add, with standard deviations planted exactly in the first."""
    rng = np.random.default_rng(seed)
    world = rng.normal(size=futures)
    world = (world - world.mean()) / max(world.std(ddof=1), 1e-9) * spread[0] if futures > 1 else np.zeros(1)
    numbers, dice = rng.normal(0, spread[1], size=samples), rng.normal(0, spread[2], size=(futures, samples, replicates))
    return 500 + world[:, None, None] + numbers[None, :, None] + dice


def shares(values: Values) -> dict[str, float]:
    found = split(values)
    return dict(zip(found["part"], found["share"], strict=True))


def test_planted_parts_are_recovered() -> None:
    found = split(drawn(6, 200, 10, (10, 20, 30), 1)).set_index("part")
    truth = {"world": 100 / 1400, "numbers": 400 / 1400, "dice": 900 / 1400}
    assert found["share"].sum() == pytest.approx(1)
    for part, share in truth.items():
        assert number(found, part, "share") == pytest.approx(share, abs=0.05)
        assert number(found, part, "low") <= share <= number(found, part, "high")


def test_the_parts_are_unbiased_where_there_is_only_noise() -> None:
    parts = np.array([[shares(drawn(4, 10, 3, (0, 0, 5), seed))[part] for part in ("world", "numbers")] for seed in range(60)])
    assert parts.mean() < 0.06  # noise alone would give the world and the numbers some 20 % if it were not taken out


def test_dice_that_are_common_to_all_points_are_dice() -> None:
    luck = np.random.default_rng(2).normal(0, 5, size=20)
    found = shares(np.broadcast_to(luck, (3, 8, 20)).copy())
    assert found["dice"] == pytest.approx(1, abs=1e-9)


def test_what_future_and_numbers_do_only_together_is_halved() -> None:
    only = np.random.default_rng(4).normal(size=(60, 60))
    found = shares(np.repeat(only[:, :, None], 4, axis=2))
    assert found["world"] == pytest.approx(0.5, abs=0.05)
    assert found["dice"] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("shape", "varied"),
    [
        ((1, 5, 4), [False, True, True]),
        ((3, 1, 4), [True, False, True]),
        ((3, 5, 1), [True, True, False]),
        ((1, 1, 5), [False, False, True]),
    ],
)
def test_what_was_not_varied_gets_no_share(shape: tuple[int, int, int], varied: list[bool]) -> None:
    found = split(np.random.default_rng(3).normal(size=shape))
    assert list(found["varied"]) == varied
    assert (found.loc[~found["varied"], ["share", "low", "high"]] == 0).all(axis=None)
    assert found["share"].sum() == pytest.approx(1)


def test_without_any_spread_there_are_no_shares() -> None:
    assert set(shares(np.full((2, 3, 4), 7.0)).values()) == {0}


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    truth, held = 400 / 1300, 0
    for seed in range(60):
        found = split(drawn(1, 40, 6, (0, 20, 30), 100 + seed)).set_index("part")
        held += bool(number(found, "numbers", "low") <= truth <= number(found, "numbers", "high"))
    assert held >= 50
