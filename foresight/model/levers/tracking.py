"""Lever: tracking the sector, so that those who lead see more clearly."""

from typing import Literal

from foresight.config import Effect
from foresight.model.pull import Pull
from foresight.scenario.actions import Lever


class Tracking(Lever):
    """Take away part of the noise in what the leadership group sees of its actions (M14)."""

    kind: Literal["tracking"]
    noise_avoided: Effect
    """the share of the noise avoided"""

    def support(self, pull: Pull) -> None:
        """Lower the noise for the group's next decisions; several trackers combine, they do not add."""
        support = pull.group.support
        avoided = min(pull.size(self.noise_avoided) * pull.intensity, 1.0)
        support.noise_avoided = 1 - (1 - support.noise_avoided) * (1 - avoided)
