"""Keeping and sharing: a link, files to take away and to bring, plans saved under a name, results to look at again."""

import hashlib
from collections.abc import Callable
from functools import lru_cache, partial
from urllib.parse import urlsplit

import streamlit as st

from foresight.analysis.kept import MAX_PACKED, Kept, opened, packed
from foresight.errors import ForesightError, shorten
from foresight.presentation import keeping
from foresight.presentation.tables import plain
from foresight.scenario import exchange, library
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan
from foresight.scenario.saved import Saved
from foresight.ui import address, asking, choice, money, now, parts, session, visitor
from foresight.ui.session import Question, Seen

TITLE = "Keep and share"
ORDER = 8
MOST_PROBLEMS = 12
MOST_FILES = 10
SENT, SAID = "sent", "keep said"
"""Where the session keeps what became of each file that was sent, and what a button has to say."""


def show() -> None:
    """Show the page."""
    st.title("Keep this comparison, share it, or bring your own", anchor=False)
    now.show()
    if said := st.session_state.pop(SAID, None):
        (st.error if said[1] else st.success)(said[0])
    over = bool(money.over(choice.current().plan))
    money.warn("keep")
    left, right = st.columns(2, gap="large")
    with left:
        _link(over=over)
        _saved(over=over)
        _bring()
    with right:
        _take(over=over)
        _look_again()


def _link(*, over: bool) -> None:
    """Show the link to what is chosen."""
    parts.heading("Share a link")
    if over:
        st.info("The plan costs more than its budget. Mend it first; until then there is nothing to share.")
        return
    try:
        link = address.link_of(choice.current())
    except ForesightError as error:
        st.info(str(error))
        return
    st.code(f"{_base()}?{address.LINK}={link}", language=None, wrap_lines=True)
    st.caption(
        "Whoever opens this finds the same future, plan and settings, also what you uploaded or changed. It says so when the "
        "model or the data there are others. This page's own address holds the same, so a reload or the back button loses "
        "nothing. On another computer, put what begins with ? behind the address of the app there."
    )


def _base() -> str:
    """Return the address of the app's first page."""
    parts_of_it = urlsplit(st.context.url or "http://localhost:8501")
    return f"{parts_of_it.scheme}://{parts_of_it.netloc}{parts_of_it.path.rpartition('/')[0]}/"


def _saved(*, over: bool) -> None:
    """Save the plan under a name; list what is saved, to use it or delete it."""
    parts.heading("Save the plan on this computer")
    if not visitor.at_the_computer():
        st.info("Plans are saved, and deleted, at the computer that runs the app. From here you can take yours away as a file.")
        return
    name, save = st.columns([3, 1], vertical_alignment="bottom")
    name.text_input(
        "Name of the plan", placeholder="such as: our plan, after the vote", max_chars=exchange.MAX_NAME, key="plan name"
    )
    replace = st.checkbox("Replace a plan of this name", key="replace")
    save.button("Save", type="primary", on_click=_tried, args=(partial(_keep, replace=replace),), disabled=over, width="stretch")
    plans, wrong = Saved().all()
    if not plans and not wrong:
        st.caption("Nothing is saved yet. What is saved stays when the app is closed.")
    for id_, plan in plans.items():
        words, use, drop = st.columns([4, 1.4, 1.4], vertical_alignment="center")
        words.markdown(f"**{plain(plan.title)}**")
        use.button("Use it now", key=f"use {id_}", on_click=_use, args=(plan,), width="stretch")
        with drop.popover("Delete", width="stretch", key=f"sure {id_}"):
            st.markdown("It cannot be brought back.")
            st.button("Delete it for good", key=f"delete {id_}", on_click=_tried, args=(partial(_delete, id_),))
    for id_, problem in wrong.items():
        st.error("A saved file is not a plan that this version can use. What is wrong:")
        st.text(_first_lines(problem))
        st.button("Delete this file", key=f"delete {id_}", on_click=_tried, args=(partial(_delete, id_),))


def _keep(*, replace: bool) -> str:
    kept = Saved().keep(choice.current().plan, st.session_state["plan name"], replace=replace)
    return f"Saved: {plain(kept.title)}."


def _delete(id_: str) -> str:
    Saved().delete(id_)
    return "Deleted."


def _tried(work: Callable[[], str]) -> None:
    """Do what a button asks for, and keep what there is to say of it."""
    try:
        st.session_state[SAID] = (work(), False)
    except ForesightError as error:
        st.session_state[SAID] = (plain(str(error)), True)


def _use(thing: Future | Plan) -> None:
    """Choose a future or a plan that came from outside."""
    found = session.admit(thing)
    if isinstance(found, Future):
        choice.change(renew=True, future=found.id)
    else:
        choice.take(found.id)
    st.session_state[SAID] = (f"Chosen: {plain(found.title)}. Undo takes it back.", False)


def _bring() -> None:
    """Take in futures and plans."""
    parts.heading("Bring your own future or plan")
    sent = st.file_uploader(
        f"YAML files like those of *Take it away as files*, {exchange.MAX_BYTES // 1000} KB each at most",
        type=["yaml", "yml"],
        accept_multiple_files=True,
        max_upload_size=1,
        key="bring",
    )
    if len(sent) > MOST_FILES:
        st.error(f"These are {len(sent)} files. Please send {MOST_FILES} at a time.")
    for place, file in enumerate(sent[:MOST_FILES]):
        _sent(file.getvalue(), file.name, place)


def _sent(raw: bytes, name: str, place: int) -> None:
    """Say what became of one file."""
    try:
        thing = _received(raw, shorten(name))
    except ForesightError as error:
        st.error("This file cannot be used, and nothing was changed. What is wrong:")
        st.text(_first_lines(str(error)))
        return
    known: dict[str, Future | Plan] = st.session_state.setdefault(SENT, {})
    digest = hashlib.sha256(raw).hexdigest()
    if digest not in known:
        known[digest] = session.admit(thing)
    found = known[digest]
    words, use = st.columns([4, 1.4], vertical_alignment="center")
    renamed = f" Its id {plain(thing.id)} is taken here, so it is called {plain(found.title)}." if found.id != thing.id else ""
    words.markdown(f"**{plain(found.title)}**, a {type(found).__name__.lower()}: it is among your choices now.{renamed}")
    use.button("Use it now", key=f"bring {place} {digest}", on_click=_use, args=(found,), type="primary", width="stretch")


@lru_cache(maxsize=32)
def _received(raw: bytes, name: str) -> Future | Plan:
    return exchange.received(raw, name)


def _first_lines(text: str) -> str:
    """Return the first lines of a long list of problems, and how many more there are."""
    lines = text.splitlines()
    more = len(lines) - MOST_PROBLEMS
    return "\n".join([*lines[:MOST_PROBLEMS], *([f"… and {more} more"] if more > 0 else [])])


def _take(*, over: bool) -> None:
    """Offer the future, the plan and the results as files."""
    parts.heading("Take it away as files")
    if over:
        st.info("The plan costs more than its budget. Mend it first.")
        return
    question = asking.question(whole=True)
    left, right = st.columns(2)
    for place, label, thing in ((left, "future", question.future), (right, "plan", question.plan)):
        place.download_button(
            f"Download the {label}",
            exchange.written(thing),
            f"{thing.id}.yaml",
            "text/yaml",
            on_click="ignore",
            width="stretch",
            key=f"take {label}",
        )
    st.caption("In the folder of these files, this command makes the same numbers:")
    st.code(keeping.command(question.ask(), library.futures(), library.plans()), language=None, wrap_lines=True)
    _results(question)


def _results(question: Question) -> None:
    """Work out the results as asked, and offer them as one file."""
    found = asking.many("results", {"all": question}, "Work out the results as a file")
    if found is None:
        return
    seen = Seen.of(found["all"])
    st.download_button(
        "Download the results (zip)",
        data=lambda: packed(session.comparison(seen)),
        file_name=f"{question.future.id}-{question.plan.id}.zip",
        mime="application/zip",
        on_click="ignore",
        type="primary",
    )


def _look_again() -> None:
    """Show results that were kept."""
    parts.heading("Look at kept results again")
    sent = st.file_uploader(
        "The zip file from this page, or comparison.csv with its manifest.json",
        type=["zip", "csv", "json"],
        accept_multiple_files=True,
        max_upload_size=MAX_PACKED // 1_000_000,
        key="results",
    )
    if not sent:
        return
    try:
        kept = opened({shorten(file.name): file.getvalue() for file in sent[:MOST_FILES]})
    except ForesightError as error:
        st.error("These results cannot be shown. What is wrong:")
        st.text(_first_lines(str(error)))
        return
    _kept(kept)


def _kept(kept: Kept) -> None:
    st.markdown(plain(keeping.about(kept)))
    if apart := keeping.apart(kept):
        st.warning(apart)
    parts.listing(keeping.headlines(kept), "The headline numbers of the kept results, in 2022")


show()
