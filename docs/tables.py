"""Tables in Markdown, and numbers in them."""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

LARGE = 10_000  # from here on commas help


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(_cell(one) for one in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def plain(value: float) -> str:
    """Write a number without an exponent and without needless noughts."""
    return f"{value:,.10g}" if abs(value) >= LARGE else f"{value:.10g}"


def family(kinds: Mapping[str, Any]) -> str:
    """Return the members of a family of plug-ins: what each does, and its keys."""
    rows = []
    for kind, member in sorted(kinds.items()):
        keys = [f"`{info.alias or name}`" for name, info in member.model_fields.items() if name != "kind"]
        rows.append((f"`{kind}`", inspect.getdoc(member), ", ".join(keys)))
    return table(("kind", "what it does", "keys"), rows)
