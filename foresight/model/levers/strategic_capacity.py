"""Lever: help that raises the strategic capacity of those who take part."""

from typing import Literal

from foresight.config import Effect
from foresight.model.adjustments import stacked
from foresight.model.programme import Pull
from foresight.scenario.actions import Lever


class StrategicCapacity(Lever):
    """Close part of the distance between an organisation's capacity and the best possible (M8)."""

    kind: Literal["strategic_capacity"]
    gain: Effect

    def apply(self, pull: Pull) -> None:
        """Raise working capacity by `gain` of the distance to 1; helps with several actions combine, they do not add."""
        levers = pull.moment.levers
        levers.capacity_gain = stacked(levers.capacity_gain, pull.size(self.gain) * pull.who)
