"""What each organisation lived through in an arm, kept by identity, and who is better or worse off with the plan."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from foresight.indicators.measures import Figures, YearEnd
from foresight.indicators.reading import cell_sums, segment_sums
from foresight.model.sector import SectorModel
from foresight.population.columns import Flags, Population

PER_CENT = 100
THOUSANDS_IN_A_MILLION = 1000


@dataclass(frozen=True)
class Ledger:
    """Income and years of every identity, summed over an arm.

    Parameters
    ----------
    income : float64 array, shape (identities,)
        GBP.
    years : int16 array, shape (identities,)
        Ends of years at which it was open.
    """

    income: NDArray[np.float64]
    years: NDArray[np.int16]

    @classmethod
    def of(cls, sector: SectorModel) -> Self:
        """Run an arm to its end and keep its ledger."""
        identities = sector.membership.since.size
        ledger = cls(np.zeros(identities), np.zeros(identities, dtype=np.int16))
        for _ in sector.years():
            population = sector.population
            ledger.income[population.identity] += population.income_year
            ledger.years[population.identity] += population.open
        return ledger


@dataclass(frozen=True)
class Fortunes:
    """Who is better and who is worse off with a plan, over all years, among registered organisations.

    Parameters
    ----------
    worse, better, everybody : float64 arrays, shape (segments,)
        Organisations; segments as they stood in 2002 or when they started.
    gain, gain_lower : float
        Income that members gained over all years, GBP, and what of it went to the lower half of organisations by size.
    years, years_lower : float
        Years of life that members gained, and what of it went to the lower half.
    spent : dict
        What the initiative spent in each year, in GBP m (2002 prices).
    """

    worse: NDArray[np.float64]
    better: NDArray[np.float64]
    everybody: NDArray[np.float64]
    gain: float
    gain_lower: float
    years: float
    years_lower: float
    spent: dict[int, float]

    @classmethod
    def of(cls, sector: SectorModel, without: Ledger, with_plan: Ledger) -> Self:
        """Return the fortunes of a pair whose arms have run; `sector` is the arm with the plan."""
        setting = sector.setting
        started = np.flatnonzero(np.maximum(without.years, with_plan.years).take(setting.entrants.identity) > 0)
        everybody = setting.founders.joined_with(setting.entrants.rows(started))
        who = everybody.identity
        gain = with_plan.income.take(who) - without.income.take(who)
        noticeable = sector.baseline.accounts.noticeable / PER_CENT * without.income.take(who)
        registered = everybody.registered
        worse, better = registered & (gain < -noticeable), registered & (gain > noticeable)
        year = _at_the_start(sector, everybody)
        flags, none = np.stack([worse, better, registered]), np.empty((0, len(everybody)), dtype=np.float32)
        segments = sector.segments
        cells = cell_sums(flags, none, everybody.weight, segments.cells(segments.codes(year)), len(segments.of_cells))
        sums = segment_sums(cells, segments.of_cells, len(segments.names))
        weight = everybody.weight * (registered & year.member)
        lower = _lower_half(everybody)
        years = with_plan.years.take(who).astype(np.float64) - without.years.take(who)
        gained, lived = (
            [float((weight * amount * some).sum(dtype=np.float64)) for some in (1, lower)] for amount in (gain, years)
        )
        spent = {calendar: money / THOUSANDS_IN_A_MILLION for calendar, money in sector.leadership.spent.items()}
        return cls(sums[0], sums[1], sums[2], gained[0], gained[1], lived[0], lived[1], spent)


def _at_the_start(sector: SectorModel, everybody: Population) -> YearEnd:
    """Return everybody as they stood in 2002 or when they started, and whether they ever became members."""
    world = vars(sector.moment.start)
    return YearEnd(
        everybody,
        0,
        capacity=everybody.capacity,
        member=sector.membership.flags(everybody, sector.moment.year),
        world=world,
        start=world,
        levers={},
        baseline=sector.baseline,
        figures=Figures(sector.moment.start.trust, sector.services.need, sector.services.output, np.nan, everybody.output),
    )


def _lower_half(everybody: Population) -> Flags:
    """Return which organisations are in the lower half by income at their start, shape (n,)."""
    rows = np.flatnonzero(everybody.registered)
    rows = rows.take(np.argsort(everybody.income_before.take(rows), kind="stable"))
    below = np.cumsum(everybody.weight.take(rows), dtype=np.float64)
    lower = np.zeros(len(everybody), dtype=np.bool_)
    lower[rows[below <= below[-1] / 2]] = True
    return lower
