"""Ties between organisations and working together."""

import numpy as np

from foresight.indicators.measures import Measure, YearEnd, indicator
from foresight.population.columns import Floats


@indicator("collaboration", "Organisations that work together", "% of organisations", "more", headline=True)
def collaboration(year: YearEnd) -> Measure:
    """Registered organisations with at least one joint project under way that both sides agreed to."""
    return Measure(year.partnered, year.registered, 100)


@indicator("partners", "Organisations in joint work", "organisations", "more", outcome=True)
def partners(year: YearEnd) -> Measure:
    """Registered organisations with at least one joint project under way that both sides agreed to, counted."""
    return Measure(year.partnered)


@indicator("mandated", "Joint projects that funders demand", "% of joint projects", "fewer")
def mandated(year: YearEnd) -> Measure:
    """Joint projects that funders demand, as a share of all joint projects of registered organisations."""
    demanded = (year.registered * year.population.mandated).astype(np.float32)
    return Measure(demanded, demanded + year.registered * year.population.collaborations, 100)


@indicator("ties", "Working ties of an organisation", "ties", "more")
def ties(year: YearEnd) -> Measure:
    """Mean number of working ties of registered organisations."""
    return Measure(_degree(year), year.registered)


@indicator("isolated", "Organisations without any tie", "% of organisations", "fewer")
def isolated(year: YearEnd) -> Measure:
    """Registered organisations that have no working tie to another."""
    return Measure(year.registered & (year.population.degree == 0), year.registered, 100)


@indicator("bridging", "Ties that bridge", "% of ties", "more")
def bridging(year: YearEnd) -> Measure:
    """Ties across the line between rural and urban or of BME leadership, as a share of all ties of registered organisations."""
    return Measure((year.registered * year.population.bridges).astype(np.float32), _degree(year), 100)


@indicator("partner_trust", "Trust between partners", "0-1", "more")
def partner_trust(year: YearEnd) -> Measure:
    """Mean trust of registered organisations in those they are tied to."""
    tied = year.registered & (year.population.degree > 0)
    return Measure(tied * year.population.trust, tied)


def _degree(year: YearEnd) -> Floats:
    """Return the ties of registered organisations, shape (n,)."""
    return np.asarray(year.registered * year.population.degree.astype(np.float32))


@indicator("joint_success", "Joint projects that succeed", "% of joint projects", "more", flow=True)
def joint_success(year: YearEnd) -> float:
    """Joint projects that succeeded, as a share of those that ended in the year."""
    return 100 * year.figures.joint_success
