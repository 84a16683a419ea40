"""What no run may go on with: numbers so extreme that what is worked out from them has no value."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np
from numpy.typing import NDArray

from foresight.errors import ForesightError
from foresight.indicators.measures import INDICATORS
from foresight.indicators.reading import headline


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


def check_reading(values: NDArray[np.float64]) -> None:
    """Stop where a year's reading has a hole: compiled loops go on with what has no value, and a table would leave it out.

    A sum always has a value; what is told of each organisation has one as long as there are organisations.

    Parameters
    ----------
    values
        Shape (indicators, segments), the whole sector first.

    Raises
    ------
    NoValueError
        Where a headline indicator of the whole sector has no value, or anything is larger than any number.
    """
    sums, others, organisations = _headline()
    holes = np.any(np.isinf(values), axis=1)
    expected = sums + others if values[organisations, 0] > 0 else sums
    holes[expected] |= np.isnan(values[expected, 0])
    if holes.any():
        title = list(INDICATORS.values())[int(holes.argmax())].title
        raise NoValueError(f"there is no value of '{title.lower()}'")


@cache
def _headline() -> tuple[list[int], list[int], int]:
    """Return the rows of the headline indicators, sums and others but flows, and of the number of organisations."""
    ids, shown = list(INDICATORS), [one for one in headline() if not one.flow]
    sums, others = ([ids.index(one.id) for one in shown if one.outcome is summed] for summed in (True, False))
    return sums, others, ids.index("organisations")
