"""Measure the patterns that the model is held to, and record what they come to.

    python -m docs.patterns

Runs the history replay without a plan in thirty replicates and writes `docs/explanation/patterns.json`, from which
`docs.generate` makes the table. Run it whenever numbers of the model move.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from foresight.indicators.measures import INDICATORS
from foresight.model.run import FIRST_YEAR, readings, settle
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel
from foresight.population.baseline import load
from foresight.population.columns import QUARTERS, Population
from foresight.scenario import library

RECORD = Path(__file__).parent / "explanation" / "patterns.json"
FUTURE = "history-replay"
REPLICATES = 30
LAST = 2010  # nothing later was looked at when numbers were set
SMALLEST, LARGE = 25_000, 1_000_000  # GBP a year: between them the jumpiness of incomes is known
SURVEYED = 27  # % of adults who volunteered monthly in 2002


@dataclass(frozen=True)
class History:
    """What one replicate came to, for the whole sector.

    Parameters
    ----------
    readings : dict of float64 arrays, shape (21,)
        Every indicator's value by year, from 2002.
    jumps, large_jumps : float
        Median size of the yearly change of income, %, 2004 to 2010: of organisations with GBP 25,000 to 1 m, and of larger ones.
    """

    readings: dict[str, np.ndarray]
    jumps: float
    large_jumps: float

    def at(self, indicator: str, year: int) -> float:
        """Return an indicator in a year."""
        return float(self.readings[indicator][year - FIRST_YEAR])

    @property
    def everybody(self) -> float:
        """Return the registered organisations and groups of 2002."""
        return self.at("organisations", FIRST_YEAR) + self.at("groups", FIRST_YEAR)

    def mean(self, indicator: str) -> float:
        """Return an indicator's mean from 2003 to 2010."""
        return float(self.readings[indicator][1 : LAST - FIRST_YEAR + 1].mean())

    def growth(self, indicator: str, year: int) -> float:
        """Return how much an indicator has grown since 2002, in %."""
        return 100 * (self.at(indicator, year) / self.at(indicator, FIRST_YEAR) - 1)

    def volunteering(self) -> Iterator[float]:
        """Yield the volunteers of each year to 2010, in % of adults: those of 2002 stand for the rate of that year."""
        for year in range(FIRST_YEAR, LAST + 1):
            yield SURVEYED * self.at("volunteers", year) / self.at("volunteers", FIRST_YEAR)


@dataclass(frozen=True)
class Pattern:
    """Something that was measured in the world: what, between which bounds, and how it is read off a run."""

    code: str
    what: str
    low: float
    high: float
    unit: str
    read: Callable[[History], float]


PATTERNS = (
    Pattern("P1", "organisations and groups, 2002", 20_000, 36_000, "", lambda run: run.everybody),
    Pattern("P1", "income, 2002", 500, 990, "GBP m", lambda run: run.at("income", 2002)),
    Pattern("P1", "paid staff, 2002", 27_500, 28_500, "people", lambda run: run.at("jobs", 2002)),
    Pattern("P1", "volunteers, 2002", 326_500, 327_500, "people", lambda run: run.at("volunteers", 2002)),
    Pattern("P2", "income held by the largest 1 %, 2002", 45, 60, "%", lambda run: run.at("top_share", 2002)),
    Pattern("P4", "entry, mean of 2003 to 2010", 3.0, 3.6, "% a year", lambda run: run.mean("starts")),
    Pattern("P4", "exit, mean of 2003 to 2010", 2.3, 4.2, "% a year", lambda run: run.mean("closures")),
    Pattern("P7", "usual change of income, GBP 25,000 to 1 m", 18, 22, "% a year", lambda run: run.jumps),
    Pattern("P7", "usual change of income, above GBP 1 m", 0, 18, "% a year", lambda run: run.large_jumps),
    Pattern("P9", "contracts' part of statutory money, 2002", 47, 51, "%", lambda run: run.at("statutory_contracts", 2002)),
    Pattern("P9", "contracts' part, end of 2004", 60, 64, "%", lambda run: run.at("statutory_contracts", 2004)),
    Pattern("P9", "contracts' part, end of 2011", 79, 83, "%", lambda run: run.at("statutory_contracts", 2011)),
    Pattern("P15", "staff turnover, mean of 2003 to 2010", 16, 23, "% a year", lambda run: run.mean("turnover")),
    Pattern("P17", "organisations in joint work, 2003", 20, 25, "%", lambda run: run.at("collaboration", 2003)),
    Pattern("P23", "growth of paid jobs, 2002 to 2005", 3.7, 11.1, "%", lambda run: run.growth("jobs", 2005)),
    Pattern("P23", "growth of paid jobs, 2002 to 2010", 17.2, 51.7, "%", lambda run: run.growth("jobs", 2010)),
    Pattern("P24", "volunteers, lowest year to 2010", 25, 29, "% of adults", lambda run: min(run.volunteering())),
    Pattern("P24", "volunteers, highest year to 2010", 25, 29, "% of adults", lambda run: max(run.volunteering())),
)


def history(replicate: int, scale: float = 1.0) -> History:
    """Run one replicate of the history replay without a plan."""
    sector = SectorModel(settle(load(), library.future(FUTURE), scale=scale, seed=1, replicate=replicate))
    jumps = []
    while sector.quarter < QUARTERS_SIMULATED:
        sector.step()
        year = FIRST_YEAR + sector.quarter // QUARTERS
        if sector.moment.closes_year and FIRST_YEAR + 2 <= year <= LAST:  # two full years of the model's own
            jumps.append(usual_changes(sector.population, sector.quarter))
    whole = dict(zip(INDICATORS, readings(sector)[:, :, 0].T, strict=True))
    middle, large = np.mean(jumps, axis=0)
    return History(whole, float(middle), float(large))


def usual_changes(population: Population, step: int) -> tuple[float, float]:
    """Return the median size of the year's change of income in %, of middling and of large registered organisations."""
    two_years = population.registered & population.open & (population.born < step - 2 * QUARTERS + 2)
    before = population.income_before
    change = 100 * np.abs(population.income_year / np.maximum(before, 1) - 1)
    middle = two_years & (before >= SMALLEST) & (before < LARGE)
    return float(np.median(change[middle])), float(np.median(change[two_years & (before >= LARGE)]))


def measured(runs: Iterable[History]) -> list[dict[str, Any]]:
    """Return every pattern with its bounds and its 10, 50 and 90 % values over the runs."""
    told = list(runs)
    rows: list[dict[str, Any]] = []
    for one in PATTERNS:
        found = np.percentile([one.read(run) for run in told], (10, 50, 90)).round(4).tolist()
        bounds = {"low": one.low, "high": one.high, "unit": one.unit}
        rows.append({"code": one.code, "what": one.what, **bounds, "p10": found[0], "p50": found[1], "p90": found[2]})
    return rows


def main() -> int:
    """Measure and record. Returns the exit code."""
    rows = measured(history(replicate) for replicate in range(REPLICATES))
    RECORD.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
