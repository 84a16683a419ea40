"""What a lever is given when it is pulled, and the four things that a lever can do."""

from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

import numpy as np

from foresight.config import Effect
from foresight.model.adjustments import Part
from foresight.model.institutions import belonging
from foresight.model.moment import Moment
from foresight.model.uptake import eligible
from foresight.population.columns import Flags, Floats, Population, Rows
from foresight.scenario.eligibility import Eligibility

if TYPE_CHECKING:
    from foresight.model.programme import LeadershipGroup
    from foresight.model.underway import ActionUnderway


class Pull(NamedTuple):
    """One action in one quarter, as its levers see it.

    Parameters
    ----------
    group : LeadershipGroup
        Who leads the initiative: its other actions, its money, the model it acts in.
    intensity : float
        How far the action's effect has built up, 0-1.
    """

    group: "LeadershipGroup"
    action: "ActionUnderway"
    population: Population
    moment: Moment
    intensity: float

    def size(self, effect: Effect) -> float:
        """Return how large an effect is at the plan's strength, before it has built up."""
        return effect.at(self.action.level, self.action.factor)

    def change(self, quantity: str, effect: float, only: Eligibility | None = None, cluster: str | None = None) -> None:
        """Change a quantity of those who take part by an effect, as far as it has built up.

        Parameters
        ----------
        quantity : str
            A field of `Adjustments`.
        only : Eligibility, optional
            Which of those who take part; all where none is given.
        cluster : str, optional
            Only members of the action's microclusters of this kind.
        """
        rows, share = self.reached(only, cluster)
        if rows.size:
            self.action.parts.append(Part(quantity, rows, effect * self.intensity * share))

    def adjust(self, quantity: str, rows: Rows, effect: Floats) -> None:
        """Change a quantity of some organisations, each by an effect of its own, shape (reached,), in the quantity's unit."""
        self.action.parts.append(Part(quantity, rows, effect))

    def divert(self, pool: str, amount: float) -> None:
        """Take money from a pool: a field of `Adjustments` that ends in `_diverted`, and GBP a year."""
        self.action.parts.append(Part(pool, None, np.float32(amount)))

    def reached(self, only: Eligibility | None = None, cluster: str | None = None) -> tuple[Rows, Floats]:
        """Return the rows of those who take part, and how far each effect reaches them, 0-1; settled once a year."""
        kept, whom = self.action.reached, (only, cluster)
        if whom not in kept:
            rows, share = kept[None, None]
            inside = np.ones(rows.size, dtype=np.bool_)
            if only is not None:
                inside &= eligible(self.population, only).take(rows)
            if cluster is not None:
                clusters = (one for one in self.action.clusters if one.kind == cluster)
                inside &= belonging(self.population.cluster.take(rows), clusters)
            kept[whom] = rows.compress(inside), share.compress(inside)
        return kept[whom]


@runtime_checkable
class Preparing(Protocol):
    """A lever that changes other actions before any of them starts."""

    def prepare(self, mine: "ActionUnderway", others: "list[ActionUnderway]") -> None:
        """Change what the plan's other actions will be like."""


@runtime_checkable
class Supporting(Protocol):
    """A lever that helps other actions, or the leadership group, while it acts; pulled before all others."""

    def support(self, pull: Pull) -> None:
        """Write the quarter's help on `pull.group.support`."""


@runtime_checkable
class Gathering(Protocol):
    """A lever that decides by itself who takes part, once a year."""

    def gather(self, pull: Pull) -> Flags:
        """Return who takes part through it, shape (n,)."""


@runtime_checkable
class Applicable(Protocol):
    """A lever that changes what the processes read."""

    def apply(self, pull: Pull) -> None:
        """Write the lever's adjustments for the quarter."""
