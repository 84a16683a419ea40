"""Third Sector Foresight: futures of the voluntary sector, with and without collaborative cluster interventions.

The public names, on one page:

- `compare(future, plan, pairs=20, scale=1.0, seed=1, strength="central")` runs a future without and with a plan, paired;
- `simulate(future, plan=None, replicate=0, scale=1.0, seed=1, strength="central")` runs it once;
- `Comparison` and `Run` are what they return;
- `future(name)`, `plan(name)`, `futures()`, `plans()`, `actions()` and `DRIVERS` are what ships;
- `INDICATORS` are the numbers that are read, with unit, definition and which way is better;
- `batch(experiment, out)` makes all runs of an experiment and keeps them in a folder, and `read_batch(folder)` reads them;
- `Workforce` says who does that work, `experiment(name)` and `experiments()` are what ships;
- `ForesightError` is the base of every error a user can cause, `InvalidInput` of those in a file.

Each is loaded when it is first asked for: what only lists or checks files starts sooner for it, and whoever makes many runs can
have workers load the model meanwhile.
"""

from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foresight.analysis.comparison import Comparison, compare
    from foresight.ensemble.batch import batch
    from foresight.ensemble.executors import Workforce
    from foresight.ensemble.results import read as read_batch
    from foresight.errors import ForesightError, InvalidInput
    from foresight.indicators.measures import INDICATORS
    from foresight.model.run import Run, simulate
    from foresight.scenario.drivers import DRIVERS
    from foresight.scenario.experiments import experiment, experiments
    from foresight.scenario.library import actions, future, futures, plan, plans

__all__ = [
    "DRIVERS",
    "INDICATORS",
    "Comparison",
    "ForesightError",
    "InvalidInput",
    "Run",
    "Workforce",
    "actions",
    "batch",
    "compare",
    "experiment",
    "experiments",
    "future",
    "futures",
    "plan",
    "plans",
    "read_batch",
    "simulate",
]

_HOMES = {
    "DRIVERS": "scenario.drivers:DRIVERS",
    "INDICATORS": "indicators.measures:INDICATORS",
    "Comparison": "analysis.comparison:Comparison",
    "ForesightError": "errors:ForesightError",
    "InvalidInput": "errors:InvalidInput",
    "Run": "model.run:Run",
    "Workforce": "ensemble.executors:Workforce",
    "actions": "scenario.library:actions",
    "batch": "ensemble.batch:batch",
    "compare": "analysis.comparison:compare",
    "experiment": "scenario.experiments:experiment",
    "experiments": "scenario.experiments:experiments",
    "future": "scenario.library:future",
    "futures": "scenario.library:futures",
    "plan": "scenario.library:plan",
    "plans": "scenario.library:plans",
    "read_batch": "ensemble.results:read",
    "simulate": "model.run:simulate",
}

if not TYPE_CHECKING:  # a type checker reads the imports above

    def __getattr__(name: str) -> object:
        """Load a public name from where it is at home."""
        if name not in _HOMES:
            msg = f"module 'foresight' has no attribute '{name}'"
            raise AttributeError(msg)
        return globals().setdefault(name, resolve_name(f"foresight.{_HOMES[name]}"))


def __dir__() -> list[str]:
    return __all__
