"""Colours, fonts and sizes: safe for colour-blind people, for grey printers and for the back row of a room."""

from dataclasses import dataclass
from typing import Any

WITH = "#00696f"
"""Green-blue, always solid: with the plan."""
WITHOUT = "#6b6b6b"
"""Grey, always dashed: without the plan."""
WORSE = "#9a3412"
"""Rust: a change for the worse, always with the word beside it."""
INK = "#1b1f23"
QUIET = "#4d5358"
PAPER = "#ffffff"
RULE = "#d9dcdf"
PALE = "#9fc9cc"
"""Pale green-blue: a further part of a whole."""
ZERO = INK

SHARES = ((WITH, PAPER), (WITHOUT, PAPER), (RULE, INK), (PALE, INK))
"""Colours of the shares of a whole, in their order, each with the colour of what is written in it."""

DARKER = {WITH: "#004f54", WITHOUT: "#4a4a4a"}
"""What large print uses in place of some colours, for more contrast."""

FONT = "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
"""Fonts that machines already have: none is fetched."""


@dataclass(frozen=True)
class Size:
    """How large things are on a screen.

    Parameters
    ----------
    text
        Of the text in charts, in pixels.
    place
        Of the names on a map, in pixels.
    axis_room
        Room kept for the y axis, in pixels, so that stacked charts share their left edge.
    page
        Of the text on the page, in pixels.
    """

    text: int
    place: int
    axis_room: int
    page: int


PAGE = Size(text=16, place=14, axis_room=110, page=18)
PROJECTOR = Size(text=27, place=27, axis_room=180, page=27)
"""20 points, for the back row of a room."""


def chart_config(size: Size = PAGE) -> dict[str, Any]:
    """Return the settings that all charts share, as Vega-Lite's `config`.

    Single marks are not read aloud: beside every chart stand a sentence that says what it shows, and its table.
    """
    axis = {
        "labelFontSize": size.text,
        "titleFontSize": size.text,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": RULE,
        "domainColor": QUIET,
        "tickColor": QUIET,
    }
    return {
        "aria": False,
        "mark": {"aria": False},
        "font": FONT,
        "background": PAPER,
        "axis": axis,
        "view": {"stroke": None},
        "text": {"fontSize": size.text, "color": INK},
    }
