"""Lever: cheaper goods and services bought together."""

from typing import Literal

from foresight.config import Effect
from foresight.model.adjustments import stacked
from foresight.model.programme import Pull
from foresight.scenario.actions import Lever


class BoughtInCost(Lever):
    """Save part of the cost of what an organisation buys in (M5); delivery to rural places costs a premium."""

    kind: Literal["bought_in_cost"]
    saving: Effect
    rural_premium: Effect

    def apply(self, pull: Pull) -> None:
        """Save `saving` of bought-in cost; rural members pay the premium on it."""
        saving, premium = pull.size(self.saving), pull.size(self.rural_premium)
        levers = pull.moment.levers
        levers.bought_in_saving = stacked(levers.bought_in_saving, (saving - premium * pull.population.rural) * pull.who)
