"""What of a finding survives other assumptions: words first, then bars and a table; and whether the best plan stays best."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from foresight.analysis.comparison import Comparison
from foresight.analysis.regret import NOTHING
from foresight.indicators.measures import INDICATORS
from foresight.presentation import bars, sentences, theme
from foresight.presentation.charts import Axis, spoken_unit
from foresight.presentation.naming import spoken
from foresight.presentation.sentences import FEWEST_PAIRS, TOO_CLOSE, TOO_EARLY, UNDECIDED, Direction, Told, listed
from foresight.presentation.view import View

USUAL, NOW = "With the usual assumptions", "As assumed now"
DOING_NOTHING = "Doing nothing"
MOST_NAMED = 4


def pairs_told(usual: Comparison, now: Comparison, indicators: Sequence[str]) -> list[tuple[Told, Told]]:
    """Return each indicator in the last year, ready to be told: as usual, and as assumed now."""
    here, there = View(usual), View(now)
    both = [(here.told(one), there.told(one)) for one in indicators]
    return [(one, other) for one, other in both if one is not None and other is not None]


def survives(usual: Told, now: Told) -> str:
    """Say what of a finding is left.

    Bands of the difference that do not overlap make it larger or smaller, and a middle of less than half makes it smaller in any
    case; less says nothing.
    """
    before, after = usual.direction, now.direction
    if Direction.EARLY in {before, after}:
        return f"{TOO_EARLY}: {usual.words.topic}"
    if after in UNDECIDED:
        return _undecided(usual, before, after)
    words = _words(now, after)
    if before in UNDECIDED:
        return f"Certain only now: {words}"
    if before is not after:
        return f"Turns round: {_words(usual, before)} become {words}"
    was, is_ = usual.reading.difference, now.reading.difference
    apart = is_.low > was.high or is_.high < was.low
    if abs(is_.middle) < abs(was.middle) / 2 or (apart and abs(is_.middle) <= abs(was.middle)):
        return f"Still {words}, but by less"
    return f"Still {words}{', and by more' if apart else ''}"


def summary(told: Sequence[tuple[Told, Told]]) -> str:
    """Say how many of the findings survive."""
    found = [(one.direction, other.direction) for one, other in told]
    if any(Direction.EARLY in pair for pair in found):
        return f"{TOO_EARLY} what survives: there are fewer than {FEWEST_PAIRS} pairs of runs."
    certain = [(before, after) for before, after in found if before not in UNDECIDED]
    if not certain:
        return "With the usual assumptions nothing is certain, so that nothing can be lost."
    stay = sum(before is after for before, after in certain)
    lost = sum(after in UNDECIDED for _, after in certain)
    turned = len(certain) - stay - lost
    parts = [f"{stay or 'none'} stand{'s' if stay == 1 else ''}"]
    parts += [f"{lost} {'is' if lost == 1 else 'are'} no longer certain"] if lost else []
    parts += [f"{turned} turn{'s' if turned == 1 else ''} round"] if turned else []
    findings = f"{len(certain)} finding{'' if len(certain) == 1 else 's'}"
    return f"Of {findings} that {'is' if len(certain) == 1 else 'are'} certain with the usual assumptions, {listed(parts)}."


def table(told: Sequence[tuple[Told, Told]]) -> pd.DataFrame:
    """Return the difference that the plan makes, both ways, in words."""
    return pd.DataFrame(
        [
            {
                "What": f"{now.title} ({spoken_unit(now.reading.unit)})",
                USUAL: spoken(usual.reading.difference.middle, *_ends(usual), usual.reading.unit),
                NOW: spoken(now.reading.difference.middle, *_ends(now), now.reading.unit),
                "That is": survives(usual, now),
            }
            for usual, now in told
        ]
    )


def chart(usual: Comparison, now: Comparison, told: tuple[Told, Told], size: theme.Size) -> alt.LayerChart:
    """Draw the difference in the told indicator in the last year, both ways; the page says what is measured."""
    indicator = told[0].reading.indicator
    rows = [one.cut(indicator).table().tail(1).assign(segment=name) for one, name in ((usual, USUAL), (now, NOW))]
    declared = INDICATORS[indicator]
    both = pd.concat(rows, ignore_index=True)
    return bars.group_differences(both, Axis("", declared.unit), declared.better, size, sentences.marks(told))


def places(ranked: Mapping[str, pd.DataFrame], titles: Mapping[str, str]) -> pd.DataFrame:
    """Return the place of each plan under each set of assumptions; a place that is open is so called.

    Parameters
    ----------
    ranked
        Tables of `foresight.analysis.regret`, of one future each, by what was assumed; the first sets the order.
    """
    first = next(iter(ranked.values()))
    rows: list[dict[str, str]] = [{"Plan": _title(plan, titles)} for plan in first["plan"]]
    for name, found in ranked.items():
        known = found.set_index("plan")
        for row, plan in zip(rows, first["plan"], strict=True):
            row[name] = _place(int(known.loc[plan, "rank"]), int(known.loc[plan, "rank_high"]))
    return pd.DataFrame(rows)


def stays_best(usual: pd.DataFrame, others: Mapping[str, pd.DataFrame], titles: Mapping[str, str]) -> str:
    """Say which plan is best as usual, and whether it stays so.

    Parameters
    ----------
    others
        The rankings of other times, by what was assumed, such as `with weak effects`.
    """
    before = _leaders(usual, titles)
    if len(before) > 1:
        start = f"With the usual assumptions it is too close to call which plan is best ({listed(before, MOST_NAMED)})"
    else:
        start = f"{before[0]} is best with the usual assumptions"
    after = [_after(before, _leaders(found, titles), words) for words, found in others.items()]
    return f"{'; '.join([start, *after])}."


def _after(before: Sequence[str], after: Sequence[str], words: str) -> str:
    """Say which plan is best another time, against those that were best as usual."""
    if len(before) > 1:
        best = f"{after[0]} is best" if len(after) == 1 else f"it is too close to call between {listed(after, MOST_NAMED)}"
        return f"{words} {best}"
    if after == before:
        return f"it stays best {words}"
    if before[0] in after:
        return f"{words} it may be, but it is too close to call between {listed(after, MOST_NAMED)}"
    ahead = f"{after[0]} is" if len(after) == 1 else f"ahead of it are {listed(after, MOST_NAMED)}, which are too close to call"
    return f"{words} it does not stay so: {ahead}{' ahead of it' if len(after) == 1 else ''}"


def _undecided(usual: Told, before: Direction, after: Direction) -> str:
    if before not in UNDECIDED:
        lost = "No longer certain" if after is Direction.OPEN else "Hardly anything is left"
        return f"{lost}: {_words(usual, before)}"
    still = "Still t" if before is after else "T"
    if after is Direction.OPEN:
        return f"{still}oo close to call: {usual.words.topic}"
    return f"Hardly any difference, or none: {usual.words.topic}"


def _words(told: Told, found: Direction) -> str:
    return told.words.more if found is Direction.MORE else told.words.less


def _ends(told: Told) -> tuple[float, float]:
    return told.reading.difference.low, told.reading.difference.high


def _place(best: int, worst: int) -> str:
    return f"{best}" if best == worst else f"{best} to {worst}: {TOO_CLOSE.lower()}"


def _leaders(found: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    """Return the plans that no other is surely better than, the likeliest best first."""
    return [_title(plan, titles) for plan in found.loc[found["rank"] == 1, "plan"]]


def _title(plan: str, titles: Mapping[str, str]) -> str:
    return DOING_NOTHING if plan == NOTHING else titles[plan]
