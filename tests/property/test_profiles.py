"""What is true of every profile, whatever its numbers?"""

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from foresight.config import Family, evidence
from foresight.scenario import Profile
from foresight.scenario.dates import STEPS, quarter

PROFILE: TypeAdapter[Profile] = TypeAdapter(Family[Profile])
TABLE = "year,low,high\n2002,-3,4\n2010-Q2,0,9\n2022,-7,4\n"

calm = settings(deadline=None)

values = st.floats(-1e15, 1e15)
shares = st.floats(0, 1)
steps = st.integers(0, STEPS)
dates = steps.map(lambda step: int(quarter(step)[:4]) if step % 4 == 0 else quarter(step))  # a year is its last quarter
courses = st.dictionaries(dates, values, min_size=2, max_size=12)


def ranges(smallest: int) -> st.SearchStrategy[tuple[int | str, int | str]]:
    """Draw a start and an end at least so many steps later."""
    ordered = st.tuples(steps, steps).filter(lambda pair: pair[1] - pair[0] >= smallest)
    return ordered.map(lambda pair: (quarter(pair[0]), quarter(pair[1])))


PROFILES: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "constant": st.fixed_dictionaries({"value": values}),
    "linear": st.fixed_dictionaries({"points": courses}),
    "step": st.fixed_dictionaries({"before": values, "steps": courses}),
    "phase_out": st.builds(
        lambda dates, level, remaining: {"start": dates[0], "end": dates[1], "from": level, "remaining": remaining},
        ranges(1),
        values,
        shares,
    ),
    "pulse": st.builds(
        lambda dates, base, height: {"start": dates[0], "end": dates[1], "base": base, "height": height},
        ranges(0),
        values,
        values,
    ),
    "logistic": st.fixed_dictionaries({"from": values, "to": values, "midpoint": dates, "rate": st.floats(0, 100)}),
    "csv": st.fixed_dictionaries({"file": st.just("table.csv"), "column": st.sampled_from(["low", "high"])}),
}

written = st.sampled_from(sorted(PROFILES)).flatmap(lambda kind: PROFILES[kind].map(lambda fields: {"kind": kind, **fields}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables")
    (path / "table.csv").write_text(TABLE, encoding="utf-8")
    return path


def build(fields: Mapping[str, object], folder: Path) -> Profile:
    return PROFILE.validate_python(fields, context={"folder": folder})


def test_every_kind_of_profile_is_drawn_here() -> None:
    assert set(PROFILES) == set(Profile.members())


@calm
@given(fields=written, steps=st.integers(1, STEPS))
def test_a_course_has_one_finite_value_a_step_and_a_shorter_one_is_its_start(
    fields: dict[str, Any], steps: int, folder: Path
) -> None:
    course = build(fields, folder).values()
    assert course.shape == (STEPS + 1,)
    assert course.dtype == np.float64
    assert np.isfinite(course).all()
    np.testing.assert_array_equal(build(fields, folder).values(steps), course[: steps + 1])


@calm
@given(fields=written)
def test_a_course_is_the_same_each_time_and_its_array_is_ones_own(fields: dict[str, Any], folder: Path) -> None:
    profile = build(fields, folder)
    first = profile.values()
    kept = first.copy()
    first[:] = 0
    np.testing.assert_array_equal(profile.values(), kept)


@calm
@given(fields=written)
def test_a_profile_survives_writing_and_sending(fields: dict[str, Any], folder: Path) -> None:
    profile = build(fields, folder)
    again = build(PROFILE.dump_python(profile), folder)
    sent = pickle.loads(pickle.dumps(profile))  # noqa: S301 - our own bytes
    assert profile == again == sent
    assert hash(profile) == hash(again) == hash(sent)
    np.testing.assert_array_equal(profile.values(), sent.values())


@calm
@given(fields=written.filter(lambda fields: fields["kind"] not in ("csv", "pulse", "phase_out", "logistic")))
def test_a_course_stays_within_its_levels(fields: dict[str, Any], folder: Path) -> None:
    profile = build(fields, folder)
    levels = [one.value for one in evidence(profile)]
    course = profile.values()
    room = 1e-9 * max(1.0, *map(abs, levels))
    assert min(levels) - room <= course.min()
    assert course.max() <= max(levels) + room


@calm
@given(points=courses)
def test_a_line_goes_through_its_points(points: dict[int | str, float], folder: Path) -> None:
    course = build({"kind": "linear", "points": points}, folder).values()
    for date, value in points.items():
        assert course[step_of(date)] == pytest.approx(value)


@calm
@given(points=courses, before=values)
def test_a_step_changes_only_at_its_dates(points: dict[int | str, float], before: float, folder: Path) -> None:
    course = build({"kind": "step", "before": before, "steps": points}, folder).values()
    at = {step_of(date): value for date, value in points.items()}
    level = before
    for step in range(STEPS + 1):
        level = at.get(step, level)
        assert course[step] == level


@calm
@given(fields=PROFILES["phase_out"])
def test_a_phase_out_never_turns_round(fields: dict[str, Any], folder: Path) -> None:
    course = build({"kind": "phase_out", **fields}, folder).values()
    slopes = np.diff(np.abs(course))
    assert (slopes <= 1e-9 * max(1.0, abs(fields["from"]))).all()
    assert course[0] == fields["from"]
    assert course[step_of(fields["end"])] == pytest.approx(fields["from"] * fields["remaining"])


@calm
@given(fields=PROFILES["pulse"])
def test_a_pulse_has_two_levels_only(fields: dict[str, Any], folder: Path) -> None:
    course = build({"kind": "pulse", **fields}, folder).values()
    inside = slice(step_of(fields["start"]), step_of(fields["end"]) + 1)
    assert set(course[inside]) == {fields["base"] + fields["height"]}
    assert set(np.delete(course, np.r_[inside])) <= {fields["base"]}


@calm
@given(fields=PROFILES["logistic"])
def test_a_logistic_lies_between_its_ends_and_never_turns_round(fields: dict[str, Any], folder: Path) -> None:
    course = build({"kind": "logistic", **fields}, folder).values()
    room = 1e-9 * max(1.0, abs(fields["from"]), abs(fields["to"]))
    assert course.min() >= min(fields["from"], fields["to"]) - room
    assert course.max() <= max(fields["from"], fields["to"]) + room
    assert course[step_of(fields["midpoint"])] == pytest.approx((fields["from"] + fields["to"]) / 2, abs=room)
    direction = 1 if fields["to"] >= fields["from"] else -1
    assert (direction * np.diff(course) >= -room).all()


def step_of(date: int | str) -> int:
    text = str(date)
    return (int(text[:4]) - 2003) * 4 + int(text[-1] if "Q" in text else 4)
