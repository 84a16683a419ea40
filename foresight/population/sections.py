"""Sections of the baseline's numbers: people and what they can do, what befalls the sector, leadership, aims and accounts."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator

from foresight.config import Complaint, Frozen, Number


def _plain(found: Any) -> float:  # noqa: ANN401 - whatever the YAML holds
    """Check a sourced number and return its central value."""
    return Number.model_validate(found).value


Quantity = Annotated[float, BeforeValidator(_plain)]
"""A number of the baseline: written with its source and evidence grade, read as a plain number."""


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


class Shocks(Frozen):
    """Floods, pandemics, employment disputes and failed ventures."""

    flood_chance: Quantity
    flood_reach: Quantity
    flood_cost: Quantity
    flood_exit: Quantity
    flood_volunteers: Quantity
    flood_quarters: Quantity
    pandemic_earned: Quantity
    pandemic_volunteers: Quantity
    pandemic_quarters: Quantity
    dispute_rate: Quantity
    dispute_cost: Quantity
    venture_loss: Quantity


class Standing(Frozen):
    """Public trust (M13), and funders' trust in single organisations (M3)."""

    trust_recovery: Quantity
    scandal_chance: Quantity
    scandal_fall: Quantity
    transparency_gain: Quantity
    funder_start: Quantity
    funder_holder: Quantity
    funder_gain: Quantity
    funder_decay: Quantity
    funder_bonus: Quantity


class Voice(Frozen):
    """Voice, gagging and mission drift (M12), and what consultation changes in commissioning (M4)."""

    base: Quantity
    unrestricted: Quantity
    network: Quantity
    network_ties: Quantity
    consultation: Quantity
    capacity: Quantity
    public: Quantity
    public_from: Quantity
    gagging: Quantity
    drift: Quantity
    commissioning: Quantity


class Mergers(Frozen):
    """Mergers of tied organisations (P20)."""

    chance: Quantity
    deficit: Quantity
    trust: Quantity
    same_activity: Quantity
    margin: Quantity
    cost: Quantity


class Barriers(Frozen):
    """When a barrier is total, and when there is none."""

    vacancies_total: Quantity
    chair_empty: Quantity
    months_enough: Quantity
    award_quarters: Quantity


class Leadership(Frozen):
    """What a leadership group sees, hopes for and can take in (M14)."""

    noise: Quantity
    expected_gain: Quantity
    review_years: Quantity
    scale_above: Quantity
    stop_below: Quantity
    largest_step: Quantity
    smallest: Quantity
    largest: Quantity
    absorbed_growth: Quantity
    absorbed_start: Quantity
    wasted: Quantity


class Aspirations(Frozen):
    """The six aspirations of the baseline study: where each counts as nought, and its target."""

    trust_from: Quantity
    trust_target: Quantity
    field_from: Quantity
    field_target: Quantity
    tax_from: Quantity
    tax_target: Quantity
    consultation_from: Quantity
    consultation_target: Quantity
    funding_from: Quantity
    funding_target: Quantity
    commissioning_from: Quantity
    commissioning_target: Quantity


class Accounts(Frozen):
    """How a plan's costs and its losers are counted."""

    discount_rate: Quantity
    noticeable: Quantity
