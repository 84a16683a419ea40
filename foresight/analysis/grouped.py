"""What each kind of action adds to a plan: exact shares of the kinds, on the same random events."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.intervals import of_mean
from foresight.analysis.shares import shapley
from foresight.ensemble.pairs import Pairing
from foresight.indicators.measures import INDICATORS
from foresight.scenario import library

Values = NDArray[np.float64]


def kinds_of(pairing: Pairing) -> list[str]:
    """Return the kinds of action (regional, microcluster, roll-out) that a plan has, in the order of their first action."""
    actions = library.actions()
    return list(dict.fromkeys(actions[item.action].group for item in pairing.plan.actions if item.action in actions))


def arms_of(pairing: Pairing) -> list[Pairing]:
    """Return the plan with every combination of its kinds of action: none first, all last; a kind's bit is its place."""
    kinds, actions = kinds_of(pairing), library.actions()
    arms = []
    for arm in range(1 << len(kinds)):
        taken = {kind for place, kind in enumerate(kinds) if arm >> place & 1}
        kept = tuple(item for item in pairing.plan.actions if actions[item.action].group in taken)
        arms.append(replace(pairing, plan=pairing.plan.model_copy(update={"actions": kept})))
    return arms


def shared_out(values: Values, kinds: Sequence[str], indicators: Sequence[str]) -> pd.DataFrame:
    """Return what each kind of action adds.

    Parameters
    ----------
    values : float64 array, shape (2 ** kinds, replicates, indicators)
        Readings of the arms of `arms_of`, all indicators.

    Returns
    -------
    DataFrame
        kind, indicator, unit, share, low, high: an exact Shapley share and where its mean lies in 95 of 100 such studies. The
        shares of an indicator add up to the plan's whole effect.
    """
    found = of_mean(np.moveaxis(shapley(values), 1, 0))
    columns = list(INDICATORS)
    return pd.DataFrame(
        [
            {
                "kind": kind,
                "indicator": indicator,
                "unit": INDICATORS[indicator].unit,
                "share": found.middle[place, columns.index(indicator)],
                "low": found.low[place, columns.index(indicator)],
                "high": found.high[place, columns.index(indicator)],
            }
            for indicator in indicators
            for place, kind in enumerate(kinds)
        ]
    )
