"""One arm of a pair, run by itself within bounds of time, so that arms can be reused between comparisons."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from foresight.config import FrozenMap
from foresight.ensemble.identity import future_content
from foresight.ensemble.pairs import Pairing
from foresight.errors import ForesightError
from foresight.model.run import Values, readings
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel, Setting
from foresight.population.columns import QUARTERS
from foresight.scenario.plans import Plan

WHOLE = 0
"""The segment of the whole sector."""

LONGEST = 120.0
"""Seconds that one run may take before it is given up."""

SETTINGS_KEPT = 24
"""Settings that a process keeps: both arms of a replicate, and all plans in a future, share one."""

TOO_LONG = "This run takes too long and was given up. A smaller share of the sector, or milder numbers, would be quicker."


def without_plan(pairing: Pairing) -> Pairing:
    """Return the pairing of the arm without a plan: the same for all plans, however strong and whatever is assumed of actions."""
    kept = {path: value for path, value in pairing.assumptions.items() if not path.startswith("actions.")}
    return replace(pairing, plan=NO_PLAN, strength="central", assumptions=FrozenMap(kept))


def pairing_key(pairing: Pairing) -> str:
    """Return what tells a pairing from all others that give other numbers."""
    assumed = " ".join(f"{path}={value!r}" for path, value in sorted(pairing.assumptions.items()))
    words = (_content(pairing.future), _acts(pairing.plan), pairing.seed, repr(pairing.scale), repr(pairing.strength), assumed)
    return " ".join(map(str, words))


_content = lru_cache(maxsize=512)(future_content)


@lru_cache(maxsize=512)
def _acts(plan: Plan) -> str:
    """Return a hash of what a plan does; what it is called does not matter."""
    return hashlib.sha256("".join(item.model_dump_json() for item in plan.actions).encode()).hexdigest()


def run_arm(pairing: Pairing, replicate: int, longest: float = LONGEST) -> Values:
    """Return the readings of one run, shape (years, indicators, segments); those by membership mean nothing in it alone.

    Raises
    ------
    ForesightError
        Where it takes longer than `longest` seconds.
    """
    *_, sector = _years(pairing, replicate, longest)
    return readings(sector)


def run_brief(pairing: Pairing, replicate: int, longest: float = LONGEST) -> Values:
    """Return the readings of the whole sector in one run and, after them, the four barriers' states: (years, indicators + 4).

    Many of them can be held at once.

    A barrier's state is the mean over registered organisations, from 0 (it is a total barrier to all) to 1 (it is none to any).

    Raises
    ------
    ForesightError
        Where it takes longer than `longest` seconds.
    """
    states = []
    for sector in _years(pairing, replicate, longest):
        population = sector.population
        weight = population.weight.astype(np.float64) * (population.open & population.registered)
        states.append(population.barriers @ weight / weight.sum())
    return np.column_stack([readings(sector)[:, :, WHOLE], np.stack(states)])


def _years(pairing: Pairing, replicate: int, longest: float) -> Iterator[SectorModel]:
    """Carry a sector on, and pause at the end of every year, 2002 included."""
    end = time.monotonic() + longest
    sector = SectorModel(_setting(without_plan(pairing), replicate), pairing.programme())
    yield sector
    while sector.quarter < QUARTERS_SIMULATED:
        if time.monotonic() > end:
            raise ForesightError(TOO_LONG)
        sector.step()
        if sector.quarter % QUARTERS == 0:
            yield sector


@lru_cache(maxsize=SETTINGS_KEPT)
def _setting(pairing: Pairing, replicate: int) -> Setting:
    """Return what all arms of a replicate in a future share."""
    return pairing.setting(replicate)


NO_PLAN = Plan.none()
