"""Finds LibreOffice, in which the tests open the slides."""

import shutil
import subprocess
from pathlib import Path

NAMES = ("soffice", "libreoffice")
MISSING = "The tests of the slides need LibreOffice (on Debian: apt install libreoffice-impress), and none was found."
PATIENCE = 180  # seconds for one conversion on a busy machine


def to_pdf(slides: Path, folder: Path) -> Path:
    """Let LibreOffice open slides and print them to a PDF in a folder.

    Raises
    ------
    FileNotFoundError
        Where there is no LibreOffice; a test that needs it then fails rather than being left out.
    """
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        raise FileNotFoundError(MISSING)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(slides)]
    subprocess.run(words, check=True, capture_output=True, timeout=PATIENCE)
    return folder / f"{slides.stem}.pdf"
