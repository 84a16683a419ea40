"""Answers on why: what each action adds and which work together, and under which conditions a target is met."""

from typing import Any

import numpy as np
import pandas as pd

from foresight.analysis.analyse import Case
from foresight.analysis.attribution import Attribution
from foresight.analysis.conditions import Condition
from foresight.analysis.discovery import Discovery, Extent, Found, Target
from foresight.indicators.measures import INDICATORS
from foresight.presentation import spans
from foresight.presentation.answers.answer import SURE, Answer, Row, rows, slug
from foresight.presentation.answers.uncertainty import about
from foresight.presentation.charts import spoken_unit
from foresight.presentation.naming import action_title, column_title, spoken, word_title
from foresight.presentation.numbers import percent
from foresight.presentation.sentences import TOO_CLOSE, capital, listed
from foresight.presentation.theme import PAGE, Size
from foresight.presentation.wording import wording

METHODS = {"prim": "peeling off case after case", "cart": "asking one question after another"}
SIGNS = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}
TOGETHER = {
    "synergy": "more together",
    "overlap": "less together",
    "additive": "as much together as apart",
    "too close to call": TOO_CLOSE.lower(),
}
"""What two actions do, in the words of a table."""
VERDICTS = {"synergy": "more together than apart (synergy)", "overlap": "less together than apart (overlap)"}


def attributions(found: Attribution, indicator: str, year: int, size: Size = PAGE) -> list[Answer]:
    """Say what each action adds to a plan's effect, and which pairs do more, or less, together than apart."""
    entry = INDICATORS[indicator]
    parts, pairs, whole = (_of(table, indicator, year) for table in (found.parts, found.pairs, found.whole))
    topic = wording(indicator, entry.title, entry.unit).topic
    if whole.empty:
        nothing = f"Cannot be told: there is no value of {topic} in {year}."
        return [Answer(slug("attribution", indicator), what_adds(indicator), nothing)]
    ordered = parts.sort_values("share", key=np.abs, ascending=False)
    each = [(action_title(row["action"]), spoken(row["share"], row["low"], row["high"], entry.unit)) for row in rows(ordered)]
    said = listed([f"{name} {what}" for name, what in each])
    all_of_it = rows(whole)[0]
    effect = spoken(all_of_it["effect"], all_of_it["low"], all_of_it["high"], entry.unit)
    sentence = f"The plan's effect on {topic} in {year}: {effect}. Of this: {said}."
    notes = [
        SURE,
        "The shares add up to the whole; each is what the action adds, averaged over all orders of adding the actions.",
    ]
    if not found.exact:
        notes.append(f"{found.arms} of all combinations were run; the ranges hold the error of leaving out the rest.")
    data = pd.DataFrame(
        {
            "name": ordered["action"].map(action_title),
            "low": ordered["low"], "middle": ordered["share"], "high": ordered["high"],
            "told": [what for _, what in each],
        }
    )  # fmt: skip
    title = f"{entry.title}: difference in {year} ({spoken_unit(entry.unit)})"
    question, figure = what_adds(indicator), spans.spans(data, title, unit=entry.unit, size=size)
    first = Answer(slug("attribution", indicator), question, sentence, notes, ordered, *figure, unit=entry.unit)
    return [first, _together(pairs, indicator, topic, title, size)]


def what_adds(indicator: str) -> str:
    """Return the question that an attribution answers."""
    entry = INDICATORS[indicator]
    return f"What does each action add to {wording(indicator, entry.title, entry.unit).topic}?"


def conditions(indicator: str, found: dict[Case, Discovery], target: Target) -> list[Answer]:
    """Say under which conditions a plan meets its target, or that there are no simple ones."""
    entry = INDICATORS[indicator]
    aim = f"a difference in {entry.title.lower()} of {SIGNS[target.sign]} {target.value:g}"
    question = f"What would have to be true for {aim}?"
    return [_conditions(slug("conditions", indicator, case.plan), question, case, one) for case, one in found.items()]


def _of(table: pd.DataFrame, indicator: str, year: int) -> pd.DataFrame:
    """Return the rows of one indicator in one year."""
    return table[(table["indicator"] == indicator) & (table["year"] == year)].reset_index(drop=True)


def _together(pairs: pd.DataFrame, indicator: str, topic: str, title: str, size: Size) -> Answer:
    """Say which pairs of actions do more, or less, together than apart."""
    unit = INDICATORS[indicator].unit
    found = rows(pairs)
    clear = [
        f"{_pair(row)} do {VERDICTS[row['verdict']]}: {spoken(row['extra'], row['low'], row['high'], unit)}"
        for row in found
        if row["verdict"] in VERDICTS
    ]
    additive = sum(row["verdict"] == "additive" for row in found)
    close = [_pair(row) for row in found if row["verdict"] == "too close to call"]
    sentences = [f"{one}." for one in clear] or ["No two actions clearly do more, or less, together than apart."]
    if additive:
        sentences.append(f"For {additive} of {len(found)} pairs two and two is four: they do as much together as apart.")
    if close:
        sentences.append(f"{TOO_CLOSE} for {len(close)} of {len(found)} pairs.")
    data = pd.DataFrame(
        {
            "name": [_pair(row, "\n") for row in found],
            "low": pairs["low"], "middle": pairs["extra"], "high": pairs["high"], "told": pairs["verdict"].map(TOGETHER),
        }
    )  # fmt: skip
    figure = spans.spans(data, f"Beyond the sum of the two. {title}", unit=unit, size=size)
    return Answer(
        slug("interactions", indicator), f"Is two and two five, for {topic}?", " ".join(sentences), (), pairs, *figure, unit=unit
    )


def _pair(row: Row, between: str = " ") -> str:
    return f"{action_title(row['first'])} and{between}{action_title(row['second'])}"


def _conditions(name: str, question: str, case: Case, found: Discovery) -> Answer:
    """Say what one search found."""
    usual = f"It is met in {found.met} of {found.cases} cases." if found.cases else ""
    table = pd.DataFrame([_row(one) for one in found.tried])
    if found.best is None:
        why = f" ({found.reason})" if found.reason else ""
        return Answer(name, question, f"{about(case)}: no simple condition found{why}.{'' if why else f' {usual}'}", (), table)
    best = found.best
    words = listed([condition_words(condition) for condition in best.box])
    trial = best.trial
    sentence = (
        f"{about(case)}: if {words}, the target is met in {percent(trial.density)} of cases, "
        f"against {percent(trial.usual)} of all; this covers {percent(trial.coverage)} of the cases that meet it."
    )
    notes = [
        f"Found by {METHODS[best.method]} in one half of the cases; the figures are from the other half. {usual}",
        "A case is one future with one set of numbers, on average over luck. A condition tells where to look; it is not a cause.",
    ]
    data = pd.DataFrame([part for condition in best.box for part in _parts(condition, found.extent[condition.column])])
    return Answer(name, question, sentence, notes, table, *spans.within(data, "What the conditions allow of all that was tried"))


def _parts(condition: Condition, tried: Extent) -> list[dict[str, Any]]:
    """Return what a condition allows as parts of a bar of all that was tried: the range and what is allowed of it, or words."""
    title, told = capital(column_title(condition.column)), _limits(condition)
    if isinstance(tried, frozenset):
        allowed = condition.words or frozenset()
        words = sorted(tried, key=lambda word: (word not in allowed, word))
        name = f"{title}\n{len(allowed)} of {len(tried)}: {told}"
        return [
            {
                "name": name, "start": place / len(words), "end": (place + 1) / len(words), "allowed": word in allowed,
                "label": word_title(condition.column, word), "told": word_title(condition.column, word),
            }
            for place, word in enumerate(words)
        ]  # fmt: skip
    low, high = tried
    ends = [(min(max(end, low), high) - low) / (high - low) for end in (condition.low, condition.high)]
    name = f"{title}\n{told} (of {low:.3g} to {high:.3g})"
    part = {"name": name, "label": "", "told": told}
    return [part | {"start": 0.0, "end": 1.0, "allowed": False}, part | {"start": ends[0], "end": ends[1], "allowed": True}]


def condition_words(condition: Condition) -> str:
    """Write a condition in words.

    >>> condition_words(Condition("drivers.la_fund", low=0.94))
    'Statutory money for the sector (driver) is at least 0.94'
    """
    return f"{column_title(condition.column)} is {_limits(condition)}"


def _limits(condition: Condition) -> str:
    """Return what a condition allows."""
    if condition.words is not None:
        return " or ".join(sorted(word_title(condition.column, word) for word in condition.words))
    if np.isfinite(condition.low) and np.isfinite(condition.high):
        return f"between {condition.low:.3g} and {condition.high:.3g}"
    return f"at least {condition.low:.3g}" if np.isfinite(condition.low) else f"at most {condition.high:.3g}"


def _row(found: Found) -> dict[str, Any]:
    """Return what one method found as a row of a table."""
    return {
        "method": found.method,
        "conditions": " and ".join(condition_words(condition) for condition in found.box) or "none",
        "passed": found.passed,
        "coverage": found.trial.coverage,
        "density": found.trial.density,
        "usual": found.trial.usual,
        "luck": found.trial.luck,
        "searched_coverage": found.searched.coverage,
        "searched_density": found.searched.density,
    }
