"""What an experiment asks for, laid out: its design points, their runs, and the order in which they take their turn."""

import json
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product

from foresight.config import FrozenMap
from foresight.ensemble.catalogue import Catalogue, Made, Place, Point, now
from foresight.ensemble.identity import digest, inputs, model_code, model_inputs, model_version
from foresight.ensemble.worlds import Arm, Supplies, World
from foresight.scenario import library
from foresight.scenario.assumptions import Assumptions
from foresight.scenario.experiments import Experiment


@dataclass(frozen=True)
class Asked:
    """An experiment with its futures and plans read, ready to be run.

    Parameters
    ----------
    supplies, packed : Supplies, bytes
        What workers are sent, and the same as bytes.
    """

    experiment: Experiment
    supplies: Supplies
    packed: bytes

    @classmethod
    def of(cls, experiment: Experiment) -> "Asked":
        """Read the futures and plans that an experiment names."""
        futures = [library.future(name) for name in experiment.futures]
        plans = [library.plan(name) for name in experiment.plans]
        supplies = Supplies(
            FrozenMap({one.id: one for one in futures}),
            FrozenMap({one.id: one for one in plans}),
            experiment.keep,
            (model_code(), model_inputs()),
        )
        return cls(experiment, supplies, supplies.packed())

    def world(self, future: str, assumptions: str, replicate: int, arms: tuple[Arm, ...]) -> World:
        """Return a world as a worker takes it; `assumptions` is JSON, as the catalogue has it."""
        taken: Assumptions = FrozenMap(json.loads(assumptions))
        return World(self.packed, future, taken, self.experiment.seed, self.experiment.scale, replicate, arms)

    def enter(self, catalogue: Catalogue, *, retry: bool) -> None:
        """Enter all design points and runs, those that are there left as they are; nothing else is asked for any more."""
        with catalogue.together():
            catalogue.link.execute("UPDATE run_states SET turn = -1")
            catalogue.link.execute("DELETE FROM layout WHERE experiment = ?", (self.experiment.id,))
            self._enter_experiment(catalogue)
            worlds = self._worlds
            for turn, point, place in self._points():
                number = catalogue.enter_point(point, place)
                for replicate in range(self.experiment.replicates):
                    catalogue.enter_run(number, replicate, turn + replicate * worlds)
            if retry:
                catalogue.link.execute(
                    "UPDATE run_states SET status = 'waiting', attempts = 0 WHERE status = 'failed' AND turn >= 0"
                )

    @property
    def _worlds(self) -> int:
        """Return how many worlds there are in a replicate."""
        samples = self.experiment.samples
        return len(self.supplies.futures) * (1 if samples is None else len(samples.points()))

    def _enter_experiment(self, catalogue: Catalogue) -> None:
        """Enter the experiment and the content of all that it reads."""
        one = self.experiment
        described = one.settled().model_dump_json()
        row = (one.id, one.title, described, now(), platform.python_version(), version("numpy"))
        catalogue.link.execute("INSERT OR REPLACE INTO experiments VALUES (?, ?, ?, ?, ?, ?)", row)
        for future, plan in product(self.supplies.futures.values(), self.supplies.plans.values()):
            found = inputs(future, plan)
            rows = [(digest(dict(found)), name, sha256) for name, sha256 in found.items()]
            catalogue.link.executemany("INSERT OR IGNORE INTO inputs VALUES (?, ?, ?)", rows)

    def _points(self) -> Iterator[tuple[int, Point, Place]]:
        """Yield every design point, with its turn in the first replicate and its place.

        The second replicate waits for the first of all points, samples come in an order of which any first part is fair, and
        futures take turns, each with all plans and strengths: however early a batch is stopped, it is balanced.
        """
        one, supplies = self.experiment, self.supplies
        order = [0] if one.samples is None else list(one.samples.order())
        samples, kept = one.assumed(), [one.keep.indicators, one.keep.segments, one.keep.years]
        hashes = {
            (future.id, plan.id): digest(dict(inputs(future, plan)))
            for future, plan in product(supplies.futures.values(), supplies.plans.values())
        }
        for turn, (sample, future) in enumerate(product(order, supplies.futures)):
            for plan, strength in product(supplies.plans, map(str, one.strengths)):
                assumed = dict(samples[sample])
                made_of = (hashes[future, plan], strength, assumed, one.seed, one.scale, kept, model_code())
                where = Place(one.id, sample, future, plan, strength)
                known = Made(one.seed, one.scale, hashes[future, plan], model_version(), model_code())
                yield turn, Point(digest(*made_of), future, plan, strength, assumed, known), where
