"""The app's server, made ready before it answers: `python -m foresight.ui.server SCRIPT [words for Streamlit]`.

What the first page needs is loaded, and its first comparison under way, before anybody can open it.
"""

import gc
import sys
from collections.abc import Sequence

from foresight.ensemble import processes


def ready() -> None:
    """Load what the first page needs while the workers load the model, and set them to the first comparison."""
    processes.get_ready()
    from foresight.analysis import reach  # noqa: PLC0415 - all of these are slow to load
    from foresight.presentation import theme  # noqa: PLC0415
    from foresight.presentation.board import specifications  # noqa: PLC0415
    from foresight.scenario import library  # noqa: PLC0415
    from foresight.ui import board, choice, session  # noqa: PLC0415

    board.script()
    specifications(theme.PAGE)
    session.segments()
    for action in library.actions().values():
        reach.open_to(action)
    chosen = choice.Choice(choice.FIRST_FUTURE, library.plan(choice.FIRST_PLAN), choice.FIRST_PLAN)
    pairs, scale = choice.THOROUGHNESS[chosen.thoroughness]
    session.inquire(session.Question(library.future(chosen.future), chosen.plan, chosen.strength, pairs, scale, chosen.seed))
    gc.freeze()  # Streamlit looks for rubbish after every run of a page; among what is loaded by now there is none


def main(words: Sequence[str]) -> None:
    """Serve a script, with what Streamlit is told besides."""
    ready()
    from streamlit.web import cli  # noqa: PLC0415 - slow to load

    sys.argv = ["streamlit", "run", *words]
    cli.main()


if __name__ == "__main__":
    main(sys.argv[1:])
