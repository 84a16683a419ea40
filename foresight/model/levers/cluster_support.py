"""Lever: support for microclusters and for those who lead them."""

from typing import Literal

from foresight.config import Effect
from foresight.model.pull import Pull
from foresight.scenario.actions import Lever


class ClusterSupport(Lever):
    """Bring more organisations into the plan's microclusters, and keep the microclusters alive."""

    kind: Literal["cluster_support"]
    joining: Effect | None = None
    """the share by which more of those invited join"""
    lapse_avoided: Effect
    """the share of lapses avoided"""

    def support(self, pull: Pull) -> None:
        """Add to what other actions' microclusters are helped with; avoided lapses combine, they do not add."""
        support = pull.group.support
        if self.joining is not None:
            support.joining += pull.size(self.joining) * pull.intensity
        support.lapse_avoided = 1 - (1 - support.lapse_avoided) * (1 - min(pull.size(self.lapse_avoided) * pull.intensity, 1.0))
