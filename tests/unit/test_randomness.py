"""Is every draw a good draw, and one that depends on its key and on nothing else?"""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from foresight.randomness import MAX_REPLICATE, MAX_SEED, MAX_STEP, Decision, Draws, Floats, Stream, draw, gumbel, laplace, philox

MANY = 100_000
IDENTITIES = np.arange(MANY, dtype=np.int32)
EULER = 0.5772156649
CLOSE = 5 / np.sqrt(MANY)  # five standard errors of a mean of such draws of spread 1


def draws(seed: int = 1, replicate: int = 0) -> Draws:
    return Draws(seed=seed, replicate=replicate)


def stream(decision: Decision = Decision.CLOSURE, step: int = 1, part: int = 0, seed: int = 1, replicate: int = 0) -> Floats:
    return draws(seed, replicate).uniform(decision, step, IDENTITIES, part)


def test_numbers_and_meanings_of_decisions_are_their_own() -> None:
    assert len({one.number for one in Decision}) == len(Decision)
    assert len({one.meaning for one in Decision}) == len(Decision)
    assert all(0 < one.number < 256 for one in Decision)  # eight bits of the key
    assert len(list(Decision)) == len(Decision.__members__)  # no two names for one decision


def test_a_draw_does_not_depend_on_the_order_of_identities() -> None:
    shuffled = np.random.default_rng(0).permutation(IDENTITIES)
    np.testing.assert_array_equal(draws().uniform(Decision.CLOSURE, 5, shuffled), stream(step=5).take(shuffled))


def test_a_draw_does_not_depend_on_who_else_draws() -> None:
    few = np.array([99_999, 3, 77], dtype=np.int32)
    np.testing.assert_array_equal(draws().uniform(Decision.CLOSURE, 5, few), stream(step=5).take(few))
    np.testing.assert_array_equal(draws().uniform(Decision.CLOSURE, 5, few[1:2]), stream(step=5).take(few[1:2]))


def test_a_draw_does_not_depend_on_what_was_drawn_before() -> None:
    used = draws()
    first = used.uniform(Decision.CLOSURE, 1, IDENTITIES)
    used.uniform(Decision.BID_LUCK, 7, IDENTITIES[:13], 3)
    used.pair(Decision.TIE_FADES, 2, IDENTITIES[:9], IDENTITIES[1:10])
    np.testing.assert_array_equal(used.uniform(Decision.CLOSURE, 1, IDENTITIES), first)


def test_the_same_identity_twice_draws_the_same_twice() -> None:
    drawn = draws().uniform(Decision.CLOSURE, 1, np.array([5, 8, 5], dtype=np.int32))
    assert drawn[0] == drawn[2] != drawn[1]


def test_every_part_of_the_key_tells_streams_apart() -> None:
    streams = {
        "a": stream(),
        "decision": stream(Decision.CLOSURE_KIND),
        "step": stream(step=2),
        "part": stream(part=1),
        "seed": stream(seed=2),
        "replicate": stream(replicate=1),
        "seed and replicate swapped": stream(seed=0, replicate=1),
        "part and step swapped": stream(step=0, part=1),
        "the largest": stream(step=MAX_STEP, part=255, seed=MAX_SEED, replicate=MAX_REPLICATE),
    }
    for (one, first), (other, second) in combinations(streams.items(), 2):
        assert (first != second).mean() > 0.999, (one, other)
        assert abs(np.corrcoef(first, second)[0, 1]) < CLOSE, (one, other)


def test_neighbouring_keys_do_not_overlap() -> None:
    """A counter-based stream must not be a shifted copy of the next one."""
    first = stream(step=1)[:2_000].tolist()
    for other in (stream(step=2), stream(seed=2), stream(replicate=1), stream(part=1)):
        assert len(set(first) & set(other[:2_000].tolist())) < 10  # of 16.8 million values, some meet by chance


@pytest.mark.parametrize("decision", Decision)
def test_draws_are_uniform(decision: Decision) -> None:
    drawn = stream(decision, step=3).astype(np.float64)
    assert drawn.dtype == np.float64
    assert drawn.min() >= 0
    assert drawn.max() < 1
    counts = np.bincount((drawn * 20).astype(int), minlength=20)
    chi_squared = ((counts - MANY / 20) ** 2 / (MANY / 20)).sum()
    assert chi_squared < 60  # of 19 degrees of freedom: p of about 4 in a million
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < CLOSE


def correlations(streams: list[Floats]) -> NDArray[np.float64]:
    """Return how each stream goes with each other one; with itself counts as 0."""
    table = np.asarray(np.corrcoef(np.stack(streams).astype(np.float64)))
    return table - np.eye(len(streams))


def test_decisions_are_independent_of_each_other() -> None:
    table = correlations([stream(decision) for decision in Decision])
    assert np.abs(table).max() < CLOSE


def test_steps_and_replicates_are_independent_of_each_other() -> None:
    steps = correlations([stream(step=step) for step in range(1, 41)])
    replicates = correlations([stream(replicate=replicate) for replicate in range(40)])
    for table in (steps, replicates):
        assert np.abs(table).max() < CLOSE


def test_one_organisation_s_draws_over_time_are_uniform() -> None:
    """The reading along time, for a fixed identity, is what makes a life."""
    few = np.array([0, 1, 7, 90_001], dtype=np.int32)
    lives = list(np.stack([draws().uniform(Decision.CLOSURE, step, few) for step in range(400)], axis=1))
    assert max(abs(float(life.mean()) - 0.5) for life in lives) < 5 * np.sqrt(1 / 12 / 400)
    assert np.abs(correlations(lives)).max() < 5 / np.sqrt(400)


def test_nobody_draws_nothing() -> None:
    nobody = np.empty(0, dtype=np.int32)
    assert draws().uniform(Decision.CLOSURE, 1, nobody).shape == (0,)
    assert draws().pair(Decision.TIE_FADES, 1, nobody, nobody).shape == (0,)


@pytest.mark.parametrize(("step", "part"), [(-1, 0), (MAX_STEP + 1, 0), (0, 256), (0, -1)])
def test_a_key_that_does_not_fit_is_refused(step: int, part: int) -> None:
    with pytest.raises(ValueError, match="does not fit the counter"):
        draws().uniform(Decision.CLOSURE, step, IDENTITIES[:1], part)


@pytest.mark.parametrize(("seed", "replicate"), [(-1, 0), (MAX_SEED + 1, 0), (0, -1), (0, MAX_REPLICATE + 1)])
def test_a_seed_or_a_replicate_that_does_not_fit_is_refused(seed: int, replicate: int) -> None:
    with pytest.raises(ValueError, match="seed must lie in"):
        Draws(seed=seed, replicate=replicate)


def some_pairs(count: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return different pairs of identities as ties have them, the smaller first."""
    random = np.random.default_rng(3)
    ends = np.unique(np.sort(random.integers(0, 20_000, size=(2 * count, 2)), axis=1), axis=0)
    ends = ends[ends[:, 0] < ends[:, 1]]
    ends = ends[random.permutation(len(ends))[:count]].astype(np.int32)
    return np.ascontiguousarray(ends[:, 0]), np.ascontiguousarray(ends[:, 1])


def test_a_pair_s_draw_does_not_depend_on_the_order_of_pairs_or_on_other_pairs() -> None:
    first, second = some_pairs(5_000)
    drawn = draws().pair(Decision.TIE_FADES, 4, first, second)
    shuffle = np.random.default_rng(1).permutation(first.size)
    np.testing.assert_array_equal(draws().pair(Decision.TIE_FADES, 4, first[shuffle], second[shuffle]), drawn[shuffle])
    np.testing.assert_array_equal(draws().pair(Decision.TIE_FADES, 4, first[:3], second[:3]), drawn[:3])


def test_draws_of_pairs_are_uniform_and_meet_no_more_often_than_by_chance() -> None:
    first, second = some_pairs(20_000)
    drawn = draws().pair(Decision.JOINT_SUCCESS, 8, first, second).astype(np.float64)
    counts = np.bincount((drawn * 20).astype(int), minlength=20)
    assert ((counts - drawn.size / 20) ** 2 / (drawn.size / 20)).sum() < 60
    assert drawn.size - np.unique(drawn).size < 40  # of 16.8 million values, some 12 are drawn twice


def test_a_pair_s_draw_is_its_own_not_that_of_an_end() -> None:
    first, second = some_pairs(5_000)
    drawn = draws().pair(Decision.TIE_FADES, 4, first, second)
    for end in (first, second):
        assert abs(np.corrcoef(drawn, draws().uniform(Decision.TIE_FADES, 4, end))[0, 1]) < 5 / np.sqrt(5_000)
    assert (drawn != draws().pair(Decision.TIE_FADES, 4, second, first)).mean() > 0.99


def test_pairs_that_share_an_end_draw_independently() -> None:
    hub = np.zeros(5_000, dtype=np.int32)
    others = np.arange(1, 5_001, dtype=np.int32)
    drawn = draws().pair(Decision.TIE_FADES, 4, hub, others)
    assert abs(drawn.mean() - 0.5) < 5 * np.sqrt(1 / 12 / 5_000)
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 5 / np.sqrt(5_000)


def test_the_two_sides_of_a_pair_agree_by_luck_of_their_own() -> None:
    first, second = some_pairs(20_000)
    sides = [draws().pair(side, 4, first, second) for side in (Decision.AGREES_FIRST, Decision.AGREES_SECOND)]
    assert abs(np.corrcoef(sides[0], sides[1])[0, 1]) < 5 / np.sqrt(20_000)


def test_laplace_draws_have_mean_0_spread_1_and_heavy_tails() -> None:
    drawn = laplace(stream()).astype(np.float64)
    assert drawn.mean() == pytest.approx(0, abs=CLOSE)
    assert drawn.std() == pytest.approx(1, abs=3 * CLOSE)
    assert ((drawn - drawn.mean()) ** 4).mean() / drawn.var() ** 2 == pytest.approx(6, rel=0.15)  # 3 for a normal
    np.testing.assert_allclose(
        np.quantile(drawn, [0.25, 0.75]), [-np.log(2) / np.sqrt(2), np.log(2) / np.sqrt(2)], atol=3 * CLOSE
    )


def gumbels(uniform: Floats) -> NDArray[np.float64]:
    return np.array([gumbel(one) for one in uniform.tolist()])


def test_gumbel_draws_have_their_mean_and_spread() -> None:
    drawn = gumbels(stream())
    assert drawn.mean() == pytest.approx(EULER, abs=2 * CLOSE)
    assert drawn.std() == pytest.approx(np.pi / np.sqrt(6), abs=3 * CLOSE)


def test_the_best_of_gumbel_scores_is_a_logit_choice() -> None:
    scores = np.array([0.0, 1.0, 2.0])
    luck = np.stack([gumbels(stream(Decision.BID_LUCK, part=part)) for part in range(3)], axis=1)
    chosen = np.bincount((scores + luck).argmax(axis=1), minlength=3) / MANY
    np.testing.assert_allclose(chosen, np.exp(scores) / np.exp(scores).sum(), atol=CLOSE)


def test_the_ends_of_the_unit_interval_stay_finite() -> None:
    ends = np.array([0, 2**-24, 0.5, 1 - 2**-24], dtype=np.float32)
    for made in (laplace(ends), gumbels(ends)):
        assert np.isfinite(made).all()
        assert (np.diff(made) != 0).all()
    assert laplace(ends).dtype == np.float32
    assert (np.diff(gumbels(ends)) > 0).all()


KNOWN = [  # known answers of philox4x32-10: counter, key, words (Random123, Salmon et al. 2011)
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((2**32 - 1,) * 4, (2**32 - 1,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_the_stream_is_philox_as_published(counter: tuple[int, ...], key: tuple[int, int], words: tuple[int, ...]) -> None:
    group, when, what, other = counter
    made = philox(Stream(key[0], key[1], when, what), group, other)
    assert tuple(int(word) for word in made) == words


def test_a_single_draw_is_the_same_as_one_of_many() -> None:
    key = draws().stream(Decision.BID_LUCK, 7, 3)
    many = draws().uniform(Decision.BID_LUCK, 7, IDENTITIES[:50], 3)
    assert [draw(key, identity) for identity in range(50)] == many.tolist()
    pairs = draws().pair(Decision.TIE_FADES, 7, IDENTITIES[:9], IDENTITIES[9:18])
    key = draws().stream(Decision.TIE_FADES, 7)
    assert [draw(key, first, first + 9 + 1) for first in range(9)] == pairs.tolist()
