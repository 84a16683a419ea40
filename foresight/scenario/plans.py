"""A plan: which actions, when, how strongly, and for how much money."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Annotated, Literal, Self

from pydantic import Field

from foresight.config import (
    Complaint,
    Frozen,
    Grade,
    Identifier,
    Listed,
    Mapped,
    Number,
    Strength,
    Text,
    Title,
    Unit,
    combine_strength,
    within,
)
from foresight.errors import unknown
from foresight.scenario.actions import Action, Count, Odds, Segment
from foresight.scenario.dates import FIRST_YEAR, LAST_YEAR, QUARTERS, STEPS, PlanDate

THOUSANDS_IN_A_MILLION = 1000.0
ROUNDING = 1e-9  # a budget may be passed by this share, which sums of floating-point numbers leave

Rule = Literal["fixed", "equity-first", "value-first", "evaluate-then-scale"]


class PlanItem(Frozen):
    """One action of a plan."""

    action: Identifier
    """the action's id"""
    start: PlanDate
    """the year or quarter in which it starts; a year means its first quarter"""
    end: PlanDate | None = None
    """the last year or quarter in which it is paid for; the end of the run where none is given"""
    strength: Strength = "central"
    """how strong its effects are: low, central, high, or a number from 0 to 10 that multiplies the central effects"""
    coverage: Annotated[float, Field(ge=0, le=1)] | None = None
    """the share of eligible organisations that take part, from 0 to 1, instead of the action's own"""
    odds: Annotated[Mapped[Segment, Odds], Unit("multiplier of the odds")] = Field(default_factory=dict)
    """what multiplies the odds of taking part for small, rural and bme_led organisations, instead of the action's own"""
    budget: Annotated[Annotated[Number, within(0, 1e6)] | None, Unit("GBP thousand a year, 2002 prices")] = None
    """GBP thousand a year; where it does not pay for the full coverage, it buys a part of it"""
    units: Count | None = None
    """how many units, for actions that come in units such as microclusters"""
    taper: Annotated[Annotated[Number, within(0, 20)] | None, Unit("years")] = None
    """years before its end over which the money is withdrawn bit by bit"""

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

    def end_of(self, action: Action) -> int:
        """Return the last step in which the action is at work: that of the plan, or sooner for what is done once."""
        if action.lasts is None:
            return self.last_step
        return min(self.last_step, self.first_step - 1 + round(action.lasts.value * QUARTERS))

    def full_cost(self, action: Action) -> float:
        """Return what the wanted coverage and units cost, in GBP thousand a year (2002 prices)."""
        usual = action.uptake.coverage.value
        wider = self.coverage / usual if self.coverage is not None and usual > 0 else 1.0
        return action.cost.value * self.units_of(action) * wider

    def units_of(self, action: Action) -> int:
        """Return how many units there are; 1 for what does not come in units."""
        return 1 if action.units is None else self.units or action.units

    def cost(self, action: Action) -> float:
        """Return what the plan pays for it, in GBP thousand a year: its full cost, or its budget where that is less."""
        full = self.full_cost(action)
        return full if self.budget is None else min(full, self.budget.value)

    def reach(self, action: Action) -> float:
        """Return the share of eligible organisations that the money reaches, from 0 to 1."""
        full = self.full_cost(action)
        wanted = action.uptake.coverage.value if self.coverage is None else self.coverage
        return wanted * (self.cost(action) / full if full > 0 else 1.0)

    def growth(self, action: Action) -> float:
        """Return how many times what the plan pays for it its full size would cost."""
        full, paid = action.cost.value * (action.units or 1), self.cost(action)
        return full / paid if paid > 0 else 1.0

    def spent(self, action: Action) -> Mapping[int, float]:
        """Return what the plan pays for it in each step, in GBP thousand (2002 prices): set-up, running, and what it recovers."""
        paid = {}
        yearly, setting_up = self.cost(action), self._set_up_steps(action)
        once = action.set_up.cost.value if action.set_up.cost is not None and self.reach(action) > 0 else 0.0
        for step in range(self.first_step, self.end_of(action) + 1):
            due = yearly * self._net(action, step) * self._tapered(step) / QUARTERS
            if step in setting_up:
                due += once / len(setting_up)
            if due > 0:
                paid[step] = due
        return paid

    def _set_up_steps(self, action: Action) -> range:
        """Return the steps over which the set-up is paid: until it acts, a year at least."""
        quarters = max(round(action.delay.value * QUARTERS), QUARTERS)
        return range(self.first_step, min(self.first_step + quarters, self.end_of(action) + 1))

    def _net(self, action: Action, step: int) -> float:
        """Return the share of its cost that it does not earn back by itself, from 0 to 1."""
        if action.free_after is None or step < self.first_step + round(action.free_after.value * QUARTERS):
            return 1.0
        return 0.0 if action.recovers is None else 1 - action.recovers.value

    def _tapered(self, step: int) -> float:
        """Return the share of its money that it still gets as its end comes near, from 0 to 1."""
        if self.taper is None or self.end is None or self.taper.value == 0:
            return 1.0
        left = self.last_step - step + 1
        return min(left / (self.taper.value * QUARTERS + 1), 1.0)


class Plan(Frozen):
    """Which actions are taken, when, and for how much money."""

    kind: Literal["plan"]
    """plan"""
    id: Identifier
    """its name in commands"""
    title: Title
    """its name for people"""
    summary: Text
    """what it does, in a few sentences"""
    budget: Annotated[Annotated[Number, within(0, 1e6)] | None, Unit("GBP m a year, 2002 prices")] = None
    """the most that may be spent, in GBP m a year"""
    rule: Rule = "fixed"
    """how the leadership group shares its money out each year: fixed, equity-first, value-first or evaluate-then-scale"""
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
            if (action := actions.get(item.action)) is not None:
                for step, money in item.spent(action).items():
                    spent[year_of(step)] += money / THOUSANDS_IN_A_MILLION
        return spent

    def budgets(self, actions: Mapping[str, Action], strength: Strength = "central") -> Mapping[int, float]:
        """Return the most that may be spent in each year, in GBP m (2002 prices): the budget, and what actions add to it.

        Without a budget there is no limit.
        """
        most = float("inf") if self.budget is None else self.budget.value
        limits = dict.fromkeys(range(FIRST_YEAR + 1, LAST_YEAR + 1), most)
        for item in self.actions:
            if (action := actions.get(item.action)) is not None:
                more = sum(lever.budget_growth(*combine_strength(strength, item.strength)) for lever in action.levers)
                first = item.first_step + round(action.delay.value * QUARTERS)
                for year in limits:
                    if first <= (year - FIRST_YEAR) * QUARTERS - QUARTERS + 1 <= item.last_step:
                        limits[year] += more * most
        return limits


def year_of(step: int) -> int:
    """Return the year that a step from 1 on is in."""
    return FIRST_YEAR + 1 + (step - 1) // QUARTERS


def mistakes(plan: Plan, actions: Mapping[str, Action]) -> Iterable[Complaint]:
    """Say where a plan does not fit the actions that exist: unknown ones, units of what has none, more spent than there is."""
    for index, item in enumerate(plan.actions):
        if item.action not in actions:
            wrong = unknown(item.action, actions, "known action")
            yield Complaint(("actions", index, "action"), wrong.found, wrong.expected, wrong.suggestion)
        elif item.units is not None and actions[item.action].units is None:
            yield Complaint(("actions", index, "units"), str(item.units), "no units, since this action does not come in units")
    if plan.budget is not None:
        yield from _overspent(plan.costs(actions), plan.budgets(actions))


def _overspent(costs: Mapping[int, float], budgets: Mapping[int, float]) -> Iterable[Complaint]:
    over = [year for year, cost in costs.items() if cost > budgets[year] * (1 + ROUNDING)]
    if over:
        sums, limits = ({year: each[year] for year in over} for each in (costs, budgets))
        same = len(set(budgets.values())) == 1
        most = f"GBP {limits[over[0]]:.3f} m a year" if same else _by_year(limits)
        yield Complaint(("budget",), f"actions that cost {_by_year(sums)}", f"at most {most}")


def _by_year(money: Mapping[int, float]) -> str:
    """Write sums of GBP m with their years, equal sums of neighbouring years together."""
    told = []
    for sum_, group in groupby(money.items(), key=lambda pair: f"GBP {pair[1]:.3f} m"):
        years = [year for year, _ in group]
        told.append(f"{sum_} in {years[0]}" if len(years) == 1 else f"{sum_} from {years[0]} to {years[-1]}")
    return ", ".join(told)
