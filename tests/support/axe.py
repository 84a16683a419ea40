"""Looks at a page with axe-core, which is part of the package `axe-playwright-python`: nothing is fetched."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """Return what axe calls serious or critical, contrast included, with the places where it is."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{one['impact']}: {one['help']} ({one['id']}): {[node['html'][:200] for node in one['nodes']][:5]}"
        for one in found["violations"]
        if one["impact"] in GRAVE
    ]
