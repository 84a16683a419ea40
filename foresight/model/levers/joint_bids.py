"""Lever: partners who seek funding together."""

from typing import Literal

from foresight.config import Effect
from foresight.model.adjustments import added, stacked
from foresight.model.programme import Pull
from foresight.scenario.actions import Lever


class JointBids(Lever):
    """Give bids from within a working collaboration better odds and lower cost (M3, M10).

    Pools are finite: whatever a joint bid wins, somebody else does not.
    """

    kind: Literal["joint_bids"]
    better_odds: Effect
    cheaper_bid: Effect

    def apply(self, pull: Pull) -> None:
        """Add to the log odds of a partnered bid and save part of a bid's cost."""
        levers = pull.moment.levers
        levers.bid_bonus = added(levers.bid_bonus, pull.size(self.better_odds) * pull.who)
        partnered = pull.who * (pull.population.collaborations > 0)
        levers.bid_saving = stacked(levers.bid_saving, pull.size(self.cheaper_bid) * partnered)
