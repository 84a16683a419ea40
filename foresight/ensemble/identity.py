"""What a run is made of, by content: two runs of one identity have the same numbers, whatever their files are called."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from foresight.config import Frozen
from foresight.population.baseline import input_files
from foresight.scenario import library
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan

PACKAGE = "third-sector-foresight"
DECIDING = (
    "compiling.py", "randomness.py", "config", "scenario", "population", "indicators", "model", "ensemble/worlds.py",
    "ensemble/tables.py",
)  # fmt: skip
"""The parts of the package that decide numbers; a new chart or command does not make another model."""


@cache
def model_version() -> str:
    """Return the version of the installed package, or `unknown` where it runs without being installed."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "unknown"


@cache
def model_code() -> str:
    """Return a SHA-256 over the source files that decide numbers."""
    package = Path(__file__).parents[1]
    rooms = [package / name for name in DECIDING]
    return files_hash((path for room in rooms for path in ([room] if room.is_file() else sorted(room.rglob("*.py")))), package)


@cache
def model_inputs() -> str:
    """Return the SHA-256 of what every worker has its own copy of: the baseline and the actions."""
    return digest(_baseline(), {id_: content(action) for id_, action in library.actions().items()})


def files_hash(paths: Iterable[Path], inside: Path) -> str:
    """Return a SHA-256 over files and their places in a folder."""
    found = hashlib.sha256()
    for path in paths:
        found.update(path.relative_to(inside).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def inputs(future: Future, plan: Plan) -> Mapping[str, str]:
    """Return the SHA-256 of everything that a run reads, by kind and name: what it says, not how its file is written."""
    actions = library.actions()
    used = {f"action {item.action}": content(actions[item.action]) for item in plan.actions}
    return {"baseline": _baseline(), f"future {future.id}": future_content(future), f"plan {plan.id}": content(plan), **used}


def content(thing: Frozen) -> str:
    """Return the SHA-256 of what an object says."""
    return hashlib.sha256(thing.model_dump_json().encode()).hexdigest()


def digest(*parts: object) -> str:
    """Return the SHA-256 of parts that JSON can hold."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def future_content(future: Future) -> str:
    """Return the SHA-256 of what a future says, with the paths of its drivers, which may come from tables."""
    found = hashlib.sha256(future.model_dump_json().encode())
    for path in future.trajectories().values():
        found.update(path.tobytes())
    return found.hexdigest()


def _baseline() -> str:
    return files_hash(input_files(), library.shipped())
