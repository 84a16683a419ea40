"""The names people know things by: futures, plans and actions by their titles, numbers by what they are about."""

import math
import re
from collections.abc import Callable, Mapping, Sequence

from foresight.model.adjustments import QUANTITIES
from foresight.presentation.numbers import difference, digits, in_money, signed, step_for, to_step
from foresight.presentation.units import key_in_words, unit_in_words
from foresight.scenario import library
from foresight.scenario.drivers import DRIVERS

LEVER = re.compile(r"levers\[(\d+)\]\.")
BARRIERS: Mapping[str, str] = {
    "strategic-capacity": "Leadership and strategy",
    "human-resources": "People",
    "support": "Support services",
    "funding": "Funding",
}
"""The four barriers, as people name them."""
NO_DIFFERENCE = "no difference"
Words = Callable[[float, float, float, str], str]  # writes a value with the digits that its interval supports, in a unit
STRENGTHS = {"low": "weak effects", "central": "central effects", "high": "strong effects"}


def future_title(name: str) -> str:
    """Return a future's title, or its name where it does not ship."""
    known = library.futures()
    return known[name].title if name in known else name


def plan_title(name: str) -> str:
    """Return a plan's title, or its name where it does not ship; doing nothing is a plan too."""
    known = library.plans()
    return "Doing nothing" if name == library.NO_PLAN else known[name].title if name in known else name


def action_title(name: str) -> str:
    """Return an action's title, or its name where it does not ship."""
    known = library.actions()
    return known[name].title if name in known else name


def strength_title(name: str) -> str:
    """Return a strength in words.

    >>> strength_title("low"), strength_title("1.5")
    ('weak effects', 'effects times 1.5')
    """
    return STRENGTHS.get(name, f"effects times {name}")


def path_title(path: str) -> str:
    """Return a number's path in words, short enough for a chart.

    >>> path_title("baseline.demography.exit_base")
    'exit base (demography)'
    """
    root, _, rest = path.partition(".")
    if root == "drivers" and rest in DRIVERS:
        return f"{DRIVERS[rest].title} (driver)"
    first, _, last = rest.partition(".")
    if root == "actions":
        return f"{_of_an_action(first, last)} ({action_title(first)})"
    return f"{key_in_words(last)} ({key_in_words(first)})" if last else path


def _of_an_action(action: str, path: str) -> str:
    """Return what a number of an action is: for one of a lever, what the lever changes."""
    words = key_in_words(path.rsplit(".", maxsplit=1)[-1])
    found, known = LEVER.match(path), library.actions()
    if found is None or action not in known:
        return words
    lever = known[action].levers[int(found[1])]
    what = key_in_words(str(getattr(lever, "quantity", lever.kind)))
    return what if words == "by" else f"{what}, {words}"


def spelt_out(path: str, note: str | None = None) -> str:
    """Return what a number is in as many words as there are: for an action's, what its file's fields and levers mean.

    >>> spelt_out("actions.trustee-bank.days")
    'Trustee bank: the days a year that taking part costs an organisation'
    >>> spelt_out("baseline.facts.bme_led_odds", "set to meet the survey")
    'how likely: BME-led (facts): set to meet the survey'
    """
    root, _, rest = path.partition(".")
    action, _, inside = rest.partition(".")
    words = path_title(path)
    if root == "actions" and action in library.actions():
        words = f"{action_title(action)}: {_meaning(library.actions()[action], inside)}"
    return f"{words}: {note.replace('_', ' ')}" if note else words


def _meaning(thing: object, path: str) -> str:
    """Return what the models say of one of their fields; the words of the key where they say nothing that people read."""
    key, _, rest = path.partition(".")
    name, _, place = key.rstrip("]").partition("[")
    known = getattr(type(thing), "model_fields", {})
    said = known[name].description if name in known else None
    if rest:
        found = getattr(thing, name, None)
        if isinstance(found, Mapping):  # the odds of taking part, by kind of organisation
            return f"how many times as likely to take part, of {key_in_words(rest)} organisations"
        return _meaning(found[int(place)] if place and isinstance(found, Sequence) else found, rest)
    if name == "by" and (quantity := QUANTITIES.get(str(getattr(thing, "quantity", "")))) is not None:
        return unit_in_words(quantity.meaning)
    return said if said and not said.startswith("GBP") else key_in_words(name)


def column_title(column: str) -> str:
    """Return what a condition is about: the future, the strength, or a number."""
    return {"future": "the future", "strength": "the effects"}.get(column, path_title(column))


def word_title(column: str, word: str) -> str:
    """Return one of the words of a condition as people know it."""
    if column == "future":
        return future_title(word)
    return strength_title(word) if column == "strength" else word


def in_future(name: str) -> str:
    """Return where something happens: in which future."""
    return f"in the future “{future_title(name)}”"


def size(value: float, low: float, high: float, unit: str) -> str:
    """Write how large a difference is, whichever way it goes, with the digits that its interval supports.

    >>> size(3.14, 2.0, 4.0, "% a year"), size(0.0004, 0.0, 0.001, "% a year")
    ('3.1 points', 'next to nothing')
    """
    if not math.isfinite(high - low):
        low = high = value
    step = step_for(value, low, high, unit)
    if to_step(value, step) == 0:
        return "nothing" if value == 0 else "next to nothing"
    return f"{digits(value, step)} points" if unit.startswith("%") else in_money(digits(value, step), unit)


def gained(value: float, low: float, high: float, unit: str) -> str:
    """Write a gain, which is above zero where things are better, whichever way that is.

    >>> gained(-33.2, -33.2, -33.2, "organisations"), gained(0.0, 0.0, 0.0, "organisations")
    ('33 worse', 'no difference')
    """
    if to_step(value, step_for(value, low, high, unit)) == 0:
        return NO_DIFFERENCE
    return f"{size(abs(value), low, high, unit)} {'better' if value > 0 else 'worse'}"


def in_words(value: float, low: float, high: float, unit: str) -> str:
    """Write a difference, in money where it is money, with the digits that its interval supports.

    >>> in_words(-1.23, -2.0, -1.0, "GBP m, 2002 prices")
    '£1.2 million less'
    """
    return signed_in_words(value, step_for(value, low, high, unit), unit)


def spoken(middle: float, low: float, high: float, unit: str, words: Words = in_words) -> str:
    """Write a difference with its interval, and claim nothing that the interval leaves open.

    Parameters
    ----------
    words
        What writes a single number of it.

    >>> spoken(31.4, 20.0, 42.0, "organisations")
    '31 more (20 more to 42 more)'
    >>> spoken(0.1, -0.3, 0.4, "organisations")
    'next to nothing'
    """
    if low == high == 0:
        return "nothing"
    if low == float("-inf"):
        return f"{difference(middle, middle, middle, unit)} (how sure, one pair cannot tell)"
    ends = [words(end, low, high, unit) for end in (low, high)]
    if ends == [words(0.0, low, high, unit)] * 2:
        return "next to nothing"
    if low <= 0 <= high:
        return f"too close to call ({ends[0]} to {ends[1]})"
    return f"{words(middle, low, high, unit)} ({ends[0]} to {ends[1]})"


def signed_in_words(value: float, step: float, unit: str) -> str:
    """Write a difference to a step, in money where it is money.

    >>> signed_in_words(0.04, 0.1, "GBP m, 2002 prices")
    'no difference'
    """
    words = signed(value, step, unit)
    if words == "none":
        return NO_DIFFERENCE
    number, word = words.rsplit(" ", 1)
    return f"{in_money(number, unit)} {word}"
