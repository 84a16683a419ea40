"""The account of a plan in a few sentences, for the command line."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from foresight.analysis.additionality import AT_THE_END, NO_NET_GAIN, TERMS
from foresight.analysis.comparison import Comparison
from foresight.analysis.cut import QUANTILES
from foresight.presentation.numbers import digits, in_unit, step_for, to_step
from foresight.presentation.readings import band_of
from foresight.presentation.sentences import FEWEST_PAIRS
from foresight.scenario.plans import Plan

WORST = 3  # parts of the sector that are named
PLAIN_KINDS = ("size", "county", "place", "leadership", "activity")
AT_FIRST = {"size": " at the start"}
"""Of kinds in which organisations do not stay: when they were in the part that is named."""
NOUNS = {
    "organisations": ("organisation", "organisations"),
    "income": ("million pounds of income a year", "million pounds of income a year"),
    "jobs": ("paid job", "paid jobs"),
    "volunteers": ("volunteer", "volunteers"),
    "output": ("unit of service", "units of service"),
    "partners": ("organisation in joint work", "organisations in joint work"),
}
"""One and several of what is gained."""
PRICE = "cost_per_net_gbp_p50"


def account_lines(comparison: Comparison) -> list[str]:
    """Return what the plan adds in the last year net of what others lose, what that costs, and who is worse off."""
    table = comparison.additionality
    nothing = idle(comparison.plan, table, comparison.manifest["strength"])
    if nothing:
        return [nothing]
    now = table[table["span"] == AT_THE_END]
    told = [_net(row) for row in now.to_dict("records")]
    gains, none = [text for text, gained in told if gained], [text for text, gained in told if not gained]
    said = [f"Net of what others lose, the plan adds in {AT_THE_END}: {'; '.join(gains)}."] if gains else []
    if none:
        said.append(f"{NO_NET_GAIN.capitalize()} in {', '.join(none)}.")
    cost, discounted = now["cost_gbp_m"].iloc[0], now["discounted_cost_gbp_m"].iloc[0]
    each = "; each price takes the whole cost" if any(" each" in text for text in gains) else ""
    said.append(f"It costs GBP {cost:.1f} m in all (2002 prices; {discounted:.1f} m discounted){each}.")
    return [" ".join(said), " ".join(_worse_off(comparison))]


def idle(plan: Plan, table: pd.DataFrame, strength: object) -> str:
    """Say why there is no account to draw up, or nothing where there is one.

    Parameters
    ----------
    table
        As `foresight.analysis.additionality.account` returns it.
    """
    if not plan.actions:
        return "There is no plan here: nobody joins anything, nothing changes and nothing is spent."
    if table[[f"{term}_{part}" for term in TERMS for part in QUANTILES]].to_numpy().any():
        return ""
    why = ", since at strength 0 no action has any effect" if strength == 0 else " in these runs"
    return f"Nobody joins an action{why}: nothing changes."


def _net(row: Mapping[Any, Any]) -> tuple[str, bool]:
    """Return one outcome's net gain in words with its price, or its name alone, and whether there is a gain."""
    title = row["title"][:1].lower() + row["title"][1:]
    one, several = NOUNS.get(row["outcome"], (title, title))
    low, middle, high = band_of(row, "net_gain")
    step = step_for(middle, low, high, row["unit"])
    gained = _signed(middle, step)
    lacking = lacks_price(row)
    if lacking == NO_NET_GAIN or not float(gained.replace(",", "")):
        return several, False
    told = f"{lacking} for a price" if lacking else f"GBP {_two_digits(row[PRICE])} each"
    band = "" if low == high else f" ({_signed(low, step)} to {_signed(high, step)})"
    return f"{gained} {one if gained == '1' else several}{band}, {told}", True


def lacks_price(row: Mapping[Any, Any]) -> str:
    """Say why an outcome's net gain has no price, or nothing where it has one.

    A gain that nine in ten pairs do not agree on has no price that means something, nor has one of less than a whole unit.
    """
    low, middle = (float(row[f"net_gain_{part}"]) for part in ("p10", "p50"))
    if middle <= 0:
        return NO_NET_GAIN
    if low <= 0 or str(row[PRICE]) in {NO_NET_GAIN, "inf"}:
        return "too unsure"
    return "too little" if middle < 1 else ""


def _signed(value: float, step: float) -> str:
    """Write a number with a sign where it is negative."""
    text = digits(value, step)
    return f"-{text}" if value < 0 and float(text.replace(",", "")) != 0 else text


def _two_digits(value: float) -> str:
    """Write a sum of money to two digits."""
    return digits(value, 10.0 ** max(math.floor(math.log10(value)) - 1, 0) if value > 0 else 1.0)


def _worse_off(comparison: Comparison) -> list[str]:
    """Say how many organisations are worse off over all years, and which parts of the sector hardest."""
    table = comparison.losers
    whole = table[table["segment_kind"] == "all"].iloc[0]
    count, worse, better = whole["organisations"], _counted(whole, "worse"), _counted(whole, "better")
    said = [f"Over all years, of {count:,.0f} registered organisations {worse} are worse off, and {better} are better off."]
    hit = hardest_hit(table) if len(comparison.ensemble.fortunes) >= FEWEST_PAIRS else []
    if hit:
        said.append(f"In nine of ten pairs more are worse off than better off in: {'; '.join(hit)}.")
    return [*said, smaller_half(comparison.lower_half)]


def hardest_hit(table: pd.DataFrame) -> list[str]:
    """Name the parts of the sector in which nine in ten pairs have more worse off than better off; the hardest hit first.

    The whole numbers that are printed say so, too.

    Parameters
    ----------
    table
        As `foresight.analysis.additionality.losers` returns it.
    """
    parts = table[table["segment_kind"].isin(PLAIN_KINDS)]
    worse, better = parts["worse_p50"].round(), parts["better_p50"].round()
    balance: pd.Series[float] = (worse - better) / parts["organisations"]
    named = balance[(balance > 0) & (parts["balance_p10"] > 0)].sort_values(ascending=False).index[:WORST]
    return [
        f"{parts.loc[one, 'segment']}{AT_FIRST.get(str(parts.loc[one, 'segment_kind']), '')} "
        f"({worse[one]:,.0f} worse off, {better[one]:,.0f} better off)"
        for one in named
    ]


def smaller_half(table: pd.DataFrame) -> str:
    """Say how much of the income that members gain over all years goes to the smaller half of all organisations.

    Parameters
    ----------
    table
        As `foresight.analysis.additionality.gain_of_lower_half` returns it.
    """
    row = table.iloc[0]
    if not row["pairs"]:
        return "Those who take part gain hardly any income in all, so there is none for the smaller ones to share in."
    low, middle, high = (float(row[part]) for part in ("p10", "p50", "p90"))
    step = step_for(middle, low, high, "%")
    band = "" if low == high else f" ({in_unit(low, step, '%')} to {in_unit(high, step, '%')})"
    start = "Of the income that those who take part gain over all years, the smaller half of organisations"
    if to_step(middle, step) == 0:
        return f"{start} gets hardly anything{band}."
    if middle < 0:
        return f"{start} gets nothing; it loses as much as {in_unit(-middle, step, '%')} of that."
    return f"{start} gets {in_unit(middle, step, '%')}{band}."


def _counted(row: "pd.Series[Any]", name: str) -> str:
    """Write how many organisations are worse or better off, with the band."""
    low, middle, high = (f"{value:,.0f}" for value in band_of(row, name))
    return middle if low == high else f"{middle} ({low} to {high})"
