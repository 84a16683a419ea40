"""The findings of one future and one plan of a batch, as a report takes them."""

from pathlib import Path
from typing import Any

import pandas as pd

from foresight.analysis.cut import COLUMNS, QUANTILES, SIGNS
from foresight.analysis.findings import Findings
from foresight.ensemble import results
from foresight.ensemble.identity import model_code
from foresight.errors import ForesightError, unknown
from foresight.indicators.measures import INDICATORS
from foresight.scenario import library

KEYS = ["indicator", "unit", "segment_kind", "segment", "year"]


def findings_of_batch(folder: Path, future: str | None = None, plan: str | None = None) -> Findings:
    """Return what a batch holds of one future and one plan; the experiment's first ones where nothing is said.

    Where numbers were varied, all samples count alike, so that the bands hold the doubt about those numbers, too.

    Raises
    ------
    ForesightError
        Where the batch has no such future or plan, or no run of it is done.
    """
    asked = results.asked(folder)
    chosen = {"future": _one(future, asked.futures, "future"), "plan": _one(plan, asked.plans, "plan")}
    table = results.read(folder, experiment=asked.id)
    for name, value in chosen.items():
        table = table[table[name] == value]
    if "central" in set(table["strength"]):
        table = table[table["strength"] == "central"]
    if table.empty:
        msg = f"{folder}: found no run of '{chosen['future']}' with '{chosen['plan']}' that is done; expected at least one"
        raise ForesightError(msg)
    code = _made_with(folder, set(table["design_point"]))
    record: dict[str, Any] = {
        **code,
        **chosen,
        "inputs": {},
        "seed": asked.seed,
        "pairs": len(table[["sample", "replicate"]].drop_duplicates()),
        "scale": asked.scale,
        "strength": str(table["strength"].iloc[0]),
        "batch": asked.id,
    }
    changed = ("the model",) if code["model_code"] not in {"", model_code()} else ()
    return Findings(library.future(chosen["future"]), library.plan(chosen["plan"]), tidy(table), record, changed=changed)


def _made_with(folder: Path, points: set[int]) -> dict[str, str]:
    """Return version and code of the model that made the runs of some design points, several where there were several."""
    runs = results.runs(folder)
    made = runs[runs["design_point"].isin(points) & (runs["status"] == "done")]
    names = ("model_version", "model_code")
    return {name: ", ".join(dict.fromkeys(made[name].dropna().astype(str))) if name in made else "" for name in names}


def tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Return runs as the tidy table of a comparison, with the columns of `COLUMNS`.

    Parameters
    ----------
    table : DataFrame
        One row a run, indicator, segment and year: the columns of `KEYS`, and without, with, difference.
    """
    signs = table["indicator"].map({name: SIGNS[one.better] or float("nan") for name, one in INDICATORS.items()})
    better = (table["difference"] * signs > 0).astype(float).where(signs.notna())
    groups = table.assign(share_better=better).groupby(KEYS, sort=False, observed=True)
    found = groups["share_better"].mean().to_frame()
    for name in ("without", "with", "difference"):
        for end, share in QUANTILES.items():
            found[f"{name}_{end}"] = groups[name].quantile(share)
    return found.reset_index()[list(COLUMNS)]


def _one(wanted: str | None, known: Any, what: str) -> str:  # noqa: ANN401 - the experiment's list
    names = [str(name) for name in known]
    if wanted is None:
        return names[0]
    if wanted not in names:
        raise ForesightError(str(unknown(wanted, names, f"{what} of this batch")))
    return wanted
