"""Lever: change one quantity of those who take part."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator

from foresight.config import Complaint, Effect, complaint
from foresight.errors import either, nearest
from foresight.model.adjustments import QUANTITIES
from foresight.model.pull import Pull
from foresight.scenario.actions import Lever
from foresight.scenario.eligibility import ClusterKind, Eligibility


def _known(name: str) -> str:
    if name not in QUANTITIES:
        raise complaint(f"'{name}'", either(QUANTITIES), nearest(name, QUANTITIES))
    return name


class Change(Lever):
    """Change a quantity that the processes read, for those who take part or some of them.

    Quantities, with unit, meaning, range and how effects combine, are listed under *quantities*.
    """

    kind: Literal["change"]
    quantity: Annotated[str, AfterValidator(_known)]
    """what is changed"""
    by: Effect
    """by how much"""
    only: Eligibility | None = None
    """which of those who take part; all where none is given"""
    cluster: ClusterKind | None = None
    """only members of microclusters of this kind, for actions with several kinds"""

    def faults(self) -> Iterable[Complaint]:
        """Check that the effect lies in what the quantity may take."""
        rule = QUANTITIES[self.quantity]
        for size in (self.by.low, self.by.value, self.by.high):
            if not rule.least <= size <= rule.most:
                yield Complaint(("by",), f"{size:g}", f"{self.quantity} from {rule.least:g} to {rule.most:g} {rule.unit}")
                return

    def apply(self, pull: Pull) -> None:
        """Change the quantity of those who are reached."""
        pull.change(self.quantity, pull.size(self.by), self.only, self.cluster)
