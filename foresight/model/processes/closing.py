"""Closing: which organisations end, and how (exit of the model description)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from foresight.compiling import compiled
from foresight.model.moment import Moment
from foresight.population.columns import OPEN, QUARTERS, Award, Closure, Flags, Floats, Population, Steps
from foresight.randomness import Decision

MAIN = 0.5  # share of income above which a source is the main one
LONG_PAST = 5  # spans of the dangerous age beyond which its danger is nil (e^-25)
FADE_SIZE = 10_000  # GBP a year: below it most closures are silent
EMPTIED = (
    "giving", "earned", "endowment", "award", "seeks", "income", "spending", "cost", "reserves", "staff", "leavers", "vacancies",
    "volunteers", "appeal", "trustees", "capacity", "collaborations", "degree", "joined",
)  # fmt: skip


class Fates(NamedTuple):
    """The columns that closing depends on, shape (n,) each; `board` is trustees, an action's help included."""

    registered: Flags
    born: Steps
    spending: Floats
    income: Floats
    public: Floats
    given: Floats
    board: Floats
    distress: Flags


class Hazards(NamedTuple):
    """The numbers of closing, named as in the baseline."""

    exit_base: float
    exit_size: float
    exit_public: float
    exit_giving: float
    exit_trustee: float
    exit_young: float
    exit_young_age: float
    exit_distress: float
    public_main: float
    giving_main: float
    exit_log_income: float
    group_exit_rate: float


def closing_chance(population: Population, moment: Moment) -> Floats:
    """Return the chance that each organisation closes within a year, shape (n,), 0-1.

    Log odds after McDonnell, Rutherford and Cordery (2019, New Zealand) with the intercept set to the UK removal rate;
    unregistered groups close at one flat rate.
    """
    award = population.award
    fates = Fates(
        registered=population.registered,
        born=population.born,
        spending=population.spending,
        income=population.income,
        public=award[Award.STATUTORY_GRANT] + award[Award.CONTRACT] + award[Award.REGENERATION],
        given=population.giving * population.swing,
        board=population.trustees + moment.levers.trustees_gained - np.float32(moment.baseline.people.trustees),
        distress=population.distress,
    )
    hazards = Hazards(*(getattr(moment.baseline.demography, name) for name in Hazards._fields))
    return chances(fates, hazards, moment.step)


@compiled
def chances(fates: Fates, hazards: Hazards, step: int) -> Floats:
    """Return the yearly chance of closing of each organisation, shape (n,)."""
    chance = np.empty(fates.born.size, dtype=np.float32)
    for row in range(chance.size):
        if not fates.registered[row]:
            chance[row] = hazards.group_exit_rate
            continue
        main = MAIN * QUARTERS * fates.income[row]
        from_best = ((step - fates.born[row]) / QUARTERS - hazards.exit_young_age) / hazards.exit_young_age
        odds = hazards.exit_base + hazards.exit_size * (np.log(max(fates.spending[row], 1.0)) - hazards.exit_log_income)
        odds += hazards.exit_public * ((fates.public[row] > main) - hazards.public_main)
        odds += hazards.exit_giving * ((fates.given[row] > main) - hazards.giving_main)
        odds += hazards.exit_trustee * fates.board[row] + hazards.exit_distress * fates.distress[row]
        if from_best < LONG_PAST:
            odds += hazards.exit_young * np.exp(-from_best * from_best)
        chance[row] = 1 / (1 + np.exp(-odds))
    return chance


@dataclass(frozen=True)
class Freed:
    """What closed organisations leave behind for others, weighted, in GBP a year: their donors' and their customers' money."""

    giving: float = 0.0
    earned: float = 0.0

    def plus(self, other: "Freed") -> "Freed":
        """Return the sum of two."""
        return Freed(self.giving + other.giving, self.earned + other.earned)


def close(population: Population, moment: Moment) -> Freed:
    """Close organisations for the quarter, empty their columns, and return what they leave behind.

    A closed organisation neither earns nor acts: what it earned, held and owed leaves the sector, and its row stays for the
    year's accounts only.
    """
    numbers = moment.baseline.demography
    quarterly = 1 - (1 - closing_chance(population, moment)) ** np.float32(1 / QUARTERS)
    luck = moment.draws.uniform(Decision.CLOSURE, moment.step, population.identity)
    rows = np.flatnonzero(population.open & (luck < quarterly))
    silent = np.where(population.spending.take(rows) < FADE_SIZE, numbers.fade_small, numbers.fade_large)
    fades = moment.draws.uniform(Decision.CLOSURE_KIND, moment.step, population.identity.take(rows)) < silent
    kind = np.where(population.distress.take(rows), Closure.DISTRESS, np.where(fades, Closure.FADED, Closure.WOUND_UP))
    population.closure[rows] = kind
    population.closed[rows] = moment.step
    lost = [
        (population.weight.take(rows) * money.take(rows)).sum(dtype=np.float64)
        for money in (population.giving, population.earned)
    ]
    for name in EMPTIED:
        getattr(population, name)[..., rows] = 0
    population.cluster[rows] = -1
    return Freed(*map(float, lost))


def still_open(population: Population) -> Population:
    """Return the population without the rows of organisations that have closed."""
    return population.rows(population.closed == OPEN)
