"""The organisations: one array per attribute, one row per organisation.

Money is in GBP of 2002. A row stands for `weight` organisations of the sector: 1 for registered organisations at full scale,
about 10 for unregistered groups. Rows of organisations that closed stay until the end of the year in which they closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Smalls = NDArray[np.int8]
Steps = NDArray[np.int16]
Bits = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]

NEVER = -32_000  # `award_end` of an award that has never been held; earlier than any step
OPEN = 32_000  # `closed` of an organisation that is still open; later than any step
QUARTERS = 4  # quarters in a year
SMALL_INCOME = 25_000  # GBP a year; below it an organisation counts as small in uptake rules
SMALLEST_INCOME = 10_000  # GBP a year; below it an organisation counts as very small


class Closure(IntEnum):
    """How an organisation ended."""

    OPEN = 0
    WOUND_UP = 1
    FADED = 2
    DISTRESS = 3
    MERGED = 4


class Award(IntEnum):
    """The kinds of award an organisation can bid for; rows of the `award` columns."""

    STATUTORY_GRANT = 0
    CONTRACT = 1
    REGENERATION = 2
    LOTTERY = 3
    TRUST = 4


class Barrier(IntEnum):
    """The four barriers to development; rows of the `barriers` columns."""

    STRATEGIC_CAPACITY = 0
    HUMAN_RESOURCES = 1
    SUPPORT = 2
    FUNDING = 3


class Practice(IntEnum):
    """The practices that spread among organisations; bits of the `practices` column."""

    BACK_OFFICE = 0
    TRANSPARENCY = 1
    INVOLVEMENT = 2
    NEW_VOLUNTEERING = 3
    TRADING = 4


def bounded(
    values: NDArray[np.floating[Any]] | np.floating[Any],
    least: float | np.floating[Any] = 0,
    most: float | np.floating[Any] = 1,
) -> Floats:
    """Return values kept between two bounds, in their own precision; on few rows `np.clip` takes five times as long."""
    kept: Floats = np.minimum(np.maximum(values, least), most)
    return kept


def column(kind: type[np.generic], unit: str, meaning: str, *, rows: int = 1) -> Any:  # noqa: ANN401 - a dataclass field
    """Declare a column: its number type, unit, meaning, and how many rows of it there are (one for most)."""
    return field(metadata={"kind": kind, "unit": unit, "meaning": meaning, "rows": rows})


@dataclass
class Population:
    """All organisations as columns, each of shape (n,) or, for awards, (5, n), and barriers, (4, n)."""

    identity: Ints = column(np.int32, "-", "who it is; the same in both arms of a pair")
    weight: Floats = column(np.float32, "organisations", "how many organisations of the sector the row stands for")
    registered: Flags = column(np.bool_, "-", "a registered organisation, else an unregistered group")
    district: Smalls = column(np.int8, "row of places", "the district it works in")
    rural: Flags = column(np.bool_, "-", "works in a rural settlement")
    activity: Smalls = column(np.int8, "row of activities", "its main activity")
    beneficiary: Smalls = column(np.int8, "row of beneficiaries", "whom it mainly serves")
    bme_led: Flags = column(np.bool_, "-", "led by black and minority ethnic people")
    born: Steps = column(np.int16, "step", "the step it started in; negative for founders")
    closed: Steps = column(np.int16, "step", "the step it closed in, or OPEN")
    closure: Smalls = column(np.int8, "Closure", "how it ended")

    giving: Floats = column(np.float32, "GBP a year", "lasting level of donations and legacies")
    earned: Floats = column(np.float32, "GBP a year", "lasting level of fees, trading and private income")
    swing: Floats = column(np.float32, "ratio", "this year's passing swing of giving and earned income")
    endowment: Floats = column(np.float32, "GBP", "capital that pays investment income")
    award: Floats = column(np.float32, "GBP a year", "current award of each kind", rows=len(Award))
    award_end: Steps = column(np.int16, "step", "last step in which the award is (or was) paid, or NEVER", rows=len(Award))
    seeks: Floats = column(np.float32, "GBP a year", "size of award it would seek in 2002; 0 seeks none", rows=len(Award))
    income: Floats = column(np.float32, "GBP a quarter", "income of the last quarter")
    income_year: Floats = column(np.float32, "GBP", "income of the year so far")
    income_before: Floats = column(np.float32, "GBP a year", "income of the year before")
    spending: Floats = column(np.float32, "GBP a year", "the rate at which it plans to spend")
    cost: Floats = column(np.float32, "GBP a quarter", "cost of the last quarter")
    reserves: Floats = column(np.float32, "GBP", "free reserves")
    restricted: Floats = column(np.float32, "GBP", "restricted funds: unspent award money that may only go to its purpose")
    loan: Floats = column(np.float32, "GBP", "what it owes to the sector's credit union")
    reserve_target: Floats = column(np.float32, "months of spending", "the reserves it is used to holding")
    distress: Flags = column(np.bool_, "-", "neither reserves nor credit left, and income a quarter below the year before")
    funder_trust: Floats = column(np.float32, "0-1", "how far funders trust it, whatever its bid")
    voice: Floats = column(np.float32, "0-1", "how far it is heard by those who decide")
    drift: Floats = column(np.float32, "0-1", "how far it has moved from its mission since 2002")

    staff: Floats = column(np.float32, "full-time equivalents", "posts filled")
    leavers: Floats = column(np.float32, "full-time equivalents", "posts that staff have left this year")
    vacancies: Floats = column(np.float32, "full-time equivalents", "posts vacant")
    part_time: Floats = column(np.float32, "share of heads", "share of its staff who work part-time")
    posts_per_million: Floats = column(np.float32, "full-time equivalents per GBP 1 m a year", "posts that its spending pays for")
    volunteers: Floats = column(np.float32, "people", "its volunteers")
    appeal: Floats = column(np.float32, "people", "how many volunteers it attracts by itself: those it began with")
    older: Floats = column(np.float32, "people", "those of its volunteers who are 65 and over")
    core: Floats = column(np.float32, "people", "those of its volunteers who are its civic core and give most of the hours")
    hours: Floats = column(np.float32, "hours a year", "what its volunteers give, at the present rate")
    older_hours: Floats = column(np.float32, "hours a year", "what its volunteers of 65 and over give of that")
    volunteers_left: Floats = column(np.float32, "people", "volunteers who have left this year")
    trustees: Floats = column(np.float32, "people", "its trustees or committee members")
    young_trustees: Floats = column(np.float32, "people", "its trustees under 40")
    bme_trustees: Floats = column(np.float32, "people", "its black and minority ethnic trustees")
    chair_vacant: Flags = column(np.bool_, "-", "the chair's or treasurer's post stands vacant this year")
    capacity: Floats = column(np.float32, "0-1", "strategic capacity built by itself, before any action's help")
    supported: Flags = column(np.bool_, "-", "a support body reaches it this year")
    match: Floats = column(np.float32, "0-1", "how well the support on offer fits it")
    ict: Flags = column(np.bool_, "-", "uses ICT well")
    practices: Bytes = column(np.uint8, "bit per Practice", "which practices it has taken up")
    output: Floats = column(np.float32, "service units a year", "what its staff and volunteers do for people")
    collaborations: Smalls = column(np.int8, "projects", "joint projects under way that both sides agreed to")
    mandated: Smalls = column(np.int8, "projects", "joint projects under way that funders demand")
    degree: Smalls = column(np.int8, "ties", "working ties to other organisations")
    bridges: Smalls = column(np.int8, "ties", "ties across the line between rural and urban or of BME leadership")
    trust: Floats = column(np.float32, "0-1", "its mean trust in those it is tied to; 0 without ties")
    allies: Floats = column(np.float32, "GBP a year", "spending of its partners in joint projects that both sides agreed to")
    joined: Bits = column(np.uint64, "bit per action", "which actions of the plan it has taken up")
    cluster: Smalls = column(np.int8, "microcluster", "the microcluster it belongs to, or -1")
    barriers: Floats = column(np.float32, "0-1", "how free it is of each barrier, 1 wholly", rows=len(Barrier))

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self.identity.size)

    @property
    def open(self) -> Flags:
        """Return which organisations are open, shape (n,)."""
        return np.asarray(self.closed == OPEN)

    @property
    def heads(self) -> Floats:
        """Return paid staff in heads, shape (n,); a part-timer is 0.6 of a full-time post (0.81 FTE per head overall)."""
        return self.staff / (1 - PART_TIME_SHORTFALL * self.part_time)

    def has(self, practice: Practice) -> Flags:
        """Return which organisations have taken a practice up, shape (n,)."""
        return (self.practices & np.uint8(1 << practice)).astype(np.bool_)

    @property
    def bytes_per_row(self) -> float:
        """Return the size of the columns in bytes per row."""
        return sum(array.nbytes for array in self.arrays().values()) / max(len(self), 1)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return the columns by name, without copying them."""
        return dict(vars(self))

    def rows(self, chosen: Rows | Flags) -> Self:
        """Return a copy of the chosen rows, in the order chosen."""
        index = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen
        return type(self)(**{name: array.take(index, axis=-1) for name, array in self.arrays().items()})

    def copy(self) -> Self:
        """Return a copy of all rows."""
        return type(self)(**{name: array.copy() for name, array in self.arrays().items()})

    def followed_by(self, mine: Rows, others: Self, theirs: Rows) -> Self:
        """Return a population of some of these rows followed by some of those of `others`, each copied once."""
        made, taken = {}, others.arrays()
        for name, array in self.arrays().items():
            made[name] = np.empty((*array.shape[:-1], mine.size + theirs.size), dtype=array.dtype)
            array.take(mine, axis=-1, out=made[name][..., : mine.size], mode="clip")  # other modes copy once more
            taken[name].take(theirs, axis=-1, out=made[name][..., mine.size :], mode="clip")
        return type(self)(**made)

    def joined_with(self, others: Self) -> Self:
        """Return a population of these rows followed by those of `others`."""
        theirs = others.arrays()
        return type(self)(**{name: np.concatenate([array, theirs[name]], axis=-1) for name, array in self.arrays().items()})

    @classmethod
    def blank(cls, size: int) -> Self:
        """Return `size` rows of zeros that are open, meet no barrier and belong to no microcluster."""
        shapes = {spec.name: (spec.metadata["rows"], size) if spec.metadata["rows"] > 1 else (size,) for spec in fields(cls)}
        made = cls(**{spec.name: np.zeros(shapes[spec.name], dtype=spec.metadata["kind"]) for spec in fields(cls)})
        made.closed[:] = OPEN
        made.award_end[:] = NEVER
        made.cluster[:] = -1
        made.swing[:] = 1
        made.barriers[:] = 1
        return made


MILLION = 1_000_000  # GBP
PART_TIME_SHORTFALL = 0.4  # how much less than a full-time post a part-timer works


@dataclass(frozen=True, repr=False)
class Organisation:
    """One organisation's state, for inspection, tests and stories: `organisation.income`, `organisation.award[1]` ...

    A view of one row of a population: it reads the columns, it does not hold them.
    """

    population: Population
    row: int

    def __repr__(self) -> str:
        """Return who it is and how it stands, not the whole population."""
        return f"Organisation({', '.join(f'{name}={value}' for name, value in self.as_dict().items())})"

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the type is the column's
        """Return the value of a column in this row."""
        return getattr(self.population, name)[..., self.row]

    @classmethod
    def find(cls, population: Population, identity: int) -> Self:
        """Return the organisation of an identity.

        Raises
        ------
        KeyError
            When nobody of that identity is in the population.
        """
        found = np.flatnonzero(population.identity == identity)
        if found.size == 0:
            raise KeyError(identity)
        return cls(population, int(found[0]))

    def as_dict(self) -> dict[str, Any]:
        """Return all columns of this row by name."""
        return {name: array[..., self.row].tolist() for name, array in self.population.arrays().items()}
