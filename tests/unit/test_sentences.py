"""Sentences say what the rows say, in words a tired person understands."""

import doctest
from types import ModuleType

import pytest

from foresight.presentation import numbers, sentences, wording
from foresight.presentation.numbers import amount, digits, step_for
from foresight.presentation.readings import Band, Reading
from foresight.presentation.sentences import Direction, Judgement, Told
from foresight.scenario.plans import Plan


def told(
    *,
    indicator: str = "organisations",
    unit: str = "organisations",
    difference: Band,
    better: str = "more",
    share: float = 0.9,
    pairs: int = 20,
    alike: bool = False,
) -> Told:
    reading = Reading(
        indicator=indicator,
        unit=unit,
        year=2022,
        without=Band(7700, 7912.4, 8100),
        with_plan=Band(7850, 8054.1, 8260),
        difference=difference,
        share_better=share,
    )
    return Told(reading=reading, title=indicator.capitalize(), better=better, pairs=pairs, alike=alike)


MORE = Band(31.2, 144.4, 262.0)
FEWER = Band(-5.2, -3.3, -1.1)


def test_more_is_better_where_more_is_wanted() -> None:
    one = told(difference=MORE)
    assert sentences.direction(one.reading) is Direction.MORE
    assert sentences.judgement(one) is Judgement.BETTER
    assert sentences.change(one) == "140 more organisations"
    assert sentences.band(one) == "In 8 of 10 pairs: between 30 and 260 more"
    assert sentences.agreement(one) == "Better in 18 of 20 pairs"
    assert sentences.headline(one, "First steps") == "With First steps: 140 more organisations in 2022"


def test_fewer_closures_are_better_and_carry_no_minus() -> None:
    one = told(indicator="closures", unit="% a year", difference=FEWER, better="fewer")
    assert sentences.judgement(one) is Judgement.BETTER
    assert sentences.change(one) == "3.3 fewer closures a year in every 100 organisations"
    assert sentences.band(one) == "In 8 of 10 pairs: between 1.1 and 5.2 percentage points fewer"


@pytest.mark.parametrize(
    ("indicator", "difference", "said"),
    [
        ("collaboration", Band(0.2, 0.5, 0.8), "between 0.2 and 0.8 more in every 100"),
        ("closures", Band(-0.2, 0.5, 0.8), "between 0.2 fewer and 0.8 more in every 100"),
        ("closures", Band(-0.01, 0.001, 0.01), "hardly any difference"),
        ("turnover", Band(0.2, 0.5, 0.8), "between 0.2 and 0.8 percentage points more"),
    ],
)
def test_the_ends_of_a_band_are_in_the_words_of_the_change(indicator: str, difference: Band, said: str) -> None:
    one = told(indicator=indicator, unit="% of organisations", difference=difference)
    assert sentences.ends(one) == said
    if sentences.direction(one.reading) is Direction.MORE:
        assert ("in every 100" in sentences.change(one)) is ("in every 100" in said)


def test_fewer_jobs_are_worse() -> None:
    one = told(indicator="jobs", unit="people", difference=Band(-900, -500, -100))
    assert sentences.judgement(one) is Judgement.WORSE
    assert sentences.change(one) == "500 fewer jobs"


def test_a_band_across_zero_is_too_close_to_call() -> None:
    one = told(indicator="income", unit="GBP m, 2002 prices", difference=Band(-2.4, 6.0, 15.1), share=0.8)
    assert sentences.judgement(one) is Judgement.OPEN
    assert sentences.change(one) == "Too close to call"
    assert sentences.band(one) == "In 8 of 10 pairs: between £2 million less and £15 million more"
    assert sentences.headline(one, "First steps") == "Too close to call: First steps may or may not change income by 2022"


@pytest.mark.parametrize("difference", [Band(0.1, 0.2, 0.3), Band(-0.1, 0.1, 0.3), Band(0.1, 0.4, 3.0)])
def test_a_difference_too_small_to_show_is_hardly_any(difference: Band) -> None:
    one = told(difference=difference)
    assert sentences.change(one) == "Hardly any difference"
    assert sentences.headline(one, "First steps") == "First steps makes hardly any difference to the number of organisations"


def test_a_few_pairs_claim_no_direction() -> None:
    one, enough = (told(difference=MORE, share=1.0, pairs=pairs) for pairs in (1, sentences.FEWEST_PAIRS))
    assert sentences.judgement(one) is Judgement.EARLY
    assert sentences.change(one) == "Too early to say"
    assert sentences.band(one) == "In 1 pair, roughly: between 30 and 260 more"
    assert sentences.headline(one, "First steps") == (
        "Too early to say: First steps may or may not change the number of organisations by 2022"
    )
    assert sentences.summary([one], "First steps") == (
        "Too early to say what First steps changes: there are fewer than 5 pairs of runs."
    )
    assert sentences.judgement(enough) is Judgement.BETTER


def test_pairs_that_cannot_differ_say_so_from_the_first() -> None:
    one, two = (told(difference=Band(0, 0, 0), share=0.0, pairs=pairs, alike=True) for pairs in (1, 2))
    assert sentences.judgement(one) is sentences.judgement(two) is Judgement.NONE
    assert (sentences.band(one), sentences.ends(one)) == ("The same in the only pair", "the same in the only pair")
    assert (sentences.band(two), sentences.ends(two)) == ("The same in every pair", "the same in every pair")


def test_a_few_pairs_without_a_difference_claim_nothing() -> None:
    few, enough = (told(difference=Band(0, 0, 0), share=0.0, pairs=pairs) for pairs in (2, sentences.FEWEST_PAIRS))
    assert sentences.judgement(few) is Judgement.EARLY
    assert sentences.band(few) == "In 2 pairs: no difference"
    assert "makes no difference" not in sentences.headline(few, "First steps")
    assert sentences.judgement(enough) is Judgement.NONE


def test_one_pair_is_told_as_one() -> None:
    one = told(indicator="income", unit="GBP m, 2002 prices", difference=Band(9.6, 9.6, 9.6), share=1.0, pairs=1)
    assert sentences.band(one) == "In 1 pair: about £9.6 million more"
    assert sentences.agreement(one) == "Better in the only pair"
    worse = told(difference=Band(-3, -3, -3), share=0.0, pairs=1)
    assert sentences.agreement(worse) == "Not better in the only pair"


def test_no_difference_is_called_that() -> None:
    one = told(difference=Band(0, 0, 0), share=0.0)
    assert sentences.change(one) == "No difference"
    assert sentences.band(one) == "The same in every pair"
    assert sentences.agreement(one) == ""
    assert sentences.headline(one, "First steps") == "First steps makes no difference to the number of organisations"


def test_neither_way_is_better_for_a_neutral_indicator() -> None:
    one = told(indicator="part_time", unit="%", difference=Band(1, 2, 3), better="none", share=float("nan"))
    assert sentences.judgement(one) is Judgement.CHANGED
    assert sentences.agreement(one) == ""
    assert sentences.change(one) == "part_time 2.0 points higher"


def test_the_summary_puts_good_news_first_and_says_what_stays_open() -> None:
    good = told(difference=MORE)
    bad = told(indicator="jobs", unit="people", difference=Band(-900, -500, -100))
    undecided = told(indicator="income", unit="GBP m, 2002 prices", difference=Band(-2.4, 6.0, 15.1))
    same = told(indicator="volunteers", unit="people", difference=Band(0, 0, 0))
    assert sentences.summary([bad, undecided, same, good], "First steps") == (
        "With First steps: more organisations. At a price: fewer jobs. Too close to call: income. "
        "No difference to the number of volunteers."
    )
    assert sentences.summary([same], "The whole programme") == "With the whole programme, none of these numbers changes."
    assert sentences.summary([same], Plan.none().title) == (
        "Without a plan there is nothing to compare: none of these numbers changes."
    )


def test_groups_that_organisations_enter_and_leave_are_told_as_such() -> None:
    assert "from group to group" in sentences.moving("size", alike=False)
    assert sentences.moving("size", alike=True) == ""
    assert sentences.moving("county", alike=False) == ""


def test_the_path_tells_how_it_goes_when_nothing_is_done() -> None:
    last = told(difference=MORE).reading
    first = Reading("organisations", "organisations", 2002, Band(9000, 9000, 9000), Band(9000, 9000, 9000), Band(0, 0, 0), 0.0)
    assert sentences.path(first, last) == "Without the plan: down from 9,000 in 2002 to 7,910 in 2022."
    assert sentences.path(last, last) == "Without the plan: 7,910 in 2022 and in 2022."


def test_what_is_shown_is_said() -> None:
    assert sentences.shown(1, 0.2, 7) == "1 pair of runs, 20% of the sector simulated, luck drawn from number 7"


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "step"),
    [
        (8213.4, 7990.0, 8410.0, "organisations", 10.0),
        (327_123.0, 320_000.0, 334_000.0, "people", 1000.0),
        (3.1, 3.1, 3.1, "% a year", 0.1),
        (0.0, 0.0, 0.0, "organisations", 1.0),
        (0.4213, 0.41, 0.43, "0-1", 0.001),
        (4.0, -300.0, 300.0, "organisations", 1.0),
    ],
)
def test_digits_stop_where_the_interval_stops(value: float, low: float, high: float, unit: str, step: float) -> None:
    assert step_for(value, low, high, unit) == pytest.approx(step)


def test_levels_are_written_in_their_units() -> None:
    assert amount(641.3, 600, 690, "GBP m, 2002 prices") == "£641 million"
    assert amount(3.21, 3.0, 3.4, "% a year") == "3.2%"
    assert amount(-4.2, -5, -3, "GBP m, 2002 prices") == "minus £4.2 million"
    assert digits(-1234.5, 1.0) == "1,234"


@pytest.mark.parametrize("module", [numbers, sentences, wording])
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
