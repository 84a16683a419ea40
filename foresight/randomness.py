"""Every random decision of the model, drawn from a counter-based stream keyed by the event it decides.

A draw belongs to (seed, replicate, decision, step, identity) and to nothing else. Adding a process, changing the order of
organisations or letting a plan act elsewhere never reshuffles anybody else's luck, so the two arms of a paired comparison differ
only through the plan.

The stream is Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), a function from a key and a
counter to random bits: the key is the seed, and the counter packs replicate, decision, step, part and identity without overlap.
Any draw can be had by itself, in any order, at the same cost.
"""

from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled

Floats = NDArray[np.float32]

MAX_SEED = 2**63 - 1
MAX_REPLICATE = 2**24 - 1
MAX_STEP = 2**24 - 1
MAX_PART = 2**8 - 1
WORD = 2**32 - 1


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
    AUTONOMY = (90, "how much an organisation minds about having its own way")
    THRESHOLD = (91, "what share of its trusted partners must work with others before it joins in")
    IMPRESSION_FIRST = (92, "how far the first of a new tie trusts the second at once (one draw a pair)")
    IMPRESSION_SECOND = (93, "how far the second of a new tie trusts the first at once (one draw a pair)")
    MANDATED = (94, "whether a funder demands a joint project of an organisation this year")
    MANDATED_PARTNER = (95, "with whom")
    WEAK_CONTACT = (96, "whether an organisation makes a further contact by ICT (one draw a contact)")
    WEAK_PARTNER = (97, "with whom (one draw a contact)")

    FLOOD = (50, "whether, when and where a flood comes this year (one draw each)")
    FLOOD_HIT = (51, "whether a flood reaches an organisation of its districts")
    SCANDAL = (52, "whether and when a scandal shakes public trust this year (one draw each)")
    COST_RECOVERY = (53, "how well an organisation's contracts pay")
    DISPUTE = (54, "whether an employer has an employment dispute this year")
    VENTURE_FAILS = (55, "whether a new venture fails this year")
    MERGER = (56, "whether a pair merges this year (one draw a pair)")
    ICT_START = (70, "whether an organisation uses ICT well when it starts")
    ICT_CHANGES = (71, "whether it begins to use ICT well this year, or ceases to")
    PRACTICE_START = (72, "which practices it has when it starts (one draw a practice)")
    PRACTICE_CHANGES = (73, "whether it takes a practice up this year, or gives it up (one draw a practice)")
    PRACTICE_THRESHOLD = (74, "how many of its partners must share a back office before it joins them")
    SUPPORTED = (75, "whether a support body reaches it this year")
    BODY_CLOSES = (76, "whether a support body closes this year")
    TRUSTEES_FOUND = (77, "how many trustees it finds for its empty seats this year")
    SET_UP_FAILS = (110, "whether an action fails to be set up (one stream an action)")
    OBSERVATION = (111, "how far what the leadership group sees of an action is off (one draw an action and year)")
    CHAMPION_LEAVES = (112, "whether a champion stops this year")

    def __init__(self, number: int, meaning: str) -> None:
        self.number = number
        self.meaning = meaning


Word = np.uint64  # holds 32 random bits
Block = tuple[Word, Word, Word, Word]


class Stream(NamedTuple):
    """The draws of one event, one for each identity (or pair of identities); the words of Philox's key and counter."""

    seed_low: int
    seed_high: int
    when: int  # step and part
    what: int  # decision and replicate


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
        self._words = seed & WORD, seed >> 32, replicate << 8

    def stream(self, decision: Decision, step: int, part: int = 0) -> Stream:
        """Return the stream of one event, for compiled loops that draw only where they must.

        Parameters
        ----------
        part : int
            Tells several draws of one decision apart, such as one a pool kind; 0 to 255.
        """
        if not 0 <= step <= MAX_STEP or not 0 <= part <= MAX_PART:
            msg = f"step {step} or part {part} of {decision.name} does not fit the counter"
            raise ValueError(msg)
        low, high, who = self._words
        return Stream(low, high, part << 24 | step, who | decision.number)

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
        return each(self.stream(decision, step, part), identity)

    def pair(self, decision: Decision, step: int, first: NDArray[np.int32], second: NDArray[np.int32]) -> Floats:
        """Return one draw in [0, 1) for each pair of identities, whatever order the pairs are stored in."""
        return _each_pair(self.stream(decision, step), first, second)


@compiled
def part_of(stream: Stream, part: int) -> Stream:
    """Return a part of a stream that was taken for part 0: that of a pool kind, of a practice and so on."""
    return Stream(stream.seed_low, stream.seed_high, stream.when | part << 24, stream.what)


@compiled
def draw(stream: Stream, identity: int, other: int = 0) -> float:
    """Return the draw in [0, 1) of one identity, or of a pair: the top 24 bits of a word of Philox4x32-10's block.

    A block has four words; four neighbouring identities share one, so that a pass in order costs a quarter.
    """
    return word(philox(stream, identity >> 2, other), identity & 3)


@compiled
def word(block: Block, place: int) -> float:
    """Return one word of a block as a number in [0, 1) with 24 bits."""
    if place == 0:
        chosen = block[0]
    elif place == 1:
        chosen = block[1]
    elif place == 2:  # noqa: PLR2004
        chosen = block[2]
    else:
        chosen = block[3]
    return float(np.float32(chosen >> np.uint64(8)) * np.float32(2**-24))


@compiled
def philox(stream: Stream, group: int, other: int) -> Block:
    """Return a block of four random 32-bit words for a group of four identities (Philox4x32-10)."""
    mask, shift = np.uint64(WORD), np.uint64(32)
    key_low, key_high = np.uint64(stream.seed_low), np.uint64(stream.seed_high)
    one, two, three, four = np.uint64(group), np.uint64(stream.when), np.uint64(stream.what), np.uint64(other)
    for _ in range(10):
        left, right = np.uint64(0xD2511F53) * one, np.uint64(0xCD9E8D57) * three
        one, two, three, four = (right >> shift) ^ two ^ key_low, right & mask, (left >> shift) ^ four ^ key_high, left & mask
        key_low, key_high = (key_low + np.uint64(0x9E3779B9)) & mask, (key_high + np.uint64(0xBB67AE85)) & mask
    return one, two, three, four


@compiled
def each(stream: Stream, identity: NDArray[np.int32]) -> Floats:
    """Return one draw in [0, 1) for each identity; neighbours in order share a block."""
    made = np.empty(identity.size, dtype=np.float32)
    last, block = -1, philox(stream, 0, 0)
    for row in range(identity.size):
        group = identity[row] >> 2
        if group != last:
            last, block = group, philox(stream, group, 0)
        made[row] = word(block, identity[row] & 3)
    return made


@compiled
def _each_pair(stream: Stream, first: NDArray[np.int32], second: NDArray[np.int32]) -> Floats:
    made = np.empty(first.size, dtype=np.float32)
    for row in range(first.size):
        made[row] = draw(stream, first[row], second[row] + 1)
    return made


def laplace(uniform: Floats) -> Floats:
    """Turn uniform draws into Laplace draws with standard deviation 1 (inverse distribution function)."""
    centred = uniform - np.float32(0.5)
    size = np.float32(np.sqrt(0.5)) * np.log(np.maximum(1 - 2 * np.abs(centred), np.float32(2**-24)))
    return np.asarray(np.copysign(size, centred), dtype=np.float32)


@compiled
def gumbel(uniform: float) -> float:
    """Turn a uniform draw into a standard Gumbel draw, the noise of a logit choice (McFadden 1974)."""
    return float(-np.log(-np.log(min(max(uniform, 2**-25), 1 - 2**-25))))
