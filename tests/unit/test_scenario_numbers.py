"""Do numbers, effects and strengths mean what people write?"""

import pickle
from typing import Literal

import pytest
from pydantic import ValidationError

from foresight.config import (
    Effect,
    Family,
    Frozen,
    FrozenMap,
    Level,
    Mapped,
    Number,
    PlugIn,
    combine_strength,
    evidence,
    strength_from_text,
)
from foresight.errors import InvalidInput
from tests.support.scenarios import Nudge


def test_a_bare_number_is_its_own_range() -> None:
    number = Number.model_validate(3)
    assert (number.low, number.value, number.high) == (3, 3, 3)
    assert number.source is None


def test_a_number_keeps_its_range_and_evidence() -> None:
    number = Number.model_validate(
        {"value": 3, "low": 2, "high": 5, "unit": "years", "source": "a study", "grade": "B", "note": "n"}
    )
    assert [number.at(level) for level in ("low", "central", "high")] == [2, 3, 5]
    assert (number.unit, number.source, number.grade, number.note) == ("years", "a study", "B", "n")


@pytest.mark.parametrize("wrong", [True, "3", None, float("nan"), float("inf"), 1e16, [3], {"low": 1}, {"value": 3, "low": 4}])
def test_what_is_no_number_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Number.model_validate(wrong)


@pytest.mark.parametrize("written", [0.2, {"value": 0.1, "low": 0, "high": 0.3}, {"value": -5, "low": 0, "high": -10}, 0, -0.1])
def test_an_effect_has_one_direction(written: object) -> None:
    assert isinstance(Effect.model_validate(written), Effect)


@pytest.mark.parametrize(
    "written",
    [
        {"value": 1, "low": -1},
        {"value": -1, "high": 1},
        {"value": 2, "low": 3},
        {"value": 2, "high": 1},
        {"value": -2, "low": -3},
        {"value": 0, "low": 1, "high": 1},
    ],
)
def test_an_effect_that_turns_round_or_shrinks_is_refused(written: object) -> None:
    with pytest.raises(ValidationError, match="one direction"):
        Effect.model_validate(written)


def test_strength_picks_and_multiplies_an_effect() -> None:
    effect = Effect.model_validate({"value": -5, "low": -2, "high": -10})
    assert effect.at("low") == -2
    assert effect.at("high", 2) == -20
    assert effect.at("central", 0.5) == -2.5
    assert str(effect.at("central", 0)) == "0.0"  # not -0.0: a placebo leaves no trace


@pytest.mark.parametrize(
    ("run", "item", "level", "factor"),
    [
        ("central", "central", "central", 1),
        ("central", "high", "high", 1),
        ("low", "high", "low", 1),
        ("high", 0.5, "high", 0.5),
        (0.5, "central", "central", 0.5),
        (0.5, "high", "central", 0.5),
        (0.5, 3.0, "central", 1.5),
        ("central", 3.0, "central", 3),
        (0.0, "high", "central", 0),
    ],
)
def test_the_strengths_of_run_and_action_combine(run: Level | float, item: Level | float, level: Level, factor: float) -> None:
    assert combine_strength(run, item) == (level, factor)


@pytest.mark.parametrize(
    ("text", "strength"), [("low", "low"), ("central", "central"), ("0", 0.0), ("1.5", 1.5), ("10", 10.0), ("1e-1", 0.1)]
)
def test_a_strength_can_be_typed(text: str, strength: Level | float) -> None:
    assert strength_from_text(text) == strength


@pytest.mark.parametrize("text", ["", "hgih", "-1", "10.1", "1000", "nan", "inf", "1,5"])
def test_a_wrong_strength_gets_a_clear_message(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"strength: found .*; expected low, central, high or a number from 0 to 10"):
        strength_from_text(text)


class Shape(PlugIn):
    """A family for tests."""


class Circle(Shape):
    kind: Literal["circle"]
    radius: Number


class Picture(Frozen):
    shape: Family[Shape]
    tags: Mapped[str, Number]


def test_a_plug_in_is_chosen_by_its_kind_and_written_out_whole() -> None:
    written = {"shape": {"kind": "circle", "radius": 2}, "tags": {"a": 1}}
    picture = Picture.model_validate(written)
    assert isinstance(picture.shape, Circle)
    assert Picture.model_validate(picture.model_dump()) == picture
    assert picture.model_dump()["shape"]["radius"]["value"] == 2


def test_a_plug_in_needs_a_kind_of_its_own() -> None:
    with pytest.raises(TypeError, match="must declare its kind"):
        type("Square", (Shape,), {"__module__": __name__})
    with pytest.raises(TypeError, match="which Circle has"):
        type("Round", (Shape,), {"__module__": __name__, "__annotations__": {"kind": Literal["circle"]}})


def test_families_do_not_mix() -> None:
    assert set(Shape.members()) == {"circle"}
    assert "circle" not in Nudge.members()


def test_nothing_can_be_changed_and_everything_can_be_hashed_and_sent() -> None:
    picture = Picture.model_validate({"shape": {"kind": "circle", "radius": 2}, "tags": {"a": 1}})
    with pytest.raises(ValidationError, match="frozen"):
        picture.shape = picture.shape  # type: ignore[misc]
    with pytest.raises(TypeError):
        picture.tags["a"] = Number(value=2)  # type: ignore[index]
    assert isinstance(picture.tags, FrozenMap)
    sent = pickle.loads(pickle.dumps(picture))  # noqa: S301 - our own bytes
    assert sent == picture
    assert hash(sent) == hash(picture)


def test_evidence_is_its_own_or_that_of_what_is_around() -> None:
    nudge = Nudge.model_validate({"kind": "nudge", "push": {"value": 0.2, "source": "s", "grade": "A"}, "doubt": 0.5})
    push, doubt = evidence(nudge)
    assert (push.path, push.value, push.source, push.grade, push.effect) == ("push", 0.2, "s", "A", True)
    assert (doubt.path, doubt.source, doubt.effect) == ("doubt", None, False)
