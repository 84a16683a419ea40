"""The plan at work: the leadership group carries it out, action by action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import mesa
import numpy as np

from foresight.model.adjustments import NOTHING_DONE, Adjustments, by_quantity
from foresight.model.governing import Governing
from foresight.model.institutions import Institution
from foresight.model.moment import Moment
from foresight.model.pull import Pull
from foresight.model.underway import ActionUnderway, tiring
from foresight.population.columns import Population
from foresight.scenario.dates import FIRST_YEAR
from foresight.scenario.plans import Rule


@dataclass(frozen=True)
class Programme:
    """A plan, ready to act at a strength.

    Parameters
    ----------
    budgets : mapping
        The most that may be spent in each year, in GBP thousand; years without a limit are left out.
    """

    actions: Sequence[ActionUnderway] = ()
    rule: Rule = "fixed"
    budgets: Mapping[int, float] = field(default_factory=dict)


NO_PROGRAMME = Programme()


@dataclass
class Support:
    """What actions do for other actions and for the leadership group this quarter.

    Parameters
    ----------
    joining : float
        Share by which more of those invited join a microcluster.
    lapse_avoided : float
        Share of microclusters' lapses avoided, 0-1.
    noise_avoided : float
        Share of the noise avoided in what the leadership group sees, 0-1.
    """

    joining: float = 0.0
    lapse_avoided: float = 0.0
    noise_avoided: float = 0.0


class LeadershipGroup(Institution):
    """Those who lead the cluster initiative: they carry out the plan, and share its money out anew each year.

    Parameters
    ----------
    identities : int
        How many organisations there could ever be.

    Attributes
    ----------
    support : Support
        What actions do for other actions and for the group this quarter.
    spent : dict
        What the initiative has spent by year, in GBP thousand (2002 prices), set-up included.
    """

    def __init__(self, model: mesa.Model, programme: Programme, identities: int) -> None:
        super().__init__(model)
        self.actions = sorted(programme.actions, key=lambda action: action.action.id)  # whatever order a plan has them in
        self.identities = identities
        self.governing = Governing(programme.rule, programme.budgets)
        self.support = Support()
        self.spent: dict[int, float] = {}
        self.clusters_founded = 0
        self._state: list[float] = []
        self._done, self._levers = NOTHING_DONE, Adjustments()
        for action in self.actions:
            if not action.idle:
                for lever in action.roles.preparing:
                    lever.prepare(action, [other for other in self.actions if other is not action])

    def act(self, population: Population, moment: Moment) -> None:
        """Share the money out at the turn of the year; then let actions join organisations and pull their levers.

        Who is reached is settled once a year; within a year only what builds up or fades changes.
        """
        if not self.actions:
            return
        if moment.opens_year:
            self.governing.govern(self, population, moment)
        strengths = [action.strength(moment) for action in self.actions]
        year = FIRST_YEAR + moment.year
        self.spent[year] = self.spent.get(year, 0.0) + sum(action.paid(moment.step) for action in self.actions)
        state = [*strengths, *self._lend(population)]
        if state == self._state and not moment.opens_year:
            moment.levers.taken_over(self._levers)
            return
        self._pull(population, moment, strengths)
        self._state, self._levers = state, moment.levers

    def _lend(self, population: Population) -> list[float]:
        """Book the quarter of every credit union and return what part of its capital each has left to lend."""
        lenders = [action.lender for action in self.actions if action.lender is not None]
        if lenders:
            owed = population.loan * population.weight
            lent, doubtful = (float(each.sum(dtype=np.float64)) for each in (owed, owed * population.distress))
            for lender in lenders:
                lender.book(self.model.defaulted, lent, doubtful)
        return [lender.free for lender in lenders]

    def next_cluster(self) -> int:
        """Return the number of the next microcluster of any action."""
        self.clusters_founded += 1
        return self.clusters_founded - 1

    def _pull(self, population: Population, moment: Moment, strengths: Sequence[float]) -> None:
        """Pull the levers of every action that works: first those that help others, then those that reach organisations."""
        pulls = [
            Pull(self, action, population, moment, strength)
            for action, strength in zip(self.actions, strengths, strict=True)
            if strength > 0
        ]
        self.support = Support()
        for pull in pulls:
            for helping in pull.action.roles.supporting:
                helping.support(pull)
        joining = [pull for pull in pulls if moment.opens_year or not pull.action.reached]
        for pull in sorted(joining, key=lambda pull: not pull.action.roles.gathering):  # who may join can depend on microclusters
            pull.action.gather(pull)
            self.governing.note(pull.action, population)
        for pull in pulls:
            pull.action.act(pull)
        parts = [part for pull in pulls for part in pull.action.parts]
        done = by_quantity(parts + tiring(pulls, population, moment))
        moment.levers.write(done, len(population), self._done, self._levers)
        self._done = done
