"""The app's server, made ready before it answers: `python -m foresight.ui.server SCRIPT [words for Streamlit]`.

What the first page needs is loaded, and its first comparison under way, before anybody can open it.
"""

import sys
from collections.abc import Sequence

from streamlit.web import cli

from foresight.presentation import theme
from foresight.scenario import library
from foresight.ui import board, choice, session


def ready() -> None:
    """Set the workers to the first comparison, and meanwhile make what the charts need."""
    chosen = choice.Choice(choice.FIRST_FUTURE, library.plan(choice.FIRST_PLAN), choice.FIRST_PLAN)
    pairs, scale = choice.THOROUGHNESS[chosen.thoroughness]
    session.inquire(session.Question(library.future(chosen.future), chosen.plan, chosen.strength, pairs, scale, chosen.seed))
    board.script()
    board.specifications(theme.PAGE)


def main(words: Sequence[str]) -> None:
    """Serve a script, with what Streamlit is told besides."""
    ready()
    sys.argv = ["streamlit", "run", *words]
    cli.main()


if __name__ == "__main__":
    main(sys.argv[1:])
