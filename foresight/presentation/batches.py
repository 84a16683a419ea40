"""A batch in a few lines of text, for the command line."""

import re
from pathlib import Path

import pandas as pd

from foresight.ensemble.batch import Reached
from foresight.ensemble.catalogue import FILE, STATUSES

FRAME = re.compile(r'\s+File ".+", line \d+')  # a line of a traceback that says where
SHORT = 12  # digits of a hash that tell it apart
MINUTE, HOUR = 60, 3600


def progress_line(now: Reached) -> str:
    """Return rate, time left and failures of a batch under way."""
    left = "" if now.seconds_left is None else f", {duration(now.seconds_left)} left"
    lost = f", {now.failed:,} failed" if now.failed else ""
    return f"{now.rate:.3g} a second{left}{lost}"


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / MINUTE:.0f} min" if seconds < 2 * HOUR else f"{seconds / HOUR:.1f} h"


def last_lines(now: Reached, folder: Path) -> list[str]:
    """Return what a batch that has ended says."""
    earlier = now.done + now.failed - now.here
    known = f"; {earlier:,} were there already" if earlier else ""
    lines = [f"{now.here:,} runs in {duration(now.seconds)}{known}. {now.done:,} of {now.wanted:,} are done."]
    if now.failed:
        lines.append(f"{now.failed:,} failed: foresight runs {folder} says why.")
    return [*lines, f"Written to {folder}: results (Parquet), runs.sqlite"]


def overview(runs: pd.DataFrame, inputs: pd.DataFrame, folder: Path) -> list[str]:
    """Return the status of a batch's runs, what failed, and what the numbers of the folder were made of."""
    counts = runs["status"].value_counts()
    lines = [", ".join(f"{counts.get(status, 0):,} {status}" for status in STATUSES)]
    done = runs[runs["status"] == "done"]
    if len(done):
        own, shared = done["seconds"].mean(), done["twin_seconds"].mean()
        lines.append(f"A run with a plan takes {own:.3g} s on average; what plans share, the run without, {shared:.3g} s.")
    return [*lines, *_failures(runs[runs["status"] == "failed"], folder), *_origins(runs, inputs)]


def telling_line(error: str) -> str:
    """Return the line that says most about a failure: the one that names the last error of a traceback, or else its last one.

    What an error says may go on over several lines, so that is not always the last one of all.
    """
    lines = [line.rstrip() for line in error.splitlines() if line.strip()]
    frames = [place for place, line in enumerate(lines) if FRAME.match(line)]
    after = lines[frames[-1] + 1 :] if frames else []
    return next((line for line in after if not line[0].isspace()), lines[-1].strip() if lines else "no reason was given")


def _failures(failed: pd.DataFrame, folder: Path) -> list[str]:
    """Tell failures, alike ones together, the most frequent first, and where the whole traceback of the first one is."""
    lines = []
    told = failed.assign(reason=[telling_line(str(error)) for error in failed["error"]])
    for reason, alike in sorted(told.groupby("reason"), key=lambda group: -len(group[1])):
        first = alike.iloc[0]
        lines += ["", f"{len(alike):,} failed: {reason}", f"  the first is run {first['run']}: {_made_of(first)}"]
        lines += [f"  {line.strip()}" for line in str(first["error"]).splitlines() if FRAME.match(line)][-1:]
        lines.append(f"  all that it said: column `error` of run {first['run']}, view `runs` in {folder / FILE}")
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
