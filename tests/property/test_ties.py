"""What holds of ties, trust and joint work in whole runs, at the edges as well as in the middle?"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from foresight.analysis.network import network_shape
from foresight.indicators.measures import INDICATORS
from foresight.model.adjustments import Adjustments
from foresight.model.processes import collaboration, meeting
from foresight.model.run import Values, readings, settle
from foresight.model.sector import SectorModel, Setting
from foresight.model.ties import Ties
from foresight.population.baseline import load
from foresight.population.columns import QUARTERS, Award, Population
from foresight.scenario import library
from tests.support.quarters import check_ranges
from tests.support.runs import plan, sector, setting, whole


def with_numbers(shared: Setting, **numbers: float) -> Setting:
    """Return a setting in which some numbers of ties are others."""
    ties = shared.baseline.ties.model_copy(update=numbers)
    return replace(shared, baseline=shared.baseline.model_copy(update={"ties": ties}))


def by_rule(shared: Setting, rule: str) -> Setting:
    """Return a setting in which one of the rival rules decides on joint work."""
    hypotheses = shared.baseline.hypotheses.model_copy(update={"collaboration_rule": rule})
    return replace(shared, baseline=shared.baseline.model_copy(update={"hypotheses": hypotheses}))


def mean(values: Values, indicator: str, years: slice = slice(1, None)) -> float:
    """Return an indicator's mean over years."""
    return float(values[years, tuple(INDICATORS).index(indicator), 0].mean())


@cache
def quarter_of_the_sector() -> Setting:
    """Return a setting in which single organisations' luck hardly shows."""
    return setting("history-replay", scale=0.25)


@cache
def carried_with(name: str, value: float) -> Values:
    """Return the readings of the history replay with one number of ties changed."""
    model = sector(with_numbers(quarter_of_the_sector(), **{name: value}))
    model.run_to_end()
    return readings(model)


@pytest.mark.parametrize(
    ("name", "values", "indicator", "sign"),
    [
        ("trust_floor", (0.1, 0.2, 0.3), "collaboration", 1),
        ("trust_gain", (0.0, 0.3, 1.0), "collaboration", 1),
        ("cost_of_distrust", (0.4, 0.8, 1.2), "collaboration", -1),
        ("autonomy", (0.0, 0.2, 0.6), "collaboration", -1),
        ("formality_size", (0.0, 0.1, 0.3), "collaboration", -1),
        ("rivalry", (0.0, 0.6, 2.0), "collaboration", -1),
        ("value_novelty", (0.0, 0.2, 0.5), "collaboration", 1),
        ("projects_fewest", (0, 1, 3), "collaboration", 1),
        ("distance_decay", (0.01, 0.03, 0.05), "ties", -1),
        ("rural_distance", (0, 12, 40), "ties", -1),
        ("tie_chance", (0.2, 0.5, 0.9), "ties", 1),
        ("ict_saving", (0.0, 0.5, 1.0), "ties", 1),
        ("meetings", (1, 2, 3), "ties", 1),
        ("mandate_rate", (0.0, 0.4, 1.0), "mandated", 1),
    ],
)
def test_more_of_a_cause_is_more_of_its_effect(name: str, values: tuple[float, ...], indicator: str, sign: int) -> None:
    reached = [sign * mean(carried_with(name, value), indicator) for value in values]
    assert reached == sorted(reached)
    assert reached[0] < reached[-1]


@pytest.mark.parametrize("rule", ["value", "threshold"])
def test_either_rule_meets_what_surveys_found_around_2003(rule: str) -> None:
    """Pattern P17: 20 to 25 % of registered organisations in joint work; at full scale, in three replicates."""
    found = []
    for replicate in range(3):
        shared = settle(load(), library.future("history-replay"), scale=1, seed=1, replicate=replicate)
        model = sector(by_rule(shared, rule))
        for _ in range(QUARTERS):
            model.step()
        found.append(model.read[list(INDICATORS).index("collaboration"), 0])
    assert 20 <= np.mean(found) <= 25


def test_funders_demand_joint_work_of_five_to_ten_in_a_hundred_in_2002() -> None:
    model = sector(setting("trend", scale=1.0))
    there = model.population.registered & model.population.open
    assert 5 <= 100 * (model.population.mandated > 0)[there].mean() <= 10
    demanded = model.ties.kept(model.ties.mandated)
    one, other = demanded.ends(model.population)
    assert (model.population.award[Award.REGENERATION].take(np.concatenate([one, other])) > 0).all()
    assert (model.population.collaborations + model.population.mandated <= model.population.degree).all()


def test_what_funders_demand_fails_more_often_than_what_both_sides_want() -> None:
    outcomes = np.zeros(4)
    model = sector(setting("history-replay", scale=1.0))
    for _ in range(20):
        model.step()
        outcomes += model.joint_outcomes if model.moment.closes_year else 0
    succeeded, failed, mandated_succeeded, mandated_failed = outcomes
    assert min(outcomes) > 50
    assert mandated_succeeded / (mandated_succeeded + mandated_failed) < succeeded / (succeeded + failed) - 0.05


def test_the_network_has_the_shape_that_studies_found() -> None:
    """Pattern P18, in 2002 and in 2010, for the history replay."""
    model = sector(setting("history-replay", scale=1.0))
    for years in (0, 8):
        while model.quarter < QUARTERS * years:
            model.step()
        shape = network_shape(model.ties, model.population, model.baseline)
        assert min(shape.same_place, shape.same_activity, shape.same_funder) > 2
        assert shape.clustering > 10 * shape.clustering_by_lot
        assert max(shape.rural_ties, shape.bme_ties, shape.small_ties) < 0.9


def test_the_two_sides_of_a_tie_come_to_trust_each_other_differently() -> None:
    model = sector(quarter_of_the_sector())
    model.run_to_end()
    apart = np.abs(model.ties.trust - model.ties.trust_back)
    assert apart.mean() > 0.03
    size = np.log(np.maximum(model.population.spending, 1))
    one, other = model.ties.ends(model.population)
    swing = np.where(size.take(one) < size.take(other), model.ties.trust, model.ties.trust_back)
    steady = np.where(size.take(one) < size.take(other), model.ties.trust_back, model.ties.trust)
    worked = model.ties.project_end > 0
    assert swing[worked].std() > steady[worked].std(), "the smaller side's trust moves more"


# At the edges ---------------------------------------------------------------------------------------------------------------


def years(model: SectorModel) -> Iterator[SectorModel]:
    """Carry a sector to the end of 2022 and yield it at the end of each year."""
    while model.quarter < 80:
        model.step()
        if model.moment.closes_year:
            yield model


def test_everybody_can_be_a_member_of_a_microcluster(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = setting("trend", scale=0.05)
    alone = sector(shared)
    alone.run_to_end()
    clustered = sector(shared)

    def everybody_joins(population: Population, moment: object) -> None:
        population.cluster[:] = np.where(population.open, population.district, -1)
        levers: Adjustments = moment.levers  # type: ignore[attr-defined]
        levers.cluster_meetings = np.full(len(population), 8, dtype=np.float32)
        levers.cluster_trust = np.full(len(population), 0.3, dtype=np.float32)
        levers.broker = np.full(len(population), 1, dtype=np.float32)

    monkeypatch.setattr(clustered.leadership, "act", everybody_joins)
    for model in years(clustered):
        check_ranges(model)
    assert whole(readings(clustered), "ties") > 2 * whole(readings(alone), "ties")
    assert whole(readings(clustered), "collaboration") > whole(readings(alone), "collaboration")
    running = clustered.population.collaborations.astype(int) + clustered.population.mandated
    assert running.max() <= clustered.baseline.ties.projects_most


def one_alone(identity: int) -> Setting:
    """Return a setting with one founder and nobody who could join it."""
    shared = setting("trend")
    chosen = np.flatnonzero(shared.founders.registered)[identity : identity + 1]
    layout = replace(shared.layout, cohort_registered=0, cohort_groups=0)
    return replace(shared, founders=shared.founders.rows(chosen), layout=layout)


@pytest.mark.parametrize("identity", [0, 100, 300])
def test_one_organisation_has_nobody_to_meet(identity: int) -> None:
    for model in years(sector(one_alone(identity), plan({"action": "local-microclusters", "start": 2003}))):
        check_ranges(model)
        assert len(model.population) <= 1
        assert len(model.ties) == 0


def test_those_that_have_gone_have_no_ties() -> None:
    model = sector(setting("funding-cliff", scale=0.1), library.plan("whole-programme"))
    for year in years(model):
        open_ = set(year.population.identity[year.population.open].tolist())
        assert open_ >= set(year.ties.first.tolist()) | set(year.ties.second.tolist())
        shut = ~year.population.open
        for name in ("degree", "bridges", "collaborations", "mandated", "trust", "allies"):
            assert not getattr(year.population, name)[shut].any(), name


# What a plan can change -----------------------------------------------------------------------------------------------------


@cache
def at_a_year_s_end() -> SectorModel:
    """Return a sector at the end of 2004, for looking only."""
    model = sector(quarter_of_the_sector())
    for _ in range(8):
        model.step()
    return model


def after_meetings(**levers: float) -> Ties:
    """Return the ties after one more year's meetings, for which everybody has these adjustments."""
    model = at_a_year_s_end()
    given = Adjustments(**{name: np.full(len(model.population), value, dtype=np.float32) for name, value in levers.items()})
    moment = replace(model.moment, step=12, levers=given)
    return meeting.meet_by_ict(model.population, moment, meeting.meet(model.population, moment, model.ties))


@pytest.mark.parametrize("lever", ["meetings_more", "contacts_new", "distance_saving", "weak_ties", "broker"])
def test_what_helps_organisations_meet_makes_more_ties_the_stronger_it_is(lever: str) -> None:
    made = [len(after_meetings(**{lever: strength})) for strength in (0, 0.4, 0.9)]
    assert made == sorted(set(made))


def test_an_adjustment_of_nothing_changes_no_bit() -> None:
    names = ("meetings_more", "contacts_new", "distance_saving", "weak_ties", "broker", "trust_prior", "cluster_meetings")
    for one, other in zip(after_meetings().columns, after_meetings(**dict.fromkeys(names, 0.0)).columns, strict=True):
        assert one.tobytes() == other.tobytes()


def test_weak_contacts_are_between_users_of_ict_and_begin_with_less_trust() -> None:
    model = at_a_year_s_end()
    before, after = after_meetings(), after_meetings(weak_ties=1)
    new = after.kept(~after.holds(before))
    assert all(model.population.ict.take(rows).all() for rows in new.ends(model.population))
    others = before.kept(~before.holds(model.ties))
    assert new.trust.mean() < others.trust.mean() - 0.02


def test_a_prior_of_trust_is_each_side_s_own() -> None:
    model = at_a_year_s_end()
    plain = after_meetings()
    helped = np.zeros(len(model.population), dtype=np.float32)
    helped[::2] = 0.1
    moment = replace(model.moment, step=12, levers=Adjustments(trust_prior=helped))
    ties = meeting.meet(model.population, moment, model.ties)
    new = ~ties.holds(model.ties)
    one, other = (rows.compress(new) for rows in ties.ends(model.population))
    np.testing.assert_allclose(ties.trust[new] - plain.trust[new], helped[one], atol=1e-6)
    np.testing.assert_allclose(ties.trust_back[new] - plain.trust_back[new], helped[other], atol=1e-6)


def test_a_broker_lowers_what_distrust_costs() -> None:
    model = at_a_year_s_end()
    begun = []
    for quality in (0.0, 0.5, 1.0):
        population, ties = model.population.copy(), model.ties.kept(np.ones(len(model.ties), dtype=np.bool_))
        given = Adjustments(broker=np.full(len(population), quality, dtype=np.float32))
        after, _ = collaboration.collaborate(population, replace(model.moment, step=12, levers=given), ties)
        begun.append(int((after.project_end > 0).sum()))
    assert begun == sorted(set(begun))
