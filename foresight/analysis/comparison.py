"""The comparison: a future without and with a plan, paired replicate by replicate."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis import diffusion, made_of
from foresight.analysis.additionality import account, accounts_by_pair, gain_of_lower_half, losers, written
from foresight.analysis.aspirations import scorecard
from foresight.analysis.cut import COLUMNS, SIGNS, Cut, banded
from foresight.analysis.manifest import Clock, manifest
from foresight.config import Strength
from foresight.ensemble.pairs import Ensemble, Pairing, run_pairs
from foresight.ensemble.spread import Progress
from foresight.indicators.measures import INDICATORS
from foresight.indicators.reading import headline
from foresight.indicators.segments import Segments
from foresight.model.run import YEARS, frame
from foresight.population.baseline import load
from foresight.scenario import library
from foresight.scenario.assumptions import assumed_baseline, checked
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan
from foresight.scenario.wild_cards import from_text, with_cards

TABLE, PARQUET, MANIFEST = "comparison.csv", "comparison.parquet", "manifest.json"
WRITTEN = (TABLE, PARQUET, MANIFEST, "additionality.csv", "losers.csv", "lower_half.csv", "aspirations.csv", "diffusion.csv")
"""The files that a comparison is kept as, besides its future and its plan, which are files named by their ids."""


@dataclass(frozen=True, repr=False)
class Comparison:
    """What a plan changes in a future, with the spread over pairs.

    Parameters
    ----------
    ensemble : Ensemble
        Readings of every pair.
    manifest : mapping
        What it was made of: versions, content hashes, seed, pairs, scale, strength, start and wall time.
    """

    future: Future
    plan: Plan
    ensemble: Ensemble
    segments: Segments
    manifest: Mapping[str, Any]

    def __repr__(self) -> str:
        """Return what was compared, not its numbers."""
        return f"Comparison(future={self.future.id!r}, plan={self.plan.id!r}, pairs={len(self.ensemble.without)})"

    @cached_property
    def table(self) -> pd.DataFrame:
        """Return the tidy table: one row per indicator, segment and year, with the columns of `COLUMNS`.

        `_p10`, `_p50` and `_p90` are the values that 10, 50 and 90 % of the pairs lie below; `share_better` is the share of pairs
        (0-1) in which the plan came out better, empty where neither direction is. A segment that is empty in any of the runs has
        no row in that year.
        """
        without, with_plan = self.ensemble.without, self.ensemble.with_plan
        columns = banded(without, with_plan)
        columns["share_better"] = _share_better(without, with_plan)
        numbers = [name for name in COLUMNS if name in columns and name != "share_better"]
        return frame(self.segments, columns).dropna(subset=numbers, ignore_index=True)[list(COLUMNS)]

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Return every pair: indicator, unit, segment_kind, segment, year, replicate, without, with."""
        arms = zip(self.ensemble.without, self.ensemble.with_plan, strict=True)
        tables = [frame(self.segments, {"without": one, "with": other}) for one, other in arms]
        table = pd.concat(tables, keys=range(len(tables)), names=["replicate"]).reset_index("replicate")
        return table.dropna(subset="without", ignore_index=True)

    def cut(self, indicator: str, kind: str = "all", segment: str = "all") -> Cut:
        """Return one indicator in one segment: what `table` and `pairs` hold of it, without making the whole tables.

        Raises
        ------
        KeyError
            Where there is no such indicator or segment.
        """
        place, label = list(INDICATORS).index(indicator), self.segments.names.index((kind, segment))
        arms = (self.ensemble.without[:, :, place, label], self.ensemble.with_plan[:, :, place, label])
        return Cut(INDICATORS[indicator], kind, segment, *arms)

    def headline(self) -> pd.DataFrame:
        """Return the headline indicators of the whole sector in the last year, with their titles and better direction."""
        rows = self.table[(self.table["segment_kind"] == "all") & (self.table["year"] == YEARS[-1])].set_index("indicator")
        found = rows.loc[[indicator.id for indicator in headline()]].reset_index()
        found.insert(1, "title", [INDICATORS[id_].title for id_ in found["indicator"]])
        found.insert(2, "better", [INDICATORS[id_].better for id_ in found["indicator"]])
        return found

    @cached_property
    def additionality(self) -> pd.DataFrame:
        """Return the plan's account: per outcome gross gain, deadweight, displacement, net gain, and what they cost.

        See `foresight.analysis.additionality`.
        """
        rate = assumed_baseline(checked(self.manifest["assumptions"])).accounts.discount_rate
        costs = [one.spent for one in self.ensemble.fortunes]
        return account(accounts_by_pair(self.ensemble, self.segments), costs, rate)

    @cached_property
    def losers(self) -> pd.DataFrame:
        """Return how many organisations are worse off and better off with the plan over all years, by segment."""
        return losers(self.ensemble, self.segments)

    @cached_property
    def lower_half(self) -> pd.DataFrame:
        """Return which part of what members gain goes to the smaller half of organisations, in %."""
        return gain_of_lower_half(self.ensemble)

    @cached_property
    def aspirations(self) -> pd.DataFrame:
        """Return the scorecard of the six aspirations in the last year, with the share of pairs that reach each target."""
        return scorecard(self.ensemble)

    @cached_property
    def diffusion(self) -> pd.DataFrame:
        """Return the years until half of the organisations use ICT well, or have taken up a practice, by segment.

        See `foresight.analysis.diffusion`.
        """
        return diffusion.diffusion_times(self.ensemble, self.segments)

    def write(self, folder: str | Path) -> list[Path]:
        """Write the files to a folder, the table as Parquet too, and return the paths."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.table.to_parquet(folder / PARQUET, index=False)
        files = files_of(self)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        return [folder / name for name in dict.fromkeys([*WRITTEN, *files])]


def files_of(found: Comparison) -> dict[str, str]:
    """Return the text files that a comparison is kept as, by name, the future and the plan among them."""
    inputs = made_of.texts(found.future, found.plan)
    tables = {
        TABLE: found.table,
        "additionality.csv": written(found.additionality),
        "losers.csv": found.losers,
        "lower_half.csv": found.lower_half,
        "aspirations.csv": found.aspirations,
        "diffusion.csv": diffusion.written(found.diffusion),
    }
    texts = {name: table.to_csv(index=False, lineterminator="\n") for name, table in tables.items()}
    return {**texts, MANIFEST: json.dumps(made_of.recorded(found.manifest, inputs), indent=2) + "\n", **inputs}


def compare(  # noqa: PLR0913 - the public call: what it is about, then how
    future: Future | str,
    plan: Plan | str,
    pairs: int = 20,
    scale: float = 1.0,
    seed: int = 1,
    strength: Strength = "central",
    *,
    assumptions: Mapping[str, object] | None = None,
    wild_cards: Sequence[str] = (),
    workers: int = 1,
    progress: Progress | None = None,  # called with the number of pairs done and wanted
) -> Comparison:
    """Run a future without and with a plan, pair by pair, and say what the plan changes.

    Parameters
    ----------
    future, plan : Future, Plan or str
        A shipped name, the path of a file, or the object itself.
    pairs : int
        Replicates; each is run twice, with the same random events.
    scale, strength
        Share of the sector simulated; low, central, high, or a factor from 0 to 10 on every central effect (0 is a placebo).
    assumptions : mapping
        What is taken to be something else, by path, such as `{"drivers.la_fund": 0.9}`; see `foresight.scenario.assumptions`.
    wild_cards : sequence of str
        Wild cards that strike the future besides, such as `pandemic=2010`, or `pandemic` for its usual year.
    workers : int
        Processes to run in; the numbers do not depend on it.

    Raises
    ------
    ForesightError
        For anything a user can get wrong; the message says what and where.
    """
    clock = Clock()
    of = _chosen(future, plan, wild_cards)
    pairing = Pairing(of.future, of.plan, seed, scale, strength, checked(assumptions))
    found = run_pairs(pairing, pairs, workers=workers, progress=progress)
    return Comparison(of.future, of.plan, found, Segments.of(load()), manifest(pairing, pairs, of.names, clock, of.cards))


class _Chosen(NamedTuple):
    """What is compared, the names or paths that it was read from (None for objects), and the wild cards that strike it."""

    future: Future
    plan: Plan
    names: Mapping[str, str | None]
    cards: Sequence[str]


def _chosen(future: Future | str, plan: Plan | str, wild_cards: Sequence[str]) -> _Chosen:
    """Read the future, the wild cards that strike it, and the plan."""
    names = {"future": future if isinstance(future, str) else None, "plan": plan if isinstance(plan, str) else None}
    known = library.wild_cards()
    years = from_text(wild_cards, known)
    future = with_cards(library.future(future) if isinstance(future, str) else future, years, known)
    return _Chosen(future, library.plan(plan) if isinstance(plan, str) else plan, names, tuple(years))


def gathered(pairing: Pairing, ensemble: Ensemble, clock: Clock) -> Comparison:
    """Return the comparison that readings made elsewhere amount to."""
    names: dict[str, str | None] = {"future": None, "plan": None}
    made = manifest(pairing, len(ensemble.without), names, clock)
    return Comparison(pairing.future, pairing.plan, ensemble, Segments.of(load()), made)


def _share_better(without: NDArray[np.float64], with_plan: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of pairs in which the plan is better, shape (years, indicators, segments)."""
    sign = np.array([SIGNS[entry.better] for entry in INDICATORS.values()])
    ahead = (with_plan - without) * sign[:, None] > 0
    share: NDArray[np.float64] = ahead.mean(axis=0)
    share[:, sign == 0] = np.nan
    return share
