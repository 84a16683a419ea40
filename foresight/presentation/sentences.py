"""Plain sentences made by rules from a comparison's rows: each number is the table's, each word agrees with its sign."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import MOVED_BY_PLANS
from foresight.presentation.numbers import amount, digits, finest, in_money, in_unit, less_word, percent, step_for, to_step
from foresight.presentation.readings import WHOLE_SECTOR, Band, Reading, Segment
from foresight.presentation.wording import Wording, wording
from foresight.scenario.plans import Plan

SEGMENT_KINDS = {
    "size": "By income",
    "county": "By county",
    "place": "By place",
    "leadership": "By who leads",
    "activity": "By activity",
    "population": "By kind",
    "age": "By age",
    "beneficiary": "By whom they serve",
    "support": "By support",
    "members": "By taking part",
}
OF_A_HUNDRED = "in every 100"
"""How the words of some indicators tell a share."""
TOO_CLOSE = "Too close to call"
TOO_EARLY = "Too early to say"
NO_PLAN = Plan.none().title
NOTHING_TO_COMPARE = "Without a plan there is nothing to compare: none of these numbers changes."
MOVING = " Organisations move from group to group, too, so that one group's loss can be another's gain."
FEWEST_PAIRS = 5
"""With fewer pairs no direction is claimed: that four agree by chance alone happens once in eight times."""


class Direction(Enum):
    """Which way a plan moves an indicator, as far as the pairs of runs agree."""

    MORE = "more"
    LESS = "less"
    EARLY = "early"
    OPEN = "open"
    HARDLY = "hardly"
    NONE = "none"


class Judgement(Enum):
    """Whether that is good news."""

    BETTER = "Better"
    WORSE = "Worse"
    CHANGED = "Changed"
    EARLY = TOO_EARLY
    OPEN = TOO_CLOSE
    HARDLY = "Hardly any difference"
    NONE = "No difference"


UNDECIDED = {
    Direction.EARLY: Judgement.EARLY,
    Direction.OPEN: Judgement.OPEN,
    Direction.HARDLY: Judgement.HARDLY,
    Direction.NONE: Judgement.NONE,
}


@dataclass(frozen=True)
class Told:
    """A reading with what is needed to tell it: the indicator's title, which way is better, and the number of pairs.

    Parameters
    ----------
    alike : bool
        Whether the two runs of a pair cannot differ, as without any action.
    """

    reading: Reading
    title: str
    better: str
    pairs: int
    alike: bool = False

    @classmethod
    def of(cls, reading: Reading, pairs: int, *, alike: bool = False) -> "Told":
        """Return a reading of a declared indicator with what is needed to tell it."""
        entry = INDICATORS[reading.indicator]
        return cls(reading, entry.title, entry.better, pairs, alike)

    @property
    def words(self) -> Wording:
        """The indicator's words."""
        return wording(self.reading.indicator, self.title, self.reading.unit)

    @property
    def direction(self) -> Direction:
        """Which way the difference goes, or that it is too early to say."""
        found = direction(self.reading)
        known = self.pairs >= FEWEST_PAIRS or (self.alike and found is Direction.NONE)
        return found if known else Direction.EARLY


def direction(reading: Reading) -> Direction:
    """Say which way the difference goes.

    A direction is claimed only when the whole band, which holds eight in ten of the pairs, lies on one side of zero and the
    middle is large enough to be shown.
    """
    low, middle, high = reading.difference
    if low == middle == high == 0:
        return Direction.NONE
    smallest = finest(reading.unit)
    decided = low > 0 or high < 0
    if to_step(middle, smallest) == 0 and (decided or to_step(low, smallest) == to_step(high, smallest) == 0):
        return Direction.HARDLY
    if not decided:
        return Direction.OPEN
    return Direction.MORE if middle > 0 else Direction.LESS


def judgement(told: Told) -> Judgement:
    """Say whether the difference is good news, bad news or undecided."""
    found = told.direction
    if found in UNDECIDED:
        return UNDECIDED[found]
    if told.better not in {"more", "fewer"}:
        return Judgement.CHANGED
    good = Direction.MORE if told.better == "more" else Direction.LESS
    return Judgement.BETTER if found is good else Judgement.WORSE


def change(told: Told) -> str:
    """Write the difference in words, such as `140 more organisations`."""
    found = told.direction
    if found in UNDECIDED:
        return UNDECIDED[found].value
    pattern = told.words.more_by if found is Direction.MORE else told.words.less_by
    return pattern.format(n=digits(told.reading.difference.middle, _step(told.reading)))


def band(told: Told) -> str:
    """Write the band of the difference, such as `In 8 of 10 pairs: between 30 and 260 more`."""
    if told.direction is Direction.NONE:
        return f"The same in {_every(told.pairs)}"
    said = _between(told, _points(told))
    if told.pairs >= FEWEST_PAIRS:
        return f"{held_by(told.pairs)}: {said}"
    return f"{held_by(told.pairs)}{', roughly' if said.startswith('between') else ''}: {said}"


def held_by(pairs: int) -> str:
    """Say in how many pairs a difference lies within its band.

    >>> held_by(20), held_by(1)
    ('In 8 of 10 pairs', 'In 1 pair')
    """
    return "In 8 of 10 pairs" if pairs >= FEWEST_PAIRS else f"In {pairs} pair{'' if pairs == 1 else 's'}"


def ends(told: Told) -> str:
    """Write the two ends of the band of the difference, in the words of `change`, such as `between 30 and 260 more`."""
    if told.direction is Direction.NONE:
        return f"the same in {_every(told.pairs)}"
    if OF_A_HUNDRED not in told.words.more_by:
        return _between(told, _points(told))
    said = _between(told, "")
    return said if said.endswith(" difference") else f"{said} {OF_A_HUNDRED}"


def _every(pairs: int) -> str:
    return "the only pair" if pairs == 1 else "every pair"


def _points(told: Told) -> str:
    """Return what a difference of shares is in."""
    return " percentage points" if told.reading.unit.startswith("%") else ""


def _between(told: Told, points: str) -> str:
    """Write the two ends of the band of the difference; `points` says in what, where it is not clear."""
    difference = told.reading.difference
    step = _step(told.reading)
    ends = [to_step(end, step) for end in (difference.low, difference.high)]
    low, high = (in_money(digits(end, step), told.reading.unit) for end in ends)
    less = less_word(told.reading.unit)
    if ends == [0, 0]:
        return "hardly any difference" if any(difference) else "no difference"
    if ends[0] < 0 < ends[1]:
        return f"between {low}{points} {less} and {high} more"
    nearer, further, word = (high, low, less) if ends[0] < 0 else (low, high, "more")
    if 0 in ends:
        decided = difference.low > 0 or difference.high < 0
        return f"{'up to' if decided else 'between no difference and'} {further}{points} {word}"
    if nearer == further:
        return f"about {nearer}{points} {word}"
    return f"between {nearer} and {further}{points} {word}"


def agreement(told: Told) -> str:
    """Say in how many pairs the plan came out better, or nothing where neither way is better."""
    share = told.reading.share_better
    if told.better not in {"more", "fewer"} or math.isnan(share) or told.direction is Direction.NONE:
        return ""
    if told.pairs == 1:
        return f"{'Better' if share > 0 else 'Not better'} in the only pair"
    return f"Better in {round(share * told.pairs)} of {told.pairs} pairs"


def levels(told: Told) -> tuple[str, str]:
    """Write the value without the plan, and that with it: the difference added, so that the three agree, to the same digits."""
    without, difference = told.reading.without, told.reading.difference
    with_plan = without._replace(middle=without.middle + difference.middle)
    return level(without, told.reading.unit), level(with_plan, told.reading.unit)


def level(values: Band, unit: str) -> str:
    """Write the middle of a band in its unit."""
    return amount(values.middle, values.low, values.high, unit)


def headline(told: Told, plan: str) -> str:
    """Say what a chart shows: what the plan has changed by the last year."""
    year = told.reading.year
    found = told.direction
    if found is Direction.NONE:
        return f"{plan} makes no difference to {told.words.topic}"
    if found is Direction.HARDLY:
        return f"{plan} makes hardly any difference to {told.words.topic}"
    if found in {Direction.EARLY, Direction.OPEN}:
        return f"{UNDECIDED[found].value}: {inside(plan)} may or may not change {told.words.topic} by {year}"
    return f"With {inside(plan)}: {change(told)} in {year}"


def marks(all_told: Sequence[Told]) -> list[str]:
    """Return what to say beside the name of each bar: why it is undecided, or nothing."""
    return [UNDECIDED[one.direction].value.lower() if one.direction in UNDECIDED else "" for one in all_told]


def inside(title: str) -> str:
    """Return a title as it stands inside a sentence.

    >>> inside("The whole programme")
    'the whole programme'
    """
    return f"the {title.removeprefix('The ')}" if title.startswith("The ") else title


def path(first: Reading, last: Reading) -> str:
    """Say how the indicator moves when nothing is done."""
    step = max(step_for(values.middle, values.low, values.high, first.unit) for values in (first.without, last.without))
    start, end = (in_unit(values.middle, step, first.unit) for values in (first.without, last.without))
    if start == end:
        return f"Without the plan: {start} in {first.year} and in {last.year}."
    verb = "up" if last.without.middle > first.without.middle else "down"
    return f"Without the plan: {verb} from {start} in {first.year} to {end} in {last.year}."


def summary(all_told: Sequence[Told], plan: str) -> str:
    """Say in one breath what the plan changes: good news, bad news, and what stays open."""
    groups: dict[Judgement, list[str]] = {}
    for told in all_told:
        found = told.direction
        decided = found in {Direction.MORE, Direction.LESS}
        words = told.words.more if found is Direction.MORE else told.words.less if decided else told.words.topic
        groups.setdefault(judgement(told), []).append(words)
    if set(groups) <= {Judgement.NONE}:
        return NOTHING_TO_COMPARE if plan == NO_PLAN else f"With {inside(plan)}, none of these numbers changes."
    if Judgement.EARLY in groups:
        return f"{TOO_EARLY} what {inside(plan)} changes: there are fewer than {FEWEST_PAIRS} pairs of runs."
    parts = []
    for kinds, start in (
        ((Judgement.BETTER, Judgement.CHANGED), f"With {inside(plan)}: "),
        ((Judgement.WORSE,), "At a price: "),
        ((Judgement.OPEN,), f"{TOO_CLOSE}: "),
        ((Judgement.HARDLY,), "Hardly any difference to "),
        ((Judgement.NONE,), "No difference to "),
    ):
        words_here = [words for kind in kinds for words in groups.get(kind, [])]
        if words_here:
            parts.append(f"{start}{listed(words_here)}.")
    return " ".join(parts)


def segment_name(segment: Segment) -> str:
    """Return a segment as people say it.

    >>> segment_name(Segment("size", "Under GBP 10k"))
    'By income: Under £10k'
    >>> segment_name(Segment("members", "non-member"))
    'By taking part: Non-members'
    """
    if segment == WHOLE_SECTOR:
        return "The whole sector"
    name = re.sub(r"(?<=\dk)-(?=\d)", "\N{EN DASH}", segment.name.replace("GBP ", "£"))
    name = f"{name}s" if segment.kind == "members" else name
    return f"{SEGMENT_KINDS.get(segment.kind, segment.kind)}: {capital(name)}"


def moving(kind: str, *, alike: bool) -> str:
    """Say of a kind of group that organisations enter and leave because of a plan that they do; of other kinds nothing.

    Parameters
    ----------
    alike
        Whether the runs cannot differ.
    """
    return MOVING if kind in MOVED_BY_PLANS and not alike else ""


def listed(words: Sequence[str], most: int | None = None) -> str:
    """Join words as in speech; of more than `most`, the first, and how many more there are.

    >>> listed(["more jobs", "fewer closures", "more income"])
    'more jobs, fewer closures and more income'
    >>> listed(["Derby", "Rutland", "Leicester"], most=1)
    'Derby and 2 more'
    """
    more = 0 if most is None else len(words) - most
    *before, last = [*words[:most], f"{more} more"] if more > 0 else words
    return f"{', '.join(before)} and {last}" if before else last


def capital(words: str) -> str:
    """Begin words with a capital letter."""
    return words[:1].upper() + words[1:]


def shown(pairs: int, scale: float, seed: int) -> str:
    """Say how much computing stands behind the page.

    >>> shown(20, 1.0, 1)
    '20 pairs of runs, every organisation simulated, luck drawn from number 1'
    """
    return f"{pairs} pair{'' if pairs == 1 else 's'} of runs, {share(scale)} simulated, luck drawn from number {seed}"


def share(scale: float) -> str:
    """Say how large a part of the sector is simulated.

    >>> share(1.0), share(0.1)
    ('every organisation', '10% of the sector')
    """
    return "every organisation" if scale >= 1 else f"{percent(scale)} of the sector"


def _step(reading: Reading) -> float:
    """Return the rounding step that the band of the difference supports."""
    low, middle, high = reading.difference
    return step_for(middle, low, high, reading.unit)
