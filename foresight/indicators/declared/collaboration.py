"""Ties between organisations and working together."""

import numpy as np

from foresight.indicators.measures import Measure, YearEnd, indicator


@indicator("collaboration", "Organisations that work together", "% of organisations", "more", headline=True)
def collaboration(year: YearEnd) -> Measure:
    """Registered organisations with at least one joint project under way."""
    return Measure(year.registered & (year.population.collaborations > 0), year.registered, 100)


@indicator("ties", "Working ties of an organisation", "ties", "more")
def ties(year: YearEnd) -> Measure:
    """Mean number of working ties of registered organisations."""
    return Measure(year.registered * year.population.degree.astype(np.float32), year.registered)


@indicator("isolated", "Organisations without any tie", "% of organisations", "fewer")
def isolated(year: YearEnd) -> Measure:
    """Registered organisations that have no working tie to another."""
    return Measure(year.registered & (year.population.degree == 0), year.registered, 100)
