"""Names and units of numbers on the screen: no jargon of the files is left in any of them."""

import re

import pytest

from foresight.presentation import doubts, evidence
from foresight.presentation.units import key_in_words, unit_in_words
from foresight.scenario import library
from foresight.scenario.assumptions import numbers
from foresight.scenario.drivers import DRIVERS

JARGON = re.compile(
    r"\bln\b|logistic|log (odds|ratio|chance)|elasticity|\b0-1\b|unit of|distance to|driver's path|exponent|GBP"
    r"|\b(bme|ict|Bme|Ict)\b"
)


def test_no_unit_speaks_the_language_of_the_files() -> None:
    units = {unit_in_words(unit) for unit in (*(one.unit for one in numbers().values()), *(one.unit for one in DRIVERS.values()))}
    assert sorted(unit for unit in units if JARGON.search(unit)) == []
    assert "times what this future says" in units


def test_no_name_of_a_number_is_a_mere_key() -> None:
    table = evidence.every_number(library.future("trend"))
    names = [*table["What it is"], *doubts.others(())]
    assert len(names) > 1000
    titles = [*table["What it is"], *doubts.others(()).values()]
    assert sorted(title for title in titles if re.search(r"_|\b[Bb]me\b|\b[Ii]ct\b|GBP|\blog (?!scale)|\bodds\b", title)) == []


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("newborn_log_median", "new organisations median, on a log scale"),
        ("bme_led_odds", "how likely: BME-led"),
        ("ict_recruiting", "ICT recruiting"),
        ("max_income", "most income"),
    ],
)
def test_keys_are_told_by_rules(key: str, words: str) -> None:
    assert key_in_words(key) == words
