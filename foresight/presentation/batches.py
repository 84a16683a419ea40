"""A batch in a few lines of text, for the command line."""

from pathlib import Path

import pandas as pd

from foresight.ensemble.batch import Standing
from foresight.ensemble.catalogue import STATUSES

MOST_SHOWN = 5  # failures and sets of inputs that are told in full
SHORT = 12  # digits of a hash that tell it apart
MINUTE, HOUR = 60, 3600


def standing_line(now: Standing) -> str:
    """Return rate, time left and failures of a batch under way."""
    left = "" if now.seconds_left is None else f", {duration(now.seconds_left)} left"
    lost = f", {now.failed:,} failed" if now.failed else ""
    return f"{now.rate:.3g} a second{left}{lost}"


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / MINUTE:.0f} min" if seconds < 2 * HOUR else f"{seconds / HOUR:.1f} h"


def last_lines(now: Standing, folder: Path) -> list[str]:
    """Return what a batch that has ended says."""
    earlier = now.done + now.failed - now.here
    known = f"; {earlier:,} were there already" if earlier else ""
    lines = [f"{now.here:,} runs in {duration(now.seconds)}{known}. {now.done:,} of {now.wanted:,} are done."]
    if now.failed:
        lines.append(f"{now.failed:,} failed: foresight runs {folder} says why.")
    return [*lines, f"Written to {folder}: results (Parquet), runs.sqlite"]


def overview(runs: pd.DataFrame, inputs: pd.DataFrame) -> list[str]:
    """Return the status of a batch's runs, what failed, and what the numbers were made of."""
    counts = runs["status"].value_counts()
    lines = [", ".join(f"{counts.get(status, 0):,} {status}" for status in STATUSES)]
    done = runs[runs["status"] == "done"]
    if len(done):
        own, shared = done["seconds"].mean(), done["twin_seconds"].mean()
        lines.append(f"A run with a plan takes {own:.3g} s on average; what plans share, the run without, {shared:.3g} s.")
    return [*lines, *_failures(runs[runs["status"] == "failed"]), *_origins(runs, inputs)]


def _failures(failed: pd.DataFrame) -> list[str]:
    """Tell failures, alike ones together, the most frequent first."""
    lines = []
    told = failed.assign(reason=[str(error).strip().splitlines()[-1] for error in failed["error"]])
    for reason, alike in sorted(told.groupby("reason"), key=lambda group: -len(group[1])):
        first = alike.iloc[0]
        lines += ["", f"{len(alike):,} failed: {reason}", f"  the first is run {first['run']}: {_made_of(first)}"]
        lines += [f"  {line}" for line in str(first["error"]).strip().splitlines()[-2 * MOST_SHOWN :]]
    return lines


def _made_of(run: "pd.Series[str]") -> str:
    assumed = f", assuming {run['assumptions']}" if run["assumptions"] != "{}" else ""
    return f"{run['future']}, {run['plan']} at {run['strength']}, replicate {run['replicate']}, seed {run['seed']}{assumed}"


def _origins(runs: pd.DataFrame, inputs: pd.DataFrame) -> list[str]:
    """Tell, for each future and plan, which inputs and which version of the model its numbers came from."""
    keys = ["future", "plan", "seed", "scale", "model_version", "model_code", "inputs"]
    lines = ["", "Where the numbers came from:"]
    for key, alike in runs.groupby(keys):
        future, plan, seed, scale, version, code, known = key
        points = alike["design_point"].nunique()
        lines.append(
            f"  {future}, {plan}: {points:,} design points, {len(alike):,} runs; seed {seed}, {scale:.0%} of the sector,"
        )
        lines.append(f"    model {version} ({str(code)[:SHORT]}), inputs {str(known)[:SHORT]}")
    lines += ["", "Inputs, by the hash of what they say:"]
    for name, sha256 in inputs[["name", "sha256"]].drop_duplicates().sort_values("name").itertuples(index=False):
        lines.append(f"  {name}: {sha256[:SHORT]}")
    return lines
