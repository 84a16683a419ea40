"""Does each profile draw the course that its file describes?"""

from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from foresight.config import Family
from foresight.scenario import Date, Profile
from foresight.scenario.dates import STEPS, quarter

PROFILE: TypeAdapter[Profile] = TypeAdapter(Family[Profile])


def course(written: object, folder: Path | None = None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return PROFILE.validate_python(written, context={"folder": folder}).values()


@pytest.mark.parametrize(
    ("date", "first", "last", "text"),
    [
        (Date(2002, 4), 0, 0, "2002-Q4"),
        (Date(2003), 1, 4, "2003"),
        (Date(2003, 1), 1, 1, "2003-Q1"),
        (Date(2005), 9, 12, "2005"),
        (Date(2005, 2), 10, 10, "2005-Q2"),
        (Date(2022), 77, STEPS, "2022"),
    ],
)
def test_dates_mean_steps(date: Date, first: int, last: int, text: str) -> None:
    assert (date.first_step, date.step, str(date)) == (first, last, text)
    assert Date.from_text(text) == date


@pytest.mark.parametrize(("step", "name"), [(0, "2002-Q4"), (1, "2003-Q1"), (4, "2003-Q4"), (5, "2004-Q1"), (80, "2022-Q4")])
def test_steps_have_the_names_of_quarters(step: int, name: str) -> None:
    assert quarter(step) == name


def test_constant() -> None:
    assert course({"kind": "constant", "value": 3}).tolist() == [3.0] * (STEPS + 1)


def test_linear_joins_points_and_is_flat_outside_them() -> None:
    values = course({"kind": "linear", "points": {2010: 20, 2004: 10, "2010-Q2": 30}})
    assert values[0] == values[8] == 10
    assert values[quarter_of(2010, 2)] == 30
    assert values[quarter_of(2010, 3)] == 25
    assert values[quarter_of(2010, 4)] == values[STEPS] == 20
    assert values[quarter_of(2007, 3)] == pytest.approx(20)


def test_step_holds_each_level_from_its_date_on() -> None:
    values = course({"kind": "step", "before": 1, "steps": {2010: 3, "2005-Q1": 2}})
    assert values[: quarter_of(2005, 1)].tolist() == [1.0] * quarter_of(2005, 1)
    assert set(values[quarter_of(2005, 1) : quarter_of(2010, 4)]) == {2.0}
    assert set(values[quarter_of(2010, 4) :]) == {3.0}


def test_phase_out_runs_down_to_what_remains() -> None:
    values = course({"kind": "phase_out", "start": 2004, "end": 2008, "from": 50, "remaining": 0.2})
    assert set(values[: quarter_of(2004, 4) + 1]) == {50.0}
    assert values[quarter_of(2006, 4)] == pytest.approx(30)
    assert values[quarter_of(2008, 4) :] == pytest.approx(10)


def test_pulse_adds_its_height_from_start_to_end() -> None:
    values = course({"kind": "pulse", "base": 5, "height": -2, "start": "2008-Q4", "end": 2009})
    inside = [step for step, value in enumerate(values) if value == 3]
    assert inside == list(range(quarter_of(2008, 4), quarter_of(2009, 4) + 1))
    assert set(values) == {3.0, 5.0}


def test_logistic_is_half_way_at_its_midpoint_and_follows_its_rate() -> None:
    values = course({"kind": "logistic", "from": 10, "to": 20, "midpoint": 2012, "rate": 1})
    assert values[quarter_of(2012, 4)] == pytest.approx(15)
    assert values[quarter_of(2013, 4)] == pytest.approx(10 + 10 / (1 + np.exp(-1)))
    assert values[0] == pytest.approx(10, abs=0.001)
    assert values[STEPS] == pytest.approx(20, abs=0.001)


def test_csv_reads_a_column_by_year_or_quarter(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text(
        "\ufeffwhen, x ,y\n2002,1,10\n\n2004,3,30\n2030,3,-70\n2003-Q2,0,40\n", encoding="utf-8"
    )
    values = course({"kind": "csv", "file": "data/a.csv", "year": "when", "column": "y"}, tmp_path)
    assert values[[0, 2, 8]].tolist() == [10, 40, 30]
    assert values[STEPS] == pytest.approx(30 - 100 * 18 / 26)  # a row after the last year shapes the course as well


BAD_TABLES = {
    "missing": ("b.csv", "x", "year", "found no such file (b.csv); expected a CSV file", "a.csv"),
    "outside": ("../a.csv", "x", "year", "expected a file in the folder of the YAML file, or below it", None),
    "outside, as on Windows": ("..\\a.csv", "x", "year", "expected a file in the folder of the YAML file, or below it", None),
    "absolute": ("/etc/passwd", "x", "year", "expected a file in the folder of the YAML file, or below it", None),
    "absolute, as on Windows": ("C:\\a.csv", "x", "year", "expected a file in the folder of the YAML file, or below it", None),
    "folder": (".", "x", "year", "found a folder (.); expected a CSV file", None),
    "wrong column": ("a.csv", "valeu", "year", "found 'valeu'; expected a column of the file", "value"),
    "wrong year column": ("a.csv", "x", "yaer", "found 'yaer'; expected a column of the file", "year"),
    "column twice": ("a.csv", "twice", "year", "found the column 'twice' more than once", None),
    "not a number": ("a.csv", "word", "year", "found 'many' in line 3 of a.csv; expected a finite number", None),
    "not finite": ("a.csv", "endless", "year", "found 'inf' in line 2 of a.csv; expected a finite number", None),
    "an empty cell": ("a.csv", "last", "year", "found '' in line 3 of a.csv; expected a finite number", None),
    "not a year": ("a.csv", "x", "word", "found '1' in line 2 of a.csv; expected a year such as 2005", None),
    "a year twice": ("a.csv", "x", "same", "found a date twice, again in line 3 of a.csv; expected each date once", None),
    "no rows": ("head.csv", "x", "year", "found no rows in head.csv; expected one row at least", None),
    "empty": ("empty.csv", "x", "year", "found an empty file (empty.csv)", None),
    "an open quote": ("open.csv", "x", "year", "found text that is not CSV", None),
}


@pytest.mark.parametrize(("file", "column", "year", "message", "hint"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_a_table_that_will_not_do_gets_a_clear_message(  # one case has five parts
    tmp_path: Path, file: str, column: str, year: str, message: str, hint: str | None
) -> None:
    (tmp_path / "a.csv").write_text(
        "year,x,word,endless,twice,twice,same,value,last\n2002,1,1,inf,1,1,2002,1,1\n2003,2,many,1,1,1,2002-Q4,1\n",
        encoding="utf-8",
    )
    (tmp_path / "head.csv").write_text("year,x\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    (tmp_path / "open.csv").write_text('year,x\n2002,"1', encoding="utf-8")
    with pytest.raises(ValidationError) as caught:
        course({"kind": "csv", "file": file, "column": column, "year": year}, tmp_path)
    first = caught.value.errors()[0]
    assert message in first["msg"]
    assert first["ctx"]["suggestion"] == hint


def test_all_that_is_wrong_with_a_table_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'year,x\n2002,one\n"20\n03",2\nzz,3\n2004,16,99\n2005,1_6\n2006,\uff11\uff17\n2007,1\n', encoding="utf-8"
    )
    with pytest.raises(ValidationError) as caught:
        course({"kind": "csv", "file": "a.csv", "column": "x"}, tmp_path)
    said = [detail["msg"] for detail in caught.value.errors()]
    assert [message.split(" of a.csv")[0] for message in said] == [
        "found 'one' in line 2", "found '20 03' in line 4", "found 'zz' in line 5", "found 3 cells in line 6",
        "found '1_6' in line 7",
        "found '\uff11\uff17' in line 8",
    ]  # fmt: skip


@pytest.mark.parametrize("file", ["a" * 300 + ".csv", "d/" * 2_300 + "x.csv"])
def test_a_name_that_is_too_long_is_a_file_that_cannot_be_read(file: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=r"a file that cannot be read|found no such file"):
        course({"kind": "csv", "file": file, "column": "x"}, tmp_path)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("year,x\n2002,1\n", encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(ValidationError, match="or below it"):
        course({"kind": "csv", "file": "a.csv", "column": "x"}, tmp_path / "mine")


def quarter_of(year: int, number: int) -> int:
    return (year - 2003) * 4 + number
