"""What a comparison takes to be otherwise than usual: changed assumptions, the strength of effects, and what strikes."""

from foresight.analysis.findings import Findings
from foresight.analysis.further import strength
from foresight.presentation import doubts
from foresight.presentation.report.content import Grid
from foresight.presentation.sentences import listed
from foresight.scenario import library
from foresight.scenario.assumptions import Assumptions, Value, checked, choices, numbers

MOST_NAMED = 4
STRENGTHS = {"low": "weak", "high": "strong", 0.0: "none, as if the plan were only on paper"}


def assumptions(findings: Findings) -> Assumptions:
    """Return the assumptions that findings were made with."""
    return checked(findings.manifest.get("assumptions") or {})


def in_short(findings: Findings) -> str:
    """Say what is not as usual, or nothing where everything is."""
    rows, how = _rows(findings), strength(findings)
    said = [f"{what}: {here}{_times(unit)} instead of {usual}" for what, usual, here, unit in rows[:MOST_NAMED]]
    said += [f"{len(rows) - MOST_NAMED} more, listed at the end"] if len(rows) > MOST_NAMED else []
    said += [] if how == "central" else [f"effects: {STRENGTHS.get(how, f'{how} times the usual ones')}"]
    return f"Assumed here: {'; '.join(said)}." if said else ""


def changed(findings: Findings) -> list[Grid]:
    """Return the table of the changed assumptions, where there are some."""
    rows = _rows(findings)
    return [Grid("Assumptions that were changed", ("", "Usual", "Here", "In"), tuple(rows))] if rows else []


def strikes(findings: Findings) -> str:
    """Say what strikes in the future, each once, or nothing where nothing does."""
    titles = {card.strikes.event: card.title for card in library.wild_cards().values()}
    found = [
        f"{titles[one.event]} in {one.at.year}{f' ({one.county})' if one.county else ''}"
        for one in sorted(findings.future.events, key=lambda one: one.at.year)
    ]
    return f"On top of this {'comes' if len(found) == 1 else 'come'} {listed(found)}." if found else ""


def _rows(findings: Findings) -> list[tuple[str, str, str, str]]:
    """Return what each changed assumption is about, its usual value, its value here, and its unit."""
    return [_row(path, value) for path, value in assumptions(findings).items()]


def _row(path: str, here: Value) -> tuple[str, str, str, str]:
    number = numbers().get(path)
    usual = number.value if number is not None else choices()[path].value
    unit = doubts.unit(number) if number is not None else ""
    return (doubts.title(path).removesuffix(" …"), _word(usual), _word(here), unit)


def _word(value: Value) -> str:
    """Write a value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return doubts.RULES.get(value, value) if isinstance(value, str) else doubts.written(value)


def _times(unit: str) -> str:
    """Return a unit that a number cannot do without."""
    return f" {unit}" if unit.startswith("times what") else ""
