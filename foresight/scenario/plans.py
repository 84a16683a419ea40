"""A plan: which actions, when, how strongly, and for how much money."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field

from foresight.config import (
    Complaint,
    Frozen,
    Grade,
    Identifier,
    Listed,
    Number,
    Strength,
    Text,
    Unit,
    within,
)
from foresight.errors import unknown
from foresight.scenario.actions import Action, Count
from foresight.scenario.dates import FIRST_YEAR, LAST_YEAR, QUARTERS, STEPS, PlanDate

THOUSANDS_IN_A_MILLION = 1000.0


class PlanItem(Frozen):
    """One action of a plan."""

    action: Identifier
    """the action's id"""
    start: PlanDate
    """the year or quarter in which it starts; a year means its first quarter"""
    end: PlanDate | None = None
    """the last year or quarter in which it is paid for; the end of the run where none is given"""
    strength: Strength = "central"
    """how strong its effects are: low, central, high, or a number that multiplies the central effects"""
    coverage: Annotated[float, Field(ge=0, le=1)] | None = None
    """the share of eligible organisations that take part, from 0 to 1, instead of the action's own"""
    budget: Annotated[Annotated[Number, within(0, 1e6)] | None, Unit("GBP thousand a year, 2002 prices")] = None
    """GBP thousand a year; where it does not pay for the full coverage, it buys a part of it"""
    units: Count | None = None
    """how many units, for actions that come in units such as microclusters"""

    def faults(self) -> Iterable[Complaint]:
        """Check that it does not end before it starts."""
        if self.end is not None and self.end.step < self.start.first_step:
            yield Complaint(("end",), str(self.end), f"the start, {self.start}, or a later date")

    @property
    def first_step(self) -> int:
        """The first step in which the action is paid for."""
        return self.start.first_step

    @property
    def last_step(self) -> int:
        """The last step in which the action is paid for."""
        return STEPS if self.end is None else self.end.step

    def full_cost(self, action: Action) -> float:
        """Return what the wanted coverage and units cost, in GBP thousand a year (2002 prices)."""
        units = 1 if action.units is None else self.units or action.units
        usual = action.uptake.coverage.value
        wider = self.coverage / usual if self.coverage is not None and usual > 0 else 1.0
        return action.cost.value * units * wider

    def cost(self, action: Action) -> float:
        """Return what the plan pays for it, in GBP thousand a year: its full cost, or its budget where that is less."""
        full = self.full_cost(action)
        return full if self.budget is None else min(full, self.budget.value)

    def reach(self, action: Action) -> float:
        """Return the share of eligible organisations that the money reaches, from 0 to 1."""
        full = self.full_cost(action)
        wanted = action.uptake.coverage.value if self.coverage is None else self.coverage
        return wanted * (self.cost(action) / full if full > 0 else 1.0)

    def paid_steps(self, action: Action) -> range:
        """Return the steps in which the plan pays for it: from start to end, or until it pays for itself."""
        last = self.last_step
        if action.free_after is not None:
            last = min(last, self.first_step - 1 + round(action.free_after.value * QUARTERS))
        return range(self.first_step, last + 1)


class Plan(Frozen):
    """Which actions are taken, when, and for how much money."""

    kind: Literal["plan"]
    """plan"""
    id: Identifier
    """its name in commands"""
    title: Text
    """its name for people"""
    summary: Text
    """what it does, in a few sentences"""
    budget: Annotated[Annotated[Number, within(0, 1e6)] | None, Unit("GBP m a year, 2002 prices")] = None
    """the most that may be spent, in GBP m a year"""
    actions: Listed[PlanItem]
    """the actions, each with its start"""
    source: Text | None = None
    """where its numbers come from"""
    grade: Grade | None = None
    """how good the evidence is, from A to D"""

    def faults(self) -> Iterable[Complaint]:
        """Check that no action comes twice."""
        seen = set()
        for index, item in enumerate(self.actions):
            if item.action in seen:
                yield Complaint(("actions", index, "action"), f"'{item.action}' a second time", "each action once")
            seen.add(item.action)

    @classmethod
    def none(cls) -> Self:
        """Return the plan without any action."""
        return cls(kind="plan", id="none", title="No plan", summary="The future takes its course without any action.", actions=())

    def costs(self, actions: Mapping[str, Action]) -> Mapping[int, float]:
        """Return what the plan spends in each year from 2003 to 2022, in GBP m (2002 prices)."""
        spent = dict.fromkeys(range(FIRST_YEAR + 1, LAST_YEAR + 1), 0.0)
        for item in self.actions:
            action = actions.get(item.action)
            if action is None:
                continue
            for step in item.paid_steps(action):
                spent[FIRST_YEAR + 1 + (step - 1) // QUARTERS] += item.cost(action) / QUARTERS / THOUSANDS_IN_A_MILLION
        return spent


def mistakes(plan: Plan, actions: Mapping[str, Action]) -> Iterable[Complaint]:
    """Say where a plan does not fit the actions that exist: unknown ones, units of what has none, more spent than there is."""
    for index, item in enumerate(plan.actions):
        if item.action not in actions:
            wrong = unknown(item.action, actions, "known action")
            yield Complaint(("actions", index, "action"), wrong.found, wrong.expected, wrong.suggestion)
        elif item.units is not None and actions[item.action].units is None:
            yield Complaint(("actions", index, "units"), str(item.units), "no units, since this action does not come in units")
    if plan.budget is not None:
        yield from _overspent(plan.costs(actions), plan.budget.value)


def _overspent(costs: Mapping[int, float], budget: float) -> Iterable[Complaint]:
    over = {year: cost for year, cost in costs.items() if cost > budget * (1 + 1e-9)}
    if over:
        year, cost = next(iter(over.items()))
        more = f" (and too much in {len(over) - 1} other years)" if len(over) > 1 else ""
        yield Complaint(("budget",), f"actions that cost GBP {cost:.3f} m in {year}{more}", f"at most GBP {budget:.3f} m a year")
