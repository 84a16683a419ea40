"""Runs the app's server for as long as somebody looks at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.paths import ROOT

SERVER = "foresight.ui.server"
START, STOP = 300, 60  # seconds that a slow machine may take


@contextmanager
def running_app(log: Path, *, module: str = SERVER, **variables: str) -> Iterator[str]:
    """Run the app on a free port, its words kept in `log`, and yield its address.

    Parameters
    ----------
    module
        The module that serves it.
    variables
        What the environment says besides.

    Raises
    ------
    RuntimeError
        Where the server does not answer in time; the message holds what it said.
    """
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        module,
        str(ROOT / "app.py"),
        "--server.headless=true",
        f"--server.port={port}",
    ]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=surroundings)
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health", server, log)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=STOP)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - an address of our own
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
