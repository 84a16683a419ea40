"""Which organisations something is meant for: an action, or one of its levers."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from foresight.config import Complaint, Frozen

Money = Annotated[float, Field(ge=0, le=1e12)]
Share = Annotated[float, Field(ge=0, le=1)]
ClusterKind = Literal["place", "activity", "interest", "bme-led", "rural-by-ict"]


class Eligibility(Frozen):
    """Which organisations may take part; what is left out does not matter."""

    registered: bool | None = None
    """whether they are registered"""
    paid_staff: bool | None = None
    """whether they have paid staff"""
    small: bool | None = None
    """whether their income is below GBP 25,000 a year"""
    rural: bool | None = None
    """whether they are in a rural place"""
    bme_led: bool | None = None
    """whether black and minority ethnic people lead them"""
    ict: bool | None = None
    """whether they use ICT well"""
    joint: bool | None = None
    """whether they take part in joint work: a microcluster, or a joint project that they agreed to"""
    supported: bool | None = None
    """whether a support body reaches them"""
    partnered: bool | None = None
    """whether they have a joint project that they agreed to"""
    min_income: Money | None = None
    """the least income, in GBP a year (2002 prices)"""
    max_income: Money | None = None
    """the most income, in GBP a year (2002 prices)"""
    max_staff: Annotated[float, Field(ge=0, le=1e6)] | None = None
    """the most paid staff, heads"""
    max_reserves: Annotated[float, Field(ge=0, le=1e6)] | None = None
    """the most free reserves, in months of spending"""
    min_capacity: Share | None = None
    """the least strategic capacity, from 0 to 1"""
    min_ties: Annotated[int, Field(ge=0, le=127)] | None = None
    """the fewest working ties to other organisations"""
    min_bridges: Annotated[int, Field(ge=0, le=127)] | None = None
    """the fewest ties across the line between town and country or of BME leadership"""
    min_trust: Share | None = None
    """the least mean trust in those they are tied to, from 0 to 1"""

    def faults(self) -> Iterable[Complaint]:
        """Check that the least income is below the most."""
        if self.min_income is not None and self.max_income is not None and self.max_income <= self.min_income:
            yield Complaint(("max_income",), f"{self.max_income:g}", f"more than min_income, {self.min_income:g}")
