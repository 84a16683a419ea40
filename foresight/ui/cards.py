"""Headline indicators as cards: what changes, in words, with its band and how many pairs agree."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from foresight.presentation import sentences
from foresight.presentation.sentences import Judgement, Told
from foresight.ui import session

STYLES = {Judgement.BETTER: "fs-better", Judgement.WORSE: "fs-worse"}
IN_A_ROW = 4


def show(all_told: Sequence[Told]) -> None:
    """Show one card an indicator."""
    for start in range(0, len(all_told), IN_A_ROW):
        for column, told in zip(st.columns(IN_A_ROW), all_told[start : start + IN_A_ROW], strict=False):
            with column.container(border=True, height="stretch"):
                st.html(card(told, session.indicators()[told.reading.indicator].definition))


def card(told: Told, definition: str = "") -> str:
    """Return one card; the indicator's definition shows where the pointer rests on its name."""
    without, with_plan = sentences.levels(told)
    found = sentences.judgement(told)
    change = "" if found in sentences.UNDECIDED.values() else sentences.change(told)
    values = f'Without <span class="without">{escape(without)}</span>, with <span class="with">{escape(with_plan)}</span>'
    lines = [
        f'<div class="fs-badge {STYLES.get(found, "fs-open")}">{escape(found.value)}</div>',
        f'<div class="name" title="{escape(definition)}">{escape(told.title)}</div>',
        f'<div class="change">{escape(change)}</div>' if change else "",
        f'<div class="values">{values}</div>',
        f'<div class="small">{escape(sentences.band(told))}.</div>',
        f'<div class="small">{escape(sentences.agreement(told))}</div>' if sentences.agreement(told) else "",
    ]
    return f'<div class="fs-card" data-indicator="{escape(told.reading.indicator)}">{"".join(lines)}</div>'
