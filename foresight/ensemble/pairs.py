"""Pairs: the same replicate of a future run without and with a plan, many times over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from foresight.config import Strength
from foresight.ensemble.ledger import Fortunes, Ledger
from foresight.ensemble.spread import Progress, over_replicates
from foresight.model.programme import Programme
from foresight.model.run import Values, check_call, readings, settle, underway
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel, Setting
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

    def setting(self, replicate: int) -> Setting:
        """Return what both arms of a replicate share."""
        return settle(
            assumed_baseline(self.assumptions),
            self.future,
            scale=self.scale,
            seed=self.seed,
            replicate=replicate,
            assumptions=self.assumptions,
        )

    def programme(self) -> Programme:
        """Return the plan, ready to act."""
        return underway(self.plan, self.strength, assumed_actions(self.assumptions))


class Pair(NamedTuple):
    """What both arms of a replicate come to: their readings, shape (years, indicators, segments), and who gains and who loses.

    Parameters
    ----------
    fortunes : Fortunes or None
        Who is better and who is worse off; known only where both arms were run together.
    """

    without: Values
    with_plan: Values
    fortunes: Fortunes | None = None


@dataclass(frozen=True)
class Ensemble:
    """Readings of all pairs.

    Parameters
    ----------
    without, with_plan : float64 arrays, shape (pairs, years, indicators, segments)
    fortunes : tuple of Fortunes
        Who is better and who is worse off in each pair; none where the arms were run apart.
    """

    without: NDArray[np.float64]
    with_plan: NDArray[np.float64]
    fortunes: tuple[Fortunes, ...]

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Self:
        """Return the readings of at least one pair."""
        without, with_plan, fortunes = zip(*pairs, strict=True)
        return cls(np.stack(without), np.stack(with_plan), tuple(one for one in fortunes if one is not None))


@dataclass(frozen=True)
class Twins:
    """The two arms of a replicate at the end of 2002, from the same founders, world and draws."""

    without: SectorModel
    with_plan: SectorModel

    @classmethod
    def of(cls, pairing: Pairing, replicate: int) -> Self:
        """Return the arms of a replicate; who joins an action in the one with the plan is known in the other."""
        setting = pairing.setting(replicate)
        with_plan = SectorModel(setting, pairing.programme())
        return cls(SectorModel(setting, membership=with_plan.membership), with_plan)

    def quarters(self) -> Iterator[int]:
        """Carry both arms on in lockstep, and pause after every quarter (1 for the first of 2003)."""
        while self.with_plan.quarter < QUARTERS_SIMULATED:
            self.with_plan.step()
            self.without.step()
            yield self.with_plan.quarter


def run_pair(pairing: Pairing, replicate: int) -> Pair:
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
    return Ensemble.of(over_replicates(partial(run_pair, pairing), pairs, workers=workers, progress=progress))
