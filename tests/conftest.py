"""Rules for every test run: nothing is left out in silence, and no test looks for a browser by itself."""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.support import browser as browsers
from tests.support import processes

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Yield a running Chromium; the test fails where the computer has none."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to load, and only these tests need it

    program = browsers.require()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(browsers.ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def _pool() -> Iterator[ProcessPoolExecutor]:
    """Keep processes for those tests that share them."""
    with processes.pool() as kept:
        yield kept


@pytest.fixture
def kept_processes(_pool: ProcessPoolExecutor) -> Iterator[None]:
    """Let the commands of a test have processes that are there already: for tests whose question is not how they start or end."""
    with processes.working(_pool):
        yield


@pytest.fixture(scope="module", autouse=True)
def _main() -> Iterator[None]:
    """Put the main module back: a page that is run without a browser takes its place, and later processes would run it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


def _skipped(config: pytest.Config) -> int:
    """Return how many tests this process reported as skipped; 0 in a worker, which reports nothing."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn a run that skipped a test into a failed one: a test that cannot run must say so by failing."""
    if exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why a run without a failed test failed all the same."""
    if skipped := _skipped(terminalreporter.config):
        terminalreporter.write_line(f"{skipped} skipped: here a test that cannot run has to fail", red=True)
