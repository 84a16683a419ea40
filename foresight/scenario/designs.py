"""Designs: which numbers an experiment varies, and at which points; one class for each `kind`, the samplers being SALib's."""

import math
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, Field

from foresight.config import Complaint, Frozen, FrozenMap, Listed, PlugIn, Text, complaint, show
from foresight.errors import InvalidInput, nearest, quoted
from foresight.scenario.assumptions import PATHS, Assumptions, Value, checked, choices, numbers

MOST_POINTS = 1_000_000
Count = Annotated[int, Field(ge=1, le=MOST_POINTS)]
Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]
Floats = NDArray[np.float64]


def _known(path: str) -> str:
    known = [*numbers(), *choices()]
    if path in known:
        return path
    raise complaint(quoted(path), PATHS, nearest(path, known))


class Varied(Frozen):
    """One number, switch or driver that an experiment varies."""

    path: Annotated[Text, AfterValidator(_known)]
    """what is varied, as `foresight assumptions` lists it"""
    low: float | None = None
    """the low end, where it is not the number's own"""
    high: float | None = None
    """the high end, where it is not the number's own"""
    values: Listed[float | bool | str] | None = None
    """the values to try one by one, in a grid"""

    def faults(self) -> Iterable[Complaint]:
        """Check that there is a range, or values, and that they can be had."""
        if self.path in choices() and self.values is None:
            yield Complaint(("values",), "nothing", "the values to try, since this has no range")
        elif self.values is None:
            yield from self._no_range()
        for index, value in enumerate(self.values or ()):
            yield from (one._replace(keys=("values", index)) for one in _cannot_be(self.path, value))

    def _no_range(self) -> Iterable[Complaint]:
        low, high = self.range()
        if not low < high:
            yield Complaint((), f"low {low:g} and high {high:g}", "low and high, with low < high")
        for key in ("low", "high"):
            value = getattr(self, key)
            if value is not None:
                yield from (one._replace(keys=(key,)) for one in _cannot_be(self.path, value))

    def range(self) -> tuple[float, float]:
        """Return the low and the high end: those given here, or else the number's own."""
        number = numbers()[self.path]
        return (
            number.low if self.low is None else float(self.low),
            number.high if self.high is None else float(self.high),
        )

    def settled(self) -> Self:
        """Return the same with its range written out."""
        if self.values is not None:
            return self
        low, high = self.range()
        return self.model_copy(update={"low": low, "high": high})


class Design(PlugIn):
    """Base of the designs: which points of the varied numbers are run."""

    over: Annotated[Listed[Varied], Field(min_length=1)]
    """what is varied"""

    def faults(self) -> Iterable[Complaint]:
        """Check that nothing is varied twice."""
        seen: set[str] = set()
        for index, one in enumerate(self.over):
            if one.path in seen:
                yield Complaint(("over", index, "path"), f"'{one.path}' a second time", "each path once")
            seen.add(one.path)

    def settled(self) -> Self:
        """Return the design with every range written out, so that it means the same when a number's own range has changed."""
        return self.model_copy(update={"over": tuple(one.settled() for one in self.over)})

    @property
    def paths(self) -> tuple[str, ...]:
        """Return what is varied, in the order of the points' columns."""
        return tuple(one.path for one in self.over)

    def problem(self) -> dict[str, Any]:
        """Return what SALib calls the problem: how many numbers, their names and their bounds."""
        return {"num_vars": len(self.over), "names": list(self.paths), "bounds": [list(one.range()) for one in self.over]}

    @abstractmethod
    def points(self) -> Sequence[tuple[Value, ...]]:
        """Return the points, each with a value for every path; those of a sampler in the order that SALib's analyses expect."""

    def order(self) -> Sequence[int]:
        """Return the points' places in the order in which they are run, such that the first of them are a fair sample."""
        return range(len(self.points()))

    def assumed(self, point: tuple[Value, ...]) -> Assumptions:
        """Return what is assumed at a point."""
        return FrozenMap(dict(sorted(zip(self.paths, point, strict=True))))


class Grid(Design):
    """Every combination of some levels, evenly spread from low to high, or of values that are named."""

    kind: Literal["grid"]
    levels: Annotated[int, Field(ge=2, le=1_000)] = 3
    """how many levels a number without values of its own takes"""

    def faults(self) -> Iterable[Complaint]:
        """Check that nothing is varied twice and that the combinations can be counted."""
        yield from super().faults()
        count = math.prod(self.levels if one.values is None else len(one.values) for one in self.over)
        if not 1 <= count <= MOST_POINTS:
            yield Complaint(("over",), f"{count} combinations", f"1 to {MOST_POINTS}")

    def points(self) -> Sequence[tuple[Value, ...]]:
        """Return every combination; the last path changes fastest."""
        levels = [one.values or [float(level) for level in np.linspace(*one.range(), self.levels)] for one in self.over]
        return list(product(*levels))

    def order(self) -> Sequence[int]:
        """Return the combinations' places shuffled, always in the same way."""
        return [int(place) for place in np.random.default_rng(0).permutation(len(self.points()))]


class LatinHypercube(Design):
    """Points that cover the range of every number evenly (McKay et al. 1979)."""

    kind: Literal["latin-hypercube"]
    size: Count
    """how many points"""
    seed: Seed = 1
    """another seed, other points"""

    def faults(self) -> Iterable[Complaint]:
        """Check that nothing is varied twice and that all that is varied has a range."""
        yield from super().faults()
        yield from _ranges_only(self)

    def points(self) -> Sequence[tuple[Value, ...]]:
        """Return the points, each with a number for every path."""
        from SALib.sample import latin  # noqa: PLC0415 - slow to load, and only designs need it

        return _rows(latin.sample(self.problem(), self.size, seed=self.seed))


class Sobol(Design):
    """Points for Sobol indices (Saltelli's scheme): size x (paths + 2), or size x (2 x paths + 2) with second order."""

    kind: Literal["sobol"]
    size: Annotated[int, Field(ge=2, le=2**16)]
    """the base number of points, a power of two"""
    second_order: bool = False
    """whether interactions of two numbers are wanted too"""
    seed: Seed = 1
    """another seed, other points"""

    def faults(self) -> Iterable[Complaint]:
        """Check that nothing is varied twice, that all that is varied has a range, and that the size is a power of two."""
        yield from super().faults()
        yield from _ranges_only(self)
        if self.size & (self.size - 1):
            near = 2 ** round(math.log2(self.size))
            yield Complaint(("size",), show(self.size), "a power of two", str(near))

    def points(self) -> Sequence[tuple[Value, ...]]:
        """Return the points, each with a number for every path."""
        from SALib.sample import sobol  # noqa: PLC0415 - as above

        return _rows(sobol.sample(self.problem(), self.size, calc_second_order=self.second_order, seed=self.seed))


class Morris(Design):
    """Trajectories for Morris screening, in each of which one number moves at a time: trajectories x (paths + 1) points."""

    kind: Literal["morris"]
    trajectories: Annotated[int, Field(ge=2, le=100_000)]
    """how many trajectories"""
    levels: Annotated[int, Field(ge=2, le=100, multiple_of=2)] = 4
    """how many levels each number takes, an even number"""
    seed: Seed = 1
    """another seed, other points"""

    def faults(self) -> Iterable[Complaint]:
        """Check that nothing is varied twice and that all that is varied has a range."""
        yield from super().faults()
        yield from _ranges_only(self)

    def points(self) -> Sequence[tuple[Value, ...]]:
        """Return the points, each with a number for every path."""
        from SALib.sample import morris  # noqa: PLC0415 - as above

        return _rows(morris.sample(self.problem(), self.trajectories, num_levels=self.levels, seed=self.seed))


def _rows(sample: Floats) -> list[tuple[Value, ...]]:
    """Return a sample of shape (points, paths) as plain numbers."""
    return [tuple(float(value) for value in row) for row in sample]


def _ranges_only(design: Design) -> Iterable[Complaint]:
    for index, one in enumerate(design.over):
        if one.values is not None:
            yield Complaint(("over", index, "values"), "values", "a range: only a grid takes values")


def _cannot_be(path: str, value: Value) -> Iterable[Complaint]:
    """Say why a value cannot be taken."""
    try:
        checked({path: value})
    except InvalidInput as error:
        yield from (Complaint((), one.found, one.expected, one.suggestion) for one in error.problems)
