"""Closing: which organisations end, and how (exit of the model description)."""

from dataclasses import dataclass

import numpy as np

from foresight.model.moment import Moment
from foresight.model.processes.setbacks import flooded
from foresight.population.columns import QUARTERS, Award, Closure, Floats, Population, Rows
from foresight.randomness import Decision

LONG_PAST = 5  # spans of the dangerous age beyond which its danger is nil (e^-25); smaller numbers are slow to reckon with
MAIN = 0.5  # share of income above which a source is the main one
FADE_SIZE = 10_000  # GBP a year: below it most closures are silent
EMPTIED = (
    "giving", "earned", "endowment", "award", "seeks", "income", "spending", "cost", "reserves", "restricted", "loan",
    "staff", "leavers", "vacancies", "volunteers", "older", "core", "hours", "older_hours", "volunteers_left", "appeal",
    "trustees", "young_trustees", "bme_trustees", "capacity", "supported", "match", "ict", "practices", "output",
    "collaborations", "mandated", "degree", "bridges", "trust", "allies", "joined",
    "funder_trust", "voice", "drift",
)  # fmt: skip


def closing_chance(population: Population, moment: Moment) -> Floats:
    """Return the chance that each organisation closes within a year, shape (n,), 0-1.

    Log odds after McDonnell, Rutherford and Cordery (2019, New Zealand) with the intercept set to the UK removal rate;
    unregistered groups close at one flat rate.
    """
    numbers, award, levers = moment.baseline.demography, population.award, moment.levers
    main = (MAIN * QUARTERS) * population.income
    public = award[Award.STATUTORY_GRANT] + award[Award.CONTRACT] + award[Award.REGENERATION] > main
    given = population.giving * population.swing > main
    young = (moment.step - population.born.astype(np.float32)) / np.float32(QUARTERS * numbers.exit_young_age) - 1
    young = np.minimum(young, LONG_PAST)
    odds = numbers.exit_size * (np.log(np.maximum(population.spending, 1)) - numbers.exit_log_income)
    odds += numbers.exit_trustee * (population.trustees + levers.trustees_gained - moment.baseline.boards.trustees)
    odds += numbers.exit_young * np.exp(-(young**2))
    odds += np.float32(numbers.exit_public) * public
    odds += np.float32(numbers.exit_giving) * given
    odds += np.float32(numbers.exit_distress) * population.distress
    if moment.shocks.floods:
        odds += np.float32(moment.baseline.shocks.flood_exit) * flooded(population, moment)
    odds += numbers.exit_base - numbers.exit_public * numbers.public_main - numbers.exit_giving * numbers.giving_main
    return np.where(population.registered, 1 / (1 + np.exp(-odds)), np.float32(numbers.group_exit_rate))


@dataclass(frozen=True)
class Freed:
    """What closed organisations leave behind, weighted: donors' and customers' money in GBP a year, unpaid loans in GBP."""

    giving: float = 0.0
    earned: float = 0.0
    unpaid: float = 0.0

    def plus(self, other: "Freed") -> "Freed":
        """Return the sum of two."""
        return Freed(self.giving + other.giving, self.earned + other.earned, self.unpaid + other.unpaid)


def close(population: Population, moment: Moment) -> Freed:
    """Close organisations for the quarter, empty their columns, and return what they leave behind.

    A closed organisation neither earns nor acts: what it earned, held and owed leaves the sector, and its row stays for the
    year's accounts only.
    """
    numbers = moment.baseline.demography
    quarterly = 1 - np.sqrt(np.sqrt(1 - closing_chance(population, moment)))  # four quarters make a year
    luck = moment.draws.uniform(Decision.CLOSURE, moment.step, population.identity)
    rows = np.flatnonzero(population.open & (luck < quarterly))
    if not rows.size:
        return Freed()
    silent = np.where(population.spending.take(rows) < FADE_SIZE, numbers.fade_small, numbers.fade_large)
    fades = moment.draws.uniform(Decision.CLOSURE_KIND, moment.step, population.identity.take(rows)) < silent
    kind = np.where(population.distress.take(rows), Closure.DISTRESS, np.where(fades, Closure.FADED, Closure.WOUND_UP))
    population.closure[rows] = kind
    population.closed[rows] = moment.step
    lost = [
        (population.weight.take(rows) * money.take(rows)).sum(dtype=np.float64)
        for money in (population.giving, population.earned, population.loan)
    ]
    empty(population, rows)
    return Freed(*map(float, lost))


def empty(population: Population, rows: Rows) -> None:
    """Empty the columns of organisations that have ended."""
    for name in EMPTIED:
        column = getattr(population, name)
        for part in column if column.ndim > 1 else (column,):
            part[rows] = 0
    population.cluster[rows] = -1
