"""Names and units of the model's numbers in plain words, made by rules from the keys and units of the files."""

import re
from collections.abc import Sequence

WORDS = {
    "bme": "BME", "ict": "ICT", "forprofit": "for-profit", "newborn": "new organisations", "min": "least", "max": "most",
    "grp": "group", "km": "kilometres", "adj": "adjustment", "prob": "chance",
}  # fmt: skip
"""Parts of keys that are no words."""
LOGARITHM, ODDS = "log", "odds"
LED = re.compile(r"\bBME led\b")

UNITS: Sequence[tuple[str, str]] = (
    (r"^factor on the driver's path$", "times what this future says"),
    (r"\bper ln GBP\b", "for each 2.7 times as much income"),
    (r"\bper ln ratio of (\w+)", r"for each 2.7 times as much \1"),
    (r"\bper ln\(staff(/100)?\)", "for each 2.7 times as many staff"),
    (r"\bln GBP\b", "£ (on a log scale)"),
    (r"\b(ln|log) ratio\b", "times as much (on a log scale)"),
    (r"\blog odds of\b", "likelihood (on a log scale) of"),
    (r"\blog (odds|chance)\b", "how much likelier (on a log scale)"),
    (r"GBP (?=\d)", "£"),
    (r"\bGBP m\b", "£ million"),
    (r"\bGBP\b", "£"),
    (r"^logistic rate\b", "how fast it spreads"),
    (r"\bof the distance to (1|full capacity)\b", "of what is missing to the most there can be"),
    (r"\bof the distance to the start\b", "of the way back to the start"),
    (r"\bof the distance\b", "of what is missing"),
    (r"\bper unit of (?:the )?(.+)$", r"from no \1 to the most there can be"),
    (r"\b(service )?units\b", "acts of service"),
    (r"\band unit of capacity\b", "from no capacity to the most there can be"),
    (r"^((index|share), )?0-1$", "on a scale from 0 to 1"),
    (r"^0-1\b", "on a scale from 0 to 1,"),
    (r"^score, 0-10$", "on a scale from 0 to 10"),
    (r"^elasticity( of .+)? to (.+)$", r"% of change\1 for each 1% of change in \2"),
    (r"^elasticity$", "% of change for each 1% of change in the cause"),
    (r"^exponent$", "how steep a curve is"),
    (r"^ratio to (.+)$", r"times \1"),
    (r"^ratio of (.+)$", r"times the \1"),
    (r"^ratio\b", "times as much"),
    (r"^standard deviation$", "usual distance from the mean"),
    (r"^value\b", "worth (on a scale of the model's own)"),
    (r"\bper simulated agent$", "for each one that is simulated"),
)
"""What stands for parts of units, one after the other."""


def unit_in_words(unit: str | None) -> str:
    """Return a unit as people read it.

    >>> unit_in_words("log odds per unit of capacity"), unit_in_words("factor on the driver's path")
    ('how much likelier (on a log scale) from no capacity to the most there can be', 'times what this future says')
    """
    words = unit or "a number"
    for found, instead in UNITS:
        words = re.sub(found, instead, words)
    return words


def in_pounds(words: str) -> str:
    """Write money as people do.

    >>> in_pounds("about GBP 14 million; others in GBP a year")
    'about £14 million; others in £ a year'
    """
    return re.sub(r"\bGBP\b(?: (?=\d))?", "£", words)


def key_in_words(key: str) -> str:
    """Return a key as people read it.

    >>> key_in_words("newborn_log_median"), key_in_words("bme_led_odds"), key_in_words("exit_base")
    ('new organisations median, on a log scale', 'how likely: BME-led', 'exit base')
    """
    parts = key.split("_")
    words = LED.sub("BME-led", " ".join(WORDS.get(part, part) for part in parts if part not in {LOGARITHM, ODDS}))
    if ODDS in parts:
        words = f"how likely: {words}" if words else "how likely"
    return f"{words}, on a log scale" if LOGARITHM in parts else words
