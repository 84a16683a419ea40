"""A room full of people while the facilitator compares: in the app, each of them is a thread of the one server."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import psutil
import pytest

from foresight.ensemble.crew import Ask, Crew, Inquiry
from foresight.ensemble.pairs import Pairing
from foresight.ensemble.standing import DIED, GIVEN_UP, MOST_DEATHS
from foresight.rooms.ballots import DOTS
from foresight.rooms.question import Question
from foresight.rooms.room import Rooms, person
from foresight.rooms.rules import Stage, Topic
from foresight.scenario import library
from tests.support.paths import ROOT

PEOPLE = range(30)
LOOKS = 5  # how often each phone looks at the room between two answers
PAIRS = 3
GROWTH = 30_000_000  # bytes that a server may grow by as a room repeats what it has done before
KNOWN = {"one", "two"}
SERVER = """
import sys, time
from foresight.ensemble.crew import Crew
if __name__ == "__main__":
    crew = Crew(1)
    crew._pool.submit(len, "").result()
    print(*crew._pool._pool._processes, flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    made = Crew(1)
    yield made
    made.close()


def comparison(crew: Crew, seed: int) -> Inquiry:
    pairing = Pairing(library.future("trend"), library.plan("first-steps"), seed=seed, scale=0.02, strength="central")
    return crew.ask(Ask(pairing, PAIRS))


def together(act: Callable[[int], object]) -> None:
    """Let everybody do something at the same time; whatever fails for anybody fails the test."""
    with ThreadPoolExecutor(len(PEOPLE)) as everybody:
        list(everybody.map(act, PEOPLE))


def session(rooms: Rooms, code: str, key: str, people: list[str]) -> None:
    """Predict, change one's mind, look, and vote, all at once."""

    def predict(who: int) -> None:
        for value in (who + 100, who):
            rooms.ballots.predict(code, people[who], value)
            assert {rooms.look(code).stage for _ in range(LOOKS)} == {Stage.PREDICTING}

    def vote(who: int) -> None:
        rooms.ballots.vote(code, people[who], Topic.ACTIONS, {"two": 1}, KNOWN)
        rooms.ballots.vote(code, people[who], Topic.ACTIONS, {"one": DOTS}, KNOWN)

    rooms.move(code, key, Stage.PREDICTING)
    together(predict)
    rooms.move(code, key, Stage.VOTING)
    together(vote)


def test_nothing_is_lost_while_a_comparison_runs(tmp_path: Path, crew: Crew) -> None:
    rooms, people = Rooms(tmp_path / "rooms.sqlite"), [person() for _ in PEOPLE]
    opened, key = rooms.open(Question("trend", "first-steps", "organisations"))
    asked = comparison(crew, seed=1)
    session(rooms, opened.code, key, people)
    assert rooms.ballots.predictions(opened.code, key) == [float(who) for who in PEOPLE]
    assert rooms.ballots.dots(opened.code, Topic.ACTIONS) == {"one": len(PEOPLE) * DOTS}
    assert rooms.ballots.people(opened.code) == len(PEOPLE)
    while not asked.over:
        asked.wait(asked.done, timeout=60)
    assert asked.error is None
    assert asked.done == PAIRS


def test_a_room_that_goes_on_and_on_takes_no_more_memory(tmp_path: Path) -> None:
    rooms, people = Rooms(tmp_path / "rooms.sqlite"), [person() for _ in PEOPLE]
    opened, key = rooms.open(Question("trend", "first-steps", "organisations"))
    session(rooms, opened.code, key, people)
    before = psutil.Process(os.getpid()).memory_info().rss
    for _ in range(5):
        session(rooms, opened.code, key, people)
    assert psutil.Process(os.getpid()).memory_info().rss - before < GROWTH


class Deadly(Executor):
    """Workers that die over whatever they are given."""

    def __init__(self, given: list[object]) -> None:
        self.given = given

    def submit(self, fn: Callable[..., Any], /, *args: object, **_: object) -> "Future[Any]":
        self.given.append((fn, args))
        done: Future[Any] = Future()
        done.set_exception(BrokenProcessPool("a worker died"))
        return done


def test_a_run_over_which_workers_die_is_given_up_when_the_words_say_so() -> None:
    given: list[object] = []
    asked = comparison(Crew(1, make=lambda _: Deadly(given)), seed=1)
    assert (asked.note, asked.error) == (DIED, GIVEN_UP)
    assert len(given) == MOST_DEATHS == 2
    assert "twice" in GIVEN_UP


def test_workers_end_with_their_server_even_where_it_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(SERVER, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        workers = [psutil.Process(int(word)) for word in server.stdout.readline().split()]
        server.kill()
    assert workers
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert alive == []
