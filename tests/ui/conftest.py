"""One crew of workers, and one server for all tests in a browser: starting takes longer than most of what they ask."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from foresight.rooms import database
from foresight.scenario import saved
from foresight.ui import asking, choice, faults, session, visitor
from tests.support import pictures
from tests.support.runs import SMALL
from tests.support.server import running_app
from tests.support.visitors import PATIENCE, Visitors

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the app, which simulates a small share of the sector; its rooms and saved plans are its own."""
    folder = tmp_path_factory.mktemp("server")
    log, places = folder / "log.txt", {database.FOLDER: str(folder / "rooms"), saved.FOLDER: str(folder / "plans")}
    with running_app(log, module="tests.support.small_server", **places) as found:
        yield found
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def visitors(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitors]:
    """Yield people who open the app; the test fails where something went wrong in one of their browsers."""
    found = Visitors(browser)
    yield found
    pictures.keep(request.node.name, found.pages)
    found.leave()
    assert found.faults == []


@pytest.fixture(autouse=True)
def _pictures(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep a picture of what is open at the end of a test in a browser, whether it passed or not."""
    yield
    if request.node.get_closest_marker("browser") is not None:
        browser: Browser = request.getfixturevalue("browser")
        pictures.keep(request.node.name, [page for context in browser.contexts for page in context.pages])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the pictures are."""
    if pictures.folder().is_dir():
        terminalreporter.write_line(f"Pictures of the pages that were tested in a browser: {pictures.folder()}")


@pytest.fixture
def page(visitors: Visitors, address: str) -> Page:
    """Open the app's first page."""
    return visitors.open(address)


@pytest.fixture(scope="session", autouse=True)
def _crew() -> Iterator[None]:
    """Stop the workers that the tests have set to work, once all of them are through."""
    yield
    session.crew.clear()  # which closes it
    asking.errands.clear()


@pytest.fixture(autouse=True)
def _nothing_unforeseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what nobody foresaw be an exception on the page, which tests look for, and not a sentence."""

    def raised(error: Exception) -> None:
        raise error

    monkeypatch.setattr(faults, "tell", raised)


@pytest.fixture(autouse=True)
def _at_the_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a browser nobody has an address: whoever looks at a page that runs without one is at the computer."""
    monkeypatch.setattr(visitor, "address", lambda: None)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app compare quickly; the numbers that are known are shared between tests, what is chosen is not."""
    monkeypatch.setattr(choice, "THOROUGHNESS", {choice.QUICK: SMALL, choice.FULL: (4, 0.03)})
