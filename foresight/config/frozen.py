"""The strict, immutable base of everything that people write."""

from collections.abc import ItemsView, Iterable, Iterator, Mapping
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    WrapSerializer,
    model_validator,
)

from foresight.config.partial import faults_elsewhere, is_lenient, without_unknown_keys
from foresight.config.problems import Complaint, complaints, explained, joined

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")


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
        if is_lenient(info.context):
            return handler(without_unknown_keys(cls, data))
        try:
            built = handler(data)
        except ValidationError as error:
            told = explained(cls, error)
            more = faults_elsewhere(cls, data, told, info.context, cls.faults)
            raise joined(told, more) from None
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
