"""How fast the model is, in one run: `python -m benchmarks.speed`. What is measured, and why so, is in docs/explanation/speed.md.

Costs are processor time of one thread, so that a busy machine disturbs them little; what is compared is measured in turns, and
the least of the repeats counts.
"""

import argparse
import gc
import json
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numba
import numpy as np

from benchmarks.luck import KeyedLuck
from benchmarks.plain_mesa import PlainSector
from foresight.model.run import settle
from foresight.model.sector import SectorModel, Setting
from foresight.population.baseline import load
from foresight.scenario import library

FUTURE = "funding-cliff"
FULL = 11_000  # rows at full scale: 9,000 registered organisations and 2,000 that stand for ten unregistered groups each
LARGE = 3 * FULL  # the plain model takes some eight seconds for these
SIZES = (3_000, FULL, 30_000, 100_000, 300_000)
QUARTERS_MEASURED = 12  # three year ends among them
REPEATS = 5
MOST_REPEATED = 100_000  # rows above which two repeats must do

TIMES_FASTER, FLATNESS, BYTES = 100.0, 0.20, 400.0  # the targets
MARKS = ("<!-- measured -->", "<!-- end of what was measured -->")


@dataclass(frozen=True)
class Finding:
    """One measured figure, and the target it has to meet where it has one."""

    name: str
    value: float
    unit: str
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = "" if self.met is None else f"   target {self.target}: {'met' if self.met else 'MISSED'}"
        return f"  {self.name:<66}{self.value:>12,.4g} {self.unit}{verdict}"


class Unread(SectorModel):
    """The columnar model without the yearly reading of indicators, which the plain model does without as well."""

    def _read(self) -> None:
        """Read nothing."""


Sector = SectorModel | PlainSector


def setting(rows: int) -> Setting:
    """Return a setting with about so many organisations."""
    return settle(load(), library.future(FUTURE), scale=rows / FULL, seed=1, replicate=0)


def cost(make: Callable[[], Sector], quarters: int = QUARTERS_MEASURED) -> float:
    """Return microseconds of processor time per organisation and step."""
    model = make()
    gc.collect()
    spent, organisations = 0.0, 0
    for _ in range(quarters):
        start = time.process_time()
        model.step()
        spent += time.process_time() - start
        organisations += there(model)
    return 1e6 * spent / organisations


def there(model: Sector) -> int:
    """Return how many organisations a model holds, those that closed since the year began included."""
    return len(model.population) if isinstance(model, SectorModel) else len(model.organisations) + len(model.closed)


def in_turns(makers: dict[str, Callable[[], Sector]], repeats: int) -> dict[str, float]:
    """Return the least cost of each model over some rounds, in each of which all take their turn."""
    costs: dict[str, list[float]] = {name: [] for name in makers}
    for _ in range(repeats):
        for name, make in makers.items():
            costs[name].append(cost(make))
    return {name: min(found) for name, found in costs.items()}


def against_plain(rows: int, repeats: int) -> list[Finding]:
    """Compare the columnar model with the plain Mesa model at a number of organisations."""
    shared = setting(rows)
    makers: dict[str, Callable[[], Sector]] = {
        "columns": partial(Unread, shared),
        "read": partial(SectorModel, shared),
        "keyed": partial(PlainSector, shared, KeyedLuck(1)),
        "stream": partial(PlainSector, shared),
    }
    spent = in_turns(makers, repeats)
    faster, unit = spent["keyed"] / spent["columns"], "us per organisation and step"
    return [
        Finding("plain Mesa model, draws keyed by event", spent["keyed"], unit),
        Finding("plain Mesa model, draws from Mesa's shared stream", spent["stream"], unit),
        Finding("columnar model", spent["columns"], unit),
        Finding("columnar model with its yearly reading of indicators", spent["read"], unit),
        Finding("columnar model faster than plain, same rules", faster, "times", f">= {TIMES_FASTER:g}", faster >= TIMES_FASTER),
        Finding("... than plain with the shared stream", spent["stream"] / spent["columns"], "times"),
        Finding("... its readings counted against the columnar model alone", spent["keyed"] / spent["read"], "times"),
    ]


def by_size(repeats: int) -> list[Finding]:
    """Compare the cost per organisation and step, readings included, over numbers of organisations."""
    settings = {rows: setting(rows) for rows in SIZES}
    spent: dict[int, list[float]] = {rows: [] for rows in SIZES}
    for turn in range(repeats):
        for rows, shared in settings.items():
            if rows <= MOST_REPEATED or turn < 2:  # noqa: PLR2004 - two, as said above
                spent[rows].append(cost(partial(SectorModel, shared)))
    least = {rows: min(found) for rows, found in spent.items()}
    spread = max(least.values()) / min(least.values()) - 1
    larger = [value for rows, value in least.items() if rows >= FULL]
    found = [Finding(f"{rows:,} organisations", value, "us per organisation and step") for rows, value in least.items()]
    return [
        *found,
        Finding("dearest size above cheapest", 100 * spread, "%", f"<= {FLATNESS:.0%}", spread <= FLATNESS),
        Finding("... from full scale upwards", 100 * (max(larger) / min(larger) - 1), "%"),
    ]


def state() -> list[Finding]:
    """Weigh the state after some years, and compare a step with a bare pass over the same columns."""
    model = SectorModel(setting(FULL))
    for _ in range(QUARTERS_MEASURED):
        model.step()
    rows = len(model.population)
    columns, ties = model.population.bytes_per_row, model.ties.nbytes / rows
    arrays = list(model.population.arrays().values())
    spare = [np.empty_like(array) for array in arrays]
    passes = []
    for _ in range(200):
        start = time.perf_counter()
        for target, source in zip(spare, arrays, strict=True):
            np.copyto(target, source)
        passes.append(time.perf_counter() - start)
    floor = 1e6 * min(passes) / rows
    step = min(cost(partial(SectorModel, model.setting)) for _ in range(REPEATS))
    return [
        Finding("state in columns", columns, "bytes per organisation"),
        Finding("state in ties", ties, "bytes per organisation"),
        Finding("state in all", columns + ties, "bytes per organisation", f"< {BYTES:g}", columns + ties < BYTES),
        Finding("bare pass: every column read and written once", floor, "us per organisation"),
        Finding("a step", step / floor, "bare passes"),
    ]


def full_run(repeats: int) -> list[Finding]:
    """Time whole runs of 80 quarters at full scale, on the clock."""
    made, run = [], []
    for _ in range(repeats):
        start = time.perf_counter()
        shared = setting(FULL)
        made.append(time.perf_counter() - start)
        start = time.perf_counter()
        SectorModel(shared).run_to_end()
        run.append(time.perf_counter() - start)
    return [
        Finding("making a replicate's organisations, shared by both arms", min(made), "s"),
        Finding("one arm of 80 quarters at full scale, one core", min(run), "s"),
    ]


def table(findings: Mapping[str, Sequence[Finding]]) -> str:
    """Return the findings as tables in Markdown, one a part."""
    system = machine()
    lines = [f"Measured on {system['system']} with {system['cores']} cores, Python {system['python']}, NumPy {system['numpy']},"]
    lines.append(f"Numba {system['numba']}.")
    for title, found in findings.items():
        lines += ["", f"**{title}**", "", "| measured | figure | unit | target |", "| --- | --- | --- | --- |"]
        for one in found:
            verdict = "" if one.met is None else f"{one.target}: {'met' if one.met else '**missed**'}"
            lines.append(f"| {one.name} | {one.value:.3g} | {one.unit} | {verdict} |")
    return "\n".join(lines)


def write_into(page: Path, text: str, marks: tuple[str, str] = MARKS) -> None:
    """Write the tables between a page's markers."""
    before, _, rest = page.read_text(encoding="utf-8").partition(marks[0])
    _, mark, after = rest.partition(marks[1])
    if not mark:
        message = f"{page}: expected the markers {marks[0]} and {marks[1]}"
        raise SystemExit(message)
    page.write_text(f"{before}{marks[0]}\n\n{text}\n\n{marks[1]}{after}", encoding="utf-8", newline="\n")


def machine() -> dict[str, str]:
    """Return what the figures were measured on."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Measure how fast the model is.")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="how often each measurement is taken (default %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file as well")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the figures into a page, between its markers")
    chosen = parser.parse_args(arguments)
    SectorModel(setting(3_000)).run_to_end()  # compiles what has to be compiled
    parts: dict[str, Callable[[], list[Finding]]] = {
        f"Against a plain Mesa model, {FULL:,} organisations, {QUARTERS_MEASURED} quarters": partial(
            against_plain, FULL, chosen.repeats
        ),
        f"Against a plain Mesa model, {LARGE:,} organisations, {QUARTERS_MEASURED} quarters": partial(
            against_plain, LARGE, min(chosen.repeats, 2)
        ),
        f"By number of organisations, readings included, {QUARTERS_MEASURED} quarters": partial(by_size, chosen.repeats),
        "State, and the physical floor": state,
        "A full run": partial(full_run, chosen.repeats),
    }
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    findings: dict[str, list[Finding]] = {}
    for title, measure in parts.items():
        findings[title] = measure()
        print(f"\n{title}", *findings[title], sep="\n")
    missed = [f"{finding.name} ({title})" for title, found in findings.items() for finding in found if finding.met is False]
    print("\nEvery target is met." if not missed else "\nMissed:", *missed, sep="\n  ")
    if chosen.json:
        kept = {title: [asdict(finding) for finding in found] for title, found in findings.items()}
        text = json.dumps({"machine": machine(), "findings": kept}, indent=2)
        chosen.json.write_text(text + "\n", encoding="utf-8", newline="\n")
    if chosen.write:
        write_into(chosen.write, table(findings))


if __name__ == "__main__":
    main()
