"""What a participant sees on a phone: the question, a field for a number, later the dots."""

from collections import Counter
from collections.abc import Callable

import streamlit as st

from foresight.presentation.sentences import listed
from foresight.rooms.choices import choices
from foresight.rooms.room import DOTS, Room, RoomError, Stage, Topic
from foresight.ui import session
from foresight.ui.room import door

EVERY = 2
"""Seconds after which a phone looks whether the room has moved on."""
NOTHING = "no dot"
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
    _follow(code, who)


@st.fragment(run_every=EVERY)
def _follow(code: str, who: str) -> None:
    """Show what the room does now; it looks again by itself."""
    try:
        room = door.rooms().look(code)
    except RoomError as error:
        st.error(str(error))
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
    st.caption("No name is asked for and none is kept. Your votes stand for a random number in this page's address.")


def _predict(room: Room, who: str) -> None:
    """Ask for a number before the result is shown."""
    st.markdown(question(room))
    with st.form("predict"):
        way = st.radio("By 2022 there will be", ["more", "fewer or less", "no difference"], horizontal=True)
        size = st.number_input("How much?", min_value=0.0, value=None, step=1.0, placeholder="a number")
        if st.form_submit_button("Send my prediction", type="primary"):
            if size is None and way != "no difference":
                st.error("How much? Please give a number; a rough one will do.")
                return
            value = {"more": 1, "fewer or less": -1}.get(way, 0) * float(size or 0)
            _kept(
                lambda: door.rooms().predict(room.code, who, value),
                "predict",
                f"Kept: {_said(way, size)}. You can change it until the result is shown.",
            )
    _told("predict")


def _vote(room: Room, who: str, topic: Topic) -> None:
    """Let somebody put their dots on a topic."""
    titles = choices(topic)
    with st.form(f"vote {topic}"):
        st.markdown(f"**{ASKED[topic]}** You have {DOTS} dots; you may put several on one.")
        given = [
            st.selectbox(
                f"Dot {number + 1}",
                [NOTHING, *titles],
                format_func=lambda name: titles.get(name, NOTHING),
                key=f"{topic} {number}",
            )
            for number in range(DOTS)
        ]
        if st.form_submit_button("Send my dots", type="primary"):
            dots = Counter(name for name in given if name != NOTHING)
            said = listed([f"{count} on {titles[name]}" for name, count in dots.items()]) if dots else "none"
            _kept(lambda: door.rooms().vote(room.code, who, topic, dots, titles), topic, f"Kept: {said}.")
    _told(topic)


def _said(way: str, size: float | None) -> str:
    """Repeat a prediction."""
    return way if size is None or way == "no difference" else f"{size:,.10g} {way}"


def _kept(send: Callable[[], None], about: str, said: str) -> None:
    """Send something, and remember what to say of it: that it was kept, or why it was not."""
    try:
        send()
    except RoomError as error:
        said = str(error)
    st.session_state[f"told {about}"] = said


def _told(about: str) -> None:
    """Say what became of what was sent; it stays there while the page looks again and again."""
    said = st.session_state.get(f"told {about}")
    if said:
        (st.success if said.startswith("Kept") else st.error)(said)


def question(room: Room) -> str:
    """Return the room's question in words."""
    plans, futures, declared = session.plans(), session.futures(), session.indicators()[room.indicator]
    plan = plans[room.plan].title if room.plan in plans else room.plan
    future = futures[room.future].title if room.future in futures else room.future
    return (
        f"If the world goes the way of **{future}**: what will the plan **{plan}** change by 2022, compared with doing nothing, "
        f"in **{declared.title.lower()}** ({declared.unit})?"
    )
