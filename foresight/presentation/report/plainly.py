"""Tables of the analyses in plain words: titles instead of names, columns that people know, and no column for analysts only."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from foresight.presentation.answers.causes import METHODS
from foresight.presentation.answers.uncertainty import PARTS
from foresight.presentation.naming import action_title, future_title, path_title, plan_title, strength_title

FOR_ANALYSTS = frozenset(
    {
        "variance", "harms_clearly", "rank", "rank_high", "same_rank", "too_close_to", "uneven", "luck", "searched_coverage",
        "searched_density",
    }
)  # fmt: skip
"""Columns that a report leaves to the tables that `foresight analyse` writes."""
HEADS: Mapping[str, str] = {
    "most_regret": "largest regret",
    "most_regret_in": "in the future",
    "harms": "futures made worse",
    "worst_tenth": "worst tenth of runs",
    "part": "comes from",
    "low": "lower end",
    "high": "upper end",
    "strength": "effects",
    "reach": "known to, either way",
    "middle": "mean difference",
    "wanted": "wanted, either way",
    "needed": "runs needed",
    "more": "runs more",
    "path": "number",
    "total": "with all that it does together with others",
    "effect": "moved across its range, changes the result by",
    "direction": "on average, up or down",
    "method": "found by",
    "passed": "holds in the other half",
    "coverage": "share of those that meet it",
    "density": "meets it, of these",
    "usual": "meets it, of all",
}
NOTHING = frozenset({"0", "0%", "nothing", "0.000"})
"""A lower end that says nothing where there is no upper one."""
ALONE = {"first": "by itself"}
"""What `first` is called beside `total`; elsewhere it is an action."""
TITLES: Mapping[str, Callable[[str], str]] = {
    "plan": plan_title,
    "future": future_title,
    "most_regret_in": future_title,
    "strength": strength_title,
    "path": path_title,
    "first": action_title,
    "action": action_title,
    "part": lambda name: PARTS.get(name, name),
    "method": lambda name: METHODS.get(name, name),
}


def plainly(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the names of things as people know them, and without what only analysts read."""
    made = table.drop(columns=[name for name in table.columns if name in FOR_ANALYSTS])
    for name in made.columns:
        if pd.api.types.is_bool_dtype(made[name]):
            made[name] = made[name].map({True: "yes", False: "no"})
        elif name in TITLES and not pd.api.types.is_numeric_dtype(made[name]):
            made[name] = [_titled(TITLES[name], one) for one in made[name]]
    return made


def ranged(text: pd.DataFrame) -> pd.DataFrame:
    """Return a table of text with the ends of each range in brackets after what they belong to, and plain heads."""
    made = text.copy()
    for name in text.columns:
        ends = [f"{name}_low", f"{name}_high"]
        if set(ends) <= set(text.columns):
            made[name] = [_ends(*cells) for cells in text[[name, *ends]].itertuples(index=False, name=None)]
            made = made.drop(columns=ends)
    return made.rename(columns={**HEADS, **(ALONE if "total" in made else {})})


def _titled(title: Callable[[str], str], value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    return "" if pd.isna(value) else title(str(value))


def _ends(middle: str, low: str, high: str) -> str:
    """Write a range after its middle; an end that the runs cannot tell is left open.

    >>> _ends("130", "20", "200"), _ends("130", "20", ""), _ends("130", "nothing", "")
    ('130 (20 to 200)', '130 (20 or more)', '130 (too few runs to tell)')
    """
    if not low or not middle:
        return middle
    if not high:
        return f"{middle} (too few runs to tell)" if low in NOTHING else f"{middle} ({low} or more)"
    return f"{middle} ({low} to {high})"
