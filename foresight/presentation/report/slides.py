"""The report as PowerPoint slides: native charts and tables that people can edit, with notes on what to say and what to ask."""

import io
import math
from collections.abc import Sequence

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.text.text import _Paragraph
from pptx.util import Emu, Inches, Pt

from foresight.presentation.chart_rows import WITHOUT_LABEL
from foresight.presentation.charts import spoken_unit
from foresight.presentation.numbers import COUNTED
from foresight.presentation.report import images, master, native
from foresight.presentation.report.content import LEFT_OUT, SHORT, Block, Grid, Picture, Points, Report, Section, Text, cuts
from foresight.presentation.report.files import still
from foresight.presentation.sentences import capital
from foresight.presentation.spans import TIED

ROWS = 7
"""Rows of a table on one slide."""
MOST_ROWS = 14
"""Rows beyond which a table is left to the paper: a room cannot read it."""
MOST_ITEMS = 16
"""Statements beyond which a slide says the first that it holds, and leaves the others to the paper."""
LETTERS, LINES, BETWEEN = 66, 11, 0.35
"""Letters on a line of running text, lines on a slide, and the space between paragraphs, in lines."""
LONE, NOTE = 2, 190
"""Paragraphs that a slide keeps when another has one only, and letters of a note that stands below a table."""
HANGING = Inches(0.35)
SMALL = Pt(16)
READ_A_ROW = "Say what the columns are and read one row aloud; then give people time to find the rows that matter to them."
BETWEEN_DASHES = "The solid line is the middle; the dashes are the ends of its band."
HATCHED = "Hatched bars are undecided."
LETTER, MARGINS = Inches(0.14), Inches(0.2)  # of a table: a wide letter, and what a cell leaves free
LEFT, TOP, WIDTH, DEPTH = Inches(0.6), Inches(1.75), Inches(12.1), Inches(4.6)


def pptx(report: Report) -> bytes:
    """Return the report as slides, 16:9."""
    deck = Presentation(io.BytesIO(master.template()))
    _cover(deck, report)
    for section in report.sections:
        if section.blocks != (LEFT_OUT,):  # what a room would look at in vain
            _section(deck, section)
    made = io.BytesIO()
    deck.save(made)
    return still(made.getvalue())


def _cover(deck: Slides, report: Report) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[master.COVER])
    slide.shapes.title.text = report.title
    slide.placeholders[1].text = report.subtitle
    welcome = "Welcome people, and say what the next half hour is for."
    _notes(slide, welcome, "What would you like to know by the end?", **{"Made by": report.stamp})


class Point(str):
    """A statement of a list, which has a bullet on a slide."""

    __slots__ = ()


def _section(deck: Slides, section: Section) -> None:
    """Add the slides of a section: running text and points, then a slide for each table and picture, then the question."""
    words: list[str] = []
    before: Block | None = None
    for block in section.blocks:
        if isinstance(block, Text | Points) or len(getattr(block, "rows", ())) > MOST_ROWS:
            words += _said(block, (_pages(words) or [[]])[-1])
            continue
        aside = _between(deck, section, words, before, block)
        words, before = [], block
        _shown(deck, section, block, aside)
    _between(deck, section, words, before, None)
    slide = deck.slides.add_slide(deck.slide_layouts[master.ASK])
    slide.shapes.title.text = "For the room"
    slide.placeholders[1].text = section.ask
    _notes(slide, "Give people a minute to think before anybody speaks.", section.ask)


def _between(deck: Slides, section: Section, words: Sequence[str], before: Block | None, after: Block | None) -> str:
    """Add slides of running text; a short note is returned for the notes of a picture, or stands below a table."""
    note = " ".join(words)
    if words and len(note) <= NOTE and not note.endswith(":") and not any(isinstance(text, Point) for text in words):
        if before is not None and isinstance(after, Picture):
            return note
        if isinstance(before, Grid):
            deck.slides[len(deck.slides) - 1].placeholders[1].text = note
            return ""
    _words(deck, section, words)
    return ""


def _said(block: Block, before: list[str]) -> list[str]:
    """Return what a slide says of text, of a list, and of a table that is too long for one, below what stands there before."""
    if isinstance(block, Text):
        return [block.text]
    if isinstance(block, Grid):
        return [f"{block.caption}: {len(block.rows)} rows, in the report."]
    items: list[str] = [Point(item) for item in block.items] if isinstance(block, Points) else []
    if len(items) <= MOST_ITEMS:
        return items
    cut = ([*items[:count], f"And {len(items) - count} more, in the report."] for count in range(len(items) - 1, 0, -1))
    return next((said for said in cut if _lines([*before, *said]) <= LINES), [f"A list of {len(items)}, in the report."])


def _lines(words: Sequence[str]) -> float:
    """Return how many lines paragraphs take on a slide."""
    return sum(math.ceil(len(text) / LETTERS) + BETWEEN for text in words)


def _words(deck: Slides, section: Section, words: Sequence[str]) -> None:
    """Add slides of running text, as many as it takes."""
    for page in _pages(words):
        _page(deck, section, page)


def _pages(words: Sequence[str]) -> list[list[str]]:
    """Return running text slide by slide."""
    pages: list[list[str]] = []
    for text in words:
        if not pages or _lines([*pages[-1], text]) > LINES:
            pages.append([])
        pages[-1].append(text)
    if len(pages) > 1 and len(pages[-1]) == 1 and len(pages[-2]) > LONE:  # none stands alone on the last
        pages[-1].insert(0, pages[-2].pop())
    return pages


def _page(deck: Slides, section: Section, page: Sequence[str]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[master.TEXT])
    slide.shapes.title.text = section.title
    frame = slide.placeholders[1].text_frame
    for number, text in enumerate(page):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = text
        if isinstance(text, Point):
            _bulleted(paragraph)
    _notes(slide, section.say, section.ask)


def _bulleted(paragraph: _Paragraph) -> None:
    """Give a paragraph a bullet of its own, with its further lines beside it."""
    made = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - no call for it
    made.set("marL", str(HANGING))
    made.set("indent", str(-HANGING))
    made.append(parse_xml(f'<a:buFont {nsdecls("a")} typeface="Arial"/>'))
    made.append(parse_xml(f'<a:buChar {nsdecls("a")} char="\N{BULLET}"/>'))


def _shown(deck: Slides, section: Section, block: Block, aside: str) -> None:
    """Add the slide of a picture, or the slides of a table; what is said aside stands in the notes of the picture."""
    if isinstance(block, Picture):
        _picture(deck, section, block, aside)
    elif isinstance(block, Grid):
        parts = cuts(len(block.rows), math.ceil(len(block.rows) / ROWS))
        for number, cut in enumerate(parts, start=1):
            part = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
            _table(deck, section, Grid(block.caption + part, block.columns, block.rows[cut]), block.lengths)


def _table(deck: Slides, section: Section, grid: Grid, lengths: Sequence[int]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[master.SHOW])
    slide.shapes.title.text = grid.caption
    frame = slide.shapes.add_table(len(grid.rows) + 1, len(grid.columns), LEFT, TOP, WIDTH, Inches(0.45 * (len(grid.rows) + 1)))
    frame.name = grid.caption
    table = frame.table
    for column, width in enumerate(_columns(grid, [max(length, SHORT) for length in lengths])):
        table.columns[column].width = Emu(width)
    for number, row in enumerate((grid.columns, *grid.rows)):
        for column, text in enumerate(row):
            cell = table.cell(number, column)
            cell.text = text
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = SMALL
                paragraph.font.bold = number == 0
    _notes(slide, READ_A_ROW, section.ask)


def _columns(grid: Grid, shares: Sequence[int]) -> list[int]:
    """Return the columns' widths: room for each one's longest word, and the rest by their shares."""
    words = [word * LETTER + MARGINS for word in grid.words]
    spare = max(WIDTH - sum(words), 0)
    return [int(word + spare * share / sum(shares)) for word, share in zip(words, shares, strict=True)]


def _picture(deck: Slides, section: Section, picture: Picture, aside: str) -> None:
    """Add a slide with PowerPoint's own chart, or several where it is long; a picture where PowerPoint has no such chart."""
    series = picture.series
    if series is None:
        slide = _headed(deck, section, picture, picture.headline, aside)
        shape = slide.shapes.add_picture(io.BytesIO(images.png(picture.spec)), LEFT, TOP)
        scale = min(WIDTH / shape.width, DEPTH / shape.height)
        shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
        shape._element.nvPicPr.cNvPr.set("descr", picture.told)  # noqa: SLF001 - no call for it
        return
    pieces = native.pieces(series)
    for number, piece in enumerate(pieces, start=1):
        part = f" ({number} of {len(pieces)})" if len(pieces) > 1 else ""
        slide = _headed(deck, section, picture, picture.headline + part, aside)
        frame = native.add(slide, piece, (LEFT, TOP, WIDTH, DEPTH), series)
        frame.name = picture.headline
        frame._element.nvGraphicFramePr.cNvPr.set("descr", picture.told)  # noqa: SLF001 - no call for it


def _headed(deck: Slides, section: Section, picture: Picture, title: str, aside: str) -> Slide:
    """Add the slide of a chart with its headline, its sentence and its notes."""
    slide = deck.slides.add_slide(deck.slide_layouts[master.SHOW])
    slide.shapes.title.text = title
    unit = picture.series.unit if picture.series is not None else ""
    unit = "" if unit in COUNTED or unit == "people" else unit  # headline and sentence name what is counted
    hatched = HATCHED if picture.series is not None and any(picture.series.marks) else ""
    slide.placeholders[1].text = " ".join(filter(None, (picture.sentence, _measured(unit), hatched)))
    say = " ".join(filter(None, (aside, picture.told, _explained(picture))))
    _notes(slide, say, section.ask, Sources=picture.sources)
    return slide


def _explained(picture: Picture) -> str:
    """Return what to explain before a chart is read."""
    if picture.series is None or picture.series.kind != "lines":
        return "Say what is measured, and explain one bar, before you compare."
    without = "Grey dashes are without the plan, the solid line is with it."
    return f"Explain the axes before the lines. {without if WITHOUT_LABEL in picture.series.values else BETWEEN_DASHES}"


def _measured(unit: str) -> str:
    r"""Say in what a chart's numbers are; nothing where its title says it.

    >>> _measured("GBP m, 2002 prices"), _measured("0-1")
    ('In £\xa0million, 2002 prices.', 'From 0, none, to 1, full.')
    """
    if not unit:
        return ""
    words = spoken_unit(unit).replace("£ ", f"£{TIED}")
    return f"{capital(words)}." if words.startswith("from ") else f"In {words}."


def _notes(slide: Slide, say: str, ask: str, **more: str) -> None:
    """Write the speaker's notes: what to say, what to ask, and more under a word of its own, such as where numbers come from."""
    parts = [f"Say: {say}", f"Ask: {ask}", *(f"{word}: {text}" for word, text in more.items())]
    slide.notes_slide.notes_text_frame.text = "\n\n".join(parts)
