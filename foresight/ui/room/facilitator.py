"""The facilitator's side of a room: the way in for others, the stages, and what the room thinks beside what the model says."""

import base64
from html import escape

import streamlit as st

from foresight.config import FrozenMap
from foresight.errors import ForesightError
from foresight.presentation import room_words
from foresight.presentation.charts import Axis
from foresight.presentation.view import View
from foresight.rooms.choices import choices
from foresight.rooms.plan import rooms_plan
from foresight.rooms.question import Question, about, meant
from foresight.rooms.room import Room
from foresight.rooms.rules import RoomError, Stage, Topic
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan
from foresight.ui import asking, choice, money, navigation, parts, session, sharpening, style, visitor
from foresight.ui.room import door, keyring, participant
from foresight.ui.room.follow import EVERY, follow
from foresight.ui.words import BUDGETS

WATCH = "room"
NOT_YET = "A room cannot be asked about this plan yet."
LEFT_OUT = (
    "People are asked about the future and the plan as they stand, and so is the model: without the wild cards, the changed "
    "assumptions and the strength of actions that you have chosen."
)
TOLD = {
    Stage.PREDICTING: "People are predicting. Nobody sees the others' numbers.",
    Stage.REVEALED: "The result is shown. Nobody can change a prediction any more.",
    Stage.VOTING: "People are voting with dots.",
    Stage.CLOSED: "The room is closed. What was predicted and voted can still be looked at.",
}


def begin() -> None:
    """Let a facilitator open a room, or take one up again."""
    chosen, asked = choice.current(), _asked()
    declared = session.headlines()
    with st.form("open"):
        st.markdown(
            f"Future: **{session.futures()[chosen.future].title}** · Plan: **{chosen.plan.title}**. "
            "Choose others on the first page."
        )
        if chosen.wild_cards or chosen.assumptions or chosen.strength != "central":
            st.caption(LEFT_OUT)
        indicator = st.selectbox(
            "What people predict", [one.id for one in declared], format_func=lambda name: session.indicators()[name].title
        )
        if st.form_submit_button("Open a room", type="primary", disabled=asked is None) and asked is not None:
            room, key = door.rooms().open(about(asked.future, asked.plan, indicator))
            keyring.keep(room.code, key)
            st.query_params[keyring.CODE] = room.code
            st.rerun()
    with st.expander("Take up a room again, on another computer"):
        participant.take_up()


def _asked() -> session.Question | None:
    """Return what a room can be asked about now: the chosen future and plan as they stand; say so where that cannot be run."""
    future = session.futures()[choice.current().future]  # people are told of it and the plan, and of nothing else
    try:
        return _as_told(future, choice.current().plan)
    except money.Overspent:
        money.warn("room", NOT_YET)
    except ForesightError as error:
        st.warning(NOT_YET)
        st.text(str(error))
    return None


def _as_told(future: Future, plan: Plan) -> session.Question:
    """Return what people are told of, as the model is asked: a future and a plan, and nothing else that is chosen."""
    return asking.question(future=future, plan=plan, strength="central", assumptions=FrozenMap({}))


def show(code: str, key: str) -> None:
    """Show the facilitator's side of a room."""
    try:
        room = door.enter(code)
        _show(room, key)
    except RoomError as error:
        keyring.forget(code)
        door.leave()
        st.error(f"{error} Perhaps it was deleted in another window.")
        return
    follow(room, lambda: door.rooms().look(code))


def _show(room: Room, key: str) -> None:
    left, right = st.columns([1, 2], gap="large")
    with left:
        _way_in(room)
        _keep(room, key)
    with right:
        st.markdown(participant.question(room))
        st.markdown(TOLD[room.stage])
        _stages(room, key)
        _answers(room.code)
        if room.stage is Stage.REVEALED:
            _result(room.code, room.question)
        if room.stage in {Stage.VOTING, Stage.CLOSED}:
            _votes(room.code)
            _own_plan(room.code)


def _way_in(room: Room) -> None:
    """Show the code, and the square that phones read."""
    st.html(f'<div class="fs-code" role="text" aria-label="Room code {" ".join(room.code)}">{room.code}</div>')
    hosts = visitor.hosts()
    if not hosts:
        st.warning(
            "This computer is in no network, so phones cannot reach it. Join a wireless network, or let this computer or a phone "
            "open one (a hotspot); no internet is needed. Then reload this page."
        )
        return
    host = hosts[0]
    if len(hosts) > 1:
        host = st.selectbox("Phones reach this computer at", hosts, help="Try another one where phones cannot open the page.")
    address = door.link(host, room.code)
    st.html(_picture(door.square(address), f"Square code (QR) that opens {address} on a phone"))
    st.caption("Point a phone at this square")
    st.markdown(f"On a phone in the same network: `{address}`")
    if not door.reachable():
        st.warning(
            "Phones cannot reach this app yet: start it with `foresight app --server.address 0.0.0.0`, in a network you trust."
        )


def _picture(drawn: str, words: str) -> str:
    """Return an SVG as a picture on the page; the words stand for it where it cannot be seen."""
    data = base64.b64encode(drawn.encode()).decode()
    return f'<img class="fs-square" src="data:image/svg+xml;base64,{data}" alt="{escape(words)}">'


def _stages(room: Room, key: str) -> None:
    """Offer what the facilitator can do next."""
    offers = {
        "Show the result": (Stage.REVEALED, room.stage is Stage.PREDICTING),
        "Let people vote": (Stage.VOTING, room.stage in {Stage.PREDICTING, Stage.REVEALED}),
        "Close the room": (Stage.CLOSED, room.stage is not Stage.CLOSED),
    }
    with st.container(horizontal=True):
        pressed = [
            stage
            for label, (stage, offered) in offers.items()
            if offered and st.button(label, type="primary" if label == "Show the result" else "secondary")
        ]
        anew = st.button(
            "Ask anew, with the present future and plan", help="What people predicted before is let go; their dots are kept."
        )
    for stage in pressed:
        _move(room, key, stage)
    if anew and (asked := _asked()) is not None:
        _move(room, key, Stage.PREDICTING, about(asked.future, asked.plan, room.question.indicator))


def _move(room: Room, key: str, stage: Stage, asked: Question | None = None) -> None:
    door.rooms().move(room.code, key, stage, asked)
    st.rerun()


def _keep(room: Room, key: str) -> None:
    """Let the facilitator keep the key, leave, or delete the room."""
    with st.expander("Your key; leaving and deleting the room"):
        st.caption(
            "This browser keeps the key of the room: after a reload or a restart the room is yours again. To lead it on another "
            "computer, take the key with you, and keep it to yourself."
        )
        st.download_button("Keep the key in a file", f"Room {room.code}\nKey {key}\n", f"room-{room.code}.txt", on_click="ignore")
        st.button("Leave the room, and let it be", on_click=door.leave)
        sure = st.checkbox("Delete everything that was predicted and voted, for good")
        if st.button("Delete the room", disabled=not sure):
            door.rooms().delete(room.code, key)
            keyring.forget(room.code)
            door.leave()
            st.rerun()


@st.fragment(run_every=EVERY)
def _answers(code: str) -> None:
    """Say how many people have answered; it looks again by itself."""
    try:
        count = door.rooms().ballots.people(code)
    except RoomError as error:
        st.error(str(error))
        return
    st.html(f'<p class="fs-summary" role="status">{count} {"person has" if count == 1 else "people have"} answered so far.</p>')


@st.fragment
def _result(code: str, question: Question) -> None:
    """Draw the room's spread and the model's band, sharper and sharper."""
    place = st.empty()
    looked = sharpening.look(WATCH, lambda: _as_told(*meant(question)))
    if looked.seen is not None:
        told = View(session.comparison(looked.seen)).told(question.indicator)
        predictions = _predictions(code)
        if told is not None and predictions is not None:
            said, axis = room_words.beside(predictions, told.reading), Axis(told.title, told.reading.unit)
            parts.summary(said)
            st.caption(f"{room_words.measured(axis)} {room_words.beyond(predictions, told.reading.difference)}")
            parts.picture(said, room_words.spread(predictions, told.reading.difference, axis, style.size()), key="spread")
            parts.numbers(room_words.predicted(predictions, told.reading), "the room's predictions, and the model's answer")
    sharpening.wait(looked, place)


def _predictions(code: str) -> list[float] | None:
    """Return what the room predicted, or None where it is hidden or gone by now: the page is about to be drawn again."""
    try:
        return door.rooms().ballots.predictions(code)
    except RoomError:
        return None


def _votes(code: str) -> None:
    """Draw the dots, and draw them again as they come."""

    def now() -> dict[Topic, dict[str, int]]:
        return {topic: door.rooms().ballots.dots(code, topic) for topic in Topic}

    given = now()
    for topic, dots in given.items():
        st.markdown(f"**{participant.ASKED[topic]}** {sum(dots.values())} {'dot' if sum(dots.values()) == 1 else 'dots'} so far.")
        if dots:
            said, titles = room_words.leading(dots, choices(topic)), choices(topic)
            parts.summary(said)
            parts.picture(said, room_words.dotted(dots, titles, style.size()), key=f"dots {topic}")
            parts.numbers(room_words.counted(dots, titles), f"dots on {topic.value}")
    follow(given, now)


def _own_plan(code: str) -> None:
    """Run the room's own plan with one click."""
    budget = st.selectbox(
        "Budget of the room's own plan", BUDGETS, index=1, format_func=lambda amount: f"£{amount:.2f} million a year"
    )
    if st.button("Run the room's own plan", type="primary"):
        plan = rooms_plan(door.rooms().ballots.dots(code, Topic.ACTIONS), session.actions(), budget)
        if not plan.actions:
            st.info("No action that the budget pays for has a dot yet.")
            return
        session.add(plan)
        choice.take(plan.id)
        st.switch_page(str(navigation.pages()[0].path))
