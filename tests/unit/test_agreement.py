"""Does a joint project begin only where both sides say yes, each for its own reasons, and have room for it?"""

import numpy as np
import pytest

from foresight.model.processes import agreement, collaboration
from foresight.model.processes.agreement import Pairs, Rules, Sides, rules_of, sides_of
from foresight.model.ties import NO_PROJECT, Ties
from foresight.population.columns import OPEN, Award, Population
from foresight.randomness import Decision, Draws, Stream
from tests.support.runs import sector, trend

ENDS = 12
SUCCESS, FAILURE, MANDATED = True, False, True


def three() -> tuple[Population, Sides, Rules]:
    """Return three organisations of one district and activity, who differ in nothing, as partners."""
    model = sector(trend())
    population = model.population.rows(np.zeros(3, dtype=np.int64))
    population.identity[:] = [0, 1, 2]
    population.closed[:] = OPEN
    population.award[:] = 0
    population.spending[:] = 50_000
    sides = sides_of(population, model.moment)
    return population, sides._replace(own_way=np.zeros(3, dtype=np.float32)), rules_of(model.moment)


def tied(*ends: tuple[int, int], trust: float = 0.5, trust_back: float = 0.5) -> Pairs:
    """Return idle ties between identities that are their own rows."""
    ties = Ties.between(*(np.array(side, dtype=np.int32) for side in zip(*ends, strict=True)))
    ties.trust[:], ties.trust_back[:] = trust, trust_back
    rows = (ties.first.astype(np.int64), ties.second.astype(np.int64))
    return Pairs(ties.first, ties.second, *rows, *ties.columns[2:])


def lucks() -> tuple[Stream, Stream]:
    """Return the streams of both sides' luck."""
    draws = Draws(seed=1, replicate=0)
    return draws.stream(Decision.AGREES_FIRST, 4), draws.stream(Decision.AGREES_SECOND, 4)


def begun(ready: list[tuple[float, float]], room: int = 3) -> int:
    """Return how many projects begin on the three ties of a triangle."""
    pairs = tied((0, 1), (0, 2), (1, 2))
    chances = np.array(ready, dtype=np.float32).T.copy()
    work = (np.zeros(3, dtype=np.int32), np.full(3, room, dtype=np.int8))
    agreement.begin(pairs, chances, work, lucks(), ENDS)
    assert set(pairs.project_end.tolist()) <= {NO_PROJECT, ENDS}
    return int((pairs.project_end == ENDS).sum())


def test_both_sides_must_say_yes() -> None:
    assert begun([(1, 1), (1, 1), (1, 1)]) == 3
    assert begun([(1, 0), (0, 1), (1, 1)]) == 1
    assert begun([(0, 0), (0, 1), (1, 0)]) == 0


@pytest.mark.parametrize(("room", "most"), [(0, 0), (1, 1), (2, 3)])
def test_nobody_takes_on_more_than_there_is_room_for(room: int, most: int) -> None:
    assert begun([(1, 1), (1, 1), (1, 1)], room) == most


def test_room_grows_with_size_within_its_bounds() -> None:
    moment = sector(trend()).moment
    rooms = agreement.room(np.log(np.array([10, 9_000, 100_000, 1e6, 1.2e7, 1e12], dtype=np.float32)), moment)
    assert rooms.tolist() == [3, 3, 5, 8, 12, 12]


def test_each_side_weighs_its_own_trust() -> None:
    _, sides, rules = three()
    ready = agreement.weighing(tied((0, 1), trust=0.9, trust_back=0.1), sides, rules)[:, 0]
    assert ready[0] > ready[1]
    turned = agreement.weighing(tied((0, 1), trust=0.1, trust_back=0.9), sides, rules)[:, 0]
    assert turned.tolist() == ready.tolist()[::-1]


def test_each_side_weighs_its_own_rivalry() -> None:
    """The one that lives on the funder both have in common has more to lose."""
    population, sides, rules = three()
    population.award[Award.STATUTORY_GRANT] = [40_000, 2_000, 0]
    first, second = agreement.weighing(tied((0, 1)), sides._replace(award=population.award), rules)[:, 0]
    assert first < second
    assert second < agreement.weighing(tied((0, 2)), sides._replace(award=population.award), rules)[1, 0]


def test_scarcity_cuts_both_ways() -> None:
    """It makes sharing worth more to those who are not rivals, and less to those who live on the same money."""
    population, sides, rules = three()
    scarce = rules._replace(scarcity=0.5)
    for activity, better in (([0, 1, 2], True), ([0, 0, 0], False)):
        sides = sides._replace(activity=np.array(activity, dtype=np.int8), award=np.full_like(population.award, 20_000))
        plenty_, short = (agreement.weighing(tied((0, 1)), sides, one)[0, 0] for one in (rules, scarce))
        assert bool(short > plenty_) is better


def test_formality_rises_with_size_age_and_public_money() -> None:
    model = sector(trend())
    population = model.population.rows(np.zeros(4, dtype=np.int64))
    population.award[:], population.spending[:], population.born[:] = 0, [20_000, 2_000_000, 20_000, 20_000], 0
    population.born[2] = -200
    population.award[Award.CONTRACT, 3] = 15_000
    formal = agreement.formality(population, model.moment, np.log(population.spending))
    assert (formal[1:] > formal[0]).all()


def test_by_threshold_a_side_joins_in_once_enough_of_those_it_trusts_do() -> None:
    _, sides, rules = three()
    sides = sides._replace(working=np.array([False, False, True]), threshold=np.full(3, 0.4, dtype=np.float32))
    pairs = tied((0, 1), (0, 2))
    _, share = agreement.taken_and_shared(pairs, sides, rules)
    assert share.tolist() == [0.5, 0, 0]
    ready = agreement.joining(pairs, sides, rules, share)
    assert (ready[0] == np.float32(rules.threshold_pace)).all()
    assert (ready[1] == 0).all()
    wary = tied((0, 1), (0, 2), trust=0.1)
    assert agreement.taken_and_shared(wary, sides, rules)[1][0] == 0, "it trusts neither"


def test_practices_are_most_worth_sharing_where_half_of_them_differ() -> None:
    worth = [agreement.novelty(0, (1 << differing) - 1) for differing in range(6)]
    assert worth == pytest.approx([0, 0.64, 0.96, 0.96, 0.64, 0])


def test_who_has_more_at_stake_learns_more() -> None:
    _, sides, rules = three()
    sides = sides._replace(size=np.log(np.array([10_000, 1_000_000, 10_000], dtype=np.float32)))
    small, large, even = ((0, 1), (1, 0), (0, 2))
    gains = [collaboration.lesson(0.5, ends, SUCCESS, sides, rules) for ends in (small, even, large)]
    assert 1 > gains[0] > gains[1] > gains[2] > 0.5
    losses = [collaboration.lesson(0.5, ends, FAILURE, sides, rules) for ends in (small, even, large)]
    assert 0 <= losses[0] < losses[1] < losses[2] < 0.5
    assert gains[1] == pytest.approx(0.5 + rules.trust_gain * 0.5)


def test_a_failure_costs_more_trust_in_the_less_able_partner() -> None:
    _, sides, rules = three()
    sides = sides._replace(able=np.array([0.8, 0.2, 0.5], dtype=np.float32))
    blamed, forgiven = (collaboration.lesson(0.5, ends, FAILURE, sides, rules) for ends in ((0, 1), (1, 0)))
    assert blamed < forgiven < 0.5


def test_what_a_funder_demands_succeeds_less_often() -> None:
    rules = rules_of(sector(trend()).moment)
    assert collaboration.hope(0.3, 0.3, MANDATED, rules) < collaboration.hope(0.3, 0.3, not MANDATED, rules)
