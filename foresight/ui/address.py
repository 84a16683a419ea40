"""The address follows the choice, so that a reload, the back button or another person finds the same comparison again."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, NoReturn, get_type_hints

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from foresight.config import FrozenMap
from foresight.ensemble.identity import model_code, model_version
from foresight.errors import ForesightError, shorten
from foresight.scenario import exchange
from foresight.scenario.assumptions import checked
from foresight.scenario.futures import Future
from foresight.scenario.links import LinkError, sealed, unsealed
from foresight.scenario.plans import Plan, mistakes
from foresight.scenario.wild_cards import from_text
from foresight.ui import choice, session
from foresight.ui.choice import Choice
from foresight.ui.room.keyring import CODE

LINK = "choice"
"""The name in the address."""
NOT_OURS = CODE
"""On a phone in a room, the address stays short."""
STATE, SWITCH = "address", "address of"
SHORT = 12  # digits of a hash that a link carries
INSTEAD = "What is shown is what was chosen before, or the first comparison. Nothing is lost."


@dataclass
class State:
    """What one browser session knows of its address.

    Parameters
    ----------
    link, page
        What the address said last, and on which page.
    chosen
        The choice when it was last written or read; None where it has to be written whatever it is.
    bare
        What was chosen when each page was come to without a link: the back button leads there.
    told
        What is to be said about the link that was opened last, for as long as its choice stands.
    """

    link: str | None
    chosen: Choice | None
    page: str | None = None
    bare: dict[str, Choice] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    broken: bool = False


def follow(page: str) -> None:
    """Open the link in the address where it is a new one; let the address follow the choice; say what there is to say."""
    held, found = _held(), st.query_params.get(LINK)
    moved = held.chosen is not None and choice.current() != held.chosen
    if found and found != held.link and not moved:
        _open(held, found)
    elif not found and NOT_OURS not in st.query_params:
        _bare(held, page)
    held.page = page
    write()
    if held.told and choice.current() == held.chosen:
        (st.error if held.broken else st.warning)("\n\n".join(held.told))


def follow_switch(key: str, name: str, word: str, page: str) -> None:
    """Keep a switch in the address, before it is drawn: a reload, the back button and another person find it as it was.

    Parameters
    ----------
    key
        Where the session keeps whether it is on.
    name, word
        What the address says where it is on.
    page
        The page it is on: the menu leads to an address without it, which means nothing.
    """
    told = st.query_params.get(name) == word
    before, there = st.session_state.get(f"{SWITCH} {key}", (told, page))
    begun = f"{SWITCH} {key}" in st.session_state
    turned = begun and bool(st.session_state.get(key)) != before
    on = bool(st.session_state.get(key)) if turned else before if there != page else told
    if on != bool(st.session_state.get(key)):
        st.session_state[key] = on
    st.session_state[f"{SWITCH} {key}"] = (on, page)
    if on and not told:
        st.query_params[name] = word
    elif told and not on:
        del st.query_params[name]


def write() -> None:
    """Let the address follow the choice; one that cannot be run or does not fit leaves the address as it was."""
    held, now = _held(), choice.current()
    if now == held.chosen or NOT_OURS in st.query_params or any(mistakes(now.plan, session.actions())):
        return
    try:
        link = link_of(now)
    except LinkError:
        return
    held.link, held.chosen, held.told = link, now, ()
    st.query_params[LINK] = link


def link_of(now: Choice) -> str:
    """Return a choice as the text that an address carries, with the versions of model and data.

    Raises
    ------
    LinkError
        Where it is too long for an address.
    """
    told = {one.name: _told(one.name, getattr(now, one.name)) for one in fields(Choice)}
    return sealed({"choice": told, "made": made()})


def made() -> dict[str, str]:
    """Return what a result depends on besides the choice: the model's version and code, and the data."""
    return {"version": model_version(), "code": model_code()[:SHORT], "data": session.contents()[:SHORT]}


def opened(link: str) -> tuple[Choice, tuple[str, ...]]:
    """Return the choice that a link carries, and what is to be said about it.

    Raises
    ------
    ForesightError
        For a link that is broken, or that carries what cannot be chosen.
    """
    facts = unsealed(link)
    told = facts.get("choice")
    if not isinstance(told, dict):
        msg = "This link carries no choice."
        raise LinkError(msg)
    known = {one.name: _read(one, told) for one in fields(Choice)}
    return Choice(**known), tuple(_apart(facts.get("made"), unknown=bool(set(told) - set(known))))


def _held() -> State:
    if STATE not in st.session_state:
        st.session_state[STATE] = State(None, choice.first())
    found: State = st.session_state[STATE]
    return found


def _open(held: State, link: str) -> None:
    """Choose what a link carries; where it cannot be read, say so and change nothing."""
    held.link = link
    try:
        chosen, held.told = opened(link)
        held.broken = False
        choice.change(renew=True, **vars(chosen))
    except ForesightError as error:
        held.told, held.broken = (str(error), INSTEAD), True
    held.chosen = choice.current()


def _bare(held: State, page: str) -> None:
    """Settle what an address without a link means: another page keeps the choice, the way back to this one takes it back."""
    if page != held.page:
        held.bare[page] = choice.current()
        if choice.current() != choice.first():
            held.chosen = None
    elif held.link is not None and choice.current() == held.chosen:
        choice.change(renew=True, **vars(held.bare.get(page, choice.first())))
        held.chosen = choice.current()
    held.link = None


def _told(name: str, value: Any) -> Any:  # noqa: ANN401 - any field of a choice
    """Return one field as JSON holds it: what ships by its id, what does not as its file."""
    if name == "future":
        return _thing(session.futures()[value])
    if name == "based_on":
        return _thing(session.plans()[value])
    if isinstance(value, Plan):
        return _thing(value)
    return dict(value) if isinstance(value, Mapping) else value


def _thing(thing: Future | Plan) -> Any:  # noqa: ANN401 - an id, or a file
    return thing.id if exchange.ships(thing) else {"file": exchange.written(thing)}


def _read(one: "Field[Any]", told: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any field of a choice
    """Return one field of a choice out of a link; what an older link does not have is as usual."""
    if one.name not in told:
        if one.default is MISSING and one.default_factory is MISSING:
            msg = f"This link does not say which {one.name.replace('_', ' ')} is meant."
            raise LinkError(msg)
        return one.default if one.default_factory is MISSING else one.default_factory()
    value = told[one.name]
    match one.name:
        case "future":
            return _known(value, session.futures(), Future).id
        case "based_on":
            return _known(value, session.plans(), Plan).id
        case "plan":
            return _known(value, session.plans(), Plan, keep=False)
        case "assumptions" | "wild_cards":
            return _by_name(one.name, value)
    found = _as(value, get_type_hints(Choice)[one.name], one.name)
    if (one.name == "thoroughness" and found not in choice.THOROUGHNESS) or (
        one.name == "seed" and not 0 <= found <= choice.MAX_SEED
    ):
        _refuse(one.name, value)
    return found


def _by_name(name: str, value: object) -> FrozenMap[str, Any]:
    """Return what a link assumes, or the years of its wild cards."""
    if name == "assumptions":
        return checked(_as(value, dict[str, float | bool | str], name))
    years = _as(value, dict[str, int], name)
    return FrozenMap(from_text((f"{card}={year}" for card, year in years.items()), session.wild_cards()))


def _as(value: object, kind: Any, name: str) -> Any:  # noqa: ANN401 - the type of a field
    """Return what JSON held as what a field is."""
    try:
        return TypeAdapter(kind).validate_json(json.dumps(value), strict=True)
    except ValidationError:
        return _refuse(name, value)


def _refuse(name: str, value: object) -> NoReturn:
    msg = f"This link carries something that cannot be chosen: {name.replace('_', ' ')} {shorten(str(value))}."
    raise LinkError(msg)


def _known(told: object, known: Mapping[str, Any], kind: type[Future | Plan], *, keep: bool = True) -> Any:  # noqa: ANN401
    """Return a future or a plan that a link names or brings along; what it brings is kept for this browser session."""
    if isinstance(told, str) and told in known:
        return known[told]
    if isinstance(told, dict) and isinstance(told.get("file"), str):
        thing = exchange.received(told["file"].encode(errors="replace"), "the link")
        if isinstance(thing, kind):
            return session.admit(thing) if keep else thing
    msg = f"This link names a {kind.__name__.lower()} that is not known here: {shorten(str(told))}."
    raise LinkError(msg)


def _apart(then: object, *, unknown: bool) -> list[str]:
    """Say how the model and data that a link was made with differ from those here."""
    there, here = (then if isinstance(then, dict) else {}), made()
    version = shorten("".join(letter for letter in str(there.get("version")) if letter.isalnum() or letter in ".+-"))
    told = []
    if version != here["version"]:
        told.append(f"This link was made with version {version}; this is version {here['version']}. Numbers may differ.")
    elif there.get("code") != here["code"]:
        told.append(f"This link was made with another state of version {version} of the model. Numbers may differ.")
    if there.get("data") != here["data"]:
        told.append("This link was made with other scenario files than those here. Numbers may differ.")
    if unknown:
        told.append("It carries something that this version does not know and leaves out.")
    return told
