"""Classification trees (CART; scikit-learn): the branch of a small tree in which a target is met."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from foresight.analysis.conditions import MOST_CONDITIONS, Box, Condition, Flags, fit, merged, simplified

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

LEAST = 0.05
"""The least share of the cases that a branch holds."""

IS = "\x1f"
"""Stands between a column and one of its words in the columns that the tree sees."""


def cart(cases: pd.DataFrame, met: Flags) -> Box:
    """Return the best branch; without conditions where none is better than all cases together.

    Parameters
    ----------
    cases : DataFrame
        What was varied, a column each: numbers or words.
    met : bool array, shape (cases,)
        Which cases meet the target.
    """
    from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415 - slow to load

    seen = _numbers(cases)
    grown = DecisionTreeClassifier(
        max_depth=MOST_CONDITIONS, min_samples_leaf=max(2, int(LEAST * len(cases))), class_weight="balanced", random_state=0
    )
    grown.fit(seen.to_numpy(), met)
    branches = [_merged(path, cases) for path in _paths(grown, [str(name) for name in seen])]
    best = min([(), *branches], key=lambda box: fit(box, cases, met).distance)
    return simplified(best, cases, met)


def _numbers(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the cases with a column of 0 and 1 for each word."""
    columns = {}
    for name in cases:
        if is_numeric_dtype(cases[name]):
            columns[str(name)] = cases[name].astype(float)
        else:
            words = cases[name].astype(str)
            columns |= {f"{name}{IS}{word}": (words == word).astype(float) for word in sorted(set(words))}
    return pd.DataFrame(columns)


def _paths(grown: "DecisionTreeClassifier", columns: list[str]) -> list[list[Condition]]:
    """Return the conditions on the way to each node below the root."""
    tree, found = grown.tree_, []
    waiting: list[tuple[int, list[Condition]]] = [(0, [])]
    while waiting:
        node, path = waiting.pop()
        if path:
            found.append(path)
        if tree.children_left[node] >= 0:
            name, at = columns[tree.feature[node]], float(tree.threshold[node])
            waiting.append((int(tree.children_left[node]), [*path, Condition(name, high=at)]))
            waiting.append((int(tree.children_right[node]), [*path, Condition(name, low=float(np.nextafter(at, np.inf)))]))
    return found


def _merged(path: list[Condition], cases: pd.DataFrame) -> Box:
    """Return one condition a column, and words where the tree saw words as numbers."""
    steps = []
    for step in path:
        name, _, word = step.column.partition(IS)
        others = frozenset(cases[name].astype(str)) - {word} if word else None
        allowed = frozenset({word}) if word and step.low > 0 else others
        steps.append(Condition(name, words=allowed) if word else step)
    return merged(steps)
