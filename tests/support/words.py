"""Everything that a report says, and the words that no reader should meet in it."""

import re
from collections.abc import Iterator

from foresight.presentation.report.content import Grid, Picture, Points, Report, Section, Text

JARGON = re.compile(
    r"\bp[159]0\b|percentile|quantile|confidence|monte carlo|median|significan|stochastic|coefficient|\bp-value|bootstrap|"
    r"jackknife|resampl|standard deviation|variance|\bindices\b|shapley|morris|sobol|latin hypercube|\bprim\b|\bcart\b|"
    r"design point|replicate|null hypothesis|\bnan\b|\binf\b|\d[eE][+-]\d",
    re.IGNORECASE,
)
"""Words of statistics and of programs; what analysts read (tables in files, the reference) may use them."""


def jargon(text: str) -> list[str]:
    """Return the words in a text that no reader should meet."""
    return JARGON.findall(text)


def every_text(report: Report) -> list[str]:
    """Return everything that a report says: running text, headlines, captions, and the cells of tables."""
    return [report.title, report.subtitle, report.stamp, *(text for one in report.sections for text in _section(one))]


def _section(section: Section) -> Iterator[str]:
    yield from (section.title, section.say, section.ask)
    for block in section.blocks:
        if isinstance(block, Text):
            yield block.text
        elif isinstance(block, Points):
            yield from block.items
        elif isinstance(block, Picture):
            yield from (block.headline, block.sentence, block.sources, *_drawn(block.spec), *_grid(block.grid))
        else:
            yield from _grid(block)


def _grid(grid: Grid) -> Iterator[str]:
    yield grid.caption
    yield from grid.columns
    for row in grid.rows:
        yield from row


def _drawn(node: object) -> Iterator[str]:
    """Yield what is written in a chart: titles, labels, and the texts among its numbers."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in {"title", "text", "name", "label", "told", "group", "part"} and isinstance(value, str):
                yield value
            else:
                yield from _drawn(value)
    elif isinstance(node, list):
        for value in node:
            yield from _drawn(value)
