"""Comparisons on the screen while they are computed: the first pair soon, more as they come, none once a lever moves again."""

from dataclasses import dataclass
from typing import Any, NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException

from foresight.ensemble.crew import Inquiry
from foresight.errors import ForesightError
from foresight.ui import session
from foresight.ui.session import Question, Seen

SLICE = 0.05
"""Seconds after which a waiting page looks whether a lever has moved."""

FIRST_TIME = (
    "Getting ready. The first run on a computer takes up to a minute, since the model is compiled for it; later ones take "
    "a second."
)


@dataclass
class Watch:
    """What one page of one browser session waits for, and what it showed last."""

    inquiry: Inquiry | None = None
    question: Question | None = None
    shown: Seen | None = None


def watch(name: str) -> Watch:
    """Return the watch of a page."""
    found: Watch = st.session_state.setdefault(f"watch {name}", Watch())
    return found


def latest(name: str, question: Question) -> tuple[Seen | None, Inquiry | None]:
    """Return what is known of a question so far, and what is under way; a question asked before is let go.

    Raises
    ------
    ForesightError
        For what no run can be made with.
    """
    held = watch(name)
    if held.inquiry is None or held.question != question or held.inquiry.error:
        inquiry = session.inquire(question)
        if held.inquiry is not None:
            held.inquiry.cancel()
        held.inquiry, held.question = inquiry, question
    inquiry = held.inquiry
    if inquiry.done:
        held.shown = Seen.of(inquiry)
    return held.shown, inquiry


def kept(name: str) -> tuple[Seen | None, None]:
    """Return what was shown last, and nothing under way: what was under way is let go."""
    held = watch(name)
    if held.inquiry is not None:
        held.inquiry.cancel()
        held.inquiry = held.question = None
    return held.shown, None


def wait(inquiry: Inquiry, place: Any) -> None:  # noqa: ANN401 - a part of the page
    """Wait for more pairs and then show them: the page is drawn again; a lever that moves meanwhile goes first."""
    if inquiry.over:
        return
    shown = inquiry.done
    enough = min(max(shown + 1, round(1.6 * shown)), inquiry.ask.pairs)
    while not inquiry.wait(enough - 1, SLICE):
        text = f"{inquiry.done} of {inquiry.ask.pairs} pairs of runs done …" if inquiry.done else FIRST_TIME
        place.progress(inquiry.done / inquiry.ask.pairs, text)
    again()


def again() -> NoReturn:
    """Draw the fragment again, or the page where it is drawn as a whole."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        st.rerun()


def tell(error: ForesightError | str) -> None:
    """Show what is wrong, in the words of the error."""
    st.error("This comparison cannot be made. What is wrong:")
    st.text(str(error))
