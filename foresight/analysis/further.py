"""What a report needs beyond a comparison's own table: weak effects, what each kind of action adds, barriers, and links."""

import math
from dataclasses import replace
from functools import partial
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.analysis.barriers import freed
from foresight.analysis.comparison import compare
from foresight.analysis.cut import COLUMNS, banded
from foresight.analysis.direction import sign
from foresight.analysis.findings import Findings
from foresight.analysis.grouped import arms_of, kinds_of, shared_out
from foresight.config import Strength
from foresight.ensemble.arm import run_brief
from foresight.ensemble.arms import run_arms
from foresight.ensemble.executors import Workforce
from foresight.ensemble.pairs import Pairing
from foresight.indicators.measures import INDICATORS
from foresight.indicators.reading import headline
from foresight.model.run import YEARS
from foresight.scenario.assumptions import assumed_baseline, checked

REPLICATES, SCALE = 5, 0.1
"""So many runs of each arm, of at most so large a part of the sector: a look at what survives, in some seconds."""
LINKED = "baseline.hypotheses.barriers_linked"
SHARED_OUT = ("organisations", "income", "volunteers", "collaboration")
"""Indicators whose difference is shared out among the kinds of action."""

Values = NDArray[np.float64]


def thorough(pairing: Pairing, pairs: int, *, workers: int = 1) -> Findings:
    """Return the findings of a comparison with all that a report can tell of it; whole pairs are run for it."""
    how = (pairs, pairing.scale, pairing.seed, pairing.strength)
    made = compare(pairing.future, pairing.plan, *how, assumptions=pairing.assumptions, workers=workers)
    return work_out(Findings.of(made), workers=workers)


def work_out(findings: Findings, *, workers: int = 1) -> Findings:
    """Return findings with further tables; a plan without actions needs none.

    All arms share their random events. The tables are `low`, the result with weak effects; `kinds`, what each kind of action
    adds; `barriers`, how far the plan frees organisations of the four barriers; `as_is` and `otherwise`, the result as barriers
    are taken to be, linked or not, and taken the other way.
    """
    if not findings.plan.actions:
        return findings
    pairing = pairing_of(findings)
    arms = [*arms_of(pairing), replace(pairing, strength="low"), _otherwise(pairing)]
    with Workforce("processes" if workers > 1 else "serial", workers).hired() as hired:
        found = run_arms(arms, REPLICATES, read=partial(run_brief, longest=math.inf), executor=hired.executor)
    *combined, weak, otherwise = found[:, :, YEARS.index(YEARS[-1]), : len(INDICATORS)]
    states = freed(found[0][..., len(INDICATORS) :], found[len(combined) - 1][..., len(INDICATORS) :])
    states.attrs["pairs"] = REPLICATES
    parts = {
        "low": _last_year(combined[0], weak),
        "kinds": shared_out(np.stack(combined), kinds_of(pairing), SHARED_OUT),
        "barriers": states,
        "as_is": _last_year(combined[0], combined[-1]),
        "otherwise": _last_year(combined[0], otherwise),
    }
    return replace(findings, parts={**findings.parts, **parts})


def scale(findings: Findings) -> float:
    """Return how large a part of the sector the further runs simulate."""
    return min(SCALE, float(findings.manifest["scale"]))


def strength(findings: Findings) -> Strength:
    """Return the strength of effects that findings were made with; a batch's catalogue keeps a number as text."""
    given = findings.manifest.get("strength", "central")
    try:
        return float(given)
    except ValueError:
        return cast("Strength", given)


def linked(findings: Findings) -> bool:
    """Tell whether findings take barriers to be linked."""
    return assumed_baseline(checked(findings.manifest.get("assumptions") or {})).hypotheses.barriers_linked


def _otherwise(pairing: Pairing) -> Pairing:
    """Return a pairing with the other view of whether barriers are linked, on which the arm without a plan does not depend."""
    other = not assumed_baseline(pairing.assumptions).hypotheses.barriers_linked
    return replace(pairing, assumptions=checked({**pairing.assumptions, LINKED: other}))


def _last_year(without: Values, with_plan: Values) -> pd.DataFrame:
    """Return the headline indicators in the last year as rows of the tidy table.

    Parameters
    ----------
    without, with_plan : float64 arrays, shape (replicates, indicators)
    """
    shown = headline()
    places = [list(INDICATORS).index(one.id) for one in shown]
    one, other = without[:, places], with_plan[:, places]
    names = {"indicator": [entry.id for entry in shown], "unit": [entry.unit for entry in shown]}
    better = ((other - one) * [sign(entry.id) for entry in shown] > 0).mean(axis=0)
    where = {"segment_kind": "all", "segment": "all", "year": YEARS[-1]}
    table = pd.DataFrame({**names, **where, **banded(one, other), "share_better": better})[list(COLUMNS)]
    table.attrs["pairs"] = len(without)
    return table


def pairing_of(findings: Findings) -> Pairing:
    """Return the pairing of the further runs: the comparison's, at a smaller scale."""
    record = findings.manifest
    assumed = checked(record.get("assumptions") or {})
    return Pairing(findings.future, findings.plan, int(record["seed"]), scale(findings), strength(findings), assumed)
