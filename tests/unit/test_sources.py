"""Does every number that ships say where it comes from, and how good that is?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import foresight
from foresight.config import Frozen, evidence, load_yaml
from foresight.scenario import library
from tests.support.paths import ROOT

GRADES = {"A", "B", "C", "D"}
DATES = {"start", "end", "midpoint"}  # keys whose whole numbers are years
SCENARIOS = ROOT / "scenarios"
FILES = sorted(SCENARIOS.rglob("*.yaml"))

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SCENARIOS).as_posix())


def unsourced(written: object, path: str = "", around: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield every number of a file, as it is written, that has no source or no grade, its own or one around it."""
    if isinstance(written, dict):
        good = {"source"} if str(written.get("source") or "").strip() else set()
        good |= {"grade"} if written.get("grade") in GRADES else set()
        for key, value in written.items():
            if key not in DATES:
                yield from unsourced(value, f"{path}.{key}", around | good)
    elif isinstance(written, list):
        for index, value in enumerate(written):
            yield from unsourced(value, f"{path}[{index}]", around)
    elif isinstance(written, int | float) and not isinstance(written, bool):
        missing = {"source", "grade"} - around
        if missing:
            yield f"{path} = {written} has no {' and no '.join(sorted(missing))}"


@every_file
def test_every_number_that_is_written_has_a_source_and_a_grade(path: Path) -> None:
    assert list(unsourced(load_yaml(path).data)) == []


def everything() -> list[Frozen]:
    assert foresight.__doc__  # importing it makes the levers known
    return [*library.futures().values(), *library.actions().values(), *library.plans().values()]


def test_every_number_that_is_read_has_a_source_and_a_grade() -> None:
    found = [(thing, one) for thing in everything() for one in evidence(thing)]
    assert len(found) > 9 * 22 * 7
    assert [f"{thing!r:.60} {one.path}" for thing, one in found if not one.source or one.grade not in GRADES] == []


def test_every_number_of_a_future_has_a_unit() -> None:
    found = [one for future in library.futures().values() for one in evidence(future)]
    assert [one.path for one in found if not one.unit] == []


def test_every_effect_is_uncertain() -> None:
    effects = [(action.id, one) for action in library.actions().values() for one in evidence(action) if one.effect]
    assert [f"{name}: {one.path}" for name, one in effects if one.low == one.high] == []


@pytest.mark.parametrize(
    ("written", "missing"),
    [
        ({"a": 1}, 1),
        ({"a": {"value": 1, "low": 0, "source": "s"}}, 2),
        ({"a": [1, {"value": 2, "source": "s", "grade": "A"}]}, 1),
        ({"source": "s", "grade": "E", "a": 1}, 1),
        ({"source": " ", "grade": "D", "a": 1}, 1),
        ({"source": "s", "grade": "D", "a": [{"b": 1}, 2.5]}, 0),
        ({"start": 2004, "flag": True, "text": "2"}, 0),
    ],
)
def test_a_number_without_evidence_would_be_seen(written: object, missing: int) -> None:
    assert len(list(unsourced(written))) == missing
