"""Puts what people write, and the app's front door, inside the package when a wheel is built.

An editable install reads both from the checkout, where they can be changed, so it gets no copy.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = {name: f"foresight/shipped/{name}" for name in ("scenarios", "app.py", ".streamlit")}


class ShippedFiles(BuildHookInterface):
    """Adds the shipped files to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files unless the install is editable."""
        if version == "standard":
            build_data["force_include"].update(SHIPPED)
