"""The six aspirations of the baseline study, each on its way from nought to its target."""

import numpy as np

from foresight.indicators.measures import Measure, YearEnd, indicator
from foresight.population.columns import Floats, bounded


@indicator("public_trust", "Public trust in charities", "score, 0-10", "more")
def public_trust(year: YearEnd) -> float:
    """How far people trust charities, on a scale from 0 to 10."""
    return year.figures.public_trust


@indicator("aspiration_trust", "Aspiration: public trust", "0-1", "more")
def aspiration_trust(year: YearEnd) -> float:
    """Public trust, from 0 at `aspirations.trust_from` to 1 at `aspirations.trust_target`."""
    return _way(year, "trust", year.figures.public_trust)


@indicator("aspiration_field", "Aspiration: a level playing field", "0-1", "more")
def aspiration_field(year: YearEnd) -> float:
    """How level the playing field with firms is (driver `field`), from 0 to 1 at its target; no plan moves it."""
    return _way(year, "field", year.world["field"])


@indicator("aspiration_tax", "Aspiration: better tax treatment", "0-1", "more")
def aspiration_tax(year: YearEnd) -> float:
    """How far tax treatment has improved since 2002 (driver `tax`), from 0 to 1 at its target; no plan moves it."""
    return _way(year, "tax", year.world["tax"])


@indicator("aspiration_consultation", "Aspiration: better consultation", "0-1", "more")
def aspiration_consultation(year: YearEnd) -> Measure:
    """How well government consults the mean registered organisation, from 0 to 1 at its target.

    Driver `consult`, with what the plan adds to access.
    """
    return Measure(year.registered * _ways(year, "consultation", year.consulted), year.registered)


@indicator("aspiration_funding", "Aspiration: longer funding", "0-1", "more")
def aspiration_funding(year: YearEnd) -> float:
    """Mean length of statutory awards (driver `grant_len`), from 0 at a year to 1 at its target; no plan moves it."""
    return _way(year, "funding", year.world["grant_len"])


@indicator("aspiration_commissioning", "Aspiration: a part in design and commissioning", "0-1", "more")
def aspiration_commissioning(year: YearEnd) -> Measure:
    """Consultation times cost recovery on contracts, for the mean registered organisation, from 0 to 1 at its target."""
    involved = year.consulted * np.float32(year.world["fcr"])
    return Measure(year.registered * _ways(year, "commissioning", involved), year.registered)


def _way(year: YearEnd, aspiration: str, value: float) -> float:
    """Return how far a value is on its way to its target, 0-1."""
    return float(_ways(year, aspiration, np.float32(value)))


def _ways(year: YearEnd, aspiration: str, values: Floats | np.float32) -> Floats | np.float32:
    """Return how far values are on their way to their target, 0-1."""
    aims = year.baseline.aspirations
    start, target = getattr(aims, f"{aspiration}_from"), getattr(aims, f"{aspiration}_target")
    return bounded((values - np.float32(start)) / np.float32(target - start))
