"""What no run may go on with: numbers so extreme that what is worked out from them has no value."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from foresight.errors import ForesightError


class NoValueError(ForesightError):
    """A run comes to something that has no value, such as nothing divided by nothing."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This run cannot be worked out ({what}): its numbers are too extreme. Milder ones will do.")


@contextmanager
def sound() -> Iterator[None]:
    """Stop where a column comes to what has no value, instead of going on with what looks like numbers.

    Raises
    ------
    NoValueError
        For a division by nothing, and for what is larger than any number.
    """
    try:
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            yield
    except FloatingPointError as error:
        raise NoValueError(str(error)) from error
