"""The scorecard of the six aspirations: how far each is on its way to its target, and how often it gets there."""

import pandas as pd

from foresight.analysis.cut import banded
from foresight.ensemble.pairs import Ensemble
from foresight.indicators.measures import INDICATORS

PREFIX = "aspiration_"
REACHED = 1 - 1e-6  # single precision rounds a target that is reached


def scorecard(ensemble: Ensemble) -> pd.DataFrame:
    """Return one row an aspiration, for the whole sector in the last year.

    Columns: aspiration, title; `without_*`, `with_*` and `difference_*` with their 10, 50 and 90 % values over pairs, 0 at the
    start of the way and 1 at the target; `confidence_without` and `confidence_with`, the share of pairs (0-1) that reach it.
    """
    rows = []
    for position, (name, one) in enumerate(INDICATORS.items()):
        if not name.startswith(PREFIX):
            continue
        without, with_plan = ensemble.without[:, -1, position, 0], ensemble.with_plan[:, -1, position, 0]
        row: dict[str, object] = {"aspiration": name.removeprefix(PREFIX), "title": one.title.partition(": ")[2]}
        row |= {name: float(value) for name, value in banded(without, with_plan).items()}
        row |= {"confidence_without": float((without >= REACHED).mean()), "confidence_with": float((with_plan >= REACHED).mean())}
        rows.append(row)
    return pd.DataFrame(rows)
