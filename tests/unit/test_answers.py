"""Do the sentences of the analyses say what their tables say, in words that people use?"""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from foresight.analysis.analyse import Case, Screening, Spread
from foresight.analysis.attribution import Attribution
from foresight.analysis.conditions import Condition, Fit
from foresight.analysis.discovery import Discovery, Extent, Found, Target
from foresight.analysis.precision import precision
from foresight.analysis.regret import regret
from foresight.analysis.sensitivity import Sobol, by_grade
from foresight.analysis.spread import split
from foresight.analysis.timing import COLUMNS, Timing
from foresight.presentation import naming, spans
from foresight.presentation.answers import causes, choice, uncertainty
from foresight.presentation.answers.answer import Answer, slug, text
from foresight.presentation.numbers import percent
from foresight.presentation.report.quoting import written
from tests.support.words import jargon

PLANS = Case(future="trend", plan="first-steps", strength="central")


def only(answers: list[Answer]) -> Answer:
    (answer,) = answers
    return answer


def drawn(answer: Answer, column: str) -> list[dict[str, Any]]:
    """Return the rows of the first data of a chart that have a column."""
    assert answer.chart is not None
    return next(rows for rows in answer.chart.to_dict()["datasets"].values() if rows and column in rows[0])


def titled(answer: Answer) -> str:
    """Return what stands above a chart."""
    assert answer.chart is not None
    return str(answer.chart.to_dict()["title"]["text"])


def regrets(gains: list[list[float]], *, noise: float = 1.0) -> list[Answer]:
    """Return what is said of two plans in two futures whose mean gains are given."""
    luck = np.random.default_rng(1).normal(0, noise, size=20)
    values = np.array(gains)[:, :, None] + luck
    return choice.regrets(
        "jobs", {Case(strength="central"): regret(values, ["first-steps", "microclusters-only"], ["trend", "funding-cliff"])}
    )


def test_regret_names_the_plan_and_what_it_may_miss() -> None:
    table, by_future = regrets([[120, 60], [300, -100]])
    assert table.sentence == (
        "Microclusters only: at most 160 behind the best, in the future “The funding cliff”. "
        "Leaves things worse on average, in how many of the futures: Microclusters only 50% (clearly in 50%)."
    )
    assert "First steps: place 2, the same in 100% of draws of these runs anew" in " ".join(table.notes)
    assert by_future.sentence == "Best on average: First steps in 1 of 2 futures and Microclusters only in 1 of 2 futures."


def test_plans_that_overlap_are_too_close_to_call() -> None:
    rng = np.random.default_rng(2)
    values = 100 + rng.normal(0, 30, size=(2, 2, 12))
    found = regret(values, ["first-steps", "microclusters-only"], ["trend", "funding-cliff"])
    answer = choice.regrets("jobs", {Case(strength="central"): found})[0]
    assert answer.sentence.startswith("Too close to call: the ranges of ")
    assert "place 1 to 2 (too close to call)" in " ".join(answer.notes)


def test_of_few_runs_no_place_is_given() -> None:
    found = regret(np.full((1, 2, 3), 5.0), ["first-steps"], ["trend", "funding-cliff"])
    answer = choice.regrets("jobs", {Case(strength="central"): found})[0]
    assert answer.sentence.startswith("Too close to call")
    assert "too few runs to tell" in answer.notes[1]


@pytest.mark.parametrize("indicator", ["jobs", "income", "closures", "capacity"])
@pytest.mark.parametrize("gain", [49.3, -49.3, 0.0])
def test_the_worst_tenth_is_said_in_the_words_and_the_unit_of_the_table(indicator: str, gain: float) -> None:
    found = regret(np.full((1, 2, 20), gain), ["first-steps"], ["trend", "funding-cliff"])
    answer = choice.regrets(indicator, {Case(strength="central"): found})[0]
    grid = written(answer.question, answer.table, answer.unit)
    place = grid.columns.index("worst tenth of runs")
    (cell,) = [row[place] for row in grid.rows if row[0] == "First steps"]
    assert any(note.endswith(f"in its worst tenth of runs {cell} on average.") for note in answer.notes), (cell, answer.notes)
    assert cell.endswith("better" if gain > 0 else "worse" if gain < 0 else "no difference")
    assert (cell.startswith("£") and "million" in cell) is (indicator == "income" and gain != 0)


def test_the_three_uncertainties_are_said_with_their_ranges() -> None:
    table = split(np.random.default_rng(3).normal(size=(3, 20, 6)))
    answer = only(uncertainty.uncertainties("jobs", {Case(plan="first-steps"): Spread(table, mixed=True)}))
    shares = dict(zip(table["part"], table["share"], strict=True))
    assert f"{percent(shares['dice'])} luck" in answer.sentence
    assert uncertainty.MIXED in answer.notes


def test_what_was_not_varied_is_named() -> None:
    table = split(np.random.default_rng(4).normal(size=(1, 1, 6)))
    answer = only(uncertainty.uncertainties("jobs", {Case(plan="first-steps"): Spread(table, mixed=False)}))
    assert "Not varied here, so not in these shares: the world and our numbers." in answer.notes
    still = split(np.ones((2, 3, 4)))
    assert "the same in every run" in only(uncertainty.uncertainties("jobs", {Case(): Spread(still, mixed=False)})).sentence


def screened(totals: list[float], reach: float) -> Screening:
    """Return Sobol's indices of an assumption and a statistic with their totals, each known so well."""
    totals_ = np.array(totals)
    table = pd.DataFrame({"path": ["baseline.demography.exit_base", "drivers.la_fund"], "first": totals_, "total": totals_})
    for name in ("first", "total"):
        table[f"{name}_low"], table[f"{name}_high"] = totals_ - reach, totals_ + reach
    found = Sobol(table, np.repeat(totals_[:, None], 10, axis=1))
    return Screening(sobol=table, grades=by_grade(found, {"baseline.demography.exit_base": "D", "drivers.la_fund": "A"}))


def test_the_variance_that_rests_on_assumptions_is_said() -> None:
    answers = uncertainty.sensitivity("jobs", {PLANS: screened([0.64, 0.36], 0.05)})
    assert "64% of what makes runs differ rests on grade D numbers (64 to 64%) and 36% on grade A" in answers[0].sentence
    assert "most hangs on exit base (demography) (64%)" in answers[1].sentence
    assert {row["part"]: row["share"] for row in drawn(answers[0], "start")} == pytest.approx({"Grade A": 0.36, "Grade D": 0.64})
    assert titled(answers[0]) == "Grades of evidence behind what makes runs differ"


def test_of_too_few_samples_no_share_of_a_grade_is_given() -> None:
    answer = only(uncertainty.sensitivity("jobs", {PLANS: screened([0.9, 0.4], 1.5)}))
    assert "there are too few samples to tell" in answer.sentence
    assert "grade D" not in answer.sentence
    assert answer.id.startswith("numbers-jobs")
    still = only(uncertainty.sensitivity("jobs", {PLANS: screened([0.0, 0.0], 0.0)}))
    assert "the same whatever these numbers are" in still.sentence


def test_more_pairs_are_asked_for_in_numbers_of_the_table() -> None:
    found = precision(np.random.default_rng(5).normal(200, 40, size=20), 10.0)
    answer = only(uncertainty.enough("jobs", {PLANS: found}))
    assert f"some {found.needed:,} pairs, {found.more:,} more." in answer.sentence
    assert answer.table["more"].tolist() == [found.more]
    settled = only(uncertainty.enough("jobs", {PLANS: precision(np.random.default_rng(5).normal(200, 40, size=20), 1000.0)}))
    assert "That is enough to know it to 1,000 either way." in settled.sentence
    assert "Cannot be told" in only(uncertainty.enough("jobs", {})).sentence


def attributed(low: float, extra: float, verdict: str) -> Attribution:
    """Return an attribution of two actions to 100 more jobs."""
    at: dict[str, list[Any]] = {"indicator": ["jobs"] * 2, "unit": ["people"] * 2, "year": [2022] * 2}
    parts = {"action": ["trustee-bank", "bulk-purchasing"], "share": [70.0, 30.0], "low": [50.0, low], "high": [90.0, 60.0]}
    one = {name: values[:1] for name, values in at.items()}
    pairs = {"first": ["trustee-bank"], "second": ["bulk-purchasing"], "extra": [extra], "low": [extra - 5], "high": [extra + 5]}
    whole = {"effect": [100.0], "low": [80.0], "high": [120.0]}
    tables = [pd.DataFrame(rows) for rows in (at | parts, one | pairs | {"verdict": [verdict]}, one | whole)]
    return Attribution(*tables, exact=True, arms=4)  # type: ignore[misc, arg-type]


def test_shares_and_pairs_are_said_as_far_as_the_runs_go() -> None:
    adds, together = causes.attributions(attributed(-10, 20, "synergy"), "jobs", 2022)
    assert "the number of jobs in 2022: 100 more (80 more to 120 more)" in adds.sentence
    assert "Trustee bank 70 more (50 more to 90 more)" in adds.sentence
    assert "too close to call (10 fewer to 60 more)" in adds.sentence
    assert "do more together than apart (synergy): 20 more" in together.sentence
    _, open_ = causes.attributions(attributed(10, 1, "too close to call"), "jobs", 2022)
    assert open_.sentence == "No two actions clearly do more, or less, together than apart. Too close to call for 1 of 1 pairs."


def test_conditions_are_said_in_words_and_their_absence_too() -> None:
    box = (Condition("drivers.la_fund", low=1.1), Condition("future", words=frozenset({"trend"})))
    best = Found("prim", box, Fit(40, 38, 100, 50), Fit(50, 45, 100, 60), passed=True)
    tried: dict[str, Extent] = {"drivers.la_fund": (0.5, 1.5), "future": frozenset({"trend", "funding-cliff"})}
    found = Discovery(best, (best,), 200, 110, extent=tried)
    answer = only(causes.conditions("jobs", {Case(plan="first-steps"): found}, Target("jobs", ">=", 500)))
    assert answer.question == "What would have to be true for a difference in paid jobs of at least 500?"
    assert (
        "is at least 1.1 and the future is Things go on as they are, the target is met in 90% of cases, against 60%"
        in answer.sentence
    )
    assert "covers 75% of the cases" in answer.sentence
    parts = {(row["name"], row["allowed"]): (row["start"], row["end"]) for row in drawn(answer, "allowed")}
    money = "Statutory money for the sector (driver)\nat least 1.1 (of 0.5 to 1.5)"
    future = "The future\n1 of 2: Things go on as they are"
    assert parts[money, True] == pytest.approx((0.6, 1.0))
    assert parts[money, False] == (0.0, 1.0)
    assert (parts[future, True], parts[future, False]) == ((0.0, 0.5), (0.5, 1.0))
    assert titled(answer) == "What the conditions allow of all that was tried"
    nothing = Discovery(None, (), 40, 3, "the target is met in 3 of 40 cases; at least 20 each way are needed")
    assert (
        "no simple condition found (the target is met in 3 of 40"
        in only(causes.conditions("jobs", {Case(plan="first-steps"): nothing}, Target("jobs", ">=", 500))).sentence
    )


def timed(*, close: bool) -> Timing:
    """Return a timing of two orders."""
    rows = []
    for horizon in ("soon", "whole"):
        for first, second, gain, behind in (
            ("trustee-bank", "bulk-purchasing", 90.0, 0.0),
            ("bulk-purchasing", "trustee-bank", 60.0, 30.0),
        ):
            at_best = behind == 0
            rows.append(
                (horizon, first, f"{first} > {second}", "2003 > 2004", "", gain, gain - 10, gain + 10, behind,
                 0.0 if at_best else (-5.0 if close else 20.0), 0.0 if at_best else 40.0, at_best or close, 0.2, at_best)
            )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return Timing(table, table, "jobs", 2)


def test_the_first_action_is_named_with_its_rivals() -> None:
    soon, whole = choice.timings(timed(close=False))
    assert soon.sentence.startswith("For the first 3 years, start with Trustee bank: 90 more (80 more to 100 more)")
    assert soon.sentence.endswith("Every other start stays clearly behind.")
    assert "The best order in these runs: Trustee bank 2003, " in whole.notes[0]
    soon, _ = choice.timings(timed(close=True))
    assert "it is too close to call whether to start with Trustee bank or " in soon.sentence


def test_no_jargon_and_one_heading_a_question() -> None:
    answers = [
        *regrets([[120, 60], [300, -100]]),
        *causes.attributions(attributed(-10, 20, "synergy"), "jobs", 2022),
        *choice.timings(timed(close=True)),
    ]
    lines = text(answers)
    assert [line for line in lines if jargon(line)] == []
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert len(headings) == len(set(headings)) == 4


def test_files_are_named_apart() -> None:
    assert slug("regret", "jobs", "1.5") != slug("regret", "jobs", "15")
    assert re.fullmatch(r"[a-z0-9.-]+", slug("Regret", "a path/with: marks", ""))


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((0, 0, 0), "nothing"),
        ((31, 20, 42), "31 more (20 more to 42 more)"),
        ((-31, -42, -20), "31 fewer (42 fewer to 20 fewer)"),
        ((5, -10, 20), "too close to call (10 fewer to 20 more)"),
        ((0.1, -0.3, 0.4), "next to nothing"),
        ((0.2, 0.1, 0.3), "next to nothing"),
        ((0.4, -0.3, 1.2), "too close to call (no difference to 1 more)"),
        ((5, -np.inf, np.inf), "5 more (how sure, one pair cannot tell)"),
    ],
)
def test_a_difference_claims_no_more_than_its_range(ends: tuple[float, float, float], said: str) -> None:
    assert naming.spoken(*ends, "people") == said


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("baseline.demography.exit_base", "exit base (demography)"),
        ("actions.trustee-bank.levers[0].by", "chair filled (Trustee bank)"),
        ("drivers.la_fund", "Statutory money for the sector (driver)"),
    ],
)
def test_numbers_are_named_by_what_they_are_about(path: str, said: str) -> None:
    assert naming.path_title(path) == said


def test_charts_hold_the_numbers_of_their_tables() -> None:
    data = pd.DataFrame(
        {"name": ["a", "b"], "low": [1.0, -np.inf], "middle": [2.0, 5.0], "high": [3.0, np.inf], "told": ["", ""]}
    )
    drawn = spans.spans(data, "What is measured").chart.to_dict()
    values = next(rows for rows in drawn["datasets"].values() if len(rows) == 2)
    assert [(row["low"], row["middle"], row["high"]) for row in values] == [(1, 2, 3), (5, 5, 5)]
    assert drawn["title"]["text"] == "What is measured"


def test_axes_of_differences_have_words_instead_of_signs() -> None:
    table = pd.DataFrame({"pairs": [5, 6], "middle": [1.0, 2.0], "low": [-200.0, -100.0], "high": [300.0, 200.0]})
    drawn = spans.narrowing(table, "Mean difference", "organisations").chart.to_dict()
    labels = [layer["encoding"]["y"]["axis"]["labelExpr"] for layer in drawn["layer"] if "axis" in layer["encoding"]["y"]]
    assert labels
    assert all("' fewer'" in one and "abs(datum.value)" in one for one in labels)
    data = pd.DataFrame({"name": ["a"], "low": [-3.0], "middle": [-2.0], "high": [-1.0], "told": ["2 fewer"]})
    figure = spans.spans(data, "Against the best", less="behind")
    assert "' behind'" in figure.chart.to_dict()["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]
    assert figure.series is not None
    assert figure.series.less == "behind"
