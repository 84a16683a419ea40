"""Reports on batches whose results are planted, one for each kind of analysis that a batch allows."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from foresight.cli.commands.reporting import Wish, sources
from foresight.presentation.report.compose import compose
from foresight.presentation.report.content import Report
from tests.support.planted import Planted, experiment, planted

EXIT = "baseline.demography.exit_base"
MONEY = "drivers.la_fund"
KEPT = "actions.volunteering-pilots.levers[0].by"
NUMBERS = [{"path": EXIT}, {"path": MONEY}, {"path": KEPT}]
KEEP = {"indicators": ["organisations", "income", "closures"], "segments": ["all", "size", "place"], "years": [2002, 2012, 2022]}
LUCK = (-1, 1, -0.5, 0.5, 0.25, -0.25)
GAINS = {"first-steps": (12, 6), "microclusters-only": (30, -10)}


def _plans(future: str, plan: str, _: Mapping[str, Any], dice: int) -> float:
    return GAINS[plan][future == "funding-cliff"] + LUCK[dice]


def _numbers(_: str, __: str, assumed: Mapping[str, float], dice: int) -> float:
    return 100.0 * assumed[KEPT] + 1_000.0 * assumed[EXIT] + dice


def _money(future: str, _: str, assumed: Mapping[str, Any], dice: int) -> float:
    return (600.0 if future == "trend" and assumed[MONEY] > 1.1 else -300.0) + dice


BOTH, FIRST = ["trend", "funding-cliff"], ["first-steps"]
BATCHES: dict[str, tuple[dict[str, Any], Planted]] = {
    "plans": ({"futures": BOTH, "plans": ["first-steps", "microclusters-only"], "replicates": 6}, _plans),
    "shares": (
        {"futures": ["trend"], "plans": FIRST, "replicates": 2, "samples": {"kind": "sobol", "size": 32, "over": NUMBERS}},
        _numbers,
    ),
    "screening": (
        {
            "futures": ["trend"],
            "plans": FIRST,
            "replicates": 2,
            "samples": {"kind": "morris", "trajectories": 6, "over": NUMBERS},
        },
        _numbers,
    ),
    "conditions": (
        {
            "futures": BOTH,
            "plans": FIRST,
            "replicates": 1,
            "samples": {
                "kind": "latin-hypercube",
                "size": 80,
                "over": [{"path": MONEY, "low": 0.5, "high": 1.5}, {"path": EXIT}],
            },
        },
        _money,
    ),
}


def batch(name: str, folder: Path) -> Path:
    """Plant one of the batches in a folder, and return it."""
    asked, difference = BATCHES[name]
    return planted(folder / name, experiment(keep=KEEP, **asked), difference)


def reported(folder: Path) -> Report:
    """Return the report on a batch, as the command composes it without further runs."""
    return compose(*sources(str(folder), Wish(None, None, None, None, quiet=True)))


def every(make: Callable[[], Path]) -> dict[str, Report]:
    """Return the reports on all batches, each planted in a folder of its own."""
    return {name: reported(batch(name, make())) for name in BATCHES}
