"""Are two lives those of the arms of a pair, alike before the plan begins, and do fates flip where they are said to?"""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from foresight.analysis.fates import KEPT, NONE_OF_THEM, STEPS, _noticeable, fates
from foresight.analysis.lives import ARMS, TwoLives, barrier_column, pairing_of, two_lives
from foresight.analysis.portraits import portrait
from foresight.cli.commands.living import FOLLOWED, _side_by_side
from foresight.ensemble.pairs import Twins, run_pair
from foresight.errors import ForesightError
from foresight.model.run import simulate
from foresight.population.baseline import load
from foresight.population.columns import Barrier
from foresight.population.synthesis import founders
from foresight.presentation import stories, theme
from foresight.presentation.naming import BARRIERS
from foresight.randomness import Draws
from foresight.scenario import library
from tests.support.cli import call
from tests.support.runs import SCALE, plan, same

FUTURE, PLAN = "funding-cliff", "whole-programme"
PAIRED = ("open", "income", "reserves", "staff", "volunteers", "capacity", "ties", "awards", "projects")


@pytest.fixture(scope="module")
def flips() -> pd.DataFrame:
    return fates(FUTURE, PLAN, scale=0.2)


def test_flips_are_what_the_ends_of_both_arms_say(flips: pd.DataFrame) -> None:
    alone, helped = (simulate(FUTURE, actions, scale=0.2).population for actions in (None, PLAN))
    one, other = (set(arm.identity[arm.open].tolist()) for arm in (alone, helped))
    assert set(flips.loc[flips["direction"] == KEPT, "organisation"]) == other - one
    assert set(flips.loc[flips["direction"] != KEPT, "organisation"]) == one - other
    assert len(flips) > 3


def test_a_flip_closes_in_one_arm_only_and_something_differed_before(flips: pd.DataFrame) -> None:
    kept = flips["direction"] == KEPT
    assert (flips.loc[kept, "closes_with"] == "").all()
    assert (flips.loc[~kept, "closes_without"] == "").all()
    started = flips[(flips["started_with"] != "") & (flips["started_without"] != "")]
    ends = started["closes_without"].where(started["direction"] == KEPT, started["closes_with"])
    noted = started["first_step"] != NONE_OF_THEM
    assert noted.mean() > 0.5
    assert (started.loc[noted, "first_quarter"] <= ends[noted]).all()
    for step in STEPS:
        when = started[step]
        assert ((when == "") | (when >= started["first_quarter"])).all()


def test_nothing_flips_at_strength_0() -> None:
    assert fates(FUTURE, PLAN, scale=SCALE, strength=0).empty


def test_two_lives_are_read_off_both_arms(flips: pd.DataFrame) -> None:
    row = flips[flips["first_step"] != NONE_OF_THEM].iloc[0]
    identity = int(row["organisation"])
    found = two_lives(FUTURE, PLAN, identity, scale=0.2)
    assert found.description == row["description"]
    twins = Twins.of(pairing_of(FUTURE, PLAN, 0, scale=0.2), 0)
    for step in twins.quarters():
        if step == 8:
            break
    told = found.table.set_index("quarter").loc["2004-Q4"]
    for arm, sector in zip(ARMS, (twins.without, twins.with_plan), strict=True):
        population = sector.population
        here = np.flatnonzero(population.identity == identity)
        if here.size:
            assert told[f"income_{arm}"] == population.income[here[0]]
            assert told[f"reserves_{arm}"] == population.reserves[here[0]]
            assert told[f"awards_{arm}"] == pytest.approx(float(population.award[:, here[0]].sum()))
            for barrier in Barrier:
                assert told[f"{barrier_column(barrier)}_{arm}"] == population.barriers[barrier, here[0]]
    for arm in ARMS:
        closes = row[f"closes_{arm}"]
        assert found.ending(arm) == (f"{row[f'ending_{arm}']} in {closes}" if closes else "open at the end of 2022")


def test_both_lives_are_the_same_until_the_plan_begins() -> None:
    late = plan({"action": "leadership-programme", "start": 2012})
    identity = int(founders(load(), Draws(seed=1, replicate=0), SCALE).identity[-300])
    table = two_lives(FUTURE, late, identity, scale=SCALE).table
    before = table[table["quarter"] < "2012"]
    assert len(before) > 0
    for name in PAIRED:
        pd.testing.assert_series_equal(before[f"{name}_without"], before[f"{name}_with"], check_names=False)
    assert (before["actions_with"].dropna() == "").all()


def test_lockstep_gives_the_arms_of_a_pair_to_the_last_bit() -> None:
    pairing = pairing_of(FUTURE, PLAN, 0, scale=SCALE)
    pair, twins = run_pair(pairing, 0), Twins.of(pairing, 0)
    for _ in twins.quarters():
        pass
    for values, sector in ((pair.without, twins.without), (pair.with_plan, twins.with_plan)):
        assert same(values[-1].copy(), sector.read)


def test_joined_actions_are_those_of_the_plan(flips: pd.DataFrame) -> None:
    members = flips[(flips["member_since"] != "") & (flips["direction"] == KEPT)]
    table = two_lives(FUTURE, PLAN, int(members["organisation"].iloc[0]), scale=0.2).table
    joined = {name for cell in table["actions_with"].dropna() for name in cell.split(", ") if name}
    assert joined
    assert joined <= {item.action for item in library.plan(PLAN).actions}
    assert not table["actions_without"].dropna().any()


def test_who_never_lived_is_refused() -> None:
    with pytest.raises(ForesightError, match="organisation: found 999999"):
        two_lives(FUTURE, PLAN, 999_999, scale=SCALE)


def test_ripples_do_not_count_as_differences() -> None:
    one, other = np.array([1000.0, 1000.0, 0.0], np.float32), np.array([1005.0, 1050.0, 3.0], np.float32)
    assert _noticeable("award", one, other).tolist() == [False, True, False]


def test_a_portrait_names_no_body() -> None:
    population = founders(load(), Draws(seed=1, replicate=0), SCALE)
    told = {portrait(population, row, load()) for row in range(len(population))}
    places, activities = set(load().places["district"]), {name.lower() for name in load().activities["activity"]}
    assert len(told) > 100
    for text in told:
        assert text.startswith(("a ", "an unregistered "))
        assert text.partition(" in ")[2].partition(" (")[0] in places
        assert text.partition("(")[2].rstrip(")").lower() in activities


def test_the_command_lists_fates_and_shows_two_lives(flips: pd.DataFrame) -> None:
    words = ("lives", FUTURE, "--plan", PLAN, "--scale", "0.2")
    told = call(*words)
    assert told.code == 0
    assert f"{(flips['direction'] == KEPT).sum()} organisations and groups are open only with the plan" in told.out
    found = json.loads(call(*words, "--json").out)
    assert [row["organisation"] for row in found] == flips["organisation"].tolist()
    one = str(found[0]["organisation"])
    shown = call(*words, "--organisation", one)
    assert found[0]["description"] in shown.out
    assert "2003-Q1" in shown.out or "2022" in shown.out
    assert all(title.lower() in shown.out for title in BARRIERS.values())
    life = json.loads(call(*words, "--organisation", one, "--json").out)
    assert life["description"] == found[0]["description"]
    assert {"quarter", "income_without", "income_with", "barrier_funding_with"} <= set(life["quarters"][0])


def test_a_life_is_drawn_as_its_table_has_it(flips: pd.DataFrame) -> None:
    found = two_lives(FUTURE, PLAN, int(flips["organisation"].iloc[0]), scale=0.2)
    for name in stories.DRAWN:
        rows: Any = stories.drawing(found, theme.PAGE, name).layer[0].data
        for arm, label in stories.ARMS.items():
            here = found.table[found.table[f"open_{arm}"].eq(other=True)]
            by_year = here.groupby(here["quarter"].str[:4].astype(int))[f"{name}_{arm}"]
            wanted = by_year.sum() if name == stories.INCOME else 100 * by_year.last()
            drawn = rows[rows["arm"] == label].set_index("year")["value"]
            assert drawn.to_dict() == pytest.approx(wanted.to_dict())
        assert name == stories.INCOME or rows["value"].between(0, 100).all()


def test_what_is_joined_is_told_once_and_counted_where_it_is_long() -> None:
    names = ["trustee-bank", "ict-links", "career-paths"]
    joined = [*[""] * 2, *[names[0]] * 3, *[", ".join(names[:2])] * 2, ", ".join([*names, "a", "b"])]
    arms = {f"{name}_{arm}": 1.0 for name in FOLLOWED for arm in ARMS} | {f"ending_{arm}": "" for arm in ARMS}
    table = pd.DataFrame([{"quarter": "2003-Q1", "open_with": True, "actions_with": text, **arms} for text in joined])
    told = [row["actions joined"] for row in _side_by_side(TwoLives(1, "one", table))]
    assert told == ["", "", "trustee-bank", "", "", "ict-links", "", "3 more, 5 in all"]


def test_the_command_refuses_who_never_lived() -> None:
    told = call("lives", FUTURE, "--plan", PLAN, "--scale", "0.05", "--organisation", "999999")
    assert (told.code, told.out) == (2, "")
    assert "organisation: found 999999" in told.err
