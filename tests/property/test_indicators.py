"""Do indicators keep to their units and to what they are made of, in every future, year and segment?"""

import numpy as np
import pytest

from foresight.indicators.measures import INDICATORS
from foresight.indicators.segments import Segments
from foresight.model.run import Values
from foresight.population.baseline import load
from foresight.scenario import library
from tests.support.runs import IDS, run, setting

NEVER_NEGATIVE = {name for name, one in INDICATORS.items() if one.unit != "points"}
BOUNDED = {name: 100.0 for name, one in INDICATORS.items() if one.unit.startswith("% of")} | {
    name: 1.0 for name, one in INDICATORS.items() if one.unit == "0-1"
}


@pytest.fixture(scope="module", params=["trend", "austerity-shock", "level-playing-field"])
def values(request: pytest.FixtureRequest) -> Values:
    return run(setting(request.param), library.plan("whole-programme"))


def of(values: Values, name: str) -> Values:
    return values[:, IDS.index(name)]


def test_every_indicator_has_a_definition_and_a_unit_and_a_value() -> None:
    for name, one in INDICATORS.items():
        assert one.definition.endswith("."), name
        assert one.unit, name
    assert sum(one.headline for one in INDICATORS.values()) == 8


def test_every_indicator_has_a_value_for_the_whole_sector_in_every_year(values: Values) -> None:
    whole = values[1:, :, 0]
    assert [name for name, column in zip(IDS, whole.T, strict=True) if np.isnan(column).any()] == []


def test_shares_and_scales_stay_within_their_bounds(values: Values) -> None:
    for name, most in BOUNDED.items():
        found = of(values, name)
        found = found[~np.isnan(found)]
        assert -1e-9 <= found.min() <= found.max() <= most * (1 + 1e-6), name


def test_nothing_that_is_counted_is_negative(values: Values) -> None:
    for name in sorted(NEVER_NEGATIVE):
        found = of(values, name)
        assert not (found < -1e-9).any(), name


def test_what_is_told_against_the_whole_is_even_for_the_whole(values: Values) -> None:
    assert np.allclose(of(values, "inclusion_gap")[:, 0], 0)
    assert np.allclose(of(values, "funding_parity")[:, 0], 1)


def test_need_that_is_not_met_lies_between_that_of_the_counties_and_of_those_served(values: Values) -> None:
    names = Segments.of(load()).names
    for kind in ("county", "beneficiary"):
        parts = of(values, "unmet_need")[:, [place for place, (one, _) in enumerate(names) if one == kind]]
        whole = of(values, "unmet_need")[:, 0]
        assert (parts.min(axis=1) <= whole).all()
        assert (whole <= parts.max(axis=1)).all()


def test_support_and_age_tell_everybody_apart(values: Values) -> None:
    names = Segments.of(load()).names
    for kind in ("support", "age", "beneficiary", "members"):
        parts = of(values, "organisations")[:, [place for place, (one, _) in enumerate(names) if one == kind]]
        np.testing.assert_allclose(parts.sum(axis=1), of(values, "organisations")[:, 0])


def test_a_part_is_never_larger_than_what_it_is_a_part_of(values: Values) -> None:
    for part, more in (
        ("empty_reserves", "thin_reserves"),
        ("distress_closures", "closures"),
        ("public_dependence", "single_source"),
        ("partners", "organisations"),
        ("joined", "participation"),
        ("posts", "jobs"),
        ("avoidable_closures", "distress_closures"),
        ("independence_at_risk", "public_dependence"),
        ("contract_dependence", "public_dependence"),
        ("weak_capacity", "capacity"),
    ):
        one, other = of(values, part)[1:, 0], of(values, more)[1:, 0]
        if part != "public_dependence":  # public money comes from three sources
            assert (one <= other + 1e-9).all(), (part, more)
        assert (one >= 0).all()


def test_survival_of_start_ups_follows_from_their_closing(values: Values) -> None:
    survival = of(values, "start_up_survival")[1:, 0]
    assert 60 < survival.mean() < 95
