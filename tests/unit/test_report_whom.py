"""For whom, in a report: who is told to lose, of how many pairs, and what the account of a plan says."""

from collections.abc import Hashable
from dataclasses import replace

import pandas as pd
import pytest

import foresight
from foresight.analysis.findings import Findings
from foresight.indicators.segments import MOVED_BY_PLANS, Segments
from foresight.population.baseline import load
from foresight.presentation.report.compose import compose
from foresight.presentation.report.results import _entry, _over_all_years, _priced
from foresight.scenario import library
from foresight.scenario.plans import Plan
from tests.support.findings import findings
from tests.support.told import grids, texts, with_record

ENDS = ("p10", "p50", "p90")


def few(found: Findings, pairs: int) -> Findings:
    """Return findings as of fewer pairs."""
    return with_record(found, pairs=pairs)


def of_kind(found: Findings, kind: str, groups: tuple[str, str]) -> Findings:
    """Return findings whose groups by place are groups of another kind."""
    renamed = {"segment_kind": {"place": kind}, "segment": dict(zip(("rural", "urban"), groups, strict=True))}
    return replace(found, table=found.table.replace(renamed))


def test_groups_that_the_plan_itself_moves_are_not_told_as_worse_off() -> None:
    made = findings((-30.0, -20.0, -10.0))
    for kind, pair in (("support", ("unsupported", "supported")), ("size", ("GBP 10k-100k", "GBP 100k-1m"))):
        said = texts(compose(of_kind(made, kind, pair)), "whom")
        assert "such as those with support or those of one income band, are not told of here" in said
        assert "fewer volunteers" not in said
    assert "By county, Derby: 20 fewer volunteers." in texts(compose(of_kind(made, "county", ("Derby", "Rutland"))), "whom")


def test_kinds_that_a_plan_moves_are_the_only_ones_that_change_while_an_organisation_lives() -> None:
    known = {kind.id for kind in Segments.of(load()).kinds}
    by_birth = {"all", "county", "place", "leadership", "activity", "population", "age", "beneficiary", "members"}
    assert known == MOVED_BY_PLANS | by_birth  # a further kind has to be thought about


def test_of_few_pairs_nobody_is_called_worse_off_or_not_worse_off() -> None:
    said = texts(compose(few(findings((-30.0, -20.0, -10.0)), 4)), "whom")
    assert "Too early to say who is worse off: there are fewer than 5 pairs of runs." in said
    assert "No group comes out clearly worse" not in said
    nothing = texts(compose(replace(few(findings((0.0, 0.0, 0.0)), 2), plan=Plan.none())), "whom")
    assert "No group comes out clearly worse" in nothing
    assert "because of the plan" not in nothing


def test_groups_by_income_are_said_to_be_entered_and_left() -> None:
    said = {picture.id: picture.sentence for picture in compose(findings()).pictures}
    assert {name for name, sentence in said.items() if "Organisations move from group to group, too" in sentence} == {
        "income-size"
    }


@pytest.mark.parametrize(("pairs", "head"), [(3, "In 3 pairs"), (5, "In 8 of 10 pairs")])
def test_what_holds_over_all_years_is_said_of_as_many_pairs_as_there_are(pairs: int, head: str) -> None:
    everybody: dict[Hashable, object] = {"organisations": 14_810}
    everybody |= {f"{name}_{end}": value for name in ("worse", "better") for end, value in zip(ENDS, (90, 100, 120), strict=True)}
    half = pd.DataFrame([{**dict.fromkeys(ENDS, -49.0), "pairs": pairs}])
    grid = _over_all_years(everybody, half, pairs)
    assert grid.columns == ("", "Middle", head)
    assert grid.rows[1][1:] == ("100", "90 to 120")
    assert grid.rows[3][1:] == ("minus 49.0%", "about the same in each")


def test_the_account_says_in_words_who_gains_and_who_loses() -> None:
    def entry(name: str, middle: float) -> str:
        band: dict[Hashable, object] = {
            f"{name}_{end}": middle + more for end, more in (("p10", -10.0), ("p50", 0.0), ("p90", 10.0))
        }
        return _entry({"outcome": "jobs", "unit": "jobs", **band}, name)

    assert (entry("gross_gain", 360.0), entry("gross_gain", -30.0)) == ("gain 360", "lose 30")
    assert (entry("displacement", 30.0), entry("displacement", -30.0)) == ("lose 30", "gain 30")
    assert (entry("deadweight", -30.0), entry("net_gain", 0.0)) == ("a loss of 30", "nothing")
    priced: dict[Hashable, object] = {"net_gain_p10": 5.0, "net_gain_p50": 12.0, "cost_per_net_gbp_p50": 1_200_000.0}
    assert _entry({**priced, "outcome": "income"}, "cost_per_net_gbp") == "£1,200,000 for one million pounds of income a year"
    assert _entry({**priced, "outcome": "jobs"}, "cost_per_net_gbp") == "£1,200,000 for one paid job"


def test_the_account_says_that_each_number_is_a_middle_of_its_own() -> None:
    made = foresight.compare("funding-cliff", "first-steps", pairs=2, scale=0.03)
    report = compose(Findings.of(made))
    assert "a middle of its own" in texts(report, "whom")
    cells = [cell for row in grids(report, "whom")["Gain, displacement and cost in 2022"].rows for cell in row]
    assert [cell for cell in cells if "minus" in cell] == []


@pytest.mark.parametrize(
    ("spent", "said"),
    [
        (None, "takes the plan's whole cost, {planned} at 2002 prices."),
        (0.4, "takes what was spent in the runs: £0.4 million at 2002 prices, of the {planned} planned."),
        (99.0, "takes what was spent in the runs: £99.0 million at 2002 prices; {planned} were planned."),
    ],
)
def test_what_was_spent_is_told_from_what_was_planned(spent: float | None, said: str) -> None:
    plan = library.plan("first-steps")
    cost = sum(plan.costs(library.actions()).values())
    planned = f"£{cost:.1f} million"
    assert said.format(planned=planned) in _priced(findings(), cost if spent is None else spent)
    assert f"{planned} planned over" in texts(compose(findings()), "plan")
