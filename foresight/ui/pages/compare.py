"""Choose and see: one future, one plan, and what the plan changes."""

from dataclasses import dataclass

import streamlit as st

from foresight import Comparison
from foresight.errors import ForesightError
from foresight.presentation import sentences
from foresight.presentation.readings import Segment
from foresight.ui import controls, evidence, results, session
from foresight.ui.session import Question

TITLE = "Choose and see"
ORDER = 1
LAST = "last comparison shown"


@dataclass(frozen=True)
class Shown:
    """What is on the screen."""

    question: Question
    segment: Segment
    comparison: Comparison


def show() -> None:
    """Show the page: the choices, then the comparison."""
    st.title("What would acting together change?", anchor=False)
    st.caption("The voluntary sector of the East Midlands, 2002 to 2022: one future, without and with a plan of joint action.")
    try:
        choice = controls.choose()
        shown = Shown(choice.question, choice.segment, _answer(choice.question))
    except ForesightError as error:
        _tell(error)
        if LAST not in st.session_state:
            return
        shown = st.session_state[LAST]
        st.warning("Below is the last comparison that could be made.")
    st.session_state[LAST] = shown
    results.show(shown.comparison, shown.segment)
    evidence.show_sources(shown.comparison.future, shown.comparison.plan)
    st.caption(f"Shown: {sentences.shown(shown.question.pairs, shown.question.scale, shown.question.seed)}.")


def _answer(question: Question) -> Comparison:
    """Return the answer to a question, with progress on screen while it is computed."""
    found = session.known(question)
    if found is not None:
        return found
    place = st.empty()
    bar = place.progress(0.0, "Setting up the sector of 2002 …")

    def progress(done: int, pairs: int) -> None:
        bar.progress(done / pairs, f"{done} of {pairs} pairs of runs done …")

    try:
        return session.answer(question, progress)
    finally:
        place.empty()


def _tell(error: ForesightError) -> None:
    """Show what is wrong, in the words of the error."""
    st.error("This comparison cannot be made. What is wrong:")
    st.text(str(error))


show()
