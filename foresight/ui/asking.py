"""What the pages ask of the model with the present choice, and how they wait for answers that take many runs."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import uuid4

import streamlit as st

from foresight.ensemble.crew import Inquiry
from foresight.errors import ForesightError
from foresight.ui import choice, money, session, sharpening
from foresight.ui.errands import Errands
from foresight.ui.session import Question, Seen

Answer = TypeVar("Answer")
Name = TypeVar("Name", bound=Hashable)

SMALL: dict[str, Any] = {"pairs": 5, "scale": 0.2}
"""How thoroughly each of many questions is asked: all of them together take a minute or two."""
LOOK_AGAIN = 0.2
"""Seconds after which a waiting page looks whether somebody has pressed a button."""


@dataclass(frozen=True)
class Begun(Generic[Name]):
    """Answers to many questions under way, and where the page says how far they are."""

    inquiries: Mapping[Name, Inquiry]
    key: str
    place: Any

    @property
    def there(self) -> bool:
        """Tell whether all answers are there."""
        return all(one.done == one.ask.pairs for one in self.inquiries.values())

    def seen(self) -> dict[Name, Seen]:
        """Return the answers as they stand."""
        return {name: Seen.of(one) for name, one in self.inquiries.items()}

    def wait(self, news: Callable[[], bool] = lambda: False) -> bool:
        """Wait until all answers are there, one cannot be given, or there is other news; tell whether to draw the page again.

        Call it on the page itself, not in a fragment: what is pressed in a fragment waits until the run under way has ended.
        """
        wanted = sum(one.ask.pairs for one in self.inquiries.values())
        for inquiry in self.inquiries.values():
            while not inquiry.wait(inquiry.ask.pairs - 1, LOOK_AGAIN):
                done = sum(one.done for one in self.inquiries.values())
                self.place.progress(done / wanted, f"{done:,} of {wanted:,} pairs of runs done …")
                if news():
                    return True
            if inquiry.error:
                sharpening.tell(inquiry.error)
                _put(self.key, None)
                return False
        self.place.empty()
        return True

    def let_go(self) -> None:
        """Stop asking: runs that nobody else wants are not begun."""
        for inquiry in self.inquiries.values():
            inquiry.cancel()


def question(*, whole: bool = False, brief: bool = False, **changes: Any) -> Question:  # noqa: ANN401 - the fields of a question
    """Return what is asked with the present choice; `changes` takes some of it to be different.

    Raises
    ------
    Overspent
        For a plan that spends more than it has.
    """
    chosen = choice.current()
    pairs, scale = choice.THOROUGHNESS[chosen.thoroughness]
    asked: dict[str, Any] = {
        "future": choice.future(),
        "plan": chosen.plan,
        "strength": chosen.strength,
        "pairs": pairs,
        "scale": scale,
        "seed": chosen.seed,
        "assumptions": chosen.assumptions,
    }
    made = Question(**{**asked, **changes}, whole=whole, brief=brief)
    money.check(made.plan)
    return made


def many(name: str, questions: Mapping[Name, Question], words: str) -> dict[Name, Inquiry] | None:
    """Return the answers to many questions once all are there; until then show how far they are, with a button that stops them.

    Nothing is begun before somebody asks for it, unless it is known already.
    """
    begun = begin(name, questions, words)
    with waiting([begun]):
        return dict(begun.inquiries) if begun is not None and begun.wait() else None


@contextmanager
def waiting(under_way: Iterable[Begun[Any] | None]) -> Iterator[None]:
    """Let go of all that is under way once nobody waits any more: a button was pressed, or the page was left."""
    try:
        yield
    finally:
        for begun in under_way:
            if begun is not None:
                begun.let_go()


def begin(name: str, questions: Mapping[Name, Question], words: str) -> Begun[Name] | None:
    """Return the answers to many questions, under way once somebody presses the button, or there at once where all is known.

    Raises
    ------
    ForesightError
        For a question that cannot be asked.
    """
    begun, pressed, asked = f"begun {name}", f"pressed {name}", hash(tuple(questions.items()))
    _let_go(name)
    if st.session_state.pop(pressed, False):  # the button may be older than what is asked by now
        _put(begun, asked)
    known = all(session.known(one) for one in questions.values())
    button, place = st.empty(), st.empty()  # places of their own, so that nothing of what was there before is left
    if st.session_state.get(begun) != asked and not known:
        runs = sum(one.pairs for one in questions.values())
        label = f"{words} ({runs:,} pairs of runs)"
        button.button(label, key=f"begin {name}", on_click=_put, args=(pressed, True), type="primary")
        return None
    if not known:
        button.button("Stop", key=f"stop {name}", on_click=_put, args=(begun, None))
    inquiries = {one: session.inquire(asked_for) for one, asked_for in questions.items()}
    st.session_state[f"under way {name}"] = tuple(inquiries.values())
    return Begun(inquiries, begun, place)


def _let_go(name: str) -> None:
    """Let go of what was begun before: the page may have been drawn anew before it came to waiting."""
    before: tuple[Inquiry, ...] = st.session_state.pop(f"under way {name}", ())
    for inquiry in before:
        inquiry.cancel()


def errand(
    name: str, key: Hashable, work: Callable[[], Answer], words: str, news: Callable[[], bool] = lambda: False
) -> Answer | None:
    """Return what one piece of work comes to, done in another process and kept; a button stops waiting for it.

    The page is drawn again once the work is done, or where there is other news. What goes wrong is said in its place.
    """
    stopped = f"stopped {name}"
    held: tuple[int, str] | None = st.session_state.get(stopped)
    if held is not None and held[0] == hash(key):
        if held[1]:
            sharpening.tell(held[1])
        st.button("Try again" if held[1] else "Go on", key=f"go on {name}", on_click=_put, args=(stopped, None))
        return None
    who = (st.session_state.setdefault("who asks", uuid4().hex), name)
    future = errands().ask(who, key, work)
    if not future.done():
        place = st.empty()
        st.button("Stop", key=f"stop {name}", on_click=_put, args=(stopped, (hash(key), "")))
        waited = 0.0
        while not future.done() and not news():
            place.progress(min(0.95, waited / (waited + 5)), words)
            wait([future], LOOK_AGAIN)
            waited += LOOK_AGAIN
            errands().ask(who, key, work)
        sharpening.again()
    try:
        found: Answer = errands().take(key, future)
    except ForesightError as error:
        _put(stopped, (hash(key), str(error)))
        return errand(name, key, work, words)
    return found


def _put(key: str, value: object) -> None:
    st.session_state[key] = value


@st.cache_resource(show_spinner=False, on_release=lambda errands: errands.close())
def errands() -> Errands:
    """Return the errands of this server."""
    return Errands()
