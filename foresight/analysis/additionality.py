"""The account of a plan: what its members gain, what they would have had anyway, what others lose, and what that cost.

For every pair and outcome, with members (who have joined an action by that year) and non-members the same organisations in both
arms:

    gross gain   = members with the plan - members without it
    deadweight   = members without the plan: what they would have had anyway
    displacement = non-members without the plan - non-members with it
    net gain     = gross gain - displacement = the whole sector with the plan - the whole sector without it

The terms are those of HM Treasury's guidance on additionality. Costs are what the initiative spends, in 2002 prices; the ratio of
cost to net gain is not discounted, and the discounted cost stands beside it.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.cut import QUANTILES, worded
from foresight.ensemble.pairs import Ensemble
from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import Segments
from foresight.model.run import FIRST_YEAR, YEARS

TERMS = ("gross_gain", "deadweight", "displacement", "net_gain")
AT_THE_END = str(YEARS[-1])
ALL_YEARS = f"{YEARS[1]}-{YEARS[-1]}"
SPANS: Mapping[str, slice] = {AT_THE_END: slice(-1, None), ALL_YEARS: slice(1, None)}
MILLION = 1e6
LEAST_COST = 1e-6  # GBP: what costs nothing has a price of nothing
LEFT_OVER = 0.5  # of what two halves gain and lose: where less is left, a share of it says nothing
NO_NET_GAIN = "no net gain"


def outcomes() -> list[str]:
    """Return the outcomes that an account is drawn up for, in the order of the indicators."""
    return [name for name, one in INDICATORS.items() if one.outcome]


def accounts_by_pair(ensemble: Ensemble, segments: Segments) -> pd.DataFrame:
    """Return every pair's account: outcome, span, replicate, and the four terms.

    The span is the last year, or all years from 2003 on (a sum over years: organisation-years, job-years).
    """
    place = {label: segments.names.index(("members", label)) for label in ("member", "non-member")}
    ids, rows = list(INDICATORS), []
    for outcome in outcomes():
        position = ids.index(outcome)
        for span, years in SPANS.items():
            without, with_plan = (
                {who: arm[:, years, position, column].sum(axis=1) for who, column in place.items()}
                for arm in (ensemble.without, ensemble.with_plan)
            )
            gross = with_plan["member"] - without["member"]
            displaced = without["non-member"] - with_plan["non-member"]
            terms = dict(zip(TERMS, (gross, without["member"], displaced, gross - displaced), strict=True))
            rows.append(pd.DataFrame({"outcome": outcome, "span": span, "replicate": np.arange(gross.size), **terms}))
    return pd.concat(rows, ignore_index=True)


def account(by_pair: pd.DataFrame, costs: Sequence[Mapping[int, float]], discount_rate: float) -> pd.DataFrame:
    """Return the account of a plan: one row an outcome and span, each term with its 10, 50 and 90 % values over pairs.

    The cost is what the initiative spent, in the middle pair; `cost_per_net_gbp_*` is in GBP for one unit of the outcome, as
    `price` makes it.

    Parameters
    ----------
    by_pair : DataFrame
        As `accounts_by_pair` returns it.
    costs : sequence of mappings
        GBP m by year, one a pair.
    discount_rate : float
        % a year.
    """
    cost = np.array([sum(spent.values()) for spent in costs])
    discounted = [
        sum(money / (1 + discount_rate / 100) ** (year - FIRST_YEAR) for year, money in spent.items()) for spent in costs
    ]
    rows = []
    for (outcome, span), pairs in by_pair.groupby(["outcome", "span"], sort=False):
        one = INDICATORS[str(outcome)]
        row: dict[str, object] = {"outcome": outcome, "title": one.title, "unit": one.unit, "span": span}
        for term in TERMS:
            row |= {f"{term}_{name}": float(pairs[term].quantile(share)) for name, share in QUANTILES.items()}
        row |= {"cost_gbp_m": float(np.median(cost)), "discounted_cost_gbp_m": float(np.median(discounted))}
        net = pairs["net_gain"].to_numpy()
        row |= {f"cost_per_net_gbp_{name}": price(cost, net, share) for name, share in QUANTILES.items()}
        rows.append(row)
    return pd.DataFrame(rows)


def price(cost: NDArray[np.float64], net: NDArray[np.float64], share: float) -> float:
    """Return what one unit of net gain costs in GBP: 0.1 in lucky pairs, 0.5 in the middle, 0.9 in unlucky ones.

    What a pound gains is put in order over pairs, each with its own cost, and the price is one over it: between two pairs it
    agrees with the gain that lies between them. Infinite where the net gain at that place is not above 0.

    Parameters
    ----------
    cost, net : array
        GBP m, and units of the outcome, one a pair.
    """
    gained_by_a_pound = float(np.quantile(net / np.maximum(cost * MILLION, LEAST_COST), 1 - share))
    gains = gained_by_a_pound > 0 and float(np.quantile(net, 1 - share)) > 0
    return 1 / gained_by_a_pound if gains else np.inf


def losers(ensemble: Ensemble, segments: Segments) -> pd.DataFrame:
    """Return who is worse off with the plan: how many registered organisations have noticeably less income over all years.

    Columns: segment_kind, segment, organisations, then `worse_*`, `better_*` and `balance_*` (worse less better in
    the same pair) with their 10, 50 and 90 % values over pairs.
    Segments are those in which organisations stood in 2002 or when they started; members are those who ever joined.
    """
    told = {name: np.stack([getattr(one, name) for one in ensemble.fortunes]) for name in ("everybody", "worse", "better")}
    table = pd.DataFrame(segments.names, columns=["segment_kind", "segment"])
    table["organisations"] = np.median(told["everybody"], axis=0)
    told["balance"] = told["worse"] - told["better"]
    for name in ("worse", "better", "balance"):
        for part, share in QUANTILES.items():
            table[f"{name}_{part}"] = np.quantile(told[name], share, axis=0)
    return table[table["organisations"] > 0].reset_index(drop=True)


def gain_of_lower_half(ensemble: Ensemble) -> pd.DataFrame:
    """Return which part of the members' gain goes to the lower half of organisations by size, in %, over pairs.

    Rows: income and years of life. A pair in which members gain nothing, or in which one half's loss eats up most of what the
    other gains (see `shares_of_gain`), has no share that means something and is left out; `pairs` says how many are left.
    """
    rows = []
    for gain, title in (("gain", "income gained"), ("years", "years of life gained")):
        whole, lower = (np.array([getattr(one, gain + end) for one in ensemble.fortunes]) for end in ("", "_lower"))
        shares = shares_of_gain(whole, lower)
        found = {name: float(np.quantile(shares, share)) if shares.size else np.nan for name, share in QUANTILES.items()}
        rows.append({"of": title, "pairs": int(shares.size), **found})
    return pd.DataFrame(rows)


def shares_of_gain(whole: NDArray[np.float64], lower: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the lower half's share of a gain in %, in those pairs in which there is one that it can be a share of.

    The gain of all must be above 0 and at least `LEFT_OVER` of what the two halves gain and lose between them, signs left out.
    Shares so lie between -50 and 150: below 0 the lower half loses while the other gains, above 100 it is the other way round.
    """
    moved = np.abs(lower) + np.abs(whole - lower)
    there = (whole > 0) & (whole >= LEFT_OVER * moved)
    return np.asarray(100 * lower[there] / whole[there])


def written(table: pd.DataFrame) -> pd.DataFrame:
    """Return an account as it is written to a file: an infinite cost of a unit of net gain says that there is none."""
    return worded(table, "cost_per_net", NO_NET_GAIN)
