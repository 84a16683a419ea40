"""Lever: champions, well-connected people who speak for the sector and bring others in."""

from typing import Literal

import numpy as np

from foresight.config import Number
from foresight.model.pull import Pull
from foresight.population.columns import Flags, Floats, Rows
from foresight.randomness import Decision
from foresight.scenario.actions import Lever

Placement = Literal["best-connected", "anywhere", "rural", "bme-led"]


class Champions(Lever):
    """Choose champions among the leaders of organisations; their organisations and those tied to them take part.

    Where champions are placed is a choice: the best connected, anywhere, or the best connected of rural or BME-led organisations.
    """

    kind: Literal["champions"]
    champions: Number
    """how many champions"""
    placement: Placement
    """where they are found"""
    leaving: Number
    """the chance a year that a champion stops; another takes the place"""

    def gather(self, pull: Pull) -> Flags:
        """Let champions leave, choose new ones, and return their neighbourhood, shape (n,)."""
        population, action = pull.population, pull.action
        champions = np.zeros(pull.group.identities, dtype=np.bool_)
        champions[action.champions] = True
        chosen = champions.take(population.identity) & population.open
        staying = pull.moment.draws.uniform(Decision.CHAMPION_LEAVES, pull.moment.step, population.identity) >= self.leaving.value
        chosen &= staying
        if pull.moment.step <= action.end:
            wanted = self.champions.value * action.scale - float(population.weight[chosen].sum())
            chosen[self._best(pull, chosen, wanted)] = True
        action.champions = population.identity[chosen]
        return self._neighbourhood(pull, chosen)

    def _best(self, pull: Pull, chosen: Flags, wanted: float) -> Rows:
        """Return the rows of the next champions: as many of the best as there are places."""
        population = pull.population
        standing = self._standing(pull)
        standing[chosen | ~population.open | ~population.registered] = -1
        order = np.lexsort((population.identity, -standing))  # equals stand by identity
        order = order[standing.take(order) >= 0]
        places = np.cumsum(population.weight.take(order)) <= max(wanted, 0) + population.weight.take(order) / 2
        return order.compress(places)

    def _standing(self, pull: Pull) -> Floats:
        """Return who is chosen first: those with most ties, or by a keyed draw; below 0 for those who cannot be, shape (n,)."""
        population = pull.population
        if self.placement == "anywhere":
            return pull.action.luck(pull).copy()
        inside = {"best-connected": population.registered, "rural": population.rural, "bme-led": population.bme_led}
        return np.where(inside[self.placement], population.degree.astype(np.float32), np.float32(-1))

    def _neighbourhood(self, pull: Pull, chosen: Flags) -> Flags:
        """Return the champions' organisations and all that are tied to them, shape (n,)."""
        one, other = pull.group.model.ties.ends(pull.population)
        around = chosen.copy()
        around[one[chosen[other]]] = True
        around[other[chosen[one]]] = True
        return around & pull.population.open
