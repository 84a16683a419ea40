"""The money of one organisation: giving, awards, cost and reserves, standing with funders, and voice, as methods of one object.

Each method names the process that it repeats; the terms that actions change are left out.
"""

import math
from collections.abc import Mapping
from typing import Any

import mesa

from benchmarks.plain_people import Staffed
from foresight.model.moment import Moment
from foresight.model.processes import awards, money, setbacks
from foresight.model.shocks import Flood
from foresight.population.columns import PART_TIME_SHORTFALL, QUARTERS, Award, Practice
from foresight.randomness import Decision

LARGE = math.log(money.LARGE_INCOME)


class Finances(Staffed):
    """An organisation that earns, bids, spends and speaks; its attributes bear the names of the population's columns."""

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
    restricted: float
    loan: float
    distress: bool
    funder_trust: float
    voice: float
    drift: float
    part_time: float
    collaborations: int
    mandated: int
    degree: int
    bridges: int
    trust: float
    allies: float

    def __init__(self, model: mesa.Model, state: Mapping[str, Any]) -> None:
        super().__init__(model)
        self.__dict__.update(state)
        self.bid_cost = self.new_grants = self.setback = 0.0

    # Money: `processes/money.py` ------------------------------------------------------------------------------------------

    def change_giving(self, moment: Moment, given: float, economy: float) -> None:
        """Move giving and earned income by growth, a lasting and a passing random change (M2); `attract` follows."""
        numbers, uniform = moment.baseline.money, self.model.luck.uniform
        size = math.log(max(self.giving + self.earned, 1))
        shared = numbers.growth_per_log_income * (size - moment.baseline.incomes.log_median)
        shared -= numbers.giving_spread_lasting**2 / 2
        shared += numbers.giving_spread_lasting * laplace(uniform(Decision.GIVING_LASTING, moment.step, self.identity))
        self.giving *= math.exp(shared + given)
        practices = moment.baseline.practices
        traded = practices.trading_growth * (self.has(Practice.TRADING) - practices.trading_start)
        self.earned *= math.exp(shared + economy + traded + self.pull_of_giving(moment))
        spread = numbers.passing_spread_large if size > LARGE else numbers.giving_spread_passing
        passing = spread * laplace(uniform(Decision.GIVING_PASSING, moment.step, self.identity))
        self.swing = math.exp(min(max(passing, -2), 2) - spread**2 / 2)

    def pull_of_giving(self, moment: Moment) -> float:
        """Return the growth of giving and earned income that it owes to its capacity."""
        return float(moment.baseline.money.giving_capacity * (self.able(moment.baseline) - 0.5))

    def receive(self, relief: float, interest: float, trade: float) -> None:
        """Take in the quarter's income; `relief` multiplies giving, `trade` earned income, `interest` is paid on endowments."""
        own = self.giving * relief + self.earned * trade
        self.income = (own * self.swing + self.endowment * interest + sum(self.award)) / QUARTERS
        self.income_year += self.income

    def suffer(self, moment: Moment) -> None:
        """Bear what disputes and floods cost it this quarter."""
        numbers, cost = moment.baseline.shocks, 0.0
        heads = self.staff / (1 - PART_TIME_SHORTFALL * self.part_time)
        if heads > 0 and (self.identity + moment.step) % QUARTERS == 0:
            chance = 1 - math.exp(-numbers.dispute_rate * heads)
            if self.model.luck.uniform(Decision.DISPUTE, moment.step, self.identity) < chance:
                cost = min(numbers.dispute_cost, setbacks.MOST_LOST * self.spending)
        for flood in moment.shocks.floods:
            if flood.step == moment.step and self.reached(flood):
                cost += numbers.flood_cost * self.spending
        self.setback = cost

    def reached(self, flood: Flood) -> bool:
        """Tell whether a flood reaches it."""
        return bool(self.model.luck.uniform(Decision.FLOOD_HIT, flood.step, self.identity) < flood.reach[self.district])

    def recovery(self, moment: Moment) -> float:
        """Return how much of their full cost its contracts pay (M4)."""
        numbers, fcr = moment.baseline.money, moment.world.fcr
        full = numbers.full_recovery * min(fcr / money.RARE_RECOVERY, 1)
        luck: float = self.model.luck.uniform(Decision.COST_RECOVERY, 0, self.identity)
        if luck < full:
            return 1.0
        mean = (fcr - full) / (1 - full)
        return mean + min(numbers.recovery_spread, abs(1 - mean), mean / 2) * (2 * (luck - full) / (1 - full) - 1)

    def spend(self, moment: Moment, dearer: float, follow: float) -> None:
        """Pay the quarter's cost out of restricted funds, income and reserves, and let spending follow income with a lag (M5)."""
        numbers = moment.baseline.money
        quarterly = self.spending / QUARTERS
        dearer -= numbers.bought_in_share * moment.baseline.practices.back_office_saving * self.has(Practice.BACK_OFFICE)
        extra = self.bid_cost + self.setback + quarterly * dearer
        if self.award[Award.CONTRACT] > 0:
            extra += self.award[Award.CONTRACT] * (1 / self.recovery(moment) - 1) / QUARTERS
        due = max(quarterly + extra, 0)
        earmarked = numbers.restricted_part * (sum(self.award) - self.award[Award.CONTRACT]) / QUARTERS
        fund = self.restricted + earmarked
        purposes = min(numbers.restricted_pace * fund, due)
        self.restricted = fund - purposes
        free = self.reserves + self.income - earmarked
        paid = min(due - purposes, free)
        self.reserves = free - paid
        self.cost = paid + purposes
        fallen = QUARTERS * self.income < (1 - numbers.distress_fall) * self.income_before
        self.distress = self.reserves <= 0 and fallen
        months = 12 * self.reserves / max(self.spending, 1) - self.reserve_target
        lean = numbers.reserve_pull * min(max(months, -money.MOST_MONTHS), money.MOST_MONTHS)
        target = QUARTERS * max(self.income * (1 + lean) - extra, 0)
        if target < self.spending:
            follow *= 1 - (numbers.governance_small if self.spending < awards.LARGE_BIDDER else numbers.governance_large)
        self.spending += follow * (target - self.spending)

    # Awards: `processes/awards.py` ----------------------------------------------------------------------------------------

    def bids(self, kind: Award, step: int) -> bool:
        """Tell whether it bids: its award has just ended, or it seeks one and it is its turn."""
        return (
            self.seeks[kind] > 0
            and self.award[kind] == 0
            and (self.award_end[kind] == step - 1 or (self.identity + step) % QUARTERS == 0)
        )

    def asks(self, kind: Award, growth: float, moment: Moment) -> float:
        """Return the sum it seeks in GBP a year, and note what bidding for it costs; 0 where the sum is too small."""
        numbers, least = moment.baseline.money, moment.baseline.money.smallest_lot
        asked = self.seeks[kind] * max(growth, 1)
        if kind is Award.CONTRACT:
            fitting = self.fitting(moment)
            asked = min(asked, self.spending * numbers.largest_lot * fitting)
            least = numbers.smallest_contract / fitting
        if asked < least:
            return 0.0
        large = self.spending >= awards.LARGE_BIDDER
        self.bid_cost += asked * (numbers.bid_cost_large if large else numbers.bid_cost_small)
        return asked

    @staticmethod
    def fitting(moment: Moment) -> float:
        """Return how far contracts' lots fit smaller providers, 1 in 2002."""
        return 1 + moment.baseline.voice.commissioning * (moment.world.consult - moment.start.consult)

    def wins(self, kind: Award, paid: float, moment: Moment) -> None:
        """Take an award; a new grant draws, or crowds out, giving (M4)."""
        if kind is not Award.CONTRACT and self.award_end[kind] < moment.step - QUARTERS:
            self.new_grants += paid
        self.award[kind] = paid
        self.award_end[kind] = moment.step + self.award_length(kind, moment) - 1

    def answer_grants(self, moment: Moment) -> None:
        """Let donors answer the quarter's new grants."""
        numbers = moment.baseline.money
        small = self.spending < awards.LARGE_BIDDER
        self.giving += (numbers.grant_draws_giving_small if small else numbers.grant_draws_giving) * self.new_grants
        self.giving = max(self.giving, 0.0)
        self.new_grants = 0.0

    def standing(self, kind: Award, moment: Moment) -> float:
        """Return the standing of its bid (M3): what counts for it less access penalties, plus luck."""
        numbers, step = moment.baseline.money, moment.step
        score = numbers.capacity_bonus * self.able(moment.baseline)
        score += numbers.size_bonus * (1 - moment.world.field) * math.log(max(self.spending, 1))
        score += moment.baseline.standing.funder_bonus * self.funder_trust
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

    # Standing: `processes/trust.py`, `processes/voice.py` -------------------------------------------------------------------

    def meet_funders(self, moment: Moment) -> None:
        """Gain funders' trust in a year with an award and without distress, else lose some (M3)."""
        numbers = moment.baseline.standing
        if max(self.award) > 0 and not self.distress:
            self.funder_trust += numbers.funder_gain * (1 - self.funder_trust)
        else:
            self.funder_trust += numbers.funder_decay * (numbers.funder_start - self.funder_trust)

    def speak(self, moment: Moment) -> None:
        """Say how far it is heard, and drift from its mission over the year (M12); in 2002 nobody has drifted yet."""
        numbers = moment.baseline.voice
        year = max(QUARTERS * self.income if moment.step > 0 else self.income_before, 1)
        contract = self.award[Award.CONTRACT] / year
        public = contract + (self.award[Award.STATUTORY_GRANT] + self.award[Award.REGENERATION]) / year
        free = max(1 - moment.baseline.money.restricted_part * (sum(self.award) / year - contract) - contract, 0)
        odds = numbers.base + numbers.unrestricted * free + numbers.network * min(self.degree / numbers.network_ties, 1)
        odds += numbers.consultation * moment.world.consult + numbers.capacity * self.able(moment.baseline)
        odds += moment.baseline.practices.involvement_voice * self.has(Practice.INVOLVEMENT)
        odds -= numbers.public * max(min(public, 1) - numbers.public_from, 0) + numbers.gagging * min(contract, 1)
        self.voice = 1 / (1 + math.exp(-odds))
        if moment.step > 0:
            self.drift += numbers.drift * min(contract, 1) * (1 - self.voice) * (1 - self.drift)


def laplace(luck: float) -> float:
    """Turn a uniform draw into a Laplace draw with standard deviation 1."""
    centred = luck - 0.5
    tail = math.log(max(1 - 2 * abs(centred), 2**-24)) * math.sqrt(0.5)
    return tail if centred < 0 else -tail


def gumbel(luck: float) -> float:
    """Turn a uniform draw into a standard Gumbel draw."""
    return -math.log(-math.log(min(max(luck, 2**-25), 1 - 2**-25)))
