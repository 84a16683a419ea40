"""Is what the documents say true: tables up to date, headings complete, paths and links there, and do the recipes work?"""

import json
import re
from pathlib import Path

import pytest

from docs import generate, parts
from foresight.analysis.cut import COLUMNS
from foresight.population.columns import Population
from tests.support.paths import ROOT
from tests.support.recipes import Recipe, blocks, words_of

PAGES = generate.pages()
IN_A_SHELL = {ROOT / "docs" / "tutorials" / "analyst.md"}
"""Pages whose commands have processes of their own: one page that uses many of them, since that takes longer."""
RECIPES = [page for page in PAGES if any(block.runs for block in blocks(page))]
ODD = (ROOT / "docs" / "explanation" / "odd.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)\s]+)\)")
PATH = re.compile(r"`((?:foresight|scenarios|docs|tests|benchmarks)/[\w./-]+|\w+\.(?:py|toml|md|txt))`")
SECTIONS = (
    "1. Purpose and patterns",
    "2. Entities, state variables, and scales",
    "3. Process overview and scheduling",
    "4. Design concepts",
    "5. Initialization",
    "6. Input data",
    "7. Submodels",
)
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


every_page = pytest.mark.parametrize("page", PAGES, ids=name)


def test_generated_parts_are_up_to_date() -> None:
    assert [name(page) for page, _ in generate.outdated()] == [], "run: python -m docs.generate"


def test_a_part_that_is_out_of_date_would_be_seen() -> None:
    written = "<!-- generated: parameters money pool_noise -->\nold\n<!-- end -->"
    assert "money.pool_noise" in generate.renewed(written)
    assert generate.renewed("plain words") == "plain words"


def test_a_part_that_nothing_writes_is_an_error() -> None:
    with pytest.raises(KeyError):
        generate.renewed("<!-- generated: nonsense -->\n<!-- end -->")


def test_every_part_is_used() -> None:
    used = {found["what"].split()[0] for page in PAGES for found in generate.MARKED.finditer(page.read_text(encoding="utf-8"))}
    assert used == set(parts.PARTS)


def test_the_model_description_has_the_headings_of_the_protocol() -> None:
    sections = re.findall(r"^## (.+)$", ODD, re.MULTILINE)
    assert tuple(sections[:7]) == SECTIONS
    assert sections[7:] == ["References"]
    design = ODD.partition("## 4. Design concepts\n")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^### (.+)$", design, re.MULTILINE)) == CONCEPTS


def test_the_model_description_names_every_parameter_and_state_variable() -> None:
    wanted = [*parts.numbers(), *(f"{field}" for field in Population.__dataclass_fields__)]
    assert [one for one in wanted if f"`{one}`" not in ODD] == []


def test_every_submodel_has_its_equation_its_parameters_its_theory_and_its_rationale() -> None:
    sections = submodels()
    *mechanisms, (last, _) = sections.items()
    assert [one.split()[0] for one in sections] == [f"7.{number}" for number in range(1, len(sections) + 1)]
    assert last.endswith("Not in the model yet")
    wanted = {
        "an equation": re.compile(r"^```text\n.*?=.*?^```$", re.MULTILINE | re.DOTALL),
        "parameters": re.compile(r"^(?:<!-- generated: (?:parameters|actions)|\*\*Parameters\.\*\* \S)", re.MULTILINE),
        "theory and rationale": re.compile(r"^\*\*Theory and rationale\.\*\* (?:\S+\s+){12}", re.MULTILINE),
    }
    lacking = [(name, what) for name, text in mechanisms for what, pattern in wanted.items() if not pattern.search(text)]
    assert lacking == []
    assert "**Rationale.**" not in ODD


def test_what_is_not_in_the_model_names_every_gap_of_the_assumptions() -> None:
    told = next(text for name, text in submodels().items() if name.endswith("Not in the model yet"))
    gaps = [number for number, text in assumptions().items() if re.search(r"Status:\s+gap", text)]
    assert len(gaps) > 3
    assert [number for number in gaps if not re.search(rf"\b{number}\b", told)] == []


def test_assumptions_are_numbered_without_a_gap() -> None:
    found = assumptions()
    assert list(found) == [f"A{number:02}" for number in range(1, len(found) + 1)]
    assert len(found) > 100
    assert [number for number, text in found.items() if not re.search(r"Status:\s+(?:held|open|gap|settled)", text)] == []


@pytest.mark.parametrize("page", ["assumptions", "evidence", "odd", "baseline", "patterns"])
def test_numbers_of_the_baseline_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / "docs" / "explanation" / f"{page}.md").read_text(encoding="utf-8")
    known = parts.numbers()
    sections = {one.partition(".")[0] for one in known}
    named = [one for one in re.findall(r"`([a-z_]+\.[a-z_0-9]+)`", text) if one.partition(".")[0] in sections]
    assert [one for one in named if one not in known and not one.endswith((".py", ".csv"))] == []


def assumptions() -> dict[str, str]:
    """Return the entries of the assumptions log by their number."""
    text = (ROOT / "docs" / "explanation" / "assumptions.md").read_text(encoding="utf-8")
    found = re.split(r"^\*\*(A\d{2,3})\. ", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def submodels() -> dict[str, str]:
    """Return the sections on submodels by their headings."""
    whole = ODD.partition("\n## 7. Submodels\n")[2].partition("\n## ")[0]
    found = re.split(r"^### (.+)$", whole, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def test_the_page_on_comparisons_names_every_column() -> None:
    text = (ROOT / "docs" / "how-to" / "run-a-comparison.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in text] == []


def test_the_page_on_files_names_every_section_and_table_of_the_baseline() -> None:
    text = (ROOT / "docs" / "reference" / "files.md").read_text(encoding="utf-8").partition("\n## The baseline\n")[2]
    sections = {one.partition(".")[0] for one in parts.numbers()}
    assert sections <= set(re.findall(r"`([a-z_]+)`", text))
    tables = {path.name for path in (ROOT / "scenarios" / "baseline").glob("*.csv")}
    count, named = re.search(r"(\w+) tables stand beside it: ([^;]*);", text).groups()  # type: ignore[union-attr]
    assert set(re.findall(r"`([\w.]+)`", named)) == tables
    assert count == ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven")[len(tables)]


def test_every_notice_names_the_years_of_the_boundaries_that_are_shipped() -> None:
    outlines = json.loads((ROOT / "foresight" / "presentation" / "boundaries" / "counties.geojson").read_text(encoding="utf-8"))
    places = (ROOT / "scenarios" / "baseline" / "places.csv").read_text(encoding="utf-8")
    years = {*re.findall(r"database right (\d{4})", outlines["attribution"]), *re.findall(r"boundaries \w+ (\d{4})", places)}
    assert len(years) == 2
    for name in ("NOTICE", "docs/data-attribution.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        told = re.search(r"Contains OS data .* database right ([\d and]+)\.", text)
        assert told is not None
        assert set(told[1].split(" and ")) == years
        assert "foresight/presentation/boundaries/counties.geojson" in text


def test_the_page_on_comparisons_names_every_option_of_the_command() -> None:
    text = (ROOT / "docs" / "how-to" / "run-a-comparison.md").read_text(encoding="utf-8")
    told = parts.commands().partition("\n## foresight compare\n")[2].partition("\n## ")[0]
    options = set(re.findall(r"^ +(--[a-z-]+)", told, re.MULTILINE)) - {"--help"}
    assert len(options) > 10
    named = set(re.findall(r"(?<![\w|-])--[a-z][a-z-]+", text))
    assert sorted(options - named) == []


@every_page
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [link for link in LINK.findall(text) if not leads(page, link)] == []


@every_page
def test_every_path_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    made = {block.path for block in blocks(page) if block.path}
    assert [path for path in PATH.findall(text) if path not in made and not found_somewhere(path)] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        links = LINK.findall(page.read_text(encoding="utf-8"))
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links if not link.startswith("#")]
    assert [name(page) for page in PAGES if page not in reached] == []


@pytest.mark.usefixtures("kept_processes")
@pytest.mark.parametrize("page", RECIPES, ids=name)
def test_every_recipe_works(page: Path, tmp_path: Path) -> None:
    recipe = Recipe.of(page, tmp_path, in_a_shell=page in IN_A_SHELL)
    for block in blocks(page):
        recipe.follow(block)


def test_pages_followed_in_a_shell_are_pages_that_are_followed() -> None:
    assert set(RECIPES) >= IN_A_SHELL


@every_page
def test_every_command_is_one_that_can_be_tried(page: Path) -> None:
    lines = [line for block in blocks(page) if block.language == "sh" for line in block.text.splitlines() if line.strip()]
    assert [line for line in lines if words_of(line) is None] == []


def leads(page: Path, link: str) -> bool:
    """Tell whether a relative link leads to a file and, where it names one, to a heading in it."""
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not anchor:
        return target.exists()
    headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
    return anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def found_somewhere(path: str) -> bool:
    """Tell whether a path exists from the top, or a file of that name anywhere in the project's own folders."""
    folders = ("foresight", "docs", "tests", "scenarios", "benchmarks")
    return (ROOT / path).exists() or ("/" not in path and any(any((ROOT / one).rglob(path)) for one in folders))
