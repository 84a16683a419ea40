"""Lever: studies before actions are committed to."""

from typing import Annotated, Literal

from pydantic import Field

from foresight.config import Effect, Identifier, Listed, Number
from foresight.model.underway import ActionUnderway
from foresight.population.columns import QUARTERS
from foresight.scenario.actions import Lever


class Feasibility(Lever):
    """Study actions of the plan before they are set up: they act later, and fail less often."""

    kind: Literal["feasibility"]
    studied: Annotated[Listed[Identifier], Field(min_length=1)]
    """the actions that are studied where the plan has them and starts them no earlier than the studies"""
    delay: Number
    """years by which they act later"""
    safer: Effect
    """points by which the chance falls that setting them up fails"""

    def prepare(self, mine: ActionUnderway, others: list[ActionUnderway]) -> None:
        """Hold the studied actions back and make their setting up safer."""
        for other in others:
            if other.action.id in self.studied and other.start >= mine.start:
                other.held += round(self.delay.value * QUARTERS)
                other.safer += self.safer.at(mine.level, mine.factor)
