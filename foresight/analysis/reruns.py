"""Further runs of a batch's plans: what each action adds and which to start first cannot be read off the batch itself."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from foresight.analysis.analyse import Case
from foresight.analysis.attribution import Attribution, attribute
from foresight.analysis.orders import Rules
from foresight.analysis.results import Batch
from foresight.analysis.timing import Known, Search, Timing, Wish, timing
from foresight.ensemble.pairs import Pairing
from foresight.ensemble.spread import Progress
from foresight.errors import ForesightError
from foresight.scenario import library

FEWEST_PAIRS = 5
"""Below which ranges are too wide to say much, however few replicates the batch has."""

MOST_ORDERED = 5
"""Actions up to which all orders are tried (120 of five); of more, the best next action is taken step by step."""


@dataclass(frozen=True)
class Rerun:
    """A plan of a batch as further runs take it.

    Parameters
    ----------
    future, plan : str
        The names or paths that the experiment has for them.
    varied : bool
        Whether the batch varied numbers, which further runs take as they ship.
    """

    future: str
    plan: str
    pairing: Pairing
    pairs: int
    varied: bool

    @property
    def case(self) -> Case:
        """Return the part of the batch that it is about."""
        return Case(self.pairing.future.id, self.pairing.plan.id, str(self.pairing.strength))

    @property
    def budget(self) -> float | None:
        """Return the most that may be spent in a year, GBP m; None where the plan does not say."""
        return None if self.pairing.plan.budget is None else self.pairing.plan.budget.value

    @property
    def search(self) -> Search:
        """Return how orders are searched."""
        return "both" if len(self.pairing.plan.actions) <= MOST_ORDERED else "greedy"


@dataclass(frozen=True)
class Reruns:
    """The plans of a batch that further runs can say something of, or why there are none."""

    found: tuple[Rerun, ...]
    reason: str = ""


@dataclass(frozen=True)
class Further:
    """What further runs of a plan say; no timing where the plan has no budget."""

    rerun: Rerun
    attribution: Attribution
    timing: Timing | None


def reruns(batch: Batch) -> Reruns:
    """Return the batch's plans with two actions or more, in its first future, at its seed, scale and replicates.

    The strength is central, or the batch's first where that is not among them.
    """
    asked = batch.experiment
    strength = "central" if "central" in asked.strengths else asked.strengths[0]
    name, pairs = asked.futures[0], max(asked.replicates, FEWEST_PAIRS)
    try:
        future, plans = library.future(name), [(plan, library.plan(plan)) for plan in asked.plans]
    except ForesightError as error:
        return Reruns((), f"what the batch was made of is not there any more ({error})")
    found = tuple(
        Rerun(name, known, Pairing(future, plan, asked.seed, asked.scale, strength), pairs, batch.design is not None)
        for known, plan in plans
        if len(plan.actions) > 1
    )
    return Reruns(found, "" if found else "no plan of the batch has two actions or more")


def run_again(
    rerun: Rerun, indicators: Sequence[str], *, executor: Executor | None = None, progress: Progress | None = None
) -> dict[str, Further]:
    """Make the further runs of a plan, and return what they say of each indicator.

    Parameters
    ----------
    executor : Executor
        Where the runs are made; in line where none is given.
    """
    attribution = attribute(rerun.pairing, rerun.pairs, executor=executor, progress=progress)
    known: Known = {}

    def timed(indicator: str) -> Timing | None:
        if rerun.budget is None:
            return None
        question = Wish(indicator, Rules(rerun.budget), rerun.search)
        return timing(rerun.pairing, rerun.pairs, question, executor=executor, progress=progress, known=known)

    return {one: Further(rerun, attribution, timed(one)) for one in indicators}
