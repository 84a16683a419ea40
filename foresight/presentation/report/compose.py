"""Composing a report: its sections in the order in which a room can follow them."""

from foresight.analysis.findings import Findings
from foresight.presentation.report import doubt, opening, results
from foresight.presentation.report.content import Report

SECTIONS = (
    opening.question,
    opening.the_future,
    opening.the_plan,
    results.what_changes,
    results.for_whom,
    results.why,
    doubt.how_sure,
    doubt.conditions,
    doubt.regret,
    doubt.what_first,
    doubt.limits,
)


def compose(findings: Findings) -> Report:
    """Return the report on a comparison.

    Parameters
    ----------
    findings : Findings
        What was found; sections whose tables were not worked out say so.
    """
    record = findings.manifest
    return Report(
        title=f"{findings.plan.title} in “{findings.future.title}”",
        subtitle="The voluntary sector of the East Midlands, 2002 to 2022, without and with a plan",
        sections=tuple(section(findings) for section in SECTIONS),
        stamp=f"Model version {record.get('model_version', 'unknown')}. {doubt.command(findings)}",
    )
