"""The scenario files: those that ship, and those that users name by their path."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from foresight.config import Complaint, Document, Frozen, FrozenMap, check, load_yaml, show
from foresight.errors import InvalidInput, Problem, either, nearest, quoted, unknown
from foresight.scenario.actions import Action
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan, mistakes
from foresight.scenario.profiles import Csv
from foresight.scenario.wild_cards import WildCard

FILE_KINDS: dict[str, type[Frozen]] = {"future": Future, "plan": Plan, "action": Action, "wild-card": WildCard}
"""What a file can be, by the `kind` at its top; other layers add theirs."""

SUFFIXES = (".yaml", ".yml")
NO_PLAN = "none"
USUAL_FUTURE = "trend"
"""The yardstick from which other futures are told apart."""

Files = tuple[tuple[Path, int, int], ...]
Entry = TypeVar("Entry")
Model = TypeVar("Model", bound=Frozen)


def shipped() -> Path:
    """Return the folder of the scenario files that ship, in an installed package or a source checkout."""
    package = Path(__file__).parents[1]
    installed = package / "shipped" / "scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def future(name_or_path: str | Path) -> Future:
    """Return a future by its shipped name or by the path of its file."""
    if is_path(name_or_path):
        return _checked(load_yaml(name_or_path), Future)
    return _named(str(name_or_path), futures(), "future")


def plan(name_or_path: str | Path) -> Plan:
    """Return a plan by its shipped name or by the path of its file; `none` is the empty plan."""
    if is_path(name_or_path):
        return _checked(load_yaml(name_or_path), Plan)
    return _named(str(name_or_path), plans_to_choose(), "plan")


def futures(folder: Path | None = None) -> Mapping[str, Future]:
    """Return all futures of a folder (by default, those that ship) by id."""
    return _futures(_files(folder or shipped() / "futures"))


def plans(folder: Path | None = None) -> Mapping[str, Plan]:
    """Return all plans of a folder (by default, those that ship) by id."""
    return _plans(_files(folder or shipped() / "plans"), _files(shipped() / "actions"))


def plans_to_choose() -> Mapping[str, Plan]:
    """Return the plans that ship by id, with the empty one."""
    return {**plans(), NO_PLAN: Plan.none()}


def actions(folder: Path | None = None) -> Mapping[str, Action]:
    """Return all actions of a folder (by default, those that ship) by id."""
    return _actions(_files(folder or shipped() / "actions"))


def wild_cards(folder: Path | None = None) -> Mapping[str, WildCard]:
    """Return all wild cards of a folder (by default, those that ship) by id."""
    return _wild_cards(_files(folder or shipped() / "wild-cards"))


def is_path(name_or_path: str | Path) -> bool:
    """Tell whether a word names a file: it has a folder in it, or ends as YAML files do."""
    text = str(name_or_path)
    return isinstance(name_or_path, Path) or "/" in text or "\\" in text or text.lower().endswith(SUFFIXES)


def validate(*paths: str | Path) -> list[Problem]:
    """Check files without running them; return everything that is wrong with them, and with them taken together."""
    found: list[Problem] = []
    first: dict[tuple[str, str], str] = {}
    for path in dict.fromkeys(str(path) for path in paths):
        try:
            document = load_yaml(path)
            found += _problems(document)
        except InvalidInput as error:
            found += error.problems
            continue
        if "id" not in document.data:
            continue
        name = (str(document.data.get("kind")), str(document.data["id"]))
        if name in first:
            found.append(_twice(document, name[1], first[name]))
        first.setdefault(name, path)
    return found


def built(document: Document) -> Frozen:
    """Return a document as what its `kind` says, checked against that model, and a plan against the actions that exist too.

    Raises
    ------
    InvalidInput
        With everything that is wrong; where the kind is misspelt, checked as what it nearly says.
    """
    kind = document.data.get("kind")
    word = kind if isinstance(kind, str) else ""
    name = word if word in FILE_KINDS else nearest(word, FILE_KINDS)
    if name is None:
        found = quoted(word) if word else show(kind)
        problem = document.problem(("kind",), found, f"a kind of file: {either(FILE_KINDS)}")
        raise InvalidInput(*document.in_order([*document.problems, problem]))
    return _checked(document, FILE_KINDS[name])


def content_hash(path: str | Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def input_files(name_or_path: str | Path, kind: str) -> tuple[Path, ...]:
    """Return the files that a future or a plan is made of: its own, the tables that it names, and the actions that it uses."""
    if str(name_or_path) == NO_PLAN and kind == "plan":
        return ()
    path = Path(name_or_path) if is_path(name_or_path) else shipped() / f"{kind}s" / f"{name_or_path}.yaml"
    if kind == "future":
        profiles = [driver.profile for driver in future(path).drivers.values()]
        return (path, *dict.fromkeys(path.parent / profile.file for profile in profiles if isinstance(profile, Csv)))
    return (path, *(shipped() / "actions" / f"{item.action}.yaml" for item in plan(path).actions))


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON schema of a kind of file, for editors."""
    return _named(kind, FILE_KINDS, "kind of file").model_json_schema()


def _named(name: str, options: Mapping[str, Entry], what: str) -> Entry:
    if name in options:
        return options[name]
    raise InvalidInput(unknown(name, options, what))


def _files(folder: Path) -> Files:
    """List the YAML files of a folder, each with what tells whether it has changed since it was last read."""
    if not folder.is_dir():
        return ()
    with os.scandir(folder) as entries:  # the pages ask many times a second: several times faster than a pattern of paths
        found = sorted((one for one in entries if one.name.endswith(".yaml")), key=lambda one: one.name)
        stats = [(Path(one.path), one.stat()) for one in found]
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


@lru_cache(maxsize=4)
def _futures(files: Files) -> Mapping[str, Future]:
    return _all(files, Future)


@lru_cache(maxsize=4)
def _plans(files: Files, _actions: Files) -> Mapping[str, Plan]:
    """Read plans; they are checked against the actions that exist, so they are read again when those change."""
    return _all(files, Plan)


@lru_cache(maxsize=4)
def _actions(files: Files) -> Mapping[str, Action]:
    return _all(files, Action)


@lru_cache(maxsize=4)
def _wild_cards(files: Files) -> Mapping[str, WildCard]:
    return _all(files, WildCard)


def _all(files: Files, model: type[Model]) -> Mapping[str, Model]:
    """Read files; report what is wrong in any of them, and two of them with one id."""
    read: dict[str, Model] = {}
    first: dict[str, str] = {}
    problems: list[Problem] = []
    for path, *_ in files:
        try:
            document = load_yaml(path)
            built = _checked(document, model)
        except InvalidInput as error:
            problems += error.problems
            continue
        name = str(document.data["id"])
        if name in read:
            problems.append(_twice(document, name, first[name]))
        read[name], first[name] = built, str(path)
    if problems:
        raise InvalidInput(*problems)
    return FrozenMap(read)


def _checked(document: Document, model: type[Model]) -> Model:
    """Check a document against its model, and a plan against the actions that exist too."""
    kind = document.data.get("kind")
    wanted = next(name for name, candidate in FILE_KINDS.items() if candidate is model)
    if kind != wanted and kind in FILE_KINDS:
        raise InvalidInput(document.problem(("kind",), f"a file of kind '{kind}'", f"a file of kind '{wanted}'"))
    try:
        return check(document, model, _against_the_actions)
    except InvalidInput as error:
        raise InvalidInput(*document.in_order([*error.problems, *_strangers(document, wanted)])) from None


def _strangers(document: Document, kind: str) -> Iterable[Problem]:
    """Name the unknown actions of a plan that is wrong elsewhere too, so that one fault does not hide another."""
    items = document.data.get("actions") if kind == "plan" else None
    for index, item in enumerate(items if isinstance(items, list) else []):
        name = item.get("action") if isinstance(item, dict) else None
        if isinstance(name, str) and name not in actions():
            wrong = unknown(name, actions(), "known action")
            yield document.problem(("actions", index, "action"), wrong.found, wrong.expected, wrong.suggestion)


def _against_the_actions(built: Frozen) -> Iterable[Complaint]:
    return mistakes(built, actions()) if isinstance(built, Plan) else ()


def _problems(document: Document) -> list[Problem]:
    """Return what is wrong with a document."""
    try:
        built(document)
    except InvalidInput as error:
        return list(error.problems)
    return []


def _twice(document: Document, name: str, first: str) -> Problem:
    return document.problem(("id",), f"'{name}', which {first} has too", "an id of its own")
