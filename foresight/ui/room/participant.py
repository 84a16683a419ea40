"""What a participant sees on a phone: the question, a field for a number, later the dots."""

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import zip_longest

import streamlit as st

from foresight.errors import ForesightError
from foresight.presentation.charts import spoken_difference
from foresight.presentation.sentences import listed
from foresight.presentation.tables import plain
from foresight.rooms.ballots import DOTS
from foresight.rooms.choices import choices, meanings
from foresight.rooms.question import meant
from foresight.rooms.room import Room
from foresight.rooms.rules import RoomError, Stage, Topic
from foresight.ui import session
from foresight.ui.room import door, keyring
from foresight.ui.room.follow import follow

NOTHING = "no dot"
WAYS = {"more": 1, "fewer or less": -1, "no difference": 0}
WAY, SIZE = "predicted way", "predicted size"
"""Where the session keeps the two halves of a prediction."""
REFUSED = "refused"
"""Where the session keeps why the last thing that was sent was not kept."""
ASKED = {
    Topic.ACTIONS: "Which actions would you choose?",
    Topic.ASSUMPTIONS: "Which assumptions do you trust least?",
}


def join() -> None:
    """Ask for a room's code."""
    with st.form("join"):
        code = st.text_input("The code on the screen", max_chars=12, autocomplete="off")
        if st.form_submit_button("Join the room", type="primary"):
            try:
                st.query_params[keyring.CODE] = door.rooms().join(code, door.guest()).code
            except RoomError as error:
                st.error(str(error))
            else:
                st.rerun()


def show(code: str) -> None:
    """Show a participant's side of a room."""
    who, rooms = door.me(), door.rooms()
    try:
        room, kept = door.enter(code), rooms.ballots.kept(code, who)
    except RoomError as error:
        st.error(str(error))
        st.button("Leave", on_click=door.leave)
        join()
        return
    st.subheader(f"Room {room.code}", anchor=False)
    if room.stage is Stage.PREDICTING:
        _predict(room, who, kept.prediction)
    elif room.stage is Stage.REVEALED:
        st.info("The result is on the screen. Look up!")
    elif room.stage is Stage.VOTING:
        for topic in Topic:
            _vote(room, who, topic, kept.dots[topic])
    else:
        st.info("This room is closed. Thank you for taking part.")
    if refused := st.session_state.get(REFUSED):
        st.error(refused)
    st.caption("No name is asked for and none is kept. Your votes stand for a random number in this page's address.")
    with st.expander("Leave, or lead this room"):
        st.button("Leave the room", on_click=door.leave)
        take_up(code)
    follow((room, kept), lambda: (rooms.look(code), rooms.ballots.kept(code, who)))


def take_up(code: str | None = None) -> None:
    """Let whoever has a room's key lead it."""
    with st.form("take up"):
        typed = code or st.text_input("The room's code", max_chars=12, autocomplete="off")
        key = st.text_input("The key of whoever opened the room", type="password", autocomplete="off")
        if not st.form_submit_button("Lead this room"):
            return
    try:
        room = door.rooms().join(typed, door.guest())
    except RoomError as error:
        st.error(str(error))
        return
    if not door.rooms().opens(room.code, key):
        st.error("This is not the key of this room.")
        return
    keyring.keep(room.code, key)
    st.query_params[keyring.CODE] = room.code
    st.rerun()


def _predict(room: Room, who: str, kept: float | None) -> None:
    """Ask for a number before the result is shown."""
    st.markdown(question(room))
    with st.form("predict"):
        st.radio("By 2022 there will be", WAYS, horizontal=True, key=WAY)
        st.number_input("How much?", min_value=0.0, value=None, step=1.0, format="%g", placeholder="a number", key=SIZE)
        st.form_submit_button("Send my prediction", type="primary", on_click=_send_prediction, args=(room.code, who))
    if kept is not None:
        st.success(f"Kept: {_said(kept)}. You can change it until the result is shown.")


def _send_prediction(code: str, who: str) -> None:
    """Send a prediction, also where the room has moved on since the form was drawn: then it is said to be too late."""
    way, size = st.session_state[WAY], st.session_state[SIZE]
    if size is None and WAYS[way]:
        st.session_state[REFUSED] = "How much? Please give a number; a rough one will do."
        return
    _send(lambda: door.rooms().ballots.predict(code, who, WAYS[way] * float(size or 0)))


def _vote(room: Room, who: str, topic: Topic, kept: Mapping[str, int]) -> None:
    """Let somebody put their dots on a topic."""
    titles, sent = choices(topic), f"sent {topic}"
    with st.form(f"vote {topic}"):
        st.markdown(f"**{ASKED[topic]}** You have {DOTS} dots; you may put several on one.")
        options = [NOTHING, *titles]
        given = [name for name, count in kept.items() for _ in range(count)]
        for number, (key, name) in enumerate(zip_longest(_keys(topic), given, fillvalue=NOTHING), start=1):
            st.selectbox(
                f"Dot {number}",
                options,
                index=options.index(name) if name in options else 0,
                format_func=lambda one: titles.get(one, NOTHING),
                key=key,
            )
        with st.expander("What these mean"):
            st.markdown("\n".join(f"- **{plain(titles[name])}.** {plain(meaning)}" for name, meaning in meanings(topic).items()))
        st.form_submit_button("Send my dots", type="primary", on_click=_send_dots, args=(room.code, who, topic), key=sent)
    if kept or st.session_state[sent]:
        told = [f"{count} on {titles.get(name, name)}" for name, count in kept.items()]
        st.success(f"Kept: {listed(told) if told else 'no dots'}.")


def _send_dots(code: str, who: str, topic: Topic) -> None:
    """Send dots, also where the room has moved on since the form was drawn: then it is said to be too late."""
    dots = Counter(name for key in _keys(topic) if (name := st.session_state[key]) != NOTHING)
    _send(lambda: door.rooms().ballots.vote(code, who, topic, dots, choices(topic)))


def _keys(topic: Topic) -> list[str]:
    """Return the names under which the session keeps a topic's dots."""
    return [f"{topic} {number + 1}" for number in range(DOTS)]


def _said(prediction: float) -> str:
    """Repeat a prediction."""
    if prediction == 0:
        return "no difference"
    return f"{abs(prediction):,.10g} {'more' if prediction > 0 else 'fewer or less'}"


def _send(send: Callable[[], None]) -> None:
    """Send something, and remember why where it was refused: that stays in sight until something is kept."""
    try:
        send()
    except RoomError as error:
        st.session_state[REFUSED] = f"Not kept. {error}"
    else:
        st.session_state.pop(REFUSED, None)


def question(room: Room) -> str:
    """Return the room's question in words."""
    declared = session.indicators()[room.question.indicator]
    try:
        future, plan = (plain(one.title) for one in meant(room.question))
    except ForesightError as error:
        return str(error)
    return (
        f"If the world goes the way of **{future}**: what will the plan **{plan}** change by 2022, compared with doing nothing, "
        f"in **{declared.title.lower()}** ({spoken_difference(declared.unit)})?"
    )
