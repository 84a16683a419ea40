"""Answers on what is behind a result: which barrier gave way first, and which outside forces and assumptions it hangs on."""

import pandas as pd

from foresight.analysis.barriers import BARRIERS, UNIT
from foresight.analysis.influence import Kind, ranked, weak_share
from foresight.indicators.measures import INDICATORS
from foresight.presentation import spans
from foresight.presentation.answers.answer import SURE, Answer, Row, rows, slug
from foresight.presentation.charts import spoken_unit
from foresight.presentation.naming import BARRIERS as NAMES
from foresight.presentation.naming import in_words, signed_in_words, spoken
from foresight.presentation.numbers import percent, step_for
from foresight.presentation.readings import Reading, reading, select
from foresight.presentation.sentences import FEWEST_PAIRS, TOO_EARLY, UNDECIDED, Direction, Told, capital, direction, listed
from foresight.presentation.sentences import levels as sentence_levels
from foresight.presentation.theme import PAGE, Size
from foresight.presentation.wording import wording
from foresight.scenario.dates import LAST_YEAR
from foresight.scenario.doubts import DOUBTED
from foresight.scenario.drivers import DRIVERS

QUESTION = "Which barrier gave way first?"
ENOUGH, RUNNING = FEWEST_PAIRS, 3
"""Pairs of runs that it takes to say anything, and years running in which a move must show: one year alone may be luck."""
STATE = (
    "100 is no barrier to anybody, 0 a total one to everybody. For certain: in at least 8 of 10 pairs of runs, noticeably, "
    "for three years running."
)
LINKED = {
    True: "These runs take barriers to be linked: an action does less where the heaviest barrier stays. That is a hypothesis.",
    False: "These runs do not take barriers to be linked, which is the study's central hypothesis. It can be switched on.",
}
LUCK = "One thing is changed at a time. Of twenty that change nothing, about one looks clear by luck alone."
MOST_TOLD = 4
WAYS = {Direction.MORE: "gives way from", Direction.LESS: "heavier from"}
KINDS: dict[Kind, str] = {"driver": "outside force", "assumption": "assumption"}


def barriers(table: pd.DataFrame, pairs: int, *, linked: bool, size: Size = PAGE) -> Answer:
    """Say which barrier gave way first for certain, and when.

    Parameters
    ----------
    table : DataFrame
        As `foresight.analysis.barriers.freed` returns it.
    pairs : int
        Behind it; of fewer than `ENOUGH` nothing is said.
    linked : bool
        Whether the runs took barriers to be linked.
    """
    found = _readings(table)
    gave, grew = _first(found, Direction.MORE), _first(found, Direction.LESS)
    last = pd.DataFrame([_row(one[-1]) for one in found.values()])
    figure = spans.spans(last, f"Difference in {next(iter(found.values()))[-1].year} ({UNIT})", unit=UNIT, size=size)
    if pairs < ENOUGH:
        sentence = f"Too few pairs of runs to tell so far: {pairs} of the {ENOUGH} that it takes."
        return Answer("barriers", QUESTION, sentence, (STATE, LINKED[linked]), table, *figure)
    sentence = _gave_way(gave, found) + "".join(f" Heavier with the plan, from {year} on: {NAMES[name]}." for name, year in grew)
    return Answer("barriers", QUESTION, sentence, (STATE, LINKED[linked]), table, *figure)


def steps(table: pd.DataFrame, pairs: int) -> list[tuple[str, ...]]:
    """Return each barrier as a row in words.

    It tells its state in the last year without and with the plan, when it gave way, or grew heavier, for certain, by how much in
    that year, and by how much in the last one.

    Parameters
    ----------
    table, pairs
        As for `barriers`.
    """
    found, known = _readings(table), pairs >= ENOUGH
    years = {name: (word, year) for way, word in WAYS.items() for name, year in _first(found, way)} if known else {}
    told: list[tuple[str, ...]] = []
    for name, readings in found.items():
        word, year = years.get(name, ("not for certain" if known else TOO_EARLY.lower(), 0))
        then = [freer(one) for one in readings if one.year == year]
        last = freer(readings[-1]) if known else TOO_EARLY.lower()
        states = sentence_levels(Told(readings[-1], NAMES[name], "more", pairs))
        told.append((NAMES[name], *states, f"{word} {year}" if then else word, then[0] if then else "no such year", last))
    return told


def influences(table: pd.DataFrame, indicator: str, usual: str, size: Size = PAGE) -> list[Answer]:
    """Say on which outside forces and which assumptions a plan's difference hangs.

    Parameters
    ----------
    table : DataFrame
        As `foresight.analysis.influence.moved` returns it.
    usual : str
        The title of the future whose paths the forces were given.
    """
    return [_hangs(table, indicator, kind, usual, size) for kind in KINDS]


def grades(table: pd.DataFrame, indicator: str) -> Answer:
    """Say how much of what moves a difference rests on assumptions of ours."""
    share = weak_share(table, indicator)
    sentence = "Nothing that was tried moves the result beyond luck."
    if share is not None:
        sentence = f"Of all that moves the result clearly, {percent(share)} rests on grade D: assumptions, never measured."
    return Answer(slug("influence", "grades", indicator), "How much of that rests on weak evidence?", sentence)


def case(row: Row) -> str:
    """Say what is taken to be the case.

    >>> case({"kind": "assumption", "name": "effects", "to": "low"}), case({"kind": "driver", "name": "lottery", "to": "usual"})
    ('the actions work weakly', 'Lottery money')
    """
    if row["kind"] == "driver":
        return DRIVERS[row["name"]].title
    doubted = DOUBTED[row["name"]]
    return doubted.low if row["to"] == "low" else doubted.high


def _readings(table: pd.DataFrame) -> dict[str, list[Reading]]:
    """Return the readings of each barrier, year by year."""
    return {name: [reading(part, place) for place in range(len(part))] for name in BARRIERS if len(part := select(table, name))}


def _first(found: dict[str, list[Reading]], way: Direction) -> list[tuple[str, int]]:
    """Return the barriers that move one way for certain, each with the first of the years running, the earliest first."""
    years: dict[str, int | None] = {}
    for name, readings in found.items():
        moved = [direction(one) is way for one in readings]
        starts = (one.year for place, one in enumerate(readings) if moved[place : place + RUNNING] == [True] * RUNNING)
        years[name] = next(starts, None)
    return sorted(((name, year) for name, year in years.items() if year is not None), key=lambda one: one[1])


def _gave_way(gave: list[tuple[str, int]], found: dict[str, list[Reading]]) -> str:
    """Name the barrier that gave way first, then the others."""
    if not gave:
        return "None of the four barriers gave way for certain."
    year = gave[0][1]
    told = {at: [f"{NAMES[name]} ({_by(found[name], at)})" for name, when in gave if when == at] for _, at in gave}
    said = [f"The first to give way for certain, in {year}: {listed(told.pop(year))}."]
    said += [f"Then, in {at}: {listed(names)}." for at, names in told.items()]
    still = [NAMES[name] for name in found if name not in dict(gave)]
    return " ".join([*said, *([f"Not for certain: {listed(still)}."] if still else [])])


def _by(readings: list[Reading], year: int) -> str:
    """Say by how much a barrier is lower in a year, and in the last one."""
    now, last = freer(next(one for one in readings if one.year == year)), readings[-1]
    if last.year == year:
        return now
    then = freer(last)
    return f"{now}, as in {last.year}" if then == now else f"{now}; {then} in {last.year}"


def freer(one: Reading) -> str:
    """Say by how much organisations are freer of a barrier with the plan."""
    found, (low, middle, high) = direction(one), one.difference
    if found in UNDECIDED:
        return UNDECIDED[found].value.lower()
    return f"{in_words(middle, low, high, UNIT).rsplit(' ', 1)[0]} points {'freer' if middle > 0 else 'less free'}"


def _row(one: Reading) -> Row:
    low, middle, high = one.difference
    return {"name": NAMES[one.indicator], "low": low, "middle": middle, "high": high, "told": spoken(middle, low, high, UNIT)}


def _hangs(table: pd.DataFrame, indicator: str, kind: Kind, usual: str, size: Size) -> Answer:
    """Say on which things of one kind a plan's difference hangs."""
    entry = INDICATORS[indicator]
    topic = wording(indicator, entry.title, entry.unit).topic
    question = f"On which {KINDS[kind]}s does the plan's effect on {topic} hang?"
    found = ranked(table, indicator, kind)
    name = slug("influence", kind, indicator)
    if found.empty:
        return Answer(name, question, f"No {KINDS[kind]} was tried: this future moves as “{usual}” does.")
    clear = rows(found[found["clear"].astype(bool)])
    rest = len(found) - len(clear)
    if clear:
        sentence = _instead(clear, topic, usual)
        sentence += f" No difference beyond luck: the other {rest} tried." if rest else ""
    else:
        sentence = f"No {KINDS[kind]} makes a difference beyond luck to the plan's effect on {topic} ({rest} tried)."
    data = pd.DataFrame(
        {
            "name": [capital(case(row)) for row in rows(found)],
            "low": found["low"], "middle": found["move"], "high": found["high"],
            "told": [spoken(row["move"], row["low"], row["high"], entry.unit) for row in rows(found)],
        }
    )  # fmt: skip
    title = f"By how much the plan's difference moves: {entry.title.lower()} ({spoken_unit(entry.unit)})"
    return Answer(name, question, sentence, (SURE, LUCK), found, *spans.spans(data, title, unit=entry.unit, size=size))


def _instead(clear: list[Row], topic: str, usual: str) -> str:
    """Say what the plan's difference is, and what it would be in other cases, to the digits that these moves support."""
    step = min(step_for(row["move"], row["low"], row["high"], row["unit"]) for row in clear)
    now = signed_in_words(clear[0]["difference"], step, clear[0]["unit"])
    as_usual = clear[0]["kind"] == "driver"
    told = [
        f"{'' if as_usual else 'if '}{case(row)}: {signed_in_words(row['difference'] + row['move'], step, row['unit'])}"
        for row in clear[:MOST_TOLD]
    ]
    more = f"; {len(clear) - MOST_TOLD} more move it clearly" if len(clear) > MOST_TOLD else ""
    start = f"If one outside force alone moved as in “{usual}”: " if as_usual else ""
    said = capital(start + "; ".join(told) + more)
    return f"The plan's effect on {topic} in {LAST_YEAR}: {now}. {said}."
