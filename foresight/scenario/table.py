"""One column of a CSV file as points in time."""

import csv
import io
from pathlib import Path, PureWindowsPath

from foresight.config import Complaint, read_text, show
from foresight.errors import InvalidInput, either, nearest, quoted
from foresight.scenario.dates import Date

Points = tuple[tuple[int, float], ...]


class ColumnError(Exception):
    """What is wrong with a CSV file, and the key of the YAML file that is to blame."""

    def __init__(self, key: str, found: str, expected: str, suggestion: str | None = None) -> None:
        super().__init__(found)
        self.complaint = Complaint((key,), found, expected, suggestion)


def read_column(file: str, folder: Path, year: str, column: str) -> Points:
    """Read the values of a column, with the step that each row's year or quarter means.

    Raises
    ------
    ColumnError
        Where the file, one of the columns or a cell will not do.
    """
    path = inside(file, folder)
    try:
        rows = list(csv.reader(io.StringIO(read_text(path, "a CSV file")), strict=True))
    except InvalidInput as error:
        problem = error.problems[0]
        raise ColumnError("file", f"{problem.found} ({file})", problem.expected, _near_file(path)) from None
    except csv.Error as error:
        raise ColumnError("file", f"text that is not CSV ({error})", "a CSV file") from None
    if not rows:
        raise ColumnError("file", f"an empty file ({file})", "a CSV file with a line of column names")
    where = {key: _position(rows[0], key, name) for key, name in (("year", year), ("column", column))}
    points: dict[int, float] = {}
    for line, row in enumerate(rows[1:], start=2):
        if not row:
            continue  # a blank line
        step = _step(row, where["year"], f"in line {line} of {file}")
        if step in points:
            raise ColumnError("year", f"a date twice, again in line {line} of {file}", "each date once")
        points[step] = _value(row, where["column"], f"in line {line} of {file}")
    if not points:
        raise ColumnError("file", f"no rows in {file}", "one row at least")
    return tuple(sorted(points.items()))


def inside(file: str, folder: Path) -> Path:
    """Return the path of a file, which must lie in the folder or below it."""
    windows = PureWindowsPath(file)  # it also understands forward slashes, so that a file means the same on every system
    path = folder.joinpath(*windows.parts)
    if windows.anchor or ".." in windows.parts or not path.resolve().is_relative_to(folder.resolve()):
        raise ColumnError("file", show(file), "a file in the folder of the YAML file, or below it")
    return path


def _near_file(path: Path) -> str | None:
    if path.exists() or not path.parent.is_dir():
        return None
    return nearest(path.name, (other.name for other in path.parent.iterdir()))


def _position(header: list[str], key: str, name: str) -> int:
    names = [cell.strip() for cell in header]
    if names.count(name) > 1:
        raise ColumnError(key, f"the column {quoted(name)} more than once", "each column once")
    if name not in names:
        raise ColumnError(key, quoted(name), f"a column of the file: {either(names)}", nearest(name, names))
    return names.index(name)


def _cell(row: list[str], position: int) -> str:
    return row[position].strip() if position < len(row) else ""


def _step(row: list[str], position: int, where: str) -> int:
    text = _cell(row, position)
    date = Date.from_text(text)
    if date is None:
        raise ColumnError("year", f"{quoted(text)} {where}", "a year such as 2005, or a quarter such as 2005-Q2")
    return date.step


def _value(row: list[str], position: int, where: str) -> float:
    text = _cell(row, position)
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise ColumnError("column", f"{quoted(text)} {where}", "a finite number")
    return value
