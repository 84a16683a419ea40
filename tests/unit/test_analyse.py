"""Are truths that were planted in a batch found by its analyses, and are its limits said?"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from foresight.analysis.analyse import Analyses, Case, Question, analyse
from foresight.analysis.discovery import Target
from foresight.analysis.results import Batch, block
from foresight.ensemble.catalogue import Catalogue
from foresight.errors import ForesightError
from foresight.scenario.assumptions import numbers
from tests.support.cli import call
from tests.support.planted import experiment, planted
from tests.support.tables import number

EXIT = "baseline.demography.exit_base"
MONEY = "drivers.la_fund"
KEPT = "actions.volunteering-pilots.levers[0].by"
GAINS = {
    ("trend", "first-steps"): 12,
    ("trend", "microclusters-only"): 30,
    ("funding-cliff", "first-steps"): 6,
    ("funding-cliff", "microclusters-only"): -10,
}
LUCK = (-1, 1, -0.5, 0.5, 0.25, -0.25)


def found(folder: Path, **asked: Any) -> Analyses:
    batch = Batch.of(folder)
    grades = {path: str(numbers()[path].grade) for path in batch.paths}
    return analyse(batch, Question(**{"indicator": "jobs", **asked}), grades)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a batch of two plans in two futures, six replicates, whose differences are those of `GAINS` and a little luck."""
    asked = experiment(futures=["trend", "funding-cliff"], plans=["first-steps", "microclusters-only"], replicates=6)
    luck = (-1, 1, -0.5, 0.5, 0.25, -0.25)
    return planted(
        tmp_path_factory.mktemp("plans") / "out", asked, lambda future, plan, _, dice: GAINS[future, plan] + luck[dice]
    )


@pytest.fixture(scope="module")
def sobol(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a batch of Sobol samples whose differences follow one number, in straight lines."""
    over = [{"path": EXIT}, {"path": MONEY}, {"path": KEPT}]
    samples = {"kind": "sobol", "size": 32, "over": over}
    asked = experiment(futures=["trend"], plans=["first-steps"], replicates=2, samples=samples)
    return planted(
        tmp_path_factory.mktemp("sobol") / "out", asked, lambda *at: 100 * unit(at[2], KEPT) + 50 * unit(at[2], EXIT) + at[3]
    )


@pytest.fixture(scope="module")
def hypercube(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a batch of a Latin hypercube in which the plan works when there is money, but not in the funding cliff."""
    samples = {"kind": "latin-hypercube", "size": 80, "over": [{"path": MONEY, "low": 0.5, "high": 1.5}, {"path": EXIT}]}
    asked = experiment(futures=["trend", "funding-cliff"], plans=["first-steps"], replicates=1, samples=samples)
    out = tmp_path_factory.mktemp("hypercube") / "out"
    return planted(out, asked, lambda future, _, at, dice: 600.0 * (future == "trend" and at[MONEY] > 1.1) + dice)


def unit(assumed: Mapping[str, Any], path: str) -> float:
    """Return where an assumed number lies in its range, 0-1."""
    known = numbers()[path]
    return float((assumed[path] - known.low) / (known.high - known.low))


def test_regret_of_a_batch_is_what_a_person_works_out(plans: Path) -> None:
    table = found(plans).regret[Case(strength="central")].table.set_index("plan")
    assert table["most_regret"].to_dict() == pytest.approx({"first-steps": 18, "microclusters-only": 16, "none": 30})
    assert table["harms"].to_dict() == {"first-steps": 0, "microclusters-only": 0.5, "none": 0}
    assert number(table, "microclusters-only", "worst_tenth") == -11


def test_fewer_is_a_gain_where_fewer_is_better(plans: Path) -> None:
    table = found(plans, indicator="closures").regret[Case(strength="central")].table.set_index("plan")
    assert table["harms"].to_dict() == {"first-steps": 1, "microclusters-only": 0.5, "none": 0}


def test_what_world_and_luck_do_is_told_apart(plans: Path) -> None:
    table = found(plans).spread[Case(plan="microclusters-only")].table.set_index("part")
    assert list(table["varied"]) == [True, False, True]
    assert number(table, "world", "share") > 0.99
    assert number(table, "dice", "share") < 0.01


def test_enough_pairs_are_counted_for_each_part(plans: Path) -> None:
    precision = found(plans, wanted=0.2).precision
    assert len(precision) == 4
    one = precision[Case("trend", "first-steps", "central")]
    assert one.pairs == 6
    assert one.reach == pytest.approx(0.76, abs=0.01)
    assert one.more > 20


def test_variance_is_laid_to_the_number_that_was_planted(sobol: Path) -> None:
    (screening,) = found(sobol).sensitivity.values()
    assert screening.sobol is not None
    assert screening.grades is not None
    table, grades = screening.sobol.set_index("path"), screening.grades.set_index("grade")
    assert list(table.index[:2]) == [KEPT, EXIT]
    assert number(table, KEPT, "total") == pytest.approx(0.8, abs=0.1)
    assert number(table, MONEY, "total") == pytest.approx(0, abs=1e-9)
    weak = sum(share for path, share in ((KEPT, 0.8), (EXIT, 0.2)) if numbers()[path].grade == "D")
    assert number(grades, "D", "share") == pytest.approx(weak, abs=0.1)


def test_drivers_that_were_drawn_count_as_the_world(hypercube: Path) -> None:
    spread = found(hypercube).spread[Case(plan="first-steps")]
    assert spread.mixed
    table = spread.table.set_index("part")
    assert number(table, "world", "share") > 0.9
    assert table["share"].sum() == pytest.approx(1)


def test_planted_conditions_are_found(hypercube: Path) -> None:
    discovery = found(hypercube, target=Target("jobs", ">=", 500)).discovery[Case(plan="first-steps")]
    assert discovery.best is not None
    box = {condition.column: condition for condition in discovery.best.box}
    assert set(box) == {"future", MONEY}
    assert box["future"].words == frozenset({"trend"})
    assert box[MONEY].low == pytest.approx(1.1, abs=0.05)
    assert discovery.best.trial.density > 0.9
    assert discovery.extent["future"] == frozenset({"trend", "funding-cliff"})
    assert discovery.extent[MONEY] == pytest.approx((0.5, 1.5), abs=0.02)


def test_without_samples_it_is_said_why_there_is_no_sensitivity(plans: Path) -> None:
    assert {one.reason for one in found(plans).sensitivity.values()} == {
        "the numbers of this batch were not varied so that one can be told from another"
    }


def test_what_a_batch_does_not_keep_is_an_error(plans: Path) -> None:
    with pytest.raises(ForesightError, match="found nothing of 'jobs' in 2010"):
        found(plans, year=2010)


def test_a_hole_costs_as_little_as_can_be() -> None:
    rows = [(sample, dice, sample + dice) for sample in range(5) for dice in range(3)]
    table = pd.DataFrame(rows, columns=["sample", "replicate", "difference"])
    values, names = block(table[(table["sample"] != 2) | (table["replicate"] != 1)], ["sample", "replicate"])
    assert names == {"sample": [0, 1, 3, 4], "replicate": [0, 1, 2]}
    assert not np.isnan(values).any()
    assert values[2, 1] == 4


def test_the_command_says_and_writes_what_was_found(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "answers"
    done = call("analyse", str(plans), "--precision", "jobs=0.2", "--out", str(folder))
    assert done.code == 0
    assert "Which plan would we regret least, by paid jobs?" in done.out
    assert "Microclusters only" in done.out
    kept = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    assert all(one["sentence"] in done.out for one in kept)
    assert pd.read_csv(folder / "regret-jobs-central.csv")["most_regret"].tolist() == pytest.approx([16, 18, 30])
    assert (folder / "regret-jobs-central.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_command_prints_json(hypercube: Path) -> None:
    done = call("analyse", str(hypercube), "--target", "jobs >= 500", "--json")
    answers = {one["id"]: one for one in json.loads(done.out)}
    assert "Things go on as they are" in answers["conditions-jobs-first-steps"]["sentence"]
    assert answers["conditions-jobs-first-steps"]["table"][0]["passed"] is True


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--indicator", "job"), "Did you mean jobs?"),
        (("--indicator", "zzz"), "found 'zzz'; expected a known indicator, as `foresight indicators` lists them.\n"),
        (("--target", "jobs"), "such as 'jobs >= 500'"),
        (("--precision", "jobs=none"), "such as jobs=25"),
        (("--experiment", "plante"), "Did you mean planted?"),
        (("--year", "2010"), "found nothing of"),
    ],
)
def test_mistakes_are_told_in_one_line(plans: Path, words: tuple[str, ...], told: str) -> None:
    done = call("analyse", str(plans), *words)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert "Traceback" not in done.err


def test_a_folder_without_a_batch_is_told(tmp_path: Path) -> None:
    done = call("analyse", str(tmp_path))
    assert done.code == 2
    assert "expected the folder of a batch" in done.err


def test_samples_of_numbers_are_not_called_pairs(hypercube: Path) -> None:
    assert {one.counted for one in found(hypercube).precision.values()} == {"samples"}


def test_a_batch_of_another_model_is_told(tmp_path: Path) -> None:
    asked = experiment(futures=["trend"], plans=["first-steps"], samples={"kind": "grid", "over": [{"path": EXIT}]})
    folder = planted(tmp_path / "old", asked, lambda *_: 0.0)
    with Catalogue(folder) as catalogue:
        catalogue.link.execute("UPDATE experiments SET described = replace(described, 'exit_base', 'exit_of_old')")
    done = call("analyse", str(folder))
    assert done.code == 2
    assert "described for another version of the model" in done.err
