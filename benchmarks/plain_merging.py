"""Mergers between organisations that are one object each: `processes/merging.py` once more."""

import math
from collections.abc import Iterable

from benchmarks.luck import Luck
from benchmarks.plain_organisation import Organisation, Tie
from foresight.model.moment import Moment
from foresight.model.processes import awards, merging
from foresight.population.columns import QUARTERS, Award, Closure
from foresight.randomness import Decision


def merge(ties: Iterable[Tie], moment: Moment, luck: Luck, county: list[int]) -> list[Organisation]:
    """Let tied organisations merge, in the order of the ties, and return those that gave up their name."""
    numbers, gone, taken = moment.baseline.mergers, [], set[int]()
    for tie in sorted(ties, key=lambda tie: (tie.first.identity, tie.second.identity)):
        one, other = tie.first, tie.second
        if {one.identity, other.identity} & taken or not (one.registered and other.registered):
            continue
        giver, taker = (one, other) if one.spending < other.spending else (other, one)
        ratio = numbers.trust * (tie.trust + tie.trust_back) / 2
        ratio += numbers.deficit * (giver.cost > (1 + numbers.margin) * giver.income)
        ratio += numbers.same_activity * (one.activity == other.activity)
        pair = (moment.step, one.identity, other.identity)
        if luck.pair(Decision.MERGER, *pair) < numbers.chance * math.exp(ratio):
            taken |= {one.identity, other.identity}
            hand_over(giver, taker, moment, county)
            gone.append(giver)
    return gone


def hand_over(giver: Organisation, taker: Organisation, moment: Moment, county: list[int]) -> None:
    """Let the receiver take over income, money, posts and volunteers, and pay for the integration."""
    share = giver.weight / taker.weight
    for name, base in (("posts_per_million", "spending"), ("part_time", "staff")):
        ours, theirs = getattr(taker, base), share * getattr(giver, base)
        moved = (getattr(giver, name) - getattr(taker, name)) * theirs / max(ours + theirs, 1e-9)
        setattr(taker, name, getattr(taker, name) + moved)
    bill = QUARTERS * moment.baseline.mergers.cost * share * giver.income
    for kind in Award:
        stays = kind in awards.PLACED and county[giver.district] != county[taker.district]
        if giver.award_end[kind] > moment.step and not stays and giver.award[kind] > 0:
            theirs = share * giver.award[kind]
            ours = taker.award[kind] if taker.award_end[kind] > moment.step else 0.0
            taker.award[kind] = ours + theirs
            if theirs > ours:
                taker.award_end[kind] = giver.award_end[kind]
        taker.seeks[kind] += share * giver.seeks[kind]
    for name in merging.CARRIED:
        if name != "seeks":
            setattr(taker, name, getattr(taker, name) + share * getattr(giver, name))
    if giver.trustees > taker.trustees:
        for name in merging.BOARD:
            setattr(taker, name, getattr(giver, name))
    taker.ict, taker.practices = taker.ict or giver.ict, taker.practices | giver.practices
    taker.funder_trust = max(taker.funder_trust, giver.funder_trust)
    paid = min(bill, taker.reserves)
    taker.reserves -= paid
    taker.cost += paid
    giver.closed, giver.closure = moment.step, Closure.MERGED
