"""Is the fast code right? The columnar model against a plain one, organisation by organisation, with the same draws.

The plain model counts in double precision, the columns hold single precision. A decision could therefore differ where a draw
falls within a ten-millionth of a chance; with the fixed seeds here none does, so that winners, closures and ties are compared for
equality. Only the last bid that a pool can pay, which gets what is left, carries the rounding of all others: money may
differ by a pound or two.
"""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.luck import KeyedLuck
from benchmarks.plain_mesa import PlainSector
from benchmarks.plain_organisation import Organisation, Tie
from foresight.model.processes import (
    awards,
    boards,
    capacity,
    closing,
    collaboration,
    diffusion,
    mandates,
    meeting,
    merging,
    money,
    people,
    services,
    setbacks,
    support,
    trust,
    voice,
    volunteering,
)
from foresight.model.run import settle
from foresight.model.sector import SectorModel, Setting
from foresight.model.shocks import Flood
from foresight.population.baseline import load
from foresight.population.columns import OPEN, Award, Population
from foresight.randomness import Decision, Draws
from foresight.scenario import library

ROWS = 220 / 11_000  # scale of the small sector
POUNDS = (
    "giving", "earned", "endowment", "award", "seeks", "income", "income_year", "income_before", "spending", "cost", "reserves",
    "restricted", "loan",
)  # fmt: skip
RATES = (
    "swing", "staff", "leavers", "vacancies", "posts_per_million", "volunteers", "older", "core", "hours", "older_hours",
    "volunteers_left", "trustees", "young_trustees", "bme_trustees", "capacity", "match", "output", "trust",
    "part_time", "funder_trust", "voice", "drift",
)  # fmt: skip
EXACT = (
    "award_end", "distress", "chair_vacant", "degree", "bridges", "collaborations", "mandated", "closed", "closure",
    "supported", "ict", "practices",
)  # fmt: skip
CLOSE, PENNY, CRUMB = 1e-4, 0.01, 1e-4
"""Relative tolerance; absolute ones in GBP, and in people or shares."""


class SameLuck:
    """The columnar model's draws, one at a time."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws

    def uniform(self, decision: Decision, step: int, identity: int, part: int = 0) -> float:
        """Return the draw of one decision of one organisation."""
        return float(self.draws.uniform(decision, step, np.array([identity], dtype=np.int32), part)[0])

    def pair(self, decision: Decision, step: int, first: int, second: int) -> float:
        """Return the draw of one decision of a pair."""
        ends = (np.array([end], dtype=np.int32) for end in (first, second))
        return float(self.draws.pair(decision, step, *ends)[0])


def setting(future: str, seed: int) -> Setting:
    """Return what both models share."""
    return settle(load(), library.future(future), scale=ROWS, seed=seed, replicate=0)


def by_rule(shared: Setting, rule: str) -> Setting:
    """Return a setting in which organisations decide on joint work by one of the rival rules."""
    hypotheses = shared.baseline.hypotheses.model_copy(update={"collaboration_rule": rule})
    return replace(shared, baseline=shared.baseline.model_copy(update={"hypotheses": hypotheses}))


def agree(population: Population, plain: PlainSector, pounds: float = PENNY) -> None:
    """Fail where an open organisation differs between the models in any column that the rules write."""
    rows = np.flatnonzero(population.open)
    organisations = list(plain.organisations)
    assert population.identity[rows].tolist() == [organisation.identity for organisation in organisations]
    for name in POUNDS + RATES + EXACT:
        fast = getattr(population, name)[..., rows]
        slow = np.array([getattr(organisation, name) for organisation in organisations]).T
        within = 0.0 if name in EXACT else CLOSE * np.abs(fast) + (pounds if name in POUNDS else CRUMB)
        wrong = np.argwhere(np.abs(fast.astype(np.float64) - slow) > within)
        assert wrong.size == 0, (name, wrong[:3].tolist(), fast[tuple(wrong[0])], slow[tuple(wrong[0])])


def ended(model: SectorModel) -> dict[int, tuple[int, int]]:
    """Return the columnar model's closures of the year: when and how each organisation closed."""
    rows = np.flatnonzero(model.population.closed != OPEN)
    found = (getattr(model.population, name)[rows].tolist() for name in ("identity", "closed", "closure"))
    return {identity: (closed, closure) for identity, closed, closure in zip(*found, strict=True)}


def same_ties(model: SectorModel, plain: PlainSector) -> bool:
    """Tell whether the same open organisations are tied, with the same projects and, but for rounding, the same trust."""
    ties = model.ties.among(model.population)
    names = ("project_end", "mandated", "trust", "trust_back")
    found = [column.tolist() for column in (ties.first, ties.second, *(getattr(ties, name) for name in names))]
    fast = sorted(zip(*found, strict=True))
    slow = sorted(
        (tie.first.identity, tie.second.identity, *(getattr(tie, name) for name in names)) for tie in plain.network.ties
    )
    assert [tie[:4] for tie in fast] == [tie[:4] for tie in slow]
    one, other = (np.array([tie[4:] for tie in both]) for both in (fast, slow))
    return bool(np.allclose(one, other, rtol=0, atol=CRUMB))


@pytest.mark.parametrize(
    ("future", "seed", "rule"), [("funding-cliff", 1, "value"), ("funding-cliff", 2, "threshold"), ("trend", 3, "value")]
)
def test_whole_years_agree_organisation_by_organisation(future: str, seed: int, rule: str) -> None:
    shared = by_rule(setting(future, seed), rule)
    model, plain = SectorModel(shared), PlainSector(shared, SameLuck(shared.draws))
    agree(model.population, plain)
    closures = winners = joint = demanded = 0
    for _ in range(24):
        model.step()
        plain.step()
        agree(model.population, plain, pounds=2.0)
        assert ended(model) == {one.identity: (one.closed, one.closure) for one in plain.closed}
        assert same_ties(model, plain)
        np.testing.assert_allclose(model.services.output, plain.output, rtol=CLOSE, atol=CRUMB)
        assert model.freed.giving == pytest.approx(plain.freed_giving, rel=CLOSE)
        assert model.freed.earned == pytest.approx(plain.freed_earned, rel=CLOSE)
        assert model.public_trust == pytest.approx(plain.public_trust)
        closures += len(ended(model)) if model.moment.closes_year else 0
        joint += int((model.population.collaborations > 0).sum())
        demanded += int((model.population.mandated > 0).sum())
        winners += int((model.population.award_end > model.quarter).sum())
    assert closures > 20
    assert winners > 1000
    assert joint > 100
    assert demanded > 20


# Process by process ---------------------------------------------------------------------------------------------------------


Pair = tuple[SectorModel, PlainSector]


@pytest.fixture
def fifty() -> Pair:
    """Return some fifty organisations in mid-2004 in both models, state for state."""
    shared = setting("funding-cliff", 4)
    shared = replace(shared, founders=shared.founders.rows(np.arange(0, len(shared.founders), 4)))
    model = SectorModel(shared)
    for _ in range(6):
        model.step()
    model.population = model.population.rows(model.population.open)
    model.ties = model.ties.among(model.population)
    assert 45 <= len(model.population) <= 65
    return model, beside(model)


def beside(model: SectorModel) -> PlainSector:
    """Return a plain sector in the state of a columnar one, at the start of its next quarter."""
    model.quarter += 1
    model.moment = model._moment()
    shared = replace(model.setting, founders=model.population)
    plain = PlainSector(shared, SameLuck(shared.draws))
    plain.quarter, plain.moment, plain.pools = model.quarter, model.moment, model.pools
    plain.district_losses = model.district_losses.tolist()
    plain.freed_giving, plain.freed_earned = model.freed.giving, model.freed.earned
    for one, other in zip(model.support_bodies, plain.support_bodies, strict=True):
        other.is_open, other.largest_budget = one.is_open, one.largest_budget
    plain.network.ties = []
    named: dict[int, Organisation] = {body.identity: body for body in plain.organisations}
    for body in named.values():
        body.ties.clear()
    ties = model.ties
    for first, second, *state in zip(*(column.tolist() for column in ties.columns), strict=True):
        tie = Tie(named[first], named[second], *state)
        plain.network.ties.append(tie)
        tie.first.ties[tie.second.identity] = tie.second.ties[tie.first.identity] = tie
    collaboration.count(model.population, ties)
    for row, body in enumerate(plain.organisations):
        body.tally()
        body.supported, body.match = bool(model.population.supported[row]), float(model.population.match[row])
        body.output = float(model.population.output[row])
        body.voice = float(model.population.voice[row])
    agree(model.population, plain)
    return plain


def test_awards(fifty: Pair) -> None:
    model, plain = fifty
    for name in ("award_end", "award"):  # let many compete at once
        getattr(model.population, name)[:, ::2] = 0
        for body in list(plain.organisations)[::2]:
            setattr(body, name, [0] * len(Award))
    costs = awards.awards(model.population, model.moment, model._budgets(model.moment), model.baseline.county_of_district)
    plain.make_awards()
    agree(model.population, plain, pounds=2.0)
    assert costs.tolist() == pytest.approx([body.bid_cost for body in plain.organisations], rel=CLOSE)
    assert (costs > 0).sum() > 10


def test_change_of_giving(fifty: Pair) -> None:
    model, plain = fifty
    freed = closing.Freed(giving=50_000, earned=20_000)
    plain.freed_giving, plain.freed_earned = freed.giving, freed.earned
    money.change_giving(model.population, model.moment, model.environmental, freed)
    plain.change_giving()
    agree(model.population, plain)


def test_income(fifty: Pair) -> None:
    model, plain = fifty
    money.receive(model.population, model.moment)
    plain.receive()
    agree(model.population, plain)


def test_spending_and_reserves(fifty: Pair) -> None:
    model, plain = fifty
    costs = np.linspace(0, 500, len(model.population), dtype=np.float32)
    for body, cost in zip(plain.organisations, costs.tolist(), strict=True):
        body.bid_cost = cost
    money.spend(model.population, model.moment, costs)
    plain.spend()
    agree(model.population, plain)


def test_setbacks_and_floods(fifty: Pair) -> None:
    model, plain = fifty
    shocks = replace(model.moment.shocks, floods=(Flood(model.quarter, np.full(40, 0.4, dtype=np.float32)),))
    moment = replace(model.moment, shocks=shocks)
    model.population.staff[:] *= 30  # so that somebody has a dispute
    for body in plain.organisations:
        body.staff *= 30
    plain.organisations.do("suffer", moment)
    costs = setbacks.setbacks(model.population, moment)
    assert costs.tolist() == pytest.approx([body.setback for body in plain.organisations], rel=CLOSE)
    wet = setbacks.flooded(model.population, moment)
    assert wet.tolist() == [body.reached(shocks.floods[0]) for body in plain.organisations]
    assert 5 < wet.sum() < len(wet)
    assert (costs[~wet] > 0).any()
    chances = [body.closing_chance(moment) for body in plain.organisations]
    assert closing.closing_chance(model.population, moment).tolist() == pytest.approx(chances, rel=CLOSE)


def test_income_in_a_pandemic(fifty: Pair) -> None:
    model, plain = fifty
    model.moment = plain.moment = replace(model.moment, shocks=replace(model.moment.shocks, pandemic=1.0))
    before = model.population.income.copy()
    money.receive(model.population, model.moment)
    plain.receive()
    agree(model.population, plain)
    assert model.population.income.sum() < 0.98 * before.sum()


def test_standing_and_voice(fifty: Pair) -> None:
    model, plain = fifty
    trust.move_funders_trust(model.population, model.moment)
    voice.raise_voices(model.population, model.moment)
    voice.drift(model.population, model.moment)
    plain.organisations.do("meet_funders", plain.moment)
    plain.organisations.do("speak", plain.moment)
    agree(model.population, plain)
    assert np.ptp(model.population.voice) > 0.2
    assert model.population.drift.max() > 0


def test_mergers(fifty: Pair) -> None:
    model, plain = fifty
    numbers = model.baseline.mergers.model_copy(update={"chance": 0.08})
    often = model.baseline.model_copy(update={"mergers": numbers})
    model.moment = plain.moment = replace(model.moment, baseline=often)
    for end in (model.population.award_end, *(body.award_end for body in plain.organisations)):
        end[:] = np.where(np.asarray(end) > 0, np.asarray(end) + 8, end)  # so that awards run on
    merging.merge(model.population, model.moment, model.ties, model.baseline.county_of_district)
    plain.merge()
    assert ended(model) == {one.identity: (one.closed, one.closure) for one in plain.closed}
    assert len(plain.closed) >= 4
    agree(model.population, plain)


def test_staff(fifty: Pair) -> None:
    model, plain = fifty
    people.employ(model.population, model.moment)
    plain.employ()
    agree(model.population, plain)


def test_posts(fifty: Pair) -> None:
    model, plain = fifty
    people.resize_posts(model.population, model.moment)
    plain.organisations.do("resize_posts", plain.moment)
    agree(model.population, plain)


def test_boards(fifty: Pair) -> None:
    model, plain = fifty
    boards.renew_boards(model.population, model.moment)
    plain.renew_boards()
    agree(model.population, plain)


def test_volunteers(fifty: Pair) -> None:
    model, plain = fifty
    volunteering.volunteer(model.population, model.moment, model.district_losses, model.environmental)
    plain.volunteer()
    agree(model.population, plain)


def test_chance_to_close(fifty: Pair) -> None:
    model, plain = fifty
    chances = [body.closing_chance(plain.moment) for body in plain.organisations]
    assert closing.closing_chance(model.population, model.moment).tolist() == pytest.approx(chances, rel=CLOSE)
    assert len({round(chance, 5) for chance in chances}) > 30


def test_closing(fifty: Pair) -> None:
    model, plain = fifty
    for year in range(1, 9):  # one quarter closes one in a hundred: let some quarters pass
        model.moment = plain.moment = replace(model.moment, step=7 + 4 * year)
        closing.close(model.population, model.moment)
        plain.close()
    agree(model.population, plain)
    assert ended(model) == {one.identity: (one.closed, one.closure) for one in plain.closed}
    assert plain.closed


def test_meetings(fifty: Pair) -> None:
    model, plain = fifty
    before = len(model.ties)
    more = model.baseline.ties.model_copy(update={"meetings": 3.5})
    baseline = model.baseline.model_copy(update={"ties": more})
    model.ties = meeting.meet(model.population, replace(model.moment, baseline=baseline), model.ties)
    plain.network.meet(plain.organisations, plain.moment, 3.5)
    assert same_ties(model, plain)
    assert len(model.ties) > before + 10


def test_collaboration(fifty: Pair) -> None:
    model, plain = fifty
    ties = mandates.mandate(model.population, model.moment, model.ties)
    model.ties, _ = collaboration.collaborate(model.population, model.moment, ties)
    plain.network.collaborate(plain.organisations, plain.moment)
    agree(model.population, plain)
    assert same_ties(model, plain)
    assert len(model.ties) > 5


def test_ict(fifty: Pair) -> None:
    model, plain = fifty
    before = model.population.ict.copy()
    for year in range(1, 9):
        model.moment = plain.moment = replace(model.moment, step=4 + 4 * year)
        diffusion.take_up_ict(model.population, model.moment)
        plain.take_up_ict()
        agree(model.population, plain)
    assert (before != model.population.ict).sum() > 5


def test_practices(fifty: Pair) -> None:
    model, plain = fifty
    before = model.population.practices.copy()
    for year in range(1, 9):
        model.moment = plain.moment = replace(model.moment, step=4 + 4 * year)
        diffusion.spread_practices(model.population, model.moment, model.ties)
        plain.spread_practices()
        agree(model.population, plain)
    assert (before != model.population.practices).sum() > 20


def test_support_where_some_bodies_have_closed(fifty: Pair) -> None:
    model, plain = fifty
    for one, other in zip(model.support_bodies[::2], plain.support_bodies[::2], strict=True):
        one.is_open = other.is_open = False
    support.support(model.population, model.moment, model.support_bodies)
    plain.receive_support()
    agree(model.population, plain)
    assert 3 < model.population.supported.sum() < len(model.population) / 2


def test_capacity(fifty: Pair) -> None:
    model, plain = fifty
    capacity.build_capacity(model.population, model.moment, model.ties)
    plain.build_capacity()
    agree(model.population, plain)


def test_services(fifty: Pair) -> None:
    model, plain = fifty
    made = services.serve(model.population, model.moment, model._recession())
    plain.serve()
    agree(model.population, plain)
    np.testing.assert_allclose(made.output, plain.output, rtol=CLOSE, atol=CRUMB)
    assert made.output.sum() > 0


def test_entry(fifty: Pair) -> None:
    model, plain = fifty
    before = len(model.population)
    model.quarter = plain.quarter = 9
    model.moment = plain.moment = model._moment()
    model._turn_of_year(model.moment)
    plain.turn_of_year()
    agree(model.population, plain)
    assert len(model.population) > before


def test_the_yardsticks_keyed_draws_are_even_and_unrelated() -> None:
    luck = KeyedLuck(1)
    draws = np.array([[luck.uniform(Decision.CLOSURE, step, one) for one in range(4000)] for step in range(8)])
    counts = np.histogram(draws, 100, (0, 1))[0]
    expected = draws.size / 100
    assert ((counts - expected) ** 2 / expected).sum() < 150  # chi-square with 99 degrees of freedom: above it once in 2,000
    assert np.abs(np.corrcoef(draws) - np.eye(8)).max() < 0.07  # four standard errors
    assert abs(np.corrcoef(draws[0, 1:], draws[0, :-1])[0, 1]) < 0.07
