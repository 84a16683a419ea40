"""The plan at work: which actions have begun, who has joined, and how strongly each pulls its levers in a quarter."""

import zlib
from dataclasses import dataclass, field
from typing import Protocol, cast

import mesa
import numpy as np

from foresight.config import Effect, Level
from foresight.model.institutions import Microcluster
from foresight.model.moment import Moment
from foresight.population.columns import QUARTERS, SMALL_INCOME, Flags, Floats, Population
from foresight.randomness import MAX_STEP, Decision
from foresight.scenario.actions import Action, Eligibility


@dataclass
class Pull:
    """What a lever is given when it is pulled.

    Parameters
    ----------
    who : float32 array, shape (n,)
        How strongly the action works on each organisation now, 0 (not at all) to 1.
    level, factor : str, float
        Which of an effect's values to use, and what to multiply it with.
    """

    model: mesa.Model
    population: Population
    moment: Moment
    who: Floats
    level: Level
    factor: float
    action: "ActionUnderway"

    def size(self, effect: Effect) -> float:
        """Return how large an effect is at the plan's strength."""
        return effect.at(self.level, self.factor)


class Applicable(Protocol):
    """A lever that can be pulled."""

    def apply(self, pull: Pull) -> None:
        """Write the lever's adjustments for the quarter."""


@dataclass
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
    """

    action: Action
    number: int
    start: int
    end: int
    level: Level
    factor: float
    coverage: float
    units: int
    clusters: list[Microcluster] = field(default_factory=list)

    @property
    def stream(self) -> int:
        """Return the action's key for random draws: stable, and the same whatever else is in the plan."""
        return zlib.crc32(self.action.id.encode()) & MAX_STEP

    def intensity(self, step: int) -> float:
        """Return how far the action's effect has built up at a step: delay, then ramp, then decay once it has ended, 0-1."""
        begins = self.start + self.action.delay.value * QUARTERS
        ramp = max(self.action.ramp.value * QUARTERS, 1.0)
        built = min(max((min(step, self.end) - begins + 1) / ramp, 0.0), 1.0)
        after = max(step - self.end, 0) / QUARTERS
        return float(built * (1 - self.action.decay.value) ** after)

    def act(self, model: mesa.Model, population: Population, moment: Moment) -> None:
        """Let organisations join, then pull the action's levers; an action of strength 0 is joined by nobody."""
        strength = self.intensity(moment.step)
        if strength <= 0 or self.factor == 0:
            return
        bit = np.uint64(1) << np.uint64(self.number)
        if moment.step <= self.end:
            population.joined |= np.where(self._takes_up(population, moment), bit, np.uint64(0))
        joined = (population.joined & bit) > 0
        who = (joined * np.float32(strength)).astype(np.float32)
        pull = Pull(model, population, moment, who, self.level, self.factor, self)
        for lever in self.action.levers:
            cast("Applicable", lever).apply(pull)

    def _takes_up(self, population: Population, moment: Moment) -> Flags:
        """Return which eligible organisations take the action up: a keyed draw against coverage, tilted by the uptake rule."""
        odds = np.full(len(population), self.coverage / max(1 - self.coverage, 1e-9), dtype=np.float32)
        groups = {"small": population.income_before < SMALL_INCOME, "rural": population.rural, "bme_led": population.bme_led}
        for name, tilt in self.action.uptake.odds.items():
            odds[groups[name]] *= tilt.value
        luck = moment.draws.uniform(Decision.UPTAKE, self.stream, population.identity)
        return population.open & eligible(population, self.action.eligibility) & (luck < odds / (1 + odds))


def eligible(population: Population, rule: Eligibility) -> Flags:
    """Return which organisations an action is open to, shape (n,)."""
    found = np.ones(len(population), dtype=np.bool_)
    flags = {
        "registered": population.registered,
        "rural": population.rural,
        "bme_led": population.bme_led,
        "paid_staff": population.staff > 0,
    }
    least = {"min_income": population.income_before, "min_capacity": population.capacity}
    most = {"max_income": population.income_before, "max_staff": population.heads}
    for name, flag in flags.items():
        wanted = getattr(rule, name)
        found &= True if wanted is None else flag == wanted
    for name, amount in least.items():
        bound = getattr(rule, name)
        found &= True if bound is None else amount >= bound
    for name, amount in most.items():
        bound = getattr(rule, name)
        found &= True if bound is None else amount <= bound
    return found


class LeadershipGroup(mesa.Agent):  # type: ignore[misc]
    """Those who lead the cluster initiative: they carry out the plan, action by action."""

    def __init__(self, model: mesa.Model, actions: list[ActionUnderway]) -> None:
        super().__init__(model)
        self.actions = actions

    def act(self, population: Population, moment: Moment) -> None:
        """Let every action of the plan join organisations and pull its levers for the quarter."""
        for action in self.actions:
            action.act(self.model, population, moment)
