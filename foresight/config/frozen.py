"""The strict, immutable base of everything that people write, and the plug-in that is chosen by its `kind`."""

import contextlib
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    WrapSerializer,
    create_model,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from foresight.config.problems import Complaint, complaint, complaints, explained, joined, problems_of
from foresight.config.source import Document, load_yaml, show
from foresight.errors import InvalidInput, either, nearest

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")
Model = TypeVar("Model", bound="Frozen")


class Frozen(BaseModel):
    """Base of every object read from a file: strict types, no unknown keys, no change after construction."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        str_strip_whitespace=True,
        validate_default=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
    )

    def faults(self) -> Iterable[Complaint]:
        """Say what is wrong between the fields of this object, each of which is right by itself."""
        return ()

    @model_validator(mode="wrap")
    @classmethod
    def _check(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:  # noqa: ANN401 - from a file
        try:
            built = handler(data)
        except ValidationError as error:
            told = explained(cls, error)
            raise joined(told, faults_of_rest(cls, data, told, info.context)) from None
        if wrong := list(built.faults()):
            raise complaints(cls.__name__, wrong)
        return built


class FrozenMap(Mapping[K, V]):
    """A mapping that cannot change, can be hashed, and can be sent to another process."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Mapping[K, V]) -> None:
        self._pairs = dict(pairs)

    def __getitem__(self, key: K) -> V:
        return self._pairs[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __hash__(self) -> int:
        return hash(frozenset(self._pairs.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._pairs!r})"

    def items(self) -> ItemsView[K, V]:
        """Return the pairs, as fast as a dictionary does."""
        return self._pairs.items()


Listed = Annotated[tuple[T, ...], Field(strict=False)]  # a list in the file, a tuple ever after
Mapped = Annotated[Mapping[K, V], AfterValidator(FrozenMap), WrapSerializer(lambda value, write: write(dict(value)))]


class PlugIn(Frozen):
    """Base of the families of plug-ins: a member is its own schema, and `kind` in the file chooses it.

    A family is a direct subclass; its members declare `kind: Literal["name"]` and are known from then on.
    """

    kinds: ClassVar[dict[str, type["PlugIn"]]] = {}
    kind: str
    """which of its family it is"""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Start a family, or enter a member into its family."""
        if PlugIn in cls.__bases__:
            cls.kinds = {}
            return
        annotation = cls.model_fields["kind"].annotation
        if get_origin(annotation) is not Literal or len(get_args(annotation)) != 1:
            raise TypeError(f'{cls.__name__} must declare its kind, as in kind: Literal["name"]')
        (kind,) = get_args(annotation)
        known = cls.kinds.get(kind)
        if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{cls.__name__} takes the kind {kind!r}, which {known.__name__} has")
        cls.kinds[kind] = cls


@dataclass(frozen=True)
class _Choice:
    """Chooses the member of a plug-in family that a mapping's `kind` names."""

    base: type[PlugIn]

    def __call__(self, data: object, _: Callable[[object], object], info: ValidationInfo) -> object:
        if isinstance(data, self.base):
            return data
        return _member(self.base, data).model_validate(data, context=info.context)


class _ChosenByKind:
    """Lets pydantic choose the member of a plug-in family, and write all its fields out again."""

    def __get_pydantic_core_schema__(self, base: type[PlugIn], handler: GetCoreSchemaHandler) -> CoreSchema:
        everything = core_schema.any_schema()
        writer = core_schema.wrap_serializer_function_ser_schema(lambda value, write: write(value), schema=everything)
        return core_schema.with_info_wrap_validator_function(_Choice(base), handler(base), serialization=writer)

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:  # noqa: ANN401 - pydantic's own
        choice: _Choice = schema["function"]["function"]
        return {"anyOf": [handler(member.__pydantic_core_schema__) for member in choice.base.kinds.values()]}


Family = Annotated[T, _ChosenByKind()]


def _member(base: type[PlugIn], data: object) -> type[PlugIn]:
    names = sorted(base.kinds)
    allowed = either(names) if names else "a kind, and none is known"
    if not isinstance(data, Mapping):
        raise complaint(show(data), f"keys with values, among them kind: {allowed}")
    kind = data.get("kind")
    if isinstance(kind, str) and kind in base.kinds:
        return base.kinds[kind]
    found = f"'{kind}'" if isinstance(kind, str) else show(kind)
    hint = nearest(kind, names) if isinstance(kind, str) else None
    raise complaints(base.__name__, [Complaint(("kind",), found, allowed, hint)])


def faults_of_rest(
    model: type[Frozen],
    data: object,
    error: ValidationError,
    context: object,
    faults: Callable[[Any], Iterable[Complaint]] = lambda built: built.faults(),
) -> list[Complaint]:
    """Check what is right in an object that is wrong elsewhere, so that all its problems are told at once.

    The fields that hold are taken, and of lists and mappings the entries that hold. A check that needs anything else is left out.
    """
    if not isinstance(data, Mapping):
        return []
    wrong: dict[object, set[object]] = {}
    for detail in error.errors(include_url=False):
        keys = (*detail["loc"], None, None)
        wrong.setdefault(keys[0], set()).add(keys[1])
    held: dict[str, Any] = {}
    kept: dict[object, list[int]] = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key not in data and info.default_factory_takes_validated_data:
            continue
        value = data.get(key)
        if key in wrong and isinstance(value, list | tuple):
            kept[key] = [index for index in range(len(value)) if index not in wrong[key]]
        with contextlib.suppress(ValidationError):
            rest = {key: _without(value, wrong.get(key, set()))} if key in data else {}
            held[name] = getattr(_alone(model, name).model_validate(rest, context=context), name)
    found: list[Complaint] = []
    with contextlib.suppress(AttributeError):  # a field that does not hold
        for one in faults(model.model_construct(**held)):
            found.append(_renumbered(one, kept))  # noqa: PERF401 - what was found before a missing field stays
    return found


def _without(value: object, wrong: set[object]) -> object:
    if isinstance(value, Mapping):
        return {key: one for key, one in value.items() if key not in wrong and str(key) not in wrong}
    if isinstance(value, list | tuple):
        return [one for index, one in enumerate(value) if index not in wrong]
    return value


@cache
def _alone(model: type[Frozen], name: str) -> type[BaseModel]:
    """Return a model with one field of another."""
    info = model.model_fields[name]
    field: dict[str, Any] = {name: (info.annotation, copy(info))}
    built: type[BaseModel] = create_model(f"{model.__name__}_{name}", __config__=model.model_config, **field)
    return built


def _renumbered(one: Complaint, kept: dict[object, list[int]]) -> Complaint:
    """Give an entry of a list the place that it has among those that do not hold."""
    if len(one.keys) > 1 and one.keys[0] in kept and isinstance(one.keys[1], int):
        return one._replace(keys=(one.keys[0], kept[one.keys[0]][one.keys[1]], *one.keys[2:]))
    return one


def check(document: Document, model: type[Model], also: Callable[[Frozen], Iterable[Complaint]] = lambda _: ()) -> Model:
    """Turn a document into a checked object.

    Parameters
    ----------
    also
        Another check of the object, such as one against other files.

    Raises
    ------
    InvalidInput
        With every problem of the file, in the order of its lines.
    """
    context = {"folder": document.path.parent}
    problems = list(document.problems)
    try:
        built = model.model_validate(document.data, context=context)
    except ValidationError as error:
        more = faults_of_rest(model, document.data, error, context, also)
        problems += problems_of(document, joined(error, more))
    else:
        problems += problems_of(document, complaints(model.__name__, also(built)))
    if problems:
        raise InvalidInput(*document.in_order(problems))
    return built


def read(path: str | Path, model: type[Model]) -> Model:
    """Read a YAML file into a checked object of the given model."""
    return check(load_yaml(path), model)
