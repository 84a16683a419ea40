"""An action: one thing that a cluster initiative can do, acting on organisations through levers."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from foresight.config import (
    Effect,
    Family,
    Frozen,
    Grade,
    Identifier,
    Level,
    Listed,
    Mapped,
    Number,
    PlugIn,
    Text,
    Title,
    Unit,
    within,
)
from foresight.scenario.eligibility import Eligibility

Barrier = Literal["strategic-capacity", "human-resources", "support", "funding"]
Group = Literal["regional", "microcluster", "roll-out"]
Segment = Literal["small", "rural", "bme_led"]
Odds = Annotated[Number, within(0, 1000)]

Count = Annotated[int, Field(ge=1, le=10_000)]
ShareOf = Annotated[Number, within(0, 1)]


class Lever(PlugIn):
    """Base of the levers: what an action changes, and by how much.

    A lever is its own schema. Its fields of type `Effect` are what strength scales, by `effect.at(level, factor)`. The model adds
    what each kind does; here it is only described.
    """

    home: ClassVar[str | None] = "foresight.model.levers"

    def budget_growth(self, level: Level, factor: float) -> float:  # noqa: ARG002 - for levers that bring money
        """Return the share by which the lever raises the initiative's budget."""
        return 0.0


class Uptake(Frozen):
    """How many of the eligible organisations take part, and who is likelier to."""

    coverage: Annotated[ShareOf, Unit("share of eligible organisations")]
    """the share of eligible organisations that take part, from 0 to 1"""
    odds: Annotated[Mapped[Segment, Odds], Unit("multiplier of the odds")] = Field(default_factory=dict)
    """what multiplies the odds of taking part, for small (under GBP 25,000), rural and bme_led organisations"""
    spread: Annotated[ShareOf | None, Unit("share a year")] = None
    """the share of those outside that follow the example each year"""


class SetUp(Frozen):
    """What it takes to set an action up, before it acts."""

    cost: Annotated[Annotated[Number, within(0, 1e6)] | None, Unit("GBP thousand, 2002 prices")] = None
    """GBP thousand in 2002 prices, once, spread over the years before it acts"""
    failure: Annotated[ShareOf | None, Unit("chance")] = None
    """the chance that it never works; what was paid until then is lost"""


class MinimumScale(Frozen):
    """How much business an action needs to keep going."""

    least: Annotated[Number, within(0, 1e6)]
    """the fewest placements a year"""
    share: Annotated[ShareOf, Unit("share of members' hires")]
    """the share of its members' hires that go through it"""


class Dependency(Frozen):
    """What is lost at once when the money ends, unless it is withdrawn bit by bit."""

    share: Annotated[ShareOf, Unit("share of the effect")]
    """the share of the effect that is lost where the money ends at once"""
    weaning: Annotated[Number, within(0.25, 20), Unit("years")]
    """the years of taper after which nothing is lost at once"""


class Action(Frozen):
    """One thing that a cluster initiative can do."""

    kind: Literal["action"]
    """action"""
    id: Identifier
    """its name in plans"""
    code: Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}$")]
    """its number in the list of recommended actions, such as R01"""
    title: Title
    """its name for people"""
    summary: Text
    """what is done, in a sentence or two"""
    group: Group
    """regional, microcluster or roll-out"""
    barriers: Annotated[Listed[Barrier], Field(min_length=1)]
    """the barriers that it lowers"""
    levers: Annotated[Listed[Family[Lever]], Field(min_length=1)]
    """what it changes, and by how much"""
    reaches: Literal["members", "everybody"] = "members"
    """members, who take it up one by one, or everybody eligible, through institutions and without joining"""
    delay: Annotated[Number, within(0, 20), Unit("years")]
    """years from its start to the first effect"""
    ramp: Annotated[Number, within(0, 20), Unit("years")]
    """years from the first to the full effect"""
    cost: Annotated[Number, within(0, 1e6), Unit("GBP thousand a year, 2002 prices")]
    """GBP thousand a year in 2002 prices, of one unit where it comes in units"""
    free_after: Annotated[Annotated[Number, within(0, 20)] | None, Unit("years")] = None
    """years after which it pays for itself, or for the share named in `recovers`"""
    recovers: Annotated[ShareOf | None, Unit("share of the cost")] = None
    """the share of its cost that it earns back from then on; all of it where none is given"""
    set_up: SetUp = SetUp()
    """what it costs to set it up, and how likely that fails"""
    lasts: Annotated[Annotated[Number, within(0.25, 20)] | None, Unit("years")] = None
    """years that it takes, for what is done once"""
    units: Count | None = None
    """how many units there are where a plan does not say, for actions that come in units such as microclusters"""
    eligibility: Eligibility = Eligibility()
    """which organisations may take part"""
    uptake: Uptake
    """how many of them do"""
    days: Annotated[Annotated[Number, within(0, 50)] | None, Unit("days a year")] = None
    """the days a year that taking part costs an organisation"""
    minimum_scale: MinimumScale | None = None
    """how much business it needs to keep going"""
    depends_on: Literal["development-agency"] | None = None
    """the institution without which it ends"""
    decay: Annotated[ShareOf, Unit("share a year")]
    """the share of the effect that is lost each year once it has ended"""
    dependency: Dependency | None = None
    """what is lost at once when the money ends"""
    side_effects: Text
    """what else it does, and to whom"""
    source: Text
    """where its numbers come from"""
    grade: Grade
    """how good the evidence is, from A to D"""

    @property
    def effects(self) -> tuple[tuple[str, str, Effect], ...]:
        """Return every effect of its levers: the lever's kind, what is changed, and by how much."""
        named = ((lever, name, getattr(lever, name)) for lever in self.levers for name in type(lever).model_fields)
        return tuple((lever.kind, getattr(lever, "quantity", name), one) for lever, name, one in named if isinstance(one, Effect))
