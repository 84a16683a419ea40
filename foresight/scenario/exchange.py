"""Futures and plans as text: written so that anybody can read them back, and read from what somebody sends.

What is sent is data and nothing else: it names no other file, it is small, and its title is one plain line.
"""

from collections.abc import Collection, Iterable
from typing import Any

import yaml

from foresight.config import Document, Frozen, parse_yaml, text_of
from foresight.errors import InvalidInput, Problem, quoted
from foresight.scenario import library
from foresight.scenario.dates import quarter
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan
from foresight.scenario.profiles import Csv

MAX_BYTES = 200_000
MAX_VALUES = 5_000
"""Keys and values: more than any future that ships has, with every quarter of every driver written out."""
MAX_NAME = 80
MARKUP = frozenset("<>[]{}*_`$\\|~#")
"""Characters that a page could take for markup."""

PLAIN_LINE = f"one line of at most {MAX_NAME} characters, without any of {' '.join(sorted(MARKUP))}"


def written(thing: Future | Plan) -> str:
    """Return a future or a plan as a YAML file that says all there is to say, and no more.

    A driver's path that comes from a table is written out, so that the file stands alone.
    """
    data = thing.model_dump(exclude_none=True, exclude_unset=True)
    if isinstance(thing, Future):
        for name, driver in thing.drivers.items():
            if isinstance(driver.profile, Csv):
                points = {quarter(step): float(value) for step, value in enumerate(driver.profile.values())}
                data["drivers"][name]["profile"] = {"kind": "linear", "points": points}
    return yaml.dump(_short(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def received(raw: bytes, name: str) -> Future | Plan:
    """Return the future or the plan that somebody sent.

    Parameters
    ----------
    raw, name
        What the file holds, and what messages call it.

    Raises
    ------
    InvalidInput
        With everything that is wrong with it, by line; also where it names another file, which is never opened.
    """
    document = parse_yaml(text_of(raw, name, most=MAX_BYTES), name, MAX_VALUES)
    if tables := list(_tables(document, (), document.data)):
        raise InvalidInput(*tables)
    thing = library.built(document)
    if not isinstance(thing, Future | Plan):
        raise InvalidInput(document.problem(("kind",), f"a file of kind {quoted(str(document.data['kind']))}", "future or plan"))
    if loud := [key for key in ("id", "title") if not is_plain_line(getattr(thing, key))]:
        raise InvalidInput(*(document.problem((key,), quoted(getattr(thing, key)), PLAIN_LINE) for key in loud))
    return thing


def is_plain_line(text: str) -> bool:
    """Tell whether a text can stand as a name on any page."""
    return 0 < len(text) <= MAX_NAME and text.isprintable() and not MARKUP & set(text)


def with_free_id(thing: Future | Plan, taken: Collection[str]) -> Future | Plan:
    """Return a future or a plan under an id that is not taken: its own, or its own with a number."""
    if thing.id not in taken:
        return thing
    number = next(number for number in range(2, len(taken) + 3) if f"{thing.id}-{number}" not in taken)
    return thing.model_copy(update={"id": f"{thing.id}-{number}", "title": f"{thing.title} ({number})"})


def same(one: Frozen, other: Frozen | None) -> bool:
    """Tell whether two objects say the same."""
    return one is other or (type(one) is type(other) and one.model_dump_json() == other.model_dump_json())


def ships(thing: Future | Plan) -> bool:
    """Tell whether a future or a plan is known by its id wherever this version is, so that it need not be brought along."""
    return same(thing, library.futures().get(thing.id) if isinstance(thing, Future) else library.plans_to_choose().get(thing.id))


class _Dumper(yaml.SafeDumper):
    """Writes everything out; our files know no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - see yaml.representer
        return True


def _short(data: Any) -> Any:  # noqa: ANN401 - any part of a file
    """Write a number of which only the value is known as that value."""
    if isinstance(data, dict):
        return data["value"] if set(data) == {"value"} else {key: _short(value) for key, value in data.items()}
    return [_short(value) for value in data] if isinstance(data, list | tuple) else data


def _tables(document: Document, keys: tuple[str | int, ...], data: object) -> Iterable[Problem]:
    """Name every place that asks for another file."""
    if isinstance(data, dict):
        if data.get("kind") == "csv":
            yield document.problem(
                (*keys, "kind"), "'csv', a table in another file", "the values written out, as kind: linear has them"
            )
        for key, value in data.items():
            yield from _tables(document, (*keys, key), value)
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _tables(document, (*keys, place), value)
