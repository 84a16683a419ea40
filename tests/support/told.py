"""What a composed report says in one of its sections."""

from collections.abc import Mapping
from dataclasses import replace

from foresight.analysis.findings import Findings
from foresight.presentation.report.content import Block, Grid, Points, Report, Text


def blocks(report: Report, name: str) -> tuple[Block, ...]:
    return next(one for one in report.sections if one.id == name).blocks


def texts(report: Report, name: str) -> str:
    """Return the running text of a section."""
    found = blocks(report, name)
    said = [one.text for one in found if isinstance(one, Text)]
    return " ".join([*said, *(item for one in found if isinstance(one, Points) for item in one.items)])


def grids(report: Report, name: str) -> Mapping[str, Grid]:
    """Return the tables of a section by their captions."""
    return {one.caption: one for one in blocks(report, name) if isinstance(one, Grid)}


def with_record(found: Findings, **words: object) -> Findings:
    """Return findings of which something else was recorded."""
    return replace(found, manifest={**found.manifest, **words})
