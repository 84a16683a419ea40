"""Services: what organisations do for people, and how far it meets need (M9 of the model description)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foresight.model.moment import Moment
from foresight.model.passes import chosen
from foresight.model.processes.awards import able
from foresight.population.baseline import Baseline, once, shares_of
from foresight.population.columns import MILLION, Floats, Population, Practice

OLDER, HEALTH, BME, FAMILIES = 1, 2, 3, 4  # rows of beneficiaries whose need follows age, recession and the BME share
PEOPLE = 1000  # the number that need is counted for

Cells = NDArray[np.float64]  # shape (districts, beneficiaries)


@dataclass(frozen=True)
class Services:
    """Need and output of a year, by district and by whom it is for.

    Parameters
    ----------
    need, output : float64 arrays, shape (districts, beneficiaries)
        Service units a year.
    """

    need: Cells
    output: Cells

    @property
    def missing(self) -> Cells:
        """Return the need that is not met where, and for those for whom, it arises, shape (districts, beneficiaries)."""
        return np.maximum(self.need - self.output, 0)

    @property
    def unmet(self) -> float:
        """Return the share of the region's need that is not met, 0-1."""
        return float(self.missing.sum() / max(float(self.need.sum()), 1e-9))


def serve(population: Population, moment: Moment, recession: float) -> Services:
    """Write each organisation's output and return need and output by district and by whom it is for.

    Staff and volunteers' hours make output, with slightly falling returns; capacity and services that users help to shape raise
    it; time lost to reporting and taking part lowers it.

    Parameters
    ----------
    recession : float
        How far regional income is below its highest so far, 0-1.
    """
    numbers = moment.baseline.services
    effort = population.staff + np.float32(numbers.volunteer_worth / numbers.full_time_hours) * population.hours
    quality = numbers.capacity_base + numbers.capacity_slope * able(population, moment)
    quality *= chosen(population.has(Practice.INVOLVEMENT), 1 + moment.baseline.practices.involvement_quality, 1.0)
    made = effort ** np.float32(numbers.output_exponent) * quality * (1 - moment.levers.burden)
    population.output = (made * population.open).astype(np.float32)
    need = needed(moment, recession)
    return Services(need, delivered(population, moment.baseline, need))


@once
def need_by_people(baseline: Baseline) -> Cells:
    """Return need as it would be if it followed the number of people only, shape (40, 6)."""
    share, people = shares_of(baseline)["beneficiaries"]["share_of_need"], baseline.districts["population_2001"]
    return np.outer(people / PEOPLE * baseline.services.need_per_thousand, share / share.sum())


@once
def regional_shares(baseline: Baseline) -> dict[str, float]:
    """Return the shares of older and of BME people in the region."""
    places = baseline.districts
    return {name: np.average(places[name], weights=places["population_2001"]) for name in ("pop65_share", "bme_share")}


def needed(moment: Moment, recession: float) -> Cells:
    """Return need by district and group: people, and for some groups age, the BME share or hard times, shape (40, 6)."""
    places, numbers, usual = moment.baseline.districts, moment.baseline.services, regional_shares(moment.baseline)
    need = need_by_people(moment.baseline).copy()
    for group, column, growth in (
        (OLDER, "pop65_share", moment.world.pop65 / moment.start.pop65),
        (BME, "bme_share", moment.world.bme / moment.start.bme),
    ):
        need[:, group] *= growth * places[column] / usual[column]
    need[:, [HEALTH, FAMILIES]] *= 1 + numbers.need_recession * recession
    return need


def delivered(population: Population, baseline: Baseline, need: Cells) -> Cells:
    """Return output by district and group: large organisations do part of their work where need for it is, shape (40, 6)."""
    districts, groups = need.shape
    beyond = chosen(population.spending >= MILLION, baseline.services.reach_beyond, 0.0)
    output: Floats = population.output * population.weight
    cell = population.district.astype(np.int64) * groups + population.beneficiary
    local = np.bincount(cell, output * (1 - beyond), districts * groups).reshape(need.shape)
    wide = np.bincount(population.beneficiary, output * beyond, groups)
    return np.asarray(local + wide * need / np.maximum(need.sum(axis=0), 1e-9))
