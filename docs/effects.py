"""Measure what each driver and each action does by itself, record it, and print both tables.

    python -m docs.effects
    python -m docs.effects --scale 0.1 --replicates 2

Each of the 22 drivers is held at the lowest and at the highest value that any future gives it, all else as in the Trend future
without a plan. Each of the 33 actions is taken alone from 2003, at strength 0 and at central strength. Writes
`docs/explanation/effects.json`, from which `docs.generate` makes the tables of the page on effects; run both whenever numbers of
the model move.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from docs.acting import in_order
from docs.tables import plain, table
from foresight.config import Strength
from foresight.indicators.measures import INDICATORS
from foresight.model.run import readings, settle, underway
from foresight.model.sector import QUARTERS_SIMULATED, SectorModel, Setting
from foresight.population.baseline import load
from foresight.scenario import DRIVERS, library
from foresight.scenario.plans import Plan

RECORD = Path(__file__).parent / "explanation" / "effects.json"
FUTURE = "trend"
REPLICATES = 5
MOST_TOLD = 5  # indicators told of each driver and action
TRIVIAL = frozenset({"joined", "participation"})  # who takes part is no finding about an action
IDS = tuple(INDICATORS)

Readings = NDArray[np.float64]  # shape (years, indicators)


class Effort(NamedTuple):
    """How much is run."""

    scale: float
    replicates: int


def plausible() -> Mapping[str, tuple[float, float]]:
    """Return the lowest and the highest value that any shipped future gives each driver."""
    paths = [future.trajectories() for future in library.futures().values()]
    return {name: (min(float(p[name].min()) for p in paths), max(float(p[name].max()) for p in paths)) for name in DRIVERS}


def setting(effort: Effort, replicate: int, held: Mapping[str, float]) -> Setting:
    """Return the Trend future's setting with some drivers held at a level from 2003 on."""
    made = settle(load(), library.future(FUTURE), scale=effort.scale, seed=1, replicate=replicate)
    levels = {name: np.full(QUARTERS_SIMULATED, level) for name, level in held.items()}
    paths = {name: np.concatenate([made.trajectories[name][:1], level]) for name, level in levels.items()}
    return Setting.of(made.baseline, {**made.trajectories, **paths}, made.draws, effort.scale) if held else made


def read(shared: Setting, action: str | None = None, strength: Strength = "central") -> Readings:
    """Return every indicator of the whole sector by year, with one action from 2003 on or none."""
    plan = Plan.none()
    if action is not None:
        item = {"action": action, "start": 2003}
        plan = Plan.model_validate({"kind": "plan", "id": "alone", "title": "Alone", "summary": "One action.", "actions": [item]})
    sector = SectorModel(shared, underway(plan, strength))
    sector.run_to_end()
    return readings(sector)[:, :, 0]


def moved(pairs: list[tuple[Readings, Readings]]) -> dict[str, float]:
    """Return the mean difference from 2003 on of each indicator that differs in any pair, the second less the first."""
    found = {}
    for place, name in enumerate(IDS):
        one, other = (np.stack([pair[side][:, place] for pair in pairs]) for side in (0, 1))
        if name not in TRIVIAL and not np.array_equal(one, other, equal_nan=True):
            found[name] = float(np.nanmean(other[:, 1:]) - np.nanmean(one[:, 1:]))
    return found


def agreed(pairs: list[tuple[Readings, Readings]], found: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the indicators that move most for their size, and in the same direction in every pair in which they move."""
    told = []
    for name, difference in found.items():
        place = IDS.index(name)
        each = [float(np.nanmean(other[1:, place]) - np.nanmean(one[1:, place])) for one, other in pairs]
        usual = abs(float(np.nanmean([one[1:, place] for one, _ in pairs])))
        if min(each) >= 0 or max(each) <= 0:  # an action that failed to be set up moves nothing in its pair
            told.append((abs(difference) / max(usual, 1e-9), name, difference))
    return [(name, difference) for _, name, difference in sorted(told, reverse=True)[:MOST_TOLD]]


def measure(effort: Effort) -> dict[str, Any]:
    """Run everything and return the record of both tables."""
    usual = [setting(effort, replicate, {}) for replicate in range(effort.replicates)]
    without = [read(shared) for shared in usual]
    drivers, actions = [], []
    for name, levels in plausible().items():
        ends = [[read(setting(effort, one, {name: level})) for one in range(effort.replicates)] for level in levels]
        pairs = list(zip(*ends, strict=True))
        found = moved(pairs)
        drivers.append({"id": name, "low": levels[0], "high": levels[1], "changed": len(found), "told": agreed(pairs, found)})
    for name in library.actions():
        pairs = [(one, read(shared, name)) for one, shared in zip(without, usual, strict=True)]
        found = moved(pairs)
        placebo = len(moved([(without[0], read(usual[0], name, 0.0))]))
        actions.append({"id": name, "placebo": placebo, "changed": len(found), "told": agreed(pairs, found)})
    return {"scale": effort.scale, "replicates": effort.replicates, "drivers": drivers, "actions": actions}


def drivers_alone() -> str:
    """Return what each driver does by itself, as last recorded."""
    rows = [
        (
            f"`{one['id']}`",
            DRIVERS[one["id"]].title,
            f"{plain(one['low'])} to {plain(one['high'])}",
            one["changed"],
            _told(one["told"]),
        )
        for one in _record()["drivers"]
    ]
    return table(("driver", "title", "moved from and to", "indicators that change", "most, from low to high"), rows)


def actions_alone() -> str:
    """Return what each action does by itself, as last recorded."""
    found = {one["id"]: one for one in _record()["actions"]}
    rows = []
    for action in in_order():
        one = found[action.id]
        rows.append((action.code, f"`{action.id}`", one["placebo"], one["changed"], _told(one["told"])))
    heading = ("code", "action", "changed at strength 0", "changed at central strength", "most")
    return table(heading, rows)


def _record() -> dict[str, Any]:
    return dict(json.loads(RECORD.read_text(encoding="utf-8")))


def _told(moves: list[tuple[str, float]]) -> str:
    told = [f"{_inside(INDICATORS[name].title)} {difference:+.3g} ({INDICATORS[name].unit})" for name, difference in moves]
    return "; ".join(told) or "nothing in one direction"


def _inside(title: str) -> str:
    """Return a title as it stands inside a sentence."""
    return title[0].lower() + title[1:]


def main(words: list[str]) -> int:
    """Measure, record and print. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docs.effects", description="What each driver and each action does alone.")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the sector simulated")
    parser.add_argument("--replicates", type=int, default=REPLICATES, help="runs of each")
    given = parser.parse_args(words)
    record = measure(Effort(given.scale, given.replicates))
    RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8", newline="\n")
    sys.stdout.write(f"{drivers_alone()}\n\n{actions_alone()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
