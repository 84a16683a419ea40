"""The indicators, one short declared function each, in one file a topic; every file here is found by itself."""

import importlib
import pkgutil

TOPICS = (
    "organisations", "money", "people", "services", "capacity", "support", "collaboration", "equity", "voice", "aspirations",
)  # fmt: skip
"""The order in which the topics are shown; a file that is not named here comes after them."""


def _shown(topic: str) -> tuple[int, str]:
    return (TOPICS.index(topic) if topic in TOPICS else len(TOPICS), topic)


for _topic in sorted((found.name for found in pkgutil.iter_modules(__path__)), key=_shown):
    importlib.import_module(f"{__name__}.{_topic}")
