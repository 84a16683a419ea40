"""Watches a sector quarter by quarter, and knows what must be true of its columns at the end of each."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import pytest
from numpy.typing import NDArray

from foresight.model.moment import Moment
from foresight.model.processes import closing
from foresight.model.processes.closing import Freed
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel
from foresight.population.columns import OPEN, Award, Population, Practice, Rows

Columns = NDArray[np.float32] | NDArray[np.float64]
SHARES = ("capacity", "part_time", "trust", "funder_trust", "voice", "drift", "match")
PARTS = (
    ("older", "volunteers"), ("core", "volunteers"), ("older_hours", "hours"), ("young_trustees", "trustees"),
    ("bme_trustees", "trustees"),
)  # fmt: skip
"""Columns that count some of what another column counts."""
NEVER_NEGATIVE = (
    "giving", "earned", "swing", "endowment", "award", "seeks", "income", "income_year", "income_before", "spending", "cost",
    "reserves", "restricted", "loan", "reserve_target", "staff", "vacancies", "posts_per_million", "volunteers", "trustees",
    "degree", "collaborations", "mandated", "bridges", "allies", "hours", "older_hours", "older", "core", "volunteers_left",
    "young_trustees", "bme_trustees", "output",
)  # fmt: skip
LEFT_OF_THE_CLOSED = (
    "giving", "earned", "endowment", "award", "seeks", "income", "spending", "cost", "reserves", "restricted", "loan",
    "funder_trust", "voice", "drift", "staff", "vacancies",
    "volunteers", "collaborations", "mandated", "degree", "bridges", "trust", "allies", "joined",
    "hours", "older_hours", "older", "core", "young_trustees", "bme_trustees", "match", "output",
)  # fmt: skip


@dataclass(frozen=True)
class Quarter:
    """One quarter seen from outside.

    Parameters
    ----------
    before : Population
        The organisations as the quarter before left them.
    paid : Population
        The organisations when all money of the quarter had moved and nobody had closed yet.
    model : SectorModel
        The sector at the end of the quarter.
    """

    before: Population
    paid: Population
    model: SectorModel

    @property
    def after(self) -> Population:
        """Return the organisations at the end of the quarter."""
        return self.model.population

    def pool_of(self, kind: Award) -> Rows:
        """Return the pool, by number among those of its kind, that each organisation of `paid` competes for."""
        pools = [pool for pool in self.model.pools if pool.kind is kind]
        county = self.model.baseline.county_of_district.take(self.paid.district)
        return county.astype(np.int64) if len(pools) > 1 else np.zeros(len(self.paid), dtype=np.int64)

    def paid_out(self, kind: Award) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Return what organisations received from each pool of a kind, GBP in the quarter, shape (pools,)."""
        money = self.paid.award[kind].astype(np.float64) * self.paid.weight / 4
        return np.bincount(self.pool_of(kind), weights=money, minlength=self.budget(kind).size).astype(np.float64)

    def budget(self, kind: Award) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Return what each pool of a kind can pay in the quarter, GBP, shape (pools,)."""
        return self.model._budgets(self.model.moment)[kind].year / 4


def watch(model: SectorModel, patch: pytest.MonkeyPatch, quarters: int = QUARTERS_SIMULATED) -> Iterator[Quarter]:
    """Carry a sector on and yield each quarter."""
    close = closing.close
    seen: list[Population] = []

    def look(population: Population, moment: Moment) -> Freed:
        seen.append(population.copy())
        return close(population, moment)

    patch.setattr(closing, "close", look)
    for _ in range(quarters):
        before = model.population.copy()
        model.step()
        yield Quarter(before, seen.pop(), model)
    patch.setattr(closing, "close", close)


def check_ranges(model: SectorModel) -> None:
    """Fail where a column holds something that cannot be."""
    population = model.population
    for spec in fields(Population):
        column = getattr(population, spec.name)
        assert column.dtype == spec.metadata["kind"], (spec.name, column.dtype)
        assert column.shape[-1] == len(population), spec.name
        assert np.isfinite(column).all(), spec.name
    for name in NEVER_NEGATIVE:
        assert (getattr(population, name) >= 0).all(), (name, float(getattr(population, name).min()))
    for name in SHARES:
        column = getattr(population, name)
        assert ((column >= 0) & (column <= 1)).all(), name
    for part, all_of_it in PARTS:
        assert (getattr(population, part) <= getattr(population, all_of_it) * 1.000001 + 1e-6).all(), part
    assert (population.practices < 1 << len(Practice)).all()
    assert not ((population.supported | population.ict) & ~population.open).any()
    assert (model.services.need >= 0).all()
    assert (model.services.output >= 0).all()
    assert 0 <= model.services.unmet <= 1
    assert (population.weight > 0).all()
    assert 0 <= model.public_trust <= 10
    assert np.unique(population.identity).size == len(population)
    assert (population.born <= model.quarter).all()
    assert (population.collaborations.astype(int) + population.mandated <= population.degree).all()
    assert (population.bridges <= population.degree).all()
    assert ((population.closure == 0) == (population.closed == OPEN)).all()
    assert (population.closed[population.closed != OPEN] <= model.quarter).all()
    people = model.baseline.places["population_2001"].sum()
    assert float((population.volunteers * population.weight).sum(dtype=np.float64)) < people
    check_ties(model)


def check_ties(model: SectorModel) -> None:
    """Fail where a tie cannot be: trust out of 0-1, a tie to oneself, a tie held twice, a project without end."""
    ties = model.ties
    for trust in (ties.trust, ties.trust_back):
        assert ((trust >= 0) & (trust <= 1)).all()
    assert not (ties.mandated & (ties.project_end == 0)).any()
    assert (ties.first < ties.second).all()
    assert np.unique(ties.first.astype(np.int64) << 32 | ties.second).size == len(ties)
    assert ((ties.project_end == 0) | (ties.project_end > model.quarter - 4)).all()


def rows_of(population: Population, identity: Rows) -> Rows:
    """Return the rows of identities that are all there."""
    order = np.argsort(population.identity)
    place = order.take(np.searchsorted(population.identity, identity, sorter=order))
    assert (population.identity.take(place) == identity).all()
    return place


def relative(gap: Columns, size: Columns) -> float:
    """Return the largest gap, relative to a size that is at least one pound."""
    return float(np.max(np.abs(gap) / np.maximum(np.abs(size), 1), initial=0))
