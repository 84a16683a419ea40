"""The board: everything a comparison shows, as data that a page draws without building anything anew.

Each chart is a headline, a sentence, and records for the specifications in `specifications`.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from foresight.indicators.measures import INDICATORS
from foresight.presentation import cards, sentences
from foresight.presentation.chart_rows import Records, difference_rows, path_rows, single_difference_rows, single_path_rows
from foresight.presentation.charts import DIFFERENCE_TITLE, KINDS, Axis, built, spoken_difference, spoken_unit
from foresight.presentation.numbers import less_word
from foresight.presentation.readings import WHOLE_SECTOR, reading
from foresight.presentation.sentences import Told
from foresight.presentation.theme import PAGE, Size
from foresight.presentation.view import View

HEIGHTS = {"paths": 14, "single_paths": 14, "differences": 9, "single_differences": 9}
"""Heights of the drawings, in lines of their text."""
UNITS = {"fewer": "people", "less": "GBP"}
"""A unit for each word that the axis of a difference may have for its negative side."""


@lru_cache(maxsize=4)
def specifications(size: Size = PAGE) -> dict[str, Any]:
    """Return the charts of a board without titles and numbers, by name; built once."""
    return {
        f"{kind} {word}": {
            **built(kind, Axis("", unit), size).to_dict(),
            "height": HEIGHTS[kind] * size.text,
            "padding": {"top": size.text, "left": 5, "right": 5, "bottom": 5},
        }
        for kind in KINDS
        for word, unit in UNITS.items()
    }


def board(view: View, headlines: Sequence[str], charts: Iterable[str]) -> dict[str, Any]:
    """Return what is shown of a view: a summary, the cards as HTML, and one entry a chart.

    Parameters
    ----------
    headlines
        The indicators that become cards.
    charts
        The indicators that are drawn.
    """
    told = [one for one in (view.told(name) for name in headlines) if one is not None]
    return {
        "summary": in_short(told, view),
        "cards": cards.cards(told),
        "charts": [chart for chart in (_chart(view, name) for name in charts) if chart is not None],
    }


def in_short(told: Sequence[Told], view: View) -> str:
    """Say in a sentence or two what the plan changes by the last year."""
    if not told:
        return "There is no organisation of this kind in these runs."
    year = told[0].reading.year
    who = "" if view.segment == WHOLE_SECTOR else f", {sentences.segment_name(view.segment)}"
    moved = sentences.moving(view.segment.kind, alike=told[0].alike)
    return f"{view.comparison.future.title}, {year}{who}. {sentences.summary(told, view.plan)}{moved}"


def _chart(view: View, indicator: str) -> dict[str, Any] | None:
    """Return one indicator: what happened in a sentence, the two drawings, and what stands behind them."""
    told = view.told(indicator)
    if told is None:
        return None
    rows = view.rows(indicator)
    unit, word = told.reading.unit, less_word(told.reading.unit)
    headline = sentences.headline(told, view.plan)
    kinds = ("single_paths", "single_differences") if view.single else ("paths", "differences")
    if view.single:
        pairs = view.comparison.cut(indicator, *view.segment).pairs()
        records = (single_path_rows(pairs), single_difference_rows(pairs))
    else:
        records = (path_rows(rows, unit), difference_rows(rows, unit))
    titles = (f"{told.title} ({spoken_unit(unit)})", f"{DIFFERENCE_TITLE} ({spoken_difference(unit)})")
    return {
        "id": indicator,
        "headline": headline,
        "path": sentences.path(reading(rows, 0), told.reading),
        "note": f"{INDICATORS[indicator].definition} In brackets: from where to where 8 in 10 runs lie.",
        "table": f"The numbers: {told.title[:1].lower()}{told.title[1:]}",
        "plots": [
            {"spec": f"{kind} {word}", "title": title, "alt": f"{title}. {headline}.", "rows": plain(found)}
            for kind, title, found in zip(kinds, titles, records, strict=True)
        ],
        "rows": plain([*path_rows(rows, unit), *difference_rows(rows, unit)] if view.single else []),
    }


def plain(records: Records) -> Records:
    """Return records whose numbers JSON can carry, with the digits that a screen can show."""
    return [{name: _short(value) for name, value in record.items()} for record in records]


def _short(value: Any) -> Any:  # noqa: ANN401 - text and numbers alike
    return float(f"{value:.7g}") if isinstance(value, float | np.floating) else value
