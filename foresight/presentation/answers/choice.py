"""Answers on what to choose: which plan would be regretted least, and which action to start first."""

import numpy as np
import pandas as pd

from foresight.analysis.analyse import Case
from foresight.analysis.regret import Regret
from foresight.analysis.timing import SOON, Horizon, Timing
from foresight.errors import either
from foresight.indicators.measures import INDICATORS
from foresight.presentation import spans
from foresight.presentation.answers.answer import SURE, Answer, Row, rows, slug
from foresight.presentation.charts import spoken_unit
from foresight.presentation.naming import action_title, gained, in_future, plan_title, size, spoken, strength_title
from foresight.presentation.numbers import percent
from foresight.presentation.sentences import TOO_CLOSE, listed
from foresight.scenario.library import NO_PLAN

REGRET = "Regret is how far a plan stays behind the best that could have been done in the same future, doing nothing included."
HORIZONS: dict[Horizon, str] = {"soon": f"the first {SOON} years", "whole": "the whole run"}


def regrets(indicator: str, found: dict[Case, Regret]) -> list[Answer]:
    """Say which plan would be regretted least, at each strength of its effects."""
    entry = INDICATORS[indicator]
    answers = []
    for case, one in found.items():
        table = one.table
        each = rows(table)
        strength = f" ({strength_title(case.strength)})" if len(found) > 1 else ""
        sentence = f"{_least(each, entry.unit)}{strength}. {_harm(each)}"
        notes = [REGRET, *[_worst(row, entry.unit) for row in each if row["plan"] != NO_PLAN]]
        data = pd.DataFrame(
            {
                "name": table["plan"].map(plan_title),
                "low": table["most_regret_low"], "middle": table["most_regret"], "high": table["most_regret_high"],
                "told": [_amount(row, "most_regret", entry.unit) for row in each],
            }
        )  # fmt: skip
        figure = spans.spans(data, f"Largest regret over the futures: {entry.title.lower()} ({spoken_unit(entry.unit)})")
        question = f"Which plan would we regret least, by {entry.title.lower()}?"
        answers.append(
            Answer(slug("regret", indicator, case.strength), question, sentence, notes, table, *figure, unit=entry.unit)
        )
        name = slug("regret-by-future", indicator, case.strength)
        answers.append(Answer(name, question, _by_future(one), (), one.by_future, unit=entry.unit))
    return answers


def timings(found: Timing) -> list[Answer]:
    """Say which action to start first, soon and over the whole run."""
    entry = INDICATORS[found.indicator]
    answers = []
    for horizon, words in HORIZONS.items():
        table = found.table[found.table["horizon"] == horizon].reset_index(drop=True)
        first = found.first[found.first["horizon"] == horizon].reset_index(drop=True)
        best = rows(table)[0]
        close = [action_title(str(name)) for name in first.loc[first["close"], "first"] if name != best["first"]]
        gain = spoken(*_turned(best, found.indicator), entry.unit)
        sentence = f"For {words}, {_start(best, gain, close)}"
        notes = [f"The best order in these runs: {_ordered(best)}.", *_left_out(best), *_steps(table)]
        data = pd.DataFrame(
            {
                "name": first["first"].map(action_title),
                "low": -first["behind_high"], "middle": -first["behind"], "high": -first["behind_low"],
                "told": [spoken(*_turned(row, found.indicator), entry.unit) for row in rows(first)],
            }
        )  # fmt: skip
        figure = spans.spans(
            data, f"Best order that starts with it, against the best of all ({spoken_unit(entry.unit)}, summed)", less="behind"
        )
        question, name = which_first(found.indicator), slug("timing", found.indicator, horizon)
        answers.append(Answer(name, question, sentence, notes, table, *figure, unit=entry.unit))
    return answers


def which_first(indicator: str) -> str:
    """Return the question that a timing answers."""
    return f"Which action first, for {INDICATORS[indicator].title.lower()}?"


def _least(found: list[Row], unit: str) -> str:
    """Name the plan of least regret, unless others cannot be told from it."""
    best = found[0]
    rivals = [row["plan"] for row in found[1:] if row["rank"] == 1]
    if rivals:
        names = listed([plan_title(name) for name in (best["plan"], *rivals)])
        return f"{TOO_CLOSE}: the ranges of {names} overlap"
    where = in_future(best["most_regret_in"])
    if best["most_regret"] == 0:
        return f"{plan_title(best['plan'])} is the best that could be done in every future"
    return f"{plan_title(best['plan'])}: at most {_amount(best, 'most_regret', unit)} behind the best, {where}"


def _harm(found: list[Row]) -> str:
    """Say which plans leave things worse, and in how many futures."""
    harming = [
        f"{plan_title(row['plan'])} {percent(row['harms'])} ({_clearly(row['harms_clearly'])})"
        for row in found
        if row["harms"] > 0
    ]
    if not harming:
        return "No plan leaves things worse in any future."
    return f"Leaves things worse on average, in how many of the futures: {listed(harming)}."


def _clearly(share: float) -> str:
    return f"clearly in {percent(share)}" if share > 0 else "clearly in none"


def _worst(row: Row, unit: str) -> str:
    """Say what to fear of a plan, and how firm its place is."""
    close = row["rank"] != row["rank_high"]
    place = f"place {row['rank']}" + (f" to {row['rank_high']} (too close to call)" if close else "")
    firm = (
        "too few runs to tell"
        if np.isnan(row["same_rank"])
        else f"the same in {percent(row['same_rank'])} of draws of these runs anew"
    )
    worst = row["worst_tenth"]
    return (
        f"{plan_title(row['plan'])}: {place}, {firm}; in its worst tenth of runs {gained(worst, worst, worst, unit)} on average."
    )


def _amount(row: Row, name: str, unit: str) -> str:
    return size(row[name], row[f"{name}_low"], row[f"{name}_high"], unit)


def _by_future(found: Regret) -> str:
    """Say which plan is best in how many futures."""
    best_of = found.by_future[found.by_future["regret"] == 0].groupby("plan")["future"].count()
    best = best_of.sort_values(ascending=False, kind="stable")
    futures = found.by_future["future"].nunique()
    said = [f"{plan_title(str(plan))} in {count} of {futures} futures" for plan, count in best.items()]
    return f"Best on average: {listed(said)}."


def _turned(row: Row, indicator: str) -> tuple[float, float, float]:
    """Return a gain and its interval as a difference in the indicator: fewer is a gain where fewer is better."""
    if INDICATORS[indicator].better == "fewer":
        return -row["gain"], -row["high"], -row["low"]
    return row["gain"], row["low"], row["high"]


def _start(best: Row, gain: str, close: list[str]) -> str:
    """Say what to start with, or that the runs cannot tell."""
    first = action_title(best["first"])
    if best["gain"] == 0:
        return "no order makes a difference."
    if close:
        return f"it is too close to call whether to start with {either([first, *close])}. The best order here: {gain}, summed up."
    return f"start with {first}: {gain} over these years, summed up. Every other start stays clearly behind."


def _ordered(row: Row) -> str:
    """Write an order with its years."""
    steps = zip(row["order"].split(" > "), row["starts"].split(" > "), strict=True)
    return ", ".join(f"{action_title(name)} {year}" for name, year in steps if year != "never")


def _left_out(row: Row) -> list[str]:
    names = [action_title(name) for name in row["left_out"].split(", ") if name]
    return [f"Never paid for under this budget: {listed(names)}."] if names else []


def _steps(table: pd.DataFrame) -> list[str]:
    """Say whether taking the best next action each time finds the best order too."""
    taken = table[table["step_by_step"]]
    if taken.empty or len(table) == len(taken):
        return []
    row = rows(taken)[0]
    if row["behind"] == 0:
        return ["Taking the best next action each time leads to the same order."]
    clear = "clearly " if not row["close"] else "perhaps "
    return [f"Taking the best next action each time ({_ordered(row)}) is {clear}worse than the best of all orders.", SURE]
