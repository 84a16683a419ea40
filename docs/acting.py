"""The generated tables of plans, actions, levers and the quantities that they change."""

from docs.tables import family, plain, table
from foresight.model.adjustments import QUANTITIES
from foresight.scenario import library
from foresight.scenario.actions import Action, Lever
from foresight.scenario.eligibility import Eligibility

GROUPS = "RMS"  # the letters of the groups of actions, in their order
COMBINED = {"stack": "1 - (1 - a)(1 - b)", "add": "a + b"}


def plans() -> str:
    """Return every plan that ships."""
    known = library.actions()
    rows = []
    for id_, plan in library.plans().items():
        steps = ", ".join(f"`{item.action}` from {item.start}" for item in plan.actions)
        rows.append((f"`{id_}`", plan.title, plan.rule, steps, f"{max(plan.costs(known).values()):.3f}"))
    return table(("name", "title", "rule", "actions", "most spent in a year, GBP m"), rows)


def actions() -> str:
    """Return every action: what it lowers, cost, reach and timing."""
    rows = []
    for one in in_order():
        timing = f"{plain(one.delay.value)} / {plain(one.ramp.value)} / {plain(one.decay.value)}"
        reach = f"{one.uptake.coverage.value:.3g}" + ("" if one.reaches == "members" else ", without joining")
        days = plain(one.days.value) if one.days is not None else "-"
        lowers = ", ".join(one.barriers)
        rows.append((one.code, f"`{one.id}`", lowers, _cost(one), _open_to(one), reach, days, timing, one.side_effects))
    money, timed = "GBP thousand a year", "delay / ramp (years) / decay (a year)"
    heading = ("code", "action", "lowers", money, "open to", "share reached", "days a year", timed, "side effects")
    return table(heading, rows)


def in_order() -> list[Action]:
    """Return the actions in the order of their codes: regional, microclusters, roll-out."""
    return sorted(library.actions().values(), key=lambda action: (GROUPS.find(action.code[0]), action.code))


def _cost(action: Action) -> str:
    told = [plain(action.cost.value) + (" a unit" if action.units else "")]
    if action.free_after is not None:
        part = "itself" if action.recovers is None else f"{action.recovers.value:.0%} of it"
        told.append(f"pays for {part} after {plain(action.free_after.value)} years")
    if action.set_up.cost is not None:
        told.append(f"{plain(action.set_up.cost.value)} once")
    if action.set_up.failure is not None:
        told.append(f"fails to be set up: {action.set_up.failure.value:.0%}")
    return ", ".join(told)


def _open_to(action: Action) -> str:
    odds = [f"{name.replace('_', '-')} x {plain(tilt.value)}" for name, tilt in action.uptake.odds.items()]
    return who(action.eligibility) + (f" (odds: {', '.join(odds)})" if odds else "")


def who(rule: Eligibility) -> str:
    """Return a rule in words, such as `registered: yes; min income: 10,000`."""
    told = [f"{key.replace('_', ' ')}: {_word(value)}" for key, value in rule if value is not None]
    return "; ".join(told or ["all"])


def _word(value: bool | float) -> str:  # noqa: FBT001 - a value as it was found
    return ("yes" if value else "no") if isinstance(value, bool) else plain(value)


def action_effects() -> str:
    """Return every effect of every action: weak, central and strong."""
    rows = []
    for action in in_order():
        for lever, changed, one in action.effects:
            sizes = (plain(one.low), plain(one.value), plain(one.high))
            rows.append((f"`{action.id}`", f"`{lever}`", f"`{changed}`", *sizes, one.unit, one.grade))
    return table(("action", "lever", "what it changes", "weak", "central", "strong", "unit", "grade"), rows)


def levers() -> str:
    """Return every lever that an action can pull."""
    return family(Lever.members())


def quantities() -> str:
    """Return every quantity that the lever `change` can change."""
    rows = [
        (f"`{name}`", one.meaning, one.unit, f"{plain(one.least)} to {plain(one.most)}", COMBINED[one.combine])
        for name, one in QUANTITIES.items()
    ]
    return table(("quantity", "what it is", "unit", "range", "two effects a and b make"), rows)
