"""Headline indicators as cards: what changes, in words, with its band and how many pairs agree."""

from collections.abc import Iterable
from html import escape

from foresight.indicators.measures import INDICATORS
from foresight.presentation import sentences
from foresight.presentation.sentences import Judgement, Told

SCALES = {"0-1": ", on a scale from 0 to 1"}
"""Said of values whose unit is not written beside them."""
STYLES = {Judgement.BETTER: "fs-better", Judgement.WORSE: "fs-worse"}


def cards(all_told: Iterable[Told]) -> str:
    """Return the cards of several indicators, side by side as far as there is room."""
    return f'<div class="fs-cards">{"".join(card(told) for told in all_told)}</div>'


def card(told: Told) -> str:
    """Return one card; the indicator's definition shows where the pointer rests on its name."""
    without, with_plan = sentences.levels(told)
    found = sentences.judgement(told)
    change = "" if found in sentences.UNDECIDED.values() else sentences.change(told)
    declared = INDICATORS.get(told.reading.indicator)
    values = f'Without <span class="without">{escape(without)}</span>, with <span class="with">{escape(with_plan)}</span>'
    values += SCALES.get(told.reading.unit, "")
    lines = [
        f'<div class="name" title="{escape(declared.definition if declared else "")}">{escape(told.title)}</div>',
        f'<div class="fs-badge {STYLES.get(found, "fs-open")}">{escape(found.value)}</div>',
        f'<div class="change">{escape(change)}</div>' if change else "",
        f'<div class="values">{values}</div>',
        f'<div class="small">{escape(sentences.band(told))}.</div>',
        f'<div class="small">{escape(sentences.agreement(told))}</div>' if sentences.agreement(told) else "",
    ]
    return f'<div class="fs-card" data-indicator="{escape(told.reading.indicator)}">{"".join(lines)}</div>'
