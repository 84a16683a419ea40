"""The model, loaded as far as a run loads it: whoever imports this has its compiled loops and the tables of the baseline at hand.

The process from which workers are made imports it, see `foresight.ensemble.processes`.
"""

import gc
from contextlib import suppress

from foresight.ensemble import batch, crew, processes  # noqa: F401 - what workers are handed is at home there
from foresight.ensemble.pairs import Pairing, Twins
from foresight.errors import ForesightError
from foresight.scenario import library

FUTURE, PLAN, SCALE = "funding-cliff", "whole-programme", 0.02  # nearly every loop is needed within
QUARTERS = 5  # of these: the turn of a year among them


def load() -> None:
    """Carry a small pair a little way."""
    twins = Twins.of(Pairing(library.future(FUTURE), library.plan(PLAN), seed=1, scale=SCALE, strength="central"), 0)
    for _, _ in zip(twins.quarters(), range(QUARTERS), strict=False):
        pass


with suppress(ForesightError):  # what is wrong with a file that ships is said by whoever needs it
    load()
processes.end_if_alone()
gc.freeze()  # so that the memory of what is loaded stays shared
