"""One organisation as one Python object, with the rules of the model as methods: what the columnar model is measured against.

Only the arm without a plan is written here: the terms that actions change are left out. Each method names the process that it
repeats; the numbers are the baseline's.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import mesa

from benchmarks.plain_finances import Finances
from foresight.model.moment import Moment
from foresight.model.processes import awards, closing
from foresight.population.baseline import Baseline, Ties
from foresight.population.columns import OPEN, QUARTERS, SMALL_INCOME, Award, Closure, Practice
from foresight.randomness import Decision


@dataclass(slots=True, eq=False)
class Tie:
    """A tie between two organisations; the one with the smaller identity stands first."""

    first: "Organisation"
    second: "Organisation"
    trust: float
    trust_back: float
    project_end: int = 0
    mandated: bool = False

    def partner(self, of: "Organisation") -> "Organisation":
        """Return the other end."""
        return self.second if of is self.first else self.first

    def trust_of(self, side: "Organisation") -> float:
        """Return how far one end trusts the other."""
        return self.trust if side is self.first else self.trust_back


class Organisation(Finances):
    """One organisation; its attributes bear the names of the population's columns.

    Parameters
    ----------
    model : PlainSector
        Its model, with the draws in `luck`.
    state : mapping
        Every attribute by name, as a row of the population gives it.
    """

    def __init__(self, model: mesa.Model, state: Mapping[str, Any]) -> None:
        super().__init__(model, state)
        self.ties: dict[int, Tie] = {}
        self.worked = False

    def open_year(self, moment: Moment) -> None:
        """Clear the year's accounts."""
        if moment.step > 1:
            self.income_before = self.income_year
        self.income_year = self.leavers = self.volunteers_left = 0.0

    # Closing: `processes/closing.py` --------------------------------------------------------------------------------------

    def closing_chance(self, moment: Moment) -> float:
        """Return the chance to close within a year."""
        numbers = moment.baseline.demography
        if not self.registered:
            return numbers.group_exit_rate
        half = closing.MAIN * QUARTERS * self.income
        award, years = self.award, (moment.step - self.born) / QUARTERS
        public = award[Award.STATUTORY_GRANT] + award[Award.CONTRACT] + award[Award.REGENERATION] > half
        given = self.giving * self.swing > half
        odds = numbers.exit_base
        odds += numbers.exit_size * (math.log(max(self.spending, 1)) - numbers.exit_log_income)
        odds += numbers.exit_public * (public - numbers.public_main)
        odds += numbers.exit_giving * (given - numbers.giving_main)
        odds += numbers.exit_trustee * (self.trustees - moment.baseline.boards.trustees)
        odds += numbers.exit_young * math.exp(-(((years - numbers.exit_young_age) / numbers.exit_young_age) ** 2))
        odds += numbers.exit_distress * self.distress
        if any(self.reached(flood) for flood in moment.shocks.floods):
            odds += moment.baseline.shocks.flood_exit
        return expit(odds)

    def closes(self, moment: Moment) -> bool:
        """Decide whether it closes this quarter, and how."""
        luck, step = self.model.luck.uniform, moment.step
        if luck(Decision.CLOSURE, step, self.identity) >= 1 - (1 - self.closing_chance(moment)) ** (1 / QUARTERS):
            return False
        numbers = moment.baseline.demography
        silent = numbers.fade_small if self.spending < closing.FADE_SIZE else numbers.fade_large
        fades = luck(Decision.CLOSURE_KIND, step, self.identity) < silent
        self.closed = step
        self.closure = Closure.DISTRESS if self.distress else Closure.FADED if fades else Closure.WOUND_UP
        return True

    @property
    def open(self) -> bool:
        """Tell whether it is open."""
        return self.closed == OPEN

    # Ties and capacity: `processes/meeting.py`, `capacity.py`, `diffusion.py` -----------------------------------------------

    @property
    def size(self) -> float:
        """Return ln of its spending."""
        return math.log(max(self.spending, 1))

    def lesson(self, trust: float, partner: "Organisation", *, success: bool) -> float:
        """Return its trust in a partner after a joint project: who has more at stake learns more from it."""
        baseline: Baseline = self.model.baseline
        numbers = baseline.ties
        stake = 2 * expit(numbers.stake_size * (partner.size - self.size))
        if success:
            return trust + min(numbers.trust_gain * stake, 1) * (1 - trust)
        fault = 1 + numbers.blame * (self.able(baseline) - partner.able(baseline))
        return trust * (1 - min(numbers.trust_loss * stake * fault, 1))

    def tally(self) -> None:
        """Count its ties, its joint projects and what they come to."""
        self.degree = self.bridges = self.collaborations = self.mandated = 0
        self.trust = self.allies = 0.0
        for tie in self.ties.values():
            partner = tie.partner(self)
            self.degree += 1
            self.bridges += (self.rural, self.bme_led) != (partner.rural, partner.bme_led)
            self.trust += tie.trust_of(self) / len(self.ties)
            self.mandated += tie.project_end > 0 and tie.mandated
            if tie.project_end and not tie.mandated:
                self.collaborations += 1
                self.allies += partner.spending

    def ease(self, numbers: Ties) -> float:
        """Return how easily it makes a tie, 0-1."""
        return numbers.tie_small if self.income_before < SMALL_INCOME else 1.0

    def formality(self, moment: Moment) -> float:
        """Return how formal its way of working with others is; 1 is usual."""
        numbers = moment.baseline.ties
        public = self.award[Award.STATUTORY_GRANT] + self.award[Award.CONTRACT] + self.award[Award.REGENERATION]
        formal = 1 + numbers.formality_size * (self.size - moment.baseline.incomes.log_median)
        formal += numbers.formality_age * min((moment.step - self.born) / QUARTERS / numbers.formality_years, 1)
        formal += numbers.formality_public * min(public / max(self.spending, 1), 1)
        return min(max(formal, 0.5), 2.0)

    def room(self, numbers: Ties) -> int:
        """Return how many joint projects it can carry at once."""
        further = numbers.projects_per_size * (self.size - math.log(numbers.projects_from))
        return int(min(max(math.floor(numbers.projects_fewest + further), numbers.projects_fewest), numbers.projects_most))

    def ready(self, tie: Tie, moment: Moment) -> float:
        """Return the chance that it says yes to a joint project over a tie."""
        numbers = moment.baseline.ties
        if moment.baseline.hypotheses.collaboration_rule == "threshold":
            return numbers.threshold_pace if self.passes(numbers) else 0.0
        partner, formal = tie.partner(self), self.formality(moment)
        value = numbers.value_base + numbers.value_saving + numbers.value_scarcity * moment.scarcity
        apart = (self.practices ^ partner.practices).bit_count() / len(Practice)
        value += numbers.value_novelty * 4 * apart * (1 - apart)
        value -= numbers.cost_of_distrust * formal * (1 - tie.trust_of(self))
        value -= numbers.autonomy * self.model.luck.uniform(Decision.AUTONOMY, 0, self.identity) / formal
        if self.activity == partner.activity:
            turf = numbers.rivalry_place * (self.district == partner.district)
            turf += (1 - numbers.rivalry_place) * self.shared_funds(partner, moment)
            value += numbers.value_same_activity - (numbers.rivalry + numbers.rivalry_scarcity * moment.scarcity) * turf
        return expit(numbers.sharpness * value)

    def passes(self, numbers: Ties) -> bool:
        """Tell whether as many of those it trusts work with others as its threshold asks for."""
        trusted = [tie.partner(self) for tie in self.ties.values() if tie.trust_of(self) >= numbers.threshold_trust]
        luck = min(max(self.model.luck.uniform(Decision.THRESHOLD, 0, self.identity), 2**-25), 1 - 2**-24)
        threshold = NormalDist(numbers.threshold_mean, numbers.threshold_spread).inv_cdf(luck)
        return sum(partner.worked for partner in trusted) / max(len(trusted), 1) >= threshold

    def shared_funds(self, partner: "Organisation", moment: Moment) -> float:
        """Return the part of its spending that comes from pools on which a partner lives too."""
        county = moment.baseline.county_of_district
        near = county[self.district] == county[partner.district]
        shared = sum(self.award[kind] for kind in Award if partner.award[kind] > 0 and (near or kind not in awards.PLACED))
        return min(shared / max(self.spending, 1), 1.0)

    def friend(self, luck: float) -> "Organisation | None":
        """Return a keyed partner, in the order of identity; None for those without."""
        if not self.ties:
            return None
        return self.ties[sorted(self.ties)[int(luck * len(self.ties))]].partner(self)

    def grown_capacity(self, moment: Moment) -> float:
        """Return its capacity after a year of training, support, learning and loss of leaders (M8)."""
        numbers, own = moment.baseline.capacity, self.capacity
        moved = own + moment.baseline.support.gain * self.supported * self.match * (1 - own)
        if self.staff > 0:
            trained = numbers.training + numbers.training_size * math.log(max(self.staff, 1))
            moved += min(1.0, moment.world.grant_len / numbers.planning_horizon) * trained * (1 - own)
        lost = numbers.distress_loss if self.distress else 0.0
        if self.luck(Decision.LEADER_LOSS, moment.step) < numbers.leader_turnover:
            lost += numbers.leader_loss
        moved += numbers.learning * self._better_known() - lost * own
        return min(max(moved, 0.0), 1.0)

    def _better_known(self) -> float:
        """Return how far trusted partners are ahead in capacity, on average over its ties."""
        ahead = 0.0
        for tie in self.ties.values():
            ahead += tie.trust_of(self) * max(tie.partner(self).capacity - self.capacity, 0)
        return ahead / max(self.degree, 1)

    def heard_of(self) -> tuple[list[float], float]:
        """Return the trust in partners who have each practice, summed, and the share of partners with a shared back office."""
        heard, sharing = [0.0] * len(Practice), 0
        for tie in self.ties.values():
            partner = tie.partner(self)
            sharing += partner.has(Practice.BACK_OFFICE)
            for practice in Practice:
                heard[practice] += tie.trust_of(self) * partner.has(practice)
        return heard, sharing / max(len(self.ties), 1)


def expit(odds: float) -> float:
    """Turn log odds into a chance."""
    return 1 / (1 + math.exp(-odds))
