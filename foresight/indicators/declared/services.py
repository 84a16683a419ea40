"""What organisations do for people, and the need that they leave unmet."""

import numpy as np

from foresight.indicators.measures import Measure, Told, YearEnd, indicator


@indicator("output", "Services for people", "service units a year", "more", outcome=True)
def output(year: YearEnd) -> Measure:
    """What staff and volunteers do for people; a unit is what a full-time worker of middling capacity does in a year."""
    return Measure(year.population.output)


@indicator("unmet_need", "Need that is not met", "% of need", "fewer")
def unmet_need(year: YearEnd) -> Told:
    """Need that is not met in the district, and for the people, where it arises; by county and by beneficiary."""
    need = year.figures.need
    missing = np.maximum(need - year.figures.output, 0)
    county = year.baseline.county_of_district
    by_county = [np.bincount(county, cells.sum(axis=1)) for cells in (missing, need)]
    by_group = [cells.sum(axis=0) for cells in (missing, need)]
    parts = {
        kind: 100 * some / np.maximum(whole, 1e-9) for kind, (some, whole) in (("county", by_county), ("beneficiary", by_group))
    }
    return Told(float(100 * missing.sum() / max(need.sum(), 1e-9)), parts)
