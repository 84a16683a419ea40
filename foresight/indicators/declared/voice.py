"""Voice, independence and mission."""

import numpy as np

from foresight.indicators.finances import MAIN
from foresight.indicators.measures import Measure, YearEnd, indicator
from foresight.indicators.presence import heard
from foresight.population.columns import SMALL_INCOME, Award

CONSULTED = 0.4  # of the consultation index: below it government hardly consults
SEATS = 20  # that a district's consultation has


@indicator("voice", "Voice", "0-1", "more")
def voice(year: YearEnd) -> Measure:
    """How far registered organisations are heard by those who decide, weighted by what they do for people."""
    served = year.registered * year.population.output
    return Measure(served * year.population.voice, served)


@indicator("presence", "Consultations that hear small, rural and BME-led organisations", "% of consultations", "more")
def presence(year: YearEnd) -> float:
    """Districts in which small, rural and BME-led organisations are all among the twenty with most voice.

    A group that has no organisation in a district is not missed there.
    """
    population = year.population
    groups = np.array([population.income_before < SMALL_INCOME, population.rural, population.bme_led])
    return 100 * heard(population.voice, population.district, groups & year.registered, len(year.baseline.places), SEATS)


@indicator("independence_at_risk", "Organisations whose independence is at risk", "% of organisations", "fewer")
def independence_at_risk(year: YearEnd) -> Measure:
    """Registered organisations that get more than half their income from the public while it hardly consults them.

    Consultation below 0.4 on the index from 0 to 1.
    """
    return Measure(year.finances.publicly_funded & (year.consulted < CONSULTED), year.registered, 100)


@indicator("self_censorship", "Self-censorship", "% of voice", "fewer")
def self_censorship(year: YearEnd) -> Measure:
    """Chance that a registered organisation that would be heard holds back since it lives on public money and contracts."""
    numbers, rate = year.baseline.voice, np.maximum(year.finances.rate, 1)
    public = np.minimum(year.finances.public / rate, 1) - np.float32(numbers.public_from)
    cost = np.float32(numbers.public) * np.maximum(public, 0)
    cost += np.float32(numbers.gagging) * np.minimum(year.population.award[Award.CONTRACT] / rate, 1)
    heard_now = year.population.voice
    undeterred = heard_now * np.exp(cost)
    free = undeterred / np.maximum(1 - heard_now + undeterred, np.float32(1e-6))
    return Measure(year.registered * (1 - heard_now / np.maximum(free, np.float32(1e-6))), year.registered, 100)


@indicator("mission_drift", "Mission drift since 2002", "0-1", "fewer")
def mission_drift(year: YearEnd) -> Measure:
    """How far registered organisations have moved from their mission since 2002, or since they started."""
    return Measure(year.registered * year.population.drift, year.registered)


@indicator("contract_dependence", "Organisations that live on contracts", "% of organisations", "none")
def contract_dependence(year: YearEnd) -> Measure:
    """Registered organisations that get more than half their income from contracts."""
    lives = year.registered & (year.population.award[Award.CONTRACT] > MAIN * year.finances.rate)
    return Measure(lives, year.registered, 100)
