"""What a report needs beyond a comparison's own table: the same comparison with weak effects."""

from dataclasses import replace

import pandas as pd

from foresight.analysis.comparison import compare
from foresight.analysis.findings import Findings

PAIRS, SCALE = 10, 0.25
"""At most so many pairs of so large a part of the sector: a look at what survives, in a few seconds."""


def work_out(findings: Findings) -> Findings:
    """Return findings with the tables that further runs give; those that are there already stay as they are."""
    parts = dict(findings.parts)
    if "low" not in parts:
        parts["low"] = _weak(findings)
    return replace(findings, parts=parts)


def _weak(findings: Findings) -> pd.DataFrame:
    """Return the tidy table of the comparison with every action at its weak effect."""
    record = findings.manifest
    pairs, scale = min(PAIRS, findings.pairs), min(SCALE, float(record["scale"]))
    found = compare(findings.future, findings.plan, pairs, scale, int(record["seed"]), "low")
    table = found.table
    table.attrs["pairs"] = pairs
    return table
