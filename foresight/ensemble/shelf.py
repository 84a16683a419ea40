"""A shelf of runs: the latest readings, kept in memory up to a number of bytes."""

import threading
from collections import OrderedDict

from foresight.ensemble.pairs import Pair
from foresight.model.run import Values

Kept = Values | Pair
ROOM = 300_000_000
"""Bytes of readings kept."""


class Shelf:
    """Readings of runs by their content; where there is no room, the ones not used for longest go."""

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._held = room, 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, key: str) -> bool:
        with self._lock:
            return key in self._kept

    def get(self, key: str) -> Kept | None:
        """Return readings kept before, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, values: Kept) -> None:
        """Keep readings, and let others go where there is no room."""
        with self._lock:
            if key in self._kept:
                self._held -= _bytes(self._kept.pop(key))
            self._kept[key] = values
            self._held += _bytes(values)
            while self._held > self._room and len(self._kept) > 1:
                self._held -= _bytes(self._kept.popitem(last=False)[1])


def _bytes(kept: Kept) -> int:
    """Return how much room readings take."""
    return kept.without.nbytes + kept.with_plan.nbytes if isinstance(kept, Pair) else kept.nbytes
