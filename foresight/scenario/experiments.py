"""An experiment: futures x plans x strengths x samples x replicates, described in one YAML file."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo

from foresight.config import (
    Complaint,
    Family,
    Frozen,
    Grade,
    Identifier,
    Listed,
    Strength,
    Text,
    Title,
    check,
    complaint,
    load_yaml,
)
from foresight.errors import InvalidInput, either, nearest, quoted, unknown
from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import Segments
from foresight.population.baseline import load
from foresight.scenario import library
from foresight.scenario.assumptions import NOTHING_ASSUMED, Assumptions
from foresight.scenario.dates import FIRST_YEAR, LAST_YEAR
from foresight.scenario.designs import Design

KEPT = "kept"  # in the context of an experiment read back from a batch: its files need not be there any more


def _shipped_or_file(kind: str) -> AfterValidator:
    """Require the name of what ships, or a path as seen from the folder of the experiment's file."""

    def there(name: str, info: ValidationInfo) -> str:
        if (info.context or {}).get(KEPT):
            return name
        if library.is_path(name):
            path = (info.context or {}).get("folder", Path()) / name
            if path.is_file():
                return str(path)
            raise complaint(f"{quoted(name)}, and there is no such file", f"the path of a {kind}")
        known = sorted(path.stem for path in (library.shipped() / f"{kind}s").glob("*.yaml"))
        if name in known:
            return name
        raise complaint(quoted(name), f"a {kind}: {either(known)}", nearest(name, known))

    return AfterValidator(there)


def _one_of(names: Iterable[str], what: str, *, listed: str = "") -> AfterValidator:
    known = tuple(names)

    def there(name: str) -> str:
        if name in known:
            return name
        wrong = unknown(name, known, what, listed=listed)
        raise complaint(wrong.found, wrong.expected, wrong.suggestion)

    return AfterValidator(there)


Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
IndicatorName = Annotated[str, _one_of(INDICATORS, "known indicator", listed="foresight indicators")]
SegmentName = Annotated[str, _one_of((kind.id for kind in Segments.of(load()).kinds), "kind of segment")]


class Kept(Frozen):
    """What of each run is kept; what is left out is kept whole."""

    indicators: Annotated[Listed[IndicatorName], Field(min_length=1)] | None = None
    """which indicators"""
    segments: Annotated[Listed[SegmentName], Field(min_length=1)] | None = None
    """which kinds of segment; `all` is the whole sector"""
    years: Annotated[Listed[Year], Field(min_length=1)] | None = None
    """which years"""


class Experiment(Frozen):
    """Which runs are made: every future with every plan at every strength, at every sample, in every replicate."""

    kind: Literal["experiment"]
    """experiment"""
    id: Identifier
    """its name in commands"""
    title: Title
    """its name for people"""
    summary: Text
    """what it asks, in a few sentences"""
    futures: Annotated[Listed[Annotated[str, _shipped_or_file("future")]], Field(min_length=1)]
    """the futures: shipped names, or paths as seen from this file's folder"""
    plans: Annotated[Listed[Annotated[str, _shipped_or_file("plan")]], Field(min_length=1)]
    """the plans: shipped names, or paths as seen from this file's folder"""
    strengths: Annotated[Listed[Strength], Field(min_length=1)] = ("central",)
    """how strongly the plans act: low, central, high, or numbers that multiply the central effects"""
    samples: Family[Design] | None = None
    """which numbers are varied, and at which points; the model as it ships where there is none"""
    replicates: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    """how often each is run, each time with other dice; all plans and points share the dice of a replicate"""
    scale: Annotated[float, Field(gt=0, le=1)] = 1.0
    """the share of the sector simulated, weighted back up"""
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1
    """another seed, other dice"""
    keep: Kept = Kept()
    """what of each run is kept"""
    source: Text | None = None
    """where its numbers come from"""
    grade: Grade | None = None
    """how good the evidence is, from A to D"""

    def faults(self) -> Iterable[Complaint]:
        """Check that nothing is there twice."""
        for key in ("futures", "plans", "strengths"):
            found = getattr(self, key)
            for index, one in enumerate(found):
                if one in found[:index]:
                    yield Complaint((key, index), f"{one} a second time", "each once")

    def settled(self) -> Self:
        """Return the experiment with every range written out."""
        return self if self.samples is None else self.model_copy(update={"samples": self.samples.settled()})

    def assumed(self) -> Sequence[Assumptions]:
        """Return what is assumed at each sample; nothing at the only one where none are asked for."""
        if self.samples is None:
            return [NOTHING_ASSUMED]
        return [self.samples.assumed(point) for point in self.samples.points()]

    @property
    def runs(self) -> int:
        """Return how many runs with a plan it asks for."""
        samples = 1 if self.samples is None else len(self.samples.points())
        return math.prod((len(self.futures), len(self.plans), len(self.strengths), samples, self.replicates))


library.FILE_KINDS["experiment"] = Experiment


def experiment(name_or_path: str | Path) -> Experiment:
    """Return an experiment by its shipped name or by the path of its file."""
    if library.is_path(name_or_path):
        return check(load_yaml(name_or_path), Experiment)
    known = _files()
    if name_or_path in known:
        return check(load_yaml(known[str(name_or_path)]), Experiment)
    raise InvalidInput(unknown(str(name_or_path), known, "experiment"))


def experiments() -> Mapping[str, Experiment]:
    """Return all experiments that ship, by id."""
    return {name: check(load_yaml(path), Experiment) for name, path in _files().items()}


def _files() -> Mapping[str, Path]:
    return {path.stem: path for path in sorted((library.shipped() / "experiments").glob("*.yaml"))}
