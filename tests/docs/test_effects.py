"""Do the two tables of effects cover everything, and are they made as they say?"""

import json
from collections.abc import Mapping

import pytest

from docs import effects
from foresight.indicators.measures import INDICATORS
from foresight.scenario import DRIVERS, library
from foresight.scenario.actions import Action

RECORD = json.loads(effects.RECORD.read_text(encoding="utf-8"))
TINY = effects.Effort(0.02, 1)


def test_the_record_covers_all_22_drivers_and_all_33_actions_in_full() -> None:
    assert {one["id"] for one in RECORD["drivers"]} == set(DRIVERS)
    assert {one["id"] for one in RECORD["actions"]} == set(library.actions())
    assert (RECORD["scale"], RECORD["replicates"]) == (1.0, effects.REPLICATES)


def test_everything_acts_by_itself_and_nothing_at_strength_0() -> None:
    assert [one["id"] for one in [*RECORD["drivers"], *RECORD["actions"]] if one["changed"] == 0] == []
    assert [one["id"] for one in RECORD["actions"] if one["placebo"] != 0] == []


def test_the_record_names_indicators_that_there_are() -> None:
    told = {name for one in [*RECORD["drivers"], *RECORD["actions"]] for name, _ in one["told"]}
    assert told <= set(INDICATORS)
    assert told.isdisjoint(effects.TRIVIAL)


def test_plausible_ranges_are_what_the_futures_span() -> None:
    assert set(effects.plausible()) == set(DRIVERS)
    assert all(low < high for low, high in effects.plausible().values())


def test_a_driver_held_high_and_an_action_taken_alone_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    known = library.actions()
    few: Mapping[str, Action] = {name: known[name] for name in ("careers-marketing", "volunteering-pilots")}
    monkeypatch.setattr(library, "actions", lambda: few)
    monkeypatch.setattr(effects, "plausible", lambda: {"don_g": (-1.0, 2.0)})
    found = effects.measure(TINY)
    (driver,) = found["drivers"]
    assert dict(driver["told"])
    assert driver["changed"] > 10
    assert [(one["id"], one["placebo"], one["changed"] > 0) for one in found["actions"]] == [(name, 0, True) for name in few]
    assert dict(found["actions"][0]["told"])["vacancies"] < 0
