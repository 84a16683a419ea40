"""Are known indices found, and do grades add up?"""

import numpy as np
import pytest
from SALib.sample import morris as morris_samples
from SALib.sample import sobol as sobol_samples
from SALib.test_functions import Ishigami

from foresight.analysis.sensitivity import by_grade, morris, sobol
from tests.support.tables import number

NAMES = ["x1", "x2", "x3"]
BOUNDS = [(-np.pi, np.pi)] * 3
PROBLEM = {"num_vars": 3, "names": NAMES, "bounds": [list(pair) for pair in BOUNDS]}
FIRST = {"x1": 0.3139, "x2": 0.4424, "x3": 0.0}  # Ishigami and Homma (1990), a = 7, b = 0.1
TOTAL = {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}


@pytest.mark.parametrize("second", [False, True])
def test_ishigamis_indices_are_found(second: bool) -> None:  # noqa: FBT001 - a case of the test
    values = Ishigami.evaluate(sobol_samples.sample(PROBLEM, 2048, calc_second_order=second, seed=1))
    found = sobol(NAMES, values, second_order=second).table.set_index("path")
    for name in NAMES:
        assert number(found, name, "first") == pytest.approx(FIRST[name], abs=0.03)
        assert number(found, name, "total") == pytest.approx(TOTAL[name], abs=0.03)
        assert number(found, name, "total_low") <= TOTAL[name] <= number(found, name, "total_high")
    assert list(found.index) == ["x1", "x2", "x3"]


def test_the_variance_is_laid_to_the_grades() -> None:
    values = Ishigami.evaluate(sobol_samples.sample(PROBLEM, 1024, calc_second_order=False, seed=1))
    found = by_grade(sobol(NAMES, values, second_order=False), {"x1": "A", "x2": "D", "x3": "D"}).set_index("grade")
    whole = sum(TOTAL.values())
    assert found["share"].sum() == pytest.approx(1)
    assert number(found, "A", "share") == pytest.approx(TOTAL["x1"] / whole, abs=0.03)
    assert number(found, "D", "share") == pytest.approx((TOTAL["x2"] + TOTAL["x3"]) / whole, abs=0.03)
    assert number(found, "D", "low") <= number(found, "D", "share") <= number(found, "D", "high")
    assert list(found["numbers"]) == [1, 0, 0, 2]
    assert number(found, "B", "share") == 0


def test_a_result_that_never_varies_rests_on_nothing() -> None:
    found = sobol(NAMES, np.full(5 * 64, 3.0), second_order=False)
    assert (found.table.drop(columns="path") == 0).all(axis=None)
    assert (by_grade(found, dict.fromkeys(NAMES, "D"))["share"] == 0).all()


def test_the_same_samples_give_the_same_intervals() -> None:
    values = Ishigami.evaluate(sobol_samples.sample(PROBLEM, 128, calc_second_order=False, seed=1))
    one, other = (sobol(NAMES, values, second_order=False) for _ in range(2))
    assert one.table.equals(other.table)


def test_screening_finds_what_matters() -> None:
    problem = {"num_vars": 3, "names": NAMES, "bounds": [[0, 10], [0, 1], [0, 1]]}
    samples = morris_samples.sample(problem, 30, num_levels=4, seed=1)
    values = 2 * samples[:, 0] - 5 * samples[:, 1] + 0 * samples[:, 2]
    found = morris(NAMES, [(0, 10), (0, 1), (0, 1)], samples, values, levels=4).set_index("path")
    assert list(found.index) == NAMES
    assert list(found["effect"]) == pytest.approx([20, 5, 0])
    assert list(found["direction"]) == pytest.approx([20, -5, 0])
    assert list(found["uneven"]) == pytest.approx([0, 0, 0], abs=1e-9)
    assert (found["effect_low"] <= found["effect"]).all()
