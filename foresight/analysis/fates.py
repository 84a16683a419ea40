"""Whose fate flips: the organisations that the plan keeps or loses, and the step of the way that differs first.

Both arms run in lockstep. After every quarter each organisation that is open in both is looked at, step by step of the way by
which an action can reach its end, and the first quarter in which a step differs noticeably is written down.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, Unpack

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.lives import ENDINGS, How, described, pairing_of
from foresight.ensemble.pairs import Twins
from foresight.model.membership import NEVER_JOINED
from foresight.model.processes.awards import able
from foresight.model.sector import SectorModel
from foresight.model.ties import rows_of
from foresight.population.columns import Closure, Flags, Floats, Rows
from foresight.scenario.dates import FIRST_YEAR, quarter
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan

STEPS = ("capacity", "board", "tie", "award", "staff", "volunteers", "reserves")
"""The steps of the way, in the order in which one can lead to the next; of two in one quarter the earlier counts as the first."""
NOTICEABLE = 0.01  # of an amount (for reserves: of a year's spending); smaller differences are ripples of the pools
LEAST = {"capacity": 0.005, "board": 0.1, "tie": 0.5, "award": 10.0, "staff": 0.05, "volunteers": 0.5, "reserves": 10.0}
NONE_OF_THEM = "none of these"
KEPT, LOST = "survives only with the plan", "survives only without the plan"


def fates(future: Future | str, plan: Plan | str, replicate: int = 0, **how: Unpack[How]) -> pd.DataFrame:
    """Return the organisations that are open at the end of 2022 in one arm only.

    Columns: organisation (its identity), description, stands_for (organisations that the row stands for), member_since (year,
    empty for non-members), direction, `started_*`, `closes_*` and `ending_*` for both arms (empty where it stays open, or never
    starts), first_step and first_quarter (which step of the way differs first, and when), and the first quarter in which each of
    `STEPS` differs, empty where none does.
    """
    twins = Twins.of(pairing_of(future, plan, replicate, **how), replicate)
    size = twins.with_plan.membership.since.size
    lives = {name: Course.blank(size) for name in ("without", "with")}
    first = {step: np.zeros(size, dtype=np.int16) for step in STEPS}
    for step in twins.quarters():
        for course, sector in zip(lives.values(), (twins.without, twins.with_plan), strict=True):
            course.follow(sector, step)
        _note(twins, first, step)
    survives = {name: (course.started > 0) & (course.closed == 0) for name, course in lives.items()}
    flipped = np.flatnonzero(survives["with"] != survives["without"])
    rows = [_row(twins, lives, first, int(identity)) for identity in flipped]
    return pd.DataFrame(rows, columns=_columns())


class Course(NamedTuple):
    """The course of every identity in an arm: the steps in which it is first seen and closes (0: never), and how it closes."""

    started: NDArray[np.int16]
    closed: NDArray[np.int16]
    ending: NDArray[np.int8]

    @classmethod
    def blank(cls, size: int) -> "Course":
        """Return the course of identities that were never seen."""
        return cls(np.zeros(size, dtype=np.int16), np.zeros(size, dtype=np.int16), np.zeros(size, dtype=np.int8))

    def follow(self, sector: SectorModel, step: int) -> None:
        """Write down who is there and who has closed in a quarter."""
        population = sector.population
        fresh = population.identity[self.started[population.identity] == 0]
        self.started[fresh] = step
        gone = np.flatnonzero(population.closed == step)
        self.closed[population.identity[gone]] = step
        self.ending[population.identity[gone]] = population.closure[gone]


def _note(twins: Twins, first: Mapping[str, NDArray[np.int16]], step: int) -> None:
    """Write down for whom a step of the way differs for the first time."""
    mine, theirs = twins.with_plan.population, twins.without.population
    places = rows_of(theirs, at_least=int(mine.identity.max()) + 1)
    others = places.take(mine.identity)
    both = np.flatnonzero((others >= 0) & mine.open)
    both = both[theirs.open.take(others.take(both))]
    identity = mine.identity.take(both)
    for name, differs in _differences(twins, both, others.take(both)).items():
        fresh = identity[differs & (first[name].take(identity) == 0)]
        first[name][fresh] = step


def _differences(twins: Twins, mine: Rows, theirs: Rows) -> dict[str, Flags]:
    """Return who differs noticeably in each step of the way; rows of the arm with the plan, and those of the arm without."""
    one, other = twins.with_plan, twins.without
    amounts: dict[str, tuple[Floats, Floats]] = {
        "capacity": (able(one.population, one.moment, mine), able(other.population, other.moment, theirs)),
        "board": (_board(one, mine), _board(other, theirs)),
        "tie": (_links(one, mine), _links(other, theirs)),
        "staff": (one.population.staff.take(mine), other.population.staff.take(theirs)),
        "volunteers": (one.population.volunteers.take(mine), other.population.volunteers.take(theirs)),
    }
    found = {name: _noticeable(name, *pair) for name, pair in amounts.items()}
    award, before = one.population.award.take(mine, axis=1), other.population.award.take(theirs, axis=1)
    found["award"] = np.asarray(_noticeable("award", award, before).any(axis=0))
    bound = np.maximum(NOTICEABLE * other.population.spending.take(theirs), LEAST["reserves"])
    saved, kept = one.population.reserves.take(mine), other.population.reserves.take(theirs)
    found["reserves"] = np.asarray(np.abs(saved - kept) > bound)
    return found


def _noticeable(step: str, one: Floats, other: Floats) -> Flags:
    """Return where two amounts differ by more than a hundredth and by more than the least that counts."""
    bound = np.maximum(NOTICEABLE * np.maximum(np.abs(one), np.abs(other)), np.float32(LEAST[step]))
    return np.asarray(np.abs(one - other) > bound)


def _board(sector: SectorModel, rows: Rows) -> Floats:
    """Return trustees, those the plan has found included, less one where the chair's or treasurer's post is vacant."""
    gained = sector.moment.levers.trustees_gained
    found = gained.take(rows) if isinstance(gained, np.ndarray) else gained
    return np.asarray(sector.population.trustees.take(rows) + found - sector.population.chair_vacant.take(rows))


def _links(sector: SectorModel, rows: Rows) -> Floats:
    """Return working ties and joint projects together."""
    population = sector.population
    return np.asarray(population.degree.take(rows).astype(np.float32) + population.collaborations.take(rows))


def _columns() -> list[str]:
    ends = [f"{what}_{arm}" for what in ("started", "closes", "ending") for arm in ("without", "with")]
    return [
        "organisation", "description", "stands_for", "member_since", "direction", *ends, "first_step", "first_quarter", *STEPS,
    ]  # fmt: skip


def _row(twins: Twins, lives: Mapping[str, Course], first: Mapping[str, NDArray[np.int16]], identity: int) -> dict[str, Any]:
    """Return one organisation whose fate flips."""
    setting, since = twins.without.setting, int(twins.with_plan.membership.since[identity])
    kept = lives["with"].closed[identity] == 0 and lives["with"].started[identity] > 0
    noted = {step: int(first[step][identity]) for step in STEPS}
    earliest = min((at for at in noted.values() if at), default=0)
    row: dict[str, Any] = {
        "organisation": identity,
        "description": described(setting, identity),
        "stands_for": _weight(twins, identity, kept=kept),
        "member_since": "" if since == NEVER_JOINED else str(FIRST_YEAR + since),
        "direction": KEPT if kept else LOST,
        "first_step": next((step for step, at in noted.items() if at and at == earliest), NONE_OF_THEM),
        "first_quarter": _told(earliest),
    }
    for arm, course in lives.items():
        row |= {f"started_{arm}": _told(int(course.started[identity])), f"closes_{arm}": _told(int(course.closed[identity]))}
        row[f"ending_{arm}"] = ENDINGS[Closure(int(course.ending[identity]))]
    return row | {step: _told(at) for step, at in noted.items()}


def _weight(twins: Twins, identity: int, *, kept: bool) -> float:
    population = (twins.with_plan if kept else twins.without).population
    return float(population.weight[population.identity == identity][0])


def _told(step: int) -> str:
    """Write a quarter, or nothing for none."""
    return quarter(step) if step else ""
