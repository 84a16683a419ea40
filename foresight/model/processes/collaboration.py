"""Collaboration: joint projects that both sides agree to, and the trust that success and failure leave (M10, simple form)."""

import numpy as np
from scipy.special import expit

from foresight.model.adjustments import of
from foresight.model.moment import Moment
from foresight.model.processes.awards import able
from foresight.model.ties import NO_PROJECT, Ties
from foresight.population.columns import Floats, Population, Rows
from foresight.randomness import Decision


def collaborate(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after a year: projects end and leave trust, idle ties fade, and new projects are agreed.

    Success gives trust, failure takes it (the trust loop of Huxham and Vangen). Both sides must see value in a project: what it
    saves, less the cost of distrust and the rivalry of neighbours who live on the same funders (transaction cost: Williamson).
    """
    ties = ties.among(population)
    one, other = ties.ends(population)
    _settle(population, moment, ties, one, other)
    _drift(population, moment, ties, one, other)
    idle = ties.project_end == NO_PROJECT
    luck = moment.draws.pair(Decision.TIE_FADES, moment.step, ties.first, ties.second)
    ties = ties.kept(~idle | (luck >= moment.baseline.ties.fade_rate))
    _agree(population, moment, ties)
    count(population, ties)
    return ties


def found_projects(population: Population, moment: Moment, ties: Ties) -> None:
    """Start the joint projects under way in 2002 and give all founding ties a history of trust."""
    numbers = moment.baseline.ties
    luck = moment.draws.pair(Decision.AGREES_FIRST, moment.step, ties.first, ties.second)
    age = moment.draws.pair(Decision.AGREES_SECOND, moment.step, ties.first, ties.second)
    ends = 1 + np.floor(age * numbers.project_quarters)
    ties.project_end = np.where(luck < numbers.founding_projects, ends, NO_PROJECT).astype(np.int16)
    ties.trust = (numbers.trust_floor + (numbers.trust_start - numbers.trust_floor) * (1 + age)).astype(np.float32)
    count(population, ties)


def _settle(population: Population, moment: Moment, ties: Ties, one: Rows, other: Rows) -> None:
    """End the projects that have run their time and move trust by how they went."""
    numbers = moment.baseline.ties
    ended = (ties.project_end != NO_PROJECT) & (ties.project_end <= moment.step)
    capacity = able(population, moment)
    weaker = np.minimum(capacity.take(one), capacity.take(other))
    hope = expit(numbers.success_base + numbers.success_trust * ties.trust + numbers.success_capacity * weaker)
    success = moment.draws.pair(Decision.JOINT_SUCCESS, moment.step, ties.first, ties.second) < hope
    after = np.where(success, ties.trust + numbers.trust_gain * (1 - ties.trust), ties.trust * (1 - numbers.trust_loss))
    ties.trust = np.where(ended, after, ties.trust).astype(np.float32)
    ties.project_end = np.where(ended, NO_PROJECT, ties.project_end).astype(np.int16)


def _drift(population: Population, moment: Moment, ties: Ties, one: Rows, other: Rows) -> None:
    """Let trust sink towards its floor, and rise inside microclusters that the plan pays for."""
    numbers = moment.baseline.ties
    sunk = ties.trust + numbers.trust_decay * (numbers.trust_floor - ties.trust)
    gain = moment.levers.cluster_trust
    if isinstance(gain, np.ndarray):
        together = (population.cluster.take(one) == population.cluster.take(other)) & (population.cluster.take(one) >= 0)
        both = np.minimum(gain.take(one), gain.take(other))
        sunk = np.where(together, sunk + both * (1 - sunk), sunk)
    ties.trust = sunk.astype(np.float32)


def value(population: Population, moment: Moment, ties: Ties) -> Floats:
    """Return what a joint project is worth to a pair, shape (ties,), in the units of the baseline's values."""
    numbers, scarcity = moment.baseline.ties, moment.scarcity
    one, other = ties.ends(population)
    same_activity = population.activity.take(one) == population.activity.take(other)
    same_place = population.district.take(one) == population.district.take(other)
    benefit = numbers.value_base + numbers.value_saving + numbers.value_scarcity * scarcity
    benefit = benefit + numbers.value_same_activity * same_activity
    bonus = moment.levers.bid_bonus
    benefit = benefit + np.minimum(of(bonus, one), of(bonus, other)) / np.float32(numbers.sharpness)  # log odds to value
    distrust = numbers.cost_of_distrust * (1 - ties.trust)
    rivalry = (numbers.rivalry + numbers.rivalry_scarcity * scarcity) * (same_activity & same_place)
    return np.asarray(benefit - distrust - rivalry, dtype=np.float32)


def _agree(population: Population, moment: Moment, ties: Ties) -> None:
    """Start a project on each idle tie where both sides, each with its own luck, say yes."""
    numbers = moment.baseline.ties
    chance = expit(numbers.sharpness * value(population, moment, ties))
    yes = np.ones(len(ties), dtype=np.bool_)
    for side in (Decision.AGREES_FIRST, Decision.AGREES_SECOND):
        yes &= moment.draws.pair(side, moment.step, ties.first, ties.second) < chance
    starts = yes & (ties.project_end == NO_PROJECT)
    ties.project_end = np.where(starts, moment.step + int(numbers.project_quarters), ties.project_end).astype(np.int16)


def count(population: Population, ties: Ties) -> None:
    """Write each organisation's number of ties and of joint projects under way."""
    one, other = ties.ends(population)
    running = ties.project_end != NO_PROJECT
    both, busy = np.concatenate([one, other]), np.concatenate([one[running], other[running]])
    population.degree = np.minimum(np.bincount(both, minlength=len(population)), 127).astype(np.int8)
    population.collaborations = np.minimum(np.bincount(busy, minlength=len(population)), 127).astype(np.int8)
