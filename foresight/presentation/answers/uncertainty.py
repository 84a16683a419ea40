"""Answers on how sure we are: three uncertainties apart, which numbers matter, and whether there are enough runs."""

import pandas as pd

from foresight.analysis.analyse import Case, Screening, Spread
from foresight.analysis.precision import Precision
from foresight.indicators.measures import INDICATORS
from foresight.presentation import spans
from foresight.presentation.answers.answer import Answer, Row, rows, slug
from foresight.presentation.charts import spoken_unit
from foresight.presentation.naming import in_future, path_title, plan_title, size, spoken, strength_title
from foresight.presentation.numbers import digits, percent
from foresight.presentation.sentences import capital, inside, listed

PARTS = {"dice": "luck", "numbers": "our numbers", "world": "the world"}
MEANT = "Luck is the same run with other dice; our numbers are what had to be assumed; the world is which future comes."
MIXED = "Drivers and numbers were drawn together; straight lines through the samples tell their parts apart."
TOO_FEW = (
    "there are too few samples to tell, since no number's share in what makes runs differ stands clear of zero. "
    "So there is no share of a grade of evidence either; take more samples."
)
FIRST_SHOWN = 5
MOST_SHOWN = 12


def about(case: Case) -> str:
    """Say what part of a batch an answer is about.

    >>> about(Case("trend", "none", "low"))
    'Doing nothing in the future “Things go on as they are”, weak effects'
    """
    where = f" {in_future(case.future)}" if case.future else ""
    how = f", {strength_title(case.strength)}" if case.strength else ""
    return f"{plan_title(case.plan) if case.plan else 'All plans'}{where}{how}"


def uncertainties(indicator: str, spread: dict[Case, Spread]) -> list[Answer]:
    """Say how much of the spread comes from luck, from our numbers and from the world."""
    title = INDICATORS[indicator].title.lower()
    answers = []
    for case, found in spread.items():
        each = [row for row in rows(found.table.sort_values("share", ascending=False)) if row["varied"]]
        table = found.table.assign(plan=case.plan)
        if not each or found.table["share"].sum() == 0:
            sentence = f"{about(case)}: the difference in {title} is the same in every run."
            answers.append(Answer(slug("uncertainties", indicator, case.plan), _question(title), sentence, table=table))
            continue
        said = [f"{percent(row['share'])} {PARTS[row['part']]} {_between(row)}" for row in each]
        sentence = f"{about(case)}: of what makes the difference uncertain, {listed(said)}."
        fixed = [PARTS[row["part"]] for row in rows(found.table) if not row["varied"]]
        notes = [MEANT, *([f"Not varied here, so not in these shares: {listed(fixed)}."] if fixed else [])]
        notes += [MIXED] if found.mixed else []
        data = pd.DataFrame(
            {
                "group": about(case),
                "part": found.table["part"].map(PARTS),
                "share": found.table["share"],
                "told": [_between(row) for row in rows(found.table)],
            }
        )
        figure = spans.parts(data, f"What the difference in {title} is uncertain for")
        answers.append(Answer(slug("uncertainties", indicator, case.plan), _question(title), sentence, notes, table, *figure))
    return answers


def sensitivity(indicator: str, found: dict[Case, Screening]) -> list[Answer]:
    """Say which numbers a result hangs on, and on what evidence they rest."""
    reasons = {one.reason for one in found.values()}
    question = f"Which numbers does the difference in {INDICATORS[indicator].title.lower()} hang on?"
    if all(reasons):
        return [Answer(slug("sensitivity", indicator), question, f"Cannot be told: {listed(sorted(reasons))}.")]
    answers = []
    for case, one in found.items():
        key = (indicator, case.future, case.plan, case.strength)
        if one.reason:
            answers.append(Answer(slug("sensitivity", *key), question, f"{about(case)}: cannot be told, {one.reason}."))
        if one.morris is not None:
            answers.append(_screened(case, one.morris, key, question))
        if one.sobol is not None and one.grades is not None:
            answers += _shared(case, one.sobol, one.grades, key, question)
    return answers


def enough(indicator: str, found: dict[Case, Precision]) -> list[Answer]:
    """Say whether there are enough runs, and how many more a precision needs; the least certain part speaks for all."""
    question = f"Enough runs for {INDICATORS[indicator].title.lower()}?"
    if not found:
        return [Answer(slug("runs", indicator), question, "Cannot be told: it takes two pairs or more, drawn at random.")]
    unit = INDICATORS[indicator].unit
    case, worst = max(found.items(), key=lambda one: one[1].reach)
    every = [
        {
            "future": case.future, "plan": case.plan, "strength": case.strength, "pairs": one.pairs, "reach": one.reach,
            "middle": float(one.table["middle"].iloc[-1]), "wanted": one.wanted, "needed": one.needed, "more": one.more,
        }
        for case, one in found.items()
    ]  # fmt: skip
    shown = worst.table[worst.table["pairs"] >= min(FIRST_SHOWN, worst.pairs)]
    figure = spans.narrowing(shown, f"Mean difference and its range ({spoken_unit(unit)})", unit)
    middle, low, high = (float(worst.table[name].iloc[-1]) for name in ("middle", "low", "high"))
    least = "" if len(found) == 1 else "least sure of all is "
    who = inside(about(case)) if least else about(case)
    sentence = (
        f"{least}{who}: with {worst.pairs} {worst.counted} the mean difference is {spoken(middle, low, high, unit)}. "
        f"{_more(worst, unit)}"
    )
    return [Answer(slug("runs", indicator), question, capital(sentence), (), pd.DataFrame(every), *figure, unit=unit)]


def _more(found: Precision, unit: str) -> str:
    """Say how many more pairs a precision needs."""
    if found.reach == 0:
        return "It is the same in every pair."
    reach = size(found.wanted, 0, found.wanted, unit)
    if found.more == 0:
        return f"That is enough to know it to {reach} either way."
    return f"To know it to {reach} either way takes some {found.needed:,} {found.counted}, {found.more:,} more."


def _between(row: Row) -> str:
    return f"({digits(100 * row['low'], 1.0)} to {percent(row['high'])})"


def _question(title: str) -> str:
    return f"What makes the difference in {title} uncertain?"


def _shared(case: Case, table: pd.DataFrame, grades: pd.DataFrame, key: tuple[str, ...], question: str) -> list[Answer]:
    """Say on which grades and numbers it rests that runs differ, as far as the samples can tell."""
    if grades["share"].sum() == 0:
        same = f"{about(case)}: this result is the same whatever these numbers are."
        return [Answer(slug("grades", *key), question, same, table=grades)]
    indexed = _indexed(case, table, key, question)
    clear = bool((table["total_low"] > 0).any())
    return [_graded(case, grades, key, question), indexed] if clear else [indexed]


def _graded(case: Case, grades: pd.DataFrame, key: tuple[str, ...], question: str) -> Answer:
    """Say how much of what makes runs differ rests on which grade of evidence."""
    first, *others = [row for row in rows(grades.sort_values("share", ascending=False)) if row["numbers"]]
    said = f"{percent(first['share'])} of what makes runs differ rests on grade {first['grade']} numbers {_between(first)}"
    said = listed([said, *[f"{percent(row['share'])} on grade {row['grade']} {_between(row)}" for row in others]])
    note = "Grades: A official statistics, B reviewed studies, C surveys and reports, D assumptions. Only what was varied counts."
    data = pd.DataFrame(
        {
            "group": plan_title(case.plan),
            "part": [f"Grade {row['grade']}" for row in rows(grades)],
            "share": grades["share"],
            "told": [f"{percent(row['share'])} {_between(row)}" for row in rows(grades)],
        }
    )[grades["numbers"] > 0]
    figure = spans.parts(data, "Grades of evidence behind what makes runs differ")
    return Answer(slug("grades", *key), question, f"{about(case)}: {said}.", [note], grades, *figure)


def _indexed(case: Case, table: pd.DataFrame, key: tuple[str, ...], question: str) -> Answer:
    """Say on which numbers it rests that runs differ."""
    clear = rows(table[table["total_low"] > 0])
    said = listed([f"{path_title(row['path'])} ({percent(row['total'])})" for row in clear[:3]]) if clear else ""
    sentence = f"{about(case)}: most hangs on {said}." if said else f"{about(case)}: {TOO_FEW}"
    data = pd.DataFrame(
        {
            "name": table["path"].map(path_title),
            "low": 100 * table["total_low"], "middle": 100 * table["total"], "high": 100 * table["total_high"],
            "told": [f"{percent(row['total'])}, of which {percent(row['first'])} by itself" for row in rows(table)],
        }
    ).head(MOST_SHOWN)  # fmt: skip
    note = "A number's share holds what it does together with others, so that shares may add up to more than 100%."
    figure = spans.spans(data, "Share of what makes runs differ that goes when the number is known (%)")
    return Answer(slug("numbers", *key), question, sentence, [note], table, *figure)


def _screened(case: Case, table: pd.DataFrame, key: tuple[str, ...], question: str) -> Answer:
    """Say which numbers matter in a screening."""
    unit = INDICATORS[key[0]].unit
    each = [(path_title(row["path"]), size(row["effect"], row["effect_low"], row["effect_high"], unit)) for row in rows(table)]
    said = listed([f"{name} (moved across its range: {what})" for name, what in each[:3]])
    still = int((table["effect_high"] < table["effect"].max() / 10).sum())
    rest = f" {still} of {len(table)} numbers change it by less than a tenth of the first." if still else ""
    data = pd.DataFrame(
        {
            "name": table["path"].map(path_title),
            "low": table["effect_low"], "middle": table["effect"], "high": table["effect_high"],
            "told": [what for _, what in each],
        }
    ).head(MOST_SHOWN)  # fmt: skip
    figure = spans.spans(data, f"Change when the number moves across its range ({spoken_unit(unit)})")
    return Answer(slug("screening", *key), question, f"{about(case)}: most hangs on {said}.{rest}", (), table, *figure, unit=unit)
