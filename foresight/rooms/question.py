"""What a room is asked about: a future and a plan that every phone in it knows, also those that only the facilitator had."""

from dataclasses import dataclass
from functools import lru_cache

from foresight.errors import ForesightError
from foresight.scenario import exchange, library
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan


@dataclass(frozen=True)
class Question:
    """What the room is asked to predict: what a plan changes in an indicator by the last year of a future.

    Parameters
    ----------
    future, plan, indicator
        Their ids.
    brought
        The future and the plan as files, where they do not ship.
    """

    future: str
    plan: str
    indicator: str
    brought: tuple[str, ...] = ()


def about(future: Future, plan: Plan, indicator: str) -> Question:
    """Return the question about a future and a plan; what does not ship is brought along."""
    brought = tuple(exchange.written(thing) for thing in (future, plan) if not exchange.ships(thing))
    return Question(future.id, plan.id, indicator, brought)


@lru_cache(maxsize=32)
def meant(question: Question) -> tuple[Future, Plan]:
    """Return the future and the plan that a question is about.

    Raises
    ------
    ForesightError
        Where this version does not know them any more.
    """
    things = [exchange.received(file.encode(), "the room's question") for file in question.brought]
    futures = {**library.futures(), **{one.id: one for one in things if isinstance(one, Future)}}
    plans = {**library.plans_to_choose(), **{one.id: one for one in things if isinstance(one, Plan)}}
    if question.future not in futures or question.plan not in plans:
        msg = "This version does not know the plan or the future of this room any more. Please ask anew."
        raise ForesightError(msg)
    return futures[question.future], plans[question.plan]
