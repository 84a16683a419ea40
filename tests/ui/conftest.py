"""One crew of workers for all tests of a file: starting processes takes longer than most of what they are asked."""

from collections.abc import Iterator

import pytest

from foresight.ui import choice, session
from tests.support.runs import SMALL


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
