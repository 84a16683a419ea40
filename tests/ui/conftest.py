"""One crew of workers, and one server, for all tests of a file: starting takes longer than most of what they are asked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from foresight.rooms import database
from foresight.ui import choice, session
from tests.support.runs import SMALL
from tests.support.server import running_app

PATIENCE = 120_000  # milliseconds that a slow machine may take to show what is looked for

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the app, running with rooms of its own."""
    folder = tmp_path_factory.mktemp("rooms")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(database.FOLDER, str(folder))
        with running_app(folder / "log.txt") as found:
            yield found


@pytest.fixture(scope="module")
def crew() -> Iterator[None]:
    """Stop the workers that the tests of a file have set to work, once all of them are through."""
    yield
    session.crew().close()
    session.crew.clear()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, crew: None) -> None:  # noqa: ARG001 - for as long as the file's tests run
    """Let the app compare quickly; the numbers that are known are shared between tests, what is chosen is not."""
    monkeypatch.setattr(choice, "THOROUGHNESS", {choice.QUICK: SMALL, choice.FULL: (4, 0.03)})
