"""The shape of the network of ties: whether like tie with like, whether partners' partners are tied, and who is left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foresight.model.ties import Ties
from foresight.population.baseline import Baseline
from foresight.population.columns import SMALL_INCOME, Flags, Population, Rows

NO_GROUP = -1


@dataclass(frozen=True)
class NetworkShape:
    """What pattern P18 is about.

    Parameters
    ----------
    same_place, same_activity, same_funder : float
        How much more often the two ends of a tie are of one district, activity or main funder than if those who have ties had
        drawn their partners by lot; 1 is by lot. For funders only ties between holders of awards count.
    clustering, clustering_by_lot : float
        Share of an organisation's pairs of partners who are tied to each other; and what it would be by lot, given how many ties
        each has.
    rural_ties, bme_ties, small_ties : float
        Mean ties of rural, BME-led and small registered organisations, as a share of the other registered organisations'.
    """

    same_place: float
    same_activity: float
    same_funder: float
    clustering: float
    clustering_by_lot: float
    rural_ties: float
    bme_ties: float
    small_ties: float


def network_shape(ties: Ties, population: Population, baseline: Baseline) -> NetworkShape:
    """Return the shape of a network: that of a run (`run.ties`, `run.population`) or of a sector at a year's end.

    A figure that nothing can be read from, such as ties of BME-led organisations where there are none, is not-a-number.
    """
    one, other = ties.ends(population)
    closed, by_lot = clustering(ties, population)
    there = population.registered & population.open
    degree = np.bincount(np.concatenate([one, other]), minlength=len(population)).astype(np.float64)
    return NetworkShape(
        same_place=homophily(population.district.astype(np.int64), one, other),
        same_activity=homophily(population.activity.astype(np.int64), one, other),
        same_funder=homophily(main_funder(population, baseline), one, other),
        clustering=closed,
        clustering_by_lot=by_lot,
        rural_ties=_against_others(degree, population.rural, there),
        bme_ties=_against_others(degree, population.bme_led, there),
        small_ties=_against_others(degree, population.income_before < SMALL_INCOME, there),
    )


def main_funder(population: Population, baseline: Baseline) -> Rows:
    """Return the kind and county of each organisation's largest award as one number, -1 for those without awards, shape (n,)."""
    county = baseline.county_of_district.take(population.district).astype(np.int64)
    funder = population.award.argmax(axis=0) * len(baseline.counties) + county
    return np.where(population.award.any(axis=0), funder, NO_GROUP)


def homophily(group: Rows, one: Rows, other: Rows) -> float:
    """Return how much more often ties are inside a group than by lot, given each group's part of all ends; 1 is by lot.

    Parameters
    ----------
    group : int64 array, shape (n,)
        -1 where an organisation has none: its ties do not count.
    one, other : int64 arrays, shape (ties,)
        The rows of both ends.
    """
    mine, theirs = group.take(one), group.take(other)
    both = (mine != NO_GROUP) & (theirs != NO_GROUP)
    mine, theirs = mine.compress(both), theirs.compress(both)
    if mine.size == 0:
        return float("nan")
    part = np.bincount(np.concatenate([mine, theirs])) / (2 * mine.size)
    return float((mine == theirs).mean() / (part**2).sum())


def clustering(ties: Ties, population: Population) -> tuple[float, float]:
    """Return the share of pairs of partners who are tied to each other, and what it would be by lot (configuration model)."""
    size = int(population.identity.max(initial=0)) + 1
    tied = ties.matrix(size)
    tied.data = np.ones_like(tied.data, dtype=np.float64)
    degree = tied.sum(axis=1)
    pairs = float((degree * (degree - 1)).sum())
    if pairs == 0:
        return float("nan"), float("nan")
    closed = float((tied @ tied).multiply(tied).sum())
    return closed / pairs, pairs**2 / float(degree.sum()) ** 3


def _against_others(degree: NDArray[np.float64], chosen: Flags, there: Flags) -> float:
    """Return the mean of the chosen ones' ties as a share of the others' mean."""
    inside, outside = degree[there & chosen], degree[there & ~chosen]
    if inside.size == 0 or outside.sum() == 0:
        return float("nan")
    return float(inside.mean() / outside.mean())
