"""Charts as pictures: SVG, and PNG at print resolution."""

import copy
from typing import Any

import vl_convert

WIDTH = 700
"""Width of a chart, in pixels of 1/96 inch."""
DOTS_PER_INCH = 300
PIXELS_PER_INCH = 96
POINTS_PER_INCH = 72  # what the converter takes a pixel for


def svg(spec: dict[str, Any], width: int = WIDTH) -> str:
    """Return a chart as SVG, `width` pixels wide."""
    return str(vl_convert.vegalite_to_svg(sized(spec, width)))


def png(spec: dict[str, Any], width: int = WIDTH) -> bytes:
    """Return a chart as PNG at 300 dots per inch, `width` / 96 inches wide."""
    return bytes(vl_convert.vegalite_to_png(sized(spec, width), scale=POINTS_PER_INCH / PIXELS_PER_INCH, ppi=DOTS_PER_INCH))


def sized(spec: dict[str, Any], width: int) -> dict[str, Any]:
    """Return a specification with a width of its own in place of its container's."""
    made = copy.deepcopy(spec)
    made["width"] = width
    made["autosize"] = {"type": "fit-x", "contains": "padding"}
    return made
