"""Who gains, who loses: the parts of the sector, a map, what is taken from others, and two lives of one organisation."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from foresight.analysis.comparison import Comparison
from foresight.analysis.fates import fates
from foresight.analysis.lives import How, TwoLives, two_lives
from foresight.analysis.manifest import alike
from foresight.presentation import bars, gains, sentences, stories, theme
from foresight.presentation.account import account_lines
from foresight.presentation.charts import Axis
from foresight.presentation.sentences import Told, inside, shown
from foresight.presentation.tables import plain
from foresight.ui import asking, choice, money, now, parts, session, sharpening, style
from foresight.ui.session import Seen
from foresight.ui.sharpening import Looked

TITLE = "Who gains, who loses"
ORDER = 2
PAGE = "gains"
NOBODY = (
    "In this part of the sector the plan changes nobody's end. Another plan may, or luck drawn from another number: see "
    "*How thorough* on the first page."
)
STORY_SCALE = 0.1
"""Share of the sector among which lives are looked for: some seconds' work."""


def show() -> None:
    """Show the page."""
    st.title("Who gains and who loses when the plan is carried out", anchor=False)
    now.show()
    looked, place = _parts()
    _lives(looked)
    sharpening.wait(looked, place)


def _parts() -> tuple[Looked, Any]:
    """Show the parts of the sector, sharper as more pairs come."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        indicator = parts.counted(PAGE)
    stopped = f"{PAGE} stopped"
    stop = right.toggle("Stop computing", key=stopped)
    place = st.empty()
    looked = sharpening.look(PAGE, None if stop else partial(asking.question, whole=True))
    if looked.seen is not None:
        if looked.old:
            st.caption("This is the answer to an earlier choice.")
        _told(looked.seen, indicator)
    return looked, place


def _told(found: Seen, indicator: str) -> None:
    """Show what is known so far."""
    comparison, ask = session.comparison(found), found.inquiry.ask
    pairs = found.pairs
    st.caption(f"{ask.pairing.plan.title} in {inside(ask.pairing.future.title)}, the year 2022: "
               f"{shown(pairs, ask.pairing.scale, ask.pairing.seed)}.")  # fmt: skip
    _displacement(comparison)
    parts.heading("On the map")
    left, right = parts.columns([3, 2])
    with left:
        rows, same = gains.rows_of(comparison, indicator, "county"), alike(comparison.plan, comparison.manifest)
        _map(gains.told_of(rows, pairs, alike=same))
    with right:
        _bars(comparison, indicator, "place")
        _bars(comparison, indicator, "members")
        _bars(comparison, indicator, "leadership")
    left, right = parts.columns([1, 1])
    with left:
        _bars(comparison, indicator, "size")
    with right:
        _bars(comparison, indicator, "activity")


def _map(told: Sequence[tuple[str, Told]]) -> None:
    """Show the counties on a map; where their names are too large for it, it has numbers and a key stands beside it."""
    headline, drawing = gains.sentence(told, "By county"), gains.county_map(told, style.size())
    st.markdown(f"**{plain(headline)}**")
    if style.size() is theme.PROJECTOR:
        left, right = st.columns([3, 2])
        with left:
            parts.picture(headline, drawing)
        right.html(gains.key(told))
    else:
        parts.picture(headline, drawing)
    parts.numbers(gains.table(told), "by county")
    st.caption(gains.MAP_KEY + " " + gains.outlines()["attribution"].split(" Counties")[0])


def _displacement(comparison: Comparison) -> None:
    """Show what is gained by some and taken from others."""
    parts.heading("What is taken from others")
    parts.summary(gains.displaced_sentence(comparison))
    st.markdown(plain(account_lines(comparison)[-1].replace("GBP ", "£")))
    with st.expander("The numbers: gained, taken from others, left for all"):
        parts.listing(gains.displaced(comparison), "Gained, taken from others, left for all")


def _bars(comparison: Comparison, indicator: str, kind: str) -> None:
    """Show one way to tell organisations apart."""
    rows = gains.rows_of(comparison, indicator, kind)
    if not len(rows):
        return
    same = alike(comparison.plan, comparison.manifest)
    told = gains.told_of(rows, len(comparison.ensemble.without), alike=same)
    declared = session.indicators()[indicator]
    marks = sentences.marks([one for _, one in told])
    drawing = bars.group_differences(rows, Axis("", declared.unit), declared.better, style.size(), marks)
    title, measured = gains.PARTS[kind], bars.measured(indicator) + sentences.moving(kind, alike=same)
    parts.chart(gains.sentence(told, title), drawing, gains.table(told), title.lower(), measured)


def _lives(looked: Looked) -> None:
    """Show two lives of one organisation whose fate differs; while they are looked for, the parts get sharper."""
    parts.heading("Two lives of one organisation")
    st.markdown(
        "The same organisation, the same luck, lived twice: once without the plan and once with it. Nobody in this list is real. "
        "These are made-up organisations whose end differs."
    )
    asked = choice.current()
    if money.over(asked.plan):
        st.info("A plan that costs more than its budget is not lived through. Mend it above.")
        return
    how = How(scale=STORY_SCALE, seed=asked.seed, strength=asked.strength, assumptions=dict(asked.assumptions))
    future = choice.future()
    key = (future, asked.plan, asked.seed, asked.strength, asked.assumptions)
    listing = asking.errand(
        "fates",
        ("fates", key),
        partial(fates, future, asked.plan, 0, **how),
        "Looking for lives that differ …",
        lambda: looked.news,
    )
    if listing is None:
        return
    if not len(listing):
        st.info(NOBODY)
        return
    _life(listing, partial(two_lives, future, asked.plan, **how), key, looked)


def _life(listing: pd.DataFrame, work: Callable[..., TwoLives], key: Hashable, looked: Looked) -> None:
    """Show both lives of one organisation of those whose end differs."""
    by_number = {int(row["organisation"]): row for _, row in _in_order(listing).iterrows()}
    chosen = st.selectbox(
        "An organisation whose end differs",
        list(by_number),
        format_func=lambda one: stories.name_of(by_number[one]),
        key="whose life",
    )
    lived = partial(work, identity=chosen, replicate=0)
    lives = asking.errand("lives", ("lives", key, chosen), lived, "Living both lives …", lambda: looked.news)
    if lives is not None:
        drawn = st.selectbox("What is drawn", list(stories.DRAWN), format_func=stories.DRAWN.__getitem__, key="drawn life")
        parts.chart(
            stories.story(lives, by_number[chosen]),
            stories.drawing(lives, style.size(), drawn),
            stories.years(lives, drawn),
            "both lives, by year",
        )


def _in_order(listing: pd.DataFrame) -> pd.DataFrame:
    """Put those first who take part and are there from the beginning: theirs are the lives to follow."""
    order = listing.assign(member=listing["member_since"] == "", late=listing["started_without"] > "2003")
    return order.sort_values(["member", "late", "organisation"])


show()
