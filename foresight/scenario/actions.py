"""An action: one thing that a cluster initiative can do, acting on organisations through levers."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from foresight.config import (
    Complaint,
    Family,
    Frozen,
    Grade,
    Identifier,
    Listed,
    Mapped,
    Number,
    PlugIn,
    Text,
    Unit,
    within,
)

Barrier = Literal["strategic-capacity", "human-resources", "support", "funding"]
Group = Literal["regional", "microcluster", "roll-out"]
Segment = Literal["small", "rural", "bme_led"]
Odds = Annotated[Number, within(0, 1000)]

Count = Annotated[int, Field(ge=1, le=10_000)]
Money = Annotated[float, Field(ge=0, le=1e12)]


class Lever(PlugIn):
    """Base of the levers: what an action changes, and by how much.

    A lever is its own schema. Its fields of type `Effect` are what strength scales, by `effect.at(level, factor)`. The model adds
    what each kind does; here it is only described.
    """


class Eligibility(Frozen):
    """Which organisations may take part; what is left out does not matter."""

    registered: bool | None = None
    """whether they are registered"""
    paid_staff: bool | None = None
    """whether they have paid staff"""
    min_income: Money | None = None
    """the least income, in GBP a year (2002 prices)"""
    max_income: Money | None = None
    """the most income, in GBP a year (2002 prices)"""
    max_staff: Annotated[float, Field(ge=0, le=1e6)] | None = None
    """the most paid staff, heads"""
    rural: bool | None = None
    """whether they are in a rural place"""
    bme_led: bool | None = None
    """whether black and minority ethnic people lead them"""
    min_capacity: Annotated[float, Field(ge=0, le=1)] | None = None
    """the least strategic capacity, from 0 to 1"""

    def faults(self) -> Iterable[Complaint]:
        """Check that the least income is below the most."""
        if self.min_income is not None and self.max_income is not None and self.max_income <= self.min_income:
            yield Complaint(("max_income",), f"{self.max_income:g}", f"more than min_income, {self.min_income:g}")


class Uptake(Frozen):
    """How many of the eligible organisations take part, and who is likelier to."""

    coverage: Annotated[Number, within(0, 1), Unit("share of eligible organisations")]
    """the share of eligible organisations that take part, from 0 to 1"""
    odds: Annotated[Mapped[Segment, Odds], Unit("multiplier of the odds")] = Field(default_factory=dict)
    """what multiplies the odds of taking part, for small (under GBP 25,000), rural and bme_led organisations"""


class Action(Frozen):
    """One thing that a cluster initiative can do."""

    kind: Literal["action"]
    """action"""
    id: Identifier
    """its name in plans"""
    code: Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}$")]
    """its number in the list of recommended actions, such as R01"""
    title: Text
    """its name for people"""
    summary: Text
    """what is done, in a sentence or two"""
    group: Group
    """regional, microcluster or roll-out"""
    barriers: Listed[Barrier]
    """the barriers that it lowers"""
    levers: Annotated[Listed[Family[Lever]], Field(min_length=1)]
    """what it changes, and by how much"""
    delay: Annotated[Number, within(0, 20), Unit("years")]
    """years from its start to the first effect"""
    ramp: Annotated[Number, within(0, 20), Unit("years")]
    """years from the first to the full effect"""
    cost: Annotated[Number, within(0, 1e6), Unit("GBP thousand a year, 2002 prices")]
    """GBP thousand a year in 2002 prices, of one unit where it comes in units"""
    free_after: Annotated[Annotated[Number, within(0, 20)] | None, Unit("years")] = None
    """years after which it pays for itself"""
    units: Count | None = None
    """how many units there are where a plan does not say, for actions that come in units such as microclusters"""
    eligibility: Eligibility = Eligibility()
    """which organisations may take part"""
    uptake: Uptake
    """how many of them do"""
    decay: Annotated[Number, within(0, 1), Unit("share a year")]
    """the share of the effect that is lost each year once it has ended"""
    side_effects: Text
    """what else it does, and to whom"""
    source: Text
    """where its numbers come from"""
    grade: Grade
    """how good the evidence is, from A to D"""
