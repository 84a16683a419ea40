"""Does pairing pay? The claim of the documents in full: twenty pairs at full scale, about a minute."""

import pytest

import foresight
from foresight.analysis.pairing import variance_ratios
from foresight.indicators.reading import headline

LEAST = 5.0  # times smaller: the variance of a paired difference against that between runs with dice of their own


@pytest.mark.slow
def test_paired_differences_vary_at_least_five_times_less_than_unpaired_ones() -> None:
    found = variance_ratios(foresight.compare("funding-cliff", "first-steps", pairs=20, scale=1.0)).set_index("indicator")
    assert list(found.index) == [entry.id for entry in headline()]
    assert (found["paired"] > 0).all()  # a plan that never changes an indicator would win without merit
    assert found.loc[found["ratio"] < LEAST, "ratio"].to_dict() == {}
