"""Words on the screen: one style, whole sentences, and no more jargon than there must be."""

from typing import Any

import pandas as pd
import pytest

from foresight.analysis.fates import KEPT, fates
from foresight.analysis.lives import TwoLives, two_lives
from foresight.presentation import cards, gains, stories, why
from foresight.presentation.readings import Band, Reading
from foresight.presentation.sentences import Told, band, shown

SCALE = 0.05


def told(unit: str, low: float, middle: float, high: float) -> Told:
    without = Band(0.2, 0.273, 0.3)
    return Told(Reading("capacity", unit, 2022, without, without, Band(low, middle, high), 0.6), "Strategic capacity", "more", 20)


def test_differences_of_percentages_are_percentage_points() -> None:
    assert (
        band(told("% of organisations", -0.5, 0.1, 0.7)) == "In 8 of 10 pairs: between 0.5 percentage points fewer and 0.7 more"
    )
    assert band(told("% a year", 0.2, 0.4, 0.7)) == "In 8 of 10 pairs: between 0.2 and 0.7 percentage points more"
    assert "points" not in band(told("people", 2, 4, 7))


def test_a_value_from_0_to_1_says_so() -> None:
    assert "</span>, on a scale from 0 to 1</div>" in cards.card(told("0-1", -0.001, 0.001, 0.002))


def test_many_parts_are_listed_with_one_and() -> None:
    parts = [(name, told("people", 10, 20, 30)) for name in "ABCDEFGH"]
    assert " and 5 more" in gains.sentence(parts, "By county")
    assert gains.sentence(parts, "By county").count(" and ") == 1


def test_what_actions_do_is_a_whole_sentence() -> None:
    row = {"action": "trustee-bank", "share": 2.0, "unit": "people"}
    shares = pd.DataFrame([{**row, "low": 1.0, "high": 3.0}, {**row, "low": -1.0, "high": 3.0}])
    for table in (shares, shares.iloc[1:], shares.iloc[:1], shares.assign(low=0.0, high=0.0)):
        assert why.most(table, "jobs").endswith(".")
    assert why.most(shares, "jobs").endswith("Too close to call for the other 1.")


def test_luck_has_a_number_and_no_seed() -> None:
    assert "seed" not in shown(20, 1.0, 1)


@pytest.fixture(scope="module")
def lives() -> list[tuple[TwoLives, "pd.Series[Any]"]]:
    found = fates("funding-cliff", "whole-programme", 0, scale=SCALE)
    return [(two_lives("funding-cliff", "whole-programme", int(row["organisation"]), 0, scale=SCALE), row)
            for _, row in found.head(12).iterrows()]  # fmt: skip


def test_stories_say_when_and_which_way(lives: list[tuple[TwoLives, "pd.Series[Any]"]]) -> None:
    assert lives
    for life, fate in lives:
        story = stories.story(life, fate)
        assert "-Q" not in story
        assert ", or fewer" not in story
        assert "fuller" not in story
        kept = "Kept" if fate["direction"] == KEPT else "Lost"
        assert stories.name_of(fate) == f"{kept} by the plan: {fate['description']}, no. {fate['organisation']}"
    parted = [fate["first_step"] for _, fate in lives if fate["first_quarter"]]
    assert any(step in stories.STEPS for step in parted)
