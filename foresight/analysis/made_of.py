"""The future and the plan of a comparison, kept as files beside its results, so that these stand alone."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from foresight.scenario import library
from foresight.scenario.exchange import written
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan

RECORDED = "kept"
"""The entry of the record that holds the hashes of these files."""


def texts(future: Future, plan: Plan) -> dict[str, str]:
    """Return the future and the plan as files, by their names: their ids, and `<id>-plan` for a plan of the future's id."""
    named = f"{plan.id}-plan" if plan.id == future.id else plan.id
    return {f"{future.id}.yaml": written(future), f"{named}.yaml": written(plan)}


def recorded(record: Mapping[str, object], files: Mapping[str, str]) -> dict[str, object]:
    """Return a record that tells the content of these files, too."""
    return {**record, RECORDED: {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}}


def kept_future(folder: Path, name: str) -> Future | None:
    """Return the future of a name that a folder keeps: the very one that ships, where it says the same; None where none is."""
    path = _file(folder, name)
    if path is None:
        return None
    ships = library.futures().get(name)
    return ships if ships is not None and _says(path, ships) else library.future(path)


def kept_plan(folder: Path, name: str) -> Plan | None:
    """Return the plan of a name that a folder keeps: the very one that ships, where it says the same; None where none is."""
    path = _file(folder, f"{name}-plan") or _file(folder, name)
    if path is None:
        return None
    ships = library.plans_to_choose().get(name)
    return ships if ships is not None and _says(path, ships) else library.plan(path)


def edited(folder: Path, record: Mapping[str, object]) -> list[str]:
    """Return the kept files that are no longer what the record tells of them."""
    told = record.get(RECORDED)
    known = told if isinstance(told, dict) else {}
    paths = [(name, folder / str(name)) for name in known]
    return [str(name) for name, path in paths if path.is_file() and library.content_hash(path) != known[name]]


def _file(folder: Path, name: str) -> Path | None:
    """Return the file of a name in a folder; a name that leads out of the folder names none."""
    path = folder / f"{name}.yaml"
    return path if Path(name).name == name and path.is_file() else None


def _says(path: Path, thing: Future | Plan) -> bool:
    """Tell whether a file holds what a future or a plan is written as."""
    return path.read_bytes() == written(thing).encode()
