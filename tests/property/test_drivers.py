"""Does each driver act where `foresight drivers` says that it does, and nowhere where it says that it does not?"""

from functools import cache

import numpy as np
import pytest

from foresight.indicators.segments import Segments
from foresight.model.influences import INFLUENCES
from foresight.model.moment import World
from foresight.model.run import Values
from foresight.population.baseline import load
from foresight.scenario import DRIVERS
from tests.support.runs import IDS, changed, moved, run, setting
from tests.support.worlds import PLAUSIBLE, from_2003

SCALE = 0.1
WHOLE = ("all", "all")
RURAL = ("place", "rural")
GREEN = ("activity", "Environment")
RISES = [
    ("la_fund", "income", WHOLE),
    ("la_fund", "jobs", WHOLE),
    ("regen_eu", "income", WHOLE),
    ("lottery", "income", WHOLE),
    ("don_g", "income", WHOLE),
    ("tax", "income", WHOLE),
    ("inv_r", "income", WHOLE),
    ("trust", "income", WHOLE),
    ("rgdp", "income", WHOLE),
    ("field", "income", WHOLE),  # lots that firms win otherwise
    ("contract_sh", "statutory_contracts", WHOLE),
    ("env_cost", "thin_reserves", WHOLE),
    ("vol_rate", "volunteers", WHOLE),
    ("vol_hours", "volunteers", WHOLE),  # people who give more hours stay longer
    ("pop65", "volunteers", WHOLE),
    ("pop65", "starts", WHOLE),
    ("infra", "capacity", WHOLE),
    ("grant_len", "capacity", WHOLE),
    ("bme", "organisations", ("leadership", "BME-led")),
    ("env_conc", "income", GREEN),
    ("env_conc", "volunteers", GREEN),
    ("ict_pace", "ties", RURAL),
]
FALLS = [  # not collaboration with money: scarcity makes both partners and rivals, and which weighs more is a result
    ("fcr", "thin_reserves", WHOLE),
    ("ict_gap", "ties", RURAL),
]


@cache
def world_with(driver: str, level: float) -> Values:
    """Return the readings of the Trend future with one driver held at a level from 2003 on."""
    return run(moved(setting("trend", scale=SCALE), from_2003({driver: level})))


@cache
def trend_as_it_is() -> Values:
    return run(setting("trend", scale=SCALE))


@pytest.mark.parametrize("driver", INFLUENCES)
def test_a_driver_that_is_said_to_act_does_at_both_ends_of_what_futures_span(driver: str) -> None:
    usual = set(setting("trend", scale=SCALE).trajectories[driver][1:].tolist())
    ends = [level for level in PLAUSIBLE[driver] if usual != {level}]  # some lie at one end already
    assert ends
    for level in ends:
        assert changed(trend_as_it_is(), world_with(driver, level)) != [], level


@pytest.mark.parametrize("driver", INFLUENCES)
def test_a_driver_changes_nothing_before_it_moves(driver: str) -> None:
    base = setting("trend", scale=0.02)
    late = base.trajectories[driver].copy()
    late[41:] = PLAUSIBLE[driver][1] if late[41] != PLAUSIBLE[driver][1] else PLAUSIBLE[driver][0]
    before, after = run(base), run(moved(base, {driver: late}))
    np.testing.assert_array_equal(before[:11], after[:11])  # 2002 to 2012; step 41 is the first quarter of 2013


def test_every_driver_has_its_place_in_the_list_of_influences() -> None:
    assert set(INFLUENCES) == set(DRIVERS)
    assert all(INFLUENCES.values())


def test_the_world_that_the_model_sees_is_made_of_the_drivers() -> None:
    assert list(World.__dataclass_fields__) == list(DRIVERS)


@pytest.mark.parametrize(("driver", "indicator", "segment"), RISES)
def test_what_theory_says_rises_with_a_driver_rises(driver: str, indicator: str, segment: tuple[str, str]) -> None:
    low, high = (mean(world_with(driver, level), indicator, segment) for level in PLAUSIBLE[driver])
    assert low < high


@pytest.mark.parametrize(("driver", "indicator", "segment"), FALLS)
def test_what_theory_says_falls_with_a_driver_falls(driver: str, indicator: str, segment: tuple[str, str]) -> None:
    low, high = (mean(world_with(driver, level), indicator, segment) for level in PLAUSIBLE[driver])
    assert high < low


def mean(values: Values, indicator: str, segment: tuple[str, str]) -> float:
    """Return the mean of an indicator from 2003 to 2022."""
    return float(values[1:, IDS.index(indicator), Segments.of(load()).names.index(segment)].mean())
