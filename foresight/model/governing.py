"""How the leadership group shares its money out: it watches noisy indicators and follows the plan's rule (M14).

What an action brings is read as people on the ground would read it: how much further those who take part have come in the
barriers that the action is meant to lower, compared with those who do not, since it began; with noise, which tracking lessens.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from foresight.model.moment import Moment
from foresight.model.underway import ActionUnderway
from foresight.model.uptake import FLAGS
from foresight.population.columns import QUARTERS, Barrier, Flags, Population
from foresight.randomness import Decision
from foresight.scenario.dates import FIRST_YEAR
from foresight.scenario.plans import Rule

if TYPE_CHECKING:
    from foresight.model.programme import LeadershipGroup

DISADVANTAGED = ("small", "rural", "bme_led")  # whom the rule `equity-first` looks at
THOUSANDS_IN_A_MILLION = 1_000
STOPPED = "stopped on evaluation"
ROUNDING = 1e-9  # share by which sums of floating-point numbers may pass a budget

Acting = dict["ActionUnderway", float]  # each action at work, and what the plan foresees for it this year, in GBP thousand


class Governing:
    """The rule by which the leadership group moves its money, and what it remembers.

    Parameters
    ----------
    rule : str
        fixed, equity-first, value-first or evaluate-then-scale.
    budgets : mapping
        The most that may be spent in each year, in GBP thousand.

    Attributes
    ----------
    yearly : float
        This year's budget, or what the plan foresees where it has none, in GBP thousand.
    """

    def __init__(self, rule: Rule, budgets: Mapping[int, float]) -> None:
        self.rule, self.budgets = rule, budgets
        self.yearly = 0.0
        self._before: dict[int, float] = {}
        self._warned: set[int] = set()
        self._spent_before = 0.0

    def govern(self, group: "LeadershipGroup", population: Population, moment: Moment) -> None:
        """Set each action's money for the year: by the rule, within the budget, and say what rushed growth wastes."""
        year = range(moment.step, moment.step + QUARTERS)
        acting = {action: sum(action.money.get(step, 0.0) for step in year) for action in group.actions if not action.idle}
        self.yearly = self.budgets.get(FIRST_YEAR + moment.year, sum(acting.values()))
        if self.rule != "fixed":
            self._move(acting, self._seen(group, acting, population, moment), moment)
        self._keep_within(acting)
        self._absorb(acting, moment)

    def note(self, action: ActionUnderway, population: Population) -> None:
        """Write down, once and where the rule moves money, how members stood before an action could help them."""
        judged = self.rule != "fixed" and action.roles.applying and action.action.reaches == "members"
        if judged and action.number not in self._before:
            self._before[action.number] = self._gap(action, population)

    def gain(self, action: ActionUnderway, population: Population) -> float:
        """Return how much further members have come than others since the action began, in points of barrier states.

        With the rule `equity-first` that counts as far as those who take part are small, rural or BME-led more often than others.
        """
        further = self._gap(action, population) - self._before.get(action.number, 0.0)
        return further * focus(action, population) if self.rule == "equity-first" else further

    def _gap(self, action: ActionUnderway, population: Population) -> float:
        """Return how far members are ahead of others in the barriers that the action is meant to lower."""
        members = (population.joined & action.bit) > 0
        among = population.open & population.registered
        if self.rule == "equity-first":
            among &= disadvantaged(population)
        return gap(population, members, among, action.action.barriers)

    def _seen(self, group: "LeadershipGroup", acting: Acting, population: Population, moment: Moment) -> Mapping[int, float]:
        """Return what the group sees of each action that is due to be judged: 1 is what it had hoped for; noise included."""
        numbers = moment.baseline.leadership
        due = {action: money for action, money in acting.items() if self._is_due(action, moment)}
        reached = {action: float(population.weight[(population.joined & action.bit) > 0].sum()) for action in due}
        usual = sum(reached.values()) / max(sum(due.values()), 1.0)
        noise = numbers.noise * (1 - group.support.noise_avoided)
        seen = {}
        for action, money in due.items():
            worth = self.gain(action, population) / numbers.expected_gain
            if self.rule == "value-first":
                worth *= reached[action] / max(money, 1.0) / max(usual, 1e-9)
            seen[action.number] = worth + noise * standard_normal(moment, action)
        return seen

    def _is_due(self, action: ActionUnderway, moment: Moment) -> bool:
        """Tell whether an action with members of its own is to be judged this year: some years after it began, and ever again."""
        if action.began is None or action.number not in self._before or moment.step > action.end:
            return False
        apart = round(moment.baseline.leadership.review_years)
        years = (moment.step - action.began) // QUARTERS
        return years >= apart and years % apart == 0

    def _move(self, acting: Acting, seen: Mapping[int, float], moment: Moment) -> None:
        """Give more to what is seen to do well and less to what does not; what cannot be judged keeps its money."""
        numbers, judged = moment.baseline.leadership, [action for action in acting if action.number in seen]
        if self.rule == "evaluate-then-scale":
            for action in judged:
                self._scale(action, seen[action.number], moment)
            return
        usual = float(np.mean(list(seen.values()))) if seen else 0.0
        foreseen = sum(acting[action] for action in judged)
        for action in judged:
            moved = np.clip(seen[action.number] - usual, -1, 1) * numbers.largest_step
            action.scale = float(np.clip(action.scale * (1 + moved), numbers.smallest, numbers.largest))
        given = sum(acting[action] * action.scale for action in judged)
        for action in judged:
            action.scale *= foreseen / max(given, 1e-9)

    def _scale(self, action: ActionUnderway, seen: float, moment: Moment) -> None:
        """Let an action grow that does as hoped for; one that does badly is cut back, and stopped when it does so again."""
        numbers = moment.baseline.leadership
        if seen >= numbers.scale_above:
            action.scale = min(action.scale * (1 + numbers.largest_step), action.room)
        elif seen < numbers.stop_below and action.number in self._warned:
            action.scale = 0.0
            action.finish(moment.step, STOPPED)
        elif seen < numbers.stop_below:
            action.scale *= 1 - numbers.largest_step
        self._warned = self._warned - {action.number} | ({action.number} if seen < numbers.stop_below else set())

    def _keep_within(self, acting: Acting) -> None:
        """Shrink every action's money alike where together they pass the budget."""
        wanted = sum(money * action.scale for action, money in acting.items())
        if wanted > self.yearly * (1 + ROUNDING):
            for action in acting:
                action.scale *= self.yearly / wanted

    def _absorb(self, acting: Acting, moment: Moment) -> None:
        """Say how much of each effect rushed growth leaves: spending that grows too fast is partly wasted."""
        numbers = moment.baseline.leadership
        spending = sum(money * action.scale for action, money in acting.items())
        takes_in = max(self._spent_before * (1 + numbers.absorbed_growth), numbers.absorbed_start * THOUSANDS_IN_A_MILLION)
        wasted = numbers.wasted * max(spending - takes_in, 0.0)
        for action in acting:
            action.quality = 1 - wasted / spending if spending > 0 else 1.0
        self._spent_before = spending


def standard_normal(moment: Moment, action: ActionUnderway, part: int = 0) -> float:
    """Return the year's keyed noise in what is seen of an action, with mean 0 and standard deviation 1."""
    luck = moment.draws.uniform(Decision.OBSERVATION, moment.step, np.array([action.stream], dtype=np.int32), part)
    return float(ndtri(np.clip(luck[0].astype(np.float64), 1e-6, 1 - 1e-6)))


def disadvantaged(population: Population) -> Flags:
    """Return which organisations are small, rural or BME-led, shape (n,)."""
    return np.asarray(np.any([FLAGS[name](population) for name in DISADVANTAGED], axis=0), dtype=np.bool_)


def focus(action: ActionUnderway, population: Population) -> float:
    """Return how often members are small, rural or BME-led, as a multiple of how often all organisations are; 0 without any."""
    among = population.weight * (population.open & population.registered)
    whom, members = disadvantaged(population), (population.joined & action.bit) > 0
    everybody, inside = float((among * whom).sum() / among.sum()), float((among * members).sum())
    return float((among * members * whom).sum()) / inside / everybody if inside > 0 else 0.0


def gap(population: Population, members: Flags, among: Flags, barriers: Sequence[str]) -> float:
    """Return how far members are ahead of others, among some organisations, in the mean of some barriers; 0 without either."""
    score = population.barriers[[Barrier[name.upper().replace("-", "_")] for name in barriers]].mean(axis=0)
    inside, outside = population.weight * (among & members), population.weight * (among & ~members)
    if inside.sum() == 0 or outside.sum() == 0:
        return 0.0
    return float((score * inside).sum() / inside.sum() - (score * outside).sum() / outside.sum())
