"""Who has joined an action of the plan, and since when: told by identity, so that both arms of a pair can be read alike."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from foresight.compiling import compiled
from foresight.population.columns import Bits, Flags, Ints, Population, Smalls

NEVER_JOINED = 127  # later than any year


@dataclass(frozen=True)
class Membership:
    """The year in which each identity first joined an action; members that close stay in it, so that no loss goes unseen.

    The arm with the plan writes it. The arm without reads it, so that "members" are the same organisations in both.

    Parameters
    ----------
    since : int8 array, shape (identities,)
        Year of joining, 0 for 2002, or `NEVER_JOINED`.
    """

    since: Smalls

    @classmethod
    def none(cls, identities: int) -> Self:
        """Return a membership that nobody has joined."""
        return cls(np.full(identities, NEVER_JOINED, dtype=np.int8))

    def record(self, population: Population, year: int) -> None:
        """Write down who has joined by now and had not before."""
        _record(self.since, population.identity, population.joined, year)

    def flags(self, population: Population, year: int) -> Flags:
        """Return who had joined by the end of a year, shape (n,)."""
        return np.asarray(self.since.take(population.identity) <= year)


@compiled
def _record(since: Smalls, identity: Ints, joined: Bits, year: int) -> None:
    for row, who in enumerate(identity):
        if joined[row] and since[who] > year:
            since[who] = year
