"""Reading what a batch left in its folder. Everything is plain Parquet and SQLite; this is a convenience, not a key."""

import json
import operator
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.dataset as ds
from pyarrow import ArrowInvalid
from pydantic import ValidationError

from foresight.ensemble.catalogue import Catalogue
from foresight.ensemble.store import TABLES
from foresight.errors import ForesightError, InvalidInput, unknown
from foresight.scenario.experiments import KEPT, Experiment

DESIGN = ("design_point", "sample", "future", "plan", "strength")


def read(
    folder: str | Path,
    *,
    indicators: Sequence[str] | None = None,
    segments: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    experiment: str | None = None,
) -> pd.DataFrame:
    """Return the runs of an experiment that are done, as one tidy table.

    Parameters
    ----------
    indicators, segments, years : sequence
        Which indicators, kinds of segment (`all` is the whole sector) and years to read; all that were kept where nothing is
        said.
    experiment : str
        The id of an experiment; the one asked for last where nothing is said.

    Returns
    -------
    DataFrame
        design_point, sample, future, plan, strength, replicate, indicator, unit, segment_kind, segment, year, without, with,
        difference. `sample` is the place in the experiment's design, from 0; what is assumed there is in `design`.
    """
    points = design(folder, experiment)[list(DESIGN)]
    wanted = {"indicator": indicators, "segment_kind": segments, "year": years}
    rows = [ds.field(name).isin(list(values)) for name, values in wanted.items() if values is not None]
    condition = reduce(operator.and_, rows) if rows else None
    with _told(Path(folder)):
        found = _dataset(Path(folder), set(points["design_point"])).to_table(filter=condition).to_pandas()
    return points.merge(found, on="design_point", how="inner")[[*DESIGN, *[name for name in found if name != "design_point"]]]


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say what can be done about a table that is not there any more, or not whole."""
    try:
        yield
    except (OSError, ArrowInvalid) as error:
        reason = str(error).partition("\n")[0]
        again = "delete it where it is there, and foresight batch ... --resume makes it again"
        msg = f"{folder}: found a table that cannot be read ({reason}); {again}"
        raise ForesightError(msg) from error


def _dataset(folder: Path, points: set[int]) -> ds.Dataset:
    """Return the tables of the runs of some design points that are done."""
    with Catalogue(folder, read_only=True) as catalogue:
        asked = "SELECT file, design_point FROM run_states WHERE status = 'done' ORDER BY design_point, replicate"
        files = [str(folder / file) for file, point in catalogue.link.execute(asked) if point in points]
    if not files:
        msg = f"{folder}: found no run that is done; expected some (foresight runs {folder} tells what became of them)"
        raise ForesightError(msg)
    parts = ds.partitioning(flavor="hive")
    return ds.dataset(files, format="parquet", partitioning=parts, partition_base_dir=str(folder / TABLES))


def design(folder: str | Path, experiment: str | None = None) -> pd.DataFrame:
    """Return the design of an experiment: a row for each sample, future, plan and strength, a column for each number varied.

    The columns are design_point, sample, future, plan, strength, and then one for each path in the order of the experiment; rows
    are in the order that SALib's analyses expect of samples.
    """
    with Catalogue(Path(folder), read_only=True) as catalogue:
        asked = _asked(catalogue, experiment)
        rows = catalogue.link.execute(
            "SELECT layout.design_point, sample, layout.future, layout.plan, layout.strength, assumptions FROM layout "
            "JOIN design_points USING (design_point) WHERE experiment = ? "
            "ORDER BY layout.future, layout.plan, layout.strength, sample",
            (asked.id,),
        ).fetchall()
    paths = () if asked.samples is None else asked.samples.paths
    assumed = [json.loads(row[-1]) for row in rows]
    found = pd.DataFrame([row[:-1] for row in rows], columns=list(DESIGN))
    return found.assign(**{path: [one[path] for one in assumed] for path in paths})


def asked(folder: str | Path, experiment: str | None = None) -> Experiment:
    """Return an experiment of a folder as it was asked for; the last one where nothing is said."""
    with Catalogue(Path(folder), read_only=True) as catalogue:
        return _asked(catalogue, experiment)


def runs(folder: str | Path) -> pd.DataFrame:
    """Return the catalogue: a row for each run, with status, seed, inputs, model version, seconds, worker and error."""
    with Catalogue(Path(folder), read_only=True) as catalogue:
        return pd.read_sql_query("SELECT * FROM runs ORDER BY design_point, replicate", catalogue.link)


def inputs(folder: str | Path) -> pd.DataFrame:
    """Return what each set of inputs consists of: inputs, name, sha256."""
    with Catalogue(Path(folder), read_only=True) as catalogue:
        return pd.read_sql_query("SELECT * FROM inputs ORDER BY inputs, name", catalogue.link)


def _asked(catalogue: Catalogue, experiment: str | None) -> Experiment:
    found = dict(catalogue.link.execute("SELECT experiment, described FROM experiments ORDER BY asked, rowid").fetchall())
    if not found:
        msg = f"{catalogue.path}: found no experiment; expected one (foresight batch ... --resume enters it)"
        raise ForesightError(msg)
    if experiment is None:
        described: Any = list(found.values())[-1]
    elif experiment in found:
        described = found[experiment]
    else:
        raise InvalidInput(unknown(experiment, found, "experiment of this folder"))
    try:
        return Experiment.model_validate_json(described, context={KEPT: True})
    except ValidationError as error:
        what = error.errors(include_url=False)[0]
        where = ".".join(str(key) for key in what["loc"])
        msg = f"{catalogue.path}: {where}: this experiment was described for another version of the model ({what['msg']})"
        raise ForesightError(msg) from error
