"""Plans that people saved under a name: one YAML file each, in a folder of the person who runs the app."""

import os
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from foresight.errors import ForesightError, shorten
from foresight.scenario.exchange import MAX_BYTES, MAX_NAME, PLAIN_LINE, is_plain_line, received, written
from foresight.scenario.plans import Plan

FOLDER = "FORESIGHT_PLANS"
"""The environment variable that names another folder."""
PREFIX = "saved-"
MOST = 200
PATIENCE = 10.0  # seconds to wait for another tab that is saving


class SavedError(ForesightError):
    """A plan that cannot be saved or found; the message says why."""


class Saved:
    """The plans in one folder.

    Parameters
    ----------
    folder : Path
        It is made where it is not there yet.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or place()

    def all(self) -> tuple[Mapping[str, Plan], Mapping[str, str]]:
        """Return the plans by id in the order of their names, and what is wrong with the files that are no plans, by id."""
        plans: dict[str, Plan] = {}
        wrong: dict[str, str] = {}
        for path in sorted(self.folder.glob(f"{PREFIX}*.yaml")):
            try:
                plans[path.stem] = _read(path)
            except ForesightError as error:
                wrong[path.stem] = str(error)
            except FileNotFoundError:
                continue  # another tab has just deleted it
        return dict(sorted(plans.items(), key=lambda one: one[1].title.casefold())), wrong

    def keep(self, plan: Plan, name: str, *, replace: bool = False) -> Plan:
        """Save a plan under a name, and return it as it is saved.

        Raises
        ------
        SavedError
            For a name that cannot be one or is taken (unless it may be replaced), and where nothing can be written.
        """
        title = " ".join(name.split())
        id_ = id_of(title)
        kept = plan.model_copy(update={"id": id_, "title": title})
        path = self._path(id_)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=PATIENCE):
                if path.exists() and not replace:
                    msg = f"There is a saved plan of this name already: {title}. Choose another name, or replace it."
                    raise SavedError(msg)
                if not path.exists() and len(list(self.folder.glob(f"{PREFIX}*.yaml"))) >= MOST:
                    msg = f"There are {MOST} saved plans already. Delete one first."
                    raise SavedError(msg)
                beside = path.with_suffix(".part")
                beside.write_text(written(kept), encoding="utf-8", newline="\n")
                beside.replace(path)
        except (OSError, Timeout) as error:
            msg = f"The plan cannot be saved in {self.folder}: {getattr(error, 'strerror', None) or 'another tab is saving'}."
            raise SavedError(msg) from error
        return kept

    def delete(self, id_: str) -> None:
        """Delete a saved plan; one that is gone already is gone."""
        with suppress(FileNotFoundError):
            self._path(id_).unlink()

    def _path(self, id_: str) -> Path:
        """Return the file of a plan; an id has letters, digits and hyphens only."""
        if not re.fullmatch(rf"{PREFIX}[a-z0-9-]+", id_):
            msg = f"No saved plan is called {shorten(id_)}."
            raise SavedError(msg)
        return self.folder / f"{id_}.yaml"


def place() -> Path:
    """Return the folder of the saved plans on this machine."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else user_data_path("third-sector-foresight", appauthor=False) / "plans"


def id_of(name: str) -> str:
    """Return the id under which a plan of a name is saved.

    Raises
    ------
    SavedError
        For a name that is empty, too long or more than one plain line.
    """
    if not is_plain_line(name):
        msg = f"This cannot be a plan's name. A name is {PLAIN_LINE}."
        raise SavedError(msg)
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if not slug:
        msg = "This cannot be a plan's name. A name has a letter from a to z or a digit in it."
        raise SavedError(msg)
    return PREFIX + slug[:MAX_NAME].strip("-")


def _read(path: Path) -> Plan:
    with path.open("rb") as stream:
        thing = received(stream.read(MAX_BYTES + 1), path.name)
    if not isinstance(thing, Plan):
        msg = f"{path.name}: found a future; expected a plan"
        raise SavedError(msg)
    return thing
