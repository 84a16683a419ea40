"""Writing files so that nothing half-written is left behind, with a message for people where that fails."""

import os
from collections.abc import Collection
from pathlib import Path

from foresight.errors import ForesightError, either


def check_folder(out: Path) -> None:
    """Refuse a folder to write to that is a file, or lies in one: before anything is worked out.

    Raises
    ------
    ForesightError
        Naming the file that is in the way.
    """
    taken = [path for path in (out, *out.parents) if path.exists() and not path.is_dir()]
    if taken:
        msg = f"--out: found {taken[0]}, which is a file; expected a folder"
        raise ForesightError(msg)


def check_file(out: Path, endings: Collection[str], what: str) -> None:
    """Refuse a file to write that is a folder, lies in a file, or does not end as what is written does.

    Parameters
    ----------
    endings
        Those that fit.
    what
        What is written.

    Raises
    ------
    ForesightError
        Saying what is wrong, and which endings fit.
    """
    if out.is_dir():
        msg = f"--out: found {out}, which is a folder; expected the file to write"
        raise ForesightError(msg)
    if out.suffix.lower() not in endings:
        found = f"a file that ends in '{out.suffix}'" if out.suffix else f"{out}, which has no ending"
        msg = f"--out: found {found}; expected {either(endings)} for {what}"
        raise ForesightError(msg)
    check_folder(out.parent)


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
