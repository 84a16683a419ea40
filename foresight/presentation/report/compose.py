"""Composing a report: its sections in the order in which a room can follow them."""

from collections.abc import Sequence
from dataclasses import replace

from foresight.analysis.findings import Findings
from foresight.presentation.answers.answer import Answer
from foresight.presentation.report import again, doubt, first, opening, results, why
from foresight.presentation.report.content import LEFT_OUT, Block, Grid, Points, Report, Section
from foresight.presentation.report.quoting import quoted

SECTIONS = (
    opening.question,
    opening.the_future,
    opening.the_plan,
    results.what_changes,
    results.for_whom,
    why.why,
    doubt.how_sure,
    doubt.conditions,
    doubt.regret,
    first.what_first,
    doubt.limits,
)
PLACES = {
    "attribution": "why",
    "interactions": "why",
    "uncertainties": "sure",
    "runs": "sure",
    "sensitivity": "sure",
    "screening": "sure",
    "numbers": "sure",
    "grades": "sure",
    "conditions": "conditions",
    "regret": "regret",
    "timing": "first",
}
"""The section that an answer goes to, by the first word of its id."""


def compose(findings: Findings, answers: Sequence[Answer] = ()) -> Report:
    """Return the report on a comparison.

    Parameters
    ----------
    findings : Findings
        What was found; sections whose tables were not worked out say so.
    answers : sequence of Answer
        What further analyses say, each put into its section.
    """
    return Report(
        title=f"{findings.plan.title} in “{findings.future.title}”",
        subtitle="The voluntary sector of the East Midlands, 2002 to 2022, without and with a plan",
        sections=tuple(_with(section(findings), answers) for section in SECTIONS),
        stamp=f"Model version {again.version(findings)}. {again.command(findings)}",
    )


def _with(section: Section, answers: Sequence[Answer]) -> Section:
    """Return a section with the answers that belong to it, without what is empty; one that has nothing to say says so."""
    blocks: list[Block] = [block for block in section.blocks if not _empty(block)]
    asked = ""
    for answer in answers:
        if PLACES.get(answer.id.split("-")[0]) == section.id:
            blocks += quoted(answer, headed=answer.question != asked)
            asked = answer.question
    return replace(section, blocks=tuple(blocks) or (LEFT_OUT,))


def _empty(block: Block) -> bool:
    """Tell whether a block is a table without rows or a list without items, as where the plan has no actions."""
    return (isinstance(block, Grid) and not block.rows) or (isinstance(block, Points) and not block.items)
