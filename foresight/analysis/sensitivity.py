"""Sensitivity: which numbers a result hangs on, and how much of its spread rests on each grade of evidence (by SALib)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol

from foresight.analysis.intervals import CONFIDENCE

Values = NDArray[np.float64]
RESAMPLES = 500
GRADES = ("A", "B", "C", "D")


@dataclass(frozen=True)
class Sobol:
    """How much of the variance of a result rests on each number.

    Parameters
    ----------
    table : DataFrame
        One row a number: path, first, first_low, first_high (what it does by itself, as a share of the variance), total,
        total_low, total_high (with all that it does together with others).
    resampled : float64 array, shape (numbers, resamples)
        The total in resamples, from which intervals of sums are made.
    """

    table: pd.DataFrame
    resampled: Values


def morris(
    paths: Sequence[str], bounds: Sequence[tuple[float, float]], samples: Values, values: Values, *, levels: int
) -> pd.DataFrame:
    """Return Morris's screening: path, effect, effect_low, effect_high, direction, uneven; the strongest first.

    `effect` is the mean size of the change when one number moves across its whole range, all else at random; `direction` the
    same with its sign; `uneven` how much the change depends on the rest.

    Parameters
    ----------
    samples : float64 array, shape (trajectories * (numbers + 1), numbers)
    values : float64 array, shape (trajectories * (numbers + 1),)
    levels : int
        Of the grid that the samples were taken from.
    """
    problem = _problem(paths, bounds)
    found = salib_morris.analyze(
        problem, samples, values, num_resamples=RESAMPLES, conf_level=CONFIDENCE, num_levels=levels, seed=1
    )
    effect, reach = np.asarray(found["mu_star"], dtype=float), np.asarray(found["mu_star_conf"], dtype=float)
    table = pd.DataFrame(
        {
            "path": list(paths),
            "effect": effect,
            "effect_low": np.maximum(effect - reach, 0),
            "effect_high": effect + reach,
            "direction": np.asarray(found["mu"], dtype=float),
            "uneven": np.asarray(found["sigma"], dtype=float),
        }
    )
    return table.sort_values("effect", ascending=False, kind="stable", ignore_index=True)


def sobol(paths: Sequence[str], values: Values, *, second_order: bool) -> Sobol:
    """Return Sobol's indices with their intervals, the strongest number first; all 0 where the result never varies.

    Parameters
    ----------
    values : float64 array, shape (n * (numbers + 2),), or (n * (2 * numbers + 2),) with second-order samples
        In the order of the samples.
    """
    count = len(paths)
    if np.ptp(values) == 0:
        nought = np.zeros(count)
        return _ordered(paths, (nought, nought, nought, nought), np.zeros((count, RESAMPLES)))
    found: Mapping[str, Any] = salib_sobol.analyze(
        _problem(paths, [(0.0, 1.0)] * count), values, calc_second_order=second_order, num_resamples=RESAMPLES,
        conf_level=CONFIDENCE, keep_resamples=True, seed=1,
    )  # fmt: skip
    parts = tuple(np.asarray(found[name], dtype=float) for name in ("S1", "S1_conf", "ST", "ST_conf"))
    return _ordered(paths, parts, np.asarray(found["ST_conf_all"], dtype=float).T)


def by_grade(found: Sobol, grades: Mapping[str, str]) -> pd.DataFrame:
    """Return how much of the variance rests on numbers of each grade: grade, numbers, share, low, high.

    A number counts with its total; the totals are made to add up to 1, so that what two numbers do together is counted once.
    Where the result never varies all shares are 0.

    Parameters
    ----------
    grades : mapping
        The grade of each path, A to D.
    """
    totals = np.maximum(found.table["total"].to_numpy(), 0)
    resampled = np.maximum(found.resampled, 0)
    share = totals / (totals.sum() or 1.0)
    whole = resampled.sum(axis=0)
    shares = resampled / np.where(whole > 0, whole, 1.0)
    of = np.array([grades[path] for path in found.table["path"]])
    rows = []
    for grade in GRADES:
        here = shares[of == grade].sum(axis=0)
        middle = float(share[of == grade].sum())
        low, high = np.quantile(here, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
        ends = {"low": min(float(low), middle), "high": max(float(high), middle)}
        rows.append({"grade": grade, "numbers": int((of == grade).sum()), "share": middle, **ends})
    return pd.DataFrame(rows)


def _ordered(paths: Sequence[str], parts: tuple[Values, ...], resampled: Values) -> Sobol:
    """Return the indices as a table, the largest total first."""
    first, first_reach, total, total_reach = parts
    table = pd.DataFrame(
        {
            "path": list(paths),
            "first": first,
            "first_low": first - first_reach,
            "first_high": first + first_reach,
            "total": total,
            "total_low": total - total_reach,
            "total_high": total + total_reach,
        }
    )
    order = np.argsort(-total, kind="stable")
    return Sobol(table.iloc[order].reset_index(drop=True), resampled[order])


def _problem(paths: Sequence[str], bounds: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Return what SALib calls a problem."""
    return {"num_vars": len(paths), "names": list(paths), "bounds": [list(pair) for pair in bounds]}
