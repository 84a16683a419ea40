"""All analyses of a batch that its experiment allows, for one indicator in one year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from foresight.analysis.direction import sign
from foresight.analysis.discovery import Discovery, Target, discover
from foresight.analysis.precision import Precision, precision
from foresight.analysis.regret import Regret, regret
from foresight.analysis.results import Batch, block
from foresight.analysis.spread import split, world_part
from foresight.model.run import YEARS
from foresight.scenario.designs import LatinHypercube, Morris, Sobol


@dataclass(frozen=True)
class Question:
    """What is asked of a batch.

    Parameters
    ----------
    target : Target
        What the difference should be, for scenario discovery; above 0 (or below, where fewer is better) if nothing is said.
    wanted : float
        Half the width that the interval of the mean difference should have; half of what it is if nothing is said.
    """

    indicator: str
    year: int = YEARS[-1]
    target: Target | None = None
    wanted: float | None = None

    def aim(self) -> Target:
        """Return the target, or any gain at all."""
        return self.target or Target(self.indicator, ">" if sign(self.indicator) > 0 else "<", 0.0)


@dataclass(frozen=True)
class Case:
    """Which part of a batch an answer is about; an empty word stands for all of them."""

    future: str = ""
    plan: str = ""
    strength: str = ""


@dataclass(frozen=True)
class Screening:
    """What matters for a result: Morris's table, or Sobol's indices with their grades; or why there is neither."""

    morris: pd.DataFrame | None = None
    sobol: pd.DataFrame | None = None
    grades: pd.DataFrame | None = None
    reason: str = ""


@dataclass(frozen=True)
class Spread:
    """The three uncertainties, and whether drivers and numbers were drawn together and had to be told apart by straight lines."""

    table: pd.DataFrame
    mixed: bool


@dataclass(frozen=True)
class Analyses:
    """The answers that a batch gives for one indicator, each for its part of the batch."""

    question: Question
    spread: Mapping[Case, Spread]
    sensitivity: Mapping[Case, Screening]
    discovery: Mapping[Case, Discovery]
    regret: Mapping[Case, Regret]
    precision: Mapping[Case, Precision]


def analyse(batch: Batch, question: Question, grades: Mapping[str, str]) -> Analyses:
    """Return all answers that a batch gives.

    Parameters
    ----------
    grades : mapping
        The evidence grade of each path that was varied.

    Raises
    ------
    ForesightError
        Where the batch keeps nothing of the indicator in the year.
    """
    table = batch.differences(question.indicator, question.year)
    return Analyses(
        question,
        {Case(plan=str(plan)): _spread(batch, part) for plan, part in table.groupby("plan")},
        {case: _screening(batch, part, grades) for case, part in _parts(table)},
        {Case(plan=str(plan)): _discovery(batch, part, question) for plan, part in table.groupby("plan")},
        {Case(strength=str(strength)): _regret(part, question) for strength, part in table.groupby("strength")},
        {case: found for case, part in _parts(table) if (found := _precision(batch, part, question)) is not None},
    )


def _parts(table: pd.DataFrame) -> Iterator[tuple[Case, pd.DataFrame]]:
    """Yield the rows of each future, plan and strength."""
    for names, part in table.groupby(["future", "plan", "strength"]):
        yield Case(*(str(name) for name in names)), part


def _spread(batch: Batch, part: pd.DataFrame) -> Spread:
    """Split the spread of one plan; strengths count as numbers of ours, drivers that were varied as the world."""
    joined = part.assign(sample=part["strength"] + " " + part["sample"].astype(str).str.zfill(7))
    values, names = block(joined, ["future", "sample", "replicate"])
    drivers = [path for path in batch.paths if path.startswith("drivers.")]
    mixed = bool(drivers) and (len(drivers) < len(batch.paths) or len(set(part["strength"])) > 1)
    if not drivers:
        return Spread(split(values), mixed=False)
    if not mixed:
        return Spread(split(values.reshape(-1, 1, values.shape[2])), mixed=False)
    varied = batch.varied.loc[[int(name.split()[-1]) for name in names["sample"]]]
    columns = varied.assign(strength=[name.split()[0] for name in names["sample"]])
    return Spread(world_part(split(values), columns, drivers, values.mean(axis=(0, 2))), mixed=True)


def _screening(batch: Batch, part: pd.DataFrame, grades: Mapping[str, str]) -> Screening:
    """Screen the numbers that were varied, if the design allows it and every point has a result."""
    from foresight.analysis import sensitivity  # noqa: PLC0415 - slow to load

    design = batch.design
    if not isinstance(design, Morris | Sobol):
        return Screening(reason="the numbers of this batch were not varied so that one can be told from another")
    means = part.groupby("sample")["difference"].mean()
    if len(means) < len(batch.varied):
        return Screening(reason=f"{len(batch.varied) - len(means)} of {len(batch.varied)} samples have no result yet")
    values, samples = means.sort_index().to_numpy(dtype=float), batch.varied[batch.paths].to_numpy(dtype=float)
    if isinstance(design, Morris):
        ends = [one.range() for one in design.over]
        return Screening(morris=sensitivity.morris(batch.paths, ends, samples, values, levels=design.levels))
    found = sensitivity.sobol(batch.paths, values, second_order=design.second_order)
    return Screening(sobol=found.table, grades=sensitivity.by_grade(found, grades))


def _discovery(batch: Batch, part: pd.DataFrame, question: Question) -> Discovery:
    """Search for conditions under which a plan meets the target, on average over the dice of each design point."""
    means = part.groupby(["future", "strength", "sample"], as_index=False)["difference"].mean()
    cases = means[["future", "strength"]].join(batch.varied.loc[means["sample"]].reset_index(drop=True))
    return discover(cases, question.aim().met(means["difference"]), samples=means["sample"].to_numpy())


def _regret(part: pd.DataFrame, question: Question) -> Regret:
    """Return the regret of all plans at one strength."""
    values, names = block(part, ["plan", "future", "sample", "replicate"])
    return regret(values * sign(question.indicator), names["plan"], names["future"])


def _precision(batch: Batch, part: pd.DataFrame, question: Question) -> Precision | None:
    """Return how well the mean difference is known, over pairs or over drawn samples; None where there are not two of them."""
    if batch.design is not None and not isinstance(batch.design, LatinHypercube):
        return None
    by = "replicate" if batch.design is None else "sample"
    cases = part.groupby(by)["difference"].mean().to_numpy(dtype=float)
    counted = "pairs" if batch.design is None else "samples"
    return replace(precision(cases, question.wanted), counted=counted) if len(cases) > 1 else None
