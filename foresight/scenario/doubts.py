"""What people in the sector doubt most: to vote on, to move by sliders, and to try low and high. A new doubt goes here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

EFFECTS, UPTAKE = "strength", "uptake"
"""Not one number each: how strong all effects are, and how many take part in all actions of the plan."""


class Doubted(NamedTuple):
    """A number, switch or strength that is tried low and then high.

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


@dataclass(frozen=True)
class Doubt:
    """An assumption in plain words.

    Parameters
    ----------
    tried : tuple of Doubted
        What stands for it where everything is tried low and high.
    numbers : mapping
        Numbers of weak evidence (grade C or D) that can be moved, each in plain words by its path.
    """

    id: str
    title: str
    meaning: str
    tried: tuple[Doubted, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)


DOUBTS = (
    Doubt(
        "effects",
        "How much joint action achieves",
        "No effect of any action has been measured; each is an informed guess.",
        tried=(Doubted("effects", EFFECTS, "the actions work weakly", "the actions work strongly"),),
    ),
    Doubt(
        "uptake",
        "How many would take part",
        "The share of organisations that join an action is assumed.",
        tried=(Doubted("uptake", UPTAKE, "few take part", "many take part"),),
    ),
    Doubt(
        "linked",
        "That barriers are linked",
        "The study says that the weakest barrier holds back every action; nobody has measured it.",
        tried=(Doubted("linked", "baseline.hypotheses.barriers_linked", "barriers are not linked", "barriers are linked"),),
    ),
    Doubt(
        "displacement",
        "How much one's gain is another's loss",
        "Funds are finite in the model, and so are volunteers.",
        tried=(
            Doubted("displacement", "baseline.money.giving_displaced", "new gifts are all new", "new gifts are others' loss"),
        ),
        numbers={
            "baseline.money.giving_displaced": "Of the gifts that one wins, how much others lose",
            "baseline.money.freed_returns": "Of a closed one's donors, how many turn to others",
        },
    ),
    Doubt(
        "trust",
        "How trust between organisations grows",
        "It grows with joint success and shrinks with failure, at assumed rates.",
        tried=(
            Doubted("joint-work", "baseline.ties.value_base", "joint work promises little", "joint work promises much"),
            Doubted("trust-grows", "baseline.ties.trust_gain", "trust grows slowly", "trust grows quickly"),
            Doubted("trust-breaks", "baseline.ties.trust_loss", "a failure costs little trust", "a failure costs much trust"),
        ),
        numbers={
            "baseline.ties.trust_gain": "Trust gained when joint work succeeds",
            "baseline.ties.trust_loss": "Trust lost when joint work fails",
        },
    ),
    Doubt(
        "capacity",
        "What strategic capacity does",
        "Better-led organisations win more bids and keep more donors, by assumption.",
        tried=(
            Doubted(
                "capacity",
                "baseline.money.capacity_bonus",
                "strategic capacity wins no money",
                "strategic capacity wins much money",
            ),
            Doubted("record", "baseline.money.track_bonus", "a good record wins little money", "a good record wins much money"),
        ),
        numbers={
            "baseline.money.capacity_bonus": "How much better-led organisations win more bids",
            "baseline.money.giving_capacity": "How much better-led organisations are given more",
        },
    ),
    Doubt(
        "closing",
        "Why organisations close",
        "The rule comes from a study in New Zealand.",
        tried=(
            Doubted("closing", "baseline.demography.exit_base", "organisations close seldom", "organisations close often"),
            Doubted("distress", "baseline.demography.exit_distress", "distress is seldom the end", "distress is often the end"),
        ),
        numbers={
            "baseline.demography.exit_distress": "How much likelier one in trouble is to close",
            "baseline.money.distress_fall": "How far income must fall to mean trouble",
        },
    ),
    Doubt(
        "volunteers",
        "How volunteers come and go",
        "They follow age, place and appeal, at rates from surveys and judgement.",
        tried=(Doubted("volunteers", "baseline.volunteering.leaving", "few volunteers leave", "many volunteers leave"),),
        numbers={
            "baseline.volunteering.leaving": "Volunteers who leave in a year",
            "baseline.volunteering.capacity_pull": "How much better-led organisations draw volunteers",
        },
    ),
    Doubt(
        "future",
        "The future itself",
        "A future is a story with fixed paths; what the sector does never changes it.",
        numbers={"drivers.la_fund": "Public money for the sector", "drivers.vol_rate": "People who volunteer"},
    ),
)

DOUBTED = {one.id: one for doubt in DOUBTS for one in doubt.tried}
"""What is tried low and high, by id."""
