"""Timing: which action to start first when money and hands are short, by what is gained soon and over the whole run."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.direction import turned
from foresight.analysis.orders import Gains, Order, Rules, greedy, ranked, schedule
from foresight.ensemble.arms import run_arms
from foresight.ensemble.pairs import Pairing
from foresight.ensemble.spread import Progress
from foresight.errors import ForesightError, InvalidInput
from foresight.indicators.measures import INDICATORS, unknown_indicator
from foresight.model.run import YEARS
from foresight.scenario import library
from foresight.scenario.actions import Action
from foresight.scenario.plans import Plan

Values = NDArray[np.float64]
Known = dict[Plan, Values]
"""What each schedule came to, shape (horizons, replicates, indicators): summed up over years, turned so that more is better."""
Search = Literal["greedy", "exhaustive", "both"]
Horizon = Literal["soon", "whole"]
HORIZONS: tuple[Horizon, ...] = get_args(Horizon)
COLUMNS = (
    "horizon", "first", "order", "starts", "left_out", "gain", "low", "high", "behind", "behind_low", "behind_high", "close",
    "cost", "step_by_step",
)  # fmt: skip

SOON = 3
"""Years from the plan's first start that count as soon."""

MOST_EXHAUSTIVE = 6
"""Actions up to which all orders are tried (720 of six)."""


@dataclass(frozen=True)
class Wish:
    """What is wished for of the orders of a plan.

    Parameters
    ----------
    indicator : str
        What is to be gained.
    rules : Rules
        The budget, and the years between starts.
    search : str
        `greedy` adds the best next action step by step, `exhaustive` tries all orders.
    """

    indicator: str
    rules: Rules
    search: Search = "both"


@dataclass(frozen=True)
class Timing:
    """Orders of a plan's actions, by what they gain.

    Parameters
    ----------
    table : DataFrame
        One row an order and horizon (`soon` or `whole`), the best first, with the columns of `COLUMNS`. `order` joins the
        actions with ` > `, `starts` their years; `gain` is the sum of yearly differences, turned so that more is better, in the
        indicator's unit times years; `behind` is how much an order stays behind the best, pair by pair, and `close` says that
        it may be nothing; `cost` is GBP m in the horizon; `step_by_step` marks the order that the greedy search took.
    first : DataFrame
        One row a horizon and action: the best order that starts with it.
    orders : int
        How many were compared; of those that come to the same starts the table has one.
    """

    table: pd.DataFrame
    first: pd.DataFrame
    indicator: str
    orders: int


def timing(
    pairing: Pairing,
    replicates: int,
    question: Wish,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    known: Known | None = None,
) -> Timing:
    """Run a plan's actions in many orders on the same random events, and say which order gains most.

    Parameters
    ----------
    pairing : Pairing
        The future and the plan, with seed, scale and strength; the plan's own starts matter only for its first year.
    executor : Executor
        Where the runs are made; in line where none is given.
    known : dict
        What was run before with the same pairing and replicates, whatever was asked; what is run now is added.

    Raises
    ------
    ForesightError
        For a plan with fewer than two actions, or too many for an exhaustive search; for an unknown indicator.
    """
    count = _checked(pairing.plan, question)
    trials = _Trials(pairing, replicates, question, executor, progress, {} if known is None else known)
    steps = {} if question.search == "exhaustive" else {horizon: greedy(count, trials.by(horizon)) for horizon in HORIZONS}
    orders = list(dict.fromkeys(steps.values())) if question.search == "greedy" else list(permutations(range(count)))
    kept = list({trials.plan(order): order for order in reversed([*steps.values(), *orders])}.values())[::-1]
    found = zip(HORIZONS, trials.gains(kept), strict=True)
    tables = [_table(trials, horizon, ranked(kept, values)) for horizon, values in found]
    for table, horizon in zip(tables, HORIZONS, strict=True):
        taken = trials.plan(steps[horizon]) if steps else None
        table["step_by_step"] = [trials.plan(order) == taken for order in table["order"]]
    table = pd.concat(tables, ignore_index=True)
    table["first"] = [pairing.plan.actions[order[0]].action for order in table["order"]]
    table["order"] = [_names(pairing.plan, order) for order in table["order"]]
    best = table.drop_duplicates(["horizon", "first"], ignore_index=True)
    return Timing(table[list(COLUMNS)], best[list(COLUMNS)], question.indicator, len(orders))


@dataclass
class _Trials:
    """The schedules run so far, each once, with what they gained."""

    pairing: Pairing
    replicates: int
    question: Wish
    executor: Executor | None
    progress: Progress | None
    known: Known

    @property
    def actions(self) -> Mapping[str, Action]:
        """Return the actions that ship."""
        return library.actions()

    def plan(self, order: Order) -> Plan:
        """Return the plan of an order."""
        return schedule(self.pairing.plan, order, self.question.rules, self.actions)

    @property
    def first_year(self) -> int:
        """The year in which the plan starts."""
        return min(item.start.year for item in self.pairing.plan.actions)

    def gains(self, orders: Sequence[Order]) -> Values:
        """Return the gains of orders, shape (horizons, orders, replicates); what has not been run yet is run."""
        plans = [self.plan(order) for order in orders]
        nothing = self.pairing.plan.model_copy(update={"actions": ()})
        missing = [plan for plan in dict.fromkeys((nothing, *plans)) if plan not in self.known]
        if missing:
            arms = [replace(self.pairing, plan=plan) for plan in missing]
            values = run_arms(arms, self.replicates, executor=self.executor, progress=self.progress)
            self.known |= zip(missing, self._horizons(values), strict=True)
        place = list(INDICATORS).index(self.question.indicator)
        return np.stack([(self.known[plan] - self.known[nothing])[..., place] for plan in plans], axis=1)

    def by(self, horizon: Horizon) -> Gains:
        """Return what gives the gains of orders in one horizon."""
        place = HORIZONS.index(horizon)
        return lambda orders: self.gains(orders)[place]

    def _horizons(self, values: Values) -> Values:
        """Return what was read, summed up over the years of each horizon, shape (arms, horizons, replicates, indicators)."""
        first = YEARS.index(self.first_year)
        read = turned(values)
        return np.stack([read[:, :, first : first + SOON].sum(axis=2), read[:, :, first:].sum(axis=2)], axis=1)


def _checked(plan: Plan, question: Wish) -> int:
    """Return how many actions are put in order, and refuse what no order can be found for."""
    count = len(plan.actions)
    if count < 2:  # noqa: PLR2004 - there is nothing to put in order
        msg = f"plan '{plan.id}': found {count} of the two or more actions that can be put in order"
        raise ForesightError(msg)
    if count > MOST_EXHAUSTIVE and question.search != "greedy":
        msg = f"search: found {question.search} for {count} actions; expected greedy for more than {MOST_EXHAUSTIVE} actions"
        raise ForesightError(msg)
    if question.indicator not in INDICATORS:
        raise InvalidInput(unknown_indicator(question.indicator))
    return count


def _table(trials: _Trials, horizon: Horizon, table: pd.DataFrame) -> pd.DataFrame:
    """Add to ranked orders when their actions start, what is left out, and what they cost in the horizon."""
    plans = [trials.plan(order) for order in table["order"]]
    every = {item.action for item in trials.pairing.plan.actions}
    years = range(trials.first_year, trials.first_year + SOON) if horizon == "soon" else range(trials.first_year, YEARS[-1] + 1)
    costs = [plan.costs(trials.actions) for plan in plans]
    starts = [{item.action: str(item.start.year) for item in plan.actions} for plan in plans]
    names = [[trials.pairing.plan.actions[place].action for place in order] for order in table["order"]]
    table.insert(0, "horizon", horizon)
    table["starts"] = [" > ".join(when.get(name, "never") for name in order) for order, when in zip(names, starts, strict=True)]
    table["left_out"] = [", ".join(sorted(every - set(when))) for when in starts]
    table["cost"] = [sum(cost[year] for year in years) for cost in costs]
    return table


def _names(plan: Plan, order: Order) -> str:
    """Return an order as its actions' names."""
    return " > ".join(plan.actions[place].action for place in order)
