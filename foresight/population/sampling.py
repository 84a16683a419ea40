"""Simulating only a share of the sector: a sample of rows, weighted back so that the region's totals are kept."""

import numpy as np
from numpy.typing import NDArray

from foresight.errors import ForesightError
from foresight.population.columns import Population
from foresight.randomness import Decision, Draws

KEPT_WHOLE = 0.01  # the largest 1 % of registered organisations hold half the income: they are never left out
ROUNDS = 50  # of the calibration of weights
CLOSE = 1e-9


def sampled(whole: Population, scale: float, draws: Draws) -> Population:
    """Return a sample of the rows whose weights keep counts, income, paid staff and volunteers.

    The largest organisations are kept (at most half the sample); the others are taken systematically along the order of income.
    Weights are then raked to the totals (Deville and Sarndal 1992, "Calibration estimators in survey sampling").

    Raises
    ------
    ForesightError
        When the sample is too small to meet the totals with positive weights.
    """
    parts = []
    for registered in (True, False):
        rows = np.flatnonzero(whole.registered == registered)
        rows = rows[np.lexsort((whole.identity[rows], whole.income_before[rows]))]
        keep = min(int(KEPT_WHOLE * rows.size), int(rows.size * scale / 2)) if registered else 0
        rest, largest = rows[: rows.size - keep], rows[rows.size - keep :]
        count = max(round(rows.size * scale) - keep, 1)
        start = float(draws.uniform(Decision.SAMPLE, 0, np.array([0], dtype=np.int32), int(registered))[0])
        chosen = rest[((np.arange(count) + start) * rest.size / count).astype(np.int64).clip(0, rest.size - 1)]
        parts.append(_weighted(whole, rest, chosen))
        parts.append(whole.rows(largest))
    made = parts[0]
    for part in parts[1:]:
        made = made.joined_with(part)
    return made.rows(np.argsort(made.identity))


def _weighted(whole: Population, rest: NDArray[np.int64], chosen: NDArray[np.int64]) -> Population:
    """Return the chosen rows with weights that reproduce the totals of the rows they stand for."""
    features = np.stack([np.ones(len(whole)), whole.income_before, whole.heads, whole.volunteers]).astype(np.float64)
    features = features[features[:, rest].sum(axis=1) > 0]
    features /= features[:, rest].mean(axis=1, keepdims=True)
    target = features[:, rest] @ whole.weight[rest]
    seen = features[:, chosen]
    start = whole.weight[chosen].astype(np.float64) * rest.size / chosen.size
    tilt = np.zeros(seen.shape[0])
    for _ in range(ROUNDS):
        weights = start * np.exp(np.clip(tilt @ seen, -5, 5))
        gap = target - seen @ weights
        if np.all(np.abs(gap) <= CLOSE * target):
            made = whole.rows(chosen)
            made.weight[:] = weights
            return made
        tilt += np.linalg.lstsq((seen * weights) @ seen.T, gap, rcond=None)[0]
    msg = "scale: the sample is too small to keep the region's totals; expected a larger share"
    raise ForesightError(msg)
