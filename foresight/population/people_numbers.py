"""The numbers of the mechanisms that are about people and what they can do: staff, boards, volunteers, capacity, services."""

from collections.abc import Iterable

from foresight.config import Complaint, Frozen
from foresight.population.quantity import Quantity


class People(Frozen):
    """Staff (M6)."""

    smallest_employer: Quantity
    vacancy_rate: Quantity
    posts_per_million: Quantity
    posts_follow_size: Quantity
    contract_staffing: Quantity
    staffing_spread: Quantity
    staff_size_slope: Quantity
    part_time_share: Quantity
    turnover: Quantity
    turnover_size: Quantity
    turnover_award_ends: Quantity
    fill_rate: Quantity
    fill_rural: Quantity
    redundancy_rate: Quantity
    wages_follow_economy: Quantity
    pay_gap_slows: Quantity
    pay_gap_stops: Quantity
    ict_recruiting: Quantity


class Boards(Frozen):
    """Trustees (M6b)."""

    trustees: Quantity
    tenure: Quantity
    recruiting: Quantity
    chair_vacancy: Quantity
    chair_vacancy_capacity: Quantity
    chair_short_board: Quantity
    under_40: Quantity
    adults_under_40: Quantity
    years_under_40: Quantity
    bme_odds: Quantity
    bme_led_share: Quantity

    def faults(self) -> Iterable[Complaint]:
        """Check that no more than everybody leaves in a year."""
        for name in ("tenure", "years_under_40"):
            if (years := getattr(self, name)) < 1:
                yield Complaint((name,), f"{years:g}", "at least 1 year")


class Volunteering(Frozen):
    """Volunteers by age, with a civic core (M7)."""

    leaving: Quantity
    at_median: Quantity
    spread: Quantity
    size_slope: Quantity
    hours: Quantity
    capacity_pull: Quantity
    environment_pull: Quantity
    episodic_leaving: Quantity
    adults: Quantity
    older_weight: Quantity
    older_leaving: Quantity
    ageing: Quantity
    overload_leaving: Quantity
    overload_from: Quantity
    core_share: Quantity
    core_hours: Quantity
    core_leaving: Quantity
    core_retiring: Quantity
    core_older: Quantity
    broker_part: Quantity
    broker_most: Quantity

    def faults(self) -> Iterable[Complaint]:
        """Check that some volunteers are outside the core, among whom the others' hours can be shared."""
        if self.core_share >= 1:
            yield Complaint(("core_share",), f"{self.core_share:g}", "less than 1: somebody must be outside the core")


class Capacity(Frozen):
    """Strategic capacity (M8)."""

    start: Quantity
    size_slope: Quantity
    spread: Quantity
    newborn: Quantity
    training: Quantity
    training_size: Quantity
    planning_horizon: Quantity
    leader_turnover: Quantity
    leader_loss: Quantity
    distress_loss: Quantity
    learning: Quantity


class Support(Frozen):
    """Support bodies: whom they reach and how well they fit (M8)."""

    gain: Quantity
    reach: Quantity
    match: Quantity
    budget: Quantity
    reach_rural: Quantity
    reach_small: Quantity
    reach_new: Quantity
    match_special: Quantity
    body_closing: Quantity
    reach_closed: Quantity


class Ict(Frozen):
    """Who uses ICT well (M11)."""

    start: Quantity
    founding_gap: Quantity
    lapse: Quantity


class Practices(Frozen):
    """Practices that spread from outside and over ties, and what each does (M11)."""

    back_office_start: Quantity
    transparency_start: Quantity
    involvement_start: Quantity
    new_volunteering_start: Quantity
    trading_start: Quantity
    outside: Quantity
    ties: Quantity
    absorb_base: Quantity
    costly_outside: Quantity
    threshold: Quantity
    threshold_spread: Quantity
    lapse: Quantity
    back_office_saving: Quantity
    involvement_quality: Quantity
    involvement_voice: Quantity
    new_volunteering_staying: Quantity
    trading_growth: Quantity


class Services(Frozen):
    """Service output and need (M9)."""

    output_exponent: Quantity
    volunteer_worth: Quantity
    full_time_hours: Quantity
    capacity_base: Quantity
    capacity_slope: Quantity
    need_per_thousand: Quantity
    need_recession: Quantity
    reach_beyond: Quantity
