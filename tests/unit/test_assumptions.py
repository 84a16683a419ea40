"""Can any number, switch or driver be taken to be something else, and is what cannot be refused with one clear message?"""

import pickle

import numpy as np
import pytest

import foresight
from foresight.ensemble.pairs import Pairing, run_pairs
from foresight.errors import ForesightError, InvalidInput
from foresight.model.run import readings, settle, underway
from foresight.model.sector import SectorModel
from foresight.population.baseline import load
from foresight.scenario import assumptions as assumed
from foresight.scenario import library
from foresight.scenario.drivers import DRIVERS
from tests.support.cli import call
from tests.support.runs import SCALE, same

EXIT = "baseline.demography.exit_public"
FOUND = "actions.trustee-bank.levers[0].by"
WRONG = {
    "baseline.demography.exit_publik": (0.1, "Did you mean baseline.demography.exit_public"),
    "actions.trustee-bnk.cost": (1.0, "Did you mean actions.trustee-bank.cost"),
    "drivers.la_fnd": (1.0, "Did you mean drivers.la_fund"),
    "baseline.ties.fade_rate": (1.5, "more than 0 to 1 .chance a year.; its plausible range is 0.15 to 0.35"),
    "baseline.facts.registered": (0, "more than 0"),
    "baseline.demography.exit_giving": (0.5, "expected from -3.5 to 0"),
    "actions.trustee-bank.uptake.coverage": (-0.1, "from 0 to 1"),
    "actions.trustee-bank.delay": (30, "found 30; expected"),
    "drivers.trust": (-1, "from 0 to 10"),
    "drivers.rgdp": (float("nan"), "a number"),
    "baseline.money.pool_noise": ("much", "found the text 'much'; expected a number"),
    "baseline.money.track_bonus": (True, "found true; expected a number"),
}


@pytest.mark.parametrize("path", WRONG)
def test_what_cannot_be_is_refused_with_path_found_and_allowed(path: str) -> None:
    value, said = WRONG[path]
    with pytest.raises(InvalidInput, match=said):
        assumed.checked({path: value})


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as found:
        assumed.checked({path: value for path, (value, _) in WRONG.items()})
    assert len(found.value.problems) == len(WRONG)


def test_both_ends_of_every_range_can_be_assumed() -> None:
    numbers = assumed.uncertain()
    assert {path.split(".")[0] for path in numbers} == {"baseline", "actions", "drivers"}
    for end in ("low", "high"):
        found = assumed.checked({path: getattr(one, end) for path, one in numbers.items()})
        baseline, actions = assumed.assumed_baseline(found), assumed.assumed_actions(found)
        assert baseline.demography.exit_public == getattr(numbers[EXIT], end)
        lever = actions["trustee-bank"].levers[0]
        assert lever.by.at("central") == getattr(numbers[FOUND], end)  # type: ignore[attr-defined]


def test_every_number_says_where_it_comes_from() -> None:
    numbers = assumed.uncertain()
    assert [path for path, one in numbers.items() if one.path != path or not (one.unit and one.source and one.grade)] == []
    assert all(one.low <= one.value <= one.high for one in numbers.values() if not one.effect)
    assert set(DRIVERS) == {path.removeprefix("drivers.") for path in numbers if path.startswith("drivers.")}


def test_an_assumed_effect_is_the_same_at_every_level_and_still_multiplied() -> None:
    action = assumed.assumed_actions(assumed.checked({FOUND: 0.5}))["trustee-bank"]
    effect = action.levers[0].by  # type: ignore[attr-defined]
    assert [effect.at(level) for level in ("low", "central", "high")] == [0.5] * 3
    assert effect.at("central", 0.5) == 0.25


def test_a_driver_is_multiplied_from_2003_on_and_stays_in_its_bounds() -> None:
    paths = library.future("trend").trajectories()
    found = assumed.assumed_paths(assumed.checked({"drivers.la_fund": 1.1, "drivers.consult": 10.0}), paths)
    assert found["la_fund"][0] == paths["la_fund"][0]
    np.testing.assert_array_equal(found["la_fund"][1:], paths["la_fund"][1:] * 1.1)
    assert found["consult"][1:].max() == DRIVERS["consult"].maximum
    assert same(found["trust"], paths["trust"])


def test_switches_and_choices_take_their_options_only() -> None:
    path = "baseline.hypotheses.collaboration_rule"
    assert assumed.checked({path: "threshold"}) == {path: "threshold"}
    with pytest.raises(InvalidInput, match="found the text 'treshold'; expected value or threshold"):
        assumed.checked({path: "treshold"})


def test_nothing_assumed_is_what_ships() -> None:
    assert assumed.assumed_baseline(assumed.NOTHING_ASSUMED) is load()
    assert assumed.assumed_actions(assumed.NOTHING_ASSUMED) == library.actions()


def test_the_shipped_value_assumed_gives_the_same_numbers_to_the_last_bit() -> None:
    numbers = assumed.numbers()
    usual = {path: numbers[path].value for path in (EXIT, "drivers.rgdp", "baseline.money.pool_noise", FOUND)}
    plain = foresight.simulate("trend", "first-steps", scale=SCALE)
    assert same(plain.values, foresight.simulate("trend", "first-steps", scale=SCALE, assumptions=usual).values)


@pytest.mark.parametrize("one", [{EXIT: 1.0}, {"drivers.la_fund": 0.8}])
def test_what_is_assumed_of_the_world_holds_in_both_runs(one: dict[str, float]) -> None:
    given = assumed.checked(one)
    ensemble = run_pairs(Pairing(library.future("trend"), library.plan("first-steps"), 1, SCALE, "central", given), 1)
    for plan, values in (("none", ensemble.without), ("first-steps", ensemble.with_plan)):
        setting = settle(
            assumed.assumed_baseline(given), library.future("trend"), scale=SCALE, seed=1, replicate=0, assumptions=given
        )
        sector = SectorModel(setting, underway(library.plan(plan), "central"))
        sector.run_to_end()
        assert same(np.ascontiguousarray(readings(sector)[..., 0]), np.ascontiguousarray(values[0, ..., 0]))
    assert not same(ensemble.without[0], foresight.simulate("trend", scale=SCALE).values)


def test_what_is_assumed_of_an_action_moves_the_run_with_it_only() -> None:
    plain = foresight.compare("trend", "first-steps", pairs=1, scale=SCALE)
    stronger = foresight.compare("trend", "first-steps", pairs=1, scale=SCALE, assumptions={FOUND: 0.35})
    assert same(plain.ensemble.without, stronger.ensemble.without)
    assert not same(plain.ensemble.with_plan, stronger.ensemble.with_plan)
    assert stronger.manifest["assumptions"] == {FOUND: 0.35}
    assert plain.manifest["assumptions"] == {}


def test_a_pairing_cannot_change_and_travels() -> None:
    given = Pairing(library.future("trend"), library.plan("first-steps"), 1, SCALE, "central", assumed.checked({EXIT: 0.3}))
    assert pickle.loads(pickle.dumps(given)) == given  # noqa: S301 - our own bytes
    assert hash(given) == hash(pickle.loads(pickle.dumps(given)))  # noqa: S301 - our own bytes
    with pytest.raises(TypeError):
        given.assumptions[EXIT] = 0.4  # type: ignore[index]


def test_the_command_line_takes_assumptions_and_lists_what_can_be_assumed() -> None:
    words = ("compare", "trend", "--plan", "first-steps", "--pairs", "1", "--scale", "0.05", "--workers", "1", "--json")
    done = call(*words, "--assume", f"{EXIT}=0.3", "--assume", "drivers.la_fund = 0.9")
    assert done.code == 0, done.err
    assert f'"{EXIT}": 0.3' in done.out
    assert '"drivers.la_fund": 0.9' in done.out
    assert EXIT in call("assumptions").out
    assert "baseline.facts.group_weight" in call("assumptions", "--all").out


@pytest.mark.parametrize("words", [("nonsense",), ("=3",), (f"{EXIT}=",), (f"{EXIT}=1", f"{EXIT}=2")])
def test_the_command_line_refuses_what_is_not_path_and_value(words: tuple[str, ...]) -> None:
    with pytest.raises(ForesightError, match="--assume: found"):
        assumed.from_text(words)
