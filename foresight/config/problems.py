"""Pydantic's complaints in our one shape: found, expected, nearest match."""

from collections.abc import Iterable
from typing import NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from foresight.config.source import Document, Keys, Refused, show
from foresight.errors import Problem, either, nearest, quoted

TYPE = "problem"
_TEXT = "found {found}; expected {expected}"

_EXPECTED = {
    "string_type": "text",
    "string_too_short": "some text",
    "string_too_long": "at most {max_length} characters",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "finite_number": "a finite number",
    "model_type": "keys with values",
    "dict_type": "keys with values",
    "mapping_type": "keys with values",
    "tuple_type": "a list",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "multiple_of": "a multiple of {multiple_of}",
    "too_short": "at least {min_length} of them",
    "string_pattern_mismatch": "lower-case letters, digits and hyphens",
}


class Complaint(NamedTuple):
    """What a check of ours has to say, and the keys, seen from the object that is checked, at which it says it."""

    keys: Keys
    found: str
    expected: str
    suggestion: str | None = None


def complaint(found: str, expected: str, suggestion: str | None = None) -> PydanticCustomError:
    """Return the error that a validator of ours raises about the very value it looks at."""
    return PydanticCustomError(TYPE, _TEXT, {"found": found, "expected": expected, "suggestion": suggestion})


def complaints(title: str, found: Iterable[Complaint]) -> ValidationError:
    """Return the error that carries several complaints of one validator."""
    lines = [InitErrorDetails(type=complaint(one.found, one.expected, one.suggestion), loc=one.keys, input=None) for one in found]
    return ValidationError.from_exception_data(title, lines)


def joined(error: ValidationError, more: Iterable[Complaint]) -> ValidationError:
    """Add the complaints of a later check to those of an earlier one, unless they call missing what is there but wrong."""
    details = error.errors(include_url=False)
    known = {detail["loc"][:size] for detail in details for size in range(1, len(detail["loc"]) + 1)}
    fresh = [one for one in more if one.keys not in known]
    details += complaints(error.title, fresh).errors(include_url=False)
    return ValidationError.from_exception_data(error.title, [_again(detail) for detail in details])


def complaints_of(error: ValidationError) -> list[Complaint]:
    """Return what our checks had to say in an error."""
    found = []
    for detail in error.errors(include_url=False):
        context = detail["ctx"]
        found.append(Complaint(detail["loc"], context["found"], context["expected"], context["suggestion"]))
    return found


def explained(model: type[BaseModel], error: ValidationError) -> ValidationError:
    """Reword the complaints about one object, with what its model knows: which keys there are."""
    names = {info.alias or name: info.description for name, info in model.model_fields.items()}
    lines = [_reworded(detail, names) for detail in error.errors(include_url=False)]
    return ValidationError.from_exception_data(error.title, [line for line in lines if line is not None])


def _reworded(detail: ErrorDetails, names: dict[str, str | None]) -> InitErrorDetails | None:
    kind, keys, value = detail["type"], detail["loc"], detail["input"]
    context = {key: show(one) if isinstance(one, float) else one for key, one in detail.get("ctx", {}).items()}
    if kind == "default_factory_not_called":
        return None  # a default that follows from a value which was itself wrong
    if kind == "too_short" and len(value) >= detail["ctx"]["min_length"]:
        return None  # a list that is long enough, but for entries that were themselves wrong
    if kind == TYPE:
        return _again(detail)
    if kind == "missing":
        wrong = complaint("nothing", names.get(str(keys[-1])) or "this key")
    elif kind in ("extra_forbidden", "invalid_key"):
        value = value if isinstance(value, Refused) else None  # it is the key that is wrong
        wrong = complaint(f"the unknown key {quoted(str(keys[-1]))}", either(names), nearest(str(keys[-1]), names))
    elif kind in ("literal_error", "enum"):
        wrong = _choice(value, context["expected"])
    else:
        expected = _EXPECTED[kind].format_map(context) if kind in _EXPECTED else detail["msg"].removeprefix("Input should be ")
        found = f"{len(value)} of them" if kind == "too_short" and value else show(value)
        wrong = complaint(found, expected, as_number(value) if kind in ("float_type", "int_type") else None)
    return InitErrorDetails(type=wrong, loc=keys, input=value)


def _again(detail: ErrorDetails) -> InitErrorDetails:
    context = detail["ctx"]
    wrong = complaint(context["found"], context["expected"], context["suggestion"])
    return InitErrorDetails(type=wrong, loc=detail["loc"], input=detail["input"])


def _choice(value: object, expected: str) -> PydanticCustomError:
    options = [word.strip("' ") for word in expected.replace(" or ", ", ").split(", ")]
    found = quoted(value) if isinstance(value, str) else show(value)
    return complaint(found, either(options), nearest(str(value), options))


def as_number(value: object) -> str | None:
    """Return the number that a text spells, as a hint to drop the quotes."""
    try:
        number = float(str(value)) if isinstance(value, str) else float("nan")
    except ValueError:
        return None
    return f"{number:.12g}" if abs(number) < 1e12 else None  # noqa: PLR2004 - beyond it, digits would be lost


def problems_of(document: Document, error: ValidationError) -> list[Problem]:
    """Place the complaints about a document in its file; what the reader itself refused is not said twice."""
    found = []
    for detail in error.errors(include_url=False):
        if not isinstance(detail["input"], Refused):
            keys = tuple(key for key in detail["loc"] if key != "[key]")
            context = detail["ctx"]
            found.append(document.problem(keys, context["found"], context["expected"], context["suggestion"]))
    return found
