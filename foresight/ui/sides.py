"""The two sides of a comparison: the future on the one, the plan on the other, and what is computed."""

import streamlit as st

from foresight.presentation import theme
from foresight.presentation.sentences import share
from foresight.presentation.tables import plain
from foresight.ui import choice, session, style
from foresight.ui.choice import THOROUGHNESS
from foresight.ui.words import STRENGTHS

HINDSIGHT = "This is what really happened, kept for checking the model. Nobody in 2002 could have known it."


def show() -> None:
    """Show both sides, and between them how well the actions work."""
    left, middle, right = st.columns([4, 4, 5], gap="medium", vertical_alignment="bottom")
    with left:
        _future()
    with middle:
        _plan()
    with right:
        strength()


def _label(name: str, words: str) -> str:
    """Return the name of a choice, explained where there is room on one line."""
    return name if style.size() is theme.PROJECTOR else f"{name}: {words}"


def _future() -> None:
    """Choose a future."""
    futures = session.futures()
    ids = sorted(futures, key=lambda one: (futures[one].validation_only, futures[one].title))
    chosen = choice.current().future
    key = f"future {choice.state().edition}"
    st.selectbox(
        _label("A future", "what the world does"),
        ids,
        index=ids.index(chosen),
        format_func=lambda one: futures[one].title,
        key=key,
        on_change=lambda: choice.change(future=st.session_state[key]),
        help=plain(futures[chosen].summary) + (f"\n\n{HINDSIGHT}" if futures[chosen].validation_only else ""),
    )


def _plan() -> None:
    """Choose a plan to begin with."""
    plans = session.plans()
    now = choice.current()
    ids = sorted(plans, key=lambda one: (not plans[one].actions, one != choice.FIRST_PLAN, plans[one].title))
    key = f"plan {choice.state().edition}"
    st.selectbox(
        _label("A plan", "what the sector does together"),
        ids,
        index=ids.index(now.based_on),
        format_func=lambda one: plans[one].title,
        key=key,
        on_change=lambda: choice.take(st.session_state[key]),
        help=plain(plans[now.based_on].summary),
    )


def strength(name: str = "strength") -> None:
    """Choose how well the actions work; `name` tells the control from its twin on another page."""
    key = f"{name} {choice.state().edition}"
    st.segmented_control(
        "How well the actions work",
        list(STRENGTHS),
        default=choice.current().strength,
        required=True,
        format_func=lambda level: STRENGTHS[level],
        key=key,
        width="stretch",
        on_change=lambda: choice.change(strength=st.session_state[key]),
        help="Nobody has measured how well they work. Weak, central and strong are three judgements of it.",
    )


def thoroughness() -> None:
    """Choose how much to compute: pairs, share of the sector, seed."""
    now, edition = choice.current(), choice.state().edition
    with st.popover("How thorough", width="stretch"):
        st.radio(
            "How much is computed",
            list(THOROUGHNESS),
            index=list(THOROUGHNESS).index(now.thoroughness),
            captions=[_amount(name) for name in THOROUGHNESS],
            key=f"thoroughness {edition}",
            on_change=lambda: choice.change(thoroughness=st.session_state[f"thoroughness {edition}"]),
        )
        st.number_input(
            "Luck is drawn from number",
            min_value=0,
            max_value=choice.MAX_SEED,
            value=now.seed,
            step=1,
            key=f"seed {edition}",
            on_change=lambda: choice.change(seed=int(st.session_state[f"seed {edition}"])),
            help="The same number gives the same result; another shows what luck alone does.",
        )


def _amount(name: str) -> str:
    """Say what a choice of thoroughness costs."""
    pairs, scale = THOROUGHNESS[name]
    return f"{pairs} pairs of runs, {share(scale)}: {'some seconds' if scale < 1 else 'up to a minute'}"
