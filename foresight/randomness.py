"""Every random decision of the model, drawn from a counter-based stream keyed by the event it decides.

A draw belongs to (seed, replicate, decision, step, identity) and to nothing else. Adding a process, changing the order of
organisations or letting a plan act elsewhere never reshuffles anybody else's luck, so the two arms of a paired comparison differ
only through the plan.

The stream is NumPy's Philox generator (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): its 128-bit key packs
seed, replicate, decision and step without overlap, and the position in the stream is the identity.
"""

from enum import Enum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MAX_SEED = 2**63 - 1
MAX_REPLICATE = 2**24 - 1
MAX_STEP = 2**24 - 1
PAIR_SLOTS = 1 << 16  # positions of a stream shared by pairs of organisations


class Decision(Enum):
    """The registry of random decisions: a stable number for the key and what the draw decides. Never renumber."""

    DISTRICT = (1, "which district an organisation works in")
    RURAL = (2, "whether it works in a rural settlement")
    ACTIVITY = (3, "its main activity")
    BENEFICIARY = (4, "whom it mainly serves")
    BME_LED = (5, "whether it is led by black and minority ethnic people")
    AGE = (6, "how old a founding organisation is")
    INCOME = (7, "its rank by income in the first year")
    SOURCE_PRESENT = (8, "whether it has or seeks income of a source (one draw a source)")
    SOURCE_SHARE = (9, "how much of its income comes from a source (one draw a source)")
    RESERVES_ANY = (10, "whether it holds any free reserves at the start")
    RESERVES_SIZE = (11, "how many months of reserves it holds at the start")
    VOLUNTEERS = (12, "how many volunteers it starts with")
    TRUSTEES = (13, "how many trustees it starts with")
    CAPACITY = (14, "its strategic capacity at the start")
    SPENDING = (15, "how far its first year's spending is from its income")
    AWARD_END = (16, "when an award held at the start ends (one draw a pool kind)")
    SAMPLE = (17, "which organisations are kept when only a share of the sector is simulated")
    PART_TIME = (18, "its share of part-time posts")
    STAFFING = (19, "how many posts its spending pays for")
    POOL_NOISE = (20, "how far a funding pool's year departs from its path")
    BID_LUCK = (21, "the luck of a bid (one draw a pool kind)")
    AWARD_LENGTH = (22, "how long an award runs (one draw a pool kind)")
    GIVING_LASTING = (23, "the lasting part of the year's change in giving and earned income")
    GIVING_PASSING = (24, "the passing part of the year's change in giving and earned income")
    LEADER_LOSS = (25, "whether an organisation loses its leader this year")
    CHAIR_VACANT = (26, "whether the chair or treasurer's post stands vacant this year")
    CLOSURE = (27, "whether an organisation closes this quarter")
    CLOSURE_KIND = (28, "whether a closure is a wind-up or a silent fade")
    MEETING_PLACE = (30, "where on its circles' rings an organisation can be met this year")
    MEETING_CIRCLE = (31, "in which circle a meeting happens (one draw a meeting)")
    MEETING_PARTNER = (32, "who is met (one draw a meeting)")
    TIE_FORMS = (33, "whether a meeting becomes a tie (one draw a meeting)")
    TIE_FADES = (34, "whether an idle tie fades this year (one draw a pair)")
    AGREES_FIRST = (35, "whether the first of a pair agrees to collaborate")
    AGREES_SECOND = (36, "whether the second of a pair agrees to collaborate")
    JOINT_SUCCESS = (37, "whether a joint project succeeds (one draw a pair)")
    UPTAKE = (40, "whether an organisation takes up an action (one stream an action)")
    CLUSTER_LAPSE = (41, "whether a microcluster lapses this year (one stream an action)")
    CLUSTER_CONTACT = (42, "who is met inside a microcluster (one draw a meeting)")

    def __init__(self, number: int, meaning: str) -> None:
        self.number = number
        self.meaning = meaning


class Draws:
    """Uniform draws of one replicate.

    Parameters
    ----------
    seed, replicate : int
        Whole numbers from 0; both arms of a pair share them.
    """

    def __init__(self, *, seed: int, replicate: int) -> None:
        if not 0 <= seed <= MAX_SEED or not 0 <= replicate <= MAX_REPLICATE:
            msg = f"seed must lie in 0..{MAX_SEED} and replicate in 0..{MAX_REPLICATE}, found {seed} and {replicate}"
            raise ValueError(msg)
        self.seed = seed
        self.replicate = replicate
        self._philox = np.random.Philox(key=0)
        self._start = self._philox.state

    def _stream(self, decision: Decision, step: int, part: int, count: int) -> Floats:
        """Return the first `count` draws in [0, 1) of one event's stream; `part` tells draws of one decision apart (0..255).

        A draw is the top 24 bits of a 32-bit half of the stream's words, as in NumPy's own single-precision draws.
        """
        if not 0 <= step <= MAX_STEP or not 0 <= part < 256:  # noqa: PLR2004
            msg = f"step {step} or part {part} of {decision.name} does not fit the key"
            raise ValueError(msg)
        low = (self.replicate << 40) | (decision.number << 32) | (part << 24) | step
        self._start["state"]["key"][:] = low, self.seed
        self._philox.state = self._start
        halves = self._philox.random_raw(count // 2 + 1).astype("<u8", copy=False).view("<u4")[:count]
        return (halves >> np.uint32(8)).astype(np.float32) * np.float32(2**-24)

    def uniform(self, decision: Decision, step: int, identity: NDArray[np.int32], part: int = 0) -> Floats:
        """Return one draw in [0, 1) for each identity.

        Parameters
        ----------
        identity : int32 array, shape (n,)
            Identities of organisations (or indices of pools, clusters ...), in any order.
        part : int
            Tells several draws of one decision apart, such as one a pool kind.

        Returns
        -------
        float32 array, shape (n,)
        """
        if identity.size == 0:
            return np.empty(0, dtype=np.float32)
        return self._stream(decision, step, part, int(identity.max()) + 1).take(identity)

    def pair(self, decision: Decision, step: int, first: NDArray[np.int32], second: NDArray[np.int32]) -> Floats:
        """Return one draw in [0, 1) for each pair of identities, whatever order the pairs are stored in.

        A pair owns one of 65,536 positions of the stream, found by multiplicative hashing (Knuth) of the ordered pair.
        """
        if first.size == 0:
            return np.empty(0, dtype=np.float32)
        mixed = first.astype(np.uint32) * np.uint32(2654435761) + second.astype(np.uint32) * np.uint32(2246822519)
        position = (mixed >> np.uint32(16)).astype(np.int32)
        return self._stream(decision, step, 0, PAIR_SLOTS).take(position)


def laplace(uniform: Floats) -> Floats:
    """Turn uniform draws into Laplace draws with standard deviation 1 (inverse distribution function)."""
    centred = uniform - np.float32(0.5)
    tail = np.maximum(1 - 2 * np.abs(centred), np.float32(2**-24))
    return np.asarray(-np.sign(centred) * np.log(tail) * np.float32(np.sqrt(0.5)), dtype=np.float32)


def gumbel(uniform: Floats) -> Floats:
    """Turn uniform draws into standard Gumbel draws, the noise of a logit choice (McFadden 1974)."""
    inner = np.clip(uniform, np.float32(2**-25), np.float32(1 - 2**-24))
    return np.asarray(-np.log(-np.log(inner)), dtype=np.float32)
