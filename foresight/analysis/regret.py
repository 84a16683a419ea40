"""Regret: how much worse a plan can turn out than the best that could have been done, over futures and dice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.intervals import CONFIDENCE, of_mean

Values = NDArray[np.float64]

NOTHING = "none"
"""The plan that is always open: to do nothing; its gain is 0 everywhere."""

WORST = 0.1
RESAMPLES = 1_000
FEWEST = 5
"""Cases in a future, below which nothing is ranked: resamples of fewer say little."""
COLUMNS = (
    "plan", "most_regret", "most_regret_low", "most_regret_high", "most_regret_in", "mean_regret", "harms", "harms_clearly",
    "worst_tenth", "mean_gain", "rank", "rank_high", "same_rank", "too_close_to",
)  # fmt: skip


@dataclass(frozen=True)
class Regret:
    """What each plan risks.

    Parameters
    ----------
    table : DataFrame
        One row a plan, the least regretted first, with the columns of `COLUMNS`. `harms` is the share of futures (0-1) in which
        the plan leaves things worse on average, `harms_clearly` where the whole interval says so; `worst_tenth` is the mean
        gain of its worst tenth of runs; `rank` to `rank_high` are the places that the intervals leave open; `same_rank` is the
        share of resamples in which its place is the same; `too_close_to` names the plans whose intervals overlap with its own.
    by_future : DataFrame
        plan, future, gain, regret.
    """

    table: pd.DataFrame
    by_future: pd.DataFrame


def regret(gains: Values, plans: Sequence[str], futures: Sequence[str], *, seed: int = 1) -> Regret:
    """Return the regret of plans: in each future the best plan's mean gain less this plan's, doing nothing included.

    Parameters
    ----------
    gains : float64 array, shape (plans, futures, replicates) or (plans, futures, samples, replicates)
        Paired differences, turned so that more is better; every plan meets the same numbers and events in a sample and replicate.
    seed : int
        Of the resamples of samples and replicates that the intervals are made from.
    """
    if gains.ndim == 3:  # noqa: PLR2004 - one sample
        gains = gains[:, :, None]
    if NOTHING not in plans:
        gains, plans = np.concatenate([gains, np.zeros((1, *gains.shape[1:]))]), [*plans, NOTHING]
    means = gains.mean(axis=(2, 3))
    missed = _missed(means)
    most = missed.max(axis=1)
    low, high, same = _intervals(gains, most, seed)
    apart = (high[:, None] < low[None, :]) | (low[:, None] > high[None, :]) | np.eye(len(plans), dtype=bool)
    table = pd.DataFrame(
        {
            "plan": list(plans),
            "most_regret": most,
            "most_regret_low": low,
            "most_regret_high": high,
            "most_regret_in": [futures[place] for place in missed.argmax(axis=1)],
            "mean_regret": missed.mean(axis=1),
            "harms": (means < 0).mean(axis=1),
            "harms_clearly": _below_zero(gains).mean(axis=1),
            "worst_tenth": [worst_tenth(one.ravel()) for one in gains],
            "mean_gain": means.mean(axis=1),
            "rank": 1 + (high[None, :] < low[:, None]).sum(axis=1),
            "rank_high": len(plans) - (low[None, :] > high[:, None]).sum(axis=1),
            "same_rank": same,
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


def _below_zero(gains: Values) -> NDArray[np.bool_]:
    """Tell where a mean gain is below zero with its whole interval, shape (plans, futures)."""
    cases = gains.reshape(*gains.shape[:2], -1)
    return np.asarray(of_mean(np.moveaxis(cases, 2, 0)).high < 0)


def _intervals(gains: Values, most: Values, seed: int) -> tuple[Values, Values, Values]:
    """Return the ends of each plan's most regret and how firm its place is, each of shape (plans,); open for too few cases."""
    if gains.shape[2] * gains.shape[3] < FEWEST:
        return np.zeros_like(most), np.full_like(most, np.inf), np.full_like(most, np.nan)
    drawn = _resampled(gains, seed)
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    same = (np.apply_along_axis(_places, 1, drawn) == _places(most)).mean(axis=0)
    return np.minimum(low, most), np.maximum(high, most), same


def _resampled(gains: Values, seed: int) -> Values:
    """Return the most regret of each plan in resamples of samples and replicates, shape (resamples, plans)."""
    rng, (samples, replicates) = np.random.default_rng(seed), gains.shape[2:]
    found = np.empty((RESAMPLES, len(gains)))
    for row in range(RESAMPLES):
        taken = gains[:, :, rng.integers(samples, size=samples)] if samples > 1 else gains
        means = taken[..., rng.integers(replicates, size=replicates)].mean(axis=(2, 3))
        found[row] = _missed(means).max(axis=1)
    return found


def _places(most: Values) -> NDArray[np.int64]:
    """Return each plan's place, 1 for the least regret; equals share the better place."""
    return np.asarray(1 + (most[None, :] < most[:, None]).sum(axis=1), dtype=np.int64)


def _long(means: Values, plans: Sequence[str], futures: Sequence[str]) -> pd.DataFrame:
    """Return gains and regrets as a table."""
    index = pd.MultiIndex.from_product([plans, futures], names=["plan", "future"])
    return pd.DataFrame({"gain": means.ravel(), "regret": _missed(means).ravel()}, index=index).reset_index()
