"""Does every kind of bad input get one clear message, and never a traceback?"""

import os
from pathlib import Path

import pytest

import foresight.scenario.experiments  # noqa: F401 - adds its kind of file to those that are named
from foresight.config.source import MAX_BYTES, MAX_DEPTH, MAX_VALUES
from foresight.errors import InvalidInput
from foresight.scenario import library
from tests.support import scenarios
from tests.support.scenarios import future_with, said_of

PLAN = """\
kind: plan
id: mine
title: Mine
summary: A plan of mine.
actions:
  - {action: gentle-nudge, start: 2004, end: 2010}
"""


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return scenarios.open_library(tmp_path, monkeypatch)


def test_the_good_plan_that_is_spoilt_below_is_good() -> None:
    assert said_of(PLAN) == []


LINES = "expected lines such as `key: value`, indented with spaces."
DATE = "expected a year such as 2005, or a quarter such as 2005-Q2"
STRENGTH = "expected low, central, high or a number from 0 to 10"
KEYS = "expected kind, id, title, summary, budget, rule, actions, source or grade"
OVERSPENT = "4: budget: found actions that cost GBP 0.100 m from 2004 to 2006; expected at most GBP 0.090 m a year."
ACTIONS = "expected a known action: gentle-nudge or shared-table"

NOT_A_YAML_FILE = {
    "empty": ("", "bad.yaml:1: found an empty file; expected keys with values at the top, such as `kind: future`."),
    "only a comment": (
        "# hello\n",
        "bad.yaml:1: found an empty file; expected keys with values at the top, such as `kind: future`.",
    ),
    "only nothing": (
        "---\n~\n",
        "bad.yaml:1: found a single value; expected keys with values at the top, such as `kind: future`.",
    ),
    "a list": ("- a\n- b\n", "bad.yaml:1: found a list; expected keys with values at the top, such as `kind: future`."),
    "not UTF-8": (
        b"kind: plan\nid: caf\xe9\n",
        "bad.yaml:2: found bytes that are not UTF-8 text; expected a YAML file saved as UTF-8.",
    ),
    "UTF-16": (
        "kind: plan".encode("utf-16"),
        "bad.yaml:1: found bytes that are not UTF-8 text; expected a YAML file saved as UTF-8.",
    ),
    "two documents": (
        PLAN + "---\nkind: plan\n",
        "bad.yaml:7: found a second document (`---`); expected one document in a file.",
    ),
    "a control character": (
        "kind: plan\nid: \x07\n",
        "bad.yaml:2: found a character that YAML does not allow (number 7); " + LINES,
    ),
    "too large": ("# " + "x" * MAX_BYTES, "bad.yaml: found a file of more than 1 MB; expected a YAML file of at most 1 MB."),
    "too deep": (
        "kind: " + "[" * 5000,
        f"bad.yaml:1: found values nested more than {MAX_DEPTH} deep; expected a file that a person could read.",
    ),
    "too many values": (
        "kind: [" + "1," * MAX_VALUES + "]",
        f"bad.yaml:1: found more than {MAX_VALUES} values; expected a file that a person could read.",
    ),
}


@pytest.mark.parametrize(("content", "message"), NOT_A_YAML_FILE.values(), ids=NOT_A_YAML_FILE)
def test_a_file_that_is_no_yaml_file_gets_one_message(content: str | bytes, message: str) -> None:
    assert said_of(content) == [message]


@pytest.mark.parametrize("content", ["a: b: c\n", "a: [1, 2\n", "a:\n\t- b\n", "a: 'open\n", "a: *\n", "a: !x!y b\n"])
def test_broken_yaml_gets_one_message_with_its_line(content: str) -> None:
    (message,) = said_of(content)
    assert message.startswith("bad.yaml:")
    assert message.split(":")[1].isdigit()
    assert "found text that YAML cannot read (" in message


def test_a_missing_file_a_folder_and_a_special_file_are_told_apart(tmp_path: Path) -> None:
    said_of(PLAN)
    (tmp_path / "folder").mkdir()
    assert [str(problem) for problem in library.validate("bed.yaml", "folder", "none/bad.yaml", os.devnull)] == [
        "bed.yaml: found no such file; expected a YAML file. Did you mean bad.yaml?",
        "folder: found a folder; expected a YAML file.",
        "none/bad.yaml: found no such file; expected a YAML file.",
        f"{os.devnull}: found something that is not a regular file; expected a YAML file.",
    ]


def test_a_billion_laughs_are_refused_before_they_are_heard() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    said = said_of("kind: plan\n" + "\n".join(lines) + "\n")
    assert "bad.yaml:2: a0: found the anchor &a0; expected a plain value without an anchor." in said
    assert all("found" in message for message in said)


REFUSED = {
    "a tag": ("title: Mine", "title: !!python/object/apply:os.getcwd []", "title: found the tag !!python/object/apply:os.getcwd"),
    "a harmless tag": ("title: Mine", "title: !!str Mine", "title: found the tag !!str"),
    "an anchor": ("title: Mine", "title: &here Mine", "title: found the anchor &here"),
    "a word that is a truth": ("title: Mine", "title: off", "title: found the word off, which YAML reads as true or false"),
    "an octal number": ("start: 2004", "start: 02004", "start: found the number 02004, which can be misread"),
    "underscores": ("start: 2004", "start: 2_004", "Did you mean 2004?"),
    "base sixty": ("start: 2004", "start: 33:24", "start: found the number 33:24, which can be misread"),
    "hexadecimal": ("start: 2004", "start: 0x7d4", "start: found the number 0x7d4, which can be misread"),
    "an endless number": ("start: 2004", "start: " + "9" * 5000, "start: found the number 9999"),
    "a merge key": ("title: Mine", "title: Mine\n<<: {id: other}", "found the merge key <<"),
    "a list as a key": ("title: Mine", "title: Mine\n? [a, b]\n: c", "found a list or mapping used as a key"),
    "nothing as a key": ("title: Mine", "title: Mine\n~: c", "found nothing as a key"),
    "a key twice": ("title: Mine", "title: Mine\ntitle: Yours", "title: found this key a second time (first on line 3)"),
}


@pytest.mark.parametrize(("good", "bad", "message"), REFUSED.values(), ids=REFUSED)
def test_what_yaml_would_quietly_change_is_refused(good: str, bad: str, message: str) -> None:
    (said,) = said_of(PLAN.replace(good, bad))
    assert message in said


def test_an_alias_is_refused_where_it_stands() -> None:
    assert said_of(PLAN.replace("title: Mine", "title: &here Mine").replace("A plan of mine.", "*here")) == [
        "bad.yaml:3: title: found the anchor &here; expected a plain value without an anchor.",
        "bad.yaml:4: summary: found the alias *here; expected the value written out.",
    ]


WRONG_VALUES = {
    "unknown key": (
        "title: Mine",
        "title: Mine\nbugdet: 1",
        f"4: bugdet: found the unknown key 'bugdet'; {KEYS}. Did you mean budget?",
    ),
    "missing key": ("title: Mine\n", "", "1: title: found nothing; expected its name for people."),
    "nothing": ("title: Mine", "title:", "3: title: found nothing; expected text."),
    "empty text": ("title: Mine", "title: '  '", "3: title: found an empty text; expected some text."),
    "number for text": ("title: Mine", "title: 12", "3: title: found 12; expected text."),
    "date for text": ("title: Mine", "title: 2005-01-01", "3: title: found the date 2005-01-01; expected text."),
    "capital letters in an id": (
        "id: mine",
        "id: My Plan",
        "2: id: found the text 'My Plan'; expected lower-case letters, digits and hyphens.",
    ),
    "text for a list": (
        "actions:\n  - {action: gentle-nudge, start: 2004, end: 2010}\n",
        "actions: none\n",
        "5: actions: found the text 'none'; expected a list.",
    ),
    "before the years of the model": (
        "start: 2004",
        "start: 1999",
        "6: actions[0].start: found 1999; expected a date from 2003 to 2022, the years in which a plan can act.",
    ),
    "after the years of the model": (
        "end: 2010",
        "end: 2023-Q1",
        "6: actions[0].end: found 2023-Q1; expected a date from 2003 to 2022, the years in which a plan can act.",
    ),
    "quoted year": (
        "start: 2004",
        "start: '2004'",
        f"6: actions[0].start: found the text '2004'; {DATE}. Did you mean 2004?",
    ),
    "a day": (
        "start: 2004",
        "start: 2004-05-01",
        f"6: actions[0].start: found the date 2004-05-01; {DATE}. Did you mean 2004-Q2?",
    ),
    "a broken year": (
        "start: 2004",
        "start: 2004.5",
        f"6: actions[0].start: found 2004.5; {DATE}. Did you mean 2004-Q3?",
    ),
    "a quarter in another spelling": (
        "start: 2004",
        "start: 2004q2",
        f"6: actions[0].start: found the text '2004q2'; {DATE}. Did you mean 2004-Q2?",
    ),
    "end before start": (
        "end: 2010",
        "end: 2003-Q4",
        "6: actions[0].end: found 2003-Q4; expected the start, 2004, or a later date.",
    ),
    "misspelt strength": (
        "end: 2010",
        "strength: hihg",
        f"6: actions[0].strength: found the text 'hihg'; {STRENGTH}. Did you mean high?",
    ),
    "negative strength": (
        "end: 2010",
        "strength: -1",
        f"6: actions[0].strength: found -1; {STRENGTH}.",
    ),
    "truth for a number": ("end: 2010", "coverage: true", "6: actions[0].coverage: found true; expected a number."),
    "quoted number": (
        "end: 2010",
        "coverage: '0.5'",
        "6: actions[0].coverage: found the text '0.5'; expected a number. Did you mean 0.5?",
    ),
    "no number": ("end: 2010", "coverage: .nan", "6: actions[0].coverage: found nan; expected a finite number."),
    "endless": ("end: 2010", "coverage: .inf", "6: actions[0].coverage: found inf; expected a finite number."),
    "more than all": ("end: 2010", "coverage: 1.5", "6: actions[0].coverage: found 1.5; expected at most 1."),
    "half a unit": ("end: 2010", "units: 1.5", "6: actions[0].units: found 1.5; expected a whole number."),
    "negative budget": (
        "end: 2010",
        "budget: -5",
        "6: actions[0].budget: found -5; expected a number from 0 to 1e+06, with its whole range.",
    ),
    "disordered range": (
        "end: 2010",
        "budget: {value: 5, low: 6, high: 7}",
        "6: actions[0].budget: found low 6, value 5 and high 7; expected low <= value <= high.",
    ),
    "unknown grade": (
        "end: 2010",
        "budget: {value: 5, grade: a}",
        "6: actions[0].budget.grade: found 'a'; expected A, B, C or D. Did you mean A?",
    ),
    "unknown action": (
        "gentle-nudge",
        "gentle-nugde",
        f"6: actions[0].action: found 'gentle-nugde'; {ACTIONS}. Did you mean gentle-nudge?",
    ),
    "units of what has none": (
        "end: 2010",
        "units: 2",
        "6: actions[0].units: found 2; expected no units, since this action does not come in units.",
    ),
    "too dear": (
        "title: Mine",
        "title: Mine\nbudget: 0.09",
        OVERSPENT,
    ),
    "a character that no report can show": (
        "title: Mine",
        'title: "Mi\\0ne"',
        "3: title: found text with the character U+0000, which cannot be shown; expected text of letters, digits and signs.",
    ),
    "writing turned round": (
        "title: Mine",
        'title: "Mi\\u202Ene"',
        "3: title: found text with the character U+202E, which cannot be shown; expected text of letters, digits and signs.",
    ),
    "a title without end": (
        "title: Mine",
        f"title: {'long ' * 50}",
        "3: title: found the text 'long long long long long long long lo...'; expected at most 200 characters.",
    ),
    "a quote that is left open": (
        "title: Mine",
        'title: "Mine',
        f"3: found text that YAML cannot read (found unexpected end of stream); {LINES}",
    ),
    "a day that does not exist": (
        "end: 2010",
        "end: 2005-13-45",
        "6: actions[0].end: found the text '2005-13-45'; expected a year such as 2005, or a quarter such as 2005-Q2.",
    ),
    "a year with a point": (
        "end: 2010",
        "end: 2010.0",
        "6: actions[0].end: found 2010; expected a year such as 2005, or a quarter such as 2005-Q2. Did you mean 2010?",
    ),
    "an action twice": (
        "end: 2010}\n",
        "end: 2010}\n  - {action: gentle-nudge, start: 2012}\n",
        "7: actions[1].action: found 'gentle-nudge' a second time; expected each action once.",
    ),
}


@pytest.mark.parametrize(("good", "bad", "message"), WRONG_VALUES.values(), ids=WRONG_VALUES)
def test_a_wrong_value_in_a_plan_gets_this_message(good: str, bad: str, message: str) -> None:
    assert said_of(PLAN.replace(good, bad, 1)) == [f"bad.yaml:{message}"]


WRONG_PROFILES = {
    "unknown kind": (
        "{kind: linaer}",
        ".kind: found 'linaer'; expected constant, csv, linear, logistic, phase_out, pulse or step. Did you mean linear?",
    ),
    "no kind": ("{value: 1}", ".kind: found nothing; expected constant, csv, linear, logistic, phase_out, pulse or step."),
    "not a mapping": (
        "16.1",
        ": found 16.1; expected keys with values, among them kind: constant, csv, linear, logistic, phase_out, pulse or step.",
    ),
    "one point": ("{kind: linear, points: {2002: 1}}", ".points: found 1 of them; expected at least 2 of them."),
    "a point that cannot be read": (
        "{kind: linear, points: {2002: 1, true: 2}}",
        ".points: found true as a key; expected a word or a year as a key.",
    ),
    "one quarter twice": (
        "{kind: linear, points: {2002: 1, 2005: 2, 2005-Q4: 3}}",
        ".points.2005-Q4: found 2005-Q4, the same quarter as 2005 (a year means its last quarter); expected each date once.",
    ),
    "before the start": (
        "{kind: linear, points: {2002-Q3: 1, 2005: 2}}",
        ".points.2002-Q3: found 2002-Q3; expected a date from the end of 2002 to 2022, the years of the model.",
    ),
    "phase-out backwards": (
        "{kind: phase_out, start: 2010, end: 2010, from: 20, remaining: 0.1}",
        ".end: found 2010; expected a date after the start, 2010.",
    ),
    "more left than there was": (
        "{kind: phase_out, start: 2010, end: 2012, from: 20, remaining: 1.1}",
        ".remaining: found 1.1; expected a number from 0 to 1, with its whole range.",
    ),
    "the Python name of a key": (
        "{kind: phase_out, start: 2010, end: 2012, from: 20, remaining: 0.1, level: 20}",
        ".level: found the unknown key 'level'; expected kind, start, end, from or remaining.",
    ),
    "out of bounds": (
        "{kind: linear, points: {2002: 20, 2003: 120}}",
        ": found 120 at the end of 2003-Q4; expected 0.1 to 100 (% of the region's people) at all times.",
    ),
    "endless number": (
        "{kind: constant, value: .inf}",
        ".value: found inf; expected a finite number, alone or as a value with low, high, unit, source, grade and note.",
    ),
}


@pytest.mark.parametrize(("profile", "message"), WRONG_PROFILES.values(), ids=WRONG_PROFILES)
def test_a_wrong_profile_gets_this_message(profile: str, message: str) -> None:
    text = future_with(profile)
    line = text.splitlines().index(f"    profile: {profile}") + 1
    assert said_of(text) == [f"bad.yaml:{line}: drivers.pop65.profile{message}"]


def test_a_driver_in_another_unit_is_refused() -> None:
    text = future_with("{kind: constant, value: 16}").replace("% of the region's people", "% of the regions people", 1)
    (message,) = said_of(text)
    assert "drivers.pop65.unit: found '% of the regions people'" in message
    assert message.endswith("Did you mean % of the region's people?")


def test_missing_and_unknown_drivers_are_named() -> None:
    said = said_of(future_with("{kind: constant, value: 16}").replace("  trust:", "  trsut:"))
    assert [message.split(";")[0].split(": ", 1)[1] for message in said] == [
        "drivers.trust: found nothing",
        "drivers.trsut: found the unknown driver 'trsut'",
    ]
    assert said[1].endswith("Did you mean trust?")


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_its_lines() -> None:
    text = """\
kind: plan
id: Mine
titel: Mine
summary: on
budget: {value: 1, low: 2}
actions:
  - {action: gentle-nugde, start: 2004}
  - {action: shared-table, start: 2010, end: 2004, strenght: low}
  - {action: shared-table, start: 1999}
  - {action: gentle-nudge, start: 2004}
  - {action: gentle-nudge, start: 2005, units: 2}
"""
    assert [message.split(";")[0] for message in said_of(text)] == [
        "bad.yaml:1: title: found nothing",
        "bad.yaml:2: id: found the text 'Mine'",
        "bad.yaml:3: titel: found the unknown key 'titel'",
        "bad.yaml:4: summary: found the word on, which YAML reads as true or false",
        "bad.yaml:5: budget: found low 2, value 1 and high 1",
        "bad.yaml:7: actions[0].action: found 'gentle-nugde'",
        "bad.yaml:8: actions[1].strenght: found the unknown key 'strenght'",
        "bad.yaml:8: actions[1].end: found 2004",
        "bad.yaml:9: actions[2].start: found 1999",
        "bad.yaml:11: actions[4].action: found 'gentle-nudge' a second time",
        "bad.yaml:11: actions[4].units: found 2",
    ]


def test_the_kind_of_a_file_is_checked_first() -> None:
    assert said_of("id: x\n") == [
        "bad.yaml:1: kind: found nothing; expected a kind of file: future, plan, action, wild-card, baseline or experiment."
    ]
    (message,) = said_of("kind: 3\n")
    assert "kind: found 3" in message
    said = said_of(PLAN.replace("kind: plan", "kind: paln").replace("start: 2004", "start: 1999"))
    assert [message.split(";")[0] for message in said] == [
        "bad.yaml:1: kind: found 'paln'",
        "bad.yaml:6: actions[0].start: found 1999",
    ]
    assert said[0].endswith("expected plan. Did you mean plan?")


def test_a_plan_is_not_taken_for_a_future() -> None:
    said_of(PLAN)
    with pytest.raises(InvalidInput) as caught:
        library.future("bad.yaml")
    assert str(caught.value) == "bad.yaml:1: kind: found a file of kind 'plan'; expected a file of kind 'future'."
    assert caught.value.exit_code == 2


def test_unknown_names_are_met_with_the_nearest_and_the_list() -> None:
    with pytest.raises(InvalidInput) as caught:
        library.future("trand")
    assert str(caught.value) == "found 'trand'; expected a future: trend. Did you mean trend?"
    with pytest.raises(InvalidInput) as caught:
        library.plan("nudge")
    assert "expected a plan: none or nudge-then-meet" in str(caught.value)


@pytest.mark.parametrize(("folder", "kind"), [("actions", "action"), ("plans", "plan"), ("futures", "future")])
def test_two_files_with_one_id_are_refused(shelf: Path, folder: str, kind: str) -> None:
    first = min((shelf / folder).glob("*.yaml"))
    second = first.with_name("zzz.yaml")
    second.write_bytes(first.read_bytes())
    read = {"action": library.actions, "plan": library.plans, "future": library.futures}[kind]
    with pytest.raises(InvalidInput) as caught:
        read()
    assert f"id: found '{first.stem}', which {first} has too; expected an id of its own." in str(caught.value)
    if kind != "action":  # with two actions of one id, no plan can be checked at all
        assert len(library.validate(first, second)) == 1
