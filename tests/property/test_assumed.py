"""Whatever is assumed, is a run sound, or refused with a message; never garbage that looks like numbers?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import foresight
from foresight.errors import ForesightError, InvalidInput
from foresight.indicators.measures import INDICATORS, YearEnd
from foresight.model.run import settle, underway
from foresight.model.sector import SectorModel
from foresight.model.sound import NoValueError
from foresight.scenario import assumptions as assumed
from foresight.scenario import library
from tests.support.cli import call
from tests.support.quarters import check_ranges

SMALL = 0.02
READ_AFTER_A_RUN = {"accounts", "aspirations"}
SECTIONS = sorted({path.split(".")[1] for path in assumed.numbers() if path.startswith("baseline.")} - READ_AFTER_A_RUN)
AT_ODDS = {
    "baseline.facts.group_weight": (0.001, "at least 1"),
    "baseline.facts.groups": (260_000, "group_volunteers: found 6; expected less than 1.2"),
    "baseline.boards.tenure": (0.5, "at least 1 year"),
    "baseline.boards.years_under_40": (0.5, "at least 1 year"),
    "baseline.volunteering.core_share": (1, "less than 1"),
    "baseline.incomes.newborn_log_median": (80, "from 5.69741 to 10.9026 .ln GBP."),
}
TOO_EXTREME = {"baseline.incomes.source_presence": 8, "baseline.facts.income": 100}


def made(values: dict[str, float], future: str = "funding-cliff", plan: str = "first-steps", seed: int = 1) -> SectorModel:
    """Return a small sector in which something is assumed."""
    found = assumed.checked(values)
    shared = settle(
        assumed.assumed_baseline(found), library.future(future), scale=SMALL, seed=seed, replicate=0, assumptions=found
    )
    return SectorModel(shared, underway(library.plan(plan), "central", assumed.assumed_actions(found)))


@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 2**32 - 1), future=st.sampled_from(sorted(library.futures())))
def test_nothing_leaves_its_range_with_every_number_at_an_end_of_its_range(seed: int, future: str) -> None:
    numbers, high = assumed.uncertain(), np.random.default_rng(seed).random(len(assumed.uncertain())) < 0.5
    corner = {path: one.high if up else one.low for (path, one), up in zip(numbers.items(), high.tolist(), strict=True)}
    model = made(corner, future, "whole-programme", seed)
    check_ranges(model)
    for _ in model.years():
        check_ranges(model)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_number_at_a_hard_bound_gives_a_sound_run_or_a_message(section: str) -> None:
    numbers = {path: one for path, one in assumed.numbers().items() if path.startswith(f"baseline.{section}.")}
    ends = [(path, end) for path, one in numbers.items() for end in assumed.bounds(one) if np.isfinite(end)]
    sound = 0
    for path, end in ends:
        try:
            model = made({path: end}, plan="none")
            for _ in range(5):
                model.step()
        except ForesightError:
            continue
        check_ranges(model)
        sound += 1
    assert sound > len(ends) / 3


@pytest.mark.parametrize("path", AT_ODDS)
def test_what_cannot_be_beside_other_numbers_is_refused_before_anything_is_run(path: str) -> None:
    value, said = AT_ODDS[path]
    with pytest.raises(InvalidInput, match=said):
        assumed.checked({path: value})


@pytest.mark.parametrize("path", TOO_EXTREME)
def test_a_run_that_cannot_be_worked_out_says_so(path: str) -> None:
    with pytest.raises(NoValueError, match="cannot be worked out"):
        foresight.compare("trend", "first-steps", 1, SMALL, assumptions={path: TOO_EXTREME[path]})
    told = call("compare", "trend", "--plan", "first-steps", "--pairs", "1", "--assume", f"{path}={TOO_EXTREME[path]}")
    assert told.code == ForesightError.exit_code
    assert "too extreme" in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize("hole", [np.nan, np.inf])
def test_a_year_without_a_value_of_a_headline_indicator_ends_the_run(hole: float, monkeypatch: pytest.MonkeyPatch) -> None:
    model = made({})
    read = model.reader.read

    def holed(year: YearEnd) -> NDArray[np.float64]:
        values = read(year)
        values[list(INDICATORS).index("jobs"), 0] = hole
        return values

    monkeypatch.setattr(model.reader, "read", holed)
    with pytest.raises(NoValueError, match="there is no value of 'paid jobs'"):
        model.run_to_end()
