"""A comparison's results as one small file to take away, and such a file looked at again."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from foresight.analysis import whole
from foresight.analysis.comparison import MANIFEST, TABLE, WRITTEN, Comparison, files_of
from foresight.analysis.findings import record_of
from foresight.errors import ForesightError
from foresight.indicators.reading import headline

MAX_PACKED = 8_000_000
MAX_TABLE, MAX_RECORD = 40_000_000, 200_000
MAX_FILES = 20


@dataclass(frozen=True, repr=False)
class Kept:
    """Results that were kept: the headline rows of the whole sector, and what they were made of."""

    table: pd.DataFrame
    manifest: Mapping[str, Any]


def packed(comparison: Comparison) -> bytes:
    """Return the text files that a comparison is kept as in one zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in files_of(comparison).items():
            folder.writestr(name, text)
    return made.getvalue()


def opened(files: Mapping[str, bytes]) -> Kept:
    """Return the results in files by name: one zip file, or a table and a record.

    Raises
    ------
    ForesightError
        Where they are not what `packed` or `foresight compare --out` writes.
    """
    zips = [name for name in files if name.lower().endswith(".zip")]
    inside = unpacked(files[zips[0]], zips[0]) if zips else _complete(files, ", ".join(files))
    table, record = whole.comparison(inside[TABLE], TABLE), record_of(inside[MANIFEST], MANIFEST)
    shown = table["indicator"].isin([one.id for one in headline()]) & (table["segment_kind"] == "all")
    return Kept(table[shown], record)


def _complete(files: Mapping[str, bytes], named: str) -> Mapping[str, bytes]:
    """Return files by name, both that a comparison cannot do without among them."""
    for name in (TABLE, MANIFEST):
        if name not in files:
            msg = f"{named}: found no {name}; expected {TABLE} and {MANIFEST} of one comparison, or the zip file with both"
            raise ForesightError(msg)
    return files


def unpacked(raw: bytes, name: str) -> Mapping[str, bytes]:
    """Return the files of a comparison in a zip file, by name, reading no more than they may hold.

    Raises
    ------
    ForesightError
        Where it is no zip file, or holds more or less.
    """
    wrong = ForesightError(
        f"{name}: found no zip file that can be read; expected the one that the app or a person made of results"
    )
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as folder:
            for info in folder.infolist()[:MAX_FILES]:
                inner = info.filename.rpartition("/")[2]
                ours = inner in WRITTEN or inner.endswith(".yaml")
                if not ours or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                    continue
                most = MAX_TABLE if inner == TABLE else MAX_RECORD
                with folder.open(info) as stream:
                    content = stream.read(most + 1)
                if len(content) > most:
                    msg = f"{name}: found a {inner} of more than {most:,} bytes; expected the results of one comparison"
                    raise ForesightError(msg)
                found[inner] = content
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise wrong from None
    return _complete(found, name)
