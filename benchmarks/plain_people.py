"""One organisation's people as one Python object: staff, board, volunteers, support, ICT, practices and output, by plain rules.

Only the arm without a plan is written here, as in `plain_organisation`. Each method names the process that it repeats.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import mesa

from foresight.model.moment import Moment
from foresight.model.processes import boards, people, support
from foresight.population import people as making
from foresight.population.baseline import Baseline
from foresight.population.columns import MILLION, QUARTERS, SMALL_INCOME, SMALLEST_INCOME, Award, Practice
from foresight.randomness import Decision


@dataclass(frozen=True)
class Recruits:
    """What a district's newcomers are in a quarter: people for each unit of pull, and the share of them who are 65 and over."""

    per_pull: float
    older: float


class Staffed(mesa.Agent):  # type: ignore[misc]  # mesa ships no types
    """An organisation as far as people are concerned; its attributes bear the names of the population's columns."""

    identity: int
    registered: bool
    district: int
    rural: bool
    beneficiary: int
    bme_led: bool
    born: int
    award: list[float]
    award_end: list[int]
    income_before: float
    spending: float
    staff: float
    leavers: float
    vacancies: float
    posts_per_million: float
    volunteers: float
    older: float
    core: float
    hours: float
    older_hours: float
    volunteers_left: float
    appeal: float
    trustees: float
    young_trustees: float
    bme_trustees: float
    chair_vacant: bool
    capacity: float
    supported: bool
    match: float
    ict: bool
    practices: int
    output: float

    def able(self, baseline: Baseline) -> float:
        """Return strategic capacity as it works: weaker while the chair's post is vacant (M6b)."""
        return self.capacity * baseline.boards.chair_vacancy_capacity if self.chair_vacant else self.capacity

    def has(self, practice: Practice) -> bool:
        """Tell whether it has taken a practice up."""
        return bool(self.practices >> practice & 1)

    def luck(self, decision: Decision, step: int, part: int = 0) -> float:
        """Return its draw for a decision."""
        return float(self.model.luck.uniform(decision, step, self.identity, part))

    # Staff: `processes/people.py` -----------------------------------------------------------------------------------------

    def employ(self, moment: Moment, wage: float, slowed: float) -> None:
        """Let staff leave, posts fall vacant and be filled, and surplus posts end (M6); `slowed`: hiring behind a pay gap."""
        numbers, step = moment.baseline.people, moment.step
        needed = 0.0
        if self.spending >= numbers.smallest_employer or self.staff > 0:
            staffed = self.spending + numbers.contract_staffing * self.award[Award.CONTRACT]
            needed = self.posts_per_million * staffed / (MILLION * wage)
        turnover = numbers.turnover + numbers.turnover_size * math.log(max(self.staff, 0.5) / 100)
        if any(step <= end < step + people.ENDS_SOON for end in self.award_end):
            turnover += numbers.turnover_award_ends
        leaving = self.staff * min(max(turnover, 0.02), 0.9) / QUARTERS
        self.leavers += leaving
        staff = self.staff - leaving
        gap = needed - staff
        if gap > 0:
            fill = numbers.fill_rate * (numbers.fill_rural if self.rural else 1) * slowed
            staff += min(fill * (1 + numbers.ict_recruiting * self.ict), 1) * gap
        else:
            staff += numbers.redundancy_rate * gap
        self.staff = staff
        self.vacancies = max(needed - staff, 0)

    def resize_posts(self, moment: Moment) -> None:
        """Let the posts that a pound pays for drift towards what is usual at its size (M6)."""
        if self.registered:
            numbers = moment.baseline.people
            usual = (
                numbers.posts_per_million * (max(self.spending, numbers.smallest_employer) / MILLION) ** numbers.staff_size_slope
            )
            self.posts_per_million += numbers.posts_follow_size * (usual - self.posts_per_million)

    # Board: `processes/boards.py` -----------------------------------------------------------------------------------------

    def usual_board(self, baseline: Baseline) -> int:
        """Return how many trustees an organisation of its size and kind usually has."""
        extra = making.BOARD_SPREAD * (self.luck(Decision.TRUSTEES, 0) - 0.5)
        size = math.log(max(self.spending, 1)) - making.MEDIAN_LOG_SIZE
        return round(min(max(baseline.boards.trustees + extra + making.SEATS_PER_LOG * size, making.FEWEST), making.MOST))

    def renew_boards(self, moment: Moment, community: float) -> None:
        """Let trustees end their time and fill empty seats; `community` is the share of BME people in the district."""
        numbers = moment.baseline.boards
        staying = 1 - 1 / numbers.tenure
        seats = self.usual_board(moment.baseline) * boards.seats_per_usual(moment.baseline)
        found = min(numbers.recruiting * (0.5 + self.luck(Decision.TRUSTEES_FOUND, moment.step)), 1)
        found *= max(seats - staying * self.trustees, 0)
        self.trustees = staying * self.trustees + found
        self.young_trustees = staying * (1 - 1 / numbers.years_under_40) * self.young_trustees + numbers.under_40 * found
        bme = numbers.bme_led_share if self.bme_led else numbers.bme_odds * community
        self.bme_trustees = staying * self.bme_trustees + bme * found

    def seat_chairs(self, moment: Moment) -> None:
        """Decide whether its chair's or treasurer's post is vacant this year (M6b)."""
        numbers, per_usual = moment.baseline.boards, boards.seats_per_usual(moment.baseline)
        empty = min(max(1 - self.trustees / (self.usual_board(moment.baseline) * per_usual), 0), 1) - (1 - 1 / per_usual)
        chance = numbers.chair_vacancy + numbers.chair_short_board * empty
        self.chair_vacant = self.luck(Decision.CHAIR_VACANT, moment.step) < chance

    # Volunteers: `processes/volunteering.py` ------------------------------------------------------------------------------

    def pull(self, moment: Moment, greener: float) -> float:
        """Return its share in the volunteers who come forward, before others' are known (M7)."""
        led = 1 + moment.baseline.volunteering.capacity_pull * (self.able(moment.baseline) - 0.5)
        return self.appeal * led * (1 + moment.baseline.people.ict_recruiting * self.ict) * (1 + greener)

    def volunteer(self, moment: Moment, pull: float, recruits: Recruits, renewal: float) -> None:
        """Let volunteers leave, age and come, and the core renew itself (M7)."""
        numbers, ratio = moment.baseline.volunteering, moment.world.vol_hours / moment.start.vol_hours
        rate = self._leaving(moment, ratio) / QUARTERS
        before, coming = self.volunteers, pull * recruits.per_pull
        younger = max(self.volunteers - self.older, 0)
        gone, gone_older = younger * rate, self.older * min(rate * numbers.older_leaving, 1)
        turning = (younger - gone) * numbers.ageing / QUARTERS
        younger += coming * (1 - recruits.older) - gone - turning
        self.older += coming * recruits.older - gone_older + turning
        self.volunteers = younger + self.older
        self.volunteers_left += gone + gone_older
        core_older = min(numbers.core_older * self.older / max(self.volunteers, 1e-9), 1)
        stepping_back = numbers.core_leaving + numbers.core_retiring * core_older
        joining = renewal * ratio * max(before - self.core, 0)
        self.core = min(max(self.core * (1 - stepping_back / QUARTERS) + joining / QUARTERS, 0), self.volunteers)
        of_core = numbers.hours * ratio * numbers.core_hours / numbers.core_share
        of_others = numbers.hours * ratio * (1 - numbers.core_hours) / (1 - numbers.core_share)
        self.hours = of_core * self.core + of_others * (self.volunteers - self.core)
        self.older_hours = of_core * self.core * core_older + of_others * max(self.older - self.core * core_older, 0)

    def _leaving(self, moment: Moment, ratio: float) -> float:
        """Return the share of its younger volunteers who leave in a year."""
        numbers = moment.baseline.volunteering
        rate = numbers.leaving * (1 + numbers.episodic_leaving * (1 - ratio))
        if self.has(Practice.NEW_VOLUNTEERING):
            rate *= 1 - moment.baseline.practices.new_volunteering_staying
        usual = numbers.overload_from * self.appeal
        if self.volunteers < usual:
            rate += numbers.overload_leaving * (1 - self.volunteers / usual)
        return min(max(rate, 0), 1)

    # Support, ICT, practices, output: `processes/support.py`, `diffusion.py`, `services.py` ---------------------------------

    def receive_support(self, moment: Moment, reach: float) -> None:
        """Decide whether support reaches it this year, and how well it fits (M8); `reach` is that of its district's body."""
        numbers = moment.baseline.support
        reach *= numbers.reach_rural if self.rural else 1
        reach *= numbers.reach_small if self.income_before < SMALL_INCOME else 1
        reach *= numbers.reach_new if self.born > moment.step - support.NEW else 1
        self.supported = self.luck(Decision.SUPPORTED, moment.step) < reach
        self.match = numbers.match * (numbers.match_special if self.bme_led else 1)

    def take_up_ict(self, moment: Moment, users: float) -> None:
        """Begin to use ICT well, or cease to (M11); `users` is the share of organisations that do."""
        world, luck = moment.world, self.luck(Decision.ICT_CHANGES, moment.step)
        if self.ict:
            self.ict = luck >= moment.baseline.ict.lapse
            return
        lags = self.rural or self.bme_led or self.income_before < SMALLEST_INCOME
        chance = users if self.born > moment.step - QUARTERS else 1 - math.exp(-max(world.ict_pace, 0) * users)
        self.ict = luck < chance * (1 - world.ict_gap * lags)

    def changed_practices(self, moment: Moment, heard: list[float], sharing: float) -> int:
        """Return its practices after a year (M11), given the trust in partners who have each, and how many share the first."""
        numbers, found = moment.baseline.practices, 0
        absorbed = numbers.absorb_base + (1 - numbers.absorb_base) * self.able(moment.baseline)
        for practice in Practice:
            luck = self.luck(Decision.PRACTICE_CHANGES, moment.step, practice)
            if self.has(practice):
                found |= (luck >= numbers.lapse) << practice
                continue
            outside, over_ties = numbers.outside, numbers.ties * absorbed * min(heard[practice], 1)
            if practice is Practice.BACK_OFFICE:
                outside *= numbers.costly_outside
                over_ties *= sharing >= self._threshold(moment.baseline)
            found |= (luck < 1 - math.exp(-outside - over_ties)) << practice
        return found

    def _threshold(self, baseline: Baseline) -> float:
        """Return the share of partners who must share a back office before it joins them."""
        luck = min(max(self.luck(Decision.PRACTICE_THRESHOLD, 0), 1e-7), 1 - 1e-7)
        return baseline.practices.threshold + baseline.practices.threshold_spread * NormalDist().inv_cdf(luck)

    def serve(self, baseline: Baseline) -> None:
        """Write what its people do in a year (M9)."""
        numbers = baseline.services
        effort = self.staff + numbers.volunteer_worth * self.hours / numbers.full_time_hours
        quality = numbers.capacity_base + numbers.capacity_slope * self.able(baseline)
        quality *= 1 + baseline.practices.involvement_quality * self.has(Practice.INVOLVEMENT)
        self.output = effort**numbers.output_exponent * quality
