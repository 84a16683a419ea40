"""What is true of every file, whatever people write in it?"""

import copy
import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foresight.config import Effect, Frozen, Number, load_yaml
from foresight.config.source import Document
from foresight.errors import InvalidInput, Problem
from foresight.scenario import Action, Future, Plan, PlanItem, library
from tests.support import scenarios

MODELS: dict[str, type[Frozen]] = {"future": Future, "plan": Plan, "action": Action}

calm = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

words = st.text(string.printable, max_size=12)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | words
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | st.integers(), inner, max_size=3)
)
numbers = st.floats(-1e15, 1e15)


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return scenarios.open_library(tmp_path, monkeypatch)


def checked(content: str | bytes) -> list[Problem]:
    """Validate a file with this content; every message must have the one shape."""
    path = Path("junk.yaml")
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", errors="surrogatepass"))
    problems = library.validate(path)
    for problem in problems:
        assert_shape(problem)
    return problems


def assert_shape(problem: Problem) -> None:
    message = str(problem)
    assert message.isprintable()
    assert problem.found
    assert problem.expected
    assert message.startswith("junk.yaml")
    assert "; expected " in message


@calm
@given(content=st.binary(max_size=200))
def test_any_bytes_get_messages_and_never_a_traceback(content: bytes) -> None:
    assert checked(content)


@calm
@given(text=st.text("abk: -[]{}&*!|>'\"%@`#,?\n\t\\<=~0159._einf", max_size=80))
def test_anything_that_looks_like_yaml_gets_messages_and_never_a_traceback(text: str) -> None:
    assert checked("kind: plan\n" + text)


def places(written: object) -> list[tuple[Any, ...]]:
    """List the keys that lead to every value in a mapping or list."""
    items = written.items() if isinstance(written, dict) else enumerate(written) if isinstance(written, list) else ()
    found: list[tuple[Any, ...]] = []
    for key, value in items:
        found += [(key,), *((key, *rest) for rest in places(value))]
    return found


def replaced(written: Any, keys: tuple[Any, ...], value: object) -> Any:
    changed = copy.deepcopy(written)
    inner = changed
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    return changed


FILES = [
    scenarios.FUTURES / "history-replay.yaml",
    scenarios.FIXTURES / "actions" / "gentle-nudge.yaml",
    scenarios.FIXTURES / "plans" / "nudge-then-meet.yaml",
]
GOOD = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES]


@calm
@given(data=st.data(), value=anything)
def test_a_good_file_with_anything_in_one_place_is_good_or_gets_messages(data: st.DataObject, value: object) -> None:
    good = data.draw(st.sampled_from(GOOD))
    spoilt = replaced(good, data.draw(st.sampled_from(places(good))), value)
    checked(yaml.safe_dump(spoilt, allow_unicode=True))


@calm
@given(data=st.data())
def test_a_key_that_is_needed_is_missed_by_its_name(data: st.DataObject) -> None:
    good = data.draw(st.sampled_from(GOOD))
    model = MODELS[good["kind"]]
    needed = [name for name, info in model.model_fields.items() if info.is_required() and name != "kind"]
    key = data.draw(st.sampled_from(needed))
    (problem,) = checked(yaml.safe_dump({name: value for name, value in good.items() if name != key}))
    assert (problem.path, problem.found, problem.line) == (key, "nothing", 1)


@calm
@given(data=st.data(), letter=st.sampled_from(string.ascii_lowercase))
def test_a_misspelt_key_is_met_with_the_right_one(data: st.DataObject, letter: str) -> None:
    good = data.draw(st.sampled_from(GOOD))
    key = data.draw(st.sampled_from([name for name in good if len(name) > 5]))
    misspelt = key[:2] + letter + key[2:]
    spoilt = {misspelt if name == key else name: value for name, value in good.items()}
    unknown = [problem for problem in checked(yaml.safe_dump(spoilt)) if "unknown key" in problem.found]
    assert [(problem.path, problem.suggestion) for problem in unknown] == [(misspelt, key)]


@calm
@given(data=st.data())
def test_two_mistakes_get_two_messages(data: st.DataObject) -> None:
    good = data.draw(st.sampled_from(GOOD))
    first, second = data.draw(st.lists(st.sampled_from(["id", "title", "summary"]), min_size=2, max_size=2, unique=True))
    problems = checked(yaml.safe_dump(replaced(replaced(good, (first,), 7), (second,), [])))
    assert {problem.path for problem in problems} == {first, second}


@calm
@given(good=st.sampled_from(GOOD), style=st.sampled_from(["block", "flow", "mixed"]), width=st.integers(20, 200))
def test_the_layout_of_a_file_does_not_matter(good: dict[str, Any], style: str, width: int) -> None:
    model = MODELS[good["kind"]]
    flow = {"block": False, "flow": True, "mixed": None}[style]
    read = document(yaml.safe_dump(good, default_flow_style=flow, width=width))
    assert model.model_validate(read.data) == model.model_validate(good)


def document(text: str) -> Document:
    Path("junk.yaml").write_text(text, encoding="utf-8")
    return load_yaml("junk.yaml")


plain = st.text(string.ascii_letters + string.digits + " ,:#'\"é€", min_size=1, max_size=20)
values = st.recursive(
    plain | st.integers(-(10**18), 10**18) | st.floats(allow_nan=False) | st.booleans() | st.none() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain, inner, max_size=4),
)


@calm
@given(written=st.dictionaries(plain, values, min_size=1, max_size=5))
def test_what_is_read_is_what_safe_load_reads(written: dict[str, Any]) -> None:
    text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False)
    read = document(text)
    assert read.problems == ()
    assert read.data == yaml.safe_load(text)


@calm
@given(written=st.dictionaries(st.text(string.ascii_lowercase, min_size=2, max_size=8), plain, min_size=1, max_size=9))
def test_every_value_stands_on_the_line_that_is_told(written: dict[str, str]) -> None:
    read = document("".join(f'"{key}": {index}\n' for index, key in enumerate(written)))
    for index, key in enumerate(written):
        assert read.problem((key,), "x", "y").line == index + 1


@calm
@given(value=numbers, below=st.floats(0, 1e6), above=st.floats(0, 1e6))
def test_a_number_lies_in_its_range_or_is_refused(value: float, below: float, above: float) -> None:
    low, high = max(value - below, -1e15), min(value + above, 1e15)
    number = Number.model_validate({"value": value, "low": low, "high": high})
    assert number.at("low") <= number.at("central") <= number.at("high")
    if low < value:
        with pytest.raises(ValueError, match="low <= value <= high"):
            Number.model_validate({"value": low, "low": value, "high": high})


@given(
    sizes=st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(sorted), sign=st.sampled_from([-1, 1]), factor=st.floats(0, 10)
)
def test_a_stronger_effect_is_never_smaller(sizes: list[float], sign: int, factor: float) -> None:
    low, value, high = (sign * size for size in sizes)
    effect = Effect.model_validate({"value": value, "low": low, "high": high})
    weak, central, strong = (abs(effect.at(level, factor)) for level in ("low", "central", "high"))
    assert weak <= central <= strong
    assert effect.at("high", 0) == 0


@calm
@given(budget=st.floats(0, 1000), coverage=st.none() | st.floats(0, 1), more=st.floats(0, 1000))
def test_more_money_never_buys_less(budget: float, coverage: float | None, more: float) -> None:
    action = library.actions()["gentle-nudge"]

    def planned(money: float) -> PlanItem:
        return PlanItem.model_validate({"action": action.id, "start": 2004, "budget": money, "coverage": coverage})

    less, rich = planned(budget), planned(budget + more)
    assert less.reach(action) <= rich.reach(action) + 1e-12
    assert less.cost(action) <= budget + 1e-9
    assert rich.reach(action) <= (action.uptake.coverage.value if coverage is None else coverage) + 1e-12


def test_unreadable_files_raise_the_one_error_that_people_see() -> None:
    with pytest.raises(InvalidInput):
        document("- a\n")
