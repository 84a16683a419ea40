"""Synthesis: the organisations of 2002, and those that start later, drawn from the baseline.

Every attribute of an organisation follows from its identity, so that an entrant in one arm of a comparison is the same entrant in
the other. Incomes are spread by rank over fixed quantiles: totals and concentration hold in every replicate, and what differs is
who is large.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from foresight.errors import ForesightError
from foresight.population import people, sources
from foresight.population.baseline import Baseline, shares_of
from foresight.population.columns import MILLION, QUARTERS, Award, Floats, Ints, Population, Rows
from foresight.population.sampling import sampled
from foresight.randomness import Decision, Draws

TOP_SHARE = 0.01  # "under 1 % of organisations": the share that the concentration fact is about
LEAST_ROWS = 100  # fewer rows cannot stand for the region
YOUNGEST, OLDEST = 1, 120  # quarters and years: bounds of a founder's age
BME_BENEFICIARY = 3  # row of beneficiaries that BME-led organisations serve
CAPACITY_BOUNDS = (0.02, 0.95)


@dataclass(frozen=True)
class Layout:
    """Who gets which identity: founders first, then a fixed block of identities for each year's entrants.

    Parameters
    ----------
    registered, groups : int
        Founding rows synthesised.
    cohort_registered, cohort_groups : int
        Identities set aside for each year's entrants.
    registered_weight, group_weight : float
        Organisations that an entrant's row stands for.
    """

    registered: int
    groups: int
    cohort_registered: int
    cohort_groups: int
    registered_weight: float
    group_weight: float

    @classmethod
    def of(cls, baseline: Baseline, scale: float) -> "Layout":
        """Return the layout at a scale; above 1 each row stands for less than one organisation (used to measure speed)."""
        facts, demography = baseline.facts, baseline.demography
        grown = max(scale, 1.0)
        registered = round(facts.registered * grown)
        groups = round(facts.groups / facts.group_weight * grown)
        room = demography.cohort_room * scale
        cohorts = (
            room * demography.birth_rate * facts.registered,
            room * demography.group_birth_rate * facts.groups / facts.group_weight,
        )
        return cls(registered, groups, int(np.ceil(cohorts[0])), int(np.ceil(cohorts[1])), 1 / scale, facts.group_weight / scale)

    @property
    def founders(self) -> int:
        """Return the number of founding identities; entrants' identities follow them."""
        return self.registered + self.groups

    @property
    def cohort(self) -> int:
        """Return the number of identities set aside for each year."""
        return self.cohort_registered + self.cohort_groups

    def identities(self, years: int) -> int:
        """Return how many identities there are, with those set aside for the entrants of so many years."""
        return self.founders + years * self.cohort

    def entrants(self, cohort: int, registered: int, groups: int) -> Rows:
        """Return the places among all entrants of the first so many of a year's cohort (0 is the first year), by rank."""
        ranks = np.concatenate([np.arange(registered), self.cohort_registered + np.arange(groups)])
        return cohort * self.cohort + ranks


def founders(baseline: Baseline, draws: Draws, scale: float = 1.0) -> Population:
    """Return the organisations of 2002: registered ones one to one, unregistered groups as weighted rows.

    Parameters
    ----------
    scale : float
        Share of the sector simulated; rows are sampled and weighted back so that totals are kept.

    Raises
    ------
    ForesightError
        When the scale leaves too few rows to stand for the region.
    """
    layout = Layout.of(baseline, scale)
    if (layout.registered + layout.groups) * min(scale, 1) < LEAST_ROWS:
        msg = f"scale: found {scale:g}; expected a share that leaves at least {LEAST_ROWS} simulated organisations"
        raise ForesightError(msg)
    made = Population.blank(layout.registered + layout.groups)
    made.identity[:] = np.arange(len(made))
    made.registered[:] = made.identity < layout.registered
    made.weight[:] = np.where(made.registered, 1, baseline.facts.group_weight) / max(scale, 1)
    ages = -np.log(1 - draws.uniform(Decision.AGE, 0, made.identity)) * baseline.incomes.founder_age
    made.born[:] = -np.clip(ages * QUARTERS, YOUNGEST, OLDEST * QUARTERS)
    _place(made, baseline, draws)
    income = np.where(made.registered, _founding_incomes(made, baseline, draws), _group_incomes(made, baseline, draws))
    sources.spread(made, income.astype(np.float32), baseline, draws)
    sources.settle_statutory(made, baseline)
    sources.earmark_regeneration(made, baseline, draws)
    sources.stagger_award_ends(made, baseline, draws)
    _reserves(made, baseline, draws, baseline.incomes.reserves_median)
    _people(made, baseline, draws)
    _match_people_totals(made, baseline)
    money, grants = baseline.money, made.award.sum(axis=0) - made.award[Award.CONTRACT]
    made.restricted[:] = money.restricted_part * grants / QUARTERS * (1 - money.restricted_pace) / money.restricted_pace
    known = made.award.max(axis=0) > 0
    made.funder_trust[:] = np.where(known, baseline.standing.funder_holder, baseline.standing.funder_start)
    made.chair_vacant[:] = draws.uniform(Decision.CHAIR_VACANT, 0, made.identity) < baseline.boards.chair_vacancy
    people.settle(made, baseline, draws)
    made.ict[:] = people.online(made, baseline, draws)
    return sampled(made, scale, draws) if scale < 1 else made


def newcomers(baseline: Baseline, draws: Draws, layout: Layout, bme_growth: NDArray[np.float64]) -> Population:
    """Return everybody who could start in any year, in the order of identity: small, and without awards.

    Parameters
    ----------
    bme_growth : float64 array, shape (years,)
        How much likelier than in 2002 an entrant of each year is to be BME-led.
    """
    cohort, rank = np.divmod(np.arange(bme_growth.size * layout.cohort, dtype=np.int32), layout.cohort)
    identity = layout.founders + np.arange(cohort.size, dtype=np.int32)
    registered = rank < layout.cohort_registered
    made = Population.blank(identity.size)
    made.identity[:] = identity
    made.registered[:] = registered
    made.weight[:] = np.where(registered, layout.registered_weight, layout.group_weight)
    made.born[:] = 1 + QUARTERS * cohort
    _place(made, baseline, draws, bme_growth[cohort].astype(np.float32))
    spread = ndtri(np.clip(draws.uniform(Decision.INCOME, 0, identity), 1e-6, 1 - 1e-6))
    incomes = baseline.incomes
    income = np.exp(incomes.newborn_log_median + incomes.newborn_log_spread * spread)
    income = np.where(registered, np.minimum(income, incomes.largest), _group_incomes(made, baseline, draws))
    sources.spread(made, income.astype(np.float32), baseline, draws)
    sources.earmark_regeneration(made, baseline, draws)
    made.award[:] = 0
    made.spending[:] = made.giving + made.earned + made.endowment * incomes.endowment_yield
    _reserves(made, baseline, draws, incomes.newborn_reserves_median)
    _people(made, baseline, draws)
    made.capacity[:] = np.clip(
        baseline.capacity.newborn + baseline.capacity.spread * _normal(draws, Decision.CAPACITY, identity), *CAPACITY_BOUNDS
    )
    made.funder_trust[:] = baseline.standing.funder_start
    made.income_before[:] = made.spending
    people.settle(made, baseline, draws)
    return made


def _normal(draws: Draws, decision: Decision, identity: Ints) -> NDArray[np.float64]:
    return np.asarray(ndtri(np.clip(draws.uniform(decision, 0, identity).astype(np.float64), 1e-7, 1 - 1e-7)))


def _choose(draws: Draws, decision: Decision, identity: Ints, share: NDArray[np.float64]) -> NDArray[np.int8]:
    """Choose a category for each identity with the given shares (need not sum to 1)."""
    bounds = np.cumsum(share) / np.sum(share)
    return np.searchsorted(bounds[:-1], draws.uniform(decision, 0, identity), side="right").astype(np.int8)


def _place(made: Population, baseline: Baseline, draws: Draws, bme_growth: Floats | float = 1.0) -> None:
    """Give each organisation its place, activity, beneficiary and leadership."""
    places, beneficiaries = baseline.districts, shares_of(baseline)["beneficiaries"]
    made.district[:] = _choose(draws, Decision.DISTRICT, made.identity, places["population_2001"])
    rural = places["rural_share"].astype(np.float32).take(made.district)
    made.rural[:] = draws.uniform(Decision.RURAL, 0, made.identity) < rural
    activities = shares_of(baseline)["activities"]["share_of_organisations"]
    made.activity[:] = _choose(draws, Decision.ACTIVITY, made.identity, activities)
    bme = places["bme_share"].astype(np.float32).take(made.district) * np.float32(baseline.facts.bme_led_odds) * bme_growth
    made.bme_led[:] = draws.uniform(Decision.BME_LED, 0, made.identity) < bme
    chosen = _choose(draws, Decision.BENEFICIARY, made.identity, beneficiaries["share_of_organisations"])
    made.beneficiary[:] = np.where(made.bme_led, BME_BENEFICIARY, chosen)


def _founding_incomes(made: Population, baseline: Baseline, draws: Draws) -> NDArray[np.float64]:
    """Return incomes by rank: lognormal below the tail, Pareto above it, scaled to the total and the share of the largest 1 %."""
    incomes, facts = baseline.incomes, baseline.facts
    count = int(made.registered.sum())
    luck = draws.uniform(Decision.INCOME, 0, made.identity[made.registered])
    rank = np.argsort(np.argsort(luck, kind="stable"))
    above = 1 - (np.arange(count) + 0.5) / count
    tail_log = (np.log(incomes.tail_from) - incomes.log_median) / incomes.log_spread
    in_tail = 1 - ndtr(tail_log)
    body = np.exp(incomes.log_median + incomes.log_spread * ndtri(np.minimum(1 - above, 1 - 1e-12)))
    tail = incomes.tail_from * (in_tail / above) ** (1 / incomes.tail_slope)
    curve = np.minimum(np.where(above < in_tail, tail, body), incomes.largest)
    top = np.arange(count) >= count - max(1, int(TOP_SHARE * count))
    total = facts.income * count / facts.registered
    curve[top] *= incomes.top_share * total / curve[top].sum()
    curve[~top] *= (1 - incomes.top_share) * total / curve[~top].sum()
    spread = np.zeros(len(made))
    spread[made.registered] = np.maximum.accumulate(curve)[rank]
    return spread


def _group_incomes(made: Population, baseline: Baseline, draws: Draws) -> NDArray[np.float64]:
    incomes = baseline.incomes
    return np.exp(incomes.group_log_median + incomes.group_log_spread * _normal(draws, Decision.SOURCE_SHARE, made.identity))


def _reserves(made: Population, baseline: Baseline, draws: Draws, median: float) -> None:
    """Give a share of organisations no reserves, the others lognormal months of spending."""
    incomes = baseline.incomes
    none = np.where(made.spending < 100_000, incomes.reserves_none_small, incomes.reserves_none_large)  # noqa: PLR2004
    months = median * np.exp(incomes.reserves_spread * _normal(draws, Decision.RESERVES_SIZE, made.identity))
    holds = draws.uniform(Decision.RESERVES_ANY, 0, made.identity) >= none
    made.reserve_target[:] = np.where(holds, months, 0)
    made.reserves[:] = made.reserve_target / 12 * made.spending


def _people(made: Population, baseline: Baseline, draws: Draws) -> None:
    """Give staff, volunteers, trustees and capacity by size."""
    numbers, volunteering, capacity = baseline.people, baseline.volunteering, baseline.capacity
    size = np.log(np.maximum(made.spending.astype(np.float64), 1))
    noise = np.exp(numbers.staffing_spread * _normal(draws, Decision.STAFFING, made.identity))
    usual = numbers.posts_per_million * (np.maximum(made.spending, numbers.smallest_employer) / MILLION) ** np.float32(
        numbers.staff_size_slope
    )
    made.posts_per_million[:] = np.where(made.registered, usual * noise, 0)
    staffed = made.spending + numbers.contract_staffing * made.award[Award.CONTRACT]
    needed = made.posts_per_million * staffed / MILLION
    made.staff[:] = needed * (made.spending >= numbers.smallest_employer)
    swing = draws.uniform(Decision.PART_TIME, 0, made.identity) - 0.5
    made.part_time[:] = np.clip(numbers.part_time_share + 0.4 * swing, 0, 1)
    crowd = np.exp(
        volunteering.size_slope * (size - 8.6) + volunteering.spread * _normal(draws, Decision.VOLUNTEERS, made.identity)
    )
    made.volunteers[:] = np.where(made.registered, volunteering.at_median * crowd, baseline.facts.group_volunteers)
    made.appeal[:] = made.volunteers
    made.trustees[:] = people.usual_board(made, baseline, draws)
    level = (
        capacity.start
        + capacity.size_slope * (size - np.log(1000))
        + capacity.spread * _normal(draws, Decision.CAPACITY, made.identity)
    )
    made.capacity[:] = np.clip(level, *CAPACITY_BOUNDS)


def _match_people_totals(made: Population, baseline: Baseline) -> None:
    """Scale founders' staff and volunteers to the region's totals."""
    facts = baseline.facts
    scale = np.float32(facts.heads / (made.weight * made.heads).sum(dtype=np.float64))
    made.staff *= scale
    made.vacancies[:] = made.staff * (baseline.people.vacancy_rate / (1 - baseline.people.vacancy_rate))
    made.posts_per_million *= scale / np.float32(1 - baseline.people.vacancy_rate)
    grouped = facts.groups * facts.group_volunteers
    made.volunteers[~made.registered] *= grouped / (made.weight * made.volunteers)[~made.registered].sum(dtype=np.float64)
    rest = facts.volunteers - grouped
    made.volunteers[made.registered] *= rest / (made.weight * made.volunteers)[made.registered].sum(dtype=np.float64)
    made.appeal[:] = made.volunteers
