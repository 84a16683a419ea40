"""The levers that actions pull; importing this package registers each by its `kind`. A new lever is one file here."""

from importlib import import_module
from pkgutil import iter_modules

for _found in iter_modules(__path__):
    import_module(f"{__name__}.{_found.name}")
