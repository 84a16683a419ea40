"""What if we are wrong: what is left of the difference that the plan makes, and of the ranking of plans, otherwise assumed."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from foresight.analysis.direction import turned
from foresight.analysis.regret import FEWEST, NOTHING, regret
from foresight.config import FrozenMap
from foresight.ensemble.crew import Inquiry
from foresight.errors import ForesightError
from foresight.indicators.measures import INDICATORS
from foresight.presentation import bars, gains, keeping, survival
from foresight.presentation.sentences import inside, shown
from foresight.scenario import library
from foresight.scenario.plans import Plan
from foresight.ui import asking, choice, doubts, money, now, parts, session, sharpening, style
from foresight.ui.asking import Begun
from foresight.ui.session import Question, Seen
from foresight.ui.sharpening import Looked

TITLE = "What if we are wrong"
ORDER = 4
PAGE, USUAL = "wrong", "wrong usual"
RANKED, SHOWN = "wrong ranked", "wrong shown"
WEAK = "With weak effects"


class Ranked(NamedTuple):
    """A ranking that was worked out: gains by what was assumed and plan, for all indicators, and under what."""

    key: int
    about: str
    gains: Mapping[str, Mapping[str, NDArray[np.float64]]]
    titles: Mapping[str, str]


def show() -> None:
    """Show the page."""
    st.title("What is left of it if we are wrong", anchor=False)
    _workspace()


def _workspace() -> None:
    """Show everything that moves with a slider.

    No fragment: what is pressed in one is heard late, and turning the page meanwhile leaves nothing on it.
    """
    now.show()
    left, right = st.columns([1, 1.8], gap="large")
    with left:
        doubts.show()
    with right:
        place = st.empty()
        over = bool(money.over(choice.current().plan))
        if over:
            money.warn("wrong", money.REST)
        indicator = parts.counted(PAGE)
        note = st.empty()  # a place of its own, so that what follows keeps its place when the note goes
        if not doubts.changed():
            note.info("Everything is as usual. Move a slider, or let a wild card strike, and see what is left.")
        as_usual = sharpening.look(USUAL, None if over else partial(asking.question, **_usual()))
        as_now = sharpening.look(PAGE, None if over else asking.question)
        with st.container():
            _difference(as_usual, as_now, indicator)
        with st.container():
            begun = None if over else _ranking(indicator)
        with asking.waiting([begun]):
            if begun is not None and begun.wait(lambda: as_now.news or as_usual.news):
                sharpening.again()
            for looked in (as_now, as_usual):
                sharpening.wait(looked, place)


def _usual() -> dict[str, Any]:
    """Return what a question takes to be different so that everything is as usual."""
    return {"future": session.futures()[choice.current().future], "assumptions": FrozenMap({}), "strength": "central"}


def _difference(as_usual: Looked, as_now: Looked, indicator: str) -> None:
    """Show the difference that the plan makes, as assumed now beside as usual; the last one until pairs are enough to tell."""
    both, note = (as_usual, as_now), st.empty()
    if all(one.seen is not None and not one.old and one.seen.pairs >= min(FEWEST, one.seen.inquiry.ask.pairs) for one in both):
        st.session_state[SHOWN] = tuple(one.seen for one in both)
    elif SHOWN in st.session_state:
        note.caption("This is the answer to an earlier choice. The next one comes as soon as there are enough pairs of runs.")
    held: tuple[Seen, Seen] | None = st.session_state.get(SHOWN)
    if held is not None:
        _compared(held[0], held[1], indicator)


def _compared(usual: Seen, found: Seen, indicator: str) -> None:
    """Show what is left of the difference: words first, then a chart and a table."""
    before, after, ask = session.comparison(usual), session.comparison(found), found.inquiry.ask
    st.caption(f"{ask.pairing.plan.title} in {inside(before.future.title)}, the year 2022: "
               f"{shown(found.pairs, ask.pairing.scale, ask.pairing.seed)}.")  # fmt: skip
    told = survival.pairs_told(before, after, [one.id for one in session.headlines()])
    parts.summary(survival.summary(told))
    st.markdown("\n".join(f"- {survival.survives(one, other)}" for one, other in told))
    shown_now = next(both for both in told if both[0].reading.indicator == indicator)
    drawing, table = survival.chart(before, after, shown_now, style.size()), survival.table(told)
    name, measured = "the difference, as usual and as assumed now", bars.measured(indicator)
    parts.chart(survival.survives(*shown_now), drawing, table, name, measured)


def _ranking(indicator: str) -> Begun[tuple[str, str]] | None:
    """Show whether the ranking of plans survives, once somebody asks; return what is under way."""
    parts.heading("Does the best plan stay best?")
    st.markdown(
        "All plans that come with the app, and yours, in the chosen future: as usual, as assumed now, and with weak effects. "
        f"This is a first look: {shown(*choice.FIRST_LOOK, choice.current().seed)}. Where that does not tell two plans apart, "
        "it says so."
    )
    plans, (pairs, scale) = _plans(), choice.FIRST_LOOK
    questions = {
        (setting, plan.id): asking.question(**{**how, "plan": plan, "pairs": pairs, "scale": scale})
        for setting, how in _settings().items()
        for plan in plans.values()
    }
    key = hash(tuple(questions.items()))
    begun = None
    try:
        begun = asking.begin("ranking", questions, "Rank the plans")
    except ForesightError as error:
        sharpening.tell(error)
    if begun is not None and begun.there:
        st.session_state[RANKED] = _ranked(key, begun.inquiries, questions, plans)
        begun = None
    held: Ranked | None = st.session_state.get(RANKED)
    if held is not None:
        _told(held, indicator, old=held.key != key)
        _again([one for (_, plan), one in questions.items() if plan == choice.current().plan.id])
    return begun


def _again(asked: Sequence[Question]) -> None:
    """Say which commands make the runs of a ranking, by those of the present plan."""
    with st.expander("How to make these numbers again"):
        st.caption(
            "For your plan, these commands make the same pairs of runs, one for each set of assumptions; for another plan, put "
            "its name in place of it. What is yours is on the page *Keep and share* as a file. Plans are ranked by their mean "
            "gain. To rank in one go, give all plans and strengths to an experiment file, then use `foresight batch` and "
            "`foresight analyse`."
        )
        commands = [keeping.command(one.ask(), library.futures(), library.plans()) for one in asked]
        st.code("\n".join(commands), language=None, wrap_lines=True)


def _settings() -> dict[str, dict[str, Any]]:
    """Return what is assumed each time: as usual, as now where that differs, and with weak effects."""
    found: dict[str, dict[str, Any]] = {survival.USUAL: _usual()}
    if doubts.changed():
        found[survival.NOW] = {}
    if choice.current().strength != "low":
        found[WEAK] = {"strength": "low"}
    return found


def _plans() -> dict[str, Plan]:
    """Return the plans that are ranked: those that are known here, and the present one."""
    present = choice.current().plan
    known = {**session.plans(), present.id: present}
    return {id_: plan for id_, plan in known.items() if id_ != NOTHING and not money.over(plan)}


def _ranked(
    key: int, found: Mapping[tuple[str, str], Inquiry], questions: Mapping[tuple[str, str], Question], plans: Mapping[str, Plan]
) -> Ranked:
    """Return what each plan gains in the last year in the whole sector, turned so that more is better."""
    values: dict[str, dict[str, NDArray[np.float64]]] = {}
    for (setting, plan), inquiry in found.items():
        ensemble = inquiry.ensemble(inquiry.replicates)
        values.setdefault(setting, {})[plan] = turned((ensemble.with_plan - ensemble.without)[:, -1, :, 0])
    future = session.futures()[choice.current().future].title
    said = f" Now means: {doubts.words()}." if doubts.changed() else ""
    asked = next(iter(questions.values()))
    about = f"In {inside(future)}: {shown(asked.pairs, asked.scale, asked.seed)} for each plan.{said}"
    return Ranked(key, about, values, {plan.id: plan.title for plan in plans.values()})


def _told(held: Ranked, indicator: str, *, old: bool) -> None:
    """Tell a ranking by one indicator."""
    if old:
        st.info("This ranking was made for an earlier choice. Rank again to see it for the present one.")
    place = list(INDICATORS).index(indicator)
    ranked: dict[str, pd.DataFrame] = {}
    for setting, by_plan in held.gains.items():
        values = np.stack([by_plan[plan][:, place] for plan in by_plan])[:, None]
        ranked[setting] = regret(values, list(by_plan), ["chosen"]).table
    usual, *rest = ranked
    others = {setting[:1].lower() + setting[1:]: ranked[setting] for setting in rest}
    parts.summary(survival.stays_best(ranked[usual], others, held.titles))
    counted = gains.axis_words(indicator)
    st.caption(f"Ranked by {counted[:1].lower()}{counted[1:]} in 2022. {held.about}")
    parts.listing(survival.places(ranked, held.titles), "Places of the plans")


show()
