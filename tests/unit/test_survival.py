"""What is said of a finding when something else is assumed, and of the best plan."""

import numpy as np
import pandas as pd
import pytest

from foresight.analysis.regret import regret
from foresight.presentation.readings import Band, Reading
from foresight.presentation.sentences import Told
from foresight.presentation.survival import places, stays_best, summary, survives

TITLES = {"a": "Plan A", "b": "Plan B"}


def told(low: float, middle: float, high: float, indicator: str = "organisations") -> Told:
    level = Band(8000.0, 8000.0, 8000.0)
    better = "fewer" if indicator == "closures" else "more"
    return Told(Reading(indicator, "organisations", 2022, level, level, Band(low, middle, high), 1.0), indicator, better, 20)


MORE, LESS, OPEN, NONE = told(20, 40, 60), told(-60, -40, -20), told(-20, 10, 40), told(0, 0, 0)


@pytest.mark.parametrize(
    ("usual", "now", "said"),
    [
        (MORE, told(25, 45, 65), "Still more organisations"),
        (MORE, told(100, 120, 140), "Still more organisations, and by more"),
        (MORE, told(4, 6, 8), "Still more organisations, but by less"),
        (LESS, told(-8, -6, -4), "Still fewer organisations, but by less"),
        (told(120, 190, 260), told(70, 80, 130), "Still more organisations, but by less"),
        (told(-260, -190, -120), told(-130, -80, -70), "Still fewer organisations, but by less"),
        (told(20, 40, 60), told(18, 21, 60), "Still more organisations"),
        (told(20, 40, 60), told(30, 90, 150), "Still more organisations"),
        (MORE, OPEN, "No longer certain: more organisations"),
        (MORE, LESS, "Turns round: more organisations become fewer organisations"),
        (MORE, NONE, "Hardly anything is left: more organisations"),
        (OPEN, LESS, "Certain only now: fewer organisations"),
        (OPEN, OPEN, "Still too close to call: the number of organisations"),
        (NONE, OPEN, "Too close to call: the number of organisations"),
        (NONE, NONE, "Hardly any difference, or none: the number of organisations"),
    ],
)
def test_what_of_a_finding_survives(usual: Told, now: Told, said: str) -> None:
    assert survives(usual, now) == said


def test_the_findings_are_counted() -> None:
    found = [(MORE, MORE), (MORE, MORE), (LESS, OPEN), (MORE, LESS), (OPEN, MORE)]
    begin = "Of 4 findings that are certain with the usual assumptions, "
    assert summary(found) == f"{begin}2 stand, 1 is no longer certain and 1 turns round."
    assert summary([(MORE, MORE)]) == "Of 1 finding that is certain with the usual assumptions, 1 stands."
    assert summary([(OPEN, MORE)]).startswith("With the usual assumptions nothing is certain")


def ranked(a: float, b: float, spread: float = 0.5, cases: int = 6) -> pd.DataFrame:
    dice = np.linspace(-spread, spread, cases)
    return regret(np.array([[a + dice], [b - dice]]), ["a", "b"], ["chosen"]).table


@pytest.mark.parametrize(
    ("usual", "other", "said"),
    [
        (ranked(9, 3), ranked(8, 2), "Plan A is best with the usual assumptions; it stays best as assumed now."),
        (ranked(9, 3), ranked(2, 8), "as assumed now it does not stay so: Plan B is ahead of it."),
        (ranked(9, 3), ranked(5, 5.1, 3), "as assumed now it may be, but it is too close to call between Plan B and Plan A."),
        (
            ranked(5, 5.1, 3),
            ranked(9, 3),
            "it is too close to call which plan is best (Plan B and Plan A); as assumed now Plan A",
        ),
        (ranked(-9, -3), ranked(-9, -3), "Doing nothing is best with the usual assumptions; it stays best"),
    ],
)
def test_whether_the_best_plan_stays_best(usual: pd.DataFrame, other: pd.DataFrame, said: str) -> None:
    assert said in stays_best(usual, {"as assumed now": other}, TITLES)


def test_what_was_best_as_usual_is_said_once() -> None:
    said = stays_best(ranked(9, 3), {"as assumed now": ranked(8, 2), "with weak effects": ranked(2, 8)}, TITLES)
    assert said == (
        "Plan A is best with the usual assumptions; it stays best as assumed now; "
        "with weak effects it does not stay so: Plan B is ahead of it."
    )


def test_too_few_pairs_rank_nothing() -> None:
    few = ranked(9, 3, cases=3)
    assert "too close to call" in stays_best(few, {"as assumed now": few}, TITLES)
    assert set(places({"Now": few}, TITLES)["Now"]) == {"1 to 3: too close to call"}


def test_places_are_numbers_only_where_they_are_told_apart() -> None:
    found = places({"Usual": ranked(9, 3), "Now": ranked(5, 5.1, 3)}, TITLES)
    assert list(found["Plan"]) == ["Plan A", "Plan B", "Doing nothing"]
    assert list(found["Usual"]) == ["1", "2", "3"]
    assert list(found["Now"])[:2] == ["1 to 2: too close to call"] * 2
