"""Results that sharpen on the screen: what is seen stays what it was, and pairs that come meanwhile are not forgotten."""

import pytest

import foresight
from foresight.ensemble.crew import Ask, Inquiry
from foresight.ensemble.pairs import Pairing
from foresight.ensemble.shelf import Shelf
from foresight.ui import session
from foresight.ui.session import Seen
from foresight.ui.sharpening import Looked


class Arriving:
    """An inquiry whose pairs come when the test says so."""

    def __init__(self, pairs: int) -> None:
        pairing = Pairing(foresight.futures()["trend"], foresight.plans()["first-steps"], seed=1, scale=0.01, strength="central")
        self._shelf = Shelf()
        self.inquiry = Inquiry(Ask(pairing, pairs), self._shelf)

    def arrive(self) -> None:
        """Let one more pair come."""
        for task in self.inquiry.missing()[:2]:
            self._shelf.put(task.key, task.work(task.pairing, task.replicate))
        self.inquiry.look()


@pytest.fixture(scope="module")
def arriving() -> Arriving:
    made = Arriving(pairs=3)
    made.arrive()
    return made


def test_pairs_that_come_while_a_page_is_drawn_are_still_to_be_seen(arriving: Arriving) -> None:
    seen = Seen.of(arriving.inquiry)
    first = session.comparison(seen).table
    arriving.arrive()
    arriving.arrive()
    assert arriving.inquiry.over
    assert Looked(seen, arriving.inquiry).waiting
    assert seen.pairs == 1
    session.comparison.cache_clear()
    assert session.comparison(seen).table.equals(first), "what was seen with one pair must stay what one pair says"
    everything = Seen.of(arriving.inquiry)
    assert everything != seen
    assert not Looked(everything, arriving.inquiry).waiting


def test_an_answer_to_an_earlier_question_is_marked_old_until_the_first_pair_is_there(arriving: Arriving) -> None:
    earlier = Seen.of(arriving.inquiry)
    later = Arriving(pairs=1)
    assert Looked(earlier, later.inquiry).old
    assert Looked(earlier, later.inquiry).waiting
    later.arrive()
    assert Looked(earlier, later.inquiry).waiting
    assert not Looked(Seen.of(later.inquiry), later.inquiry).old


def test_nothing_is_waited_for_once_it_is_let_go(arriving: Arriving) -> None:
    dropped = Arriving(pairs=2)
    dropped.inquiry.cancel()
    assert not Looked(Seen.of(arriving.inquiry), dropped.inquiry).waiting
    assert not Looked(None, None).waiting
