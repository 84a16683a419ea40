"""What to do first: the plan's own order, and by rules from the data what speaks for starting with which action."""

from collections.abc import Sequence

import pandas as pd

from foresight.analysis.direction import sign
from foresight.analysis.findings import Findings
from foresight.indicators.measures import INDICATORS
from foresight.presentation.naming import spoken
from foresight.presentation.report import assumed
from foresight.presentation.report.content import MISSING, Block, Grid, Points, Section, Text
from foresight.presentation.report.why import KINDS_OF_ACTION
from foresight.presentation.sentences import TOO_CLOSE, listed
from foresight.presentation.tables import plan_actions
from foresight.scenario.actions import Action
from foresight.scenario.assumptions import assumed_actions
from foresight.scenario.plans import PlanItem

SOON, MOST_NAMED = 1.0, 5
NEEDS = (
    ("joint", "joint work, such as a microcluster"),
    ("supported", "support bodies that reach them"),
    ("partnered", "joint projects"),
    ("min_trust", "trust among partners"),
    ("min_capacity", "members that can plan ahead"),
    ("ict", "members that use computers well"),
)
"""What an action presupposes of those who take part, by what it asks of them."""
NOTHING = "nothing"
NO_SHARE = frozenset({NOTHING, "next to nothing"})
"""What the section “Why” says of shares that are none."""
RULE = (
    "The rule: quick to work (within a year), not of the dearer half of the plan's actions, in need of nothing else first, and "
    "of these the best graded."
)


def what_first(findings: Findings) -> Section:
    """Tell which action to begin with, and why."""
    plan, actions = findings.plan, assumed_actions(assumed.assumptions(findings))
    order = sorted(plan.actions, key=lambda item: item.first_step)
    chosen = [(item, actions[item.action]) for item in order]
    blocks: list[Block] = [Points(("Nothing: the plan is empty.",))]
    if chosen:
        costs = plan_actions(plan, actions)["Cost a year"]
        rows = [(str(item.start), one.title, costs[one.title], _wait(one), one.grade, _needs(one)) for item, one in chosen]
        blocks = [
            Text(_early(chosen)),
            Text(_kinds(findings)),
            Grid("The plan's own order", ("From", "Action", "Cost a year", "Works after", "Grade", "Needs first"), tuple(rows)),
        ]
    return Section(
        id="first",
        title="What to do first",
        blocks=tuple(blocks),
        say="First actions should be early wins in uncontentious areas; that is what the study advises.",
        ask="What could we start next month, with whom, and how will we know that it worked?"
        if chosen
        else "Which action would you put into a plan first, and why that one?",
    )


def early_wins(chosen: Sequence[tuple[PlanItem, Action]]) -> list[str]:
    """Return the titles of the actions that are quick, cheap, well graded and presuppose nothing, in the plan's order."""
    costs = sorted(_cost(item, action) for item, action in chosen)
    dearest = costs[(len(costs) - 1) // 2]
    quick = [one for item, one in chosen if one.delay.value <= SOON and _cost(item, one) <= dearest and not _presupposes(one)]
    best = min((one.grade for one in quick), default="")
    return [one.title for one in quick if one.grade == best]


def _cost(item: PlanItem, action: Action) -> float:
    """Return what an action costs in its first year and to set up, in GBP thousand."""
    return item.cost(action) + (action.set_up.cost.value if action.set_up.cost is not None else 0.0)


def _early(chosen: Sequence[tuple[PlanItem, Action]]) -> str:
    """Name the early wins."""
    found = early_wins(chosen)
    if not found:
        return f"No action of this plan is an early win. {RULE}"
    return f"Early wins: {listed(found, MOST_NAMED)}. {RULE}"


def _kinds(findings: Findings) -> str:
    """Say which kind of action adds most to what, as far as that is certain."""
    shares = findings.parts.get("kinds")
    if shares is None:
        return f"Which kind of action adds most: {MISSING}"
    said = [
        f"{INDICATORS[str(name)].title.lower()}: {_most(part, str(name))}"
        for name, part in shares.groupby("indicator", sort=False)
    ]
    return f"Which kind of action adds most, taken together in any order ({'; '.join(said)}). The section “Why” has the numbers."


def _most(part: pd.DataFrame, indicator: str) -> str:
    """Return the kind that adds most in the better direction for certain."""
    way = sign(indicator)
    told = pd.Series([spoken(one["share"], one["low"], one["high"], one["unit"]) for one in part.to_dict("records")], part.index)
    if set(told) <= NO_SHARE:
        return "none adds anything" if set(told) == {NOTHING} else "none adds more than next to nothing"
    certain = part[(part["low"] * way > 0) & (part["high"] * way > 0) & ~told.isin(NO_SHARE)]
    if not len(certain):
        return TOO_CLOSE.lower()
    best = str(certain.sort_values("share", ascending=way < 0)["kind"].iloc[0])
    return KINDS_OF_ACTION.get(best, best)


def _wait(action: Action) -> str:
    return "at once" if action.delay.value == 0 else f"{action.delay.value:g} year{'' if action.delay.value == 1 else 's'}"


def _presupposes(action: Action) -> list[str]:
    """Return what has to be there before an action can do something."""
    found = [words for name, words in NEEDS if getattr(action.eligibility, name) not in {None, False}]
    return [*found, *(["the development agency"] if action.depends_on else [])]


def _needs(action: Action) -> str:
    return listed(_presupposes(action) or ["nothing"])
