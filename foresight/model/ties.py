"""Ties between organisations: who knows whom, how far they trust each other, and the joint projects under way."""

from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from foresight.compiling import compiled
from foresight.population.columns import OPEN, Flags, Floats, Ints, Population, Rows, Steps

NO_PROJECT = 0  # `project_end` of a tie without a joint project


@dataclass
class Ties:
    """Ties as columns of shape (ties,), in the order of their ends: two identities, the smaller one first.

    Parameters
    ----------
    trust, trust_back : float32 array
        How far the first trusts the second, and the second the first, 0-1.
    project_end : int16 array
        The step in which their joint project ends, or `NO_PROJECT`.
    mandated : bool array
        The joint project is one that a funder demands.
    """

    first: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    second: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    trust: Floats = field(default_factory=lambda: np.empty(0, dtype=np.float32))
    trust_back: Floats = field(default_factory=lambda: np.empty(0, dtype=np.float32))
    project_end: Steps = field(default_factory=lambda: np.empty(0, dtype=np.int16))
    mandated: Flags = field(default_factory=lambda: np.empty(0, dtype=np.bool_))

    def __len__(self) -> int:
        """Return the number of ties."""
        return int(self.first.size)

    @classmethod
    def between(cls, one: Ints, other: Ints) -> Self:
        """Return ties between `one` and `other`, each pair once, as yet without trust and projects; nobody is tied to itself."""
        key = np.sort(_keys(np.minimum(one, other), np.maximum(one, other)).compress(one != other))
        if key.size:
            key = key[np.concatenate(([True], key[1:] > key[:-1]))]
        blank = (np.zeros(key.size, dtype=column.dtype) for column in NO_TIES.columns[2:])
        return cls((key >> 32).astype(np.int32), (key & 0xFFFFFFFF).astype(np.int32), *blank)

    @property
    def columns(self) -> tuple[NDArray[Any], ...]:
        """Return the columns in the order of the fields, without copying them."""
        return tuple(vars(self).values())

    @property
    def nbytes(self) -> int:
        """Return the size of the columns in bytes."""
        return sum(column.nbytes for column in self.columns)

    def kept(self, chosen: Flags) -> Self:
        """Return the chosen ties."""
        places = chosen.nonzero()[0]
        return type(self)(*(column.take(places) for column in self.columns))

    def with_new(self, new: Self) -> Self:
        """Return these ties and new ones; a pair that is tied already stays as it is."""
        source = _merged(_keys(self.first, self.second), _keys(new.first, new.second))
        return type(self)(*(np.concatenate(both).take(source) for both in zip(self.columns, new.columns, strict=True)))

    def holds(self, others: Self) -> Flags:
        """Tell which of these ties are among others."""
        mine, theirs = _keys(self.first, self.second), _keys(others.first, others.second)
        if not theirs.size:
            return np.zeros(mine.size, dtype=np.bool_)
        return np.asarray(theirs.take(np.searchsorted(theirs, mine), mode="clip") == mine)

    def ends(self, population: Population) -> tuple[Rows, Rows]:
        """Return the rows of both ends, shape (ties,) each; every end must be in the population."""
        rows = rows_of(population)
        return rows.take(self.first), rows.take(self.second)

    def among(self, population: Population) -> Self:
        """Return the ties whose both ends are open organisations of the population."""
        return self.kept(_both_open(self.first, self.second, population.identity, population.closed))

    def matrix(self, identities: int) -> csr_array:
        """Return the matrix of the trust of one identity (row) in another (column), shape (identities, identities)."""
        start, partners, trust = self.by_identity(identities)
        return csr_array((trust, partners, start), shape=(identities, identities))

    def by_identity(self, identities: int) -> tuple[Ints, Ints, Floats]:
        """Return that matrix's parts: where the partners of each identity start, the partners, and the trust in each of them."""
        return _both_ways(self.first, self.second, (self.trust, self.trust_back), identities)


NO_TIES = Ties()


def _keys(first: Ints, second: Ints) -> Rows:
    """Return one number for each pair, in the order of pairs."""
    return first.astype(np.int64) << 32 | second


@compiled
def _both_open(first: Ints, second: Ints, identity: Ints, closed: Steps) -> Flags:
    """Tell which ties have two ends that are open organisations of the population, shape (ties,)."""
    largest = -1
    for tie in range(second.size):
        largest = max(largest, second[tie])
    there, both = np.zeros(largest + 1, dtype=np.bool_), np.empty(first.size, dtype=np.bool_)
    for row in range(identity.size):
        if identity[row] <= largest:
            there[identity[row]] = closed[row] == OPEN
    for tie in range(first.size):
        both[tie] = there[first[tie]] and there[second[tie]]
    return both


@compiled
def _merged(known: Rows, found: Rows) -> Rows:
    """Merge two ascending lists of pairs, each pair once: the place of each in `known` followed by `found`."""
    source = np.empty(known.size + found.size, dtype=np.int64)
    made = old = new = 0
    while old < known.size or new < found.size:
        if new == found.size or (old < known.size and known[old] <= found[new]):
            if new < found.size and known[old] == found[new]:
                new += 1
            source[made] = old
            old += 1
        else:
            source[made] = known.size + new
            new += 1
        made += 1
    return source[:made]


@compiled
def _both_ways(first: Ints, second: Ints, trust: tuple[Floats, Floats], identities: int) -> tuple[Ints, Ints, Floats]:
    """Return the rows of a matrix (starts, columns, values) from ordered pairs: a counting sort by either end."""
    start = np.zeros(identities + 2, dtype=np.int32)
    for tie in range(first.size):
        start[first[tie] + 2] += 1
        start[second[tie] + 2] += 1
    for identity in range(identities):
        start[identity + 2] += start[identity + 1]
    partners, values = np.empty(2 * first.size, dtype=np.int32), np.empty(2 * first.size, dtype=np.float32)
    forth, back = trust
    for mine, theirs, value in ((second, first, back), (first, second, forth)):  # smaller partners first: rows are in order
        for tie in range(mine.size):
            at = start[mine[tie] + 1]
            partners[at], values[at] = theirs[tie], value[tie]
            start[mine[tie] + 1] += 1
    return start[:-1], partners, values


def rows_of(population: Population, at_least: int = 0) -> Rows:
    """Return the row of each identity, -1 where nobody of that identity is there; shape (largest identity + 1,)."""
    return _rows_of(population.identity, at_least)


@compiled
def _rows_of(identity: Ints, at_least: int) -> Rows:
    rows = np.full(max(identity.max() + 1 if identity.size else 0, at_least), -1, dtype=np.int64)
    for row in range(identity.size):
        rows[identity[row]] = row
    return rows
