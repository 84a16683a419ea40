"""Diffusion: the use of ICT, and practices that spread from outside and over trusted ties (M11 of the model description)."""

import numpy as np

from foresight.compiling import compiled
from foresight.model.moment import Moment
from foresight.model.processes.awards import able
from foresight.model.ties import Ties
from foresight.population.columns import QUARTERS, Bytes, Floats, Ints, Population, Practice, Rows
from foresight.population.people import absorb, back_office_thresholds, lagging
from foresight.randomness import Decision, Stream, each, part_of

Exposure = np.ndarray[tuple[int, int], np.dtype[np.float32]]  # shape (practices, n)


def take_up_ict(population: Population, moment: Moment) -> None:
    """Let organisations begin to use ICT well, or cease to, once a year.

    The share of users grows along a logistic curve (rate `ict_pace`); those on the far side of the digital gap are slower by
    `ict_gap`. Users whose kit and skills are not renewed fall back. Organisations in their first year start as others are.
    """
    levers, world = moment.levers, moment.world
    there = population.open * population.weight
    users = float((there * population.ict).sum(dtype=np.float64) / max(float(there.sum(dtype=np.float64)), 1e-9))
    slower = 1 - lagging(population) * np.float32(world.ict_gap) * (1 - levers.ict_gap_closed)
    pace = np.maximum(np.float32(world.ict_pace) + levers.ict_pace, 0)
    new = population.born > moment.step - QUARTERS
    begins = np.where(new, users, 1 - np.exp(-pace * np.float32(users))) * slower
    luck = moment.draws.uniform(Decision.ICT_CHANGES, moment.step, population.identity)
    population.ict = population.open & np.where(population.ict, luck >= moment.baseline.ict.lapse, luck < begins)


def spread_practices(population: Population, moment: Moment, ties: Ties) -> None:
    """Let organisations take practices up, or give them up, once a year.

    The hazard is Bass's: from outside, and from partners who have the practice, each counted with the trust in it, in proportion
    to what an organisation can absorb. A shared back office, which is costly, is joined only where enough partners share one.
    """
    numbers, levers = moment.baseline.practices, moment.levers
    exposure, peers = exposures(*ties.ends(population), ties.trust, ties.trust_back, population.practices)
    ready = peers >= back_office_thresholds(population, moment.baseline, moment.draws)
    outside = np.float32(numbers.outside) * (1 + levers.broadcast)
    absorbed = np.float32(numbers.ties) * (1 + levers.diffusion) * absorb(able(population, moment), moment.baseline)
    heard = absorbed * np.minimum(exposure, 1)
    hazard = outside + heard
    hazard[Practice.BACK_OFFICE] = np.float32(numbers.costly_outside) * outside + heard[Practice.BACK_OFFICE] * ready
    luck = moment.draws.stream(Decision.PRACTICE_CHANGES, moment.step)
    population.practices = changed(
        population.practices, 1 - np.exp(-hazard), population.identity, luck, np.float32(numbers.lapse)
    )
    population.practices *= population.open


@compiled
def changed(practices: Bytes, chance: Exposure, identity: Ints, luck: Stream, lapse: np.float32) -> Bytes:
    """Return which practices organisations have after a year: those who have one may give it up, the others may take it up."""
    made = np.zeros_like(practices)
    for practice in range(chance.shape[0]):
        drawn = each(part_of(luck, practice), identity)
        for row in range(identity.size):
            has = practices[row] >> practice & 1
            if (drawn[row] >= lapse) if has else (drawn[row] < chance[practice, row]):
                made[row] |= 1 << practice
    return made


@compiled
def exposures(one: Rows, other: Rows, trust: Floats, trust_back: Floats, practices: Bytes) -> tuple[Exposure, Floats]:
    """Return what organisations see of practices at their partners.

    Returns
    -------
    heard : float32 array, shape (practices, n)
        Trust in the partners who have each practice, summed.
    sharing : float32 array, shape (n,)
        Share of partners who share a back office.
    """
    heard = np.zeros((5, practices.size), dtype=np.float32)
    ties, sharing = np.zeros(practices.size, dtype=np.float32), np.zeros(practices.size, dtype=np.float32)
    for tie in range(one.size):
        for me, partner, mine in ((one[tie], other[tie], trust[tie]), (other[tie], one[tie], trust_back[tie])):
            ties[me] += 1
            sharing[me] += practices[partner] & 1
            for practice in range(5):
                if practices[partner] >> practice & 1:
                    heard[practice, me] += mine
    return heard, (sharing / np.maximum(ties, 1)).astype(np.float32)
