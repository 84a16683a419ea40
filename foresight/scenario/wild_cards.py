"""Wild cards: what could strike any future, each a file with its usual year; adding one makes another future."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from foresight.config import Frozen, Grade, Identifier, Text, Title
from foresight.errors import InvalidInput, Problem, quoted, unknown
from foresight.scenario.dates import FIRST_YEAR, LAST_YEAR, Date
from foresight.scenario.events import Event
from foresight.scenario.futures import Future

OPTION = "--wild-card"


class WildCard(Frozen):
    """Something that nobody expects and that could strike any future."""

    kind: Literal["wild-card"]
    """wild-card"""
    id: Identifier
    """its name in commands"""
    title: Title
    """its name for people, as it stands inside a sentence"""
    summary: Text
    """what happens, in a few sentences"""
    strikes: Event
    """what strikes, and in which year where nobody says another"""
    source: Text
    """where its numbers come from"""
    grade: Grade
    """how good the evidence is, from A to D"""

    @property
    def year(self) -> int:
        """Return the year in which it strikes where nobody says another."""
        return self.strikes.at.year

    def struck(self, year: int) -> Event:
        """Return what strikes in a year: in the card's own quarter of it."""
        return self.strikes.model_copy(update={"at": replace(self.strikes.at, year=year)})


def from_text(words: Iterable[str], known: Mapping[str, WildCard]) -> dict[str, int]:
    """Read wild cards as the command line has them: `NAME` or `NAME=YEAR`, each name once; return the years by name.

    Raises
    ------
    InvalidInput
        For an unknown name, a name twice, or a year in which nothing can strike.
    """
    found: dict[str, int] = {}
    for word in words:
        name, mark, text = (part.strip() for part in word.partition("="))
        if name not in known:
            raise InvalidInput(replace(unknown(name, known, "wild card"), path=OPTION))
        if name in found:
            raise InvalidInput(Problem(f"{name} a second time", "each wild card once", path=OPTION))
        date = Date.from_text(text) if mark else Date(known[name].year)
        if date is None or date.quarter is not None or not FIRST_YEAR < date.year <= LAST_YEAR:
            raise InvalidInput(Problem(quoted(text), f"a year from {FIRST_YEAR + 1} to {LAST_YEAR}", path=f"{OPTION} {name}"))
        found[name] = date.year
    return found


def dealt(future: Future, futures: Iterable[Future], known: Mapping[str, WildCard]) -> tuple[Future, dict[str, int]]:
    """Return which of some futures wild cards were added to, and their years by name; the future itself where none was."""
    for base in futures:
        start, _, names = future.id.partition(f"{base.id}-with-")
        cards = [known[name] for name in names.split("-and-") if name in known] if not start else []
        years = {card.id: one.at.year for card in cards for one in future.events if card.struck(one.at.year) == one}
        if years and with_cards(base, years, known).model_dump_json() == future.model_dump_json():
            return base, years
    return future, {}


def with_cards(future: Future, years: Mapping[str, int], known: Mapping[str, WildCard]) -> Future:
    """Return a future that wild cards strike besides its own events; the future itself where there are none.

    A card that closes the agency takes the place of the end that the future gives it.

    Parameters
    ----------
    years
        The year of each card, by name.
    """
    if not years:
        return future
    cards = [known[name] for name in sorted(years)]
    struck = tuple(card.struck(years[card.id]) for card in cards)
    closes = any(one.event == "agency-closes" for one in struck)
    kept = tuple(one for one in future.events if not (closes and one.event == "agency-closes"))
    named = " and ".join(f"{card.title} in {years[card.id]}" for card in cards)
    update = {"id": f"{future.id}-with-{'-and-'.join(card.id for card in cards)}", "title": f"{future.title}, with {named}"}
    return future.model_copy(update={**update, "events": (*kept, *struck)})
