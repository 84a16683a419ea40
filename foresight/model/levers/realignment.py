"""Lever: money for the initiative that is taken from elsewhere in the sector."""

from typing import Annotated, Literal

from foresight.config import Effect, Level, Number, within
from foresight.model.pull import Pull
from foresight.scenario.actions import Lever

THOUSAND = 1_000


class Realignment(Lever):
    """Raise the initiative's budget by money that project and infrastructure pools then lack: a gain here is a loss there."""

    kind: Literal["realignment"]
    more: Effect
    """the share by which the initiative's budget grows"""
    from_support: Annotated[Number, within(0, 1)]
    """the share of that money that support bodies lose; the regeneration pool loses the rest"""

    def budget_growth(self, level: Level, factor: float) -> float:
        """Return the share by which the initiative's budget grows."""
        return self.more.at(level, factor)

    def apply(self, pull: Pull) -> None:
        """Take the money from the pools, as far as realignment has got."""
        taken = pull.size(self.more) * pull.intensity * pull.group.governing.yearly * THOUSAND
        pull.divert("support_diverted", taken * self.from_support.value)
        pull.divert("projects_diverted", taken * (1 - self.from_support.value))
