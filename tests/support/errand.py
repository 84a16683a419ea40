"""Work for another process, as tests need it: work that ends it, work that waits for leave, and work that says who does it."""

import os
import time
from pathlib import Path


def dies(*_: object, **__: object) -> None:
    """End the process, as the system does where memory runs out."""
    os._exit(1)


def dies_once(mark: Path) -> str:
    """End the process the first time."""
    if not mark.exists():
        mark.touch()
        os._exit(1)
    return "done"


def noted(mark: Path, leave: Path) -> int:
    """Say in a file that it has begun, and wait for another file; return the process that does it."""
    mark.touch()
    while not leave.exists():
        time.sleep(0.02)
    return os.getpid()
