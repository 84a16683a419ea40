"""Plug-ins: each is its own schema, and its `kind` in the file chooses it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_args, get_origin

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from foresight.config.frozen import Frozen
from foresight.config.problems import Complaint, complaint, complaints
from foresight.config.source import show
from foresight.errors import either, nearest, quoted

T = TypeVar("T")


class PlugIn(Frozen):
    """Base of the families of plug-ins: a member is its own schema, and `kind` in the file chooses it.

    A family is a direct subclass; its members declare `kind: Literal["name"]` and are known from then on. Where they are at
    `home` in a package of their own, it is loaded once one is asked for.
    """

    home: ClassVar[str | None] = None
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

    @classmethod
    def members(cls) -> dict[str, type["PlugIn"]]:
        """Return the members of a family, by kind."""
        if cls.home is not None:
            import_module(cls.home)
        return cls.kinds


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
        return {"anyOf": [handler(member.__pydantic_core_schema__) for member in choice.base.members().values()]}


Family = Annotated[T, _ChosenByKind()]


def _member(base: type[PlugIn], data: object) -> type[PlugIn]:
    members = base.members()
    names = sorted(members)
    allowed = either(names) if names else "a kind, and none is known"
    if not isinstance(data, Mapping):
        raise complaint(show(data), f"keys with values, among them kind: {allowed}")
    kind = data.get("kind")
    if isinstance(kind, str) and kind in members:
        return members[kind]
    found = quoted(kind) if isinstance(kind, str) else show(kind)
    hint = nearest(kind, names) if isinstance(kind, str) else None
    raise complaints(base.__name__, [Complaint(("kind",), found, allowed, hint)])
