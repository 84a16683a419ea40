"""The facilitator's side of a room: the way in for others, the stages, and what the room thinks beside what the model says."""

import base64
from html import escape

import streamlit as st

from foresight.config import FrozenMap
from foresight.presentation import room_words
from foresight.presentation.charts import Axis
from foresight.presentation.view import View
from foresight.rooms.choices import choices
from foresight.rooms.plan import rooms_plan
from foresight.rooms.room import Question, Room, RoomError, Stage, Topic
from foresight.ui import asking, choice, navigation, parts, session, sharpening, style
from foresight.ui.room import door, participant
from foresight.ui.room.follow import EVERY, follow
from foresight.ui.words import BUDGETS

WATCH = "room"
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
    chosen = choice.current()
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
        if st.form_submit_button("Open a room", type="primary"):
            session.add(chosen.plan)
            room, key = door.rooms().open(Question(chosen.future, chosen.plan.id, indicator))
            door.keep_key(room.code, key)
            st.query_params[door.CODE] = room.code
            st.rerun()
    with st.expander("Take up a room again (after a reload, or on another computer)"), st.form("again"):
        code = st.text_input("The room's code", max_chars=12, autocomplete="off")
        key = st.text_input("Your key", type="password", autocomplete="off")
        if st.form_submit_button("Take it up"):
            _again(code, key)


def _again(code: str, key: str) -> None:
    try:
        room = door.rooms().join(code, door.here())
        door.rooms().move(room.code, key, room.stage)
    except RoomError as error:
        st.error(str(error))
        return
    door.keep_key(room.code, key)
    st.query_params[door.CODE] = room.code
    st.rerun()


def show(code: str, key: str) -> None:
    """Show the facilitator's side of a room."""
    try:
        room = door.rooms().look(code)
    except RoomError as error:
        door.forget_key(code)
        st.error(str(error))
        return
    left, right = st.columns([1, 2], gap="large")
    with left:
        _way_in(room)
        _stages(room, key)
        _keep(room, key)
    with right:
        st.markdown(participant.question(room))
        st.markdown(TOLD[room.stage])
        _answers(room.code)
        if room.stage is Stage.REVEALED:
            _reveal(room)
        if room.stage in {Stage.VOTING, Stage.CLOSED}:
            _votes(room.code)
            _own_plan(room.code)


def _way_in(room: Room) -> None:
    """Show the code, and the square that phones read."""
    st.html(f'<div class="fs-code" role="text" aria-label="Room code {" ".join(room.code)}">{room.code}</div>')
    address = door.address(room.code)
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
    for label, (stage, offered) in offers.items():
        if offered and st.button(label, width="stretch", type="primary" if label == "Show the result" else "secondary"):
            _moved(room, key, stage)
    chosen = choice.current()
    if st.button("Ask anew, with the present future and plan", width="stretch"):
        session.add(chosen.plan)
        _moved(room, key, Stage.PREDICTING, Question(chosen.future, chosen.plan.id, room.indicator))


def _moved(room: Room, key: str, stage: Stage, asked: Question | None = None) -> None:
    try:
        door.rooms().move(room.code, key, stage, asked)
    except RoomError as error:
        st.error(str(error))
        return
    st.rerun()


def _keep(room: Room, key: str) -> None:
    """Let the facilitator keep the key, or delete the room."""
    with st.expander("Your key, and deleting the room"):
        st.caption("Keep the key to yourself. With it you can take the room up again after a reload; without it nobody can.")
        st.download_button("Keep the key in a file", f"Room {room.code}\nKey {key}\n", f"room-{room.code}.txt")
        sure = st.checkbox("Delete everything that was predicted and voted, for good")
        if st.button("Delete the room", disabled=not sure):
            door.rooms().delete(room.code, key)
            door.forget_key(room.code)
            st.query_params.pop(door.CODE, None)
            st.rerun()


@st.fragment(run_every=EVERY)
def _answers(code: str) -> None:
    """Say how many people have answered; it looks again by itself."""
    try:
        count = door.rooms().people(code)
    except RoomError as error:
        st.error(str(error))
        return
    st.html(f'<p class="fs-summary" role="status">{count} {"person has" if count == 1 else "people have"} answered so far.</p>')


def _reveal(room: Room) -> None:
    """Show the model's answer beside the room's."""
    plans, futures = session.plans(), session.futures()
    if room.plan not in plans or room.future not in futures:
        st.error("The plan or the future of this room is not known in this browser any more. Choose one and ask anew.")
        return
    # people were told of the future and the plan, and of nothing else
    asked = asking.question(future=futures[room.future], plan=plans[room.plan], strength="central", assumptions=FrozenMap({}))
    _result(room, asked)


@st.fragment
def _result(room: Room, asked: session.Question) -> None:
    """Draw the room's spread and the model's band, sharper and sharper."""
    place = st.empty()
    looked = sharpening.look(WATCH, lambda: asked)
    if looked.seen is not None:
        told = View(session.comparison(looked.seen)).told(room.indicator)
        predictions = door.rooms().predictions(room.code)
        if told is not None:
            said, axis = room_words.beside(predictions, told.reading), Axis(told.title, told.reading.unit)
            st.html(f'<p class="fs-summary">{said}</p>')
            st.caption(room_words.measured(axis))
            parts.picture(said, room_words.spread(predictions, told.reading.difference, axis, style.size()), key="spread")
            parts.numbers(room_words.predicted(predictions, told.reading), "the room's predictions, and the model's answer")
    sharpening.wait(looked, place)


def _votes(code: str) -> None:
    """Draw the dots, and draw them again as they come."""
    given = {topic: door.rooms().dots(code, topic) for topic in Topic}
    for topic, dots in given.items():
        st.markdown(f"**{participant.ASKED[topic]}** {sum(dots.values())} {'dot' if sum(dots.values()) == 1 else 'dots'} so far.")
        if dots:
            said, titles = room_words.leading(dots, choices(topic)), choices(topic)
            st.html(f'<p class="fs-summary">{escape(said)}</p>')
            parts.picture(said, room_words.dotted(dots, titles, style.size()), key=f"dots {topic}")
            parts.numbers(room_words.counted(dots, titles), f"dots on {topic.value}")
    follow(given, lambda: {topic: door.rooms().dots(code, topic) for topic in Topic})


def _own_plan(code: str) -> None:
    """Run the room's own plan with one click."""
    budget = st.selectbox(
        "Budget of the room's own plan", BUDGETS, index=1, format_func=lambda amount: f"£{amount:.2f} million a year"
    )
    if st.button("Run the room's own plan", type="primary"):
        plan = rooms_plan(door.rooms().dots(code, Topic.ACTIONS), session.actions(), budget)
        if not plan.actions:
            st.info("No action that the budget pays for has a dot yet.")
            return
        session.add(plan)
        choice.take(plan.id)
        st.switch_page(str(navigation.pages()[0].path))
