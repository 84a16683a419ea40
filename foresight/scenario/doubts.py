"""The assumptions that people in the sector doubt most, each with the number, switch or strength that stands for it."""

from typing import NamedTuple

EFFECTS, UPTAKE = "strength", "uptake"
"""Not one number each: how strong all effects are, and how many take part in all actions of the plan."""


class Doubted(NamedTuple):
    """An assumption in plain words.

    Parameters
    ----------
    path : str
        A path of `foresight.scenario.assumptions`, or `EFFECTS` or `UPTAKE`.
    low, high : str
        What is the case at either end of its range, or with a switch off and on.
    """

    id: str
    path: str
    low: str
    high: str


DOUBTED = {
    one.id: one
    for one in (
        Doubted("effects", EFFECTS, "the actions work weakly", "the actions work strongly"),
        Doubted("uptake", UPTAKE, "few take part", "many take part"),
        Doubted("linked", "baseline.hypotheses.barriers_linked", "barriers are not linked", "barriers are linked"),
        Doubted(
            "capacity", "baseline.money.capacity_bonus", "strategic capacity wins no money", "strategic capacity wins much money"
        ),
        Doubted("record", "baseline.money.track_bonus", "a good record wins little money", "a good record wins much money"),
        Doubted("displacement", "baseline.money.giving_displaced", "new gifts are all new", "new gifts are taken from others"),
        Doubted("joint-work", "baseline.ties.value_base", "joint work promises little", "joint work promises much"),
        Doubted("trust-grows", "baseline.ties.trust_gain", "trust grows slowly", "trust grows quickly"),
        Doubted("trust-breaks", "baseline.ties.trust_loss", "a failure costs little trust", "a failure costs much trust"),
        Doubted("closing", "baseline.demography.exit_base", "organisations close seldom", "organisations close often"),
        Doubted("distress", "baseline.demography.exit_distress", "distress is seldom the end", "distress is often the end"),
        Doubted("volunteers", "baseline.volunteering.leaving", "few volunteers leave", "many volunteers leave"),
    )
}
"""A dozen, by id."""
