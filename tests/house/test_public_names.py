"""Is what the package offers what it says it offers?"""

import ast
import subprocess
import sys
from inspect import signature
from pathlib import Path

import foresight
from foresight.cli import app, commands


def test_all_lists_each_public_name_once() -> None:
    assert foresight.__all__ == sorted(set(foresight.__all__), key=foresight.__all__.index)
    assert dir(foresight) == sorted(foresight.__all__)


def test_what_a_type_checker_sees_is_what_is_loaded() -> None:
    seen = {
        alias.asname or alias.name: f"{part.module}:{alias.name}"
        for part in ast.walk(ast.parse(Path(foresight.__file__).read_text(encoding="utf-8")))
        if isinstance(part, ast.ImportFrom) and str(part.module).startswith("foresight.")
        for alias in part.names
    }
    assert seen == {name: f"foresight.{home}" for name, home in foresight._HOMES.items()}
    assert set(seen) == set(foresight.__all__)
    assert all(getattr(foresight, name) is not None for name in foresight.__all__)


def test_the_public_names_fit_on_a_page() -> None:
    assert 2 <= len(foresight.__all__) <= 40
    assert all(getattr(foresight, name).__doc__ for name in foresight.__all__ if callable(getattr(foresight, name)))


def test_what_only_lists_and_checks_does_not_load_what_draws_and_analyses() -> None:
    assert loaded_by("validate", {"altair", "pptx", "streamlit", "foresight.analysis.comparison"}) == set()
    assert loaded_by("futures", {"mesa", "foresight.model.sector"}) == set()


def loaded_by(command: str, modules: set[str]) -> set[str]:
    """Return which of some modules a command has loaded before it does anything."""
    told = f"import sys; from foresight.cli import commands; commands.load('{command}'); print(*({modules} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_levers_that_files_name_are_known_though_nobody_has_loaded_the_model() -> None:
    told = "from foresight.scenario import Lever; print(*Lever.members())"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert {"change", "microcluster"} <= set(done.stdout.split())


def test_workers_are_made_ready_early_for_the_commands_that_have_them() -> None:
    commands.load()
    parameters = {command.name: signature(command.callback).parameters for command in app.registered_commands if command.callback}
    assert set(parameters) > commands.MANY_RUNS
    assert {name for name, takes in parameters.items() if "workers" in takes} - commands.MANY_RUNS == {"analyse"}  # runs few
    some = (
        "compare trend --plan none",
        "compare trend --workers 10",
        "compare trend --pairs 12 --workers=2",
        "batch x",
        "why trend --pairs=1",
    )
    none = (
        "",
        "futures",
        "batch --help",
        "batch x --executor=serial",
        "compare trend --workers 1 --seed 2",
        "pairing --pairs=1",
    )
    assert all(commands.needs_workers(one.split()) for one in some)
    assert not any(commands.needs_workers(one.split()) for one in none)
