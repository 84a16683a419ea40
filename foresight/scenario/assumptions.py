"""Assumptions: any number, switch or choice of the model, and any driver's path, taken to be different for a while.

What is assumed is named by a path:

- `baseline.<section>.<name>`: a number, a switch (true or false) or a choice of the baseline;
- `actions.<id>.<path>`: a number of an action, such as `actions.trustee-bank.cost` or `actions.trustee-bank.levers[0].by`;
- `drivers.<id>`: a factor on the driver's path from 2003 on; 2002 is known, and the path stays within the driver's hard bounds.

An assumed number has no range left: an assumed effect is the same at the strengths low, central and high, and a number given as
strength still multiplies it.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

import numpy as np
from pydantic import ValidationError

from foresight.config import Evidence, Frozen, FrozenMap, Number, complaints_of, evidence, load_yaml, show
from foresight.errors import InvalidInput, Problem, either, nearest, quoted
from foresight.population.baseline import Baseline, load, main_file
from foresight.scenario import library
from foresight.scenario.actions import Action
from foresight.scenario.drivers import DRIVERS
from foresight.scenario.profiles import Floats

Value = float | bool | str
Assumptions = FrozenMap[str, Value]

NOTHING_ASSUMED: Assumptions = FrozenMap({})
PATHS = "a path that `foresight assumptions` lists: baseline.<section>.<name>, actions.<id>.<path> or drivers.<id>"
FACTOR = Evidence(
    path="", value=1.0, low=0.8, high=1.2, unit="factor on the driver's path", grade="D",
    source="Judgement of the authors: a fifth either way",
)  # fmt: skip
MOST_FACTOR = 10.0
ROOM = 10.0  # a number may be taken as large as ten times the far end of its range, and no larger

_KEY = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_LOGARITHMS = ("ln GBP", "ln ratio")  # the units of what is a logarithm itself
_PART_OF_ONE = ("share", "chance", "0-1")  # how the units begin of what cannot be more than the whole


def checked(assumptions: Mapping[str, object] | None) -> Assumptions:
    """Check what is assumed, and return it so that it cannot change.

    Raises
    ------
    InvalidInput
        With every unknown path (and the nearest one) and every value that cannot be.
    """
    found: dict[str, Value] = {}
    problems: list[Problem] = []
    known = numbers() if assumptions else {}
    for path, value in sorted((assumptions or {}).items()):
        try:
            found[path] = _chosen(path, value) if path in choices() else _measured(path, value, known)
        except InvalidInput as error:
            problems += error.problems
    assumed = FrozenMap(found)
    if problems := problems or list(_at_odds(assumed)):
        raise InvalidInput(*problems)
    return assumed


def from_text(words: Iterable[str]) -> dict[str, Value]:
    """Read assumptions as the command line has them: `PATH=VALUE`, each path once."""
    found: dict[str, Value] = {}
    for word in words:
        path, mark, text = (part.strip() for part in word.partition("="))
        if not mark or not path or not text:
            raise InvalidInput(Problem(quoted(word), "PATH=VALUE, such as baseline.money.pool_noise=0.05", path="--assume"))
        if path in found:
            raise InvalidInput(Problem(f"{path} a second time", "each path once", path="--assume"))
        found[path] = _value(text)
    return found


def numbers() -> Mapping[str, Evidence]:
    """Return every number that can be assumed, by its path, each with value, low, high, unit, source and grade.

    A driver's number is the factor on its path: 1 leaves the future as it is written.
    """
    return _of_the_baseline() | _of_actions() | {f"drivers.{id_}": replace(FACTOR, path=f"drivers.{id_}") for id_ in DRIVERS}


def uncertain() -> Mapping[str, Evidence]:
    """Return the numbers whose low and high differ: those that an analyst varies."""
    return {path: one for path, one in numbers().items() if one.low < one.high}


class Choice(NamedTuple):
    """A switch or a rival account: how the baseline has it, and what it could be."""

    value: bool | str
    options: tuple[bool | str, ...]


@cache
def choices() -> Mapping[str, Choice]:
    """Return what can be chosen in the baseline other than numbers, by path: the switches and the rival accounts."""
    found: dict[str, Choice] = {}
    for section, name, kind in _fields():
        options = (True, False) if kind is bool else get_args(kind) if get_origin(kind) is Literal else ()
        if options:
            found[f"baseline.{section}.{name}"] = Choice(getattr(getattr(load(), section), name), options)
    return found


@lru_cache(maxsize=64)
def assumed_baseline(assumptions: Assumptions) -> Baseline:
    """Return the baseline as it is assumed; the one that ships where nothing is. The tables beside it stay."""
    changed: dict[str, dict[str, Value]] = {}
    for path, value in assumptions.items():
        root, *keys = path.split(".")
        if root == "baseline":
            changed.setdefault(keys[0], {})[keys[1]] = value
    baseline = load()
    if not changed:
        return baseline
    sections = {name: getattr(baseline, name).model_copy(update=values) for name, values in changed.items()}
    return baseline.model_copy(update=sections)


def assumed_actions(assumptions: Assumptions) -> Mapping[str, Action]:
    """Return the actions as they are assumed; those that ship where nothing is."""
    actions = library.actions()
    found = dict(actions)
    for path, value in assumptions.items():
        root, _, rest = path.partition(".")
        if root == "actions":
            id_, _, inner = rest.partition(".")
            found[id_] = _with(found[id_], inner, float(value))
    return FrozenMap(found)


def assumed_paths(assumptions: Assumptions, trajectories: Mapping[str, Floats]) -> Mapping[str, Floats]:
    """Return the drivers' paths, arrays of shape (81,), with the assumed factors on them; step 0, the end of 2002, stays."""
    found = dict(trajectories)
    for path, factor in assumptions.items():
        root, _, id_ = path.partition(".")
        if root == "drivers":
            info, known = DRIVERS[id_], found[id_]
            found[id_] = np.concatenate([known[:1], np.clip(known[1:] * float(factor), info.minimum, info.maximum)])
    return found


def _value(text: str) -> Value:
    """Read a value: true, false, a number, or else a word."""
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    try:
        return float(text)
    except ValueError:
        return text


def _chosen(path: str, value: object) -> Value:
    options = choices()[path].options
    for option in options:
        if value == option and isinstance(value, type(option)):
            return option
    words = [str(option).lower() if isinstance(option, bool) else option for option in options]
    raise InvalidInput(Problem(show(value), either(words), path=path, suggestion=nearest(str(value), words)))


def _measured(path: str, value: object, known: Mapping[str, Evidence]) -> Value:
    if path not in known:
        near = nearest(path, [*known, *choices()])
        raise InvalidInput(Problem(quoted(path), PATHS, path="assumptions", suggestion=near))
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidInput(Problem(show(value), f"a number ({known[path].unit})", path=path))
    _within_reason(known[path], float(value))
    if path.startswith("actions."):
        id_, _, inner = path.removeprefix("actions.").partition(".")
        _with(library.actions()[id_], inner, float(value))
    return float(value)


def _at_odds(assumptions: Assumptions) -> Iterator[Problem]:
    """Yield what cannot be beside the baseline's other numbers, each of which could be by itself."""
    sections = {path.split(".")[1] for path in assumptions if path.startswith("baseline.")}
    for section in sorted(sections):
        for one in getattr(assumed_baseline(assumptions), section).faults():
            yield Problem(one.found, one.expected, path=".".join(("baseline", section, *map(str, one.keys))))


def _within_reason(number: Evidence, value: float) -> None:
    """Refuse a value that the number cannot have, whatever one assumes: its hard bounds, which are wider than its range."""
    minimum, maximum = bounds(number)
    above_nothing = number.path.startswith("baseline.") and minimum == 0 < number.low
    if not minimum <= value <= maximum or (above_nothing and value == 0):
        start = "more than" if above_nothing else "from"
        unit = f" ({number.unit})" if number.unit else ""
        plausible = f"; its plausible range is {number.low:g} to {number.high:g}" if number.low < number.high else ""
        raise InvalidInput(Problem(show(value), f"{start} {minimum:g} to {maximum:g}{unit}{plausible}", path=number.path))


def bounds(number: Evidence) -> tuple[float, float]:
    """Return the hard bounds of a number: its sign stays, a share is at most 1, and nothing is ten times too large.

    Of a logarithm, that is ln 10 beyond its range.
    """
    if number.path.startswith("drivers."):
        return 0.0, MOST_FACTOR
    size = ROOM * max(abs(number.low), abs(number.high)) or math.inf
    minimum = 0.0 if number.low >= 0 else -size
    maximum = 0.0 if number.high <= 0 and number.low < 0 else size
    if number.unit in _LOGARITHMS:
        minimum, maximum = max(minimum, number.low - math.log(ROOM)), min(maximum, number.high + math.log(ROOM))
    whole = (number.unit or "").startswith(_PART_OF_ONE) and number.high <= 1
    return minimum, min(maximum, 1.0) if whole else maximum


def _fields() -> Iterator[tuple[str, str, Any]]:
    """Yield section, name and type of everything in the baseline's sections."""
    for section, info in Baseline.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, Frozen):
            for name, field in info.annotation.model_fields.items():
                yield section, name, field.annotation


_known_actions: list[tuple[Mapping[str, Action], dict[str, Evidence]]] = []  # the last actions seen, and their numbers


def _of_actions() -> dict[str, Evidence]:
    """Return the numbers of all actions; read anew when a file has changed."""
    actions = library.actions()
    if not _known_actions or _known_actions[0][0] is not actions:
        paths = ((f"actions.{id_}.{one.path}", one) for id_, action in actions.items() for one in evidence(action))
        _known_actions[:] = [(actions, {path: replace(one, path=path) for path, one in paths})]
    return _known_actions[0][1]


@cache
def _of_the_baseline() -> dict[str, Evidence]:
    data = load_yaml(main_file()).data
    found = {}
    for section, name, kind in _fields():
        if kind is float:
            path = f"baseline.{section}.{name}"
            one = next(iter(evidence(Number.model_validate(data[section][name]))))
            found[path] = replace(one, path=path)
    return found


@lru_cache(maxsize=256)
def _with(action: Action, path: str, value: float) -> Action:
    """Return an action with one number taken to be something else; its range shrinks to that value."""
    data = action.model_dump()
    keys: list[str | int] = [int(index) if index else name for index, name in _KEY.findall(path)]
    inside: Any = data
    for key in keys[:-1]:
        inside = inside[key]
    old = inside[keys[-1]]
    if isinstance(old, dict):
        inside[keys[-1]] = {**old, "value": value, "low": value, "high": value}
    else:
        inside[keys[-1]] = int(value) if isinstance(old, int) and value.is_integer() else value
    try:
        return Action.model_validate(data)
    except ValidationError as error:
        spelt = f"actions.{action.id}.{path}"
        raise InvalidInput(*(Problem(one.found, one.expected, path=spelt) for one in complaints_of(error))) from None
