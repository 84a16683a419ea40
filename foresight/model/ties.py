"""Ties between organisations: who knows whom, how far they trust each other, and the joint projects under way."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from foresight.population.columns import Flags, Floats, Ints, Population, Rows, Steps

NO_PROJECT = 0  # `project_end` of a tie without a joint project


def _empty(kind: type[np.generic]) -> NDArray[np.generic]:
    return np.empty(0, dtype=kind)


@dataclass
class Ties:
    """Undirected ties as columns of shape (ties,); ends are identities, the smaller one first."""

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
        first, second = np.minimum(one, other), np.maximum(one, other)
        key = first.astype(np.int64) << 32 | second
        known = self.first.astype(np.int64) << 32 | self.second
        fresh = np.setdiff1d(np.unique(key[first != second]), known, assume_unique=True)
        return type(self)(
            np.concatenate([self.first, (fresh >> 32).astype(np.int32)]),
            np.concatenate([self.second, (fresh & 0xFFFFFFFF).astype(np.int32)]),
            np.concatenate([self.trust, np.full(fresh.size, trust, dtype=np.float32)]),
            np.concatenate([self.project_end, np.full(fresh.size, NO_PROJECT, dtype=np.int16)]),
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
        both = (np.concatenate([self.first, self.second]), np.concatenate([self.second, self.first]))
        return csr_array((np.concatenate([self.trust, self.trust]), both), shape=(identities, identities))


def rows_of(population: Population, at_least: int = 0) -> Rows:
    """Return the row of each identity, -1 where nobody of that identity is there; shape (largest identity + 1,)."""
    size = max(int(population.identity.max(initial=-1)) + 1, at_least)
    rows = np.full(size, -1, dtype=np.int64)
    rows[population.identity] = np.arange(len(population))
    return rows
