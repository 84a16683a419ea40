"""Measures what a PDF shows: the size and colour of each piece of text, and the colour of what lies behind it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import pypdf
from pypdf.generic import ContentStream

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float]
Box = tuple[float, float, float, float]
Point = tuple[float, float]
SAME: Matrix = (1, 0, 0, 1, 0, 0)
WHITE: Colour = (1, 1, 1)
BLACK: Colour = (0, 0, 0)
NEAR = 0.05
"""Points within which corners are one place."""


class Written(NamedTuple):
    """A piece of text: its page, its place and size in points, its colour, and that of what is behind it."""

    page: int
    place: Point
    size: float
    ink: Colour
    behind: Colour

    @property
    def contrast(self) -> float:
        """Return the contrast by WCAG, 1 to 21."""
        light, dark = sorted((_luminance(self.ink), _luminance(self.behind)), reverse=True)
        return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True)
class _State:
    """What a content stream has set."""

    matrix: Matrix = SAME
    fill: Colour | None = BLACK
    alpha: float = 1.0
    size: float = 0.0
    leading: float = 0.0
    shown: bool = True


@dataclass
class _Page:
    """What is painted on a page so far: rectangles, the last on top, and texts."""

    number: int
    painted: list[tuple[Box, Colour]] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)

    def behind(self, place: Point) -> Colour:
        """Return the colour on top at a place."""
        x, y = place
        return next((ink for (x0, y0, x1, y1), ink in reversed(self.painted) if x0 <= x <= x1 and y0 <= y <= y1), WHITE)


def texts(path: Path) -> list[Written]:
    """Return every piece of text of a PDF."""
    found = []
    for number, sheet in enumerate(pypdf.PdfReader(path).pages, start=1):
        page = _Page(number)
        _read(sheet.get_contents(), sheet.get("/Resources", {}), _State(), page)
        found += page.written
    return found


class _Reader:
    """Reads one content stream; forms inside it by readers of their own."""

    def __init__(self, resources: Any, state: _State, page: _Page) -> None:
        self.resources, self.state, self.page = resources, state, page
        self.kept: list[_State] = []
        self.points: list[Point] = []
        self.line = self.cursor = SAME

    def take(self, operator: str, operands: Any) -> None:
        """Take one instruction."""
        if operator in STACK:
            self._stack(operator, operands)
        elif operator in COLOURS:
            self.state = replace(self.state, fill=_colour(operands))
        elif operator in PATHS:
            self._path(operator, [float(value) for value in operands])
        elif operator in PAINTS:
            if PAINTS[operator]:
                self._paint()
            self.points = []
        else:
            self._text(operator, operands)

    def _stack(self, operator: str, operands: Any) -> None:
        if operator == "q":
            self.kept.append(self.state)
        elif operator == "Q":
            self.state = self.kept.pop()
        elif operator == "cm":
            self.state = replace(self.state, matrix=_times(_matrix(operands), self.state.matrix))
        elif operator == "gs":
            found = self.resources["/ExtGState"][operands[0]].get_object()
            self.state = replace(self.state, alpha=float(found.get("/ca", self.state.alpha)))
        else:
            form = self.resources["/XObject"][operands[0]].get_object()
            if form["/Subtype"] == "/Form":
                matrix = _times(_matrix(form.get("/Matrix", SAME)), self.state.matrix)
                _read(form, form.get("/Resources", self.resources), replace(self.state, matrix=matrix), self.page)

    def _path(self, operator: str, values: list[float]) -> None:
        if operator == "re":
            x, y, width, height = values
            values = [x, y, x + width, y, x + width, y + height, x, y + height]
        pairs = zip(values[::2], values[1::2], strict=True)
        self.points += [_at(point, self.state.matrix) for point in pairs]

    def _paint(self) -> None:
        """Remember a rectangle; other shapes are lines, marks and areas, on which nothing is written."""
        if not self.points or self.state.fill is None:
            return
        across, up = zip(*self.points, strict=True)
        box = (min(across), min(up), max(across), max(up))
        if all(min(x - box[0], box[2] - x) < NEAR and min(y - box[1], box[3] - y) < NEAR for x, y in self.points):
            centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            self.page.painted.append((box, _over(self.state.fill, self.page.behind(centre), self.state.alpha)))

    def _text(self, operator: str, operands: Any) -> None:
        if operator == "BT":
            self.line = self.cursor = SAME
        elif operator == "Tf":
            self.state = replace(self.state, size=float(operands[1]))
        elif operator == "TL":
            self.state = replace(self.state, leading=float(operands[0]))
        elif operator == "Tr":
            self.state = replace(self.state, shown=int(operands[0]) != 3)
        elif operator == "Tm":
            self.line = self.cursor = _matrix(operands)
        elif operator in {"Td", "TD"}:
            if operator == "TD":
                self.state = replace(self.state, leading=-float(operands[1]))
            self._move(float(operands[0]), float(operands[1]))
        elif operator in {"T*", "'"}:
            self._move(0.0, -self.state.leading)
        if operator in {"Tj", "TJ", "'"} and self.state.shown and self.state.fill is not None:
            self._write()

    def _move(self, across: float, up: float) -> None:
        self.line = self.cursor = _times((1, 0, 0, 1, across, up), self.line)

    def _write(self) -> None:
        whole = _times(self.cursor, self.state.matrix)
        size = self.state.size * math.hypot(whole[2], whole[3])
        place = _at((0.2 * self.state.size, 0.3 * self.state.size), whole)
        behind = self.page.behind(place)
        assert self.state.fill is not None
        ink = _over(self.state.fill, behind, self.state.alpha)
        self.page.written.append(Written(self.page.number, place, size, ink, behind))


STACK = {"q", "Q", "cm", "gs", "Do"}
COLOURS = {"g", "rg", "k", "sc", "scn"}
PATHS = {"re", "m", "l", "c", "v", "y"}
PAINTS = {"f": True, "F": True, "f*": True, "B": True, "B*": True, "b": True, "b*": True, "S": False, "s": False, "n": False}


def _read(content: Any, resources: Any, state: _State, page: _Page) -> None:
    reader = _Reader(resources.get_object() if hasattr(resources, "get_object") else resources, state, page)
    stream = content if isinstance(content, ContentStream) else ContentStream(content, None)
    for operands, operator in stream.operations:
        reader.take(operator.decode(), operands)


def _colour(operands: Any) -> Colour | None:
    """Return a colour in red, green and blue; None for a pattern."""
    values = [float(value) for value in operands if isinstance(value, int | float)]
    if len(values) == 1:
        return (values[0],) * 3
    if len(values) == 3:
        return (values[0], values[1], values[2])
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return tuple((1 - value) * (1 - black) for value in (cyan, magenta, yellow))  # type: ignore[return-value]
    return None


def _over(ink: Colour, behind: Colour, alpha: float) -> Colour:
    red, green, blue = (alpha * one + (1 - alpha) * other for one, other in zip(ink, behind, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _matrix(values: Any) -> Matrix:
    one, two, three, four, five, six = (float(value) for value in values)
    return one, two, three, four, five, six


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    k, m, n, o, p, q = other
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q


def _at(point: Point, matrix: Matrix) -> Point:
    x, y = point
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def smallest(found: list[Written]) -> Iterator[str]:
    """Yield the smallest sizes with their pages, for a message."""
    for one in sorted(found, key=lambda each: each.size)[:5]:
        yield f"page {one.page}: {one.size:.1f} pt at {one.place}"
