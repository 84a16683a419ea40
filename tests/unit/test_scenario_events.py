"""Events of a future: what is accepted, what is said about the rest, and what they do to the calendar of shocks."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from foresight.model.run import settle
from foresight.model.shocks import Shocks, calendar
from foresight.population.baseline import load
from foresight.randomness import Draws
from foresight.scenario import Event, Future, library
from foresight.scenario.events import COUNTIES, EVENTS
from tests.support.scenarios import FUTURES, said_of

STEPS = 80


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def with_events(*lines: str) -> str:
    """Return the text of a shipped future with events."""
    text = (FUTURES / "trend.yaml").read_text(encoding="utf-8")
    return f"{text.rstrip()}\n\nevents:\n" + "".join(f"  - {line}\n" for line in lines)


def read(*lines: str) -> Future:
    Path("mine.yaml").write_text(with_events(*lines), encoding="utf-8")
    return library.future("mine.yaml")


def quiet(*events: Event) -> list[Shocks]:
    """Return the shocks of every step where nothing comes by chance."""
    baseline = load()
    calm = baseline.model_copy(
        update={
            "shocks": baseline.shocks.model_copy(update={"flood_chance": 0.0}),
            "standing": baseline.standing.model_copy(update={"scandal_chance": 0.0}),
        }
    )
    return list(calendar(calm, events, Draws(seed=1, replicate=0), STEPS))


def test_the_counties_of_events_are_those_of_the_baseline() -> None:
    assert load().counties == COUNTIES


def test_every_flood_plain_is_a_district_of_the_baseline_and_reaches_a_share() -> None:
    table, baseline = load().floods, load()
    assert set(table["district"]) <= set(baseline.places["district"])
    assert table["district"].is_unique
    assert table["reach"].between(0.01, 0.5).all()
    counties = set(baseline.places.set_index("district").loc[table["district"], "county"])
    assert {"Lincolnshire", "Nottingham", "Nottinghamshire"} <= counties
    assert set(table["plain"]) == {"Lincolnshire", "Trent"}


def test_every_event_can_be_read_and_written_again() -> None:
    future = read(
        "{event: flood, at: 2007-Q2, county: Lincolnshire, size: 2}",
        "{event: scandal, at: 2010}",
        "{event: pandemic, at: 2020-Q2, size: {value: 1, low: 0.5, high: 2}}",
        "{event: agency-closes, at: 2011-Q3}",
    )
    assert [one.event for one in future.events] == list(EVENTS)
    assert Future.model_validate(future.model_dump()) == future
    assert library.future("trend").events == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "{event: flod, at: 2007}",
            "events[0].event: found 'flod'; expected flood, scandal, pandemic or agency-closes. Did you mean flood?",
        ),
        ("{event: flood}", "events[0].at: found nothing; expected the quarter in which it strikes"),
        ("{event: flood, at: 1999}", "events[0].at: found 1999; expected a date from 2003 to 2022"),
        (
            "{event: flood, at: 2007, county: Lincolnshir}",
            "or Rutland. Did you mean Lincolnshire?",
        ),
        ("{event: scandal, at: 2007, county: Derby}", "events[0].county: found 'Derby'; expected no county here"),
        ("{event: agency-closes, at: 2007, size: 2}", "events[0].size: found 2; expected no size here"),
        ("{event: flood, at: 2007, size: -1}", "events[0].size: found -1; expected a number from 0 to 10"),
        ("{event: flood, at: 2007, where: Derby}", "events[0].where: found"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(line: str, said: str) -> None:
    text = with_events(line)
    (problem,) = said_of(text)
    number = next(number for number, one in enumerate(text.splitlines(), 1) if "event:" in one)
    assert problem.startswith(f"bad.yaml:{number}")
    assert said in problem


def test_an_agency_closes_once() -> None:
    (problem,) = said_of(with_events("{event: agency-closes, at: 2009}", "{event: agency-closes, at: 2010}"))
    assert "events[1].event: found 'agency-closes' again; expected one end only: it closes in 2009 already" in problem


def test_the_agency_closes_in_2012_unless_a_future_says_otherwise() -> None:
    usual = settle(load(), library.future("trend"), scale=0.05, seed=1, replicate=0)
    assert [shock.agency for shock in usual.shocks] == [step < 37 for step in range(STEPS + 1)]
    early = settle(load(), read("{event: agency-closes, at: 2005-Q2}"), scale=0.05, seed=1, replicate=0)
    assert [shock.agency for shock in early.shocks] == [step < 10 for step in range(STEPS + 1)]


def test_a_named_flood_reaches_its_county_for_some_quarters() -> None:
    shocks = quiet(*read("{event: flood, at: 2007-Q2, county: Rutland, size: 2}").events)
    assert [step for step, shock in enumerate(shocks) if shock.floods] == [18, 19, 20, 21]
    (flood,) = shocks[18].floods
    places, numbers = load().places, load().shocks
    np.testing.assert_allclose(flood.reach, np.where(places["county"] == "Rutland", 2 * numbers.flood_reach, 0), rtol=1e-6)


def test_a_flood_without_a_county_reaches_both_plains_and_never_more_than_everybody() -> None:
    (flood,) = quiet(*read("{event: flood, at: 2007, size: 10}").events)[17].floods
    wet = set(load().places["district"][flood.reach > 0])
    assert wet == set(load().floods["district"])
    assert flood.reach.max() == 1


def test_a_pandemic_fades_and_a_scandal_strikes_once() -> None:
    shocks = quiet(*read("{event: pandemic, at: 2010-Q1, size: 2}", "{event: scandal, at: 2010-Q2, size: 2}").events)
    depth = [shock.pandemic for shock in shocks]
    assert depth[28] == 0
    assert depth[29] == 2
    assert all(later < earlier for earlier, later in pairwise(depth[29:36]))
    assert not any(depth[35:])
    assert {step: shock.scandal for step, shock in enumerate(shocks) if shock.scandal} == {30: 2 * load().standing.scandal_fall}


def test_chance_floods_and_scandals_come_as_often_as_they_should() -> None:
    baseline, years = load(), 400 * STEPS // 4
    floods = scandals = 0
    for replicate in range(400):
        shocks = calendar(baseline, (), Draws(seed=5, replicate=replicate), STEPS)
        floods += len({flood.step for shock in shocks for flood in shock.floods})
        scandals += sum(shock.scandal > 0 for shock in shocks)
    for found, chance in ((floods, baseline.shocks.flood_chance), (scandals, baseline.standing.scandal_chance)):
        assert abs(found - years * chance) < 4 * np.sqrt(years * chance)
