"""Does each action act, the more the stronger, and does it take from others what it can only take?"""

from functools import cache

import numpy as np
import pytest

from foresight.config import Effect, Number
from foresight.model.run import Values, readings
from foresight.population.columns import QUARTERS, Award
from foresight.scenario import library
from foresight.scenario.actions import Action
from foresight.scenario.plans import Plan
from tests.support.quarters import Quarter, watch
from tests.support.runs import IDS, changed, plan, run, sector, setting, trend, undisturbed, whole

ACTIONS = sorted(library.actions())
PART = 0.3  # of the sector: large enough that an action's aim stands out from the luck that it moves elsewhere
YEARS_SEEN = range(2004, 2011)
AIMS = {  # what each action is there to move, and which way
    "activity-microclusters": ("ties", 1),
    "bank-of-expertise": ("capacity", 1),
    "bme-microclusters": ("ties", 1),
    "bulk-purchasing": ("jobs", 1),  # what is saved pays for work
    "business-champions": ("capacity", 1),
    "career-paths": ("turnover", -1),
    "careers-marketing": ("vacancies", -1),
    "cluster-awareness": ("collaboration", 1),
    "collaborative-bids": ("collaboration", 1),
    "credit-union": ("distressed", -1),
    "employer-volunteering": ("capacity", 1),
    "ict-capacity-support": ("ties", 1),
    "ict-links": ("ties", 1),
    "interest-microclusters": ("ties", 1),
    "latest-thinking": ("public_trust", 1),  # by the practice of being open about what is done
    "leader-support": ("ties", 1),
    "leadership-programme": ("capacity", 1),
    "local-microclusters": ("ties", 1),
    "marketing-to-partners": ("ties", 1),
    "personnel-support": ("jobs", 1),
    "pilot-and-evaluate": ("ties", 1),
    "pooled-expertise": ("capacity", 1),
    "recruitment-agency": ("vacancies", -1),
    "regional-coordination": ("collaboration", 1),
    "sector-champions": ("ties", 1),
    "support-development": ("capacity", 1),
    "trustee-bank": ("chair_vacancies", -1),
    "virtual-rural-microclusters": ("ties", 1),
    "volunteering-pilots": ("volunteers", 1),
}
WITHOUT_AN_AIM = {  # of their own, which would grow with their strength
    "feasibility-studies",  # are of use to other actions only
    "income-toolkit",  # its weak effect is that ventures fail and nothing grows
    "realigned-resources",  # finds money for other actions
    "tracking-the-sector",  # is of use to the leadership group only
}


@cache
def alone(name: str, strength: float | str) -> Values:
    """Return the readings of the Trend future at a small scale with one action from 2003 on."""
    return run(trend(), plan({"action": name, "start": 2003}), strength)


@cache
def in_the_early_years(name: str | None, strength: float | str) -> dict[str, float]:
    """Return the mean of each indicator of the whole sector over some years, with one action or none."""
    made = sector(setting("trend", scale=PART), plan({"action": name, "start": 2003}) if name else None, strength)
    for _ in range(QUARTERS * (YEARS_SEEN[-1] - 2002)):
        made.step()
    read = readings(made)
    return {indicator: float(np.mean([whole(read, indicator, year) for year in YEARS_SEEN])) for indicator in IDS}


def moved(one: Values, other: Values) -> list[str]:
    """Return the indicators of the whole sector that differ: who has joined moves no finding by itself."""
    return [name for name in changed(one[:, :, :1], other[:, :, :1]) if name not in {"joined", "participation"}]


def test_all_33_recommended_actions_ship() -> None:
    codes = {action.code for action in library.actions().values()}
    assert codes == {f"{group}{number:02}" for group, most in (("R", 17), ("M", 6), ("S", 10)) for number in range(1, most + 1)}


def test_every_shipped_action_has_an_aim_or_a_reason() -> None:
    assert sorted([*AIMS, *WITHOUT_AN_AIM]) == ACTIONS


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_alone_changes_something_at_central_strength(name: str) -> None:
    assert moved(undisturbed(), alone(name, "central")) != []


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_alone_changes_no_bit_at_strength_0(name: str) -> None:
    assert changed(undisturbed(), alone(name, 0)) == []


@pytest.mark.parametrize("name", AIMS)
def test_an_action_moves_what_it_is_there_to_move_the_more_the_stronger_it_is(name: str) -> None:
    indicator, sign = AIMS[name]
    arms = [(None, "central"), (name, "low"), (name, "central"), (name, "high")]
    reached = [sign * in_the_early_years(*arm)[indicator] for arm in arms]
    assert reached == sorted(set(reached))


def test_twice_the_central_effect_is_not_the_central_effect() -> None:
    assert changed(alone("trustee-bank", "central"), alone("trustee-bank", 1)) == []
    assert moved(alone("trustee-bank", "central"), alone("trustee-bank", 2)) != []


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_of_neutral_effects_that_costs_no_time_is_neutral(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An effect of 0 means no change: what people may write has to run, and to do nothing but count members."""
    shipped = library.actions()[name]
    monkeypatch.setattr(library, "actions", lambda: {name: with_effects(shipped, {})})
    assert moved(undisturbed(), alone_now(name)) == []


def test_what_partners_win_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pools are finite: those who bid together gain what the others lose, but for money that nobody had asked for."""
    shared = setting("trend", scale=0.1)
    eager = plan({"action": "collaborative-bids", "start": 2003, "coverage": 0.5, "strength": 3})
    before = [tally(quarter) for quarter in watch(sector(shared), monkeypatch)]
    after = [tally(quarter) for quarter in watch(sector(shared, eager), monkeypatch)]
    joined = set().union(*(members for _, _, members in after))
    unspent = sum(left for _, left, _ in before)
    gain = held_by(after, joined, inside=True) - held_by(before, joined, inside=True)
    loss = held_by(before, joined, inside=False) - held_by(after, joined, inside=False)
    assert gain > 0.02 * held_by(before, joined, inside=True)
    assert loss > 0.8 * gain
    assert gain - loss <= unspent


def test_what_one_board_s_volunteers_gain_its_neighbours_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recruitment alone shares a district's newcomers out differently; it makes no more of them."""
    shipped = library.actions()["volunteering-pilots"]
    stronger = with_effects(shipped, {"recruitment": 1.0})
    monkeypatch.setattr(library, "actions", lambda: {shipped.id: stronger})
    shared = setting("trend", scale=0.1)
    helped = sector(shared, plan({"action": shipped.id, "start": 2003, "coverage": 0.3}))
    alone_ = sector(shared)
    for _ in range(12):
        helped.step()
        alone_.step()
    one, other = alone_.population, helped.population
    np.testing.assert_array_equal(one.identity, other.identity)
    joined = other.joined > 0
    gained = (other.volunteers - one.volunteers) * other.weight
    assert gained[joined].sum() > 0.03 * (one.volunteers * one.weight)[joined].sum()
    assert gained[~joined & one.open].sum() < 0
    assert abs(gained.sum(dtype=np.float64)) < 0.03 * gained[joined].sum(dtype=np.float64)


def alone_now(name: str) -> Values:
    """Return the readings with one action, as `library.actions` has it at the moment."""
    made: Plan = plan({"action": name, "start": 2003})
    return run(trend(), made)


def with_effects(action: Action, sizes: dict[str, float]) -> Action:
    """Return an action at work from its first quarter that costs no time, with these effects and none besides."""
    changed_levers = []
    for lever in action.levers:
        effects = [field for field in type(lever).model_fields if isinstance(getattr(lever, field), Effect)]
        size = sizes.get(getattr(lever, "quantity", ""), 0)
        changed_levers.append(lever.model_copy(update={field: Effect(value=size) for field in effects}))
    at_once = {"delay": Number(value=0), "ramp": Number(value=0), "days": None, "levers": tuple(changed_levers)}
    return action.model_copy(update=at_once)


Tally = tuple[dict[int, float], float, set[int]]


def tally(quarter: Quarter) -> Tally:
    """Return who held awards for how much, what pools left unspent, and who has joined."""
    paid = quarter.paid
    money = (paid.award.sum(axis=0, dtype=np.float64) * paid.weight / 4).tolist()
    left = sum(float((quarter.budget(kind) - quarter.paid_out(kind)).clip(0).sum()) for kind in Award)
    return dict(zip(paid.identity.tolist(), money, strict=True)), left, set(paid.identity[paid.joined > 0].tolist())


def held_by(quarters: list[Tally], members: set[int], *, inside: bool) -> float:
    """Return the money held over all quarters by members, or by everybody else."""
    return sum(money for held, _, _ in quarters for identity, money in held.items() if (identity in members) == inside)
