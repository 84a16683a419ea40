"""Lever: new forms of volunteering."""

from typing import Literal

from foresight.config import Effect
from foresight.model.adjustments import added, stacked
from foresight.model.programme import Pull
from foresight.scenario.actions import Lever


class Volunteering(Lever):
    """Attract more volunteers and keep them longer, at the price of fewer hours from each (M7).

    A district's newcomers are finite: what one organisation attracts, its neighbours do not.
    """

    kind: Literal["volunteering"]
    recruitment: Effect
    retention: Effect
    fewer_hours: Effect

    def apply(self, pull: Pull) -> None:
        """Raise attraction, avoid a share of leaving and lower the hours a volunteer gives."""
        levers = pull.moment.levers
        levers.recruitment = added(levers.recruitment, pull.size(self.recruitment) * pull.who)
        levers.volunteer_retention = stacked(levers.volunteer_retention, pull.size(self.retention) * pull.who)
        levers.fewer_hours = stacked(levers.fewer_hours, pull.size(self.fewer_hours) * pull.who)
