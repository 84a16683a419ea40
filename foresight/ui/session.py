"""The only bridge from the pages to the model: what ships, and answers that are computed once and kept."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

import foresight
from foresight import Comparison
from foresight.config import Strength
from foresight.indicators.measures import INDICATORS, Indicator
from foresight.indicators.reading import headline
from foresight.indicators.segments import Segments
from foresight.population.baseline import load
from foresight.presentation.readings import Segment
from foresight.scenario import library
from foresight.scenario.actions import Action
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan

Progress = Callable[[int, int], None]
"""Called with the pairs done and the pairs to do."""

ANSWERS_KEPT = 40


@dataclass(frozen=True)
class Question:
    """What is compared, and how thoroughly."""

    future: str
    plan: str
    strength: Strength
    pairs: int
    scale: float
    seed: int


class Shelf:
    """The latest answers of this server, by the content of their question."""

    def __init__(self, room: int = ANSWERS_KEPT) -> None:
        self._room = room
        self._answers: OrderedDict[str, Comparison] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Comparison | None:
        """Return an answer given before, or None."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: str, answer: Comparison) -> None:
        """Keep an answer, and let go of the one not used for longest where there is no room."""
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._room:
                self._answers.popitem(last=False)


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """Return the shelf that all browser sessions share."""
    return Shelf()


def contents() -> str:
    """Return a hash of everything that ships, so that an edited file is read again and no old answer stands for a new one."""
    files = sorted(path for path in library.shipped().rglob("*") if path.is_file())
    hashes = "\n".join(f"{path.name} {library.content_hash(path)}" for path in files)
    return hashlib.sha256(hashes.encode()).hexdigest()


def futures() -> Mapping[str, Future]:
    """Return the futures that ship, by id."""
    return _futures(contents())


def plans() -> Mapping[str, Plan]:
    """Return the plans that ship, by id, and the empty one."""
    return _plans(contents())


def actions() -> Mapping[str, Action]:
    """Return the actions that ship, by id."""
    return _actions(contents())


def indicators() -> Mapping[str, Indicator]:
    """Return the indicators, by id."""
    return INDICATORS


def headlines() -> list[Indicator]:
    """Return the indicators that the leadership group sees first."""
    return headline()


def segments() -> list[Segment]:
    """Return the parts of the sector that figures are told apart by, the whole sector first."""
    return [Segment(kind, name) for kind, name in Segments.of(load()).names]


def known(question: Question) -> Comparison | None:
    """Return the answer to a question where it has been given before."""
    return shelf().get(_key(question))


def answer(question: Question, progress: Progress) -> Comparison:
    """Return the answer to a question, computed where it has not been given before.

    Runs in the page's own thread: a control that moves stops it at the next call of `progress`.
    """
    key = _key(question)
    found = shelf().get(key)
    if found is None:
        found = foresight.compare(
            question.future,
            question.plan,
            pairs=question.pairs,
            scale=question.scale,
            seed=question.seed,
            strength=question.strength,
            progress=progress,
        )
        shelf().put(key, found)
    return found


def _key(question: Question) -> str:
    """Return what an answer is kept under."""
    return f"{contents()} {question!r}"


@st.cache_resource(show_spinner=False, max_entries=1)
def _futures(content: str) -> Mapping[str, Future]:  # noqa: ARG001 - the key of the cache
    return library.futures()


@st.cache_resource(show_spinner=False, max_entries=1)
def _plans(content: str) -> Mapping[str, Plan]:  # noqa: ARG001 - the key of the cache
    empty = Plan.none()
    return {**library.plans(), empty.id: empty}


@st.cache_resource(show_spinner=False, max_entries=1)
def _actions(content: str) -> Mapping[str, Action]:  # noqa: ARG001 - the key of the cache
    return library.actions()
