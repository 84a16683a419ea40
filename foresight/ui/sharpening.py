"""Comparisons on the screen while they are computed: the first pair soon, more as they come, none once a lever moves again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException

from foresight.ensemble.crew import Inquiry
from foresight.errors import ForesightError
from foresight.ui import choice, money, session
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


def look(name: str, asked: Callable[[], Question] | None) -> "Looked":
    """Return what is known of a question so far, and what is under way; say what is wrong with it, where something is.

    What a page asked before is let go. Where nothing can be asked (None, or a question that is wrong), what was shown last stays.
    """
    try:
        inquiry = _under_way(name, asked() if asked is not None else None)
    except ForesightError as error:
        tell(error, name)
        inquiry = _under_way(name, None)
    held = watch(name)
    if inquiry is not None and inquiry.error:
        tell(inquiry.error)
    if inquiry is not None and inquiry.note:
        st.warning(inquiry.note)
    if inquiry is not None and inquiry.done:
        held.shown = Seen.of(inquiry)
    return Looked(held.shown, inquiry)


class Looked(NamedTuple):
    """What is seen of a comparison, and what is under way."""

    seen: Seen | None
    inquiry: Inquiry | None

    @property
    def old(self) -> bool:
        """Tell whether what is seen answers an earlier question."""
        return self.seen is not None and self.seen.inquiry is not self.inquiry

    @property
    def waiting(self) -> bool:
        """Tell whether there is, or will be, more to see: also pairs that came while the page was being drawn."""
        if self.inquiry is None:
            return False
        return not self.inquiry.over or self.inquiry.done > self._pairs

    @property
    def enough(self) -> int:
        """Return how many pairs are worth drawing the page again for."""
        most = self.inquiry.ask.pairs if self.inquiry is not None else 0
        return min(max(self._pairs + 1, round(1.6 * self._pairs)), most)

    @property
    def news(self) -> bool:
        """Tell whether there is enough to see by now that is not on the page."""
        return self.waiting and self.inquiry is not None and (self.inquiry.over or self.inquiry.done >= self.enough)

    @property
    def _pairs(self) -> int:
        """Return how many pairs of what was asked last are seen."""
        return 0 if self.seen is None or self.old else self.seen.pairs


def _under_way(name: str, question: Question | None) -> Inquiry | None:
    """Return the inquiry into a question, begun where it is not yet under way; another one is let go."""
    held = watch(name)
    if held.question == question and (held.inquiry is None or not held.inquiry.error):
        return held.inquiry
    inquiry = session.inquire(question) if question is not None else None
    if held.inquiry is not None:
        held.inquiry.cancel()
    held.inquiry, held.question = inquiry, question
    return inquiry


def wait(looked: Looked, place: Any) -> None:  # noqa: ANN401 - a part of the page
    """Wait for more pairs and then show them: the page is drawn again; a lever that moves meanwhile goes first."""
    inquiry = looked.inquiry
    if inquiry is None or not looked.waiting:
        return
    while not inquiry.wait(looked.enough - 1, SLICE):
        text = f"{inquiry.done} of {inquiry.ask.pairs} pairs of runs done …" if inquiry.done else FIRST_TIME
        place.progress(inquiry.done / inquiry.ask.pairs, text)
    again()


def again() -> NoReturn:
    """Draw the fragment again, or the page where it is drawn as a whole."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        st.rerun()


def tell(error: ForesightError | str, name: str = "") -> None:
    """Show what is wrong, in the words of the error; where it is the plan's budget, with the ways out.

    `name` tells the page.
    """
    if isinstance(error, money.Overspent) and money.over(choice.current().plan):
        money.warn(name, money.REST)
        return
    st.error("This comparison cannot be made. What is wrong:")
    st.text(str(error))
