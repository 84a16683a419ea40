"""An answer: a question, a plain sentence, notes, a table for people, the numbers behind it, and a chart."""

import json
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from foresight.errors import ForesightError
from foresight.presentation.report.content import Series
from foresight.presentation.report.images import svg

Row = Mapping[Hashable, Any]

SURE = "The range after a number is where the true value lies in 95 of 100 such studies."


@dataclass(frozen=True)
class Answer:
    """What an analysis says about one part of a batch.

    Parameters
    ----------
    id : str
        Short and unique among the answers; names its files.
    sentence : str
        What was found.
    notes : sequence of str
        What a reader must know to read it rightly.
    table : DataFrame
        The numbers behind it, unrounded, columns as documented for the analysis; empty where there is nothing to show.
    chart : LayerChart
        None where a sentence says it all.
    series : Series
        The chart's numbers for PowerPoint's own chart; None where it has none of that kind.
    unit : str
        What the table's differences are in; empty where it has none.
    """

    id: str
    question: str
    sentence: str
    notes: Sequence[str] = ()
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    chart: alt.LayerChart | None = None
    series: Series | None = None
    unit: str = ""

    def record(self) -> dict[str, Any]:
        """Return the answer as JSON takes it."""
        values = json.loads(self.table.to_json(orient="records", double_precision=15)) if not self.table.empty else []
        return {"id": self.id, "question": self.question, "sentence": self.sentence, "notes": list(self.notes), "table": values}


def rows(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table, each a mapping from column to value."""
    return list(table.to_dict("records"))


def slug(*words: str) -> str:
    """Return words as part of a file's name.

    >>> slug("regret", "jobs", "1.5")
    'regret-jobs-1.5'
    """
    return "-".join(re.sub(r"[^a-z0-9.]+", "-", word.lower()).strip("-") for word in words if word)


def text(answers: Sequence[Answer]) -> list[str]:
    """Return answers as lines of text, each question once as a heading."""
    lines, last = [], ""
    for answer in answers:
        if answer.question != last:
            lines += ["", answer.question]
            last = answer.question
        lines += [f"  {answer.sentence}", *[f"    {note}" for note in answer.notes]]
    return lines[1:]


def write(answers: Sequence[Answer], folder: Path) -> list[Path]:
    """Write answers to a folder: answers.json with all sentences, a CSV for each table and an SVG for each chart.

    Raises
    ------
    ForesightError
        Where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / "answers.json"]
        paths[0].write_text(json.dumps([answer.record() for answer in answers], indent=2) + "\n", encoding="utf-8")
        for answer in answers:
            if not answer.table.empty:
                paths.append(folder / f"{answer.id}.csv")
                answer.table.to_csv(paths[-1], index=False)
            if answer.chart is not None:
                paths.append(folder / f"{answer.id}.svg")
                paths[-1].write_text(svg(answer.chart.to_dict()), encoding="utf-8")
    except OSError as error:
        msg = f"--out: found {folder}, which cannot be written ({error.strerror}); expected a folder that can"
        raise ForesightError(msg) from error
    return paths
