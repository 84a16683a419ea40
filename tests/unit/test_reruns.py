"""Does `foresight analyse` answer what takes further runs of a batch's plans, or say which commands make them?"""

import json
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from foresight.analysis.attribution import attribute
from foresight.analysis.orders import Rules
from foresight.analysis.reruns import FEWEST_PAIRS, Further, reruns, run_again
from foresight.analysis.results import Batch
from foresight.analysis.timing import Wish, timing
from foresight.ensemble.pairs import Pairing
from foresight.presentation.answers.answer import Answer
from foresight.presentation.answers.batches import commands, further
from foresight.presentation.report import sources
from foresight.scenario import library
from tests.support.cli import call
from tests.support.planted import experiment, planted

BUDGET = "budget: {value: 0.2, unit: 'GBP m a year, 2002 prices', source: Made for a test, grade: D}"
TWO = ["volunteering-pilots", "trustee-bank"]
SCALE = 0.02


def written(path: Path, actions: list[str], *others: str) -> str:
    """Write a plan to a file and return its path."""
    items = [f"  - {{action: {one}, start: 2003}}" for one in actions]
    top = ["kind: plan", f"id: {path.stem}", "title: Made", "summary: Made for a test."]
    path.write_text("\n".join([*top, *others, "actions:", *items]) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the files of a plan of two actions with a budget, one without, and a plan of one action."""
    folder = tmp_path_factory.mktemp("plans")
    return [
        written(folder / "with-budget.yaml", TWO, BUDGET),
        written(folder / "no-budget.yaml", TWO),
        written(folder / "single.yaml", TWO[:1]),
    ]


def kept(folder: Path, plans: list[str], **asked: Any) -> Path:
    """Keep a batch of plans in two futures, the funding cliff first."""
    words = {"futures": ["funding-cliff", "trend"], "plans": plans, "replicates": 2, "seed": 7, **asked}
    return planted(folder, experiment(**words), lambda *at: float(at[3]))


@pytest.fixture(scope="module")
def batch(plans: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a batch of the three plans."""
    return kept(tmp_path_factory.mktemp("batch") / "out", plans)


@pytest.fixture(scope="module")
def made(batch: Path) -> dict[str, Further]:
    """Return what further runs of the plan with a budget say of two indicators."""
    return run_again(reruns(Batch.of(batch)).found[0], ["volunteers", "jobs"])


def said(found: list[Answer]) -> dict[str, str]:
    return {answer.id: answer.sentence for answer in found}


def test_plans_of_two_actions_are_run_in_the_first_future_as_the_batch_was(batch: Path, plans: list[str]) -> None:
    found = reruns(Batch.of(batch))
    assert [one.plan for one in found.found] == plans[:2]
    assert {one.case.future for one in found.found} == {"funding-cliff"}
    one = found.found[0]
    assert (one.pairing.seed, one.pairing.scale, one.pairing.strength, one.pairs) == (7, SCALE, "central", FEWEST_PAIRS)
    assert (one.budget, found.found[1].budget) == (0.2, None)


def test_more_replicates_are_kept_and_strong_effects_too(plans: list[str], tmp_path: Path) -> None:
    (one, _) = reruns(Batch.of(kept(tmp_path / "out", plans, replicates=6, strengths=["high", 1.5]))).found
    assert (one.pairs, one.pairing.strength) == (6, "high")


def test_further_runs_give_what_the_commands_of_their_own_give(made: dict[str, Further]) -> None:
    one = made["jobs"]
    apart = Pairing(library.future("funding-cliff"), one.rerun.pairing.plan, 7, SCALE, "central")
    pd.testing.assert_frame_equal(one.attribution.parts, attribute(apart, FEWEST_PAIRS).parts)
    alone = timing(apart, FEWEST_PAIRS, Wish("jobs", Rules(0.2)))
    assert one.timing is not None
    pd.testing.assert_frame_equal(one.timing.table, alone.table)
    assert set(one.timing.table["first"]) == set(TWO)


def test_each_answer_names_its_plan_and_how_it_was_made(made: dict[str, Further]) -> None:
    found = further([made["volunteers"]], "volunteers", 2022)
    assert [answer.id for answer in found] == [
        "attribution-volunteers-with-budget",
        "interactions-volunteers-with-budget",
        "timing-volunteers-soon-with-budget",
        "timing-volunteers-whole-with-budget",
    ]
    assert all(answer.sentence.startswith("with-budget in the future “The funding cliff”, central effects. ") for answer in found)
    assert all(answer.chart is not None and not answer.table.empty for answer in found)
    how = "From further runs, not from the batch: in its first future, 5 pairs, 2% of the sector, seed 7."
    assert all(answer.notes[-1] == how for answer in found)


def test_a_plan_without_a_budget_has_no_order(made: dict[str, Further], batch: Path) -> None:
    one = replace(made["jobs"], rerun=reruns(Batch.of(batch)).found[1], timing=None)
    told = said(further([made["jobs"], one], "jobs", 2022))
    assert "cannot be told, since the plan has no budget" in told["timing-jobs-no-budget"]
    assert list(told)[:2] == ["attribution-jobs-with-budget", "attribution-jobs-no-budget"]


def test_what_was_not_there_yet_is_told(made: dict[str, Further]) -> None:
    told = said(further([replace(made["jobs"], timing=None)], "closures", 2002))
    assert told["attribution-closures-with-budget"].endswith("Cannot be told: there is no value of closures in 2002.")


def test_without_further_runs_the_commands_are_named(batch: Path, plans: list[str]) -> None:
    told = said(commands(reruns(Batch.of(batch)), "jobs", 2022))
    how = "--indicator jobs --pairs 5 --scale 0.02 --seed 7"
    assert told["attribution-jobs"].endswith(
        f"foresight attribute funding-cliff --plan {plans[0]} {how} (likewise --plan {plans[1]})"
    )
    assert told["timing-jobs"].endswith(f"foresight timing funding-cliff --plan {plans[0]} {how}")
    assert "--further" in told["timing-jobs"]


@pytest.mark.usefixtures("kept_processes")
def test_the_commands_that_are_named_are_commands(batch: Path) -> None:
    told = said(commands(reruns(Batch.of(batch)), "jobs", 2021))
    typed = shlex.split(told["attribution-jobs"].partition("foresight ")[2].partition(" (likewise")[0])
    done = call(*typed)
    assert done.code == 0, done.err
    assert "jobs in 2021" in done.out


def test_large_plans_are_ordered_step_by_step(tmp_path: Path) -> None:
    known = reruns(Batch.of(kept(tmp_path / "out", ["first-steps", "whole-programme"], strengths=[0.5])))
    told = said(commands(known, "jobs", 2022))["timing-jobs"]
    small, large = told.split("; or ")
    assert "--plan first-steps" in small
    assert small.endswith("--strength 0.5")
    assert "--plan whole-programme --indicator jobs --search greedy" in large


def test_where_no_plan_can_be_run_again_it_is_said_why(plans: list[str], tmp_path: Path) -> None:
    single = commands(reruns(Batch.of(kept(tmp_path / "one", plans[2:]))), "jobs", 2022)
    assert {answer.sentence for answer in single} == {"Cannot be told: no plan of the batch has two actions or more."}
    lost = written(tmp_path / "lost.yaml", TWO)
    folder = kept(tmp_path / "two", [lost])
    Path(lost).unlink()
    assert "is not there any more" in commands(reruns(Batch.of(folder)), "jobs", 2022)[0].sentence
    dear = commands(reruns(Batch.of(kept(tmp_path / "three", plans[1:2]))), "jobs", 2022)
    assert "no plan of the batch has a budget" in dear[1].sentence


@pytest.mark.usefixtures("kept_processes")
def test_the_command_makes_further_runs_and_writes_what_they_say(plans: list[str], tmp_path: Path) -> None:
    folder = kept(tmp_path / "batch", plans[:1])
    plain = {one["id"] for one in json.loads(call("analyse", str(folder), "--indicator", "jobs", "--json").out)}
    assert {"attribution-jobs", "timing-jobs"} <= plain
    done = call("analyse", str(folder), "--indicator", "jobs", "--further", "--out", str(tmp_path / "said"), "--json")
    assert done.code == 0, done.err
    answers = {one["id"]: one for one in json.loads(done.out)}
    for name in ("attribution-jobs-with-budget", "interactions-jobs-with-budget", "timing-jobs-soon-with-budget"):
        assert answers[name]["table"]
        assert (tmp_path / "said" / f"{name}.csv").exists()
        assert (tmp_path / "said" / f"{name}.svg").exists()


def test_a_report_on_a_batch_makes_no_further_runs(plans: list[str], tmp_path: Path) -> None:
    folder = kept(tmp_path / "out", plans, keep={"indicators": ["organisations"], "segments": ["all"], "years": [2022]})
    kinds = {answer.id.split("-")[0] for answer in sources.batch_answers(folder)}
    assert "regret" in kinds
    assert kinds.isdisjoint({"attribution", "interactions", "timing"})
