"""The report on paper: a tagged PDF for screen readers, and a large-print edition with one chart a page."""

import json
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from foresight.presentation import theme
from foresight.presentation.report import images
from foresight.presentation.report.content import Block, Grid, Picture, Points, Report, Text

HERE = Path(__file__).parent
STILL = datetime(2000, 1, 1, tzinfo=UTC)  # no clock inside: the same comparison gives the same bytes
FONTS = ("Liberation Sans", "Arial", "Helvetica", "DejaVu Sans", "Libertinus Serif")
"""The first that the machine has is used; the last comes with the typesetter."""
WIDE, NARROW, UPRIGHT = 760, 640, 430
"""Widths of charts in pixels, so that their 16-pixel letters stand 10 points high in the report and 18 in large print, there on a
page that lies or stands."""
TALL = 340
"""Height in pixels beyond which a chart in large print takes a page that stands."""
MOST_COLUMNS, MOST_LINES, APART = 5, 2, 3
"""Columns, and lines of a row, beyond which a table is too wide for large print; letters that columns stand apart."""


def pdf(report: Report) -> bytes:
    """Return the report as a tagged PDF (PDF/UA-1), A4."""
    return _set(report, {"large": False, "text": 10.5, "chart": WIDE, "line": 100})


def large_print(report: Report) -> bytes:
    """Return the large-print edition: 18 points and more, black on white, one chart a page."""
    return _set(report, {"large": True, "text": 18, "chart": NARROW, "line": 80})


def _set(report: Report, manner: dict[str, Any]) -> bytes:
    """Set a report with the template, which reads it as data: no text is ever taken for markup.

    A manner says how large text and charts are, and how many letters of a table stand on a line.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for picture in report.pictures:
            width = UPRIGHT if manner["large"] and _tall(picture) else manner["chart"]
            drawn = images.svg(picture.spec, width)
            (folder / f"{picture.id}.svg").write_text(_darker(drawn) if manner["large"] else drawn, encoding="utf-8")
        sections = [
            {"title": section.title, "ask": section.ask, "blocks": [_plain(block, manner["line"]) for block in section.blocks]}
            for section in report.sections
        ]
        data = {"title": report.title, "subtitle": report.subtitle, "stamp": report.stamp, "sections": sections}
        style = {**manner, "fonts": FONTS, "ink": theme.INK, "accent": theme.WITH, "quiet": theme.QUIET, "rule": theme.RULE}
        (folder / "report.json").write_text(json.dumps({**data, "style": style}, ensure_ascii=False), encoding="utf-8")
        (folder / "paper.typ").write_text((HERE / "paper.typ").read_text(encoding="utf-8"), encoding="utf-8")
        made = typst.compile(folder / "paper.typ", root=folder, format="pdf", pdf_standards="ua-1", timestamp=STILL)
    return bytes(made)


def _darker(svg: str) -> str:
    """Return a chart in the colours of large print, in which names of lines and names in bars stand out at 7 to 1."""
    return re.sub("|".join(theme.DARKER), lambda found: theme.DARKER[found[0]], svg)


def _plain(block: Block, line: int) -> dict[str, Any]:
    """Return a block as data for the template."""
    if isinstance(block, Text):
        return {"kind": "text", "text": block.text}
    if isinstance(block, Points):
        return {"kind": "points", "items": list(block.items)}
    if isinstance(block, Grid):
        return _grid(block, line)
    return _picture(block, line)


def _picture(block: Picture, line: int) -> dict[str, Any]:
    return {
        "kind": "picture",
        "file": f"{block.id}.svg",
        "tall": _tall(block),
        "headline": block.headline,
        "sentence": block.sentence,
        "told": block.told,
        "sources": block.sources,
        "grid": _grid(block.grid, line),
    }


def _tall(block: Picture) -> bool:
    """Tell whether a chart in large print is higher than a page that lies."""
    return float(block.spec.get("height", 0)) > TALL


def _grid(block: Grid, line: int) -> dict[str, Any]:
    """Return a table with the share of the width that each column takes, and whether that is more than a line can hold well."""
    told = {"kind": "grid", "caption": block.caption, "columns": block.columns, "rows": block.rows}
    wide = len(block.columns) > MOST_COLUMNS or sum(block.lengths) > MOST_LINES * line
    crowded = sum(block.words) + APART * len(block.columns) > line
    return {**told, "shares": block.widths(line), "wide": wide, "crowded": crowded}
