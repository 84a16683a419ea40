"""Shares of a whole among the actions of a plan: exact Shapley shares over all arms, and sampled ones where arms are too many.

An arm is a set of actions, written as a number whose bit i says whether action i is in it; arm 0 is no plan. Shares are those
of Shapley (1953), pairs those of Grabisch and Roubens (1999): an average, over all orders in which the actions could have been
added, of what an action (or a pair beyond its two actions) adds to those before it.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Order = tuple[int, ...]


class Sampled(NamedTuple):
    """Estimates from sampled orders, with the orders kept apart so that their error can be told.

    Parameters
    ----------
    shares : float64 array, shape (orders, actions, ...)
    pairs : list of float64 arrays, each of shape (times seen, ...)
        For each pair of `combinations(range(actions), 2)` what it added beyond its two actions, once for every time it was seen.
    """

    shares: Values
    pairs: list[Values]


def shapley(values: Values) -> Values:
    """Return each action's exact share of the whole, shape (actions, ...).

    The shares add up to what all actions do together; an action that changes nothing in any arm gets exactly 0.

    Parameters
    ----------
    values : float64 array, shape (2 ** actions, ...)
        What was read in each arm, by the arm's number.
    """
    actions = _actions(values)
    weights = [1 / (actions * comb(actions - 1, size)) for size in range(actions)]
    shares = np.zeros((actions, *values.shape[1:]))
    for action in range(actions):
        bit = 1 << action
        for arm in range(len(values)):
            if not arm & bit:
                shares[action] += weights[arm.bit_count()] * (values[arm | bit] - values[arm])
    return shares


def interactions(values: Values) -> Values:
    """Return what each pair of actions adds beyond its two actions, shape (pairs, ...), pairs as in `combinations`.

    Parameters
    ----------
    values : float64 array, shape (2 ** actions, ...)
        What was read in each arm, by the arm's number.
    """
    actions = _actions(values)
    found = np.zeros((comb(actions, 2), *values.shape[1:]))
    for place, (one, other) in enumerate(combinations(range(actions), 2)):
        a, b = 1 << one, 1 << other
        for arm in range(len(values)):
            if not arm & (a | b):
                weight = 1 / ((actions - 1) * comb(actions - 2, arm.bit_count()))
                found[place] += weight * ((values[arm | a | b] - values[arm | a]) - (values[arm | b] - values[arm]))
    return found


def orders(actions: int, pairs_of_orders: int, seed: int) -> list[Order]:
    """Return random orders of the actions, each followed by its reverse, which halves the error where actions help each other."""
    rng = np.random.default_rng(seed)
    drawn = [tuple(int(one) for one in rng.permutation(actions)) for _ in range(pairs_of_orders)]
    return [order for one in drawn for order in (one, one[::-1])]


def arms_of(taken: Sequence[Order]) -> list[int]:
    """Return the arms that sampled orders need: every beginning of an order, and each with its last two actions swapped."""
    needed = {0}
    for order in taken:
        beginnings = _beginnings(order)
        needed |= set(beginnings)
        needed |= {before | 1 << second for before, (_, second) in zip(beginnings, pairwise(order), strict=False)}
    return sorted(needed)


def sampled(values: Mapping[int, Values], taken: Sequence[Order]) -> Sampled:
    """Return the shares and pairs that sampled orders show.

    Shares add up to the whole in every order. What a pair adds is read wherever its two actions stand next to each other; what
    stands before them is then as likely as in the exact average.

    Parameters
    ----------
    values : mapping from arm to float64 array of any one shape
    """
    actions = len(taken[0])
    shares = np.zeros((len(taken), actions, *values[0].shape))
    pairs: dict[tuple[int, int], list[Values]] = {pair: [] for pair in combinations(range(actions), 2)}
    for row, order in enumerate(taken):
        beginnings = _beginnings(order)
        for action, before, after in zip(order, beginnings, beginnings[1:], strict=False):
            shares[row, action] = values[after] - values[before]
        for (one, other), before in zip(pairwise(order), beginnings, strict=False):
            first, second, both = before | 1 << one, before | 1 << other, before | 1 << one | 1 << other
            extra = (values[both] - values[first]) - (values[second] - values[before])
            pairs[min(one, other), max(one, other)].append(extra)
    empty = np.empty((0, *values[0].shape))
    return Sampled(shares, [np.stack(seen) if seen else empty for seen in pairs.values()])


def _beginnings(order: Order) -> list[int]:
    """Return the arms on the way from no action to all of them."""
    arms = [0]
    for action in order:
        arms.append(arms[-1] | 1 << action)
    return arms


def _actions(values: Values) -> int:
    """Return how many actions the arms are made of.

    Raises
    ------
    ValueError
        Where the number of arms is not a power of two.
    """
    actions = len(values).bit_length() - 1
    if actions < 1 or len(values) != 1 << actions:
        msg = f"values: found {len(values)} arms; expected all sets of at least one action, 2, 4, 8 or more"
        raise ValueError(msg)
    return actions
