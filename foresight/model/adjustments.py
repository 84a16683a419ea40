"""What a plan changes in a step: neutral numbers, replaced by columns where a lever pulls.

Adjustments are written anew in every step from the plan's state, never added to the step before: an effect cannot compound by
accident. `Adjustments` is also the registry of what an action can change: each field says its unit, what it means, how two
effects on it combine, and what it may reach.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import is_
from typing import Any, Literal, NamedTuple

import numpy as np

from foresight.compiling import compiled
from foresight.population.columns import Floats, Rows

Change = Floats | np.float32
Combine = Literal["stack", "add"]
NOTHING = np.float32(0)  # a single-precision number, so that a column of zeros and no column round alike


class Quantity(NamedTuple):
    """What is known of one adjustment.

    Parameters
    ----------
    combine : str
        `stack`: two effects a and b make 1 - (1 - a)(1 - b); `add`: they make a + b.
    least, most : float
        What all effects together may reach; 0 is always in between and means that the plan does nothing.
    """

    unit: str
    meaning: str
    combine: Combine
    least: float
    most: float


def adjusts(unit: str, meaning: str, combine: Combine = "stack", least: float = -1, most: float = 1) -> Any:  # noqa: ANN401 - a dataclass field
    """Declare an adjustment."""
    return field(default=NOTHING, metadata={"quantity": Quantity(unit, meaning, combine, least, most)})


@dataclass
class Adjustments:
    """Each field is 0 where the plan does nothing, else a column of shape (n,), or a number for what is diverted from pools."""

    access_gap_closed: Change = adjusts("share", "share of the penalty removed that rural and BME-led bidders meet", least=0)
    funder_trust_gain: Change = adjusts("0-1", "trust of funders, added", "add")
    consortium: Change = adjusts("share", "share of partners' turnover that counts towards a contract's threshold", least=0)
    bid_bonus: Change = adjusts("log odds", "log odds of a bid made with partners, added", "add", -5, 5)
    bid_saving: Change = adjusts("share of the cost of a bid", "cost of bids saved")
    giving_growth: Change = adjusts("share a year", "growth of private giving, added", "add", -0.5, 0.5)
    earned_growth: Change = adjusts("share a year", "growth of earned income, added", "add", -0.5, 0.5)
    earned_failure: Change = adjusts("chance a year", "chance that a new venture fails at a loss", least=0)
    bought_in_saving: Change = adjusts("share of bought-in cost", "cost of what is bought in saved")
    support_saving: Change = adjusts("share of all spending", "spending saved by sharing support costs")
    disputes_avoided: Change = adjusts("share", "employment disputes avoided")
    credit_months: Change = adjusts("months of spending", "months that a mutual lender would bridge", "add", 0, 12)

    staff_fill: Change = adjusts("share", "vacancies filled faster by this share", "add", -0.9, 3)
    staff_staying: Change = adjusts("share of staff a year", "yearly turnover of staff, taken off", "add", -0.5, 0.5)
    chair_filled: Change = adjusts("chance a year", "chance that the chair's or treasurer's post is vacant, taken off")
    trustees_gained: Change = adjusts("trustees", "trustees, added", "add", -10, 20)
    trustee_diversity: Change = adjusts("share", "share of board places that go to people missing from boards, added")
    recruitment: Change = adjusts("share", "volunteers attracted, more by this share", "add", -1, 5)
    volunteer_retention: Change = adjusts("share of leaving", "volunteers' leaving avoided")
    fewer_hours: Change = adjusts("share of hours", "hours that a volunteer gives, fewer by this share")

    capacity_gain: Change = adjusts("share of the distance to full capacity", "strategic capacity, raised")
    planning_months: Change = adjusts("months", "how far ahead an organisation plans, added", "add", -24, 60)
    reach_gain: Change = adjusts("share of organisations", "chance that a support body reaches it, added", "add")
    match_gain: Change = adjusts("0-1", "fit of support to need, added", "add")
    ict_pace: Change = adjusts("a year", "pace at which ICT is taken up, added", "add", -1, 2)
    ict_gap_closed: Change = adjusts("share", "share of the rural digital gap closed", least=0)
    broadcast: Change = adjusts("share", "practices taken up from outside, more by this share", "add", -1, 5)
    diffusion: Change = adjusts("share", "practices taken up from partners, more by this share", "add", -1, 5)
    burden: Change = adjusts("share of working time", "time that taking part and reporting take", "add", 0, 0.5)

    meetings_more: Change = adjusts("share", "meetings started, more by this share", "add", -1, 9)
    contacts_new: Change = adjusts("share", "chance of a new tie where two meet, more by this share", "add", -1, 9)
    weak_ties: Change = adjusts("contacts a year", "further contacts by ICT, beyond place and work", "add", 0, 20)
    distance_saving: Change = adjusts("share", "share of distance's cost removed between users of ICT", least=0)
    trust_prior: Change = adjusts("0-1", "trust in a new partner, added", "add")
    broker: Change = adjusts("0-1", "quality of brokers at hand", least=0)
    cluster_meetings: Change = adjusts("meetings a year", "further meetings inside the microcluster", "add", 0, 50)
    cluster_trust: Change = adjusts(
        "0-1 a year", "trust added to ties inside the microcluster, as a share of the way to 1", least=0
    )

    voice_gain: Change = adjusts("share", "weight in advocacy, more by this share", "add", -1, 5)
    consult_access: Change = adjusts("0-1", "access to consultation, added", "add")
    drift_more: Change = adjusts("0-1 a year", "mission drift, added", "add")

    projects_diverted: Change = NOTHING
    """GBP a year that the initiative takes from the regeneration pool"""
    support_diverted: Change = NOTHING
    """GBP a year that it takes from the support bodies' budget"""

    def change(self, name: str, effect: Floats) -> None:
        """Change a quantity of everybody: combine an effect of shape (n,) with what others did, and keep it in its range."""
        self.change_some(name, np.arange(effect.size), effect, effect.size)

    def change_some(self, name: str, rows: Rows, effect: Floats, size: int) -> None:
        """Change a quantity of some: combine an effect with what others did, and keep it in its range.

        Parameters
        ----------
        rows : int64 array, shape (reached,)
            Who is reached.
        effect : float array, shape (reached,)
            The effect on each of them, in the quantity's unit.
        size : int
            Number of organisations.
        """
        rule, column = QUANTITIES[name], getattr(self, name)
        if not isinstance(column, np.ndarray):
            column = np.zeros(size, dtype=np.float32)
            setattr(self, name, column)
        combine(column, rows, effect.astype(np.float32, copy=False), (rule.least, rule.most), rule.combine == "stack")

    def taken_over(self, earlier: "Adjustments") -> None:
        """Take over another quarter's adjustments, where nothing has changed since; the columns are shared."""
        vars(self).update(vars(earlier))

    def write(self, parts: "Parts", size: int, known: "Parts", before: "Adjustments") -> None:
        """Write what levers do; where they do to a quantity the very same as a quarter earlier, its column is shared.

        Parameters
        ----------
        size : int
            Number of organisations.
        known, before : Parts, Adjustments
            What they did in the quarter before, and what came of it.
        """
        for name, done in parts.items():
            earlier = known.get(name, ())
            if len(done) == len(earlier) and all(map(is_, done, earlier)):
                setattr(self, name, getattr(before, name))
                continue
            for part in done:
                if part.rows is None:
                    setattr(self, name, getattr(self, name) + part.effect)
                else:
                    self.change_some(name, part.rows, np.asarray(part.effect), size)


class Part(NamedTuple):
    """What one lever does to one quantity: whom it reaches, shape (reached,), and what it does to each, in the quantity's unit.

    Without rows it is one number for the sector: what is diverted from a pool.
    """

    quantity: str
    rows: Rows | None
    effect: Change


Parts = Mapping[str, Sequence[Part]]  # by quantity, in the order in which the levers are pulled
NOTHING_DONE: Parts = {}


def by_quantity(parts: Iterable[Part]) -> Parts:
    """Return what levers do, by quantity."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.quantity, []).append(part)
    return found


@compiled
def combine(column: Floats, rows: Rows, effect: Floats, span: tuple[float, float], stack: bool) -> None:  # noqa: FBT001 - compiled
    """Combine an effect with what a column holds, row by row, within the span that the quantity may take."""
    for at, row in enumerate(rows):
        both = 1 - (1 - column[row]) * (1 - effect[at]) if stack else column[row] + effect[at]
        column[row] = min(max(both, span[0]), span[1])


QUANTITIES: Mapping[str, Quantity] = {
    spec.name: spec.metadata["quantity"] for spec in fields(Adjustments) if "quantity" in spec.metadata
}
"""What an action can change, by name."""


def of(change: Change, rows: Rows | slice) -> Change:
    """Return an adjustment for some rows, whether it is one number or a column."""
    return change[rows] if isinstance(change, np.ndarray) else change


def column_of(change: Change, size: int) -> Floats:
    """Return an adjustment as a column of shape (size,)."""
    return change if isinstance(change, np.ndarray) else np.full(size, change, dtype=np.float32)
