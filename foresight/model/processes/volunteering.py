"""Volunteers by age, with a civic core (M7 of the model description)."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled
from foresight.model.adjustments import column_of
from foresight.model.moment import Moment
from foresight.model.processes.awards import able
from foresight.model.processes.setbacks import coming_forward
from foresight.population.baseline import Baseline
from foresight.population.columns import QUARTERS, Flags, Floats, Population, Practice, Smalls
from foresight.population.people import core_renewal, older_adults, older_newcomers

Districts = NDArray[np.float64]


class Crowds(NamedTuple):
    """The columns of volunteers that a quarter reads and writes, shape (n,) each."""

    district: Smalls
    weight: Floats
    appeal: Floats
    volunteers: Floats
    older: Floats
    core: Floats
    hours: Floats
    older_hours: Floats
    left: Floats


class Draws(NamedTuple):
    """What draws and holds volunteers, shape (n,) each: pull on newcomers, leaving avoided, hours fewer, open to new forms."""

    pull: Floats
    retention: Floats
    fewer_hours: Floats
    new_forms: Flags


class Rules(NamedTuple):
    """The numbers of volunteering, named as in the baseline, with three that follow from them or from the world.

    Parameters
    ----------
    new_volunteering_staying : float
        Share of leaving that new forms of volunteering avoid.
    renewal : float
        Share of other volunteers who join the core in a year.
    hours_ratio : float
        Hours a volunteer gives, relative to 2002.
    """

    leaving: float
    episodic_leaving: float
    older_leaving: float
    ageing: float
    overload_leaving: float
    overload_from: float
    core_share: float
    core_hours: float
    core_leaving: float
    core_retiring: float
    core_older: float
    hours: float
    new_volunteering_staying: float
    renewal: float
    hours_ratio: float


def usual_losses(population: Population, baseline: Baseline) -> Districts:
    """Return how many volunteers each district's organisations lose in a year like 2002, shape (districts,)."""
    numbers = baseline.volunteering
    leaving = population.volunteers - population.older * np.float32(1 - numbers.older_leaving)
    lost = np.bincount(population.district, leaving * population.weight, len(baseline.places)) * numbers.leaving
    return np.asarray(lost, dtype=np.float64)


def volunteer(population: Population, moment: Moment, losses: Districts, environmental: Floats) -> None:
    """Let volunteers leave, age and come, share each district's newcomers out by attraction, and let the core renew itself.

    Newcomers go by the appeal that organisations began with, so that a lasting help levels off and does not feed on itself. A
    district recruits as many people as its organisations lose in a year like 2002, moved by the volunteering rate, the age of its
    people and the work of volunteer centres: a finite number, so that one organisation's gain is partly its neighbours' loss.

    Parameters
    ----------
    losses : float64 array, shape (districts,)
        Volunteers that each district loses in a year like 2002.
    environmental : float32 array, shape (activities,)
        1 for environmental activities, else 0.
    """
    baseline, levers, size = moment.baseline, moment.levers, len(population)
    pull = population.appeal * _pull(population, moment, environmental)
    draws = Draws(
        pull,
        column_of(levers.volunteer_retention, size),
        column_of(levers.fewer_hours, size),
        population.has(Practice.NEW_VOLUNTEERING),
    )
    crowds = Crowds(
        population.district, population.weight, population.appeal, population.volunteers, population.older, population.core,
        population.hours, population.older_hours, population.volunteers_left,
    )  # fmt: skip
    numbers, growth = baseline.volunteering, moment.world.pop65 / moment.start.pop65
    rules = Rules(
        **{name: getattr(numbers, name) for name in Rules._fields[:-3]},
        new_volunteering_staying=baseline.practices.new_volunteering_staying,
        renewal=core_renewal(baseline),
        hours_ratio=moment.world.vol_hours / moment.start.vol_hours,
    )
    a_quarter(crowds, draws, losses * supply(moment) / QUARTERS, older_newcomers(baseline, growth), rules)


def supply(moment: Moment) -> Districts:
    """Return how many people come forward relative to 2002, shape (districts,).

    The volunteering rate, the age of the district's people (those of 65 and over count `older_weight`), and volunteer centres,
    whose part grows with the root of their budget, up to what they were seen to place; floods bring people out, a pandemic keeps
    them at home.
    """
    numbers, world, start = moment.baseline.volunteering, moment.world, moment.start
    extra = numbers.older_weight - 1
    now = 1 + extra * older_adults(moment.baseline, world.pop65 / start.pop65)
    brokers = numbers.broker_part * (math.sqrt(world.infra / moment.baseline.support.budget) - 1)
    now *= coming_forward(moment, now.size) * (1 + min(brokers, numbers.broker_most))
    return world.vol_rate / start.vol_rate * now / (1 + extra * older_adults(moment.baseline, 1.0))


def _pull(population: Population, moment: Moment, environmental: Floats) -> Floats:
    """Return how strongly organisations attract newcomers, relative to their appeal, shape (n,)."""
    numbers = moment.baseline.volunteering
    greener = numbers.environment_pull * (moment.world.env_conc - moment.start.env_conc)
    led = np.maximum(1 + numbers.capacity_pull * (able(population, moment) - 0.5) + moment.levers.recruitment, 0)
    online = 1 + np.float32(moment.baseline.people.ict_recruiting) * population.ict
    causes = np.maximum(1 + greener * environmental, 0)
    return np.asarray(led * online * causes.take(population.activity), dtype=np.float32)


@compiled
def a_quarter(crowds: Crowds, draws: Draws, newcomers: Districts, older_part: Districts, rules: Rules) -> None:
    """Carry everybody's volunteers through a quarter, writing people, core and hours.

    Parameters
    ----------
    newcomers, older_part : float64 arrays, shape (districts,)
        People who come forward this quarter, and the share of them who are 65 and over.
    """
    drawn = np.zeros(newcomers.size)
    for row in range(crowds.volunteers.size):
        drawn[crowds.district[row]] += draws.pull[row] * crowds.weight[row]
    for row in range(crowds.volunteers.size):
        before, older, district = crowds.volunteers[row], crowds.older[row], crowds.district[row]
        hours_ratio, retention = rules.hours_ratio * (1 - draws.fewer_hours[row]), draws.retention[row]
        eased = (1 - retention) * (1 - rules.new_volunteering_staying * draws.new_forms[row])
        rate = leaving(eased, hours_ratio, before, crowds.appeal[row], rules) / QUARTERS
        coming = draws.pull[row] * newcomers[district] / max(drawn[district], 1e-9)
        younger, older, left = next_crowd(before, older, rate, rules)
        younger, older = younger + coming * (1 - older_part[district]), older + coming * older_part[district]
        crowds.volunteers[row], crowds.older[row] = younger + older, older
        crowds.left[row] += left
        older_in_core = min(rules.core_older * older / max(younger + older, 1e-9), 1.0)
        core = next_core(crowds.core[row], before, older_in_core, retention, rules)
        core = min(core, younger + older)
        given = hours_given(younger + older, older, core, older_in_core, rules)
        crowds.core[row] = core
        crowds.hours[row], crowds.older_hours[row] = given[0] * hours_ratio, given[1] * hours_ratio


@compiled
def leaving(eased: float, hours_ratio: float, there: float, appeal: float, rules: Rules) -> float:
    """Return the share of younger volunteers who leave in a year: more where they give fewer hours or carry too much."""
    rate = rules.leaving * eased * (1 + rules.episodic_leaving * (1 - hours_ratio))
    usual = rules.overload_from * appeal
    if there < usual:
        rate += rules.overload_leaving * (1 - there / usual)
    return float(min(max(rate, 0.0), 1.0))


@compiled
def next_crowd(there: float, older: float, rate: float, rules: Rules) -> tuple[float, float, float]:
    """Return younger and older volunteers after a quarter of leaving and ageing, and how many have left."""
    younger = max(there - older, 0.0)
    gone, gone_older = younger * rate, older * min(rate * rules.older_leaving, 1.0)
    turning = (younger - gone) * rules.ageing / QUARTERS
    return younger - gone - turning, older - gone_older + turning, gone + gone_older


@compiled
def next_core(core: float, there: float, older_in_core: float, retention: float, rules: Rules) -> float:
    """Return the civic core after a quarter: some step back, because of age or otherwise, and others join."""
    stepping_back = (rules.core_leaving + rules.core_retiring * older_in_core) * (1 - retention)
    joining = rules.renewal * rules.hours_ratio * max(there - core, 0.0)
    return float(max(core * (1 - stepping_back / QUARTERS) + joining / QUARTERS, 0.0))


@compiled
def hours_given(there: float, older: float, core: float, older_in_core: float, rules: Rules) -> tuple[float, float]:
    """Return the hours a year of all volunteers and of older ones, at the hours a volunteer gives in 2002."""
    of_core = rules.hours * rules.core_hours / rules.core_share
    of_others = rules.hours * (1 - rules.core_hours) / (1 - rules.core_share)
    older_core = core * older_in_core
    return of_core * core + of_others * (there - core), of_core * older_core + of_others * max(older - older_core, 0.0)
