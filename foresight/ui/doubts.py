"""The controls of doubt: sliders for what people distrust, switches between rival accounts, wild cards; all of them undoable."""

from collections.abc import Iterable
from functools import partial

import streamlit as st

from foresight.config import FrozenMap
from foresight.presentation import doubts
from foresight.presentation.sentences import capital
from foresight.presentation.tables import plain
from foresight.scenario.assumptions import Value, choices, uncertain
from foresight.scenario.dates import FIRST_YEAR, LAST_YEAR
from foresight.scenario.doubts import DOUBTS
from foresight.ui import choice, now, session, sides
from foresight.ui.words import STRENGTHS

EXTRA = "doubt added"


def show() -> None:
    """Show the controls."""
    groups = doubts.doubted(choice.current().plan)
    listed = {path for each in groups.values() for path in each}
    _buttons(listed)
    sides.strength("wrong strength")
    for doubt in DOUBTS:
        if doubt.id in groups:
            with st.expander(doubt.title, expanded=doubt.id == next(iter(groups))):
                st.caption(doubt.meaning)
                for path, title in groups[doubt.id].items():
                    _slider(path, title)
    with st.expander("Rival accounts of how the sector works"):
        _rivals()
    with st.expander("Any other number"):
        _others(listed)
    with st.expander("Wild cards: what nobody expects", expanded=True):
        _wild_cards()


def changed() -> bool:
    """Tell whether anything is assumed, or strikes, that is not usual."""
    chosen = choice.current()
    return bool(chosen.assumptions or chosen.wild_cards or chosen.strength != "central")


def _buttons(listed: Iterable[str]) -> None:
    low, high, back = st.columns(3)
    for place, end in ((low, "low"), (high, "high")):
        words = f"All {end}"
        about = f"Takes every number in the groups below to its {end} end."
        place.button(words, key=words, on_click=_all, args=(tuple(listed), end == "high"), width="stretch", help=about)
    about = "Takes everything on this side back to what is usual: numbers, rival accounts, wild cards, how well actions work."
    back.button("Put all back", key="put back", on_click=put_back, disabled=not changed(), width="stretch", help=about)


def put_back() -> None:
    """Assume again what is usual; that too can be undone."""
    choice.change(renew=True, assumptions=FrozenMap({}), wild_cards=FrozenMap({}), strength="central")


def _all(paths: Iterable[str], high: bool) -> None:  # noqa: FBT001 - Streamlit hands it over by place
    kept = dict(choice.current().assumptions)
    choice.change(renew=True, assumptions=FrozenMap({**kept, **doubts.ends(paths, high=high)}))


def _assume(path: str, key: str, usual: Value) -> None:
    """Take what a control says for what is assumed; the usual value assumes nothing."""
    others, value = dict(choice.current().assumptions), st.session_state[key]
    others.pop(path, None)
    choice.change(assumptions=FrozenMap(others if value == usual else {**others, path: value}))


def _slider(path: str, title: str) -> None:
    """Show one number, from its low end to its high."""
    number, key = uncertain()[path], f"{path} {choice.state().edition}"
    value = float(choice.current().assumptions.get(path, number.value))
    st.select_slider(
        f"{plain(title)}: {plain(doubts.unit(number))}",
        doubts.marks(number, value),
        value=value,
        format_func=lambda mark: doubts.mark(mark, number),
        key=key,
        on_change=partial(_assume, path, key, number.value),
        help=plain(doubts.about(number)),
    )


def _rivals() -> None:
    edition = choice.state().edition
    for path, (usual, options) in choices().items():
        taken, key = choice.current().assumptions.get(path, usual), f"{path} {edition}"
        title, act = doubts.title(path), partial(_assume, path, key, usual)
        if isinstance(usual, bool):
            st.toggle(title, value=bool(taken), key=key, on_change=act)
        else:
            st.radio(title, options, index=options.index(taken), format_func=lambda one: doubts.RULES.get(str(one), str(one)),
                     key=key, on_change=act)  # fmt: skip


def _others(listed: Iterable[str]) -> None:
    """Show a number that people look up, and those that are assumed already."""
    titles = doubts.others(listed)
    found = st.selectbox(
        "Look up a number",
        list(titles),
        index=None,
        format_func=lambda path: titles[path],
        placeholder="such as: trustees, turnover, reserves",
        key=EXTRA,
    )
    assumed = [path for path in choice.current().assumptions if path in titles and path != found]
    for path in [*([found] if found else []), *assumed]:
        _slider(path, doubts.title(path))


def _wild_cards() -> None:
    """Show the wild cards, each with its year once it is on."""
    edition, years = choice.state().edition, choice.current().wild_cards
    for name, card in session.wild_cards().items():
        on, when = f"{name} strikes {edition}", f"{name} year {edition}"
        about = f"{card.summary}\n\nGrade {card.grade}. {card.source}"
        st.toggle(capital(card.title), value=name in years, key=on, help=plain(about), on_change=partial(_deal, name, on))
        if name in years:
            st.slider("In the year", FIRST_YEAR + 1, LAST_YEAR, value=years[name], key=when, on_change=partial(_move, name, when))


def _deal(name: str, key: str) -> None:
    """Put a wild card into the future, or take it out."""
    years = dict(choice.current().wild_cards)
    years.pop(name, None)
    if st.session_state[key]:
        years[name] = session.wild_cards()[name].year
    choice.change(wild_cards=FrozenMap(years))


def _move(name: str, key: str) -> None:
    choice.change(wild_cards=FrozenMap({**choice.current().wild_cards, name: st.session_state[key]}))


def words() -> str:
    """Say in short what is not as usual."""
    chosen = choice.current()
    said = [now.assumed(chosen.assumptions)] if chosen.assumptions else []
    said += [f"actions {STRENGTHS[chosen.strength].lower()}"] if chosen.strength != "central" else []
    return ", ".join([*said, *now.struck(chosen.wild_cards)])
