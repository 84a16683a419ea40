"""Is the time until half have taken something up read as it says?"""

import numpy as np

import foresight
from foresight.analysis.diffusion import NOT_REACHED, SPREADING, written, years_to_half


def test_half_is_reached_between_years() -> None:
    shares = np.array([[[10.0, 60, 20], [40, 70, 30], [60, 80, 40]]])
    assert years_to_half(shares).tolist() == [[1.5, 0, np.inf]]


def test_an_empty_segment_never_gets_there() -> None:
    assert np.isinf(years_to_half(np.full((2, 3, 1), np.nan))).all()


def test_a_comparison_tells_every_practice_in_every_segment() -> None:
    found = foresight.compare("trend", "first-steps", pairs=2, scale=0.05)
    table = found.diffusion
    assert list(dict.fromkeys(table["indicator"])) == list(SPREADING)
    assert len(table) == len(SPREADING) * len(found.segments.names)
    assert (table["without_p10"] <= table["without_p90"]).all()
    ict = (table["indicator"] == "ict") & (table["segment_kind"] == "all")
    assert 1 < table.loc[ict, "without_p50"].item() < 15
    told = written(table)
    assert (told["without_p90"] == NOT_REACHED).equals(np.isinf(table["without_p90"]))
    assert NOT_REACHED in told["without_p90"].to_numpy()
    assert told.loc[ict, "without_p50"].item() == table.loc[ict, "without_p50"].item()
