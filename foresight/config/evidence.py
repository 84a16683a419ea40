"""Every number that an object holds, each with the evidence that it carries or inherits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from foresight.config.frozen import Frozen
from foresight.config.numbers import Effect, Grade, Number, Unit


@dataclass(frozen=True, slots=True)
class Evidence:
    """One number of a file, and where it comes from.

    Unit, source, grade are its own, or those of the nearest object around it that names them; `given` tells whether it stands in
    the file, or is what the file need not say.
    """

    path: str
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    unit: str | None = None
    source: str | None = None
    grade: Grade | None = None
    note: str | None = None
    effect: bool = False
    given: bool = True


def evidence(thing: object) -> Iterator[Evidence]:
    """Walk an object, and return every number in it with its evidence."""
    return _walk(thing, Evidence(path=""))


def _walk(thing: object, around: Evidence) -> Iterator[Evidence]:
    if isinstance(thing, Number | Effect):
        found = replace(_inherit(thing, around), value=thing.value, low=thing.low, high=thing.high)
        yield replace(found, note=thing.note, effect=isinstance(thing, Effect))
    elif isinstance(thing, Frozen):
        inner = _inherit(thing, around)
        for name, info in type(thing).model_fields.items():
            units = [mark.name for mark in info.metadata if isinstance(mark, Unit)]
            unit = units[0] if units else inner.unit
            given = around.given and name in thing.model_fields_set
            yield from _walk(getattr(thing, name), _at(replace(inner, unit=unit, given=given), info.alias or name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from _walk(value, _at(around, str(key)))
    elif isinstance(thing, tuple):
        for index, value in enumerate(thing):
            yield from _walk(value, replace(around, path=f"{around.path}[{index}]"))
    elif isinstance(thing, int | float) and not isinstance(thing, bool):
        yield replace(around, value=float(thing), low=float(thing), high=float(thing))


def _inherit(thing: Frozen, around: Evidence) -> Evidence:
    return replace(
        around,
        unit=getattr(thing, "unit", None) or around.unit,
        source=getattr(thing, "source", None) or around.source,
        grade=getattr(thing, "grade", None) or around.grade,
    )


def _at(around: Evidence, key: str) -> Evidence:
    return replace(around, path=f"{around.path}.{key}" if around.path else key)
