"""Lever: a credit union of the sector, which bridges gaps in cash and can fail."""

from typing import Annotated, Literal

import numpy as np

from foresight.config import Effect, Number, within
from foresight.model.institutions import CreditUnion as Union
from foresight.model.institutions import Terms
from foresight.model.pull import Pull
from foresight.scenario.actions import Lever

THOUSAND, MONTHS = 1_000, 12


class CreditUnion(Lever):
    """Lend members' deposits to members, on a stock of capital that loses what closed members leave unpaid.

    Loans of members in distress are counted as lost in part. No member owes much of the capital, so that it takes many in
    distress at once to wipe it out; then the union ends, for good.
    """

    kind: Literal["credit_union"]
    months: Effect
    """months of spending that it will lend a member"""
    capital: Number
    """its capital, GBP thousand"""
    leverage: Number
    """GBP that it may lend for each pound of capital, out of members' deposits"""
    margin: Number
    """the share of what is lent that it earns a year beyond its cost"""
    largest_loan: Annotated[Number, within(0, 1)]
    """the share of its capital that it lends one member at most"""
    provision: Annotated[Number, within(0, 1)]
    """the share of what is lent to members in distress that it must count as lost"""

    def support(self, pull: Pull) -> None:
        """Open the union as the action begins."""
        if pull.action.lender is None:
            terms = Terms(self.leverage.value, self.margin.value, self.provision.value)
            pull.action.lender = Union(pull.group.model, self.capital.value * THOUSAND, terms)

    def apply(self, pull: Pull) -> None:
        """Offer members a line of credit, the shorter the more of what it may lend is lent, and none beyond its largest loan."""
        lender = pull.action.lender
        if lender is not None:
            rows, share = pull.reached()
            months = pull.size(self.months) * lender.free * pull.intensity * share
            monthly = np.maximum(pull.population.spending.take(rows), 1) / MONTHS
            pull.adjust("credit_months", rows, np.minimum(months, self.largest_loan.value * lender.capital / monthly))
