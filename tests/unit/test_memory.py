"""Is a run that has ended let go, however many follow it?"""

import gc

from foresight.ensemble.pairs import Pairing, Twins, live_pair
from foresight.model.sector import SectorModel
from foresight.scenario import library


def alive() -> int:
    """Return how many models are held in memory."""
    gc.collect()
    return sum(isinstance(one, SectorModel) for one in gc.get_objects())


def test_runs_that_have_ended_are_not_kept() -> None:
    before = alive()
    pairing = Pairing(library.future("trend"), library.plan("first-steps"), seed=1, scale=0.01, strength="central")
    for replicate in range(3):
        live_pair(pairing, replicate)
    assert alive() == before


def test_agents_of_one_model_are_numbered_apart_from_those_of_another() -> None:
    twins = Twins.of(Pairing(library.future("trend"), library.plan("first-steps"), seed=1, scale=0.01, strength="central"), 0)
    without, with_plan = (sorted(agent.unique_id for agent in model.agents) for model in (twins.without, twins.with_plan))
    assert without == with_plan == list(range(1, len(without) + 1))
