"""What still holds of an object that is wrong elsewhere, so that all its problems can be told at once.

An object with a wrong field is never built, and so the checks between its fields could not run. Here it is put together once more
from the fields, and the entries of lists and mappings, that do hold, leniently: unknown keys are left out, and nothing is
checked between fields. The result serves the checks, and is then thrown away.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError, create_model

from foresight.config.problems import Complaint

_LENIENT = "lenient"


def is_lenient(context: Mapping[str, Any] | None) -> bool:
    """Tell whether an object is built only for the checks of an object around it."""
    return bool(context and context.get(_LENIENT))


def without_unknown_keys(model: type[BaseModel], data: object) -> object:
    """Return what was written, less the keys that the model does not know."""
    if not isinstance(data, Mapping):
        return data
    known = {info.alias or name for name, info in model.model_fields.items()}
    return {key: value for key, value in data.items() if key in known}


def faults_elsewhere(
    model: type[BaseModel],
    data: object,
    error: ValidationError,
    context: Mapping[str, Any] | None,
    faults: Callable[[Any], Iterable[Complaint]],
) -> list[Complaint]:
    """Run a check on what holds of an object; where it needs what does not hold, it is left out."""
    if not isinstance(data, Mapping):
        return []
    wrong: dict[object, set[object]] = {}
    for detail in error.errors(include_url=False):
        field, entry, *_ = (*detail["loc"], None, None)
        wrong.setdefault(field, set()).add(entry)
    lenient = {**(context or {}), _LENIENT: True}
    held: dict[str, Any] = {}
    kept: dict[object, list[int]] = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key in data:
            build = _Alone(model, name, lenient)
            held |= build.whole(data[key]) or build.entries(data[key], wrong.get(key, set()), kept)
    found: list[Complaint] = []
    with contextlib.suppress(AttributeError, KeyError):  # what the check or a default needs may be among what does not hold
        for one in faults(model.model_construct(**held)):
            found.append(_renumbered(one, kept))  # noqa: PERF401 - what is found before something missing stays
    return found


class _Alone:
    """Builds one field of a model without the others."""

    def __init__(self, model: type[BaseModel], name: str, context: dict[str, Any]) -> None:
        self._name = name
        self._key = model.model_fields[name].alias or name
        self._model = _with_one_field(model, name)
        self._context = context

    def whole(self, value: object) -> dict[str, Any]:
        """Return the field by its name, or nothing where it does not hold."""
        try:
            return {self._name: getattr(self._model.model_validate({self._key: value}, context=self._context), self._name)}
        except ValidationError:
            return {}

    def entries(self, value: object, wrong: set[object], kept: dict[object, list[int]]) -> dict[str, Any]:
        """Return the field with those of its entries that hold, and note which of a list these are."""
        if isinstance(value, Mapping):
            return self.whole(
                {key: one for key, one in value.items() if str(key) not in map(str, wrong) or self.whole({key: one})}
            )
        if isinstance(value, list | tuple):
            kept[self._key] = [index for index, one in enumerate(value) if index not in wrong or self.whole([one])]
            return self.whole([value[index] for index in kept[self._key]])
        return {}


@cache
def _with_one_field(model: type[BaseModel], name: str) -> type[BaseModel]:
    info = model.model_fields[name]
    field: dict[str, Any] = {name: (info.annotation, copy(info))}
    built: type[BaseModel] = create_model(f"{model.__name__}_{name}", __config__=model.model_config, **field)
    return built


def _renumbered(one: Complaint, kept: dict[object, list[int]]) -> Complaint:
    """Give an entry of a list the place that it has among all entries."""
    if len(one.keys) > 1 and one.keys[0] in kept and isinstance(one.keys[1], int):
        return one._replace(keys=(one.keys[0], kept[one.keys[0]][one.keys[1]], *one.keys[2:]))
    return one
