"""Numbers of the analyses as people read them: shares in per cent, differences as more or fewer, gains as better or worse."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd

from foresight.presentation.naming import gained, signed_in_words, size
from foresight.presentation.numbers import percent, step_for

SHARES = frozenset({"harms", "coverage", "density", "usual"})
OF_THE_WHOLE = frozenset({"share", "share_low", "share_high"})
OF_WHAT_DIFFERS = frozenset({f"{name}{end}" for name in ("total", "first") for end in ("", "_low", "_high")})
DIFFERENCES = frozenset({"middle", "share", "alone", "last", "extra", "low", "high"})
GAINS = frozenset({"gain", "mean_gain", "worst_tenth"})
AMOUNTS = frozenset(
    {f"{name}{end}" for name in ("most_regret", "effect", "behind") for end in ("", "_low", "_high")}
    | {"mean_regret", "regret", "reach", "wanted"}
)
"""Columns by what their numbers are; all but shares are in the indicator's unit."""
WITH_ENDS = frozenset({"share", "extra", "gain", "low", "high"})
"""Columns whose ends are in `low` and `high`."""
Bands = Sequence[tuple[float, float]]
NO_BANDS: Mapping[str, Bands] = {}


def in_words(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return a table whose shares are in per cent, and whose numbers in an indicator's unit are in words.

    Parameters
    ----------
    unit : str
        That of the indicator; empty where it is not known, and then only shares are told.
    """
    made = table.copy()
    if "share" in made and ("part" in made or "numbers" in made):  # shares of a whole, whose ends have no names of their own
        made = made.rename(columns={"low": "share_low", "high": "share_high"})
        return _told(made, OF_THE_WHOLE, lambda value, _, __: percent(value))
    made = _told(made, SHARES | (OF_WHAT_DIFFERS if "total" in made else frozenset()), lambda value, _, __: percent(value))
    if not unit:
        return made
    bands = {name: _bands(made, str(name)) for name in made.columns}
    for names, write in (
        (GAINS | ({"low", "high"} if "gain" in made else set()), gained),
        (DIFFERENCES - ({"low", "high"} if "gain" in made else set()), _difference),
        (AMOUNTS, size),
    ):
        made = _told(made, frozenset(names), partial(_in_unit, write, unit), bands)
    return made


def _bands(table: pd.DataFrame, name: str) -> Bands:
    """Return the ends of the interval that each number of a column is rounded by, as the sentences on it do."""
    if name in {"wanted", "reach"}:
        return [(0.0, value) for value in table[name]]
    base = name.removesuffix("_low").removesuffix("_high")
    ends = [f"{base}_low", f"{base}_high"] if f"{base}_low" in table else ["low", "high"]
    if set(ends) <= set(table.columns) and (ends[0] != "low" or name in WITH_ENDS):
        return list(table[ends].itertuples(index=False, name=None))
    return [(value, value) for value in table[name]]


def _told(
    table: pd.DataFrame, names: frozenset[str], write: Callable[..., str], bands: Mapping[str, Bands] = NO_BANDS
) -> pd.DataFrame:
    """Return a table with some of its numbers written; what is no number, or without end, stays empty."""
    for name in names & set(table.columns):
        if pd.api.types.is_numeric_dtype(table[name]):
            ends = bands.get(name) or [(0.0, 0.0)] * len(table)
            known = table[name].notna() & (table[name].abs() != float("inf"))
            rows = zip(table[name], ends, known, strict=True)
            table[name] = [write(float(value), *band) if there else "" for value, band, there in rows]
    return table


def _in_unit(write: Callable[[float, float, float, str], str], unit: str, value: float, low: float, high: float) -> str:
    """Write a number in a unit; the interval counts only where it is closed."""
    closed = math.isfinite(high - low)
    return write(value, low if closed else value, high if closed else value, unit)


def _difference(value: float, low: float, high: float, unit: str) -> str:
    return signed_in_words(value, step_for(value, low, high, unit), unit)
