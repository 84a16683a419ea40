"""Why: what each action adds, whether two make five, which barrier gave way first, and on what the result hangs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from foresight.analysis.attribution import Attribution, Division
from foresight.analysis.barriers import freed
from foresight.analysis.influence import Change, changes, moved
from foresight.ensemble.pairs import Pairing
from foresight.errors import ForesightError
from foresight.indicators.measures import INDICATORS
from foresight.presentation import why
from foresight.presentation.answers import causes, reasons
from foresight.presentation.answers.answer import SURE
from foresight.presentation.sentences import inside, shown
from foresight.presentation.tables import plain
from foresight.presentation.wording import wording
from foresight.scenario.dates import LAST_YEAR
from foresight.scenario.futures import Future
from foresight.ui import asking, choice, now, parts, sharpening, style
from foresight.ui.asking import Begun
from foresight.ui.session import Question, Seen
from foresight.ui.sharpening import Looked

TITLE = "Why"
ORDER = 3
PAGE = "why"
SAMPLED_PAIRS, ORDERS = 3, 3
"""Pairs of runs of each set of actions, and how many orders are drawn, where a plan has too many for all sets to be run."""
ADDS, HANGS = "actions", "influences"

NO_ACTIONS = (
    "This plan has no actions, so there is nothing to explain. Switch an action on, or take another plan, on the page "
    "*Choose and see*."
)
ONE_ACTION = "This plan has one action: all that the plan changes is its doing. What each adds can be told of two or more."
ALL_SETS = "Every set of the plan's {count} actions is run on the same random events."
DRAWN_SETS = "The plan has {count} actions, too many to run every set of them: some are drawn, and the ranges are wider for it."
ONE_AT_A_TIME = (
    "One at a time, each outside force is moved as in “{usual}”, and each of a dozen much doubted assumptions is taken to be "
    "low, then high, in the same random events. What counts is how far the plan's difference moves."
)


@dataclass(frozen=True)
class Held:
    """The last answers to many questions, and what was asked."""

    asked: Any
    about: str
    seen: Mapping[Any, Seen]


def show() -> None:
    """Show the page."""
    st.title("Why the plan changes what it changes", anchor=False)
    now.show()
    _page()


def _page() -> None:
    """Show all that is known, then wait for what is under way.

    No fragment: a button in one would be heard only once all that is under way has come.
    """
    if not choice.current().plan.actions:
        st.info(NO_ACTIONS)
        return
    indicator = parts.counted(PAGE)
    try:
        with st.container():
            under_way = [_adds(indicator)]
        with st.container():
            looked, place = _barriers()
        with st.container():
            under_way.append(_hangs(indicator))
    except ForesightError as error:
        sharpening.tell(error)
        return
    with asking.waiting(under_way):
        for begun in under_way:
            if begun is not None and begun.wait(lambda: looked.news):
                sharpening.again()
        sharpening.wait(looked, place)


def _adds(indicator: str) -> Begun[int] | None:
    """Show what each action adds, and which pairs do more together."""
    parts.heading("What each action adds")
    asked = asking.question(brief=True, **asking.SMALL)
    if len(asked.plan.actions) < 2:  # noqa: PLR2004 - nothing to tell apart
        st.info(ONE_ACTION)
        return None
    division = _division(asked.ask().pairing)
    st.caption((ALL_SETS if division.exact else DRAWN_SETS).format(count=len(asked.plan.actions)))
    begun = _begin(ADDS, division, partial(_sets, division), "Tell the actions apart")
    held = _held(ADDS, division)
    if held is not None:
        _added(_attribution(held.asked, tuple(held.seen.values())), indicator, held)
    return begun


def _added(found: Attribution, indicator: str, held: Held) -> None:
    """Draw what each action adds, and what two do together."""
    adds, together = causes.attributions(found, indicator, LAST_YEAR, style.size())
    topic = _topic(indicator)
    parts.chart(why.most(adds.table, topic), adds.chart, why.adds(adds), "what each action adds")
    st.caption(plain(" ".join(adds.notes)))
    parts.heading("Do two make five?")
    parts.chart(together.sentence, together.chart, why.together(together), "what two actions do together")
    _behind(held)


def _barriers() -> tuple[Looked, Any]:
    """Show which barrier gave way first, sharper as more pairs come."""
    parts.heading("Which barrier gave way first?")
    place = st.empty()
    looked = sharpening.look(PAGE, partial(asking.question, brief=True))
    if looked.seen is not None:
        found, size = looked.seen, style.size()
        ask, table = found.inquiry.ask, _freed(found)
        linked = ask.pairing.assumptions.get("baseline.hypotheses.barriers_linked", False) is True
        said = reasons.barriers(table, found.pairs, linked=linked, size=size)
        parts.summary(said.sentence)
        st.caption(plain(f"{shown(found.pairs, ask.pairing.scale, ask.pairing.seed)}. {said.notes[0]}"))
        columns = parts.columns([1, 1])
        for number, one in enumerate(why.freed(table, found.pairs, size)):
            with columns[number % 2]:
                parts.chart(one.headline, one.chart, one.table, one.name)
        st.markdown(plain(said.notes[1]) + " The page *What if we are wrong* tries it both ways.")
    return looked, place


def _hangs(indicator: str) -> Begun[int] | None:
    """Show on which outside forces and which assumptions the result hangs."""
    parts.heading("What the result hangs on")
    usual = now.usual()
    st.caption(plain(ONE_AT_A_TIME.format(usual=usual.title)))
    asked = asking.question(brief=True, **asking.SMALL)
    tried = _changes(asked.ask().pairing, usual)
    questions = {0: asked} | {number: _asking(one.pairing) for number, one in enumerate(tried, start=1)}
    begun = _begin(HANGS, tried, lambda: questions, "Try them one by one")
    held = _held(HANGS, tried)
    if held is not None:
        _hung(_moved(held.asked, tuple(held.seen.values())), indicator, usual)
        _behind(held)
    return begun


def _hung(table: pd.DataFrame, indicator: str, usual: Future) -> None:
    """Draw on what the result hangs, and say how much of that is weak."""
    answers = reasons.influences(table, indicator, usual.title, style.size())
    for answer, name in zip(answers, reasons.KINDS.values(), strict=True):
        if answer.chart is None:
            st.markdown(f"**{plain(answer.sentence)}**")
        else:
            parts.chart(answer.sentence, answer.chart, why.moves(answer), f"{name}s")
    st.markdown(plain(reasons.grades(table, indicator).sentence))
    st.caption(plain(f"{SURE} {reasons.LUCK}"))


def _begin(name: str, asked: Any, questions: Callable[[], Mapping[int, Question]], words: str) -> Begun[int] | None:  # noqa: ANN401
    """Begin many questions where somebody wants that; keep the answers once they are there, and return what is under way."""
    key = f"{PAGE} {name} held"
    held: Held | None = st.session_state.get(key)
    place = st.empty()
    if held is not None and held.asked == asked:
        place.empty()
        return None
    with place.container():
        begun = asking.begin(f"{PAGE} {name}", questions(), words)
    if begun is None or not begun.there:
        return begun
    place.empty()
    chosen = choice.current()
    about = f"{chosen.plan.title} in {inside(choice.future().title)}"
    st.session_state[key] = Held(asked, about, begun.seen())
    return None


def _held(name: str, asked: Any) -> Held | None:  # noqa: ANN401
    """Return the last answers; say so where they answer an earlier question."""
    held: Held | None = st.session_state.get(f"{PAGE} {name} held")
    if held is not None and held.asked != asked:
        st.warning(f"What follows is for an earlier choice: {held.about}.")
    return held


def _behind(held: Held) -> None:
    """Say how much computing stands behind it."""
    ask = next(iter(held.seen.values())).inquiry.ask
    each = shown(ask.pairs, ask.pairing.scale, ask.pairing.seed)
    st.caption(f"{held.about}, {len(held.seen):,} comparisons, in each {each}.")


@lru_cache(maxsize=8)
def _division(pairing: Pairing) -> Division:
    return Division.of(pairing, ORDERS)


def _sets(division: Division) -> dict[int, Question]:
    """Return what is asked of each set of actions."""
    how = asking.SMALL if division.exact else {**asking.SMALL, "pairs": min(SAMPLED_PAIRS, asking.SMALL["pairs"])}
    sets = zip(division.arms, division.pairings(), strict=True)
    return {arm: asking.question(brief=True, **{**how, "plan": one.plan}) for arm, one in sets}


def _asking(pairing: Pairing) -> Question:
    """Return the question that a changed pairing is."""
    changed = {"future": pairing.future, "strength": pairing.strength, "assumptions": pairing.assumptions}
    return asking.question(brief=True, **{**asking.SMALL, **changed})


def _topic(indicator: str) -> str:
    entry = INDICATORS[indicator]
    return wording(indicator, entry.title, entry.unit).topic


@lru_cache(maxsize=8)
def _attribution(division: Division, seen: tuple[Seen, ...]) -> Attribution:
    return division.attribution(np.stack([_read(one)[1] for one in seen])[..., : len(INDICATORS)])


@lru_cache(maxsize=8)
def _freed(seen: Seen) -> pd.DataFrame:
    return freed(*(values[..., len(INDICATORS) :] for values in _read(seen)))


@lru_cache(maxsize=8)
def _changes(pairing: Pairing, usual: Future) -> tuple[Change, ...]:
    return tuple(changes(pairing, usual))


@lru_cache(maxsize=8)
def _moved(tried: tuple[Change, ...], seen: tuple[Seen, ...]) -> pd.DataFrame:
    base, *others = [with_plan - without for without, with_plan in map(_read, seen)]
    return moved(base, tried, others)


def _read(seen: Seen) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what was read in both arms, shape (pairs, years, indicators + 4)."""
    found = seen.inquiry.ensemble(seen.replicates)
    return found.without, found.with_plan


show()
