"""Do imports go down the floors only, and does the router at the top stay a router?"""

import ast

from importlinter.cli import lint_imports

from tests.support.paths import ROOT

ROUTER_MAY_IMPORT = {"foresight.ui", "streamlit", "pathlib"}


def test_contracts_in_pyproject_are_kept() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_the_router_knows_the_app_only() -> None:
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    imported = {alias.name for at in ast.walk(tree) if isinstance(at, ast.Import) for alias in at.names}
    imported |= {at.module or "" for at in ast.walk(tree) if isinstance(at, ast.ImportFrom)}
    assert imported
    assert {name for name in imported if not any(f"{name}.".startswith(f"{may}.") for may in ROUTER_MAY_IMPORT)} == set()
