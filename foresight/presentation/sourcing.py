"""Sources as readers understand them, by rules from how the files name them, and the list of the baseline's sources."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from foresight.population.baseline import load
from foresight.presentation.units import in_pounds
from foresight.scenario.assumptions import numbers
from foresight.scenario.drivers import DRIVERS

MINE = "Judgement of the authors"
KINDS = {
    "action": "Recommended by the baseline study; sizes are judgements made for this project",
    "mechanism": "Rules of behaviour written for this project, after research where there is some",
    "future": "Storylines written for this project",
    "pattern": "Patterns in real data that the model is held against",
    "parameter": "Figures gathered for this project",
}
"""What the parts of the project's evidence pack hold, by the word that names them."""
STORYLINE = re.compile(
    r"^Storyline S\d+ \((?P<name>[^)]*)\) of the evidence pack \(futures\.csv\): a judgement made for this project$"
)
REPLAY = re.compile(r"^History replay V0 of the evidence pack \(futures\.csv\): ")
PACK = re.compile(r"^evidence pack, (?P<part>action|mechanism|future|pattern|parameter)s?:? *", re.IGNORECASE)
CODES = re.compile(r"\b[A-Z]\d{1,2}[a-z]?\b(?: and mechanisms: \w+)?")
INSIDE = re.compile(
    r"(?:;|,| and)? *(?:after the )?evidence pack\b[^();]*?(?= \(|[;)]|$)|(?:;|,| and)? *mechanisms(?:: \w+)?$", re.IGNORECASE
)
"""Where a source names the evidence pack besides."""
GRADED = re.compile(r"\(([ABCD])\)")
PARTS = {
    "places": "districts: people, age, ethnicity, rural share",
    "activities": "what organisations do",
    "beneficiaries": "whom they serve",
    "income_mix": "where income comes from",
    "floods": "whom floods reach",
}
"""The tables beside the baseline, and what they are about."""
JUDGED = "D"


def readable(source: str) -> str:
    """Say what a source is to somebody who has not the files before them.

    >>> readable("Evidence pack, actions R09")
    'Recommended by the baseline study; sizes are judgements made for this project'
    >>> readable("Evidence pack, parameters: vacancies (2.6 % in 2011)")
    'Figures gathered for this project: vacancies (2.6% in 2011)'
    """
    storyline = STORYLINE.match(source)
    if storyline:
        return f"The storyline “{storyline['name']}”, written for this project: a judgement"
    if REPLAY.match(source):
        return f"What happened since: {REPLAY.sub('', source)}"
    found = PACK.match(source)
    if found is None:
        return _tidy(source)
    start = KINDS[found["part"].lower()]
    rest = CODES.sub("", source[found.end() :]).strip(" :;,")
    return f"{start}{f': {_tidy(rest)}' if rest else ''}"


def kind(source: str) -> str:
    """Return the kind of a source, without what is special to one number."""
    found = PACK.match(source)
    return KINDS[found["part"].lower()] if found else readable(source)


@cache
def of_the_baseline() -> tuple[tuple[str, str, str], ...]:
    """Return the baseline's sources, with grade and what rests on them; those of assumptions only by their kind."""
    known = [(one.source or MINE, one.grade or JUDGED) for path, one in numbers().items() if path.startswith("baseline.")]
    counted = Counter((readable(source) if grade < JUDGED else kind(source), grade) for source, grade in known)
    rows = [(source, grade, f"{count} number{'' if count == 1 else 's'}") for (source, grade), count in counted.items()]
    return tuple(sorted([*rows, *_tables()], key=lambda row: (row[1], row[0])))


def _tables() -> Iterator[tuple[str, str, str]]:
    """Yield the sources of the tables beside the baseline, each with all that it is for."""
    baseline, found = load(), dict[tuple[str, str], list[str]]()
    for name, about in PARTS.items():
        for source, grade in dict.fromkeys(getattr(baseline, name)[["source", "grade"]].itertuples(index=False, name=None)):
            parts = found.setdefault((kind(source), grade), [])
            parts += [] if about in parts else [about]
    for (source, grade), parts in found.items():
        yield (source, grade, "; ".join(parts))


def _tidy(words: str) -> str:
    """Write money, percentages, signs, drivers and grades as people do, and name no place in the files."""
    told = in_pounds(re.sub(r"(?<=\d) %", "%", INSIDE.sub("", words)))
    told = re.sub(r"\b[a-z]+(?:_[a-z]+)+\b", _driver, re.sub(r"(?<![\w-])-(?=\d)", "minus ", told))
    return GRADED.sub(r"(grade \1)", told)


def _driver(found: re.Match[str]) -> str:
    name = found[0]
    return DRIVERS[name].title if name in DRIVERS else name.replace("_", " ")
