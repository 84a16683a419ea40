"""A number of the baseline: written with its source and evidence grade, read as a plain number."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from foresight.config import Number


def _plain(found: Any) -> float:  # noqa: ANN401 - whatever the YAML holds
    """Check a sourced number and return its central value."""
    return Number.model_validate(found).value


Quantity = Annotated[float, BeforeValidator(_plain)]
