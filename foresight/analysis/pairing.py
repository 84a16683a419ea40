"""Does pairing pay? The spread of the difference between paired runs against that between runs with independent dice."""

import numpy as np
import pandas as pd

from foresight.analysis.comparison import Comparison
from foresight.indicators.measures import INDICATORS
from foresight.indicators.reading import headline

LAST = -1
WHOLE = 0


def variance_ratios(comparison: Comparison) -> pd.DataFrame:
    """Return, for each headline indicator, the variance of the last year's difference unpaired and paired, and their ratio.

    Unpaired differences set every run with the plan against every run without it that has other dice (all pairs i != j), which is
    what independent seeds would give.
    """
    ids = list(INDICATORS)
    rows = []
    for indicator in headline():
        position = ids.index(indicator.id)
        without = comparison.ensemble.without[:, LAST, position, WHOLE]
        with_plan = comparison.ensemble.with_plan[:, LAST, position, WHOLE]
        every = with_plan[:, None] - without[None, :]
        unpaired = float(np.var(every[~np.eye(len(without), dtype=bool)]))
        paired = float(np.var(with_plan - without))
        ratio = unpaired / paired if paired > 0 else float("inf")
        rows.append({"indicator": indicator.id, "title": indicator.title, "unpaired": unpaired, "paired": paired, "ratio": ratio})
    return pd.DataFrame(rows)
