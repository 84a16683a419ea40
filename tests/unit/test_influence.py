"""Is what a plan's difference hangs on found, one thing at a time, and is what only luck does left alone?"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from foresight.analysis import influence
from foresight.analysis.barriers import BARRIERS, freed
from foresight.analysis.influence import changes, influences, ranked, weak_share
from foresight.ensemble.arm import run_brief, without_plan
from foresight.ensemble.arms import run_arms, run_whole
from foresight.ensemble.pairs import Pairing
from foresight.indicators.measures import INDICATORS
from foresight.model.run import YEARS
from foresight.presentation import why
from foresight.presentation.answers import reasons
from foresight.presentation.answers.answer import Answer
from foresight.scenario import library
from foresight.scenario.assumptions import numbers
from foresight.scenario.doubts import DOUBTED, EFFECTS, UPTAKE
from tests.support.cli import call
from tests.support.runs import plan

USUAL = library.future("trend")
PLAN = plan({"action": "volunteering-pilots", "start": 2003}, {"action": "trustee-bank", "start": 2003})
PAIRING = Pairing(library.future("funding-cliff"), PLAN, 1, 0.02, "central")
JOBS = list(INDICATORS).index("jobs")


def planted(pairing: Pairing, replicate: int) -> NDArray[np.float64]:
    """Return readings in which the plan brings 100 jobs, 200 with strong effects, and 30 more with usual Lottery money."""
    luck = np.random.default_rng(replicate)
    values = np.zeros((len(YEARS), len(INDICATORS)))
    values[:, JOBS] = 5000 + luck.normal(0, 500)
    if pairing.plan.actions:
        usual = pairing.future.drivers["lottery"] == USUAL.drivers["lottery"]
        values[:, JOBS] += (200 if pairing.strength == "high" else 100) + 30 * usual + luck.normal(0, 5)
    if "baseline.money.track_bonus" in pairing.assumptions:
        values[:, JOBS] += 700 + np.random.default_rng([replicate, len(pairing.plan.actions)]).normal(0, 20)  # luck in each arm
    return values


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(influence, "run_arms", lambda arms, pairs, **how: run_arms(arms, pairs, read=planted, **how))
        return influences(PAIRING, changes(PAIRING, USUAL), 8)


def test_what_moves_the_difference_is_found_and_the_rest_is_luck(found: pd.DataFrame) -> None:
    drivers, assumptions = ranked(found, "jobs", "driver"), ranked(found, "jobs", "assumption")
    assert drivers.loc[drivers["clear"], "name"].tolist() == ["lottery"]
    assert assumptions.loc[assumptions["clear"], ["name", "to"]].to_numpy().tolist() == [["effects", "high"]]
    assert drivers["move"].iloc[0] == pytest.approx(30)
    assert assumptions["move"].iloc[0] == pytest.approx(100)
    assert not ranked(found, "volunteers", "assumption")["clear"].any()


def test_what_both_arms_share_does_not_count(found: pd.DataFrame) -> None:
    record = found[(found["indicator"] == "jobs") & (found["name"] == "record")]
    assert len(record) == 2
    assert (record["move"].abs() < 100).all(), "700 jobs more in both arms are no difference"


def test_the_sentences_name_what_moves_and_count_the_rest(found: pd.DataFrame) -> None:
    drivers, assumptions = reasons.influences(found, "jobs", USUAL.title)
    now = drivers.table["difference"].iloc[0]
    assert f"in 2022: {now:.0f} more." in drivers.sentence
    assert f"If one outside force alone moved as in “{USUAL.title}”: Lottery money: {now + 30:.0f} more." in drivers.sentence
    assert f"If the actions work strongly: {now + 100:.0f} more." in assumptions.sentence
    rest = len(set(found.loc[found["kind"] == "assumption", "name"])) - 1
    assert rest > 5
    assert f"No difference beyond luck: the other {rest} tried." in assumptions.sentence
    nothing = reasons.influences(found, "volunteers", USUAL.title)[1]
    assert "No assumption makes a difference beyond luck" in nothing.sentence
    table = why.moves(assumptions)
    assert table.iloc[0, 0] == "The actions work strongly"
    assert table["That is"].tolist() == ["moves it"] + ["no difference beyond luck"] * rest


def test_how_much_rests_on_assumptions_is_said(found: pd.DataFrame) -> None:
    graded = found.assign(grade=np.where(found["name"] == "lottery", "A", found["grade"]))
    assert weak_share(graded, "jobs") == pytest.approx(100 / 130)
    assert "77% rests on grade D" in reasons.grades(graded, "jobs").sentence
    assert weak_share(graded, "volunteers") is None


def test_each_force_is_moved_alone_and_only_those_that_differ() -> None:
    here, there = PAIRING.future.trajectories(), USUAL.trajectories()
    tried = [one for one in changes(PAIRING, USUAL) if one.kind == "driver"]
    assert {one.name for one in tried} == {name for name in here if not np.array_equal(here[name], there[name])}
    for one in tried:
        moved = one.pairing.future.trajectories()
        assert all(np.array_equal(moved[name], (there if name == one.name else here)[name]) for name in here)
    assert not [one for one in changes(replace(PAIRING, future=USUAL), USUAL) if one.kind == "driver"]


def test_every_doubt_is_a_number_or_a_switch_that_can_be_assumed() -> None:
    first_steps = library.plan("first-steps")
    tried = [one for one in changes(replace(PAIRING, plan=first_steps), USUAL) if one.kind == "assumption"]
    assert {one.name for one in tried} == set(DOUBTED)
    uptake = next(one for one in tried if one.name == "uptake" and one.to == "high")
    assert set(uptake.pairing.assumptions) == {f"actions.{item.action}.uptake.coverage" for item in first_steps.actions}
    for one in DOUBTED.values():
        if one.path in numbers():
            assert numbers()[one.path].low < numbers()[one.path].high, one.id
        else:
            assert one.path in {EFFECTS, UPTAKE, "baseline.hypotheses.barriers_linked"}
    linked = replace(PAIRING, assumptions={"baseline.hypotheses.barriers_linked": True})  # type: ignore[arg-type]
    assert [one.to for one in changes(linked, USUAL) if one.name == "linked"] == ["low"]


def test_a_brief_run_reads_what_a_run_reads_and_the_barriers_beside_it() -> None:
    brief = run_brief(PAIRING, 0)
    assert brief[:, : len(INDICATORS)].tobytes() == run_whole(PAIRING, 0).tobytes()
    states = brief[:, len(INDICATORS) :]
    assert states.shape == (len(YEARS), len(BARRIERS))
    assert ((states >= 0) & (states <= 1)).all()
    assert states[:, 0] == pytest.approx(brief[:, list(INDICATORS).index("capacity")], rel=1e-5)
    assert (states != run_brief(without_plan(PAIRING), 0)[:, len(INDICATORS) :]).any()


def given_way(*risen: tuple[str, int, float], pairs: int = 10) -> Answer:
    """Return what is said where barriers are lower by so much from a year on."""
    without = np.random.default_rng(1).uniform(0.3, 0.5, size=(pairs, len(YEARS), len(BARRIERS)))
    with_plan = without + np.random.default_rng(2).normal(0, 0.002, size=without.shape)
    for name, year, by in risen:
        with_plan[:, YEARS.index(year) :, BARRIERS.index(name)] += by
    return reasons.barriers(freed(without, with_plan), pairs, linked=False)


def test_the_barrier_that_gave_way_first_is_named_with_its_year() -> None:
    said = given_way(("funding", 2012, 0.03), ("support", 2008, 0.02)).sentence
    assert said.startswith("The first to give way for certain, in 2008: Support services (2.")
    assert "Then, in 2012: Funding (" in said
    assert said.endswith("Not for certain: Leadership and strategy and People.")
    assert "Heavier with the plan, from 2015 on: People." in given_way(("human-resources", 2015, -0.03)).sentence


def test_where_luck_decides_none_gave_way() -> None:
    assert given_way().sentence == "None of the four barriers gave way for certain."
    assert given_way(("funding", 2012, 0.03), pairs=3).sentence.startswith("Too few pairs of runs to tell")


@pytest.mark.usefixtures("kept_processes")
def test_the_command_says_which_barrier_and_what_it_hangs_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(influence, "DOUBTED", {"effects": DOUBTED["effects"]})
    file = tmp_path / "one.yaml"
    file.write_text(
        "kind: plan\nid: one\ntitle: One\nsummary: One action.\nactions:\n  - {action: volunteering-pilots, start: 2003}\n",
        encoding="utf-8",
    )
    quick = ("--pairs", "2", "--scale", "0.02", "--workers", "1", "--indicator", "volunteers", "--json")
    done = call("why", "trend", "--plan", str(file), "--out", str(tmp_path / "why"), *quick)
    assert done.code == 0, done.err
    answers = {one["id"]: one for one in json.loads(done.out)}
    names = ["barriers", "influence-driver-volunteers", "influence-assumption-volunteers", "influence-grades-volunteers"]
    assert list(answers) == names
    assert "this future moves as" in answers["influence-driver-volunteers"]["sentence"]
    assert set(pd.read_csv(tmp_path / "why" / "influence-assumption-volunteers.csv")["name"]) == {"effects"}
    refused = call("why", "trend", "--plan", "none", *quick)
    assert refused.code == 2
    assert "expected at least one" in refused.err
