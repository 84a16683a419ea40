"""The patterns that the model is held to: each read off the history replay without a plan, in many replicates.

A pattern is met where the model's 10-90 % band overlaps what was measured in the world. What later years
lent to the numbers is listed in docs/explanation/evidence.md; the row of P9 for 2011 is the replay's own driver, and no test.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.network import NetworkShape, network_shape
from foresight.ensemble.spread import Progress, over_replicates
from foresight.indicators.measures import INDICATORS
from foresight.model.run import FIRST_YEAR, check_call, readings, settle
from foresight.model.sector import SectorModel
from foresight.population.baseline import load
from foresight.population.columns import QUARTERS, Population
from foresight.scenario import library

FUTURE = "history-replay"
REPLICATES = 30
LAST = 2010  # no pattern was looked at for a later year when numbers were set
SMALLEST, LARGE = 25_000, 1_000_000  # GBP a year: between them the jumpiness of incomes is known
SURVEYED = 27  # % of adults who volunteered monthly in 2002
BUILT_IN = ("P1", "P2")  # patterns that founders are scaled to
EDGE = "met at the edge: the median lies outside"


@dataclass(frozen=True)
class History:
    """What one replicate came to, for the whole sector.

    Parameters
    ----------
    readings : dict of float64 arrays, shape (21,)
        Every indicator's value by year, from 2002.
    economy : float64 array, shape (21,)
        Regional income at each year's end, 2002 = 100.
    jumps, large_jumps : float
        Median size of the yearly change of income, %, 2004 to 2010: of organisations with GBP 25,000 to 1 m, and of larger ones.
    mergers, mergers_in_deficit : int
        Mergers from 2003 to 2010, and those in which the one that gave up its name ran a deficit.
    network : NetworkShape
        The network at the end of 2010.
    """

    readings: dict[str, NDArray[np.float64]]
    economy: NDArray[np.float64]
    jumps: float
    large_jumps: float
    mergers: int
    mergers_in_deficit: int
    network: NetworkShape

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

    @property
    def entry_and_economy(self) -> tuple[float, float]:
        """Return how the rate of starts goes with the growth of regional income, 2003 to 2022.

        The correlation, and the slope: by how many points the rate differs where the economy grew by 1 % more.
        """
        growth, starts = 100 * np.diff(np.log(self.economy)), self.readings["starts"][1:]
        return float(np.corrcoef(starts, growth)[0, 1]), float(np.polyfit(growth, starts, 1)[0])

    @property
    def merged_in_deficit(self) -> float:
        """Return the share of mergers in which the one that gave up its name ran a deficit, in %; none without mergers."""
        return 100 * self.mergers_in_deficit / self.mergers if self.mergers else float("nan")


@dataclass(frozen=True)
class Pattern:
    """Something that was measured in the world: what, between which bounds (none is open), and how it is read off a run."""

    code: str
    what: str
    low: float | None
    high: float | None
    unit: str
    read: Callable[[History], float]


PATTERNS = (
    Pattern("P1", "organisations and groups, 2002", 20_000, 36_000, "", lambda run: run.everybody),
    Pattern("P1", "income, 2002", 500, 990, "GBP m", lambda run: run.at("income", 2002)),
    Pattern("P1", "paid staff, 2002", 27_500, 28_500, "people", lambda run: run.at("jobs", 2002)),
    Pattern("P1", "volunteers, 2002", 326_500, 327_500, "people", lambda run: run.at("volunteers", 2002)),
    Pattern("P2", "income held by the largest 1 %, 2002", 45, 60, "%", lambda run: run.at("top_share", 2002)),
    Pattern("P4", "entry, mean of 2003 to 2010", 3.0, 3.6, "% a year", lambda run: run.mean("starts")),
    Pattern("P4", "exit, mean of 2003 to 2010", 2.3, 4.2, "% a year", lambda run: run.mean("closures") + run.mean("mergers")),
    Pattern("P6", "entry against growth of regional income", -0.44, 0.44, "correlation", lambda run: run.entry_and_economy[0]),
    Pattern("P6", "entry where the economy grows by 1 % more", -0.05, 0.05, "points", lambda run: run.entry_and_economy[1]),
    Pattern("P7", "usual change of income, GBP 25,000 to 1 m", 18, 22, "% a year", lambda run: run.jumps),
    Pattern("P7", "usual change of income, above GBP 1 m", 0, 18, "% a year", lambda run: run.large_jumps),
    Pattern("P9", "contracts' part of statutory money, 2002", 47, 51, "%", lambda run: run.at("statutory_contracts", 2002)),
    Pattern("P9", "contracts' part, end of 2004", 60, 64, "%", lambda run: run.at("statutory_contracts", 2004)),
    Pattern("P9", "contracts' part, end of 2011", 79, 83, "%", lambda run: run.at("statutory_contracts", 2011)),
    Pattern("P15", "staff turnover, mean of 2003 to 2010", 16, 23, "% a year", lambda run: run.mean("turnover")),
    Pattern("P17", "organisations in joint work, 2003", 20, 25, "%", lambda run: run.at("collaboration", 2003)),
    Pattern("P18", "ties within a district, 2010", 1.2, None, "times by lot", lambda run: run.network.same_place),
    Pattern("P18", "ties within a funder's holders, 2010", 1.2, None, "times by lot", lambda run: run.network.same_funder),
    Pattern(
        "P18", "partners' partners who are tied, 2010", 1.2, None, "times by lot",
        lambda run: run.network.clustering / run.network.clustering_by_lot,
    ),
    Pattern("P18", "ties of rural organisations, 2010", None, 0.95, "of others'", lambda run: run.network.rural_ties),
    Pattern("P18", "ties of BME-led organisations, 2010", None, 0.95, "of others'", lambda run: run.network.bme_ties),
    Pattern("P18", "ties of small organisations, 2010", None, 0.95, "of others'", lambda run: run.network.small_ties),
    Pattern("P20", "mergers, mean of 2003 to 2010", 0.05, 0.5, "% a year", lambda run: run.mean("mergers")),
    Pattern("P20", "mergers out of a deficit, 2003 to 2010", 50, 100, "% of mergers", lambda run: run.merged_in_deficit),
    Pattern("P23", "growth of paid jobs, 2002 to 2005", 3.7, 11.1, "%", lambda run: run.growth("jobs", 2005)),
    Pattern("P23", "growth of paid jobs, 2002 to 2010", 17.2, 51.7, "%", lambda run: run.growth("jobs", 2010)),
    Pattern("P24", "volunteers, lowest year to 2010", 25, 29, "% of adults", lambda run: min(run.volunteering())),
    Pattern("P24", "volunteers, highest year to 2010", 25, 29, "% of adults", lambda run: max(run.volunteering())),
)  # fmt: skip


def patterns(
    replicates: int = REPLICATES, *, scale: float = 1.0, workers: int = 1, progress: Progress | None = None
) -> pd.DataFrame:
    """Score every pattern: code, what, low, high (empty where open), unit, p10, p50, p90 over replicates, and the verdict.

    Parameters
    ----------
    workers : int
        Processes to run in; the numbers do not depend on it.

    Raises
    ------
    ForesightError
        For a scale, a number of replicates or of workers that no run can be made with.
    """
    check_call(scale=scale, seed=1)
    lived = over_replicates(partial(history, scale=scale), replicates, workers=workers, progress=progress, what="replicates")
    rows = measured(lived)
    return pd.DataFrame([{**row, "verdict": verdict(row)} for row in rows])


def history(replicate: int, scale: float = 1.0) -> History:
    """Run one replicate of the history replay without a plan."""
    setting = settle(load(), library.future(FUTURE), scale=scale, seed=1, replicate=replicate)
    sector, jumps, merged, shape = SectorModel(setting), [], np.zeros(2, dtype=np.int64), None
    for passed in sector.years():
        year = FIRST_YEAR + passed
        if FIRST_YEAR + 2 <= year <= LAST:  # two full years of the model's own
            jumps.append(usual_changes(sector.population, sector.quarter))
        if year <= LAST:
            merged += sector.merged
        if year == LAST:
            shape = network_shape(sector.ties, sector.population, sector.baseline)
    if shape is None:
        msg = f"the replay ended before {LAST}"
        raise RuntimeError(msg)
    whole = dict(zip(INDICATORS, readings(sector)[:, :, 0].T, strict=True))
    middle, large = np.mean(jumps, axis=0)
    economy = setting.trajectories["rgdp"][::QUARTERS]
    return History(whole, economy, float(middle), float(large), int(merged[0]), int(merged[1]), shape)


def usual_changes(population: Population, step: int) -> tuple[float, float]:
    """Return the median size of the year's change of income in %, of middling and of large registered organisations."""
    two_years = population.registered & population.open & (population.born < step - 2 * QUARTERS + 2)
    before = population.income_before
    change = 100 * np.abs(population.income_year / np.maximum(before, 1) - 1)
    middle = two_years & (before >= SMALLEST) & (before < LARGE)
    return float(np.median(change[middle])), float(np.median(change[two_years & (before >= LARGE)]))


def measured(runs: Iterable[History]) -> list[dict[str, Any]]:
    """Return every pattern with its bounds and its 10, 50 and 90 % values over the runs in which it can be read."""
    told = list(runs)
    rows: list[dict[str, Any]] = []
    for one in PATTERNS:
        found = np.nanpercentile([one.read(run) for run in told], (10, 50, 90)).round(4).tolist()
        bounds = {"low": one.low, "high": one.high, "unit": one.unit}
        rows.append({"code": one.code, "what": one.what, **bounds, "p10": found[0], "p50": found[1], "p90": found[2]})
    return rows


def verdict(row: dict[str, Any]) -> str:
    """Tell whether the model's 10-90 % band overlaps a pattern's target and its median lies in it; P1 and P2 cannot but do so."""
    low = -np.inf if row["low"] is None or np.isnan(row["low"]) else row["low"]
    high = np.inf if row["high"] is None or np.isnan(row["high"]) else row["high"]
    if row["p90"] < low:
        return "missed: too low"
    if row["p10"] > high:
        return "missed: too high"
    if row["code"] in BUILT_IN:
        return "met, by construction"
    return "met" if low <= row["p50"] <= high else EDGE
