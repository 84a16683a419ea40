"""What organisations live on at the end of a year: sources of income at the present rate, and reserves."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from foresight.population.columns import Award, Flags, Floats, Population

MAIN = 0.5  # share of income above which an organisation depends on a source


@dataclass(frozen=True)
class Finances:
    """Columns that several indicators share, each reckoned once.

    Parameters
    ----------
    registered : bool array, shape (n,)
        Registered organisations that are open.
    world : mapping
        The drivers, in the units of the driver registry.
    """

    population: Population
    registered: Flags
    world: Mapping[str, float]

    @cached_property
    def sources(self) -> Floats:
        """Return income at the present rate by source in GBP a year, shape (8, n): giving, earned, invested, then the awards."""
        population = self.population
        sources = np.empty((3 + len(population.award), len(population)), dtype=np.float32)
        np.multiply(population.giving, population.swing * np.float32(1 + self.world["tax"] / 100), out=sources[0])
        np.multiply(population.earned, population.swing, out=sources[1])
        np.multiply(population.endowment, np.float32(max(self.world["inv_r"], 0) / 100), out=sources[2])
        sources[3:] = population.award
        return sources

    @cached_property
    def rate(self) -> Floats:
        """Return income at the present rate in GBP a year, shape (n,)."""
        return np.asarray(self.sources.sum(axis=0))

    @cached_property
    def public(self) -> Floats:
        """Return grants, contracts and regeneration money held in GBP a year, shape (n,)."""
        award = self.population.award
        return np.asarray(award[Award.STATUTORY_GRANT] + award[Award.CONTRACT] + award[Award.REGENERATION])

    @cached_property
    def publicly_funded(self) -> Flags:
        """Return which registered organisations get more than half their income from the public, shape (n,)."""
        return self.registered & (self.public > MAIN * self.rate)

    @cached_property
    def months(self) -> Floats:
        """Return free reserves in months of spending, shape (n,)."""
        return np.asarray(12 * self.population.reserves / np.maximum(self.population.spending, 1))
