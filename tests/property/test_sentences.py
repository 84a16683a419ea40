"""Whatever the numbers, the words agree with the signs and the numbers are the table's."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresight.presentation import sentences
from foresight.presentation.numbers import digits, finest, step_for
from foresight.presentation.readings import Band, Reading
from foresight.presentation.sentences import Direction, Judgement, Told
from foresight.presentation.wording import WORDINGS
from tests.support.words import jargon

UNITS = {
    "organisations": "organisations",
    "closures": "% a year",
    "income": "GBP m, 2002 prices",
    "jobs": "people",
    "volunteers": "people",
    "capacity": "0-1",
    "collaboration": "% of organisations",
    "thin_reserves": "% of organisations",
    "another": "months",
}
UP = re.compile(r"\b(more|higher)\b")
DOWN = re.compile(r"\b(fewer|less|lower)\b")
BARE_MINUS = re.compile(r"-\d")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

values = st.floats(-1e6, 1e6, allow_nan=False, allow_infinity=False)
bands = st.lists(values, min_size=3, max_size=3).map(lambda ends: Band(*sorted(ends)))


@st.composite
def tellings(draw: st.DrawFn) -> Told:
    """Any indicator with any bands, decided or not."""
    indicator = draw(st.sampled_from(sorted(UNITS)))
    share = draw(st.integers(0, 20)) / 20
    reading = Reading(indicator, UNITS[indicator], 2022, draw(bands), draw(bands), draw(bands), share)
    return Told(reading, "Another thing", draw(st.sampled_from(["more", "fewer", "none"])), 20)


def numbers(text: str) -> list[float]:
    """Return the numbers written in a text."""
    return [float(found.replace(",", "")) for found in NUMBER.findall(text)]


@given(tellings())
def test_words_agree_with_signs(told: Told) -> None:
    text = sentences.change(told)
    low, middle, high = told.reading.difference
    if text == "Too close to call":
        assert low <= 0 <= high
    elif text == "Hardly any difference":
        assert round(middle / finest(told.reading.unit)) == 0
    elif text == "No difference":
        assert low == middle == high == 0
    elif middle > 0:
        assert low > 0
        assert UP.search(text)
        assert not DOWN.search(text)
    else:
        assert high < 0
        assert DOWN.search(text)
        assert not UP.search(text)


@given(tellings())
def test_good_news_is_what_is_wanted(told: Told) -> None:
    found = sentences.judgement(told)
    middle = told.reading.difference.middle
    if found is Judgement.BETTER:
        assert (middle > 0) == (told.better == "more")
    if found is Judgement.WORSE:
        assert (middle > 0) == (told.better == "fewer")
    if told.better == "none":
        assert found not in {Judgement.BETTER, Judgement.WORSE}


@given(tellings())
def test_the_number_of_a_change_is_the_tables(told: Told) -> None:
    if sentences.direction(told.reading) not in {Direction.MORE, Direction.LESS}:
        return
    low, middle, high = told.reading.difference
    step = step_for(middle, low, high, told.reading.unit)
    said = numbers(sentences.change(told))[0]
    assert said == pytest.approx(abs(middle), abs=step / 2 * 1.000001)
    assert said > 0


@given(tellings())
def test_the_numbers_of_a_band_are_the_tables(told: Told) -> None:
    low, middle, high = told.reading.difference
    text = sentences.band(told)
    said = numbers(text)[2:]
    step = step_for(middle, low, high, told.reading.unit)
    for number in said:
        assert any(number == pytest.approx(abs(end), abs=step / 2 * 1.000001) for end in (low, high))
    one_end = "up to" in text or "between no difference and" in text
    assert len(said) == (1 if one_end or "about" in text else 2 if "between" in text else 0)
    if said:
        assert bool(UP.search(text)) == (round(high / step) > 0)
        assert bool(DOWN.search(text)) == (round(low / step) < 0)


@given(tellings())
def test_levels_and_agreement_are_the_tables(told: Told) -> None:
    without, difference = told.reading.without, told.reading.difference
    with_plan = without._replace(middle=without.middle + difference.middle)  # so that level, difference and level agree
    for text, band in zip(sentences.levels(told), (without, with_plan), strict=True):
        step = step_for(band.middle, band.low, band.high, told.reading.unit)
        assert numbers(text)[0] == pytest.approx(abs(band.middle), abs=step / 2 * 1.000001)
        assert text.startswith("minus") == (round(band.middle / step) < 0)
    agreed = sentences.agreement(told)
    if agreed:
        assert numbers(agreed) == [pytest.approx(told.reading.share_better * told.pairs), told.pairs]


@given(tellings())
def test_no_jargon_and_no_bare_minus(told: Told) -> None:
    texts = [
        sentences.change(told),
        sentences.band(told),
        sentences.agreement(told),
        sentences.headline(told, "First steps"),
        sentences.summary([told], "First steps"),
        *sentences.levels(told),
    ]
    for text in texts:
        assert not jargon(text)
        assert not BARE_MINUS.search(text)


@given(st.lists(tellings(), min_size=1, max_size=9))
def test_the_summary_claims_only_what_is_decided(all_told: list[Told]) -> None:
    text = sentences.summary(all_told, "First steps")
    claimed = {one.words.more for one in all_told} | {one.words.less for one in all_told}
    decided = {
        one.words.more if sentences.direction(one.reading) is Direction.MORE else one.words.less
        for one in all_told
        if sentences.direction(one.reading) in {Direction.MORE, Direction.LESS}
    }
    for words in sorted(decided, key=len, reverse=True):
        assert words in text
        text = text.replace(words, "")
    for words in claimed - decided:
        assert words not in text


@given(values, st.sampled_from([1e-3, 1e-2, 0.1, 1.0, 10.0, 1000.0]))
def test_written_numbers_have_no_sign_and_no_more_digits_than_the_step(value: float, step: float) -> None:
    written = digits(value, step)
    assert not written.startswith("-")
    decimals = len(written.partition(".")[2])
    assert 10.0**-decimals == pytest.approx(min(step, 1.0))


def test_every_headline_indicator_has_words_of_its_own() -> None:
    assert set(UNITS) - {"another"} == set(WORDINGS)
