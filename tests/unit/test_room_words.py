"""What a room thinks beside what the model says: numbers and directions agree."""

import pytest

from foresight.presentation.charts import Axis
from foresight.presentation.readings import Band, Reading
from foresight.presentation.room_words import beside, beyond, counted, dotted, leading, predicted, spread


def reading(low: float, middle: float, high: float) -> Reading:
    nothing = Band(0, 0, 0)
    return Reading("jobs", "people", 2022, nothing, nothing, Band(low, middle, high), 1.0)


@pytest.mark.parametrize(
    ("predictions", "found", "said"),
    [
        ([], (5, 9, 30), "Nobody has predicted anything yet. The model: 9 more."),
        ([10, -20, 40], (5, 9, 30), "2 of 3 had the direction right."),
        ([10, -20, 0], (-30, -9, -5), "1 of 3 had the direction right."),
        ([10, 20, 40], (-5, 9, 30), "The model: too close to call: nobody is right or wrong."),
        ([10, 20, 40], (0, 0, 0), "The model: no difference: nobody is right or wrong."),
    ],
)
def test_the_room_beside_the_model(predictions: list[float], found: tuple[float, float, float], said: str) -> None:
    assert said in beside(predictions, reading(*found))


def test_charts_hold_every_prediction_and_every_dot() -> None:
    drawn = spread([1, 2, 3], Band(0, 1, 2), Axis("Jobs", "people")).to_dict()
    assert [row["value"] for rows in drawn["datasets"].values() for row in rows if "value" in row] == [1, 2, 3]
    bars = dotted({"a": 3, "b": 1}, {"a": "Trustee bank"}).to_dict()
    (rows,) = bars["datasets"].values()
    assert rows == [{"choice": "Trustee bank", "dots": 3}, {"choice": "b", "dots": 1}]


def test_one_prank_does_not_hide_what_the_others_think() -> None:
    room, band = [10.0, -20.0, 30.0, 9e6], Band(0, 1, 2)
    drawn = spread(room, band, Axis("Jobs", "people")).to_dict()
    assert [row["value"] for rows in drawn["datasets"].values() for row in rows if "value" in row] == [10, -20, 30]
    assert beyond(room, band) == "1 prediction lies far beyond the chart; the table has it."
    assert beyond([*room, -9e6], band).startswith("2 predictions lie")
    assert "9,000,000 more" in str(predicted(room, reading(5, 9, 30)))
    assert beyond(room[:3], band) == beyond([9e6], band) == beyond([], band) == beyond([0.0], Band(0, 0, 0)) == ""


def test_the_table_behind_the_spread_counts_everybody_and_claims_no_more_than_the_sentence() -> None:
    shown = predicted([-2.5, 0, 40, 40], reading(-5, 9, 30)).to_numpy().tolist()
    assert shown == [
        ["2.5 fewer", "1 of 4 people"],
        ["no difference", "1 of 4 people"],
        ["40 more", "2 of 4 people"],
        ["too close to call (5 fewer to 30 more)", "the model, 8 in 10 pairs"],
    ]
    assert len(predicted([], reading(5, 9, 30))) == 1


@pytest.mark.parametrize(
    ("dots", "said"),
    [
        ({"a": 1}, "Most dots: Trustee bank, with 1 of 1."),
        ({"a": 3, "b": 2}, "Most dots: Trustee bank, with 3 of 5."),
        ({"a": 1, "b": 1}, "Level, with 1 of 2 dots each: Trustee bank and b."),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}, "Level, with 1 of 5 dots each: Trustee bank, b, c and 2 more."),
    ],
)
def test_what_the_dots_say(dots: dict[str, int], said: str) -> None:
    assert leading(dots, {"a": "Trustee bank"}) == said
    assert counted(dots, {"a": "Trustee bank"}).iloc[0].tolist() == ["Trustee bank", str(dots["a"])]
