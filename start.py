"""Set up everything in this folder once, then run a `foresight` command or, with `test`, every check of the project.

    python3 start.py compare funding-cliff --plan first-steps
    python3 start.py test

Needs Python 3.11 or later and nothing else: it makes `.venv` beside this file, installs the releases named in `constraints.txt`
there, and does so again only when that file or `pyproject.toml` changes.
"""

from __future__ import annotations  # so that an older Python gets as far as the message below

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.txt"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
EXE = ".exe" if os.name == "nt" else ""
PYTHON = PROGRAMS / f"python{EXE}"
FORESIGHT = PROGRAMS / f"foresight{EXE}"
BUILD_TOOLS = ("hatchling", "editables")  # installed first, pinned like the rest, to build the package itself
CHECKS: tuple[tuple[str, tuple[Path | str, ...]], ...] = (
    ("style", (PYTHON, "-m", "ruff", "check", ".")),
    ("layout", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    ("types", (PYTHON, "-m", "mypy")),
    ("layers", (PROGRAMS / f"lint-imports{EXE}", "--no-logo")),
)
TESTS = (PYTHON, "-m", "pytest", "-n", "auto", "--dist", "worksteal")
ONE_RUN = (
    FORESIGHT, "compare", "funding-cliff", "--plan", "whole-programme", "--pairs", "1", "--scale", "0.02", "--workers", "1",
    "--quiet",
)  # fmt: skip


def main(words: list[str]) -> int:
    """Set up what is missing, hand `words` on, and return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what people run first, with whatever Python they have
        tell(f"This needs Python 3.11 or later; you have {sys.version.split()[0]}. Please install a newer one and use it here.")
        return 1
    testing = words[:1] == ["test"]
    if not set_up("test" if testing else "run"):
        return 1
    try:
        return check(words[1:]) if testing else subprocess.run([FORESIGHT, *words], check=False).returncode
    except KeyboardInterrupt:
        return 130


def set_up(purpose: str) -> bool:
    """Make `.venv` fit for `purpose` (`run` or `test`) and return whether it is; quick when nothing has changed."""
    wanted = fingerprint()
    have = STAMP.read_text(encoding="utf-8").split() if STAMP.exists() else []
    if have[:1] == [wanted] and purpose in have:
        return True
    tell("Setting up (needed once, takes a few minutes) ...")
    if have[:1] != [wanted] and not make_environment():
        return False
    package = f"{ROOT}[dev]" if purpose == "test" else str(ROOT)
    if not install(*BUILD_TOOLS) or not install("--no-build-isolation", "--editable", package):
        tell("Setting up failed: the reason stands above. Is this computer online, with some 1.5 GB of disk free?")
        return False
    STAMP.write_text(f"{wanted} run {purpose}\n", encoding="utf-8")
    return True


def fingerprint() -> str:
    """Return a hash of all that an environment depends on: this Python, this folder, and what is to be installed."""
    parts = [
        sys.version,
        str(ROOT),
        *(name.read_text(encoding="utf-8") for name in (ROOT / "constraints.txt", ROOT / "pyproject.toml")),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def make_environment() -> bool:
    """Make an empty `.venv`, in place of any old one, and return whether it worked."""
    try:
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(VENV)
    except (OSError, subprocess.CalledProcessError) as problem:
        tell(f"Could not make {VENV}: {problem}")
        tell("On Debian and Ubuntu the package python3-venv is needed for this: sudo apt install python3-venv")
        return False
    return True


def install(*what: str) -> bool:
    """Install packages in the releases that `constraints.txt` names, and return whether it worked."""
    options = ["--quiet", "--quiet", "--no-input", "--disable-pip-version-check", "--constraint", str(ROOT / "constraints.txt")]
    command = [str(PYTHON), "-m", "pip", "install", *options, *what]
    return subprocess.run(command, check=False, stdout=sys.stderr).returncode == 0


def check(words: list[str]) -> int:
    """Run all checks up to the first that fails; `words` go to pytest. Returns the exit code.

    Beside the first of them, which need one core, the model is compiled: else each process of the tests would do so for itself.
    """
    find_browser()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the tests start many processes: let each find what another has compiled
    with subprocess.Popen(ONE_RUN, cwd=ROOT) as compiling:
        code = next(filter(None, (passed(*one) for one in CHECKS)), 0)
        if code != 0:
            compiling.kill()
    return code or passed("tests", (*TESTS, *words))


def passed(name: str, command: Sequence[Path | str]) -> int:
    """Run a check and return its exit code: 0 where it passed."""
    tell(f"--- {name}")
    code = subprocess.run(command, check=False, cwd=ROOT).returncode
    if code != 0:
        tell(f"The {name} check failed.")
    return code


def find_browser() -> None:
    """Fetch a Chromium for the tests of the app, where this computer has no browser of that kind."""
    from tests.support.browser import find  # noqa: PLC0415 - only the tests need it

    if find() is None:
        tell("No Chromium, Chrome or Edge found: fetching a Chromium for the tests of the app ...")
        subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], check=False)


def tell(message: str) -> None:
    """Print a message where it does not mix with a command's output."""
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
