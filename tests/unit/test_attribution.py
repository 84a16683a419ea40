"""Are the actions of a real plan told apart on the same random events, and the best first action found?"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from foresight.analysis import attribution, timing
from foresight.analysis.attribution import Attribution, attribute
from foresight.analysis.comparison import compare
from foresight.analysis.orders import Rules
from foresight.analysis.timing import Wish
from foresight.ensemble.arms import run_arms
from foresight.ensemble.executors import Workforce
from foresight.ensemble.pairs import Pairing
from foresight.errors import ForesightError
from foresight.model.run import simulate
from foresight.scenario import library
from foresight.scenario.assumptions import checked
from tests.support.cli import call
from tests.support.runs import plan

SCALE = 0.02
PAIRS = 2
THREE = plan(
    {"action": "volunteering-pilots", "start": 2003},
    {"action": "trustee-bank", "start": 2003, "strength": 0.0},
    {"action": "bulk-purchasing", "start": 2004},
)
PAIRING = Pairing(library.future("funding-cliff"), THREE, 1, SCALE, "central")


@pytest.fixture(scope="module")
def found() -> Attribution:
    return attribute(PAIRING, PAIRS)


def test_the_shares_add_up_to_what_a_comparison_finds(found: Attribution) -> None:
    ensemble = compare(PAIRING.future, THREE, pairs=PAIRS, scale=SCALE).pairs
    ensemble = ensemble[ensemble["segment_kind"] == "all"]
    change = (ensemble["with"] - ensemble["without"]).groupby([ensemble["indicator"], ensemble["year"]]).mean()
    shares = found.parts.groupby(["indicator", "year"])["share"].sum()
    assert len(shares) == len(change) > 100
    assert np.abs(shares - change).max() < 1e-9
    assert np.abs(found.whole.set_index(["indicator", "year"])["effect"] - change).max() < 1e-9


def test_an_action_without_effect_gets_exactly_nothing(found: Attribution) -> None:
    idle = found.parts[found.parts["action"] == "trustee-bank"]
    assert (idle[["share", "low", "high", "alone", "last"]] == 0).all(axis=None)
    pairs = found.pairs[(found.pairs["first"] == "trustee-bank") | (found.pairs["second"] == "trustee-bank")]
    assert (pairs["extra"] == 0).all()
    assert set(pairs["verdict"]) == {"additive"}


def test_all_combinations_are_run_up_to_six_actions(found: Attribution) -> None:
    assert (found.exact, found.arms) == (True, 8)


def test_the_numbers_do_not_depend_on_where_they_are_made(found: Attribution) -> None:
    with Workforce("processes", 2).hired() as crew:
        other = attribute(PAIRING, PAIRS, executor=crew.executor)
    for one, two in ((found.parts, other.parts), (found.pairs, other.pairs), (found.whole, other.whole)):
        assert one.equals(two)


def test_more_actions_are_told_apart_by_sampled_orders(monkeypatch: pytest.MonkeyPatch, found: Attribution) -> None:
    monkeypatch.setattr(attribution, "MOST_EXACT", 2)
    other = attribute(PAIRING, PAIRS, orders=2)
    assert not other.exact
    keys = ["indicator", "year"]
    shares = other.parts.groupby(keys)["share"].sum()
    assert np.abs(shares - found.whole.set_index(keys)["effect"]).max() < 1e-9
    assert (other.parts.loc[other.parts["action"] == "trustee-bank", "share"] == 0).all()


def test_one_action_cannot_be_told_apart() -> None:
    with pytest.raises(ForesightError, match="two or more actions"):
        attribute(replace(PAIRING, plan=plan({"action": "trustee-bank", "start": 2003})), PAIRS)


def test_an_arm_without_actions_is_no_plan() -> None:
    values = run_arms([attribution.only(PAIRING, 0), replace(PAIRING, strength=0.0)], 1)
    assert values[0].tobytes() == values[1].tobytes()


def test_arms_that_share_what_a_replicate_starts_from_are_what_single_runs_give() -> None:
    assumed = {"baseline.ties.fade_rate": 0.3, "actions.volunteering-pilots.levers[0].by": 0.12}
    arms = [replace(attribution.only(PAIRING, arm), assumptions=checked(assumed)) for arm in (7, 0, 1)]
    values = run_arms(arms, 2)
    for place, arm in enumerate(arms):
        for replicate in range(2):
            alone = simulate(arm.future, arm.plan, replicate=replicate, scale=SCALE, assumptions=assumed)
            assert values[place, replicate].tobytes() == alone.values[:, :, 0].tobytes()


def test_the_best_first_action_is_the_one_that_does_something() -> None:
    found = timing.timing(PAIRING, PAIRS, Wish("volunteers", Rules(budget=1.0, gap=5)))
    assert found.orders == 6
    best = found.table.groupby("horizon").first()
    assert set(best["order"].str.split(" > ").str[0]) == {"volunteering-pilots"}
    assert set(found.first["first"]) == {"volunteering-pilots", "trustee-bank", "bulk-purchasing"}
    starts = found.table.loc[found.table["order"].str.startswith("trustee-bank > volunteering"), "starts"]
    assert set(starts) == {"2003 > 2008 > 2013"}
    late = found.table[(found.table["horizon"] == "soon") & (found.table["first"] == "trustee-bank")]
    assert (late["gain"] == 0).all()  # nothing that acts has begun within three years


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (Wish("volunteer", Rules(1.0)), "Did you mean volunteers?"),
        (Wish("jobs", Rules(1.0), "exhaustive"), "expected greedy for more than 2 actions"),
    ],
)
def test_questions_without_an_answer_are_refused(monkeypatch: pytest.MonkeyPatch, question: Wish, told: str) -> None:
    monkeypatch.setattr(timing, "MOST_EXHAUSTIVE", 2 if question.search == "exhaustive" else 6)
    with pytest.raises(ForesightError, match=told.replace("?", r"\?")):
        timing.timing(PAIRING, PAIRS, question)


@pytest.mark.usefixtures("kept_processes")
def test_the_commands_say_and_write_what_was_found(tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    file.write_text(
        "kind: plan\nid: two\ntitle: Two\nsummary: Two actions.\nactions:\n"
        "  - {action: volunteering-pilots, start: 2003}\n  - {action: bulk-purchasing, start: 2003}\n",
        encoding="utf-8",
    )
    quick = ("--pairs", "2", "--scale", "0.02", "--workers", "1")
    done = call("attribute", "trend", "--plan", str(file), "--indicator", "volunteers", "--out", str(tmp_path / "a"), *quick)
    assert done.code == 0, done.err
    assert "What does each action add to the number of volunteers?" in done.out
    assert "Is two and two five" in done.out
    assert len(pd.read_csv(tmp_path / "a" / "attribution-volunteers.csv")) == 2
    again = call("timing", "trend", "--plan", str(file), "--indicator", "volunteers", "--json", *quick)
    assert again.code == 2
    assert "--budget" in again.err
    again = call("timing", "trend", "--plan", str(file), "--indicator", "volunteers", "--budget", "1", "--json", *quick)
    answers = json.loads(again.out)
    assert [one["id"] for one in answers] == ["timing-volunteers-soon", "timing-volunteers-whole"]
    assert "start with Volunteering pilots" in answers[0]["sentence"]
