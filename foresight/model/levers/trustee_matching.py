"""Lever: trustees found for boards with gaps."""

from typing import Literal

from foresight.config import Effect
from foresight.model.adjustments import added, stacked
from foresight.model.programme import Pull
from foresight.scenario.actions import Lever


class TrusteeMatching(Lever):
    """Lower the chance of an empty chair and add trustees to users' boards (M6b; exit falls per trustee)."""

    kind: Literal["trustee_matching"]
    fewer_vacancies: Effect
    trustees: Effect

    def apply(self, pull: Pull) -> None:
        """Take `fewer_vacancies` off the chance of a vacant chair and add `trustees` to the board."""
        levers = pull.moment.levers
        levers.chair_filled = stacked(levers.chair_filled, pull.size(self.fewer_vacancies) * pull.who)
        levers.trustees_gained = added(levers.trustees_gained, pull.size(self.trustees) * pull.who)
