"""How long it takes until half of the organisations have taken something up, by segment (diffusion time)."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.cut import QUANTILES, worded
from foresight.ensemble.pairs import Ensemble
from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import Segments
from foresight.model.run import FIRST_YEAR, YEARS

SPREADING = ("ict", "back_office", "transparency", "involvement", "new_volunteering", "trading")
HALF = 50  # % of organisations
NOT_REACHED = f"not by {YEARS[-1]}"


def diffusion_times(ensemble: Ensemble, segments: Segments) -> pd.DataFrame:
    """Return the years from 2002 until half of the organisations use ICT well or have taken a practice up.

    Columns: indicator, title, segment_kind, segment, and for both arms the 10, 50 and 90 % values over pairs, infinite where half
    is not reached by 2022.
    """
    ids, rows = list(INDICATORS), []
    for indicator in SPREADING:
        position = ids.index(indicator)
        times = {
            arm: years_to_half(values[:, :, position])
            for arm, values in (("without", ensemble.without), ("with", ensemble.with_plan))
        }
        for place, (kind, label) in enumerate(segments.names):
            row: dict[str, object] = {"indicator": indicator, "title": INDICATORS[indicator].title}
            row |= {"segment_kind": kind, "segment": label}
            for arm, found in times.items():
                at = {part: np.quantile(found[:, place], share, method="inverted_cdf") for part, share in QUANTILES.items()}
                row |= {f"{arm}_{part}": float(value) for part, value in at.items()}
            rows.append(row)
    return pd.DataFrame(rows)


def written(table: pd.DataFrame) -> pd.DataFrame:
    """Return the times as they are written to a file: in words where half is not reached."""
    return worded(table, ("without_", "with_"), NOT_REACHED)


def years_to_half(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the years until a share in % first reaches a half, with straight lines between years; infinite where it does not.

    Parameters
    ----------
    shares : float64 array, shape (pairs, years, segments)

    Returns
    -------
    float64 array, shape (pairs, segments)
    """
    reached = shares >= HALF
    year = reached.argmax(axis=1)
    at = np.take_along_axis(shares, year[:, None], axis=1)[:, 0]
    before = np.take_along_axis(shares, np.maximum(year - 1, 0)[:, None], axis=1)[:, 0]
    rise = np.where(at > before, at - before, 1)
    part = np.where((year > 0) & (before < HALF), (HALF - before) / rise, 1)
    times = np.maximum(year - 1 + part, 0) + (YEARS[0] - FIRST_YEAR)
    return np.asarray(np.where(reached.any(axis=1), times, np.inf))
