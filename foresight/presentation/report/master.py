"""The slides' master: 16:9, the project's colours and fonts, and four layouts, made from python-pptx's own template."""

import io

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as Slides
from pptx.shapes.placeholder import LayoutPlaceholder
from pptx.slide import NotesMaster, SlideLayout, SlideMaster
from pptx.util import Inches

from foresight.presentation import theme

COVER, TEXT, ASK, SHOW = 0, 1, 2, 3
KEPT = ("Title Slide", "Title and Content", "Section Header", "Picture with Caption")
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
TEXTS = (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
NAMES = ("Cover", "Text", "Question", "Chart or table")
FONT, NAME = "Arial", "Third Sector Foresight"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SPACES = {"a": DRAWING, "p": "http://schemas.openxmlformats.org/presentationml/2006/main"}
SCHEME = {
    "dk1": theme.INK,
    "lt1": theme.PAPER,
    "dk2": theme.QUIET,
    "lt2": theme.RULE,
    "accent1": theme.WITH,
    "accent2": theme.WITHOUT,
    "accent3": theme.WORSE,
    "accent4": theme.QUIET,
    "accent5": theme.PALE,
    "accent6": theme.INK,
    "hlink": theme.WITH,
    "folHlink": theme.QUIET,
}
PLACES = {  # left, top, width, height in inches of a slide 13.33 wide and 7.5 high; title first, text second
    COVER: ((0.9, 2.2, 11.5, 1.6), (0.9, 3.9, 11.5, 1.2)),
    TEXT: ((0.6, 0.45, 12.1, 1.1), (0.6, 1.75, 12.1, 5.0)),
    ASK: ((0.9, 1.6, 11.5, 0.9), (0.9, 2.7, 11.5, 3.4)),
    SHOW: ((0.6, 0.45, 12.1, 1.1), (0.6, 6.45, 12.1, 0.7)),
}
SIZES = {COVER: (40, 24), TEXT: (30, 24), ASK: (26, 36), SHOW: (28, 18)}


def template() -> bytes:
    """Return an empty presentation with the project's master, as a file."""
    deck = _blank()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    for master in (deck.slide_master, deck.notes_master):
        _colours(master)
    layouts = {layout.name: layout for layout in deck.slide_layouts}
    for name, layout in layouts.items():
        if name not in KEPT:
            deck.slide_layouts.remove(layout)
    ordered = [layouts[name] for name in KEPT]
    _order(deck, ordered)
    for number, layout in enumerate(ordered):
        layout.name = NAMES[number]
        _arrange(layout, number)
    for shape in deck.slide_master.placeholders:
        if shape.placeholder_format.idx > 1:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001 - no call for it
    _bar(deck)
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def _blank() -> Slides:
    """Return an empty presentation with a master for notes, whose theme can be written to once it has been saved."""
    deck, saved = Presentation(), io.BytesIO()
    _ = deck.notes_master  # made when it is first asked for
    deck.save(saved)
    return Presentation(saved)


def _colours(master: SlideMaster | NotesMaster) -> None:
    """Write the project's colours and font into the theme of a master."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    for name, colour in SCHEME.items():
        entry = root.find(f".//a:clrScheme/a:{name}", SPACES)
        for child in list(entry):
            entry.remove(child)
        etree.SubElement(entry, f"{{{DRAWING}}}srgbClr", val=colour.removeprefix("#"))
    for latin in root.findall(".//a:fontScheme/*/a:latin", SPACES):
        latin.set("typeface", FONT)
    for named in (
        root,
        root.find(".//a:clrScheme", SPACES),
        root.find(".//a:fontScheme", SPACES),
        root.find(".//a:fmtScheme", SPACES),
    ):
        named.set("name", NAME)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 - no call for it


def _order(deck: Slides, layouts: list[SlideLayout]) -> None:
    """Put the layouts in the given order."""
    listed = deck.slide_master._element.sldLayoutIdLst  # noqa: SLF001 - no call for it
    by_layout = {deck.slide_master.part.related_part(entry.rId).slide_layout.name: entry for entry in listed}
    for layout in layouts:
        listed.append(by_layout[layout.name])


def _arrange(layout: SlideLayout, number: int) -> None:
    """Place title and text of a layout, set their sizes, and drop every other placeholder."""
    found: dict[str, LayoutPlaceholder] = {}
    for shape in list(layout.placeholders):
        part = "title" if shape.placeholder_format.type in TITLES else "text" if shape.placeholder_format.type in TEXTS else ""
        if part and part not in found:
            found[part] = shape
        else:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001 - no call for it
    title, text = found["title"], found["text"]
    for shape, place, size in zip((title, text), PLACES[number], SIZES[number], strict=True):
        shape.left, shape.top, shape.width, shape.height = (Inches(length) for length in place)
        _styled(shape._element, size, bold=shape is title)  # noqa: SLF001 - no call for it
    text._element.nvSpPr.nvPr.ph.set("idx", "1")  # noqa: SLF001 - the text is placeholder 1 on every layout


def _styled(element: etree._Element, size: int, *, bold: bool) -> None:
    """Set size, weight, left alignment and top anchor of a placeholder's text."""
    body = element.find(f".//{{{DRAWING}}}bodyPr")
    body.attrib.clear()
    body.set("anchor", "t")
    for child in list(body):
        body.remove(child)
    etree.SubElement(body, f"{{{DRAWING}}}normAutofit")
    styles = element.find(f".//{{{DRAWING}}}lstStyle")
    for child in list(styles):
        styles.remove(child)
    level = etree.SubElement(styles, f"{{{DRAWING}}}lvl1pPr", algn="l", marL="0", indent="0")
    etree.SubElement(etree.SubElement(level, f"{{{DRAWING}}}spcBef"), f"{{{DRAWING}}}spcPts", val="1000")
    etree.SubElement(level, f"{{{DRAWING}}}buNone")
    run = etree.SubElement(level, f"{{{DRAWING}}}defRPr", sz=str(size * 100), b="1" if bold else "0", cap="none")
    etree.SubElement(etree.SubElement(run, f"{{{DRAWING}}}solidFill"), f"{{{DRAWING}}}schemeClr", val="tx1")


def _bar(deck: Slides) -> None:
    """Draw the project's bar along the top edge of the master, out of the way of screen readers."""
    namespaces = " ".join(f'xmlns:{name}="{url}"' for name, url in SPACES.items())
    extent = f'<a:off x="0" y="0"/><a:ext cx="{Inches(13.333)}" cy="{Inches(0.14)}"/>'
    bar = (
        f'<p:sp {namespaces}><p:nvSpPr><p:cNvPr id="99" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm>{extent}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
    deck.slide_master.shapes._spTree.append(etree.fromstring(bar))  # noqa: SLF001 - no call for it
