"""Is what the package offers what it says it offers?"""

from types import ModuleType

import foresight


def test_all_lists_each_public_name_once() -> None:
    public = {name for name, value in vars(foresight).items() if not name.startswith("_") and not isinstance(value, ModuleType)}
    assert len(foresight.__all__) == len(set(foresight.__all__))
    assert set(foresight.__all__) - {"__version__"} == public


def test_the_public_names_fit_on_a_page() -> None:
    assert 2 <= len(foresight.__all__) <= 40
    assert all(getattr(foresight, name).__doc__ for name in foresight.__all__ if callable(getattr(foresight, name)))
