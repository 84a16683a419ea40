"""Does what the app writes come back as it was, and does whatever else is sent get one clear message?"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from foresight.errors import InvalidInput
from foresight.scenario import exchange, library
from foresight.scenario.exchange import MAX_BYTES, received, same, with_free_id, written
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan

SHIPPED: Mapping[str, Future | Plan] = {**library.futures(), **library.plans(), "none": Plan.none()}
ACTION = library.shipped() / "actions" / "trustee-bank.yaml"
PLAN = "kind: plan\nid: mine\ntitle: {title}\nsummary: A plan.\nactions:\n  - {{action: trustee-bank, start: 2003}}\n"


@pytest.mark.parametrize("name", SHIPPED)
def test_everything_that_ships_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    thing = SHIPPED[name]
    text = written(thing)
    back = received(text.encode(), "back.yaml")
    assert same(back, thing)
    assert written(back) == text
    (tmp_path / "back.yaml").write_text(text, encoding="utf-8")
    assert library.validate(tmp_path / "back.yaml") == []


@pytest.mark.parametrize(
    "word", ["yes", "2005", "2005-01-01", "1_000", "~", "caf\u00e9 & co: no?", "'quoted'", "- a", "0x1f", "=", "<<"]
)
def test_words_that_yaml_would_misread_come_back_as_words(word: str) -> None:
    plan = library.plan("first-steps").model_copy(update={"summary": word})
    assert same(received(written(plan).encode(), "back.yaml"), plan)


def test_a_path_from_a_table_is_written_out(tmp_path: Path) -> None:
    rows = "".join(f"{year},{10 + year % 7 / 3}\n" for year in range(2002, 2023))
    (tmp_path / "ages.csv").write_text(f"year,share\n{rows}", encoding="utf-8")
    lines = written(library.future("trend")).splitlines()
    begin = next(place for place, line in enumerate(lines) if line == "    profile:")
    end = next(place for place in range(begin + 1, len(lines)) if not lines[place].startswith("      "))
    lines[begin:end] = ["    profile: {kind: csv, file: ages.csv, column: share}"]
    (tmp_path / "tabled.yaml").write_text("\n".join(lines), encoding="utf-8")
    tabled = library.future(tmp_path / "tabled.yaml")
    alone = received(written(tabled).encode(), "alone.yaml")
    assert isinstance(alone, Future)
    for name, path in tabled.trajectories().items():
        np.testing.assert_array_equal(alone.trajectories()[name], path)


WRONG = {
    "no YAML": (b"kind: [", "bad.yaml:1: found text that YAML cannot read"),
    "bytes": (b"\x89PNG\r\n\x1a\n\x00\xff", "bytes that are not UTF-8 text"),
    "too large": (b"#" * (MAX_BYTES + 1), "a file of more than 200 KB; expected a YAML file of at most 200 KB"),
    "a tag": (b"kind: !!python/object/apply:os.system ['true']\n", "the tag !!python/object/apply:os.system"),
    "an alias": (b"kind: plan\nid: &a x\ntitle: *a\n", "bad.yaml:3: title: found the alias *a"),
    "too many values": (b"kind: plan\nactions:\n" + b"- {action: a}\n" * 3000, "more than 5000 values"),
    "another file": (
        b"kind: future\ndrivers:\n  pop65:\n    profile: {kind: csv, file: ../secret, column: a}\n",
        "bad.yaml:4: drivers.pop65.profile.kind: found 'csv', a table in another file",
    ),
    "an action": (ACTION.read_bytes(), "a file of kind 'action'; expected future or plan"),
    "markup": (PLAN.format(title="'![x](//example.org/x.png)'").encode(), "bad.yaml:3: title: found '![x](//example.org/x.png)'"),
    "a long title": (PLAN.format(title="t" * 81).encode(), "one line of at most 80 characters"),
    "half a character": (PLAN.format(title='"\\uD800"').encode(), "bad.yaml:3: found text that YAML cannot read (found invalid"),
    "an unknown action": (PLAN.format(title="t").replace("-bank", "-bonk").encode(), "bad.yaml:6: actions[0].action"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_file_and_line(name: str) -> None:
    raw, message = WRONG[name]
    with pytest.raises(InvalidInput) as caught:
        received(raw, "bad.yaml")
    assert message in str(caught.value)
    assert str(caught.value).startswith("bad.yaml")


def test_an_id_that_is_taken_gets_a_number() -> None:
    plan = library.plan("first-steps")
    assert with_free_id(plan, []) is plan
    second = with_free_id(plan, ["first-steps", "first-steps-2"])
    assert (second.id, second.title) == ("first-steps-3", "First steps (3)")


def test_titles_of_what_ships_are_plain_lines() -> None:
    assert [thing.title for thing in SHIPPED.values() if not exchange.is_plain_line(thing.title)] == []
