"""Is a run that has ended let go, however many follow it?"""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from foresight.ensemble.arms import run_arms
from foresight.ensemble.batch import batch
from foresight.ensemble.executors import Workforce
from foresight.ensemble.pairs import Pairing, Twins, run_pair
from foresight.model.run import simulate
from foresight.model.sector import SectorModel
from foresight.scenario import library
from tests.support.batches import small

PAIRING = Pairing(library.future("trend"), library.plan("first-steps"), seed=1, scale=0.01, strength="central")


def alive() -> int:
    """Return how many models are held in memory."""
    gc.collect()
    return sum(isinstance(one, SectorModel) for one in gc.get_objects())


def pairs(_: Path) -> None:
    for replicate in range(2):
        run_pair(PAIRING, replicate)


def single_runs(_: Path) -> None:
    for replicate in range(2):
        simulate("trend", "first-steps", scale=0.01, replicate=replicate)


def arms(_: Path) -> None:
    run_arms([PAIRING], 2)


def a_batch(folder: Path) -> None:
    batch(small(futures=["trend"], replicates=2, scale=0.01), folder / "out", Workforce("serial"))


@pytest.mark.parametrize("made", [pairs, single_runs, arms, a_batch])
def test_runs_that_have_ended_are_not_kept(made: Callable[[Path], None], tmp_path: Path) -> None:
    before = alive()
    made(tmp_path)
    assert alive() == before


def test_agents_of_one_model_are_numbered_apart_from_those_of_another() -> None:
    twins = Twins.of(PAIRING, 0)
    without, with_plan = (sorted(agent.unique_id for agent in model.agents) for model in (twins.without, twins.with_plan))
    assert without == with_plan == list(range(1, len(without) + 1))
