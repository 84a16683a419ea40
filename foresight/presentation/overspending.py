"""A plan that costs more than its budget, told in pounds and years, and the budget that would pay for it."""

import math
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from foresight.presentation.sentences import listed
from foresight.scenario.actions import Action
from foresight.scenario.plans import ROUNDING, Plan

MILLION, THOUSAND = 1_000_000, 1000
MOST_BARE = 2  # years that are named without more words
FINEST = 0.1  # GBP m: a budget that is none of the usual sizes is a multiple of this


class Overspending(NamedTuple):
    """The years in which a plan costs more than it may, with what it costs and what it may, in GBP m; and its budget.

    It may cost more than its budget where its actions bring in money.
    """

    costs: Mapping[int, float]
    budgets: Mapping[int, float]
    budget: float

    @property
    def worst(self) -> int:
        """Return the year in which the most is missing."""
        return max(self.costs, key=lambda year: self.costs[year] - self.budgets[year])


def overspending(plan: Plan, actions: Mapping[str, Action]) -> Overspending | None:
    """Return in which years a plan costs more than it may, or nothing where it never does."""
    if plan.budget is None:
        return None
    costs, budgets = plan.costs(actions), plan.budgets(actions)
    over = [year for year, cost in costs.items() if cost > budgets[year] * (1 + ROUNDING)]
    if not over:
        return None
    return Overspending({year: costs[year] for year in over}, {year: budgets[year] for year in over}, plan.budget.value)


def told(found: Overspending) -> str:
    """Say what a plan costs, what it may cost, and what is missing.

    >>> told(Overspending({2003: 0.29, 2004: 0.29, 2006: 0.27}, dict.fromkeys((2003, 2004, 2006), 0.25), 0.25))
    'This plan costs £290,000 in 2003 and 2004; the budget is £250,000 a year: £40,000 too much. It is over budget in 2006, too.'
    """
    worst = found.worst
    alike = [year for year in found.costs if pounds(found.costs[year]) == pounds(found.costs[worst])]
    others = [year for year in found.costs if year not in alike]
    besides = f" It is over budget in {spans(others)}, too." if others else ""
    budget = f"the budget is {pounds(found.budget)} a year"
    if pounds(found.budgets[worst]) != pounds(found.budget):
        budget += f", {pounds(found.budgets[worst])} with what the plan brings in"
    missing = pounds(found.costs[worst] - found.budgets[worst])
    many = "each of the years " if len(alike) > MOST_BARE else ""
    return f"This plan costs {pounds(found.costs[worst])} in {many}{spans(alike)}; {budget}: {missing} too much.{besides}"


def pays(plan: Plan, actions: Mapping[str, Action], sizes: Iterable[float]) -> float:
    """Return the smallest of some budgets that pays for a plan, or the next round sum where none does, in GBP m a year."""
    for size in sorted(sizes):
        if overspending(_with(plan, size), actions) is None:
            return size
    enough = math.ceil(max(plan.costs(actions).values()) / FINEST - ROUNDING) * FINEST
    return round(enough, 1)


def pounds(millions: float) -> str:
    """Write a sum of money, to the thousand where it is as much.

    >>> pounds(0.29), pounds(1.0), pounds(2.845), pounds(0.0004)
    ('£290,000', '£1 million', '£2.845 million', '£400')
    """
    whole = round(millions * MILLION)
    if whole >= THOUSAND:
        whole = round(whole / THOUSAND) * THOUSAND
    return f"£{whole / MILLION:.3f}".rstrip("0").rstrip(".") + " million" if whole >= MILLION else f"£{whole:,}"


def spans(years: Iterable[int]) -> str:
    """Write years, neighbours together.

    >>> spans([2003, 2004, 2007, 2008, 2009, 2012])
    '2003 and 2004, 2007 to 2009 and 2012'
    """
    order = sorted(years)
    starts = [order[0], *(year for before, year in pairwise(order) if year > before + 1)]
    ends = [before for before, year in pairwise(order) if year > before + 1] + [order[-1]]
    return listed([_span(first, last) for first, last in zip(starts, ends, strict=True)])


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} {'and' if last == first + 1 else 'to'} {last}"


def _with(plan: Plan, budget: float) -> Plan:
    """Return a plan with another budget."""
    number = plan.budget.model_copy(update={"value": budget}) if plan.budget is not None else None
    return plan.model_copy(update={"budget": number})
