"""The generated parts of the documents, one short function each: from what the code declares to a table in Markdown."""

import inspect
import json
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import pandas as pd
from typer.testing import CliRunner

import foresight.cli
from docs import acting, effects
from docs.tables import family, plain, table
from foresight.analysis.patterns import verdict
from foresight.cli.commands.holding import short, span
from foresight.config import Effect, Evidence, Frozen, Grade, Number, evidence, load_yaml
from foresight.indicators.measures import INDICATORS
from foresight.model.influences import INFLUENCES
from foresight.model.sector import SectorModel
from foresight.population import baseline
from foresight.population.columns import Population
from foresight.randomness import Decision
from foresight.scenario import library
from foresight.scenario.actions import Lever
from foresight.scenario.designs import Design
from foresight.scenario.drivers import DRIVERS
from foresight.scenario.profiles import Profile

GRADES: tuple[Grade, ...] = ("A", "B", "C", "D")
WIDTH = 100  # of a command's help, in characters
BASELINE = "east-midlands-2002.yaml"
PAIRING = Path(__file__).parent / "explanation" / "pairing.json"
PATTERNS = Path(__file__).parent / "explanation" / "patterns.json"


def state_variables() -> str:
    """Return every column of the population."""
    rows = []
    for spec in fields(Population):
        told = spec.metadata
        kind = told["kind"].__name__.replace("bool", "yes or no").rstrip("_")
        meaning = told["meaning"] + (f" ({told['rows']} of them)" if told["rows"] > 1 else "")
        rows.append((f"`{spec.name}`", meaning, told["unit"], kind))
    return table(("column", "what it is", "unit", "kept as"), rows)


def random_decisions() -> str:
    """Return every random decision."""
    return table(("key", "name", "what the draw decides"), [(one.number, f"`{one.name}`", one.meaning) for one in Decision])


def schedule() -> str:
    """Return the step as it is written in the code."""
    pieces: list[Callable[..., None]] = [SectorModel.step, SectorModel._turn_of_year, SectorModel._close_year]  # noqa: SLF001 - shown, not used
    code = "\n\n".join(textwrap.dedent(inspect.getsource(piece)) for piece in pieces)
    return f"```python\n{code.strip()}\n```"


def numbers() -> dict[str, Number]:
    """Return every number of the baseline by its name, such as `money.pool_noise`."""
    data = load_yaml(baseline.folder() / BASELINE).data
    sections = {name: part for name, part in data.items() if isinstance(part, dict) and name != "hypotheses"}
    return {f"{name}.{key}": Number.model_validate(found) for name, part in sections.items() for key, found in part.items()}


def parameters(section: str, *names: str) -> str:
    """Return some numbers of one section of the baseline, in short."""
    known = numbers()
    rows = []
    for name in names:
        one = known[f"{section}.{name}"]
        rows.append((f"`{section}.{name}`", plain(one.value), _span(one), one.unit, one.grade))
    return table(("parameter", "value", "range", "unit", "grade"), rows)


def all_parameters(section: str) -> str:
    """Return all numbers of one section of the baseline, with source and note."""
    rows = []
    for name, one in numbers().items():
        if name.startswith(f"{section}."):
            told = f"{one.source}. {one.note[0].upper()}{one.note[1:]}" if one.note else one.source
            rows.append((f"`{name.split('.')[1]}`", plain(one.value), _span(one), one.unit, one.grade, told))
    return table(("parameter", "value", "range", "unit", "grade", "source and note"), rows)


def _span(one: Number | Effect) -> str:
    return "-" if one.low == one.high else f"{plain(one.low)} to {plain(one.high)}"


def drivers() -> str:
    """Return every driver, where it acts, and how far the futures spread it."""
    futures = [one.trajectories() for one in library.futures().values() if not one.validation_only]
    rows = []
    for id_, one in DRIVERS.items():
        first, ends = sorted({plain(path[id_][0]) for path in futures}), [path[id_][-1] for path in futures]
        span = f"{plain(min(ends))} to {plain(max(ends))}"
        rows.append((f"`{id_}`", one.title, one.unit, " / ".join(first), span, INFLUENCES.get(id_, "**nothing yet**")))
    return table(("driver", "title", "unit", "2002", "2022, over the futures", "acts on"), rows)


def futures() -> str:
    """Return every future that ships."""
    rows = [(f"`{id_}`", one.title, one.summary) for id_, one in library.futures().items()]
    return table(("name", "title", "what happens"), rows)


def wild_cards() -> str:
    """Return every wild card that ships."""
    rows = [(f"`{id_}`", one.title, str(one.year), one.grade, one.summary) for id_, one in library.wild_cards().items()]
    return table(("name", "title", "usual year", "grade", "what happens"), rows)


def designs() -> str:
    """Return every design that an experiment's samples can have."""
    return family(Design.members())


def profiles() -> str:
    """Return every profile that a driver can follow."""
    return family(Profile.members())


def indicators() -> str:
    """Return every indicator."""
    rows = [
        (f"`{id_}`", one.title, one.unit, one.better, "yes" if one.headline else "", one.definition)
        for id_, one in INDICATORS.items()
    ]
    return table(("indicator", "title", "unit", "better", "headline", "definition"), rows)


def grades() -> str:
    """Return how many numbers of each grade the scenario files hold."""
    kinds: dict[str, Iterable[Evidence]] = {
        "the baseline's numbers": _of_baseline(),
        "the baseline's tables": _of_tables(),
        "futures that could be written in 2002": _of(one for one in library.futures().values() if not one.validation_only),
        "the history replay": _of(one for one in library.futures().values() if one.validation_only),
        "actions": _of(library.actions().values()),
        "of these, the sizes of effects": (one for one in _of(library.actions().values()) if one.effect),
        "plans": _of(library.plans().values()),
        "wild cards": _of(library.wild_cards().values()),
    }
    counted = {name: Counter(one.grade for one in found) for name, found in kinds.items()}
    rows = [(name, *(found[grade] for grade in GRADES), found.total()) for name, found in counted.items()]
    parts = [found for name, found in counted.items() if not name.startswith("of these")]
    whole = sum(parts, Counter())
    shares = [f"**{whole[grade]}** ({whole[grade] / whole.total():.0%})" for grade in GRADES]
    return table(("numbers in", *GRADES, "all"), [*rows, ("**all files**", *shares, f"**{whole.total()}**")])


def _of(things: Iterable[Frozen]) -> Iterator[Evidence]:
    for thing in things:
        yield from (one for one in evidence(thing) if one.given)


def _of_baseline() -> Iterator[Evidence]:
    for name, one in numbers().items():
        yield Evidence(path=name, value=one.value, grade=one.grade)


def _of_tables() -> Iterator[Evidence]:
    """Return one piece of evidence for each number in the tables beside the baseline, graded as its row is."""
    for path in sorted(baseline.folder().glob("*.csv")):
        found = pd.read_csv(path)
        for column in found.select_dtypes("number"):
            for value, grade in zip(found[column], found["grade"], strict=True):
                yield Evidence(path=f"{path.name} {column}", value=float(value), grade=grade)


def commands() -> str:
    """Return what every command says of itself."""
    foresight.cli.commands.load()
    names = [command.name or getattr(command.callback, "__name__", "") for command in foresight.cli.app.registered_commands]
    return "\n\n".join(f"## {' '.join(('foresight', *words))}\n\n{_help(*words)}" for words in [(), *((name,) for name in names)])


def _help(*words: str) -> str:
    found = CliRunner().invoke(foresight.cli.app, [*words, "--help"], prog_name="foresight", terminal_width=WIDTH)
    return f"```text\n{found.output.strip()}\n```"


def file_format(kind: str) -> str:
    """Return the keys of one kind of file, and of the objects in it."""
    schema = library.json_schema(kind)
    parts = [schema, *(part for part in schema.get("$defs", {}).values() if "properties" in part)]
    plugins = {member.__name__ for family in (Lever, Profile, Design) for member in family.members().values()}
    told = []
    for part in parts:
        if part["title"] not in plugins:
            keys = table(("key", "needed", "what it is"), _keys(part["properties"], part.get("required", [])))
            told.append(f"*{part['description'].rstrip('.')}:*\n\n{keys}")
    return "\n\n".join(told)


def _keys(properties: dict[str, dict[str, str]], needed: list[str]) -> list[tuple[str, str, str]]:
    return [(f"`{key}`", "yes" if key in needed else "", one.get("description", "")) for key, one in properties.items()]


def pairing() -> str:
    """Return the measured gain of pairing, as `foresight pairing --json` printed it when it was last recorded."""
    found = json.loads(PAIRING.read_text(encoding="utf-8"))
    rows = [(one["title"], f"{one['unpaired']:.3g}", f"{one['paired']:.3g}", _times(one["ratio"])) for one in found]
    return table(("indicator", "variance, independent runs", "variance, paired runs", "ratio"), rows)


def _times(ratio: float | None) -> str:
    return "no spread at all when paired" if ratio is None else f"{ratio:,.0f}"


def patterns() -> str:
    """Return the patterns, each with what the model gave when `python -m docs.patterns` was last run."""
    rows = []
    for one in json.loads(PATTERNS.read_text(encoding="utf-8")):
        told = verdict(one)
        marked = f"**{told}**" if told.startswith("missed") else told
        target, band = span(one["low"], one["high"]), span(one["p10"], one["p90"])
        rows.append((one["code"], one["what"], one["unit"], target, short(one["p50"]), band, marked))
    return table(("pattern", "what", "unit", "target", "model, median", "model, 10-90 %", "verdict"), rows)


PARTS: dict[str, Callable[..., str]] = {
    "state-variables": state_variables,
    "random-decisions": random_decisions,
    "schedule": schedule,
    "parameters": parameters,
    "all-parameters": all_parameters,
    "drivers": drivers,
    "futures": futures,
    "wild-cards": wild_cards,
    "plans": acting.plans,
    "actions": acting.actions,
    "action-effects": acting.action_effects,
    "levers": acting.levers,
    "quantities": acting.quantities,
    "driver-effects": effects.drivers_alone,
    "actions-alone": effects.actions_alone,
    "designs": designs,
    "profiles": profiles,
    "indicators": indicators,
    "grades": grades,
    "pairing": pairing,
    "patterns": patterns,
    "commands": commands,
    "file-format": file_format,
}
