"""Closing: which organisations end, and how (exit of the model description)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from foresight.model.moment import Moment
from foresight.population.columns import OPEN, QUARTERS, Award, Closure, Floats, Population
from foresight.randomness import Decision

PUBLIC = (Award.STATUTORY_GRANT, Award.CONTRACT, Award.REGENERATION)
MAIN = 0.5  # share of income above which a source is the main one
FADE_SIZE = 10_000  # GBP a year: below it most closures are silent
EMPTIED = (
    "giving", "earned", "endowment", "award", "seeks", "income", "spending", "cost", "reserves", "staff", "vacancies",
    "volunteers", "trustees", "capacity", "collaborations", "degree", "joined",
)  # fmt: skip


def closing_chance(population: Population, moment: Moment) -> Floats:
    """Return the chance that each organisation closes within a year, shape (n,), 0-1.

    Log odds after McDonnell, Rutherford and Cordery (2019, New Zealand) with the intercept set to the UK removal rate;
    unregistered groups close at one flat rate.
    """
    numbers = moment.baseline.demography
    own = QUARTERS * population.income
    size = np.log(np.maximum(population.spending, 1))
    age = (moment.step - population.born) / QUARTERS
    public = population.award[list(PUBLIC)].sum(axis=0) > MAIN * own
    given = population.giving * population.swing > MAIN * own
    board = population.trustees + moment.levers.trustees_gained - moment.baseline.people.trustees
    odds = (
        numbers.exit_base
        + numbers.exit_size * (size - numbers.exit_log_income)
        + numbers.exit_public * (public - np.float32(numbers.public_main))
        + numbers.exit_giving * (given - np.float32(numbers.giving_main))
        + numbers.exit_trustee * board
        + numbers.exit_young * np.exp(-(((age - numbers.exit_young_age) / numbers.exit_young_age) ** 2))
        + numbers.exit_distress * population.distress
    )
    return np.where(population.registered, expit(odds), numbers.group_exit_rate).astype(np.float32)


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
