"""Ties between organisations: who knows whom, how far they trust each other, and the joint projects under way."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from scipy.sparse import csr_array

from foresight.compiling import compiled
from foresight.population.columns import Flags, Floats, Ints, Population, Rows, Steps

NO_PROJECT = 0  # `project_end` of a tie without a joint project


@dataclass
class Ties:
    """Undirected ties as columns of shape (ties,), in the order of their ends: two identities, the smaller one first."""

    first: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    second: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    trust: Floats = field(default_factory=lambda: np.empty(0, dtype=np.float32))
    project_end: Steps = field(default_factory=lambda: np.empty(0, dtype=np.int16))

    def __len__(self) -> int:
        """Return the number of ties."""
        return int(self.first.size)

    @property
    def nbytes(self) -> int:
        """Return the size of the columns in bytes."""
        return self.first.nbytes + self.second.nbytes + self.trust.nbytes + self.project_end.nbytes

    def kept(self, chosen: Flags) -> Self:
        """Return the chosen ties."""
        return type(self)(self.first[chosen], self.second[chosen], self.trust[chosen], self.project_end[chosen])

    def with_new(self, one: Ints, other: Ints, trust: float) -> Self:
        """Return the ties with new ones between `one` and `other`; pairs that are already tied, or repeated, count once."""
        found = np.sort(_keys(np.minimum(one, other), np.maximum(one, other)).compress(one != other))
        key, source = _merged(_keys(self.first, self.second), found)
        return type(self)(
            (key >> 32).astype(np.int32),
            (key & 0xFFFFFFFF).astype(np.int32),
            np.append(self.trust, np.float32(trust)).take(source),
            np.append(self.project_end, np.int16(NO_PROJECT)).take(source),
        )

    def ends(self, population: Population) -> tuple[Rows, Rows]:
        """Return the rows of both ends, shape (ties,) each; every end must be in the population."""
        rows = rows_of(population)
        return rows.take(self.first), rows.take(self.second)

    def among(self, population: Population) -> Self:
        """Return the ties whose both ends are open organisations of the population."""
        rows = rows_of(population, at_least=int(self.second.max(initial=0)) + 1)
        one, other = rows.take(self.first), rows.take(self.second)
        there = (one >= 0) & (other >= 0)
        is_open = population.open
        return self.kept(there & is_open.take(np.maximum(one, 0)) & is_open.take(np.maximum(other, 0)))

    def matrix(self, identities: int) -> csr_array:
        """Return the symmetric matrix of trust between identities, shape (identities, identities)."""
        start, partners, trust = _symmetric(self.first, self.second, self.trust, identities)
        return csr_array((trust, partners, start), shape=(identities, identities))


def _keys(first: Ints, second: Ints) -> Rows:
    """Return one number for each pair, in the order of pairs."""
    return first.astype(np.int64) << 32 | second


@compiled
def _merged(known: Rows, found: Rows) -> tuple[Rows, Rows]:
    """Merge two ascending lists of pairs, each pair once; and the place of each in `known`, or its length for a new one."""
    key, source = np.empty(known.size + found.size, dtype=np.int64), np.empty(known.size + found.size, dtype=np.int64)
    made = old = new = 0
    while old < known.size or new < found.size:
        if old < known.size and (new == found.size or known[old] <= found[new]):
            key[made], source[made] = known[old], old
            old += 1
        else:
            key[made], source[made] = found[new], known.size
        while new < found.size and found[new] == key[made]:
            new += 1
        made += 1
    return key[:made], source[:made]


@compiled
def _symmetric(first: Ints, second: Ints, trust: Floats, identities: int) -> tuple[Ints, Ints, Floats]:
    """Return the rows of a symmetric matrix (starts, columns, values) from ordered pairs: a counting sort by either end."""
    start = np.zeros(identities + 2, dtype=np.int32)
    for tie in range(first.size):
        start[first[tie] + 2] += 1
        start[second[tie] + 2] += 1
    for identity in range(identities):
        start[identity + 2] += start[identity + 1]
    partners, values = np.empty(2 * first.size, dtype=np.int32), np.empty(2 * first.size, dtype=np.float32)
    for mine, theirs in ((second, first), (first, second)):  # smaller partners first, so that each row is in order
        for tie in range(mine.size):
            at = start[mine[tie] + 1]
            partners[at], values[at] = theirs[tie], trust[tie]
            start[mine[tie] + 1] += 1
    return start[:-1], partners, values


def rows_of(population: Population, at_least: int = 0) -> Rows:
    """Return the row of each identity, -1 where nobody of that identity is there; shape (largest identity + 1,)."""
    size = max(int(population.identity.max(initial=-1)) + 1, at_least)
    rows = np.full(size, -1, dtype=np.int64)
    rows[population.identity] = np.arange(len(population))
    return rows
