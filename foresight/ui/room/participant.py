"""What a participant sees on a phone: the question, a field for a number, later the dots."""

from collections import Counter
from collections.abc import Callable

import streamlit as st

from foresight.presentation.sentences import listed
from foresight.rooms.choices import choices
from foresight.rooms.room import DOTS, Room, RoomError, Stage, Topic
from foresight.ui import session
from foresight.ui.room import door
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
                st.query_params[door.CODE] = door.rooms().join(code, door.here()).code
            except RoomError as error:
                st.error(str(error))
            else:
                st.rerun()


def show(code: str) -> None:
    """Show a participant's side of a room."""
    who = door.me()
    try:
        room = door.enter(code)
    except RoomError as error:
        st.error(str(error))
        join()
        return
    st.subheader(f"Room {room.code}", anchor=False)
    if room.stage is Stage.PREDICTING:
        _predict(room, who)
    elif room.stage is Stage.REVEALED:
        st.info("The result is on the screen. Look up!")
    elif room.stage is Stage.VOTING:
        for topic in Topic:
            _vote(room, who, topic)
    else:
        st.info("This room is closed. Thank you for taking part.")
    if refused := st.session_state.get(REFUSED):
        st.error(refused)
    st.caption("No name is asked for and none is kept. Your votes stand for a random number in this page's address.")
    rooms = door.rooms()
    follow((room, rooms.kept(code, who)), lambda: (rooms.look(code), rooms.kept(code, who)))


def _predict(room: Room, who: str) -> None:
    """Ask for a number before the result is shown."""
    st.markdown(question(room))
    with st.form("predict"):
        st.radio("By 2022 there will be", WAYS, horizontal=True, key=WAY)
        st.number_input("How much?", min_value=0.0, value=None, step=1.0, placeholder="a number", key=SIZE)
        st.form_submit_button("Send my prediction", type="primary", on_click=_send_prediction, args=(room.code, who))
    kept = door.rooms().kept(room.code, who).prediction
    if kept is not None:
        st.success(f"Kept: {_said(kept)}. You can change it until the result is shown.")


def _send_prediction(code: str, who: str) -> None:
    """Send a prediction, also where the room has moved on since the form was drawn: then it is said to be too late."""
    way, size = st.session_state[WAY], st.session_state[SIZE]
    if size is None and WAYS[way]:
        st.session_state[REFUSED] = "How much? Please give a number; a rough one will do."
        return
    _send(lambda: door.rooms().predict(code, who, WAYS[way] * float(size or 0)))


def _vote(room: Room, who: str, topic: Topic) -> None:
    """Let somebody put their dots on a topic."""
    titles, sent = choices(topic), f"sent {topic}"
    with st.form(f"vote {topic}"):
        st.markdown(f"**{ASKED[topic]}** You have {DOTS} dots; you may put several on one.")
        for key in _keys(topic):
            st.selectbox(
                f"Dot {key.rsplit(' ', 1)[1]}", [NOTHING, *titles], format_func=lambda name: titles.get(name, NOTHING), key=key
            )
        st.form_submit_button("Send my dots", type="primary", on_click=_send_dots, args=(room.code, who, topic), key=sent)
    kept = door.rooms().kept(room.code, who).dots[topic]
    if kept or st.session_state[sent]:
        told = [f"{count} on {titles.get(name, name)}" for name, count in kept.items()]
        st.success(f"Kept: {listed(told) if told else 'no dots'}.")


def _send_dots(code: str, who: str, topic: Topic) -> None:
    """Send dots, also where the room has moved on since the form was drawn: then it is said to be too late."""
    dots = Counter(name for key in _keys(topic) if (name := st.session_state[key]) != NOTHING)
    _send(lambda: door.rooms().vote(code, who, topic, dots, choices(topic)))


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
    plans, futures, declared = session.plans(), session.futures(), session.indicators()[room.indicator]
    plan = plans[room.plan].title if room.plan in plans else room.plan
    future = futures[room.future].title if room.future in futures else room.future
    return (
        f"If the world goes the way of **{future}**: what will the plan **{plan}** change by 2022, compared with doing nothing, "
        f"in **{declared.title.lower()}** ({declared.unit})?"
    )
