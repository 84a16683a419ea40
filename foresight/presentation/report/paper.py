"""The report on paper: a tagged PDF for screen readers, and a large-print edition with one chart a page."""

import json
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from foresight.presentation import theme
from foresight.presentation.report import images
from foresight.presentation.report.content import Block, Grid, Picture, Points, Report, Text
from foresight.presentation.report.sheets import sheets

HERE = Path(__file__).parent
STILL = datetime(2000, 1, 1, tzinfo=UTC)  # no clock inside: the same comparison gives the same bytes
FONTS = ("Liberation Sans", "Arial", "Helvetica", "DejaVu Sans", "Libertinus Serif")
"""The first that the machine has is used; the last comes with the typesetter."""
WIDE = 760
"""Width of charts in pixels, so that their 16-pixel letters stand 10 points high."""
MOST_COLUMNS, MOST_LINES, APART = 5, 2, 3
"""Columns, and lines of a row, beyond which a table is too wide for large print; letters that columns stand apart."""


def pdf(report: Report) -> bytes:
    """Return the report as a tagged PDF (PDF/UA-1), A4."""
    return _set(report, text=10.5, line=100)


def large_print(report: Report) -> bytes:
    """Return the large-print edition: 18 points and more, black on white, one chart a page."""
    return _set(report, text=18, line=80, large=True)


def _set(report: Report, *, text: float, line: int, large: bool = False) -> bytes:
    """Set a report with the template, which reads it as data: no text is ever taken for markup.

    Parameters
    ----------
    text
        Of the running text, in points.
    line
        Letters of a table that stand on a line.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        drawn = {picture.id: _drawn(picture, folder, large=large) for picture in report.pictures}
        sections = [
            {"title": section.title, "ask": section.ask, "blocks": [_plain(one, line, drawn) for one in section.blocks]}
            for section in report.sections
        ]
        data = {"title": report.title, "subtitle": report.subtitle, "stamp": report.stamp, "sections": sections}
        colours = {"ink": theme.INK, "accent": theme.WITH, "quiet": theme.QUIET, "rule": theme.RULE}
        style = {"large": large, "text": text, "fonts": FONTS, **colours}
        (folder / "report.json").write_text(json.dumps({**data, "style": style}, ensure_ascii=False), encoding="utf-8")
        (folder / "paper.typ").write_text((HERE / "paper.typ").read_text(encoding="utf-8"), encoding="utf-8")
        made = typst.compile(folder / "paper.typ", root=folder, format="pdf", pdf_standards="ua-1", timestamp=STILL)
    return bytes(made)


def _darker(svg: str) -> str:
    """Return a chart in the colours of large print, in which names of lines and names in bars stand out at 7 to 1."""
    return re.sub("|".join(theme.DARKER), lambda found: theme.DARKER[found[0]], svg)


def _drawn(picture: Picture, folder: Path, *, large: bool) -> dict[str, Any]:
    """Write the files of a chart, and return what the template has to know of them."""
    tall, drawn = sheets(picture) if large else (False, [images.svg(picture.spec, WIDE)])
    files = [f"{picture.id}-{number}.svg" for number in range(1, len(drawn) + 1)]
    for name, svg in zip(files, drawn, strict=True):
        (folder / name).write_text(_darker(svg) if large else svg, encoding="utf-8")
    return {"files": files, "tall": tall}


def _plain(block: Block, line: int, drawn: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a block as data for the template."""
    if isinstance(block, Text):
        return {"kind": "text", "text": block.text}
    if isinstance(block, Points):
        return {"kind": "points", "items": list(block.items)}
    if isinstance(block, Grid):
        return _grid(block, line)
    return {
        "kind": "picture",
        **drawn[block.id],
        "headline": block.headline,
        "sentence": block.sentence,
        "told": block.told,
        "sources": block.sources,
        "grid": _grid(block.grid, line),
    }


def _grid(block: Grid, line: int) -> dict[str, Any]:
    """Return a table with the share of the width that each column takes, and whether that is more than a line can hold well."""
    told = {"kind": "grid", "caption": block.caption, "columns": block.columns, "rows": block.rows}
    wide = len(block.columns) > MOST_COLUMNS or sum(block.lengths) > MOST_LINES * line
    crowded = sum(block.words) + APART * len(block.columns) > line
    return {**told, "shares": block.widths(line), "wide": wide, "crowded": crowded}
