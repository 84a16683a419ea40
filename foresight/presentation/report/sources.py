"""What a report can be about besides a comparison that was just made: a folder that a comparison or a batch was written to."""

from pathlib import Path
from tempfile import TemporaryDirectory

from foresight.analysis.analyse import Question, analyse
from foresight.analysis.batched import findings_of_batch
from foresight.analysis.comparison import MANIFEST
from foresight.analysis.findings import Findings, read_findings
from foresight.analysis.kept import unpacked
from foresight.analysis.results import Batch
from foresight.ensemble import results
from foresight.ensemble.catalogue import FILE as CATALOGUE
from foresight.errors import ForesightError
from foresight.model.run import YEARS
from foresight.presentation.answers.answer import Answer
from foresight.presentation.answers.batches import answers
from foresight.presentation.report.compose import compose
from foresight.presentation.report.formats import FORMATS
from foresight.scenario.assumptions import numbers

ASKED = ("organisations", "income")
"""Indicators that a report on a batch goes into."""
ZIP = ".zip"


def keeps(place: Path) -> bool:
    """Tell whether a path is a folder of results, or the zip file of them that the app makes."""
    return any((place / name).exists() for name in (MANIFEST, CATALOGUE)) or (place.suffix.lower() == ZIP and place.is_file())


def kept(folder: Path, future: str | None = None, plan: str | None = None) -> tuple[Findings, list[Answer]]:
    """Return the findings that a folder, or the app's zip file, holds, and what a batch answers besides.

    Parameters
    ----------
    future, plan
        Which ones of a batch (its first, unless told otherwise); what a comparison was made of, or None.

    Raises
    ------
    ForesightError
        Where the folder holds neither, or another future or plan than the one asked for.
    """
    if folder.suffix.lower() == ZIP and folder.is_file():
        return _as_wished(_of_zip(folder), future, plan), []
    if (folder / MANIFEST).exists():
        return _as_wished(read_findings(folder), future, plan), []
    if (folder / CATALOGUE).exists():
        return findings_of_batch(folder, future, plan), batch_answers(folder)
    msg = f"{folder}: found a folder without {MANIFEST} or {CATALOGUE}; expected one that `compare --out` or `batch` wrote"
    raise ForesightError(msg)


def to_choose(folder: Path) -> tuple[list[str], list[str]]:
    """Return the futures and the plans of a batch that a report can be about; none for any other folder, or a broken one."""
    if not (folder / CATALOGUE).exists():
        return [], []
    try:
        experiment = results.asked(folder)
    except ForesightError:  # said once a report is made of it
        return [], []
    return [str(name) for name in experiment.futures], [str(name) for name in experiment.plans]


def made(folder: Path, wanted: str, future: str | None = None, plan: str | None = None) -> tuple[str, bytes]:
    """Return the report on what a folder holds, in one of `FORMATS`, with the name of its file; see `kept`.

    Raises
    ------
    ForesightError
        Where the folder holds nothing that can be told.
    """
    if not keeps(folder) and not folder.is_dir():
        wrote = "`foresight compare --out` or `foresight batch` wrote, or the zip file of results that the app made"
        msg = f"{folder}: found no such folder; expected one that {wrote}"
        raise ForesightError(msg)
    found, said = kept(folder, future, plan)
    name = f"{found.future.id}-{found.plan.id}{FORMATS[wanted].ending}"
    return name, FORMATS[wanted].written(found, compose(found, said))


def _of_zip(file: Path) -> Findings:
    """Return the findings in the app's zip file."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for inner, content in unpacked(file.read_bytes(), str(file)).items():
            (folder / inner).write_bytes(content)
        try:
            return read_findings(folder)
        except ForesightError as error:
            raise ForesightError(str(error).replace(str(folder), str(file))) from None


def _as_wished(found: Findings, future: str | None, plan: str | None) -> Findings:
    """Return findings that are kept, which are of one future and one plan: refused where others were asked for."""
    for name, wanted, there in (("future", future, found.future.id), ("plan", plan, found.plan.id)):
        if wanted not in {None, there}:
            msg = f"--{name}: found '{wanted}'; expected {there}, the only {name} of what is kept there"
            raise ForesightError(msg)
    return found


def batch_answers(folder: Path) -> list[Answer]:
    """Return what a batch answers for the headline indicators that it keeps."""
    batch = Batch.of(folder)
    grades = {path: known[path].grade or "D" for path in batch.paths if path in (known := numbers())}
    there = set(results.read(folder, segments=["all"], years=[YEARS[-1]], experiment=batch.experiment.id)["indicator"])
    return [one for name in ASKED if name in there for one in answers(analyse(batch, Question(name), grades))]
