"""Errands: single pieces of work that take seconds, done one after another in a process of their own, and kept for the next."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any

from foresight.ensemble.standing import GIVEN_UP, MOST_DEATHS, Standing, told
from foresight.errors import ForesightError

MOST_KEPT = 50
"""How many answers are kept; the one that has not been asked for the longest goes first."""
FORGOTTEN = 30.0
"""Seconds after which somebody who has not asked again waits no more: the page was turned, or closed."""


@dataclass
class Errand:
    """One piece of work: done, under way, or waiting until the process has time, and for whom."""

    work: Callable[[], Any]
    future: "Future[Any]"
    deaths: int = 0
    waiting: dict[Hashable, float] = field(default_factory=dict)


class Errands:
    """All errands of a server, for all browser sessions."""

    def __init__(self, standing: Standing | None = None) -> None:
        self._standing = standing or Standing(1)
        self._errands: OrderedDict[Hashable, Errand] = OrderedDict()
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._errands)

    def ask(self, who: Hashable, key: Hashable, work: Callable[[], Any]) -> "Future[Any]":
        """Return the answer to come to some work, which is begun where nobody has asked for it before.

        Whoever asks waits for this and nothing else from now on, as long as they ask again; what nobody waits for is not begun.
        """
        with self._lock:
            errand = self._errands.get(key)
            if errand is None:
                errand = self._errands[key] = Errand(work, self._standing.submit(work))
            elif errand.future.done():
                self._renew(errand)
            self._errands.move_to_end(key)
            errand.waiting[who] = time.monotonic()
            self._let_go(who, key)
            self._forget()
            return errand.future

    def take(self, key: Hashable, future: "Future[Any]") -> Any:  # noqa: ANN401 - whatever the work comes to
        """Return what some work that is done has come to.

        Raises
        ------
        ForesightError
            Where it failed; unless that is how such work ends, the next to ask have it done again.
        """
        error = future.exception()
        if error is None:
            return future.result()
        with self._lock:
            if not isinstance(error, ForesightError) and key in self._errands and self._errands[key].future is future:
                del self._errands[key]
        raise ForesightError(GIVEN_UP if isinstance(error, BrokenProcessPool) else told(error))

    def close(self) -> None:
        """Stop the process."""
        self._standing.close(wait=False)

    def _renew(self, errand: Errand) -> None:
        """Have some work done once more over which the process has died."""
        if not errand.future.cancelled() and isinstance(errand.future.exception(), BrokenProcessPool):
            errand.deaths += 1
            if errand.deaths < MOST_DEATHS:
                errand.future = self._standing.submit(errand.work)

    def _let_go(self, who: Hashable, wanted: Hashable) -> None:
        """Take out of the queue what nobody waits for any more."""
        now = time.monotonic()
        for key, errand in list(self._errands.items()):
            if key == wanted:
                continue
            errand.waiting.pop(who, None)
            errand.waiting = {one: asked for one, asked in errand.waiting.items() if now - asked < FORGOTTEN}
            if not errand.waiting and errand.future.cancel():
                del self._errands[key]

    def _forget(self) -> None:
        """Keep no more answers than so many."""
        done = [key for key, errand in self._errands.items() if errand.future.done()]
        for key in done[: max(len(done) - MOST_KEPT, 0)]:
            del self._errands[key]
