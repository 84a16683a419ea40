"""Classification trees (CART; scikit-learn): the branch of a small tree in which a target is met."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foresight.analysis.conditions import MOST_CONDITIONS, Box, Cases, Condition, Flags, fit, merged, simplified

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

LEAST = 0.05
"""The least share of the cases that a branch holds."""

IS = "\x1f"
"""Stands between a column and one of its words in the columns that the tree sees."""


def cart(cases: Cases, met: Flags) -> Box:
    """Return the best branch; without conditions where none is better than all cases together.

    Parameters
    ----------
    cases : Cases
        What was varied.
    met : bool array, shape (cases,)
        Which cases meet the target.
    """
    from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415 - slow to load

    seen = _numbers(cases)
    grown = DecisionTreeClassifier(
        max_depth=MOST_CONDITIONS, min_samples_leaf=max(2, int(LEAST * len(cases))), class_weight="balanced", random_state=0
    )
    grown.fit(np.column_stack(list(seen.values())), met)
    branches = [_merged(path, cases) for path in _paths(grown, list(seen))]
    best = min([(), *branches], key=lambda box: fit(box, cases, met).distance)
    return simplified(best, cases, met)


def _numbers(cases: Cases) -> dict[str, NDArray[np.float64]]:
    """Return the columns by name, with one of 0 and 1 for each word."""
    columns: dict[str, NDArray[np.float64]] = {}
    for name in cases:
        values = cases[name]
        if cases.of_words(name):
            columns |= {f"{name}{IS}{word}": (values == word).astype(np.float64) for word in np.unique(values).tolist()}
        else:
            columns[name] = values
    return columns


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


def _merged(path: list[Condition], cases: Cases) -> Box:
    """Return one condition a column, and words where the tree saw words as numbers."""
    steps = []
    for step in path:
        name, _, word = step.column.partition(IS)
        others = frozenset(np.unique(cases[name]).tolist()) - {word} if word else None
        allowed = frozenset({word}) if word and step.low > 0 else others
        steps.append(Condition(name, words=allowed) if word else step)
    return merged(steps)
