"""Are experiments read, laid out and refused as their page says?"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from foresight.errors import InvalidInput
from foresight.scenario import library
from foresight.scenario.assumptions import bounds, numbers
from foresight.scenario.designs import Design, Grid, LatinHypercube, Morris, Sobol
from foresight.scenario.experiments import Experiment, experiment, experiments
from tests.support.batches import SMALL, small, written
from tests.support.cli import call, start

PATHS = ["baseline.demography.exit_public", "drivers.la_fund", "actions.trustee-bank.levers[0].by"]
OVER = [{"path": path} for path in PATHS]
SWITCH = {"path": "baseline.hypotheses.barriers_linked", "values": [True, False]}
DESIGNS: dict[str, dict[str, Any]] = {
    "grid": {"over": OVER, "levels": 4},
    "latin-hypercube": {"over": OVER, "size": 10},
    "sobol": {"over": OVER, "size": 8},
    "morris": {"over": OVER, "trajectories": 5},
}
COUNTS = {"grid": 4**3, "latin-hypercube": 10, "sobol": 8 * (3 + 2), "morris": 5 * (3 + 1)}
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("an unknown future", {"futures": ["trnd"]}, "Did you mean trend"),
    ("an unknown plan", {"plans": ["frist-steps"]}, "Did you mean first-steps"),
    ("a missing file", {"plans": ["./nowhere.yaml"]}, "there is no such file"),
    ("a plan twice", {"plans": ["first-steps", "first-steps"]}, "a second time"),
    ("no replicate", {"replicates": 0}, "at least 1"),
    ("too much of the sector", {"scale": 1.5}, "at most 1"),
    ("an unknown strength", {"strengths": ["huge"]}, "low, central, high"),
    ("an unknown indicator", {"keep": {"indicators": ["jobz"]}}, "Did you mean jobs"),
    ("an unknown segment", {"keep": {"segments": ["al"]}}, "Did you mean all"),
    ("an unknown kind", {"samples": {"kind": "sobel", "over": OVER}}, "Did you mean sobol"),
    ("an unknown path", {"samples": {"kind": "grid", "over": [{"path": "drivers.la_fnd"}]}}, "Did you mean drivers.la_fund"),
    ("a path twice", {"samples": {"kind": "grid", "over": [OVER[0], OVER[0]]}}, "a second time"),
    ("an empty range", {"samples": {"kind": "grid", "over": [{**OVER[0], "low": 1, "high": 1}]}}, "low < high"),
    ("a value that cannot be", {"samples": {"kind": "grid", "over": [{**OVER[1], "high": 20}]}}, "from 0 to 10"),
    ("a switch without values", {"samples": {"kind": "grid", "over": [{"path": SWITCH["path"]}]}}, "the values to try"),
    ("values without a grid", {"samples": {"kind": "morris", "trajectories": 2, "over": [SWITCH]}}, "only a grid"),
    ("not a power of two", {"samples": {"kind": "sobol", "size": 100, "over": OVER}}, "Did you mean 128"),
    ("odd levels", {"samples": {"kind": "morris", "trajectories": 2, "levels": 3, "over": OVER}}, "a multiple of 2"),
]


def design(kind: str, **changes: Any) -> Design:
    made = small(samples={"kind": kind, **DESIGNS[kind], **changes}).samples
    assert made is not None
    return made


@pytest.mark.parametrize("name", sorted(path.stem for path in (library.shipped() / "experiments").glob("*.yaml")))
def test_what_ships_is_fine_and_named_as_its_file(name: str) -> None:
    assert library.validate(library.shipped() / "experiments" / f"{name}.yaml") == []
    assert experiment(name).id == name


def test_a_command_of_its_own_knows_every_kind_of_file_that_ships() -> None:
    files = [str(path) for path in sorted(library.shipped().rglob("*.yaml"))]
    done = start("validate", *files)
    assert (done.code, done.out.strip(), done.err) == (0, f"{len(files)} files are fine.", "")


def test_what_ships_is_listed_with_its_runs() -> None:
    listed = call("experiments").out
    assert {"quick-look", "regret", "screening", "sensitivity", "discovery"} <= set(experiments())
    assert all(name in listed and str(one.runs) in listed for name, one in experiments().items())


@pytest.mark.parametrize(("what", "change", "said"), WRONG, ids=[what for what, *_ in WRONG])
def test_what_is_wrong_is_told_with_its_line(what: str, change: dict[str, Any], said: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(json.dumps({**SMALL, **change}, indent=1), encoding="utf-8")  # JSON is YAML
    problems = [str(problem) for problem in library.validate(path)]
    assert any(said in problem for problem in problems), (what, problems)
    assert all(problem.startswith(f"{path}:") for problem in problems)
    assert [problem for problem in problems if "expected at least 1 of them" in problem] == []
    with pytest.raises(InvalidInput):
        experiment(path)


def test_paths_are_seen_from_the_file_and_survive_being_written(tmp_path: Path) -> None:
    plan = library.shipped() / "plans" / "first-steps.yaml"
    (tmp_path / "mine.yaml").write_bytes(plan.read_bytes())
    path = written(small(), tmp_path / "experiment.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace('"first-steps"', '"./mine.yaml"'), encoding="utf-8")
    assert library.plan(experiment(path).plans[0]).id == "first-steps"


def test_json_schema_names_every_key_and_design() -> None:
    schema = library.json_schema("experiment")
    assert set(schema["properties"]) == set(Experiment.model_fields)
    assert [kind for kind in DESIGNS if f'"const": "{kind}"' not in json.dumps(schema)] == []


@pytest.mark.parametrize("kind", DESIGNS)
def test_points_are_as_many_as_said_within_their_ranges_and_always_the_same(kind: str) -> None:
    points = np.array(design(kind).points(), dtype=float)
    assert points.shape == (COUNTS[kind], 3)
    for column, path in enumerate(PATHS):
        number = numbers()[path]
        assert points[:, column].min() >= number.low
        assert points[:, column].max() <= number.high
        assert np.ptp(points[:, column]) > 0.5 * (number.high - number.low)
    assert list(design(kind).points()) == list(design(kind).points())
    assert sorted(design(kind).order()) == list(range(len(points)))


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol", "morris"])
def test_another_seed_gives_other_points(kind: str) -> None:
    assert list(design(kind).points()) != list(design(kind, seed=2).points())


def test_a_latin_hypercube_covers_every_slice_once() -> None:
    points = np.array(design("latin-hypercube").points(), dtype=float)
    low, high = numbers()[PATHS[0]].low, numbers()[PATHS[0]].high
    assert sorted(np.floor(10 * (points[:, 0] - low) / (high - low)).astype(int)) == list(range(10))


def test_morris_moves_one_number_at_a_time() -> None:
    points = np.array(design("morris").points(), dtype=float).reshape(5, 4, 3)
    assert (np.count_nonzero(np.diff(points, axis=1), axis=2) == 1).all()


def test_a_grid_takes_switches_and_its_own_range() -> None:
    wide = {"path": "drivers.la_fund", "low": 0.5, "high": 1.5}
    made = design("grid", over=[SWITCH, wide], levels=3)
    assert list(made.points()) == [(switch, factor) for switch in (True, False) for factor in (0.5, 1.0, 1.5)]
    assert made.assumed(made.points()[0]) == {SWITCH["path"]: True, "drivers.la_fund": 0.5}


def test_a_grid_is_run_in_an_order_whose_beginning_is_a_fair_sample() -> None:
    order = list(design("grid").order())
    assert order != sorted(order)
    first = Counter(place // 16 for place in order[:32])
    assert set(first) == {0, 1, 2, 3}


def test_ranges_written_out_stay_what_they_were() -> None:
    settled = small(samples={"kind": "sobol", **DESIGNS["sobol"]}).settled()
    assert settled.samples is not None
    assert [(one.low, one.high) for one in settled.samples.over] == [
        (numbers()[path].low, numbers()[path].high) for path in PATHS
    ]
    assert list(settled.samples.points()) == list(design("sobol").points())


def test_runs_are_counted() -> None:
    assert small().runs == 2 * 2 * 3
    assert small(strengths=["low", 0.5], samples={"kind": "morris", **DESIGNS["morris"]}).runs == 2 * 2 * 2 * 20 * 3


def test_every_kind_of_design_is_tried_here() -> None:
    assert set(DESIGNS) == set(Design.members())
    assert {type(design(kind)) for kind in DESIGNS} == {Grid, LatinHypercube, Sobol, Morris}
    assert all(bounds(numbers()[path])[0] <= numbers()[path].low for path in PATHS)
