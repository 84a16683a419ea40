"""Public trust in charities, for the whole region (M13), and funders' trust in each organisation (M3)."""

import numpy as np

from foresight.model.moment import Moment
from foresight.population.columns import QUARTERS, Population, Practice

MOST = 10.0  # of the survey's scale


def move_public_trust(trust: float, moment: Moment, population: Population) -> float:
    """Return public trust after a quarter (M13), 0-10.

    It follows the future's path with recovery, falls with scandals, and rises a little with the share of organisations that are
    open about what they do.
    """
    numbers = moment.baseline.standing
    recovery = float(1 - (1 - numbers.trust_recovery) ** (1 / QUARTERS))
    moved = trust + recovery * (moment.world.trust - trust) - moment.shocks.scandal
    moved += numbers.transparency_gain / QUARTERS * transparency(population)
    return min(max(moved, 0.0), MOST)


def transparency(population: Population) -> float:
    """Return the share of registered organisations that practise transparency, 0-1."""
    weight = population.weight * (population.open & population.registered)
    practise = (population.practices >> np.uint8(Practice.TRANSPARENCY)) & np.uint8(1)
    return float((weight * practise).sum(dtype=np.float64) / max(weight.sum(dtype=np.float64), 1e-9))


def move_funders_trust(population: Population, moment: Moment) -> None:
    """Move funders' trust in each organisation over a year: up while an award runs without distress, else back to the start."""
    numbers, known = moment.baseline.standing, population.funder_trust
    proves = (population.award.max(axis=0) > 0) & ~population.distress
    moved = np.where(proves, numbers.funder_gain * (1 - known), numbers.funder_decay * (numbers.funder_start - known))
    population.funder_trust = ((known + moved) * population.open).astype(np.float32)
