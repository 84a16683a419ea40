"""The formats a report comes in: a name, the ending of its file, and what writes it. A new format is one more line here."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from foresight.analysis.findings import Findings
from foresight.ensemble.executors import Workforce
from foresight.presentation.report import files, page, paper, slides
from foresight.presentation.report.content import Report


class Format(NamedTuple):
    """A format: the ending of its files, what it is, and the function from findings to bytes."""

    ending: str
    meaning: str
    written: Callable[[Findings, Report], bytes]

    @property
    def endings(self) -> tuple[str, ...]:
        """Return the endings that a file of it may have: what a computer opens it by."""
        return (PurePath(f"file{self.ending}").suffix,)


FORMATS = {
    "html": Format(".html", "a page with interactive charts that needs no network", lambda _, report: page.html(report)),
    "pptx": Format(".pptx", "slides with charts that PowerPoint can edit", lambda _, report: slides.pptx(report)),
    "pdf": Format(".pdf", "a report on paper, tagged for screen readers", lambda _, report: paper.pdf(report)),
    "large-print": Format("-large.pdf", "the report in 18 points and more", lambda _, report: paper.large_print(report)),
    "csv": Format(".csv", "the tidy table", lambda found, _: files.csv(found)),
    "xlsx": Format(".xlsx", "the tidy table as an Excel workbook", lambda found, _: files.excel(found)),
}


def all_made(findings: Findings, report: Report, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each format; several are made side by side, since what draws charts does one at a time."""
    if len(names) == 1:
        yield names[0], made(names[0], findings, report)
        return
    with Workforce("processes", min(len(names), os.cpu_count() or 1)).hired() as hired:
        waiting = {name: hired.executor.submit(made, name, findings, report) for name in names}
        for name, future in waiting.items():
            yield name, future.result()


def made(name: str, findings: Findings, report: Report) -> bytes:
    """Return the bytes of a format."""
    return FORMATS[name].written(findings, report)
