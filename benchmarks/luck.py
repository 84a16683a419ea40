"""Where the plain model's draws come from: keyed by the event, as the rules demand, or from Mesa's one shared stream."""

import random
from typing import Protocol

from foresight.randomness import Decision

WORD = 0xFFFFFFFFFFFFFFFF
ODD = 0xBF58476D1CE4E5B9  # a multiplier of SplitMix64 (Steele, Lea and Flood 2014)


class Luck(Protocol):
    """Uniform draws in [0, 1), one at a time."""

    def uniform(self, decision: Decision, step: int, identity: int, part: int = 0) -> float:
        """Return the draw of one decision of one organisation."""

    def pair(self, decision: Decision, step: int, first: int, second: int) -> float:
        """Return the draw of one decision of a pair, the smaller identity first."""


class KeyedLuck:
    """Draws keyed by seed and event: Python's hash of the key, mixed once more.

    The hash alone is the quickest way in plain Python to mix whole numbers, but neighbouring keys give related values; a
    multiplication and a shift remove that. SHA-like hashes are three to four times slower.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def uniform(self, decision: Decision, step: int, identity: int, part: int = 0) -> float:
        """Return the draw of one decision of one organisation."""
        mixed = hash((self.seed, decision.number, step, part, identity))
        return ((((mixed ^ (mixed >> 29)) * ODD) & WORD) >> 11) * 2**-53

    def pair(self, decision: Decision, step: int, first: int, second: int) -> float:
        """Return the draw of one decision of a pair."""
        return self.uniform(decision, step, first, second)


class SharedLuck:
    """Draws from one shared stream in the order in which they are asked for, as a Mesa model usually takes them."""

    def __init__(self, stream: random.Random) -> None:
        self.stream = stream

    def uniform(self, decision: Decision, step: int, identity: int, part: int = 0) -> float:  # noqa: ARG002 - the same call
        """Return the next draw, whatever it is for."""
        return self.stream.random()

    def pair(self, decision: Decision, step: int, first: int, second: int) -> float:  # noqa: ARG002 - the same call
        """Return the next draw, whatever it is for."""
        return self.stream.random()
