"""A world: one future at one sample in one replicate, run once without a plan and once with each plan that is asked about it.

This is what a batch hands to a worker. What a worker needs travels with it, but for the model, the baseline and the actions, of
which it has its own copy; that it is the same is checked.
"""

import os
import pickle
import socket
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from foresight.config import Strength
from foresight.ensemble.identity import model_code, model_inputs
from foresight.ensemble.tables import encoded
from foresight.errors import ForesightError
from foresight.model.membership import Membership
from foresight.model.run import Values, readings, settle, underway
from foresight.model.sector import SectorModel, Setting
from foresight.scenario.assumptions import Assumptions, assumed_actions, assumed_baseline
from foresight.scenario.experiments import Kept
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan


class Arm(NamedTuple):
    """One run with a plan, by its number in the catalogue."""

    run: int
    plan: str
    strength: Strength


@dataclass(frozen=True)
class Supplies:
    """The futures and plans of an experiment by name, what is kept of each run, and which model it is meant for.

    Parameters
    ----------
    model : tuple
        The hashes of its code, and of its baseline and actions.
    """

    futures: Mapping[str, Future]
    plans: Mapping[str, Plan]
    keep: Kept
    model: tuple[str, str]

    def packed(self) -> bytes:
        """Return the supplies as bytes: packed once, however many worlds it is sent with."""
        return pickle.dumps(self)


@dataclass(frozen=True)
class World:
    """One future at one sample in one replicate, and the runs that are wanted of it.

    Parameters
    ----------
    supplies : bytes
        A packed `Supplies`.
    """

    supplies: bytes
    future: str
    assumptions: Assumptions
    seed: int
    scale: float
    replicate: int
    arms: tuple[Arm, ...]


class Outcome(NamedTuple):
    """What became of one run: a table as the bytes of a Parquet file, or the traceback of its failure.

    Parameters
    ----------
    seconds, twin_seconds : float
        Wall time of the run with the plan, and of what it shares: the founders and the run without.
    """

    run: int
    table: bytes | None
    error: str | None
    seconds: float
    twin_seconds: float
    worker: str


class Twin(SectorModel):
    """The arm without a plan, read once for each plan, so that members are told apart as each plan's own arm has them."""

    def __init__(self, setting: Setting, memberships: Sequence[Membership]) -> None:
        self.memberships = memberships
        super().__init__(setting, membership=memberships[0])

    def _read(self) -> None:
        """Read the year's end with the members of each plan in turn."""
        before = self.output_before.copy()  # what a reading compares with, and then replaces
        for membership in self.memberships:
            self.membership = membership
            self.output_before[:] = before
            super()._read()

    def for_each(self) -> list[Values]:
        """Return the readings beside each plan, each of shape (years, indicators, segments)."""
        kept, count = readings(self), len(self.memberships)
        return [kept[place::count] for place in range(count)]


class Ran(NamedTuple):
    """A run with a plan that has come to its end."""

    arm: Arm
    values: Values
    membership: Membership
    seconds: float


def run_world(world: World) -> list[Outcome]:
    """Run a world without a plan once, and with each plan; a run that fails is told, and the others go on."""
    timer = Timer()
    try:
        supplies = _unpacked(world.supplies)
        setting = _settled(supplies, world)
    except Exception:  # noqa: BLE001 - whatever it is, it is the runs' failure and must not stop the others
        return [failed(arm.run, traceback.format_exc()) for arm in world.arms]
    shared = timer.lap()
    ran: list[Ran] = []
    outcomes = []
    for arm in world.arms:
        try:
            sector = _run(setting, supplies, world, arm)
            ran.append(Ran(arm, readings(sector), sector.membership, timer.lap()))
        except Exception:  # noqa: BLE001 - as above
            outcomes.append(failed(arm.run, traceback.format_exc(), timer.lap()))
    try:
        return outcomes + (_beside(setting, supplies, world, ran, shared) if ran else [])
    except Exception:  # noqa: BLE001 - as above
        return outcomes + [failed(one.arm.run, traceback.format_exc(), shared + timer.lap()) for one in ran]


def failed(run: int, error: str, seconds: float = 0.0) -> Outcome:
    """Return what became of a run that failed."""
    return Outcome(run, None, error, seconds, 0.0, whoami())


def whoami() -> str:
    """Return the computer and the number of this process."""
    return f"{socket.gethostname()}:{os.getpid()}"


class Timer:
    """A stopwatch that tells lap times."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> float:
        """Return the seconds since it was last asked."""
        last, self._last = self._last, time.perf_counter()
        return self._last - last


def _beside(setting: Setting, supplies: Supplies, world: World, ran: Sequence[Ran], settled: float) -> list[Outcome]:
    """Run the world without a plan, and set each run beside it; `settled` is how long its founders took, in seconds."""
    timer, me = Timer(), whoami()
    twin = Twin(setting, [one.membership for one in ran])
    twin.run_to_end()
    shared = settled + timer.lap()
    return [
        Outcome(one.arm.run, encoded(supplies.keep, world.replicate, without, one.values), None, one.seconds, shared, me)
        for one, without in zip(ran, twin.for_each(), strict=True)
    ]


def _settled(supplies: Supplies, world: World) -> Setting:
    return settle(
        assumed_baseline(world.assumptions),
        supplies.futures[world.future],
        scale=world.scale,
        seed=world.seed,
        replicate=world.replicate,
        assumptions=world.assumptions,
    )


def _run(setting: Setting, supplies: Supplies, world: World, arm: Arm) -> SectorModel:
    sector = SectorModel(setting, underway(supplies.plans[arm.plan], arm.strength, assumed_actions(world.assumptions)))
    sector.run_to_end()
    return sector


@lru_cache(maxsize=4)
def _unpacked(supplies: bytes) -> Supplies:
    found = pickle.loads(supplies)  # noqa: S301 - packed by the process that sends the work
    if not isinstance(found, Supplies):
        msg = f"expected a Supplies, found {type(found).__name__}"
        raise TypeError(msg)
    if found.model != (model_code(), model_inputs()):
        msg = "this worker has another version of the model than the process that sent it work; install the same one everywhere"
        raise ForesightError(msg)
    return found
