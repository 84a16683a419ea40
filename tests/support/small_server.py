"""The app's server with less to compute: the same questions of a smaller share of the sector, for tests of what pages do.

`python -m tests.support.small_server SCRIPT [words for Streamlit]`, as `foresight.ui.server`.
"""

import sys
from collections.abc import Sequence

from foresight.ui import choice, server

THOROUGHNESS = {choice.QUICK: (8, 0.03), choice.FULL: (40, 0.1)}
"""Pairs of runs, and share of the sector: what is quick is over at once, what is full can be seen under way."""
FIRST_LOOK = (5, 0.03)


def main(words: Sequence[str]) -> None:
    """Serve a script at a small scale."""
    choice.THOROUGHNESS.update(THOROUGHNESS)
    choice.FIRST_LOOK = FIRST_LOOK
    server.main(words)


if __name__ == "__main__":
    main(sys.argv[1:])
