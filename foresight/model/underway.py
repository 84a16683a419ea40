"""One action of a plan at work: from its start to the fading of its effect."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from foresight.config import Level
from foresight.model.adjustments import Part
from foresight.model.institutions import CreditUnion, Microcluster
from foresight.model.moment import Moment
from foresight.model.processes.barriers import weakest
from foresight.model.pull import Applicable, Gathering, Preparing, Pull, Supporting
from foresight.model.uptake import chances, eligible
from foresight.population.columns import QUARTERS, Flags, Floats, Ints, Population, Rows
from foresight.randomness import MAX_STEP, Decision
from foresight.scenario.actions import Action, Lever
from foresight.scenario.eligibility import Eligibility

FADED = 0.01  # of the full effect: what is left of an action that has ended counts as nothing below it
WORKING_DAYS = 220  # days a full-time post works in a year
WEAKEST_WORKS = 0.5  # share of an effect that is left where the weakest barrier is total, if barriers are linked

Reached = dict[
    tuple[Eligibility | None, str | None], tuple[Rows, Floats]
]  # who meets a condition, and how far effects reach them


class Roles(NamedTuple):
    """An action's levers: those that change or help other actions, decide who takes part, and change what the processes read."""

    preparing: list[Preparing]
    supporting: list[Supporting]
    gathering: list[Gathering]
    applying: list[Applicable]

    @classmethod
    @lru_cache(maxsize=1_000)
    def of(cls, levers: tuple[Lever, ...]) -> "Roles":
        """Return levers by what they do."""
        return cls(
            [lever for lever in levers if isinstance(lever, Preparing)],
            [lever for lever in levers if isinstance(lever, Supporting)],
            [lever for lever in levers if isinstance(lever, Gathering)],
            [lever for lever in levers if isinstance(lever, Applicable)],
        )


@dataclass(eq=False)
class ActionUnderway:
    """One action of a plan, from its start to the fading of its effect.

    Parameters
    ----------
    number : int
        Its bit in the `joined` column.
    start, end : int
        First and last step in which it is paid for.
    coverage : float
        Share of eligible organisations that take it up.
    odds : mapping
        What multiplies the odds of small, rural and BME-led organisations.
    money : mapping
        What the plan pays for it by step, in GBP thousand.
    taper : float
        Years before its end over which its money is withdrawn.
    room : float
        How many times its money as planned its full size costs.
    scale : float
        Its money now, relative to what the plan foresaw: what the leadership group moves.
    quality : float
        What rushed growth leaves of its effect this year, 0-1.
    champions : int32 array
        The identities of the organisations whose leaders are its champions.
    parts : list
        What its levers do now to what the processes read.
    before, reallotted : dict
        How far members of each kind of microcluster were ahead before a pilot, and how many of each kind there are after it.

    Attributes
    ----------
    delay, ramp : float
        Quarters from its start to its first effect, and from there to its full effect.
    days : float
        Days a year that taking part costs a member.
    idle : bool
        Whether it is a placebo, or reaches nobody: then it does nothing at all.
    stream : int
        Its key for random draws: stable, and the same whatever else is in the plan.
    bit : uint64
        Its bit in the `joined` column.
    """

    action: Action
    number: int
    start: int
    end: int
    level: Level
    factor: float
    coverage: float
    units: int
    odds: Mapping[str, float] = field(default_factory=dict)
    money: Mapping[int, float] = field(default_factory=dict)
    taper: float = 0.0
    room: float = 1.0
    held: int = 0
    safer: float = 0.0
    scale: float = 1.0
    peak: float = 1.0
    quality: float = 1.0
    fate: str = ""
    clusters: list[Microcluster] = field(default_factory=list)
    lender: CreditUnion | None = None
    champions: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    before: dict[str, float] = field(default_factory=dict)
    reallotted: dict[str, int] = field(default_factory=dict)
    reached: Reached = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    began: int | None = None
    _luck: dict[int, Floats] = field(default_factory=dict)
    _state: tuple[float, float | None] | None = None

    def __post_init__(self) -> None:
        self.roles = Roles.of(self.action.levers)
        self.delay = self.action.delay.value * QUARTERS
        self.ramp = max(self.action.ramp.value * QUARTERS, 1.0)
        days = self.action.days if self.action.reaches == "members" else None
        self.days = days.value if days is not None else 0.0
        self.idle = self.factor == 0 or self.coverage == 0
        self.stream = zlib.crc32(self.action.id.encode()) & MAX_STEP
        self.bit = np.uint64(1 << self.number)

    def intensity(self, step: int) -> float:
        """Return how far the action's effect has built up at a step: delay, then ramp, then decay once it has ended, 0-1."""
        begins = self.start + self.held + self.delay
        built = min(max((min(step, self.end) - begins + 1) / self.ramp, 0.0), 1.0)
        if step <= self.end:
            return built
        kept = 1.0
        if self.action.dependency is not None:
            weaned = min(self.taper / self.action.dependency.weaning.value, 1.0)
            kept -= self.action.dependency.share.value * (1 - weaned)
        left = float(built * kept * (1 - self.action.decay.value) ** ((step - self.end) / QUARTERS))
        return left if left >= FADED else 0.0

    def strength(self, moment: Moment) -> float:
        """Return how strongly the action works this quarter, 0-1: nothing at strength 0, or without what it depends on."""
        if self.idle or self.scale == 0:
            return 0.0
        if self.action.depends_on == "development-agency" and not moment.agency:
            self.finish(moment.step, "ended with the development agency")
        built = self.intensity(moment.step)
        if built > 0 and self.began is None:
            self._begin(moment)
        broke = self.lender is not None and not self.lender.solvent
        return 0.0 if self.fate == FAILED or broke else built * self.quality

    def finish(self, step: int, why: str) -> None:
        """End the action before this step, for a reason; what has been built up decays."""
        if step <= self.end:
            self.end, self.fate = step - 1, why

    def paid(self, step: int) -> float:
        """Return what is paid for the action in a step, in GBP thousand (2002 prices)."""
        return self.money.get(step, 0.0) * self.scale if step <= self.end else 0.0

    def act(self, pull: Pull) -> None:
        """Pull the levers that change what the processes read; within a year only where what they depend on has changed."""
        state = pull.intensity, self.lender.free if self.lender is not None else None
        if state != self._state or pull.moment.opens_year:
            self.parts, self._state = [], state
            for lever in self.roles.applying:
                lever.apply(pull)

    def gather(self, pull: Pull) -> None:
        """Let organisations join, once a year, and settle who is reached and how far."""
        population, moment = pull.population, pull.moment
        if self.action.reaches == "everybody":
            (rows,) = eligible(population, self.action.eligibility).nonzero()
            share = np.full(rows.size, min(self.coverage * self.scale, 1.0), dtype=np.float32)
        else:
            (rows,) = self._members(pull).nonzero()
            share = np.ones(rows.size, dtype=np.float32)
        if moment.baseline.hypotheses.barriers_linked:
            share *= WEAKEST_WORKS + (1 - WEAKEST_WORKS) * weakest(population).take(rows)
        self.reached = {(None, None): (rows, share)}
        self._check_scale(pull)

    def _members(self, pull: Pull) -> Flags:
        """Return who takes part and is served, shape (n,), and mark those who are new."""
        population = pull.population
        if self.roles.gathering:
            served = np.zeros(len(population), dtype=np.bool_)
            for lever in self.roles.gathering:
                served |= lever.gather(pull)
            population.joined |= served * self.bit
            return served
        lucky = self.luck(pull) < chances(population, self._covered(pull.moment.step), self.odds)
        if pull.moment.step <= self.end:
            joining = lucky & eligible(population, self.action.eligibility)
            population.joined |= joining * self.bit
        joined = (population.joined & self.bit) > 0
        self.peak = max(self.peak, self.scale)
        return joined if self.scale >= self.peak else joined & lucky

    def luck(self, pull: Pull, part: int = 0) -> Floats:
        """Return each organisation's luck in taking the action up, shape (n,): the same in every year."""
        if part not in self._luck:
            setting = pull.group.model.setting
            everybody = np.concatenate([setting.founders.identity, setting.entrants.identity])
            self._luck[part] = np.zeros(everybody.max(initial=0) + 1, dtype=np.float32)
            self._luck[part][everybody] = pull.moment.draws.uniform(Decision.UPTAKE, self.stream, everybody, part)
        return self._luck[part].take(pull.population.identity)

    def _covered(self, step: int) -> float:
        """Return the share of the eligible that take it up by now: what money reaches, and those who follow the example."""
        reached = min(self.coverage * self.scale, 1.0)
        if self.action.uptake.spread is None:
            return reached
        years = max(min(step, self.end) - self.start, 0) / QUARTERS
        return float(1 - (1 - reached) * (1 - self.action.uptake.spread.value) ** years)

    def _check_scale(self, pull: Pull) -> None:
        """End an action that needs business to keep going and has had too little of it, a year or more after it first acted."""
        needed = self.action.minimum_scale
        if needed is None or self.began is None or pull.moment.step < self.began + QUARTERS:
            return
        rows, _ = self.reached[None, None]
        staff = float((pull.population.heads * pull.population.weight).take(rows).sum(dtype=np.float64))
        if staff * pull.moment.baseline.people.turnover * needed.share.value < needed.least.value:
            self.finish(pull.moment.step, TOO_SMALL)

    def _begin(self, moment: Moment) -> None:
        """Find out, as the action first acts, whether setting it up has failed."""
        self.began = moment.step
        if self.action.set_up.failure is not None:
            luck = moment.draws.uniform(Decision.SET_UP_FAILS, self.stream, np.zeros(1, dtype=np.int32))
            if luck[0] < self.action.set_up.failure.value - self.safer:
                self.finish(moment.step, FAILED)


FAILED = "failed to be set up"
TOO_SMALL = "ended for want of business"


def tiring(pulls: Sequence[Pull], population: Population, moment: Moment) -> list[Part]:
    """Return what taking part in running actions costs: the days it takes, as a share of the working time of a member's staff."""
    joined = [pull.action for pull in pulls if pull.action.days > 0 and moment.step <= pull.action.end]
    if not joined:
        return []
    reached = [action.reached[None, None][0] for action in joined]
    rows = np.concatenate(reached)
    lost = np.array([action.days for action in joined], dtype=np.float32).repeat([each.size for each in reached])
    posts = np.maximum(population.staff, 1).take(rows)  # without staff, the time of one who leads
    return [Part("burden", rows, lost / (WORKING_DAYS * posts))]
