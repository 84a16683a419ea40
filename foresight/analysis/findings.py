"""Findings: a comparison as it is presented, just made or read back from the folder that `foresight compare --out` wrote."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from foresight.analysis import made_of, whole
from foresight.analysis.additionality import written
from foresight.analysis.comparison import MANIFEST, TABLE, Comparison
from foresight.analysis.manifest import alike, code_hash
from foresight.errors import ForesightError
from foresight.scenario import library
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan

KINDS = {"pairs": int, "seed": int, "scale": int | float}
"""What some entries of a record have to be."""


@dataclass(frozen=True, repr=False)
class Findings:
    """What a comparison found, in tables.

    Parameters
    ----------
    table : DataFrame
        The tidy table, with the columns of `foresight.analysis.cut.COLUMNS`.
    manifest : mapping
        What it was made of.
    parts : mapping
        Further tables by their names, as in `foresight.analysis.whole.PARTS`; those not worked out are not there.
    changed : tuple of str
        Input files, or `the model`, that are no longer what the findings were made of.
    """

    future: Future
    plan: Plan
    table: pd.DataFrame
    manifest: Mapping[str, Any]
    parts: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    changed: tuple[str, ...] = ()

    @property
    def pairs(self) -> int:
        """Return the number of pairs of runs."""
        return int(self.manifest["pairs"])

    @property
    def alike(self) -> bool:
        """Tell whether the two runs of each pair cannot differ."""
        return alike(self.plan, self.manifest)

    @classmethod
    def of(cls, comparison: Comparison, parts: Mapping[str, pd.DataFrame] | None = None) -> "Findings":
        """Return the findings of a comparison that was just made."""
        account = {"additionality": written(comparison.additionality), "losers": comparison.losers}
        tables = {**account, "lower_half": comparison.lower_half, "aspirations": comparison.aspirations, **(parts or {})}
        return cls(comparison.future, comparison.plan, comparison.table, comparison.manifest, tables)


def read_findings(folder: Path) -> Findings:
    """Read the folder that `foresight compare --out` wrote.

    Raises
    ------
    ForesightError
        Where a file is missing or is not what such a folder holds; names the file and what is allowed.
    """
    record = record_of(_content(folder / MANIFEST), str(folder / MANIFEST))
    table = whole.comparison(_content(folder / TABLE), str(folder / TABLE))
    inputs: Mapping[str, str] = record["inputs"]
    future = made_of.kept_future(folder, record["future"]) or library.future(_input(inputs, "future", record["future"]))
    plan = made_of.kept_plan(folder, record["plan"]) or library.plan(_input(inputs, "plan", record["plan"]))
    files = {name: folder / f"{name}.csv" for name in whole.PARTS}
    parts = {name: whole.part(_content(path), name, str(path)) for name, path in files.items() if path.exists()}
    return Findings(future, plan, table, record, parts, (*_changed(record), *made_of.edited(folder, record)))


def record_of(raw: bytes, name: str) -> dict[str, Any]:
    """Return the manifest that a file called `name` holds, checked for what the findings need."""
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError) as error:
        msg = f"{name}: found no record of a comparison; expected the file that `foresight compare --out` writes"
        raise ForesightError(msg) from error
    wanted = ("future", "plan", "inputs", "pairs", "seed", "scale")
    missing = [one for one in wanted if one not in record] if isinstance(record, dict) else wanted
    if missing:
        msg = f"{name}: found no '{missing[0]}'; expected the record that `foresight compare --out` writes"
        raise ForesightError(msg)
    if not all(isinstance(record[one], kind) for one, kind in KINDS.items()):
        msg = f"{name}: found pairs, scale or seed that are no numbers; expected the record of a comparison"
        raise ForesightError(msg)
    return dict(record)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # which is neither a record nor a table


def _input(inputs: Mapping[str, str], kind: str, name: str) -> str:
    """Return the shipped name of a future or plan, or the path it was read from: where a folder does not keep them."""
    if f"{kind}s/{name}.yaml" in inputs:
        return name
    shipped = ("baseline/", "actions/", "futures/", "plans/", "wild-cards/")
    for path in inputs:
        if not path.startswith(shipped) and Path(path).is_file() and library.is_path(path) and _holds(path, kind, name):
            return path
    return name


def _holds(path: str, kind: str, name: str) -> bool:
    """Tell whether a file holds the future or plan of a name."""
    try:
        found = library.future(path) if kind == "future" else library.plan(path)
    except ForesightError:
        return False
    return found.id == name


def _changed(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is no longer as it was when the comparison was made."""
    changed = [] if record.get("model_code") == code_hash() else ["the model"]
    for name, known in record["inputs"].items():
        path = Path(name) if Path(name).is_absolute() else library.shipped() / name
        if path.is_file() and library.content_hash(path) != known:
            changed.append(name)
    return tuple(changed)
