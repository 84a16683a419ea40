"""Does every number that ships say where it comes from and how good that is, and does the page count every one of them?"""

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

from docs import parts
from foresight.config import Evidence, Number, evidence, load_yaml
from foresight.population import baseline
from foresight.scenario import library

DATES = {"start", "end", "at"}  # when something happens is a choice, not a measurement
DESIGNS = {"experiments"}  # how often and with what to run is a choice too
FILES = sorted(library.shipped().rglob("*.yaml"))
READ = {
    "actions": library.actions,
    "futures": library.futures,
    "plans": library.plans,
    "wild-cards": library.wild_cards,
}


def name(path: Path) -> str:
    return path.relative_to(library.shipped()).as_posix()


def written(node: object, key: str = "") -> int:
    """Count the numbers of a file as they are written; a value with its range is one."""
    if key in DATES and not isinstance(node, dict):
        return 0
    if isinstance(node, dict):
        return 1 if "value" in node else sum(written(part, str(word)) for word, part in node.items())
    if isinstance(node, list):
        return sum(written(part, key) for part in node)
    return int(isinstance(node, int | float) and not isinstance(node, bool))


def counted(path: Path) -> list[Evidence]:
    """Return what the page counts in a file."""
    if path.parent.name == "baseline":
        return list(parts._of_baseline())
    return list(parts._of([READ[path.parent.name]()[path.stem]]))


def without_evidence(found: Iterable[Evidence]) -> list[str]:
    return [one.path for one in found if not one.grade or not one.source]


def test_every_folder_of_scenarios_is_counted() -> None:
    assert {path.parent.name for path in FILES} - DESIGNS == {"baseline", *READ}


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name not in DESIGNS], ids=name)
def test_every_number_is_counted_and_has_source_and_grade(path: Path) -> None:
    found = counted(path)
    assert len(found) == written(load_yaml(path).data)
    if path.parent.name == "baseline":
        assert [key for key, one in parts.numbers().items() if not (one.source and one.grade and one.unit)] == []
    else:
        assert without_evidence(found) == []


def test_every_row_of_a_table_has_source_and_grade() -> None:
    for path in baseline.folder().glob("*.csv"):
        rows = pd.read_csv(path)
        assert rows["grade"].isin(list(parts.GRADES)).all(), path.name
        assert rows["source"].str.len().gt(0).all(), path.name
        numbers = len(rows) * len(rows.select_dtypes("number").columns)
        assert len([one for one in parts._of_tables() if one.path.startswith(path.name)]) == numbers


def test_the_page_adds_up() -> None:
    rows = [row.split("|")[1:-1] for row in parts.grades().splitlines()[2:]]
    told = {row[0].strip(): [int(number) for number in re.findall(r"\d+(?!\d*%)", " ".join(row[1:]))] for row in rows}
    whole = told.pop("**all files**")
    told.pop("of these, the sizes of effects")
    assert [sum(column) for column in zip(*told.values(), strict=True)] == [whole[0], whole[1], whole[2], whole[3], whole[-1]]
    every = sum(written(load_yaml(path).data) for path in FILES if path.parent.name not in DESIGNS)
    assert whole[-1] == every + len(list(parts._of_tables()))


def test_a_number_without_grade_would_be_seen() -> None:
    bare = Number.model_validate({"value": 3, "source": "somewhere"})
    assert without_evidence(evidence(bare)) == [""]
    assert without_evidence(evidence(Number.model_validate({"value": 3, "source": "somewhere", "grade": "D"}))) == []
