"""Regret: how much worse a plan can turn out than the best that could have been done, over futures and dice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.intervals import CONFIDENCE

Values = NDArray[np.float64]

NOTHING = "none"
"""The plan that is always open: to do nothing; its gain is 0 everywhere."""

WORST = 0.1
RESAMPLES = 1_000
COLUMNS = (
    "plan", "most_regret", "most_regret_low", "most_regret_high", "most_regret_in", "mean_regret", "harms", "worst_tenth",
    "mean_gain", "rank", "rank_high", "same_rank", "too_close_to",
)  # fmt: skip


@dataclass(frozen=True)
class Regret:
    """What each plan risks.

    Parameters
    ----------
    table : DataFrame
        One row a plan, the least regretted first, with the columns of `COLUMNS`. `harms` is the share of futures (0-1) in which
        the plan leaves things worse on average; `worst_tenth` is the mean gain of its worst tenth of runs; `rank` to `rank_high`
        are the places that the intervals leave open; `same_rank` is the share of resamples in which its place is the same;
        `too_close_to` names the plans whose intervals overlap with its own.
    by_future : DataFrame
        plan, future, gain, regret.
    """

    table: pd.DataFrame
    by_future: pd.DataFrame


def regret(gains: Values, plans: Sequence[str], futures: Sequence[str], *, seed: int = 1) -> Regret:
    """Return the regret of plans: in each future the best plan's mean gain less this plan's, doing nothing included.

    Parameters
    ----------
    gains : float64 array, shape (plans, futures, cases)
        Paired differences, turned so that more is better; case by case with the same events for every plan.
    seed : int
        Of the resamples of cases that the intervals are made from.
    """
    if NOTHING not in plans:
        gains, plans = np.concatenate([gains, np.zeros((1, *gains.shape[1:]))]), [*plans, NOTHING]
    missed = _missed(gains.mean(axis=2))
    most = missed.max(axis=1)
    drawn = _resampled(gains, seed)
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    low, high = np.minimum(low, most), np.maximum(high, most)
    apart = (high[:, None] < low[None, :]) | (low[:, None] > high[None, :]) | np.eye(len(plans), dtype=bool)
    places = _places(most)
    means = gains.mean(axis=2)
    table = pd.DataFrame(
        {
            "plan": list(plans),
            "most_regret": most,
            "most_regret_low": low,
            "most_regret_high": high,
            "most_regret_in": [futures[place] for place in missed.argmax(axis=1)],
            "mean_regret": missed.mean(axis=1),
            "harms": (means < 0).mean(axis=1),
            "worst_tenth": [worst_tenth(one.ravel()) for one in gains],
            "mean_gain": means.mean(axis=1),
            "rank": 1 + (high[None, :] < low[:, None]).sum(axis=1),
            "rank_high": len(plans) - (low[None, :] > high[:, None]).sum(axis=1),
            "same_rank": (np.apply_along_axis(_places, 1, drawn) == places).mean(axis=0),
            "too_close_to": [", ".join(np.array(plans)[~row]) for row in apart],
        }
    )
    return Regret(table.iloc[np.argsort(most, kind="stable")].reset_index(drop=True)[list(COLUMNS)], _long(means, plans, futures))


def worst_tenth(gains: Values) -> float:
    """Return the mean gain of the worst tenth of runs; of fewer than ten runs the worst one.

    Parameters
    ----------
    gains : float64 array, shape (runs,)
    """
    count = max(1, int(len(gains) * WORST))
    return float(np.sort(gains)[:count].mean())


def _missed(means: Values) -> Values:
    """Return regret from mean gains, shape (plans, futures) or with more axes in front."""
    return np.asarray(means.max(axis=-2, keepdims=True) - means)


def _resampled(gains: Values, seed: int) -> Values:
    """Return the most regret of each plan in resamples of the cases, shape (resamples, plans); a case keeps its events."""
    rng, cases = np.random.default_rng(seed), gains.shape[2]
    found = np.empty((RESAMPLES, len(gains)))
    for row in range(RESAMPLES):
        means = gains[:, :, rng.integers(cases, size=cases)].mean(axis=2)
        found[row] = _missed(means).max(axis=1)
    return found


def _places(most: Values) -> NDArray[np.int64]:
    """Return each plan's place, 1 for the least regret; equals share the better place."""
    return np.asarray(1 + (most[None, :] < most[:, None]).sum(axis=1), dtype=np.int64)


def _long(means: Values, plans: Sequence[str], futures: Sequence[str]) -> pd.DataFrame:
    """Return gains and regrets as a table."""
    index = pd.MultiIndex.from_product([plans, futures], names=["plan", "future"])
    return pd.DataFrame({"gain": means.ravel(), "regret": _missed(means).ravel()}, index=index).reset_index()
