"""Do the futures that ship say what the evidence says?"""

import csv

import numpy as np
import pytest
from pydantic import ValidationError

from foresight.config import Number
from foresight.scenario import DRIVERS, Future, library
from foresight.scenario.profiles import Linear
from tests.support.paths import ROOT

YEARS = (2002, 2005, 2008, 2011, 2014, 2017, 2022)

with (ROOT / "tests" / "fixtures" / "futures.csv").open(encoding="utf-8", newline="") as stream:
    TABLE = list(csv.DictReader(stream))  # the futures table of the evidence pack, every value of it

NAMES = list(dict.fromkeys(row["future"] for row in TABLE))


def test_nine_futures_ship_and_one_of_them_only_checks_the_model() -> None:
    assert sorted(library.futures()) == sorted(NAMES)
    assert len(NAMES) == 9
    assert [name for name, future in library.futures().items() if future.validation_only] == ["history-replay"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['future']}-{row['driver']}")
def test_every_number_is_that_of_the_table(row: dict[str, str]) -> None:
    driver = library.future(row["future"]).drivers[row["driver"]]
    assert isinstance(driver.profile, Linear)
    written = {date.written(): number.value for date, number in driver.profile.points.items()}
    assert written == {year: float(row[str(year)]) for year in YEARS}
    at_year_ends = driver.trajectory()[[(year - 2002) * 4 for year in YEARS]]
    np.testing.assert_allclose(at_year_ends, [float(row[str(year)]) for year in YEARS], rtol=1e-12)


def test_the_table_has_every_driver_of_every_future() -> None:
    assert {(row["future"], row["driver"]) for row in TABLE} == {(name, driver) for name in NAMES for driver in DRIVERS}
    assert len(DRIVERS) == 22


@pytest.mark.parametrize("name", NAMES)
def test_a_future_gives_81_finite_values_for_each_driver_within_its_bounds(name: str) -> None:
    courses = library.future(name).trajectories()
    assert list(courses) == list(DRIVERS)
    for driver, values in courses.items():
        assert values.shape == (81,)
        assert values.dtype == np.float64
        assert ((values >= DRIVERS[driver].minimum) & (values <= DRIVERS[driver].maximum)).all()


@pytest.mark.parametrize("name", NAMES)
def test_indices_start_at_100(name: str) -> None:
    courses = library.future(name).trajectories()
    assert {courses[driver][0] for driver, info in DRIVERS.items() if "2002 = 100" in info.unit} == {100.0}


@pytest.mark.parametrize("name", NAMES)
def test_a_future_is_written_out_as_it_was_read(name: str) -> None:
    future = library.future(name)
    assert Future.model_validate(future.model_dump()) == future


def test_titles_and_summaries_differ_and_stay_short() -> None:
    futures = library.futures().values()
    assert len({future.title for future in futures}) == len({future.summary for future in futures}) == len(NAMES)
    assert all(len(future.title) <= 40 for future in futures)
    assert all(100 <= len(future.summary) <= 400 for future in futures)


def test_drivers_are_described_in_full() -> None:
    assert all(info.id == name and info.title and info.unit and info.meaning for name, info in DRIVERS.items())
    assert all(info.minimum < info.maximum for info in DRIVERS.values())
    assert len({info.title for info in DRIVERS.values()}) == len(DRIVERS)


def test_a_future_cannot_be_changed() -> None:
    future = library.future("trend")
    with pytest.raises(ValidationError, match="frozen"):
        future.drivers["trust"].profile.points = {}  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        future.drivers["trust"] = future.drivers["bme"]  # type: ignore[index]
    profile = future.drivers["trust"].profile
    assert isinstance(profile, Linear)
    with pytest.raises(TypeError):
        profile.points[next(iter(profile.points))] = Number(value=1)  # type: ignore[index]
