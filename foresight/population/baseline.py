"""The baseline: who is there in 2002, and every number that the rules of the model use.

One YAML file holds both. Each number is written with its source and evidence grade; the model reads it as a plain number.
"""

from collections.abc import Callable, Iterable
from functools import cache, cached_property, wraps
from pathlib import Path
from typing import Literal, TypeVar
from weakref import finalize

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.config import Complaint, Frozen, read
from foresight.population import sections
from foresight.population.columns import Floats, Smalls
from foresight.population.sections import Quantity
from foresight.scenario import library

KILOMETRES_A_DEGREE = 111.2  # of latitude
NO_PLAIN = ""  # in the place of a flood plain: a district outside them

Columns = dict[str, NDArray[np.float64]]


class Facts(Frozen):
    """How much of everything there is in the region in 2002."""

    registered: Quantity
    groups: Quantity
    group_weight: Quantity
    income: Quantity
    heads: Quantity
    volunteers: Quantity
    group_volunteers: Quantity
    bme_led_odds: Quantity

    def faults(self) -> Iterable[Complaint]:
        """Check that groups are simulated by at least one each, and leave volunteers for the registered organisations."""
        if self.group_weight < 1:
            yield Complaint(("group_weight",), f"{self.group_weight:g}", "at least 1: so many groups are simulated as one")
        most = self.volunteers / max(self.groups, 1)
        if self.group_volunteers >= most:
            expected = f"less than {most:g}, since {self.groups:,.0f} groups cannot have all {self.volunteers:,.0f} volunteers"
            yield Complaint(("group_volunteers",), f"{self.group_volunteers:g}", expected)


class Incomes(Frozen):
    """How income, its sources and reserves are spread in 2002."""

    log_median: Quantity
    log_spread: Quantity
    tail_from: Quantity
    tail_slope: Quantity
    largest: Quantity
    top_share: Quantity
    group_log_median: Quantity
    group_log_spread: Quantity
    newborn_log_median: Quantity
    newborn_log_spread: Quantity
    source_spread: Quantity
    source_presence: Quantity
    group_giving: Quantity
    regeneration_holders: Quantity
    award_months: Quantity
    statutory_uplift: Quantity
    regeneration_part: Quantity
    lottery_uplift: Quantity
    contract_part: Quantity
    seekers_per_holder: Quantity
    contract_seekers: Quantity
    reserves_none_small: Quantity
    reserves_none_large: Quantity
    reserves_median: Quantity
    reserves_spread: Quantity
    newborn_reserves_median: Quantity
    endowment_yield: Quantity
    founder_age: Quantity


class Money(Frozen):
    """Pools, competition, giving, cost and reserves (M1-M5)."""

    pool_noise: Quantity
    scarcity_statutory: Quantity
    scarcity_regeneration: Quantity
    scarcity_lottery: Quantity
    two_year_part: Quantity
    forprofit_share: Quantity
    track_bonus: Quantity
    capacity_bonus: Quantity
    size_bonus: Quantity
    joint_bonus: Quantity
    bme_penalty: Quantity
    rural_penalty: Quantity
    largest_lot: Quantity
    smallest_lot: Quantity
    smallest_contract: Quantity
    bid_cost_large: Quantity
    bid_cost_small: Quantity
    lottery_length: Quantity
    trust_length: Quantity
    giving_spread_lasting: Quantity
    giving_spread_passing: Quantity
    passing_spread_large: Quantity
    giving_capacity: Quantity
    giving_trust: Quantity
    giving_environment: Quantity
    growth_per_log_income: Quantity
    earned_follows_economy: Quantity
    legacies_follow_age: Quantity
    freed_returns: Quantity
    giving_displaced: Quantity
    grant_draws_giving_small: Quantity
    grant_draws_giving: Quantity
    full_recovery: Quantity
    recovery_spread: Quantity
    restricted_part: Quantity
    restricted_pace: Quantity
    governance_small: Quantity
    governance_large: Quantity
    cost_adjustment: Quantity
    reserve_pull: Quantity
    bought_in_share: Quantity
    non_staff_share: Quantity
    distress_fall: Quantity


class Ties(Frozen):
    """Meetings, ties, trust and collaboration (M10)."""

    founding_meetings: Quantity
    meetings: Quantity
    broker_meetings: Quantity
    circle_place_activity: Quantity
    circle_place: Quantity
    circle_activity: Quantity
    circle_beneficiary: Quantity
    circle_funder: Quantity
    circle_friends: Quantity
    tie_chance: Quantity
    tie_small: Quantity
    tie_bme: Quantity
    distance_decay: Quantity
    rural_distance: Quantity
    ict_saving: Quantity
    trust_start: Quantity
    trust_spread: Quantity
    weak_trust: Quantity
    trust_floor: Quantity
    trust_decay: Quantity
    trust_gain: Quantity
    trust_loss: Quantity
    stake_size: Quantity
    blame: Quantity
    fade_rate: Quantity
    value_base: Quantity
    value_saving: Quantity
    value_same_activity: Quantity
    value_novelty: Quantity
    value_scarcity: Quantity
    cost_of_distrust: Quantity
    formality_size: Quantity
    formality_age: Quantity
    formality_years: Quantity
    formality_public: Quantity
    autonomy: Quantity
    rivalry: Quantity
    rivalry_scarcity: Quantity
    rivalry_place: Quantity
    sharpness: Quantity
    threshold_mean: Quantity
    threshold_spread: Quantity
    threshold_trust: Quantity
    threshold_pace: Quantity
    projects_fewest: Quantity
    projects_most: Quantity
    projects_per_size: Quantity
    projects_from: Quantity
    project_quarters: Quantity
    success_base: Quantity
    success_trust: Quantity
    success_capacity: Quantity
    mandate_rate: Quantity
    mandate_penalty: Quantity
    founding_projects: Quantity


class Demography(Frozen):
    """Entry and exit."""

    birth_rate: Quantity
    density_legitimacy: Quantity
    density_crowding: Quantity
    need_age: Quantity
    need_bme: Quantity
    birth_environment: Quantity
    group_birth_rate: Quantity
    group_exit_rate: Quantity
    cohort_room: Quantity
    exit_base: Quantity
    exit_size: Quantity
    exit_public: Quantity
    exit_giving: Quantity
    exit_trustee: Quantity
    exit_young: Quantity
    exit_young_age: Quantity
    exit_distress: Quantity
    public_main: Quantity
    giving_main: Quantity
    exit_log_income: Quantity
    fade_small: Quantity
    fade_large: Quantity


class Hypotheses(Frozen):
    """Rival accounts of how the sector works: choices between rules, not measured numbers."""

    barriers_linked: bool
    """whether the weakest of the four barriers weakens every effect of the plan on an organisation"""
    collaboration_rule: Literal["value", "threshold"]
    """whether organisations agree to work together by weighing its value, or when enough of their partners do"""


class Baseline(Frozen):
    """The region in 2002 and the numbers of the model; tables of places, activities and income sources beside it."""

    kind: Literal["baseline"]
    id: str
    title: str
    summary: str
    facts: Facts
    incomes: Incomes
    money: Money
    people: sections.People
    boards: sections.Boards
    volunteering: sections.Volunteering
    capacity: sections.Capacity
    support: sections.Support
    ict: sections.Ict
    practices: sections.Practices
    services: sections.Services
    ties: Ties
    demography: Demography
    barriers: sections.Barriers
    leadership: sections.Leadership
    hypotheses: Hypotheses
    shocks: sections.Shocks
    standing: sections.Standing
    voice: sections.Voice
    mergers: sections.Mergers
    aspirations: sections.Aspirations
    accounts: sections.Accounts

    @cached_property
    def places(self) -> pd.DataFrame:
        """Return the districts: one row each, with county, population, shares and position."""
        return pd.read_csv(folder() / "places.csv")

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """Return the counties and unitary authorities by name, in the order of their numbers."""
        return tuple(sorted(self.places["county"].unique()))

    @cached_property
    def county_of_district(self) -> Smalls:
        """Return the number of each district's county, shape (districts,)."""
        return np.array([self.counties.index(county) for county in self.places["county"]], dtype=np.int8)

    @cached_property
    def floods(self) -> pd.DataFrame:
        """Return the flood plains: one row a district, with the plain it belongs to and the share of organisations in reach."""
        return pd.read_csv(folder() / "floods.csv")

    def flooded(self, county: str | None = None, plain: str | None = None) -> Floats:
        """Return the share of organisations of each district that a flood of the usual size reaches, shape (districts,).

        Parameters
        ----------
        county : str, optional
            A flood of this county reaches all its districts.
        plain : str, optional
            Else one plain; all of them where none is named.
        """
        plains, reach = _plains(self)
        known = plains != NO_PLAIN if plain is None else plains == plain
        if county is None:
            return np.where(known, reach, 0).astype(np.float32)
        there = self.county_of_district == self.counties.index(county) if county in self.counties else False
        return np.where(there, np.where(known, reach, self.shocks.flood_reach), 0).astype(np.float32)

    @cached_property
    def districts(self) -> Columns:
        """Return the numeric columns of the districts' table, shape (districts,) each."""
        return _numeric(self.places)

    @cached_property
    def kilometres(self) -> Floats:
        """Return the distance between districts as the crow flies, km, shape (districts, districts)."""
        east = np.cos(np.radians(self.places["latitude"].mean())) * self.places["longitude"]
        position = KILOMETRES_A_DEGREE * np.column_stack([east, self.places["latitude"]])
        apart = np.linalg.norm(position[:, np.newaxis] - position, axis=-1)
        return np.asarray(apart, dtype=np.float32)

    @cached_property
    def activities(self) -> pd.DataFrame:
        """Return the activities and their shares of organisations in per cent."""
        return pd.read_csv(folder() / "activities.csv")

    @cached_property
    def beneficiaries(self) -> pd.DataFrame:
        """Return whom organisations mainly serve and the shares of organisations in per cent."""
        return pd.read_csv(folder() / "beneficiaries.csv")

    @cached_property
    def income_mix(self) -> pd.DataFrame:
        """Return the share of income by source, one row a size band."""
        return pd.read_csv(folder() / "income_mix.csv")


def _numeric(table: pd.DataFrame) -> Columns:
    """Return the columns of numbers, and of yes (1) or no (0), as arrays: every run looks them up, and pandas would be slow."""
    numeric = table.select_dtypes(["number", "bool"])
    return {str(name): numeric[name].to_numpy(np.float64) for name in numeric}


library.FILE_KINDS["baseline"] = Baseline
Made = TypeVar("Made")


def once(work: Callable[[Baseline], Made]) -> Callable[[Baseline], Made]:
    """Work out what follows from a baseline once for each, and forget it with the baseline; nobody may change what is made."""
    kept: dict[int, Made] = {}

    @wraps(work)
    def made(baseline: Baseline) -> Made:
        key = id(baseline)
        if key not in kept:
            kept[key] = work(baseline)
            finalize(baseline, kept.pop, key)
        return kept[key]

    return made


@once
def _plains(baseline: Baseline) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    """Return the flood plain of each district, or `NO_PLAIN`, and the share of organisations in reach, shape (districts,)."""
    found = baseline.floods.set_index("district").reindex(baseline.places["district"])
    return found["plain"].fillna(NO_PLAIN).to_numpy(np.str_), found["reach"].to_numpy(np.float64)


@once
def shares_of(baseline: Baseline) -> dict[str, Columns]:
    """Return the numeric columns of the tables of activities, beneficiaries and income sources, by table."""
    tables = {"activities": baseline.activities, "beneficiaries": baseline.beneficiaries, "sources": baseline.income_mix}
    return {name: _numeric(table) for name, table in tables.items()}


@cache
def load() -> Baseline:
    """Return the baseline that ships: the East Midlands in 2002."""
    return read(main_file(), Baseline)


def main_file() -> Path:
    """Return the file that holds the baseline's numbers."""
    return folder() / "east-midlands-2002.yaml"


def folder() -> Path:
    """Return the folder that holds the baseline's files."""
    return library.shipped() / "baseline"


def input_files() -> list[Path]:
    """Return every file that the baseline is read from."""
    return sorted(path for path in folder().iterdir() if path.suffix in {".yaml", ".csv"})
