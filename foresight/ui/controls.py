"""The choices at the top of the page: a future, a plan, whose figures, how well the actions work, and how thorough to be."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from foresight.config import Level
from foresight.presentation.readings import Segment
from foresight.presentation.sentences import segment_name
from foresight.presentation.tables import plain
from foresight.ui import evidence, session
from foresight.ui.session import Question

FIRST_FUTURE = "funding-cliff"
FIRST_PLAN = "first-steps"

STRENGTHS: Mapping[Level, str] = {"low": "Weak", "central": "Central", "high": "Strong"}
"""How well the actions work, in words."""

QUICK, FULL = "Quick look", "Full"
THOROUGHNESS: Mapping[str, tuple[int, float]] = {QUICK: (10, 0.2), FULL: (20, 1.0)}
"""Pairs of runs, and the share of the sector simulated."""


@dataclass(frozen=True)
class Choice:
    """What is asked, and whose figures are looked at."""

    question: Question
    segment: Segment


def choose() -> Choice:
    """Show the controls and return what is chosen."""
    left, middle, right = st.columns(3)
    with left:
        future = _future()
    with middle:
        plan = _plan()
    with right:
        segment = st.selectbox(
            "Whose figures: find organisations like yours", session.segments(), format_func=segment_name, key="segment"
        )
        strength = _strength()
    left, right = st.columns([3, 1])
    with left:
        evidence.show_plan(session.plans()[plan])
    with right:
        pairs, scale, seed = _thoroughness()
    return Choice(Question(future, plan, strength, pairs, scale, seed), segment)


def _future() -> str:
    """Choose a future."""
    futures = session.futures()
    ids = sorted(futures, key=lambda one: (futures[one].validation_only, futures[one].title))
    chosen = st.selectbox(
        "A future: how the world around the sector moves",
        ids,
        index=ids.index(FIRST_FUTURE),
        format_func=lambda one: futures[one].title,
        key="future",
    )
    st.caption(plain(futures[chosen].summary))
    if futures[chosen].validation_only:
        st.caption("This is what really happened, kept for checking the model. Nobody in 2002 could have known it.")
    return chosen


def _plan() -> str:
    """Choose a plan."""
    plans = session.plans()
    ids = sorted(plans, key=lambda one: (not plans[one].actions, one != FIRST_PLAN, plans[one].title))
    chosen = st.selectbox(
        "A plan: what the sector does together",
        ids,
        index=ids.index(FIRST_PLAN),
        format_func=lambda one: plans[one].title,
        key="plan",
    )
    st.caption(plain(plans[chosen].summary))
    return chosen


def _strength() -> Level:
    """Choose how well the actions work."""
    return st.segmented_control(
        "How well the actions work",
        list(STRENGTHS),
        default="central",
        required=True,
        format_func=lambda level: STRENGTHS[level],
        key="strength",
        width="stretch",
        help="Nobody has measured how well they work. Weak, central and strong are three judgements of it.",
    )


def _thoroughness() -> tuple[int, float, int]:
    """Choose how much to compute: pairs, share of the sector, seed."""
    with st.popover("Quick look or full", width="stretch"):
        chosen = st.radio(
            "How much is computed",
            list(THOROUGHNESS),
            captions=[_amount(name) for name in THOROUGHNESS],
            key="thoroughness",
        )
        seed = st.number_input(
            "Random seed",
            min_value=0,
            max_value=999_999,
            value=1,
            step=1,
            key="seed",
            help="Luck is drawn from this number. The same number gives the same result; another shows what luck alone does.",
        )
    pairs, scale = THOROUGHNESS[chosen]
    return pairs, scale, int(seed)


def _amount(name: str) -> str:
    """Say what a choice of thoroughness costs."""
    pairs, scale = THOROUGHNESS[name]
    share = "every organisation" if scale >= 1 else f"{scale:.0%} of the sector"
    return f"{pairs} pairs of runs, {share}: {'some ten seconds' if scale < 1 else 'up to a minute'}"
