"""What the pages ask of the model with the present choice, and how they wait for answers that take many runs."""

from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

import streamlit as st

from foresight.ensemble.crew import Inquiry, processes
from foresight.errors import ForesightError
from foresight.ui import choice, session, sharpening
from foresight.ui.session import Question

Answer = TypeVar("Answer")
Name = TypeVar("Name", bound=Hashable)

ONCE = 1
LOOK_AGAIN = 0.2
"""Seconds after which a waiting page looks whether somebody has pressed a button."""


def question(*, whole: bool = False, **changes: Any) -> Question:  # noqa: ANN401 - the fields of a question
    """Return what is asked with the present choice; `changes` takes some of it to be different."""
    chosen = choice.current()
    pairs, scale = choice.THOROUGHNESS[chosen.thoroughness]
    asked: dict[str, Any] = {
        "future": session.futures()[chosen.future],
        "plan": chosen.plan,
        "strength": chosen.strength,
        "pairs": pairs,
        "scale": scale,
        "seed": chosen.seed,
        "assumptions": chosen.assumptions,
    }
    return Question(**{**asked, **changes}, whole=whole)


def many(name: str, questions: Mapping[Name, Question], words: str) -> dict[Name, Inquiry] | None:
    """Return the answers to many questions once all are there; until then show how far they are, with a button that stops them.

    Nothing is begun before somebody asks for it, unless it is known already.
    """
    begun, asked = f"begun {name}", hash(tuple(questions.items()))
    if st.session_state.get(begun) != asked:
        runs = sum(one.pairs for one in questions.values())
        st.button(f"{words} ({runs:,} pairs of runs)", key=f"begin {name}", on_click=_put, args=(begun, asked), type="primary")
        return None
    st.button("Stop", key=f"stop {name}", on_click=_put, args=(begun, None))
    place = st.empty()
    inquiries = {one: session.inquire(asked_for) for one, asked_for in questions.items()}
    try:
        return inquiries if _all_there(inquiries, place) else None
    finally:
        for inquiry in inquiries.values():
            inquiry.cancel()


def errand(name: str, key: Hashable, work: Callable[[], Answer], words: str) -> Answer | None:
    """Return what one piece of work comes to, done in another process and kept; a button stops waiting for it."""
    stopped = f"stopped {name}"
    if st.session_state.get(stopped) == hash(key):
        st.button("Go on", key=f"go on {name}", on_click=_put, args=(stopped, None))
        return None
    future = _kept().get(key)
    if future is None:
        future = _kept()[key] = _helper().submit(work)
    place = st.empty()
    if not future.done():
        st.button("Stop", key=f"stop {name}", on_click=_put, args=(stopped, hash(key)))
        waited = 0.0
        while not future.done():
            place.progress(min(0.95, waited / (waited + 5)), words)
            _pause(future)
            waited += LOOK_AGAIN
        sharpening.again()
    try:
        found: Answer = future.result()
    except ForesightError as error:
        sharpening.tell(error)
        return None
    return found


def _all_there(inquiries: Mapping[Any, Inquiry], place: Any) -> bool:  # noqa: ANN401 - a part of the page
    """Wait for all answers; tell whether they came."""
    wanted = sum(one.ask.pairs for one in inquiries.values())
    for inquiry in inquiries.values():
        while not inquiry.wait(inquiry.ask.pairs - 1, LOOK_AGAIN):
            done = sum(one.done for one in inquiries.values())
            place.progress(done / wanted, f"{done:,} of {wanted:,} pairs of runs done …")
        if inquiry.error:
            sharpening.tell(inquiry.error)
            return False
    place.empty()
    return True


def _pause(future: "Future[Any]") -> None:
    """Wait a little, or less where the work is done before."""
    try:
        future.exception(LOOK_AGAIN)
    except TimeoutError:
        return


def _put(key: str, value: object) -> None:
    st.session_state[key] = value


@st.cache_resource(show_spinner=False, on_release=lambda helper: helper.shutdown(cancel_futures=True))
def _helper() -> Executor:
    """Return the process for errands."""
    return processes(ONCE)


@st.cache_resource(show_spinner=False, max_entries=1)
def _kept() -> "dict[Hashable, Future[Any]]":
    """Return the errands of this server: done and under way."""
    return {}
