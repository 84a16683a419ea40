"""One column of a CSV file as points in time."""

import csv
import io
import math
import re
from pathlib import Path, PureWindowsPath

from foresight.config import Complaint, read_text, show
from foresight.errors import InvalidInput, either, nearest, quoted, shorten
from foresight.scenario.dates import Date

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
MOST_FAULTS = 20
"""Faults of a file that are told."""
Points = tuple[tuple[int, float], ...]


class ColumnError(Exception):
    """What is wrong with a CSV file, each fault with the key of the YAML file that is to blame."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__(*(one.found for one in complaints))
        self.complaints = complaints


def _wrong(key: str, found: str, expected: str, suggestion: str | None = None) -> ColumnError:
    return ColumnError(Complaint((key,), found, expected, suggestion))


def read_column(file: str, folder: Path, year: str, column: str) -> Points:
    """Read the values of a column, with the step that each row's year or quarter means.

    Raises
    ------
    ColumnError
        Where the file, one of the columns or a cell will not do: all that is wrong, up to `MOST_FAULTS`.
    """
    header, *rows = _rows(file, folder)
    where = {key: _position(header[1], key, name) for key, name in (("year", year), ("column", column))}
    points: dict[int, float] = {}
    faults: list[Complaint] = []
    for line, row in rows:
        place = f"in line {line} of {file}"
        try:
            if len(row) > len(header[1]):
                raise _wrong("file", f"{len(row)} cells {place}", f"{len(header[1])}, as in its first line")
            step, value = _step(row, where["year"], place), _value(row, where["column"], place)
            if step in points:
                raise _wrong("year", f"a date twice, again {place}", "each date once")
            points[step] = value
        except ColumnError as error:
            faults += error.complaints
    if faults:
        raise ColumnError(*faults[:MOST_FAULTS])
    if not points:
        raise _wrong("file", f"no rows in {file}", "one row at least")
    return tuple(sorted(points.items()))


def _rows(file: str, folder: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of a file that are not blank, the names of its columns first, each with the line at which it ends."""
    path = inside(file, folder)
    try:
        reader = csv.reader(io.StringIO(read_text(path, "a CSV file")), strict=True)
        rows = [(reader.line_num, row) for row in reader if row]
    except InvalidInput as error:
        problem = error.problems[0]
        raise _wrong("file", f"{problem.found} ({shorten(file)})", problem.expected, _near_file(path)) from None
    except csv.Error as error:
        raise _wrong("file", f"text that is not CSV ({error})", "a CSV file") from None
    if not rows:
        raise _wrong("file", f"an empty file ({file})", "a CSV file with a line of column names")
    return rows


def inside(file: str, folder: Path) -> Path:
    """Return the path of a file, which must lie in the folder or below it."""
    windows = PureWindowsPath(file)  # it also understands forward slashes, so that a file means the same on every system
    path = folder.joinpath(*windows.parts)
    if windows.anchor or ".." in windows.parts or not path.resolve().is_relative_to(folder.resolve()):
        raise _wrong("file", show(file), "a file in the folder of the YAML file, or below it")
    return path


def _near_file(path: Path) -> str | None:
    try:
        if path.exists() or not path.parent.is_dir():
            return None
        return nearest(path.name, (other.name for other in path.parent.iterdir()))
    except OSError:  # a name that is too long, or a folder that cannot be looked into
        return None


def _position(header: list[str], key: str, name: str) -> int:
    names = [cell.strip() for cell in header]
    if names.count(name) > 1:
        raise _wrong(key, f"the column {quoted(name)} more than once", "each column once")
    if name not in names:
        raise _wrong(key, quoted(name), f"a column of the file: {either(names)}", nearest(name, names))
    return names.index(name)


def _cell(row: list[str], position: int) -> str:
    return row[position].strip() if position < len(row) else ""


def _step(row: list[str], position: int, where: str) -> int:
    text = _cell(row, position)
    date = Date.from_text(text)
    if date is None:
        raise _wrong("year", f"{quoted(text)} {where}", "a year such as 2005, or a quarter such as 2005-Q2")
    return date.step


def _value(row: list[str], position: int, where: str) -> float:
    text = _cell(row, position)
    if not NUMBER.fullmatch(text) or math.isinf(value := float(text)):
        raise _wrong("column", f"{quoted(text)} {where}", "a finite number, such as 12.5")
    return value
