"""From a file to a checked object, or to everything that is wrong with it."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from foresight.config.frozen import Frozen
from foresight.config.partial import faults_elsewhere
from foresight.config.problems import Complaint, complaints, joined, problems_of
from foresight.config.source import Document, load_yaml
from foresight.errors import InvalidInput

Model = TypeVar("Model", bound=Frozen)


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
        more = faults_elsewhere(model, document.data, error, context, also)
        problems += problems_of(document, joined(error, more))
    else:
        problems += problems_of(document, complaints(model.__name__, also(built)))
    if problems:
        raise InvalidInput(*document.in_order(problems))
    return built


def read(path: str | Path, model: type[Model]) -> Model:
    """Read a YAML file into a checked object of the given model."""
    return check(load_yaml(path), model)
