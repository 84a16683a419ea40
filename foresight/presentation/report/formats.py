"""The formats a report comes in: a name, the ending of its file, and what writes it. A new format is one more line here."""

from collections.abc import Callable
from typing import NamedTuple

from foresight.analysis.findings import Findings
from foresight.presentation.report import files, page, paper, slides
from foresight.presentation.report.compose import compose


class Format(NamedTuple):
    """A format: the ending of its files, what it is, and the function from findings to bytes."""

    ending: str
    meaning: str
    written: Callable[[Findings], bytes]


FORMATS = {
    "html": Format(".html", "a page with interactive charts that needs no network", lambda found: page.html(compose(found))),
    "pptx": Format(".pptx", "slides with charts that PowerPoint can edit", lambda found: slides.pptx(compose(found))),
    "pdf": Format(".pdf", "a report on paper, tagged for screen readers", lambda found: paper.pdf(compose(found))),
    "large-print": Format(
        ".large-print.pdf", "the report in 18 points and more", lambda found: paper.large_print(compose(found))
    ),
    "csv": Format(".csv", "the tidy table", files.csv),
    "xlsx": Format(".xlsx", "the tidy table as an Excel workbook", files.excel),
}
