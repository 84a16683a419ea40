"""Lever: a credit union of the sector, which bridges gaps in cash and can fail."""

from typing import Literal

from foresight.config import Effect, Number
from foresight.model.institutions import CreditUnion as Union
from foresight.model.pull import Pull
from foresight.scenario.actions import Lever

THOUSAND = 1_000


class CreditUnion(Lever):
    """Lend to members out of a stock of capital, which loses what closed members leave unpaid.

    When many close at once the capital can be wiped out; then the union ends, for good.
    """

    kind: Literal["credit_union"]
    months: Effect
    """months of spending that it will lend a member"""
    capital: Number
    """its capital, GBP thousand"""
    margin: Number
    """the share of what is lent that it earns a year beyond its cost"""

    def support(self, pull: Pull) -> None:
        """Open the union as the action begins."""
        if pull.action.lender is None:
            pull.action.lender = Union(pull.group.model, self.capital.value * THOUSAND, self.margin.value)

    def apply(self, pull: Pull) -> None:
        """Offer members a line of credit, the shorter the more of the capital is lent."""
        if pull.action.lender is not None:
            pull.change("credit_months", pull.size(self.months) * pull.action.lender.free)
