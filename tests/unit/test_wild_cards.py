"""Wild cards: what is said about bad ones, and what one does to a future: nothing before its year, something after."""

import json
from pathlib import Path

import pytest

from foresight.analysis.comparison import compare
from foresight.analysis.findings import read_findings
from foresight.ensemble.identity import content
from foresight.errors import InvalidInput
from foresight.model.run import simulate
from foresight.scenario import Date, Future, library
from foresight.scenario.wild_cards import from_text, with_cards
from tests.support.cli import call
from tests.support.paths import ROOT
from tests.support.scenarios import said_of

SHIPPED = ROOT / "scenarios" / "wild-cards"
PANDEMIC = (SHIPPED / "pandemic.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_four_that_people_name_ship_each_under_the_name_of_its_file_with_source_and_grade() -> None:
    known = library.wild_cards()
    assert {card.strikes.event for card in known.values()} == {"pandemic", "flood", "scandal", "agency-closes"}
    assert set(known) == {path.stem for path in SHIPPED.glob("*.yaml")}
    assert library.validate(*SHIPPED.glob("*.yaml")) == []
    assert all(card.source and card.grade for card in known.values())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("event: pandemic", "event: pandemik", "strikes.event: found 'pandemik'"),
        ("at: 2012-Q2", "at: 1999", "strikes.at: found 1999; expected a date from 2003 to 2022"),
        ("value: 1, low: 0.5, high: 2", "value: 11", "strikes.size: found 11; expected a number from 0 to 10"),
        ("grade: D", "grade: E", "grade: found 'E'"),
        ("strikes:", "strike:", "strikes: found nothing"),
        ("kind: wild-card", "kind: wildcard", "kind: found 'wildcard'"),
    ],
)
def test_a_bad_file_is_told_by_file_line_and_key(old: str, new: str, said: str) -> None:
    found = said_of(PANDEMIC.replace(old, new))
    assert any(one.startswith("bad.yaml:") and said in one for one in found), found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pandemi"], "--wild-card: found 'pandemi'; expected a wild card: agency-abolished"),
        (["flood=1999"], "--wild-card flood: found '1999'; expected a year from 2003 to 2022"),
        (["flood=soon"], "--wild-card flood: found 'soon'"),
        (["flood=2007-Q2"], "--wild-card flood: found '2007-Q2'"),
        (["flood", "flood=2010"], "--wild-card: found flood a second time"),
    ],
)
def test_bad_words_are_told(words: list[str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said[:20]) as caught:
        from_text(words, library.wild_cards())
    assert said in str(caught.value)


def test_words_give_each_card_its_year() -> None:
    assert from_text(["flood=2010", "scandal"], library.wild_cards()) == {"flood": 2010, "scandal": 2008}


def struck(name: str, **years: int) -> Future:
    return with_cards(library.future(name), {card.replace("_", "-"): year for card, year in years.items()}, library.wild_cards())


def test_a_struck_future_says_so_and_is_the_same_otherwise() -> None:
    found, usual = struck("trend", pandemic=2010, flood=2008), library.future("trend")
    assert found.title == f"{usual.title}, with a great flood in 2008 and a pandemic in 2010"
    assert found.drivers == usual.drivers
    assert [(one.event, one.at) for one in found.events] == [("flood", Date(2008, 3)), ("pandemic", Date(2010, 2))]
    assert Future.model_validate(found.model_dump()) == found
    assert struck("trend") is usual


def test_a_card_that_closes_the_agency_takes_the_place_of_the_futures_own_end() -> None:
    once = struck("trend", agency_abolished=2009)
    again = with_cards(once, {"agency-abolished": 2005}, library.wild_cards())
    assert [(one.event, one.at.year) for one in again.events] == [("agency-closes", 2005)]


@pytest.mark.parametrize("card", ["pandemic", "flood", "scandal", "agency_abolished"])
def test_nothing_changes_before_the_year_and_something_after(card: str) -> None:
    usual = simulate(library.future("trend"), library.plan("whole-programme"), scale=0.03)
    found = simulate(struck("trend", **{card: 2010}), library.plan("whole-programme"), scale=0.03)
    for years, alike in (("year < 2010", True), ("year >= 2010", False)):
        one, other = (each.table.query(years).reset_index(drop=True) for each in (found, usual))
        assert one.equals(other) is alike


def test_the_command_line_takes_a_card_and_says_which_future_that_was() -> None:
    words = ["compare", "trend", "--plan", "none", "--wild-card", "pandemic=2010", "--pairs", "1", "--scale", "0.03"]
    found = call(*words, "--workers", "1", "--json", "--quiet")
    assert found.code == 0, found.err
    assert '"future": "trend-with-pandemic"' in found.out
    assert "pandemic" in call("wild-cards").out


def test_the_record_tells_the_content_of_every_file_also_with_a_card(tmp_path: Path) -> None:
    words = ["compare", "funding-cliff", "--plan", "none", "--wild-card", "pandemic=2010", "--pairs", "1", "--scale", "0.02"]
    assert call(*words, "--workers", "1", "--quiet", "--out", str(tmp_path)).code == 0
    told = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    for name in ("futures/funding-cliff.yaml", "wild-cards/pandemic.yaml"):
        assert told[name] == library.content_hash(ROOT / "scenarios" / name)
    assert told["future funding-cliff-with-pandemic"] == content(struck("funding-cliff", pandemic=2010))
    found = read_findings(tmp_path)
    assert (found.future, found.changed) == (struck("funding-cliff", pandemic=2010), ())


def test_a_card_strikes_in_python_as_it_does_on_the_command_line() -> None:
    found = compare("trend", "none", pairs=1, scale=0.02, wild_cards=["flood"])
    assert found.future == struck("trend", flood=2007)
    assert {"futures/trend.yaml", "wild-cards/flood.yaml", "future trend-with-flood"} <= set(found.manifest["inputs"])
    mine = compare(library.future("trend"), "none", pairs=1, scale=0.02, wild_cards=["flood"])
    assert set(found.manifest["inputs"]) - set(mine.manifest["inputs"]) == {"futures/trend.yaml"}
    with pytest.raises(InvalidInput, match="flod"):
        compare("trend", "none", pairs=1, scale=0.02, wild_cards=["flod"])
