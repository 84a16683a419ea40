"""Batches whose results are planted: the folder that `foresight batch` would leave, with differences that a test chooses."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from foresight.ensemble.asked import Asked
from foresight.ensemble.store import Store
from foresight.ensemble.tables import encoded
from foresight.ensemble.worlds import Outcome
from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import Segments
from foresight.model.run import YEARS
from foresight.population.baseline import load
from foresight.scenario.experiments import Experiment

LEVEL = 1_000.0  # what every reading is without a plan

Planted = Callable[[str, str, Mapping[str, Any], int], float]  # future, plan, what is assumed, replicate -> difference


def experiment(**asked: object) -> Experiment:
    """Return an experiment as a file would describe it."""
    words = {"kind": "experiment", "id": "planted", "title": "Planted", "summary": "Planted for a test.", "scale": 0.02}
    keep = {"indicators": ["jobs", "closures"], "segments": ["all"], "years": [2022]}
    return Experiment.model_validate({**words, "keep": keep, **asked})


def planted(folder: Path, asked: Experiment, difference: Planted) -> Path:
    """Keep an experiment's results as if its runs had been made, all indicators with the planted differences."""
    shape = (len(YEARS), len(INDICATORS), len(Segments.of(load()).names))
    plan = Asked.of(asked)
    with Store.opened(folder, resume=False) as store:
        plan.enter(store.catalogue, retry=False)
        last = -1
        while turn := store.catalogue.next_turn(last):
            last = turn[0].turn
            outcomes = []
            for one in turn:
                value = difference(one.future, one.plan, json.loads(one.assumptions), one.replicate)
                without = np.full(shape, LEVEL)
                table = encoded(plan.supplies.keep, one.replicate, without, without + value)
                outcomes.append((Outcome(one.run, table, None, 0.1, 0.1, "planted"), one.design_point, one.replicate))
            store.catalogue.begin(one.run for one in turn)
            store.keep(outcomes)
    return folder
