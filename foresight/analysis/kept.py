"""A comparison's results as one small file to take away, and such a file looked at again."""

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from foresight.analysis import made_of
from foresight.analysis.comparison import Comparison
from foresight.analysis.findings import MANIFEST, TABLE, record_of, table_of
from foresight.analysis.whole import NUMBERS
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
    """Return a comparison's table and record, with its future and plan, as a zip file."""
    inputs = made_of.texts(comparison.future, comparison.plan)
    files = {
        TABLE: comparison.table.to_csv(index=False, lineterminator="\n"),
        MANIFEST: json.dumps(made_of.recorded(comparison.manifest, inputs), indent=2) + "\n",
        **inputs,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in files.items():
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
    inside = _unpacked(files[zips[0]], zips[0]) if zips else files
    for name in (TABLE, MANIFEST):
        if name not in inside:
            wanted = f"{TABLE} and {MANIFEST} of one comparison, or the zip file with both"
            msg = f"{', '.join(files)}: found no {name}; expected {wanted}"
            raise ForesightError(msg)
    table, record = table_of(inside[TABLE], TABLE), record_of(inside[MANIFEST], MANIFEST)
    return Kept(_headline_rows(table), record)


def _headline_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the headline indicators for the whole sector, all of them numbers."""
    wanted = table["indicator"].isin([one.id for one in headline()]) & (table["segment_kind"] == "all")
    rows = table[wanted].copy()
    rows[list(NUMBERS)] = rows[list(NUMBERS)].apply(pd.to_numeric, errors="coerce")
    if not len(rows) or rows[list(NUMBERS)].isna().to_numpy().any():
        msg = f"{TABLE}: found no numbers for the whole sector; expected the table that `foresight compare --out` writes"
        raise ForesightError(msg)
    return rows


def _unpacked(raw: bytes, name: str) -> dict[str, bytes]:
    """Return the table and the record in a zip file, reading no more than they may hold."""
    wrong = ForesightError(
        f"{name}: found no zip file that can be read; expected the one that the app or a person made of results"
    )
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as folder:
            for info in folder.infolist()[:MAX_FILES]:
                inner, most = info.filename.rpartition("/")[2], MAX_RECORD
                if inner not in {TABLE, MANIFEST} or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
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
    return found
