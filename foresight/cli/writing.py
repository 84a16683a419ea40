"""Writing files so that nothing half-written is left behind, with a message for people where that fails."""

import os
from pathlib import Path

from foresight.errors import ForesightError


def write(path: Path, data: bytes) -> None:
    """Write a file as a whole, through a file of another name beside it.

    Raises
    ------
    ForesightError
        Where it cannot be written.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        os.replace(beside, path)  # noqa: PTH105 - atomic on every system
    except OSError as error:
        beside.unlink(missing_ok=True)
        msg = f"--out: found {path}, which cannot be written ({error.strerror}); expected a place that can"
        raise ForesightError(msg) from error
