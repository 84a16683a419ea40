"""Mandates: joint projects that funders of regeneration demand, whether the partners want them or not (M10)."""

import numpy as np

from foresight.model.moment import Moment
from foresight.model.processes.meeting import first_impressions
from foresight.model.processes.rings import met_on, order, rings_of
from foresight.model.ties import NO_PROJECT, Ties
from foresight.population.columns import Award, Population
from foresight.randomness import Decision


def mandate(population: Population, moment: Moment, ties: Ties) -> Ties:
    """Return the ties after funders of regeneration have demanded joint projects of those whom they pay.

    A holder without such a project must, with chance `mandate_rate` a year, take one on with the holder that it meets on the
    county's ring; nobody asks whether they want to. Where the two work together already, that counts.
    """
    numbers, places = moment.baseline.ties, moment.baseline.county_of_district
    holders = population.open & (population.award[Award.REGENERATION] > 0)
    ring = rings_of(places.take(population.district).astype(np.int32)[np.newaxis], *order(population, moment, holders))
    luck = moment.draws.uniform(Decision.MANDATED, moment.step, population.identity)
    asked = np.flatnonzero(holders & (population.mandated == 0) & (luck < numbers.mandate_rate))
    mine = population.identity.take(asked)
    partner = met_on(ring, asked, moment.draws.uniform(Decision.MANDATED_PARTNER, moment.step, mine))
    demanded = Ties.between(mine, population.identity.take(partner))
    ties = ties.with_new(first_impressions(population, moment, demanded))
    begins = ties.holds(demanded) & (ties.project_end == NO_PROJECT)
    ties.mandated = ties.mandated | begins
    ties.project_end = np.where(begins, moment.step + int(numbers.project_quarters), ties.project_end).astype(np.int16)
    return ties
