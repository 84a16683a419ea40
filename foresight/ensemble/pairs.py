"""Pairs: the same replicate of a future run without and with a plan, many times over."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from foresight.config import Strength
from foresight.ensemble.ledger import Fortunes, Ledger
from foresight.ensemble.spread import Progress, over_replicates
from foresight.model.run import Values, check_call, readings, settle, underway
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel
from foresight.scenario.assumptions import NOTHING_ASSUMED, Assumptions, assumed_actions, assumed_baseline
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan


@dataclass(frozen=True)
class Pairing:
    """What a pair of runs is made of; two pairings with the same content give the same numbers to the last bit.

    Parameters
    ----------
    assumptions : mapping
        What is taken to be something else, by path, as `foresight.scenario.assumptions.checked` returns it;
        it holds for both arms.
    """

    future: Future
    plan: Plan
    seed: int
    scale: float
    strength: Strength
    assumptions: Assumptions = NOTHING_ASSUMED


@dataclass(frozen=True)
class Ensemble:
    """Readings of all pairs.

    Parameters
    ----------
    without, with_plan : float64 arrays, shape (pairs, years, indicators, segments)
    fortunes : tuple of Fortunes
        Who is better and who is worse off in each pair.
    """

    without: NDArray[np.float64]
    with_plan: NDArray[np.float64]
    fortunes: tuple[Fortunes, ...]


@dataclass(frozen=True)
class Twins:
    """The two arms of a replicate at the end of 2002, from the same founders, world and draws."""

    without: SectorModel
    with_plan: SectorModel

    @classmethod
    def of(cls, pairing: Pairing, replicate: int) -> Self:
        """Return the arms of a replicate; who joins an action in the one with the plan is known in the other."""
        assumed = pairing.assumptions
        baseline, actions = assumed_baseline(assumed), assumed_actions(assumed)
        setting = settle(
            baseline, pairing.future, scale=pairing.scale, seed=pairing.seed, replicate=replicate, assumptions=assumed
        )
        with_plan = SectorModel(setting, underway(pairing.plan, pairing.strength, actions))
        return cls(SectorModel(setting, membership=with_plan.membership), with_plan)

    def quarters(self) -> Iterator[int]:
        """Carry both arms on in lockstep, and pause after every quarter (1 for the first of 2003)."""
        while self.with_plan.quarter < QUARTERS_SIMULATED:
            self.with_plan.step()
            self.without.step()
            yield self.with_plan.quarter


class Pair(NamedTuple):
    """What both arms of a replicate come to: their readings, and who is better and who is worse off."""

    without: Values
    with_plan: Values
    fortunes: Fortunes


def run_pair(pairing: Pairing, replicate: int) -> tuple[Values, Values]:
    """Run one replicate without and with the plan and return the readings of both arms (see `live_pair`)."""
    pair = live_pair(pairing, replicate)
    return pair.without, pair.with_plan


def live_pair(pairing: Pairing, replicate: int) -> Pair:
    """Run one replicate without and with the plan, from the same founders, world and draws.

    The arm with the plan runs first: whoever joins an action there counts as a member in the arm without the plan too, so that
    members and non-members are the same organisations in both.
    """
    twins = Twins.of(pairing, replicate)
    helped, alone = Ledger.of(twins.with_plan), Ledger.of(twins.without)
    return Pair(readings(twins.without), readings(twins.with_plan), Fortunes.of(twins.with_plan, alone, helped))


def run_pairs(pairing: Pairing, pairs: int, *, workers: int = 1, progress: Progress | None = None) -> Ensemble:
    """Run replicates 0 to `pairs` - 1, in line (one worker) or over processes; the numbers are the same either way.

    Raises
    ------
    ForesightError
        For fewer than one pair or one worker, or a scale that is not above 0.
    """
    check_call(scale=pairing.scale, seed=pairing.seed, strength=pairing.strength)
    lived = over_replicates(partial(live_pair, pairing), pairs, workers=workers, progress=progress)
    without, with_plan, fortunes = zip(*lived, strict=True)
    return Ensemble(np.stack(without), np.stack(with_plan), fortunes)
