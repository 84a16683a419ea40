"""One organisation as one Python object, with the rules of the model as methods: what the columnar model is measured against.

Only the arm without a plan is written here: the terms that actions change are left out. Each method names the process that it
repeats; the numbers are the baseline's.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import mesa

from benchmarks.plain_people import Staffed
from foresight.model.moment import Moment
from foresight.model.processes import awards, closing, money
from foresight.population.baseline import Baseline
from foresight.population.columns import OPEN, QUARTERS, SMALL_INCOME, Award, Closure, Practice
from foresight.randomness import Decision

LARGE = math.log(money.LARGE_INCOME)


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


class Organisation(Staffed):
    """One organisation; its attributes bear the names of the population's columns.

    Parameters
    ----------
    model : PlainSector
        Its model, with the draws in `luck`.
    state : mapping
        Every attribute by name, as a row of the population gives it.
    """

    weight: float
    activity: int
    closed: int
    closure: int
    giving: float
    earned: float
    swing: float
    endowment: float
    seeks: list[float]
    income: float
    income_year: float
    cost: float
    reserves: float
    reserve_target: float
    distress: bool
    collaborations: int
    mandated: int
    degree: int
    bridges: int
    trust: float
    allies: float

    def __init__(self, model: mesa.Model, state: Mapping[str, Any]) -> None:
        super().__init__(model)
        self.__dict__.update(state)
        self.bid_cost = 0.0
        self.ties: dict[int, Tie] = {}

    def open_year(self, moment: Moment) -> None:
        """Clear the year's accounts."""
        if moment.step > 1:
            self.income_before = self.income_year
        self.income_year = self.leavers = self.volunteers_left = 0.0

    # Money: `processes/money.py` ------------------------------------------------------------------------------------------

    def change_giving(self, moment: Moment, given: float, economy: float) -> None:
        """Move giving and earned income by growth, a lasting and a passing random change (M2)."""
        numbers, uniform = moment.baseline.money, self.model.luck.uniform
        size = math.log(max(self.giving + self.earned, 1))
        shared = numbers.growth_per_log_income * (size - moment.baseline.incomes.log_median)
        shared -= numbers.giving_spread_lasting**2 / 2
        shared += numbers.giving_capacity * (self.able(moment.baseline) - 0.5)
        shared += numbers.giving_spread_lasting * laplace(uniform(Decision.GIVING_LASTING, moment.step, self.identity))
        self.giving *= math.exp(shared + given)
        self.earned *= math.exp(shared + economy)
        spread = numbers.passing_spread_large if size > LARGE else numbers.giving_spread_passing
        passing = spread * laplace(uniform(Decision.GIVING_PASSING, moment.step, self.identity))
        self.swing = math.exp(min(max(passing, -2), 2) - spread**2 / 2)

    def receive(self, relief: float, interest: float) -> None:
        """Take in the quarter's income; `relief` multiplies giving, `interest` is what a year's investments pay."""
        own = self.giving * relief + self.earned
        self.income = (own * self.swing + self.endowment * interest + sum(self.award)) / QUARTERS
        self.income_year += self.income

    def spend(self, moment: Moment, dearer: float, follow: float) -> None:
        """Pay the quarter's cost out of income and reserves, and let spending follow income with a lag (M5)."""
        numbers = moment.baseline.money
        quarterly = self.spending / QUARTERS
        extra = self.bid_cost + self.award[Award.CONTRACT] * (1 / moment.world.fcr - 1) / QUARTERS + quarterly * dearer
        there = self.reserves + self.income
        self.cost = min(max(quarterly + extra, 0), there)
        self.reserves = there - self.cost
        fallen = QUARTERS * self.income < (1 - numbers.distress_fall) * self.income_before
        self.distress = self.reserves <= 0 and fallen
        months = 12 * self.reserves / max(self.spending, 1) - self.reserve_target
        lean = numbers.reserve_pull * min(max(months, -money.MOST_MONTHS), money.MOST_MONTHS)
        target = QUARTERS * max(self.income * (1 + lean) - extra, 0)
        self.spending += follow * (target - self.spending)

    # Awards: `processes/awards.py` ----------------------------------------------------------------------------------------

    def bids(self, kind: Award, step: int) -> bool:
        """Tell whether it bids: its award has just ended, or it seeks one and it is its turn."""
        return (
            self.seeks[kind] > 0
            and self.award[kind] == 0
            and (self.award_end[kind] == step - 1 or (self.identity + step) % QUARTERS == 0)
        )

    def asks(self, kind: Award, growth: float, baseline: Baseline) -> float:
        """Return the sum it seeks in GBP a year, and note what bidding for it costs; 0 where the sum is too small."""
        numbers = baseline.money
        asked = self.seeks[kind] * max(growth, 1)
        if kind is Award.CONTRACT:
            asked = min(asked, self.spending * numbers.largest_lot)
        if asked < numbers.smallest_lot:
            return 0.0
        large = self.spending >= awards.LARGE_BIDDER
        self.bid_cost += asked * (numbers.bid_cost_large if large else numbers.bid_cost_small)
        return asked

    def standing(self, kind: Award, moment: Moment) -> float:
        """Return the standing of its bid (M3): capacity, size, track record and partnership less access penalties, plus luck."""
        numbers, step = moment.baseline.money, moment.step
        score = numbers.capacity_bonus * self.able(moment.baseline)
        score += numbers.size_bonus * (1 - moment.world.field) * math.log(max(self.spending, 1))
        if self.award_end[kind] >= step - QUARTERS:
            score += numbers.track_bonus
        if self.collaborations > 0:
            score += numbers.joint_bonus
        if self.bme_led:
            score -= numbers.bme_penalty
        if self.rural:
            score -= numbers.rural_penalty
        return score + gumbel(self.model.luck.uniform(Decision.BID_LUCK, step, self.identity, kind))

    def award_length(self, kind: Award, moment: Moment) -> int:
        """Return how many quarters a new award runs."""
        numbers = moment.baseline.money
        if kind is Award.LOTTERY:
            return int(numbers.lottery_length)
        luck: float = self.model.luck.uniform(Decision.AWARD_LENGTH, moment.step, self.identity, kind)
        if kind is Award.TRUST:
            return 1 + math.floor(luck * (2 * numbers.trust_length - 1))
        longer_mean = 24 * numbers.two_year_part + 36 * (1 - numbers.two_year_part)
        longer = min(max((moment.world.grant_len - 12) / (longer_mean - 12), 0.0), 1.0)
        three_year = longer * max(1 - numbers.two_year_part, (moment.world.grant_len - 24) / 12)
        return awards.SHORT if luck < 1 - longer else awards.MIDDLE if luck < 1 - three_year else awards.LONG

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

    def handicap(self, moment: Moment) -> float:
        """Return how easily it makes a tie, 0-1."""
        numbers = moment.baseline.ties
        reach = 1 - (1 - numbers.tie_rural) * (1 - numbers.online_reach * moment.online) if self.rural else 1.0
        return reach * numbers.tie_small if self.income_before < SMALL_INCOME else reach

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


def laplace(luck: float) -> float:
    """Turn a uniform draw into a Laplace draw with standard deviation 1."""
    centred = luck - 0.5
    tail = math.log(max(1 - 2 * abs(centred), 2**-24)) * math.sqrt(0.5)
    return tail if centred < 0 else -tail


def gumbel(luck: float) -> float:
    """Turn a uniform draw into a standard Gumbel draw."""
    return -math.log(-math.log(min(max(luck, 2**-25), 1 - 2**-25)))
