"""Errands: a process that dies is replaced, what nobody waits for is not begun, and not everything is kept for ever."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from foresight.errors import ForesightError
from foresight.ui import errands
from foresight.ui.errands import MOST_KEPT, Errands
from tests.support.errand import dies, dies_once, noted

PATIENCE = 120


@pytest.fixture
def made() -> Iterator[Errands]:
    found = Errands()
    yield found
    found.close()


def answer(made: Errands, key: str, work: Any) -> Any:
    """Ask until there is an answer, as a page does."""
    while not (future := made.ask("page", key, work)).done():
        future.exception(PATIENCE)
    return made.take(key, future)


def begun(mark: Path) -> None:
    """Wait until some work says that it has begun."""
    end = time.monotonic() + PATIENCE
    while not mark.exists():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_process_may_be_killed_between_errands_and_over_one(made: Errands, tmp_path: Path) -> None:
    first = answer(made, "who", os.getpid)
    os.kill(first, signal.SIGTERM)
    second = answer(made, "who now", partial(int, "7"))
    assert second == 7
    mark, leave = tmp_path / "mark", tmp_path / "leave"
    under_way = made.ask("page", "long", partial(noted, mark, leave))
    begun(mark)
    (worker,) = made._standing._pool._processes  # type: ignore[attr-defined]
    os.kill(worker, signal.SIGTERM)
    assert under_way.exception(PATIENCE) is not None
    leave.touch()
    assert answer(made, "long", partial(noted, mark, leave)) not in {first, worker}


def test_work_that_ends_its_process_is_done_once_more_then_given_up(made: Errands, tmp_path: Path) -> None:
    assert answer(made, "once", partial(dies_once, tmp_path / "mark")) == "done"
    with pytest.raises(ForesightError, match="given up"):
        answer(made, "always", dies)
    assert answer(made, "afterwards", partial(int, "7")) == 7


def test_other_faults_are_told_in_a_sentence_and_not_kept(made: Errands) -> None:
    with pytest.raises(ForesightError, match="This run failed"):
        answer(made, "fault", partial(int, "seven"))
    assert len(made) == 0


def test_what_nobody_waits_for_any_more_is_not_begun(made: Errands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave = tmp_path / "leave"
    works = {key: partial(noted, tmp_path / key, leave) for key in ("long", "next", "then", "a", "b", "c", "d", "e")}
    blocking = made.ask("one", "long", works["long"])
    begun(tmp_path / "long")
    for who, key in (
        ("two", "next"),
        ("nobody else", "then"),
    ):  # taken ahead, which cannot be called back
        made.ask(who, key, works[key])
    superseded = made.ask("three", "a", works["a"])
    shared = made.ask("four", "b", works["b"])
    made.ask("five", "b", works["b"])
    made.ask("three", "c", works["c"])
    made.ask("four", "c", works["c"])
    assert superseded.cancelled()
    assert not shared.cancelled()
    monkeypatch.setattr(errands, "FORGOTTEN", 0.0)
    last = made.ask("six", "d", works["d"])
    assert shared.cancelled(), "a page that was closed waits no more"
    leave.touch()
    assert blocking.result(PATIENCE) == last.result(PATIENCE)
    assert not (tmp_path / "a").exists()
    assert not (tmp_path / "b").exists()


class AtOnce:
    """Stands for processes that are done at once."""

    def submit(self, work: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        future.set_result(work())
        return future


def test_no_more_answers_are_kept_than_so_many_and_those_asked_for_last() -> None:
    made = Errands(AtOnce())  # type: ignore[arg-type]
    for number in range(3 * MOST_KEPT):
        assert made.take(number, made.ask("page", number, partial(int, number))) == number
        made.ask("another", "dear", partial(int, 1))
    assert len(made) == MOST_KEPT
    assert "dear" in made._errands
