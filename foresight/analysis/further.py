"""What a report needs beyond a comparison's own table: the same with weak effects, and what each kind of action adds."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.comparison import compare
from foresight.analysis.cut import COLUMNS
from foresight.analysis.direction import sign
from foresight.analysis.findings import Findings
from foresight.analysis.grouped import arms_of, kinds_of, shared_out
from foresight.ensemble.arms import run_arms
from foresight.ensemble.executors import Workforce
from foresight.ensemble.pairs import Pairing
from foresight.indicators.measures import INDICATORS
from foresight.indicators.reading import headline
from foresight.model.run import YEARS
from foresight.scenario.assumptions import checked

REPLICATES, SCALE = 5, 0.1
"""So many runs of each arm, of at most so large a part of the sector: a look at what survives, in some seconds."""
SHARED_OUT = ("organisations", "income", "volunteers", "collaboration")
"""Indicators whose difference is shared out among the kinds of action."""

Values = NDArray[np.float64]


def thorough(pairing: Pairing, pairs: int, *, workers: int = 1) -> Findings:
    """Return the findings of a comparison with all that a report can tell of it; whole pairs are run for it."""
    how = (pairs, pairing.scale, pairing.seed, pairing.strength)
    made = compare(pairing.future, pairing.plan, *how, assumptions=pairing.assumptions, workers=workers)
    return work_out(Findings.of(made), workers=workers)


def work_out(findings: Findings, *, workers: int = 1) -> Findings:
    """Return findings with two further tables: `low`, the result with weak effects, and `kinds`, what each kind of action adds.

    All arms share their random events; a plan without actions needs neither.
    """
    if not findings.plan.actions:
        return findings
    pairing = _pairing(findings)
    arms = [*arms_of(pairing), replace(pairing, strength="low")]
    with Workforce("processes" if workers > 1 else "serial", workers).hired() as crew:
        values = run_arms(arms, REPLICATES, executor=crew.executor)[:, :, YEARS.index(YEARS[-1])]
    parts = {"low": _weak(values[0], values[-1]), "kinds": shared_out(values[:-1], kinds_of(pairing), SHARED_OUT)}
    return replace(findings, parts={**findings.parts, **parts})


def _weak(without: Values, weak: Values) -> pd.DataFrame:
    """Return the headline indicators with weak effects as rows of the tidy table.

    Parameters
    ----------
    without, weak : float64 arrays, shape (replicates, indicators)
    """
    rows, places = [], list(INDICATORS)
    for entry in headline():
        place = places.index(entry.id)
        arms = {"without": without[:, place], "with": weak[:, place], "difference": weak[:, place] - without[:, place]}
        row: dict[str, object] = {
            "indicator": entry.id,
            "unit": entry.unit,
            "segment_kind": "all",
            "segment": "all",
            "year": YEARS[-1],
        }
        for name, values in arms.items():
            row |= {f"{name}_p{round(100 * share)}": float(np.quantile(values, share)) for share in (0.1, 0.5, 0.9)}
        row["share_better"] = float((arms["difference"] * sign(entry.id) > 0).mean())
        rows.append(row)
    table = pd.DataFrame(rows)[list(COLUMNS)]
    table.attrs["pairs"] = len(without)
    return table


def _pairing(findings: Findings) -> Pairing:
    """Return the comparison's pairing at a smaller scale."""
    record = findings.manifest
    scale, strength = min(SCALE, float(record["scale"])), record.get("strength", "central")
    assumed = checked(record.get("assumptions") or {})
    return Pairing(findings.future, findings.plan, int(record["seed"]), scale, strength, assumed)
