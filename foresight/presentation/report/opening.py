"""The report's opening: the question, the future, and the plan with its cost and what it asks of people."""

from collections.abc import Mapping

from foresight.analysis.findings import Findings
from foresight.presentation import asking, tables
from foresight.presentation.report import assumed
from foresight.presentation.report.content import Block, Grid, Points, Section, Text
from foresight.presentation.report.why import KINDS_OF_ACTION
from foresight.presentation.sentences import listed
from foresight.scenario.actions import Action
from foresight.scenario.assumptions import assumed_actions
from foresight.scenario.drivers import DRIVERS
from foresight.scenario.plans import THOUSANDS_IN_A_MILLION, Plan

MOST_AT_A_GLANCE, DEAREST = 8, 2
"""Actions that a table tells at a glance; of more, the plan is told in brief first, with so many of each kind by name."""
BRIEF = "The plan in brief"


def question(findings: Findings) -> Section:
    """Say what was asked."""
    future, plan = findings.future, findings.plan
    otherwise = assumed.in_short(findings)
    return Section(
        id="question",
        title="The question",
        blocks=(
            Text(
                f"If the world goes the way of “{future.title}”, what would the plan “{plan.title}” change for the voluntary "
                "sector of the East Midlands by 2022, for whom, and at what price?"
            ),
            Text(
                f"{_courses(findings.pairs)} lived through twice in a computer model, without and with "
                "the plan, with the same good and bad luck. What differs between the two is what the plan does."
            ),
            *([Text(otherwise)] if otherwise else []),
        ),
        say="Explain that nothing here is a forecast: it is a way to think through a choice before making it.",
        ask="Before we look: what do you expect to change, and for whom? Write down one thing.",
    )


def _courses(pairs: int) -> str:
    """Say how many courses of events there were, one or many."""
    return f"The same {pairs} courses of events were" if pairs > 1 else "One course of events was"


def the_future(findings: Findings) -> Section:
    """Tell the future in a paragraph, and how the outside forces move."""
    future = findings.future
    table = tables.driver_sources(future, assumed.assumptions(findings))[["In", "2002", "2022"]]
    strikes = assumed.strikes(findings)
    return Section(
        id="future",
        title=f"The future: {future.title}",
        blocks=(
            Text(future.summary),
            *([Text(strikes)] if strikes else []),
            Text("No probability is attached to it. It is one of several, and a plan should be tried in more than one."),
            Grid.of(f"How the {len(DRIVERS)} outside forces move in this future", table),
        ),
        say="Read the paragraph aloud. Explain one or two of the forces that your group knows best.",
        ask="Which of these do you recognise already? What is missing?",
    )


def _in_all(plan: Plan, actions: Mapping[str, Action]) -> str:
    """Say what a plan costs in all."""
    if not plan.actions:
        return "It has no actions and costs nothing."
    spent = [cost for cost in plan.costs(actions).values() if cost > 0]
    years = f"{len(spent)} year{'' if len(spent) == 1 else 's'}"
    return f"In all: {tables.plan_in_short(plan, actions)}; £{sum(spent):.1f} million planned over {years}."


def _in_brief(plan: Plan, actions: Mapping[str, Action]) -> list[Block]:
    """Tell a plan of many actions in a short table by kind of action, and what taking part asks in all in a sentence."""
    if len(plan.actions) <= MOST_AT_A_GLANCE:
        return []
    found: dict[str, list[tuple[float, str]]] = {kind: [] for kind in KINDS_OF_ACTION}
    for item in plan.actions:
        action = actions[item.action]
        found.setdefault(action.group, []).append((sum(item.spent(action).values()) / THOUSANDS_IN_A_MILLION, action.title))
    rows = [(KINDS_OF_ACTION.get(kind, kind), *_kind_in_brief(costs)) for kind, costs in found.items() if costs]
    if len(rows) > 1:
        rows.append(("All together", *_kind_in_brief([one for costs in found.values() for one in costs])))
    columns = ("Kind of action", "Actions", "Over all years", "The dearest")
    return [Grid(BRIEF, columns, tuple(rows)), Text(_days_asked(plan, actions))]


def _kind_in_brief(costs: list[tuple[float, str]]) -> tuple[str, str, str]:
    """Say how many actions there are, what they cost in all, and which are the dearest."""
    dearest = [title for _, title in sorted(costs, key=lambda one: -one[0])[:DEAREST]]
    return str(len(costs)), f"£{sum(cost for cost, _ in costs):.1f} million", listed(dearest)


def _days_asked(plan: Plan, actions: Mapping[str, Action]) -> str:
    """Say how many actions ask for days of those who take part, and which asks for most."""
    days = {actions[item.action].title: asking.days_asked(actions[item.action]) for item in plan.actions}
    asked = {title: number for title, number in days.items() if number > 0}
    if not asked:
        return "No action asks for days of those who take part."
    most = max(asked.values())
    titles = [title for title, number in asked.items() if number == most]
    count = f"All {len(days)} actions ask" if len(asked) == len(days) else f"{len(asked)} of the {len(days)} actions ask"
    whose = f"“{titles[0]}”" if len(titles) == 1 else f"{len(titles)} of them, such as “{titles[0]}”"
    of_each = f"The most is {most:g} day{'' if most == 1 else 's'} a year of each member, asked by {whose}."
    return f"{count}{'s' if len(asked) == 1 else ''} for days of those who take part. {of_each}"


def the_plan(findings: Findings) -> Section:
    """Tell what the plan does, what it costs, and what it asks of people."""
    plan, actions = findings.plan, assumed_actions(assumed.assumptions(findings))
    points = [_in_all(plan, actions)]
    if plan.budget is not None:
        points.append(f"The budget is £{plan.budget.value:.2f} million a year.")
    groups = sorted({actions[item.action].group for item in plan.actions})
    if groups:
        points.append(f"Kinds of action: {listed(groups)}.")
    effects = [f"{actions[item.action].title}: {actions[item.action].side_effects}" for item in plan.actions]
    return Section(
        id="plan",
        title=f"The plan: {plan.title}",
        blocks=(
            Text(plan.summary),
            Points(tuple(points)),
            *_in_brief(plan, actions),
            Grid.of("What is done, from when, and for how much", tables.plan_actions(plan, actions)),
            *([Grid.of("What taking part asks of organisations", asking.asks(plan, actions))] if groups else []),
            Text("What else it does:"),
            Points(tuple(effects) or ("Nothing: the plan is empty.",)),
        ),
        say="Go through the actions one by one. Say what each would ask of the people in the room."
        if plan.actions
        else "There is no plan here. What follows is what this future brings if nobody does anything.",
        ask="Who would have to do what for this to happen? Who is not in the room?"
        if plan.actions
        else "What would you do about this future? Who would have to be in the room?",
    )
