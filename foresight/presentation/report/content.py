"""What a report says, apart from how it looks: sections of text, tables and pictures, which every format sets in its own way."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

SHORT, LONG = 14, 45
"""Letters that stand on one line of a table, and those beyond which a column grows no wider."""


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Points:
    """A list of short statements."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table whose cells are text, with a caption that says what it holds; the first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, caption: str, table: pd.DataFrame) -> "Grid":
        """Return a table of text from one with an index."""
        flat = table.reset_index()
        return cls(caption, tuple(map(str, flat.columns)), tuple(tuple(map(str, row)) for row in flat.itertuples(index=False)))

    @property
    def lengths(self) -> list[int]:
        """Return the letters of each column's longest text, as far as a column grows with them."""
        return [min(max(map(len, column)), LONG) for column in zip(self.columns, *self.rows, strict=True)]

    @property
    def words(self) -> list[int]:
        """Return the letters of each column's longest word."""
        columns = zip(self.columns, *self.rows, strict=True)
        return [max(len(word) for text in column for word in f"{text} ".split(" ")) for column in columns]

    def widths(self, line: int) -> list[int | None]:
        """Return each column's share of the width, by its longest text; None where it takes what it needs.

        It does where its texts are short, and where its share of a line of so many letters would not hold its longest word.
        """
        lengths = self.lengths
        kept = [length > SHORT and line * length >= word * sum(lengths) for length, word in zip(lengths, self.words, strict=True)]
        return [length if keep else None for length, keep in zip(lengths, kept, strict=True)]


@dataclass(frozen=True)
class Series:
    """Numbers that slides draw with PowerPoint's own chart, which people can edit.

    Parameters
    ----------
    kind : str
        `lines` over years or pairs of runs, `bars` over groups, or `shares` of a whole, one upon the other.
    unit : str
        What the numbers are in; empty where `title` says it.
    names : sequence of str
        The years or the groups.
    values : mapping
        Numbers by the name of the line, the bar or the share, in `unit`.
    ends : pair of sequences
        The lower and the upper ends of the bars' bands; an infinite end is not drawn.
    title : str
        What is measured, to stand above the chart.
    less : str
        Of a difference, the word for its negative side; the axis then tells its two sides by words instead of signs.
    marks : sequence of str
        Of bars, what to say beside the name of each that is undecided, such as `too close to call`; empty for the others.
    worse : sequence of bool
        Of bars, whether each goes the wrong way.
    reach : pair of float
        Of lines, how far their axis goes on paper, before it is rounded; None where PowerPoint may choose.
    """

    kind: str
    unit: str
    names: Sequence[str]
    values: Mapping[str, Sequence[float]]
    ends: tuple[Sequence[float], Sequence[float]] | None = None
    title: str = ""
    less: str = ""
    marks: Sequence[str] = ()
    worse: Sequence[bool] = ()
    reach: tuple[float, float] | None = None


@dataclass(frozen=True)
class Picture:
    """A chart: what it shows in a headline and a sentence, its Vega-Lite specification, its numbers, and where they come from.

    Without a series, slides show it as a picture.
    """

    id: str
    headline: str
    sentence: str
    spec: dict[str, Any]
    grid: Grid
    sources: str
    series: Series | None

    @property
    def told(self) -> str:
        """Return what the chart shows in one breath, for those who do not see it: its headline, ended, and its sentence."""
        end = "" if self.headline.endswith((".", "?", "!")) else "."
        return f"{self.headline}{end} {self.sentence}"


def cuts(count: int, pieces: int) -> list[slice]:
    """Return how so many rows are cut into so many pieces, or fewer: all of about one length, one after the other."""
    each = max(math.ceil(count / max(pieces, 1)), 1)
    return [slice(start, start + each) for start in range(0, count, each)]


Block = Text | Points | Grid | Picture

MISSING = "This was not worked out for this comparison."
LEFT_OUT = Text(f"{MISSING} A batch of runs gives it.")
"""All that a section says for which nothing was worked out."""


@dataclass(frozen=True)
class Section:
    """A part of the report.

    Parameters
    ----------
    say, ask : str
        What a presenter may say, and the question to put to the room.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    say: str
    ask: str

    @property
    def pictures(self) -> list[Picture]:
        """Return the charts of the section."""
        return [block for block in self.blocks if isinstance(block, Picture)]


@dataclass(frozen=True)
class Report:
    """A report on one comparison.

    Parameters
    ----------
    stamp : str
        Model version and how to make the numbers again, in one line; no clock is in it, so that the same comparison
        gives the same files.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    stamp: str

    @property
    def pictures(self) -> list[Picture]:
        """Return all charts, in order."""
        return [picture for section in self.sections for picture in section.pictures]
