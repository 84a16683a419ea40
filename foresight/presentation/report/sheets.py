"""Charts on the pages of large print: each stands whole on a page that lies or stands, in several pieces where it must."""

import copy
import re
import textwrap
from collections.abc import Iterator
from typing import Any, NamedTuple

from foresight.presentation.report import images
from foresight.presentation.report.content import Picture, cuts

LONG, SHORT = 739.0, 493.0
"""Points between the margins of a page, as `paper.typ` sets them."""
LETTER, LINE, GAPS = 9.4, 29.0, 40.0
"""Points that a letter of 18 points takes on the line, a line of them down the page, and what is free between blocks."""
HEADLINE = 1.15
"""How much wider the letters of a headline are."""
MOST_PIECES = 6


class Sheet(NamedTuple):
    """A page: the width of its charts in pixels, so that their 16-pixel letters stand 18 points high, and its room in points."""

    tall: bool
    chart: int
    width: float
    height: float


SHEETS = (Sheet(False, 640, LONG, SHORT), Sheet(True, 430, SHORT, LONG))  # noqa: FBT003 - a page that lies, and one that stands


def sheets(picture: Picture) -> tuple[bool, list[str]]:
    """Return whether the pages of a chart stand, and its pieces as SVG, each of which stands whole on such a page."""
    names, drawn = named(picture.spec), []
    if not names:
        return False, [_lower(picture, SHEETS[0])]
    for count in range(1, min(len(names), MOST_PIECES) + 1):
        for sheet in SHEETS:
            drawn = [images.svg(piece, sheet.chart) for piece in pieces(picture.spec, count)]
            if max(map(_height, drawn)) * sheet.width / sheet.chart <= _room(picture, sheet):
                return sheet.tall, drawn
    return True, drawn


def _lower(picture: Picture, sheet: Sheet) -> str:
    """Draw a chart of lines, lower where it must be."""
    spec, drawn = picture.spec, images.svg(picture.spec, sheet.chart)
    over = _height(drawn) - _room(picture, sheet) * sheet.chart / sheet.width
    return images.svg({**spec, "height": spec["height"] - over}, sheet.chart) if over > 0 else drawn


def pieces(spec: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """Return a chart of bars or dots as so many charts, each with about as many rows, all drawn to one scale."""
    if count == 1:
        return [spec]
    names, made = named(spec), []
    field, ends = _field(spec), _ends(spec)
    for cut in cuts(len(names), count):
        kept = set(names[cut])
        piece = copy.deepcopy(spec)
        piece["height"] = spec["height"] * len(kept) / len(names)
        for node in _nodes(piece):
            values = node.get("values")
            if isinstance(values, list) and values and isinstance(values[0], dict) and field in values[0]:
                node["values"] = [row for row in values if row[field] in kept]
            if isinstance(node.get("x"), dict) and "field" in node["x"]:
                node["x"]["scale"] = {**(node["x"].get("scale") or {"nice": True}), "domain": ends}
        made.append(piece)
    return made


def named(spec: dict[str, Any]) -> list[str]:
    """Return the names of a chart's rows, in order; none where its rows have no names."""
    field = _field(spec)
    return list(dict.fromkeys(row[field] for row in _rows(spec) if field in row)) if field else []


def _field(spec: dict[str, Any]) -> str:
    """Return by what the rows of a chart are named; nothing where they are not."""
    found = (node["y"] for node in _nodes(spec) if isinstance(node.get("y"), dict))
    return next((str(y["field"]) for y in found if y.get("type") == "nominal"), "")


def _ends(spec: dict[str, Any]) -> list[float]:
    """Return the ends of a chart's axis, or the least and the greatest of what it draws across the page."""
    given = [node["x"]["scale"]["domain"] for node in _nodes(spec) if "domain" in ((node.get("x") or {}).get("scale") or ())]
    if given:
        return list(given[0])
    across = [node[name]["field"] for node in _nodes(spec) for name in ("x", "x2") if "field" in (node.get(name) or ())]
    drawn = [float(row[field]) for row in _rows(spec) for field in across if row.get(field) is not None]
    return [min([*drawn, 0.0]), max([*drawn, 0.0])]


def _rows(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for node in _nodes(spec):
        values = node.get("values")
        if isinstance(values, list):
            yield from (row for row in values if isinstance(row, dict))


def _nodes(node: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Return every mapping of a specification."""
    if isinstance(node, dict):
        yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(each)


def _height(svg: str) -> float:
    """Return how high a drawing is, in pixels."""
    found = re.search(r'<svg[^>]*? height="([\d.]+)"', svg)
    return float(found[1]) if found else 0.0


def _room(picture: Picture, sheet: Sheet) -> float:
    """Return the points that headline and sentence leave on a page."""
    letters = sheet.width / LETTER
    headline = textwrap.wrap(f"{picture.headline} (1 of 2)", int(letters / HEADLINE))
    return sheet.height - GAPS - LINE * (len(headline) + len(textwrap.wrap(picture.sentence, int(letters))))
