"""Does the model description list the processes of a step in the order in which the code calls them?"""

import ast
import re
from collections.abc import Iterator
from itertools import groupby
from pkgutil import iter_modules

from docs import parts
from foresight.model import processes
from tests.support.paths import ROOT

FIRST, EVERY, LAST = "first quarter", "every quarter", "last quarter"
QUARTERS = {"moment.opens_year": FIRST, "moment.closes_year": LAST}
PARTS_OF_A_STEP = ("_turn_of_year", "_close_year")
MODULES = {module.name for module in iter_modules(processes.__path__)}
SECTIONS = {
    "founding.births": ("7.1",),
    "barriers.write_for_the_last": ("7.26",),
    "open_year": ("7.6", "7.15"),
    "self.leadership.act": ("7.25", "7.2"),  # money is shared out at the turn of the year, then levers are pulled
    "money.change_giving": ("7.3",),
    "boards.renew_boards": ("7.4",),
    "people.resize_posts": ("7.10",),
    "awards.awards": ("7.7",),
    "money.receive": ("7.8",),
    "setbacks.setbacks": ("7.23",),
    "money.spend": ("7.9",),
    "people.employ": ("7.10",),
    "volunteering.volunteer": ("7.11",),
    "closing.close": ("7.12",),
    "trust.move_public_trust": ("7.21",),
    "merging.merge": ("7.24",),
    "diffusion.take_up_ict": ("7.16",),
    "meeting.meet": ("7.13",),
    "meeting.meet_in_clusters": ("7.13",),
    "meeting.meet_by_ict": ("7.13",),
    "mandates.mandate": ("7.14",),
    "collaboration.collaborate": ("7.14",),
    "diffusion.spread_practices": ("7.17",),
    "support.support": ("7.15",),
    "capacity.build_capacity": ("7.15",),
    "services.serve": ("7.18",),
    "trust.move_funders_trust": ("7.21",),
    "voice.raise_voices": ("7.22",),
    "voice.drift": ("7.22",),
    "barriers.write_barriers": ("7.26",),
    "self._read": ("7.20",),
}
"""The sections of the model description that tell what a call of the step does."""


def test_the_table_of_processes_is_in_the_order_of_the_calls() -> None:
    called = [(when, section) for call, when in calls() for section in SECTIONS[call]]
    told = [(when, section) for when, sections in rows() for section in sections]
    assert once([(FIRST if section == "7.25" else when, section) for when, section in called]) == once(told)


def test_every_call_of_a_process_is_in_a_section_and_no_other_is() -> None:
    assert sorted(call for call, _ in calls()) == sorted(SECTIONS)


def once(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the steps, those of one section that follow each other taken as one."""
    return [step for step, _ in groupby(steps)]


def rows() -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of the table of processes: when, and the sections."""
    page = (ROOT / "docs" / "explanation" / "odd.md").read_text(encoding="utf-8")
    section = page.partition("\n## 3. Process overview and scheduling\n")[2].partition("<!-- generated: schedule -->")[0]
    for when, sections in re.findall(r"^\| (\w+ quarter) \|.*\| ([\d., ]+) \|$", section, re.MULTILINE):
        yield when, sections.split(", ")


def calls() -> list[tuple[str, str]]:
    """Return the calls of processes in a step, in order, each with when it is made."""
    code = ast.parse(parts.schedule().removeprefix("```python\n").removesuffix("\n```"))
    functions = {one.name: one for one in code.body if isinstance(one, ast.FunctionDef)}

    def of(node: ast.AST, when: str) -> Iterator[tuple[str, str]]:
        if isinstance(node, ast.If):
            when = QUARTERS.get(ast.unparse(node.test), when)
        for child in ast.iter_child_nodes(node):  # what a call is given is worked out before it is made
            yield from of(child, when)
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            inner = name.removeprefix("self.")
            if inner in PARTS_OF_A_STEP:
                yield from of(functions[inner], when)
            elif name in SECTIONS or (name.partition(".")[0] in MODULES and name.rpartition(".")[2].islower()):
                yield name, when

    return list(of(functions["step"], EVERY))
