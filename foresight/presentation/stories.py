"""Two lives of one organisation, told as a story: what happened with and without the plan, in sentences and lines."""

import re
from typing import Any

import altair as alt
import pandas as pd

from foresight.analysis.barriers import FULL, spelt
from foresight.analysis.fates import KEPT, NONE_OF_THEM
from foresight.analysis.lives import TwoLives, barrier_column
from foresight.population.columns import Barrier
from foresight.presentation import theme
from foresight.presentation.chart_rows import WITH_LABEL, WITHOUT_LABEL
from foresight.presentation.charts import HEIGHT, colour, dash, finished
from foresight.presentation.naming import BARRIERS, action_title
from foresight.presentation.sentences import capital

STEPS = {
    "capacity": ("it can plan and lead {more}", "better", "worse", ("capacity",)),
    "tie": ("it works with {more} others", "more", "fewer", ("ties", "projects")),
    "award": ("it is paid {more} in grants and contracts", "more", "less", ("awards",)),
    "staff": ("it has {more} staff", "more", "fewer", ("staff",)),
    "volunteers": ("it has {more} volunteers", "more", "fewer", ("volunteers",)),
    "reserves": ("it has {more} savings", "more", "less", ("reserves",)),
}
"""What differs first, the words for more and less of it with the plan, and the columns of a life that tell which."""
BOARD = "a seat on its board, or the chair, is taken in one life and empty in the other"
NOTHING_FOLLOWED = "nothing that the model follows; the accidents of the year differ"
QUARTER = re.compile(r"\b(\d{4})-Q([1-4])\b")
SEASONS = ("early", "spring", "summer", "late")
MANY_YEARS = 10
ARMS = {"without": WITHOUT_LABEL, "with": WITH_LABEL}
INCOME = "income"
DRAWN = {INCOME: "Income", **{barrier_column(one): BARRIERS[spelt(one)] for one in Barrier}}
"""What can be drawn of two lives, and what it is called: income, or how free an organisation is of each of the four barriers."""
AXES = {name: "Income in the year (£)" if name == INCOME else f"{title}: 100 is no barrier" for name, title in DRAWN.items()}
"""The names of their axes."""


def name_of(fate: "pd.Series[Any]") -> str:
    """Return an organisation of the list of fates as it is chosen."""
    kept = "Kept by the plan" if fate["direction"] == KEPT else "Lost by the plan"
    return f"{kept}: {fate['description']}, no. {fate['organisation']}"


def in_seasons(text: str) -> str:
    """Name the quarters in a text as people do.

    >>> in_seasons("closed in 2004-Q1, not in 2010-Q3")
    'closed in early 2004, not in summer 2010'
    """
    return QUARTER.sub(lambda found: f"{SEASONS[int(found[2]) - 1]} {found[1]}", text)


def story(lives: TwoLives, fate: "pd.Series[Any]") -> str:
    """Tell what differs between the two lives, and where they part."""
    since = f"It takes part from {fate['member_since']} on." if fate["member_since"] else "It never takes part."
    parted = f"The two lives part in {fate['first_quarter']}: {_parting(lives, fate)}." if fate["first_quarter"] else ""
    joined = _joined(lives)
    actions = f" It joins: {', '.join(action_title(name) for name in joined)}." if joined else ""
    return in_seasons(
        f"{capital(lives.description)}. {since}{actions} {parted} Without the plan: {lives.ending('without')}. "
        f"With the plan: {lives.ending('with')}."
    )


def _parting(lives: TwoLives, fate: "pd.Series[Any]") -> str:
    """Say what differs first, and which way."""
    step = str(fate["first_step"])
    if step == NONE_OF_THEM:
        return NOTHING_FOLLOWED
    if step not in STEPS:
        return BOARD
    words, more, less, columns = STEPS[step]
    row = lives.table.iloc[list(lives.table["quarter"]).index(str(fate["first_quarter"]))]
    gained = sum(float(row[f"{column}_with"]) - float(row[f"{column}_without"]) for column in columns)
    if gained == 0:  # as when one grant takes the place of another
        return words.format(more="other")
    return f"{words.format(more=more if gained > 0 else less)} with the plan"


def drawing(lives: TwoLives, size: theme.Size, drawn: str = INCOME) -> alt.LayerChart:
    """Draw its income, or how free it is of a barrier, in both lives, year by year.

    Parameters
    ----------
    drawn
        A key of `DRAWN`.
    """
    rows = pd.concat(
        [
            pd.DataFrame({"year": year.index, "value": year.to_numpy(), "arm": label})
            for arm, label in ARMS.items()
            if len(year := _drawn(lives, drawn, arm).dropna())
        ]
    )
    rows = rows.assign(told=[_with_unit(value, drawn) for value in rows["value"]])
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = alt.X("year:Q", title=None, scale=alt.Scale(domain=[first, last + 3], nice=False), axis=_ticks(first, last))
    scale = alt.Undefined if drawn == INCOME else alt.Scale(domain=[0, FULL])
    y = alt.Y("value:Q", title=AXES[drawn], scale=scale, axis=alt.Axis(format=",.0f", domain=False, tickCount=5))
    tips = [
        alt.Tooltip("year:Q", title="Year", format="d"),
        alt.Tooltip("arm:N", title=" "),
        alt.Tooltip("told:N", title=DRAWN[drawn]),
    ]
    base = alt.Chart(rows).encode(x=x, y=y, color=colour())
    line = base.mark_line(strokeWidth=3.5, point={"size": 60, "filled": True}).encode(strokeDash=dash(), tooltip=tips)
    ends = rows.sort_values("year").groupby("arm").tail(1).sort_values("value")
    shifts = [10, -10] if len(ends) > 1 else [0]
    names = [
        alt.Chart(ends.iloc[[place]])
        .mark_text(align="left", dx=10, dy=shift, fontSize=size.text, fontWeight="bold")
        .encode(x=x, y=y, text="arm:N", color=colour())
        for place, shift in enumerate(shifts)
    ]
    return finished([line, *names], HEIGHT, size)


def _ticks(first: int, last: int) -> alt.Axis:
    """Return the axis of the years, named as far as there are any."""
    return alt.Axis(format="d", grid=False, values=list(range(first, last + 1, 2 if last - first > MANY_YEARS else 1)))


def _drawn(lives: TwoLives, drawn: str, arm: str) -> "pd.Series[float]":
    """Return what is drawn, year by year: a sum of income, or the state of a barrier at the end of the year, 0 to 100."""
    column = f"{drawn}_{arm}"
    return _by_year(lives, column, arm) if drawn == INCOME else FULL * _by_year(lives, column, arm, last=True)


def _with_unit(value: float, drawn: str) -> str:
    """Write a number that is drawn."""
    return f"£{value:,.0f}" if drawn == INCOME else f"{value:.0f} of {FULL}"


def years(lives: TwoLives, drawn: str = INCOME) -> pd.DataFrame:
    """Return both lives year by year, in words, with the barrier that is drawn."""
    rows = []
    for year in sorted({_year(quarter) for quarter in lives.table["quarter"]}):
        row: dict[str, object] = {"Year": year}
        for arm, label in ARMS.items():
            row |= {f"{label}: {title}": text for title, text in _year_in_words(lives, arm, year, drawn).items()}
        rows.append(row)
    return pd.DataFrame(rows)


def _year_in_words(lives: TwoLives, arm: str, year: int, drawn: str) -> dict[str, str]:
    barrier = [] if drawn == INCOME else [f"{DRAWN[drawn].lower()} (100 is no barrier)"]
    here = lives.table[[_year(quarter) == year for quarter in lives.table["quarter"]]]
    ended = [text for text in here[f"ending_{arm}"].dropna() if text]
    if not _open(here, arm).any():
        nothing = dict.fromkeys(("savings", "staff", "volunteers", "working ties", *barrier), "")
        return {"income": ended[0] if ended else "not there", **nothing}
    last = here[_open(here, arm)].iloc[-1]
    income = f"£{here[f'income_{arm}'].sum():,.0f}" + (f", {ended[0]}" if ended else "")
    return {
        "income": income,
        "savings": f"£{last[f'reserves_{arm}']:,.0f}",
        "staff": f"{last[f'staff_{arm}']:.1f}",
        "volunteers": f"{last[f'volunteers_{arm}']:.0f}",
        "working ties": f"{last[f'ties_{arm}']:.0f}",
        **dict.fromkeys(barrier, f"{FULL * last[f'{drawn}_{arm}']:.0f}"),
    }


def _by_year(lives: TwoLives, column: str, arm: str, *, last: bool = False) -> "pd.Series[float]":
    """Return a sum by year, or what stood last in it, empty where it was not open in any quarter of it."""
    years = lives.table["quarter"].map(_year)
    shown = lives.table[column].where(_open(lives.table, arm)).astype(float)
    return shown.groupby(years).last() if last else shown.groupby(years).sum(min_count=1)


def _open(table: pd.DataFrame, arm: str) -> "pd.Series[bool]":
    """Return in which quarters it is open in an arm; one in which it is not there has no word for it."""
    return table[f"open_{arm}"].eq(other=True)


def _joined(lives: TwoLives) -> list[str]:
    texts = lives.table["actions_with"].dropna()
    return [name for name in str(texts.iloc[-1]).split(", ") if name] if len(texts) else []


def _year(quarter: str) -> int:
    return int(str(quarter)[:4])
