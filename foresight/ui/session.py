"""The only bridge from the pages to the model: what ships, and comparisons that run in the background."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Self, TypeVar

import streamlit as st

from foresight.analysis.comparison import Comparison, gathered
from foresight.analysis.manifest import Clock
from foresight.config import FrozenMap, Strength
from foresight.ensemble.crew import Ask, Crew, Inquiry
from foresight.ensemble.pairs import Pairing
from foresight.indicators.measures import INDICATORS, Indicator
from foresight.indicators.reading import headline
from foresight.indicators.segments import Segments
from foresight.population.baseline import load
from foresight.presentation.readings import Segment
from foresight.scenario import exchange, library
from foresight.scenario.actions import Action
from foresight.scenario.assumptions import Assumptions, checked
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan
from foresight.scenario.wild_cards import WildCard

Thing = TypeVar("Thing", Future, Plan)

UPLOADED = "uploaded"
"""Where the session keeps what was uploaded: futures and plans by id."""


@dataclass(frozen=True)
class Question:
    """What is compared, and how thoroughly."""

    future: Future
    plan: Plan
    strength: Strength
    pairs: int
    scale: float
    seed: int
    assumptions: Assumptions = FrozenMap({})  # noqa: RUF009 - it cannot change
    whole: bool = False
    brief: bool = False

    def ask(self) -> Ask:
        """Return the question as the crew takes it.

        Raises
        ------
        ForesightError
            Where something is assumed that cannot be.
        """
        pairing = Pairing(self.future, self.plan, self.seed, self.scale, self.strength, checked(self.assumptions))
        return Ask(pairing, self.pairs, whole=self.whole, brief=self.brief)


@st.cache_resource(show_spinner=False, on_release=lambda crew: crew.close())
def crew() -> Crew:
    """Return the workers that all browser sessions share."""
    return Crew(max(os.cpu_count() or 1, 1))


def inquire(question: Question) -> Inquiry:
    """Begin a comparison in the background, or take up one that is known.

    Raises
    ------
    ForesightError
        For what no run can be made with.
    """
    return crew().ask(question.ask())


def known(question: Question) -> bool:
    """Tell whether a comparison is known already, so that asking for it takes no run.

    Raises
    ------
    ForesightError
        Where something is assumed that cannot be.
    """
    return crew().knows(question.ask())


@dataclass(frozen=True)
class Seen:
    """An inquiry as far as it had come: the same numbers under the same names are the same thing seen."""

    stamp: str
    inquiry: Inquiry = field(compare=False)
    replicates: tuple[int, ...] = field(compare=False)

    @classmethod
    def of(cls, inquiry: Inquiry) -> Self:
        """Return an inquiry as it stands; pairs that come later do not change it."""
        replicates = inquiry.replicates
        return cls(inquiry.stamp(replicates), inquiry, replicates)

    @property
    def pairs(self) -> int:
        """Return how many pairs of runs are seen."""
        return len(self.replicates)


@lru_cache(maxsize=6)  # with 20 pairs each takes 24 MB
def comparison(seen: Seen) -> Comparison:
    """Return what an inquiry amounts to with the pairs that are there."""
    return gathered(seen.inquiry.ask.pairing, seen.inquiry.ensemble(seen.replicates), Clock())


def contents() -> str:
    """Return a hash of everything that ships, so that no old answer stands for a new one; made anew where a file changes."""
    files = sorted(path for path in library.shipped().rglob("*") if path.is_file())
    return _contents(tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=4)
def _contents(files: tuple[tuple[Path, int], ...]) -> str:
    hashes = "\n".join(f"{path.name} {library.content_hash(path)}" for path, _ in files)
    return hashlib.sha256(hashes.encode()).hexdigest()


def futures() -> Mapping[str, Future]:
    """Return the futures that are known here by id: those that ship, and those that were uploaded."""
    return {**library.futures(), **uploaded(Future)}


def plans() -> Mapping[str, Plan]:
    """Return the plans that are known here by id: those that ship, the empty one, and those that were added."""
    return {**library.plans_to_choose(), **uploaded(Plan)}


def wild_cards() -> Mapping[str, WildCard]:
    """Return the wild cards that ship, by id."""
    return library.wild_cards()


def actions() -> Mapping[str, Action]:
    """Return the actions that ship, by id."""
    return library.actions()


def uploaded(kind: type[Thing]) -> dict[str, Thing]:
    """Return what this browser session has added, by id."""
    added: dict[str, object] = st.session_state.setdefault(UPLOADED, {})
    return {name: thing for name, thing in added.items() if isinstance(thing, kind)}


def add(thing: Future | Plan) -> None:
    """Keep an uploaded future or plan for this browser session."""
    st.session_state.setdefault(UPLOADED, {})[thing.id] = thing


def admit(thing: Future | Plan) -> Future | Plan:
    """Keep what came from outside for this browser session, and return it; what is known already is not kept twice.

    Another thing that has its id keeps it: the new one gets a number.
    """
    known: Mapping[str, Future | Plan] = {**futures()} if isinstance(thing, Future) else {**plans()}
    if exchange.same(thing, known.get(thing.id)):
        return known[thing.id]
    found = exchange.with_free_id(thing, known)
    add(found)
    return found


def indicators() -> Mapping[str, Indicator]:
    """Return the indicators, by id."""
    return INDICATORS


def headlines() -> list[Indicator]:
    """Return the indicators that the leadership group sees first."""
    return headline()


@st.cache_resource(show_spinner=False)
def segments() -> list[Segment]:
    """Return the parts of the sector that figures are told apart by, the whole sector first."""
    return [Segment(kind, name) for kind, name in Segments.of(load()).names]
