"""The tidy data as files, and zip archives whose bytes are the same for the same content."""

import io
import re
import zipfile

import pandas as pd

from foresight.analysis.findings import Findings

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip archive can name
DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
STILL = rb"\g<1>1980-01-01T00:00:00Z\g<2>"


def csv(findings: Findings) -> bytes:
    """Return the tidy table as CSV in UTF-8, with the byte order mark that Excel needs."""
    return findings.table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def excel(findings: Findings) -> bytes:
    """Return the tidy table, the further tables and the record of the comparison as an Excel workbook."""
    made = io.BytesIO()
    with pd.ExcelWriter(made, engine="xlsxwriter") as writer:
        findings.table.to_excel(writer, sheet_name="comparison", index=False, freeze_panes=(1, 0))
        for name, table in findings.parts.items():
            table.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
        record = {name: value for name, value in findings.manifest.items() if name not in {"start", "wall_seconds"}}
        rows = pd.DataFrame({"what": list(record), "value": [str(value) for value in record.values()]})
        rows.to_excel(writer, sheet_name="made of", index=False)
    return still(made.getvalue())


def still(archive: bytes) -> bytes:
    """Return a zip archive (also a workbook or slides) without clocks inside, so that equal content gives equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".xlsx"):
                data = still(data)
            elif name == "docProps/core.xml":
                data = DATES.sub(STILL, data)
            new.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
