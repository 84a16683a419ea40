"""Lever: pilots that are evaluated, then scaled, kept or stopped."""

from typing import Literal

from foresight.config import Number
from foresight.model.governing import gap, standard_normal
from foresight.model.institutions import belonging
from foresight.model.pull import Pull
from foresight.model.underway import ActionUnderway
from foresight.population.columns import QUARTERS
from foresight.scenario.actions import Lever

Design = Literal["volunteers", "random-offer"]


class Evaluation(Lever):
    """Judge the action's pilots once, some years after they began: the money of those stopped goes to the best (M14).

    What is seen is how far members are ahead of others in the barriers that the action is meant to lower, with noise. Where
    pilots take volunteers, keen joiners who were ahead before make a pilot look good; a random offer compares like with like.
    """

    kind: Literal["evaluation"]
    after: Number
    """years from the pilots' beginning to the evaluation"""
    design: Design
    """how members and others are compared: as volunteers against the rest, or since before they joined"""
    stop_below: Number
    """below it a pilot is stopped; 1 is what was hoped for"""

    def support(self, pull: Pull) -> None:
        """Judge the pilots when their time has come."""
        action = pull.action
        if action.began is None or not action.clusters:
            return
        kinds = sorted({cluster.kind for cluster in action.clusters})
        if not action.before:
            action.before = {kind: self._gap(pull, kind) for kind in kinds}
        due = action.began + round(self.after.value * QUARTERS)
        if pull.moment.step >= due and pull.moment.opens_year and not action.reallotted:
            self._decide(pull, action, kinds)

    def _decide(self, pull: Pull, action: ActionUnderway, kinds: list[str]) -> None:
        """Stop what is seen to do badly, and give its microclusters to what is seen to do best."""
        numbers = pull.moment.baseline.leadership
        noise = numbers.noise * (1 - pull.group.support.noise_avoided)
        seen = {}
        for place, kind in enumerate(kinds):
            ahead = self._gap(pull, kind) - (action.before[kind] if self.design == "random-offer" else 0.0)
            seen[kind] = ahead / numbers.expected_gain + noise * standard_normal(pull.moment, action, place)
        running = {kind: sum(cluster.kind == kind for cluster in action.clusters) for kind in kinds}
        best = max(kinds, key=seen.__getitem__)
        stopped = [kind for kind in kinds if seen[kind] < self.stop_below.value and kind != best]
        action.reallotted = {kind: 0 if kind in stopped else running[kind] for kind in kinds}
        action.reallotted[best] += sum(running[kind] for kind in stopped)

    def _gap(self, pull: Pull, kind: str) -> float:
        """Return how far the members of one kind of pilot are ahead of others."""
        population = pull.population
        members = belonging(population.cluster, (cluster for cluster in pull.action.clusters if cluster.kind == kind))
        return gap(population, members, population.open & population.registered, pull.action.action.barriers)
