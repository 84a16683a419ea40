"""Does the command line keep its promises: what it prints, what it writes, and what it says when it cannot?"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import foresight
from foresight import cli
from foresight.model.influences import INFLUENCES
from foresight.presentation.scorecard import HEADING
from foresight.randomness import Decision
from foresight.scenario import DRIVERS, library
from tests.support.cli import call, start

JOB = ("compare", "funding-cliff", "--plan", "first-steps")
QUICK = ("--pairs", "2", "--scale", "0.02", "--workers", "1")
COLUMNS = [
    "indicator", "unit", "segment_kind", "segment", "year", "without_p10", "without_p50", "without_p90", "with_p10", "with_p50",
    "with_p90", "difference_p10", "difference_p50", "difference_p90", "share_better",
]  # fmt: skip
FILES = [
    "additionality.csv", "aspirations.csv", "comparison.csv", "comparison.parquet", "diffusion.csv",
    "first-steps.yaml", "funding-cliff.yaml", "losers.csv", "lower_half.csv", "manifest.json",
]  # fmt: skip
COMMANDS = ("compare", "futures", "plans", "actions", "drivers", "validate", "app", "pairing", "indicators", "decisions")
OPTIONS = ("--plan", "--out", "--pairs", "--scale", "--seed", "--strength", "--workers", "--quiet", "--json")


@cache
def in_python() -> pd.DataFrame:
    """Return the headline numbers of the main job as Python gives them."""
    return foresight.compare("funding-cliff", "first-steps", pairs=2, scale=0.02).headline().set_index("indicator")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the main job once and return the folder with what it wrote."""
    folder = tmp_path_factory.mktemp("out") / "made" / "on the way"
    done = call(*JOB, *QUICK, "--out", str(folder))
    assert done.code == 0
    assert str(folder) in done.out
    return folder


def test_the_main_job_prints_a_short_readable_result() -> None:
    done = start(*JOB, *QUICK)
    assert done.code == 0
    assert done.err == ""
    lines = done.out.splitlines()
    scorecard = lines.index(HEADING)
    assert len(lines[:scorecard]) < 20
    assert len(lines[scorecard:]) == 7  # the six aspirations, a line each
    for entry in foresight.INDICATORS.values():
        told = [line for line in lines if line.startswith(f"{entry.title} (")]
        assert len(told) == entry.headline, entry.id
        assert not entry.headline or entry.better == "none" or told[0].endswith((" 0 of 2", " 1 of 2", " 2 of 2"))
    assert "2022" in lines[0]
    assert "10-90 %" in done.out


def test_the_result_says_what_the_table_says() -> None:
    done = call(*JOB, *QUICK)
    found = in_python()
    line = next(line for line in done.out.splitlines() if line.startswith("Volunteers ("))
    better = round(2 * float(found["share_better"]["volunteers"]))
    assert line.endswith(f"{better} of 2")


def test_the_csv_has_the_columns_in_order(written: Path) -> None:
    with (written / "comparison.csv").open(encoding="utf-8") as lines:
        assert next(lines).rstrip("\n") == ",".join(COLUMNS)
    table = pd.read_csv(written / "comparison.csv")
    whole = table[(table["segment_kind"] == "all") & (table["segment"] == "all")]
    assert set(whole["indicator"]) == set(foresight.INDICATORS)
    assert set(whole["year"]) == set(range(2002, 2023))
    assert not table.duplicated(["indicator", "segment_kind", "segment", "year"]).any()


def test_no_row_of_the_table_is_without_numbers(written: Path) -> None:
    """A cell that is empty in one arm has no difference, and nothing can be better in it."""
    table = pd.read_csv(written / "comparison.csv")
    assert not table.drop(columns="share_better").isna().any(axis=None)


def test_the_parquet_holds_the_same(written: Path) -> None:
    assert pq.read_schema(written / "comparison.parquet").names == COLUMNS
    pd.testing.assert_frame_equal(
        pd.read_parquet(written / "comparison.parquet"), pd.read_csv(written / "comparison.csv"), check_exact=True
    )


def test_the_manifest_says_how_it_was_made(written: Path) -> None:
    manifest = json.loads((written / "manifest.json").read_text(encoding="utf-8"))
    assert {"model_version", "inputs", "seed", "pairs", "scale", "strength", "start", "wall_seconds"} <= set(manifest)
    assert (manifest["seed"], manifest["pairs"], manifest["scale"], manifest["strength"]) == (1, 2, 0.02, "central")
    for name, digest in manifest["inputs"].items():
        assert digest == library.content_hash(library.shipped() / name)
    assert {"futures/funding-cliff.yaml", "plans/first-steps.yaml", "actions/trustee-bank.yaml"} <= set(manifest["inputs"])


def test_nothing_but_the_files_named_is_written(written: Path) -> None:
    assert sorted(path.name for path in written.iterdir()) == FILES


def test_writing_again_replaces(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        assert call(*JOB, *QUICK, "--seed", seed, "--out", str(tmp_path)).code == 0
        assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["seed"] == int(seed)
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES


def test_json_is_json_and_nothing_else() -> None:
    done = start(*JOB, *QUICK, "--json")
    assert (done.code, done.err) == (0, "")
    told = json.loads(done.out)
    assert [row["indicator"] for row in told["headline"]] == [name for name, one in foresight.INDICATORS.items() if one.headline]
    assert set(COLUMNS) <= set(told["headline"][0])
    assert told["manifest"]["pairs"] == 2


def test_json_keeps_every_digit_that_counts() -> None:
    found = in_python()
    for row in headline_of(*JOB, *QUICK):
        for column in COLUMNS[5:]:
            assert row[column] == pytest.approx(float(found[column][row["indicator"]]), rel=1e-9, abs=1e-15), column


def test_quiet_is_silent_and_writes_all_the_same(tmp_path: Path) -> None:
    done = start(*JOB, *QUICK, "--quiet", "--out", str(tmp_path))
    assert (done.code, done.out, done.err) == (0, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES


def test_quiet_does_not_swallow_an_error() -> None:
    done = call("compare", "nowhere", "--plan", "first-steps", *QUICK, "--quiet")
    assert (done.code, done.out) == (2, "")
    assert "nowhere" in done.err


def test_a_terminal_sees_progress_and_a_pipe_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert "Running pairs" in call(*JOB, *QUICK, terminal=True).err
    assert call(*JOB, *QUICK, "--quiet", terminal=True).err == ""
    assert call(*JOB, *QUICK).err == ""


def test_a_pipe_sees_no_progress_even_where_colour_is_asked_for() -> None:
    """Build servers set FORCE_COLOR: a pipe with colours is still a pipe."""
    assert start(*JOB, *QUICK, environment={"FORCE_COLOR": "1"}).err == ""


@cache
def headline_of(*words: str) -> Any:
    """Return the headline numbers that a command prints; the same words are run once."""
    done = call(*words, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)["headline"]


def test_a_future_and_a_plan_can_be_paths(tmp_path: Path) -> None:
    for kind, name in (("futures", "funding-cliff"), ("plans", "first-steps")):
        text = (library.shipped() / kind / f"{name}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{kind}.yaml").write_text(text, encoding="utf-8")
    paths = ("compare", str(tmp_path / "futures.yaml"), "--plan", str(tmp_path / "plans.yaml"), *QUICK)
    assert headline_of(*paths) == headline_of(*JOB, *QUICK)
    manifest = json.loads(call(*paths, "--json").out)["manifest"]
    assert {str(tmp_path / "futures.yaml"), str(tmp_path / "plans.yaml")} <= set(manifest["inputs"])


def test_a_plan_of_one_s_own_is_run(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "kind: plan\nid: mine\ntitle: Mine\nsummary: My own.\nactions:\n  - {action: volunteering-pilots, start: 2005}\n",
        encoding="utf-8",
    )
    done = call("compare", "trend", "--plan", str(mine), *QUICK)
    assert done.code == 0
    assert "Mine" in done.out


@pytest.mark.parametrize(
    "options", [("--seed", "5"), ("--strength", "high"), ("--strength", "0.5"), ("--scale", "0.03"), ("--pairs", "3")]
)
def test_each_option_changes_the_result(options: tuple[str, str]) -> None:
    base = ("compare", "funding-cliff", "--plan", "whole-programme")
    name = options[0]
    rest = [word for pair in zip(QUICK[::2], QUICK[1::2], strict=True) if pair[0] != name for word in pair]
    assert headline_of(*base, *rest, *options) != headline_of(*base, *QUICK)


def test_strength_0_is_a_placebo() -> None:
    for row in headline_of(*JOB, *QUICK, "--strength", "0"):
        assert row["difference_p10"] == row["difference_p50"] == row["difference_p90"] == 0
        assert row["share_better"] == 0


def test_workers_do_not_change_the_result() -> None:
    two = tuple("2" if word == "1" else word for word in QUICK)
    assert headline_of(*JOB, *two) == headline_of(*JOB, *QUICK)


def test_the_plan_without_actions_is_named_none() -> None:
    assert all(row["difference_p50"] == 0 for row in headline_of("compare", "trend", "--plan", "none", *QUICK))


LISTS: dict[str, list[str]] = {
    "futures": list(library.futures()),
    "plans": list(library.plans()),
    "actions": list(library.actions()),
    "drivers": list(DRIVERS),
    "indicators": list(foresight.INDICATORS),
    "decisions": [one.name.lower() for one in Decision],
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_names_what_ships_as_text_and_as_json(name: str) -> None:
    plain, parsed = call(name), call(name, "--json")
    assert (plain.code, parsed.code, plain.err, parsed.err) == (0, 0, "", "")
    rows = json.loads(parsed.out)
    assert [row["name"] for row in rows] == LISTS[name]
    words = plain.out.split()
    assert [entry for entry in LISTS[name] if entry not in words] == []


@pytest.mark.parametrize("name", ["plans", "futures", "actions", "wild-cards"])
@pytest.mark.parametrize("terminal", [False, True])
def test_a_list_is_no_wider_than_people_read(name: str, *, terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")  # of a terminal
    lines = re.sub(r"\x1b\[\d*m", "", call(name, terminal=terminal).out).splitlines()
    assert max(map(len, lines)) <= (80 if terminal else 160)
    assert len(lines) > len(json.loads(call(name, "--json").out))


def test_the_nine_futures_and_six_actions_ship() -> None:
    assert len(LISTS["futures"]) == 9
    assert len(LISTS["actions"]) >= 6
    assert len(LISTS["drivers"]) == 22


def test_drivers_say_which_act() -> None:
    rows = json.loads(call("drivers", "--json").out)
    assert {row["name"] for row in rows if row["acts"]} == set(INFLUENCES)
    assert all(row["on"] == INFLUENCES.get(row["name"], "nothing yet") for row in rows)


def test_pairing_prints_a_ratio_for_each_headline_indicator() -> None:
    quick = ("--pairs", "4", "--scale", "0.02", "--workers", "1")
    plain, parsed = (
        call("pairing", "trend", "--plan", "whole-programme", *quick),
        call("pairing", "trend", "--plan", "whole-programme", *quick, "--json"),
    )
    rows = json.loads(parsed.out)
    headlines = [entry for entry in foresight.INDICATORS.values() if entry.headline]
    assert [row["indicator"] for row in rows] == [entry.id for entry in headlines]
    assert all(row["ratio"] is None or row["ratio"] == pytest.approx(row["unpaired"] / row["paired"]) for row in rows)
    for entry in headlines:
        assert sum(line.startswith(entry.title) for line in plain.out.splitlines()) == 1


def test_validate_is_pleased_with_all_that_ships() -> None:
    files = [str(path) for path in sorted(library.shipped().rglob("*.yaml"))]
    done = call("validate", *files)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{len(files)} files are fine.\n"


def test_validate_knows_every_kind_of_file_by_itself() -> None:
    """In a program of its own, where nothing else has loaded what knows a kind."""
    files = [str(path) for path in sorted(library.shipped().rglob("*.yaml"))]
    assert {Path(file).parent.name for file in files} >= {"experiments", "baseline", "wild-cards", "futures", "plans", "actions"}
    done = start("validate", *files)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{len(files)} files are fine.\n"


def test_validate_tells_every_problem_of_every_file(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text(
        "kind: plan\nid: one\ntitle: One\nsummry: x\nactions: [{action: trustee-bnk, start: 1950}]\n", encoding="utf-8"
    )
    other.write_bytes(b"kind: plan\nid: caf\xe9\n")
    done = call("validate", str(one), str(other))
    assert (done.code, done.out) == (2, "")
    for said in ("summry", "Did you mean summary?", "1950", f"{one}:4", f"{other}:2", "UTF-8"):
        assert said in done.err
    assert "Traceback" not in done.err


def test_validate_tells_of_an_unknown_action_beside_another_problem(tmp_path: Path) -> None:
    """All problems of a file at once: a bad date must not hide that there is no such action."""
    one = tmp_path / "one.yaml"
    one.write_text(
        "kind: plan\nid: one\ntitle: One\nsummary: x\nactions: [{action: trustee-bnk, start: 1950}]\n", encoding="utf-8"
    )
    done = call("validate", str(one))
    assert done.code == 2
    assert "1950" in done.err
    assert "Did you mean trustee-bank?" in done.err


def test_app_hands_the_script_and_further_words_to_streamlit(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    class Done:
        returncode = 3

    def run(command: list[str], **_: Any) -> Done:
        seen.append(command)
        return Done()

    monkeypatch.setattr("foresight.cli.commands.opening.subprocess.run", run)
    assert call("app", "--server.port", "9999").code == 3
    assert seen[0][1:3] == ["-m", "foresight.ui.server"]
    assert Path(seen[0][3]).name == "app.py"
    assert Path(seen[0][3]).is_file()
    assert seen[0][4:] == ["--server.port", "9999"]


def test_help_names_every_command_and_every_option() -> None:
    runner = CliRunner()
    listed = runner.invoke(cli.app, ["--help"])
    assert listed.exit_code == 0
    assert [name for name in COMMANDS if name not in listed.output.split()] == []
    for name in COMMANDS:
        assert runner.invoke(cli.app, [name, "--help"]).exit_code == 0, name
    told = runner.invoke(cli.app, ["compare", "--help"], env={"COLUMNS": "200"}).output
    assert [option for option in OPTIONS if option not in told] == []


WRONG: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "future": (("compare", "funding-clif", "--plan", "none"), ("'funding-clif'", "Did you mean funding-cliff?", "trend")),
    "plan": (("compare", "trend", "--plan", "frist-steps"), ("'frist-steps'", "Did you mean first-steps?")),
    "command": (("comprae",), ("comprae", "compare")),
    "option": ((*JOB, "--pair", "3"), ("--pair", "--pairs")),
    "option of a list": (("drivers", "--jsn"), ("--jsn", "--json")),
    "no plan": (("compare", "trend"), ("--plan",)),
    "no future": (("compare", "--plan", "none"), ("future",)),
    "strength": ((*JOB, "--strength", "hgih"), ("hgih", "Did you mean high?")),
    "strength below 0": ((*JOB, "--strength", "-1"), ("-1", "from 0 to 10")),
    "strength beyond sense": ((*JOB, "--strength", "1000"), ("1000", "from 0 to 10")),
    "strength not a number": ((*JOB, "--strength", "nan"), ("nan", "low, central, high")),
    "strength without end": ((*JOB, "--strength", "inf"), ("inf", "low, central, high")),
    "scale 0": ((*JOB, "--scale", "0"), ("--scale", "0", "above 0")),
    "scale 2": ((*JOB, "--scale", "2"), ("--scale", "2", "at most 1")),
    "scale below 0": ((*JOB, "--scale", "-0.5"), ("--scale", "-0.5")),
    "scale not a number": ((*JOB, "--scale", "nan"), ("--scale", "nan")),
    "scale a word": ((*JOB, "--scale", "half"), ("--scale",)),
    "scale too small": ((*JOB, "--scale", "0.001", "--workers", "1"), ("scale", "0.001", "100")),
    "pairs 0": ((*JOB, "--pairs", "0"), ("--pairs", "equal to 1")),
    "pairs a word": ((*JOB, "--pairs", "many"), ("--pairs", "integer")),
    "seed below 0": ((*JOB, "--seed", "-1"), ("--seed", "equal to 0")),
    "seed too large": ((*JOB, "--seed", str(2**63)), ("--seed",)),
    "workers 0": ((*JOB, "--workers", "0"), ("--workers", "equal to 1")),
    "missing file": (("compare", "no/such.yaml", "--plan", "none"), ("no/such.yaml", "no such file")),
    "missing file of a plan": (("compare", "trend", "--plan", "such.yml"), ("such.yml", "no such file")),
    "missing file to validate": (("validate", "nothing.yaml"), ("nothing.yaml", "no such file")),
    "nothing to validate": (("validate",), ("files",)),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_gets_one_message_and_code_2(name: str) -> None:
    words, said = WRONG[name]
    done = call(*words)
    assert (done.code, done.out) == (2, "")
    assert [part for part in said if part not in done.err] == []
    assert "Traceback" not in done.err


@pytest.mark.parametrize("name", ["future", "scale too small", "missing file"])
def test_so_it_is_in_a_process_of_its_own(name: str) -> None:
    words, said = WRONG[name]
    done = start(*words)
    assert (done.code, done.out) == (2, "")
    assert [part for part in said if part not in done.err] == []
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == 1


def test_a_file_that_is_not_what_it_should_be_is_refused(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"kind: future\nid: caf\xe9\n")
    plan = str(library.shipped() / "plans" / "first-steps.yaml")
    for word, said in ((str(latin), "not UTF-8"), (plan, "kind 'plan'"), (f"{tmp_path}/", "folder")):
        done = call("compare", word, "--plan", "none", *QUICK)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
        assert "Traceback" not in done.err


@pytest.mark.parametrize("inside", ["", "further/down"])
def test_a_file_is_no_folder_to_write_to_and_that_is_said_before_the_work(
    inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")

    def forbidden(*_: Any, **__: Any) -> None:
        pytest.fail("the runs were made before the folder was looked at")

    monkeypatch.setattr("foresight.cli.commands.comparing.compare", forbidden)
    done = call(*JOB, *QUICK, "--out", str(taken / inside))
    assert (done.code, done.out) == (2, "")
    assert "--out" in done.err
    assert str(taken) in done.err
    assert taken.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_written_is_said_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(foresight.Comparison, "write", refuse)
    done = call(*JOB, *QUICK, "--out", str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "Permission denied" in done.err
    assert "Traceback" not in done.err


def test_an_interrupted_run_leaves_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("foresight.cli.commands.comparing.compare", interrupt)
    done = call(*JOB, *QUICK)
    assert done.code == 130
    assert "Traceback" not in done.err


@pytest.mark.parametrize("helpers", [2, 4], ids=["loading", "at work"])
def test_ctrl_c_ends_a_run_and_its_workers_without_a_word(helpers: int) -> None:
    words = ("compare", "funding-cliff", "--plan", "first-steps", "--pairs", "400", "--workers", "2", "--quiet")
    with subprocess.Popen(
        [sys.executable, "-m", "foresight.cli", *words], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        while len(psutil.Process(process.pid).children(recursive=True)) < helpers:  # a tracker, the first worker, then two more
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "")
