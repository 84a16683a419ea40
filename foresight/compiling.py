"""Compiled loops: for what is decided organisation by organisation and would cost many passes over the columns.

Most of the model is arithmetic on whole columns, which NumPy does as fast as memory allows. Competition, meetings and keyed
draws are loops with branches; Numba compiles them on first use and keeps the result beside the source.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba

Given = ParamSpec("Given")
Made = TypeVar("Made")


def compiled(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """Compile a function of numbers, arrays and named tuples of them; results do not depend on the number of processors."""
    made: Callable[Given, Made] = numba.njit(cache=True, error_model="numpy")(function)
    return made
