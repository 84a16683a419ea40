"""The manifest: what a result was made of, so that anybody can make it again."""

import platform
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from foresight.ensemble.identity import content, files_hash, model_version
from foresight.ensemble.pairs import Pairing
from foresight.population.baseline import input_files
from foresight.scenario import library
from foresight.scenario.plans import Plan


class Clock:
    """The moment a piece of work began, and how long it took."""

    def __init__(self) -> None:
        self.start = datetime.now(UTC)
        self._began = time.perf_counter()

    def seconds(self) -> float:
        """Return the wall time since it began, in seconds."""
        return time.perf_counter() - self._began


def manifest(
    pairing: Pairing, pairs: int, names: Mapping[str, str | None], clock: Clock, cards: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the record of a comparison.

    Parameters
    ----------
    names : mapping
        The names or paths that the future and the plan were read from; None for objects made in Python.
    cards
        The names of the wild cards that strike the future besides.
    """
    return {
        "model_version": model_version(),
        "model_code": code_hash(),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "future": pairing.future.id,
        "plan": pairing.plan.id,
        "inputs": _hashes(pairing, names, tuple(cards)),
        "seed": pairing.seed,
        "pairs": pairs,
        "scale": pairing.scale,
        "strength": pairing.strength,
        "assumptions": dict(pairing.assumptions),
        "start": clock.start.isoformat(timespec="seconds"),
        "wall_seconds": round(clock.seconds(), 3),
    }


def alike(plan: Plan, record: Mapping[str, Any]) -> bool:
    """Tell whether the two runs of each pair cannot differ: the plan has no action, or no action has any effect."""
    return not plan.actions or record.get("strength") == 0


@cache
def code_hash() -> str:
    """Return a SHA-256 over the package's source files, so that a changed model is never taken for the same one.

    Read once: a process goes on with the code that it began with.
    """
    package = Path(__file__).parents[1]
    return files_hash(sorted(package.rglob("*.py")), package)


def _hashes(pairing: Pairing, names: Mapping[str, str | None], cards: tuple[str, ...]) -> dict[str, str]:
    """Return the SHA-256 of every input file by its path within the scenarios, or by its name.

    What has no file of its own is there by what it says: an object made in Python, and a future that wild cards strike.
    """
    shipped = library.shipped()
    files = input_files() + [shipped / "actions" / f"{item.action}.yaml" for item in pairing.plan.actions]
    for kind, name in names.items():
        if name is not None:
            files += library.input_files(name, kind)
    files += [shipped / "wild-cards" / f"{card}.yaml" for card in cards]
    found = {}
    for path in dict.fromkeys(files):
        inside = path.is_relative_to(shipped)
        found[path.relative_to(shipped).as_posix() if inside else str(path)] = library.content_hash(path)
    for kind, thing in (("future", pairing.future), ("plan", pairing.plan)):
        if names[kind] is None or (kind == "future" and cards):
            found[f"{kind} {thing.id}"] = content(thing)
    return found
