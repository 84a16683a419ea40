"""Finds the Chromium in which the tests of the app run; uses the standard library only, since `start.py` asks it as well."""

import os
import shutil
import sys
from pathlib import Path

VARIABLE = "FORESIGHT_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
MAC_APPLICATIONS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_PROGRAMS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
FETCHED = (
    "chromium-*/chrome-*/chrome",
    "chromium-*/chrome-*/chrome.exe",
    "chromium-*/chrome-*/*.app/Contents/MacOS/*",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "The tests of the app need a Chromium, Chrome or Edge, and none was found. "
    f"Install one (on Debian: apt install chromium), or set {VARIABLE} to the path of its program."
)


def find() -> Path | None:
    """Return the program of a Chromium-like browser, or None where there is none.

    What the environment names comes first, then what is on the path, then the usual places, then what Playwright fetched.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) if Path(named).is_file() else None
    on_path = (shutil.which(name) for name in NAMES)
    candidates = [Path(found) for found in on_path if found] + _usual_places() + _fetched()
    return next((path for path in candidates if path.is_file()), None)


def require() -> Path:
    """Return the program of a browser.

    Raises
    ------
    FileNotFoundError
        When there is none; a test that needs one then fails rather than being left out.
    """
    found = find()
    if found is None:
        raise FileNotFoundError(MISSING)
    return found


def _usual_places() -> list[Path]:
    """Return where browsers are installed without being on the path."""
    if sys.platform == "darwin":
        return [Path("/Applications", f"{name}.app", "Contents/MacOS", name) for name in MAC_APPLICATIONS]
    folders = [os.environ[name] for name in WINDOWS_FOLDERS if name in os.environ]
    return [Path(folder, program) for folder in folders for program in WINDOWS_PROGRAMS]


def _fetched() -> list[Path]:
    """Return the browsers that Playwright fetched for this user, newest first."""
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    places = {
        "darwin": Path.home() / "Library/Caches/ms-playwright",
        "win32": Path(os.environ.get("LOCALAPPDATA", Path.home())) / "ms-playwright",
    }
    folder = Path(chosen) if chosen else places.get(sys.platform, Path.home() / ".cache/ms-playwright")
    return sorted((path for pattern in FETCHED for path in folder.glob(pattern)), reverse=True)
