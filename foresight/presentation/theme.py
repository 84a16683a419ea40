"""Colours, fonts and sizes: safe for colour-blind people, for grey printers and for the back row of a room."""

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
ZERO = "#1b1f23"

FONT = "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
"""Fonts that machines already have: none is fetched."""

CHART_TEXT = 16
"""Size of the text in charts, in pixels."""


def chart_config() -> dict[str, Any]:
    """Return the settings that all charts share, as Vega-Lite's `config`."""
    axis = {
        "labelFontSize": CHART_TEXT,
        "titleFontSize": CHART_TEXT,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": RULE,
        "domainColor": QUIET,
        "tickColor": QUIET,
    }
    return {
        "font": FONT,
        "background": PAPER,
        "axis": axis,
        "view": {"stroke": None},
        "text": {"fontSize": CHART_TEXT, "color": INK},
    }
