"""The report's opening: the question, the future, and the plan with its cost and what it asks of people."""

from collections.abc import Mapping

from foresight.analysis.findings import Findings
from foresight.presentation import asking, tables
from foresight.presentation.report import assumed
from foresight.presentation.report.content import Grid, Points, Section, Text
from foresight.presentation.sentences import listed
from foresight.scenario.actions import Action
from foresight.scenario.assumptions import assumed_actions
from foresight.scenario.drivers import DRIVERS
from foresight.scenario.plans import Plan

NOTEWORTHY = 6
"""Drivers that are told of in the paragraph on the future's course."""


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
            Text("No probability is attached to it. It is one of several, and a plan should be tried in more than one."),
            *([Text(strikes)] if strikes else []),
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
    return f"In all: {tables.plan_in_short(plan, actions)}; £{sum(spent):.1f} million over {years}."


def the_plan(findings: Findings) -> Section:
    """Tell what the plan does, what it costs, and what it asks of people."""
    plan, actions = findings.plan, assumed_actions(assumed.assumptions(findings))
    points = [_in_all(plan, actions)]
    if plan.budget is not None:
        points.append(f"The budget is £{plan.budget.value:.2f} million a year.")
    groups = sorted({actions[item.action].group for item in plan.actions})
    if groups:
        points.append(f"Kinds of action: {listed(groups)}.")
    effects = [
        f"{actions[item.action].title}: {actions[item.action].side_effects}" for item in plan.actions if item.action in actions
    ]
    return Section(
        id="plan",
        title=f"The plan: {plan.title}",
        blocks=(
            Text(plan.summary),
            Points(tuple(points)),
            Grid.of("What is done, from when, and for how much", tables.plan_actions(plan, actions)),
            *([Grid.of("What taking part asks of organisations", asking.asks(plan, actions))] if groups else []),
            Text("What else it does:"),
            Points(tuple(effects) or ("Nothing: the plan is empty.",)),
        ),
        say="Go through the actions one by one. Say what each would ask of the people in the room.",
        ask="Who would have to do what for this to happen? Who is not in the room?",
    )
