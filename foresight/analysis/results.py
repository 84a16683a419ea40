"""The results of a batch as the analyses take them: what was varied, and the differences of an indicator without holes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from foresight.ensemble import results
from foresight.errors import ForesightError
from foresight.scenario.designs import Design
from foresight.scenario.experiments import Experiment

KEYS = ["future", "plan", "strength", "sample", "replicate"]
WHOLE_SECTOR = "all"
_PLACES = ("design_point", "future", "plan", "strength")

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Batch:
    """What a folder of results holds of one experiment.

    Parameters
    ----------
    varied : DataFrame
        What was assumed at each sample: one row a sample (its number the index), one column a path; no columns where nothing was.
    """

    folder: Path
    experiment: Experiment
    varied: pd.DataFrame

    @classmethod
    def of(cls, folder: str | Path, experiment: str | None = None) -> "Batch":
        """Return what a folder holds of an experiment: the one asked for last where none is named.

        Raises
        ------
        ForesightError
            Where it holds no batch, or no such experiment.
        """
        design = results.design(folder, experiment)
        varied = design.drop_duplicates("sample").set_index("sample").sort_index().drop(columns=list(_PLACES))
        return cls(Path(folder), results.asked(folder, experiment), varied)

    @property
    def design(self) -> Design | None:
        """What the samples were drawn by; None where there are none."""
        return self.experiment.samples

    @property
    def paths(self) -> list[str]:
        """What was varied, in the order of the design."""
        return [] if self.design is None else list(self.design.paths)

    def differences(self, indicator: str, year: int) -> pd.DataFrame:
        """Return an indicator's paired differences of the whole sector in a year: the columns of `KEYS`, and difference.

        Raises
        ------
        ForesightError
            Where no run is done, or none keeps the indicator in the year.
        """
        found = results.read(
            self.folder, indicators=[indicator], segments=[WHOLE_SECTOR], years=[year], experiment=self.experiment.id
        )
        if found.empty:
            msg = f"{self.folder}: found nothing of '{indicator}' in {year}; expected what the batch keeps"
            raise ForesightError(msg)
        return found[[*KEYS, "difference"]].sort_values(KEYS, ignore_index=True)


def block(table: pd.DataFrame, axes: Sequence[str]) -> tuple[Values, dict[str, list[Any]]]:
    """Return differences as an array with an axis for each column named, and the names along each axis.

    What runs are missing leaves a hole: the samples or replicates with most holes are left out until there is none.

    Parameters
    ----------
    table : DataFrame
        The columns `axes` and difference, each combination once.
    axes : sequence of str
        Columns of `table`; `sample` and `replicate` may lose entries, others may not.
    """
    names = {axis: sorted(table[axis].unique()) for axis in axes}
    whole = table.set_index(list(axes))["difference"].reindex(pd.MultiIndex.from_product(list(names.values()), names=list(axes)))
    values = whole.to_numpy(dtype=float).reshape([len(found) for found in names.values()])
    while np.isnan(values).any():
        holes = {}
        for place, axis in enumerate(axes):
            if axis in {"sample", "replicate"}:
                share = np.isnan(values).mean(axis=tuple(other for other in range(values.ndim) if other != place))
                holes[axis] = (float(share.max()), int(share.argmax()))
        axis = max(holes, key=lambda one: holes[one][0])
        values = np.delete(values, holes[axis][1], axis=list(axes).index(axis))
        del names[axis][holes[axis][1]]
    return values, names
